"""Which editor an argument gets, told from its name, its default and its text. Pure functions, no Keras."""

import re
from typing import Any

from designer.catalogue import overrides
from designer.catalogue.schema import Kind, Parameter

_EXACT: dict[str, Kind] = {
    "seed": "seed",
    "dtype": "dtype",
    "layer": "layer",
    "backward_layer": "layer",
    "activation": "activation",
    "recurrent_activation": "activation",
    "axis": "integer",
    "axes": "integers",
    "dims": "integers",
    "target_shape": "integers",
    "noise_shape": "integers",
    "input_axes": "integers",
    "output_axes": "integers",
    "boundaries": "floats",
    "values": "floats",
    "thresholds": "floats",
    "tile_grid_size": "integers",
    "factor": "floats",
    "value_range": "floats",
    "learning_rate": "schedule",
    "vocabulary": "json",
    "idf_weights": "json",
    "reverse_dtype": "dtype",
    "sequence_length": "integer",
    "height": "integer",
    "width": "integer",
    "n": "integer",
    "units": "integer",
    "filters": "integer",
    "groups": "integer",
    "rank": "integer",
    "target_class_ids": "integers",
    "ignore_class": "integer",
    "decay_steps": "integer",
    "decay_rate": "float",
    "loss_scale_factor": "float",
    "adam_lr_ratio": "float",
    "monitor": "string",
    "filename": "string",
    "min_delta": "float",
    "baseline": "float",
    "initial_value_threshold": "float",
    "threshold": "float",
    "lora_alpha": "float",
    "logit_soft_cap": "float",
    "flash_attention": "boolean",
    **dict.fromkeys(("clipnorm", "clipvalue", "global_clipnorm", "weight_decay"), "float"),
    **dict.fromkeys(("ema_overwrite_frequency", "gradient_accumulation_steps"), "integer"),
}
_SEVERAL_AXES = {
    *("LayerNormalization", "RMSNormalization", "UnitNormalization", "Normalization", "Softmax", "Dice", "Tversky"),
}
_SUFFIXES: tuple[tuple[str, Kind], ...] = (
    ("_initializer", "initializer"),
    ("_regularizer", "regularizer"),
    ("_constraint", "constraint"),
    ("_factor", "floats"),
    ("_dtype", "dtype"),
)
_TUPLES = {"kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_size", "output_padding", "cropping"}
_CHOICES: dict[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", "channels_first"),
    "padding": ("valid", "same"),
    "interpolation": ("nearest", "bilinear"),
    "fill_mode": ("reflect", "constant", "wrap", "nearest"),
    "use_cudnn": ("auto", True, False),
    "average": (None, "micro", "macro", "weighted"),
    "reduction": ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"),
}
_LIMITS: dict[str, tuple[float | None, float | None]] = {
    "rate": (0.0, 1.0),
    "dropout": (0.0, 1.0),
    "recurrent_dropout": (0.0, 1.0),
    "momentum": (0.0, 1.0),
    "epsilon": (0.0, None),
    "stddev": (0.0, None),
    "learning_rate": (0.0, None),
    "weight_decay": (0.0, None),
    "clipnorm": (0.0, None),
    "clipvalue": (0.0, None),
    "global_clipnorm": (0.0, None),
    **dict.fromkeys(("patience", "cooldown", "start_from_epoch", "min_lr"), (0, None)),
    "label_smoothing": (0.0, 1.0),
    **dict.fromkeys(
        (
            *("units", "filters", "kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_size"),
            *("groups", "depth_multiplier", "num_heads", "key_dim", "value_dim", "head_dim", "num_query_heads"),
            *("num_key_value_heads", "input_dim", "output_dim", "n", "height", "width", "num_tokens", "num_bins"),
            *("lora_rank", "max_tokens", "output_sequence_length", "power_iterations", "bins", "sliding_window"),
            *("num_classes", "k", "num_thresholds", "num_ops", "num_chains", "chain_depth"),
        ),
        (1, None),
    ),
}
_ADVANCED = {
    *("dtype", "seed", "data_format", "lora_rank", "lora_alpha", "quantization_config", "use_cudnn", "implementation"),
    *("unroll", "stateful", "flash_attention", "autocast", "synchronized", "renorm", "renorm_clipping"),
    *("renorm_momentum", "zero_output_for_mask", "noise_shape", "groups", "optional", "ragged", "sparse"),
    *("loss_scale_factor", "gradient_accumulation_steps", "use_ema", "ema_momentum", "ema_overwrite_frequency"),
    *("reset_after", "unit_forget_bias", "go_backwards", "time_major", "salt"),
}
_QUOTED = re.compile(r"[\"']([A-Za-z][\w-]*)[\"']")


def describe(class_name: str, name: str, *, default: Any, required: bool, doc: str, texts: str) -> Parameter:
    """One constructor argument as the forms need it; `texts` is its whole docstring text, `doc` the shown part."""
    required = required or name in overrides.REQUIRED.get(class_name, ())
    choices = _choices(class_name, name, default, texts)
    kind = _kind(class_name, name, default, doc, choices)
    minimum, maximum = _LIMITS.get(name, (None, None)) if kind not in ("choice", "json") else (None, None)
    general = overrides.START.get(name) if required else None
    return Parameter(
        name=name,
        kind=kind,
        required=required,
        default=default,
        nullable=default is None and not required,
        choices=choices if kind == "choice" else (),
        minimum=minimum,
        maximum=maximum,
        length=_length(class_name, name, default, kind),
        group=_group(name, kind),
        doc=doc,
        start=overrides.CLASS_START.get(class_name, {}).get(name, general),
    )


def _choices(class_name: str, name: str, default: Any, texts: str) -> tuple[Any, ...]:
    """The allowed words, when the argument is one of a few words."""
    listed = overrides.CHOICES.get(class_name, {}).get(name)
    if listed is not None:
        return listed
    if name == "padding" and not isinstance(default, str):
        return ()
    if name in _CHOICES:
        return tuple(dict.fromkeys([*_CHOICES[name], *([default] if isinstance(default, str) else [])]))
    if not isinstance(default, str) or name in _EXACT or name.endswith(tuple(suffix for suffix, _ in _SUFFIXES)):
        return ()
    words = tuple(dict.fromkeys(_QUOTED.findall(texts)))
    return words if default in words and len(words) > 1 else ()


def _kind(class_name: str, name: str, default: Any, doc: str, choices: tuple[Any, ...]) -> Kind:
    special = overrides.KINDS.get(class_name, {}).get(name)
    if special is not None:
        return special
    if choices:
        return "choice"
    if name in _TUPLES or (name == "padding" and not isinstance(default, str)):
        return "tuple"
    if name == "axis" and class_name in _SEVERAL_AXES:
        return "integers"
    if name in _EXACT:
        return _EXACT[name]
    for suffix, kind in _SUFFIXES:
        if name.endswith(suffix):
            return kind
    return _kind_of_value(default) or _kind_of_text(doc)


def _kind_of_value(default: Any) -> Kind | None:
    if isinstance(default, bool):
        return "boolean"
    if isinstance(default, int):
        return "integer"
    if isinstance(default, float):
        return "float"
    if isinstance(default, str):
        return "string"
    if isinstance(default, list):
        flat = _flat(default)
        return "floats" if any(isinstance(item, float) for item in flat) else "integers"
    return None


def _kind_of_text(doc: str) -> Kind:
    """The first type word of the argument's text decides; without one the value is shown as JSON."""
    words: tuple[tuple[str, Kind], ...] = (
        (r"bool(ean)?\b|whether\b", "boolean"),
        (r"(positive |optional |maximum )*int(eger)?s?\b|number of\b|size of\b|an? int", "integer"),
        (r"(optional |python )*float\b|a float|the exponential decay|a scalar", "float"),
        (r"(optional )?string|str\b|name of", "string"),
        (r"list of integers|tuple of int", "integers"),
    )
    text = re.sub(r"^(optional|required)[.,:]?\s+", "", doc.strip().lower())
    for pattern, kind in words:
        if re.match(pattern, text):
            return kind
    found = [(match.start(), kind) for pattern, kind in words if (match := re.search(r"\b(?:" + pattern + ")", text))]
    return min(found)[1] if found else "json"


def _flat(value: Any) -> list[Any]:
    return [leaf for item in value for leaf in _flat(item)] if isinstance(value, list) else [value]


def _length(class_name: str, name: str, default: Any, kind: Kind) -> int | None:
    """How many numbers belong to a tuple: one for each spatial dimension in the class name."""
    if kind == "tuple":
        match = re.search(r"([123])D", class_name)
        return int(match.group(1)) if match else None
    if kind in ("floats", "integers") and isinstance(default, list) and len(_flat(default)) == len(default):
        return len(default)
    return None


def _group(name: str, kind: Kind) -> str:
    if name in _ADVANCED or kind == "json":
        return "Advanced"
    groups = {"regularizer": "Regularisation", "initializer": "Initialisers", "constraint": "Constraints"}
    return groups.get(kind, "Main")
