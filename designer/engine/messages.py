"""Keras' refusals in the user's words: a table of patterns, each with a sentence and fixes. Engine process only.

The patterns are those of Keras 3.15; a text that matches none is shown cleaned, so a new Keras costs words, not truth.
"""

import re
from collections.abc import Callable

from designer.document.problem import Fix, Problem
from designer.document.reader import GraphReader
from designer.document.walk import tree_references
from designer.engine.calls import Call, Outcome, Refusal
from designer.engine.remedies import Scene, merge_remedies, rank_remedies, show, size_remedies, window_remedies

MAXIMUM_PARAMS = 2_000_000_000
"""More weights than this (8 GB as float32, three times that while Adam trains) are refused for one layer."""

_AXES = {
    2: "(batch, features)",
    3: "(batch, steps, features)",
    4: "(batch, height, width, channels)",
    5: "(batch, depth, height, width, channels)",
}
AXIS_ARGUMENTS = ("axis", "axes")
"""How layers call the argument that names an axis: `Dot` has `axes`."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")

Rule = Callable[[Scene, "re.Match[str]"], Problem]


def explain(reader: GraphReader, node_id: str, refusal: Refusal, call: Call) -> Problem:
    """The problem behind what Keras said at this node."""
    scene = Scene(reader=reader, node_id=node_id, call=call)
    text = clean(refusal.text)
    if refusal.stage == "weights":
        return _whole_weights(scene)
    if refusal.stage == "types":
        return _wrong_types(scene)
    if refusal.stage == "call":
        for pattern, rule in _RULES:
            match = re.search(pattern, text, re.DOTALL)
            if match:
                return rule(scene, match)
        if refusal.kind == "IndexError":
            return _bad_axis(scene)
        message = f"{scene.title} does not accept {scene.inputs}. Keras says: {_sentence(text)}"
        return scene.problem("shape.does-not-fit", message, "does not fit its input")
    message = f"{scene.title} cannot be made with these arguments. Keras says: {_sentence(text)}"
    return scene.problem("config.refused", message, "arguments do not fit")


def _whole_weights(scene: Scene) -> Problem:
    dtype = scene.config.get("dtype")
    message = (
        f"{scene.title} would have weights of the type {dtype if isinstance(dtype, str) else 'of its policy'}, but "
        "weights start as decimal numbers and are trained as such. Set dtype to float32."
    )
    fix = scene.set_value(scene.node_id, "dtype", "float32", "Set dtype to float32")
    found = scene.problem("config.weights-dtype", message, "weights cannot be whole", fix)
    return found.model_copy(update={"where": scene.reader.place(scene.node_id, field_name="dtype")})


def _wrong_types(scene: Scene) -> Problem:
    """The layer's operations do not know the type of an input."""
    odd = [
        (source, spec.dtype) for (source, _), spec in scene.call.specs.items() if "float" not in spec.dtype
    ] if scene.call else []  # fmt: skip
    told = ", ".join(f'{dtype} from "{scene.reader.label(source)}"' for source, dtype in odd)
    givers = dict.fromkeys(source for source, _ in odd if scene.reader.is_input(source))
    fixes = [
        scene.set_value(source, "dtype", "float32", f"Set dtype of {scene.reader.label(source)} to float32")
        for source in givers
    ]
    message = f"{scene.title} cannot calculate with {told}. It needs decimal numbers, such as float32."
    return scene.problem("shape.wrong-dtype", message, "needs decimal numbers", *fixes[:3])


def clean(text: str) -> str:
    """Keras' message without colours, the dump of arguments, and the wrapper around the real reason."""
    text = _ANSI.sub("", text)
    text = text.rsplit("Exception encountered:", 1)[-1]
    text = text.split("Arguments received by", 1)[0]
    return re.sub(r"\s+", " ", text).strip()


def _sentence(text: str) -> str:
    """The first two sentences, at most 240 characters."""
    text = text.removeprefix("Exception encountered when calling ").strip()
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)
    short = " ".join(parts[:2]) or "nothing more"
    short = short if len(short) <= 240 else short[:239] + "…"
    return short if short.endswith((".", "…")) else f"{short}."


def expensive(reader: GraphReader, node_id: str) -> Problem:
    """The node at which an earlier analysis ran out of time or memory."""
    scene = Scene(reader=reader, node_id=node_id)
    message = (
        f"{scene.title} takes too long or too much memory to calculate, so it was stopped. "
        "Make it smaller; it is tried again once it has changed."
    )
    return scene.problem("engine.too-expensive", message, "too expensive to calculate")


def look_twice(reader: GraphReader, node_id: str, outcome: Outcome, call: Call) -> list[Problem]:
    """What Keras accepts without a word and is a mistake more often than not."""
    scene = Scene(reader=reader, node_id=node_id, call=call)
    found: list[Problem] = []
    shapes = list(dict.fromkeys(spec.shape[1:] for spec in call.specs.values()))
    params = outcome.trainable + outcome.frozen
    if params > MAXIMUM_PARAMS:
        message = (
            f"{scene.title} would have {params:,} weights, {params * 4 / 1e9:,.0f} GB. "
            f"At most {MAXIMUM_PARAMS:,} are possible. Make the layer or its input smaller."
        )
        found.append(scene.problem("engine.too-many-weights", message, "too many weights"))
    axis, ranks = scene.config.get("axis"), [len(shape) for shape in scene.shapes]
    if isinstance(axis, int) and ranks and not -ranks[0] <= axis < ranks[0]:
        # Softmax and others accept any axis and fail when the model runs (Keras 3.15).
        found.append(_bad_axis(scene))
    if scene.class_name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum") and len(shapes) > 1:
        message = f"{scene.title} stretches its smaller input to fit the larger: {scene.inputs}. Is that meant?"
        found.append(scene.warning("shape.broadcast", message, "stretches an input"))
    if scene.class_name == "Embedding" and any("int" not in spec.dtype for spec in call.specs.values()):
        message = f"{scene.title} looks up whole numbers but gets {scene.inputs} as decimal numbers. They are cut off."
        found.append(scene.warning("shape.needs-integers", message, "gets decimal numbers"))
    if outcome.loses_mask:
        message = (
            f"{scene.title} does not know masks, so padding counts as data from here on. "
            "Put a layer before it that uses the mask, such as LSTM or GlobalAveragePooling1D."
        )
        found.append(scene.warning("shape.mask-lost", message, "drops the mask"))
    return found


def _wrong_rank(scene: Scene, match: "re.Match[str]") -> Problem:
    wanted, found = int(match.group(1)), int(match.group(2))
    advice, fixes = rank_remedies(scene, wanted, found)
    message = (
        f"{scene.title} needs {wanted} dimensions {_AXES.get(wanted, '')} but gets {scene.inputs}. {advice}"
    ).replace("  ", " ")
    return scene.problem("shape.rank-mismatch", message, f"needs {wanted} dimensions, gets {found}", *fixes)


def _too_flat(scene: Scene, match: "re.Match[str]") -> Problem:
    wanted, found = int(match.group(1)), len(scene.shapes[0])
    advice, fixes = rank_remedies(scene, wanted, found)
    message = f"{scene.title} needs at least {wanted} dimensions but gets {scene.inputs}. {advice}"
    return scene.problem("shape.rank-mismatch", message, f"needs {wanted} dimensions, gets {found}", *fixes)


def _wrong_axis(scene: Scene, match: "re.Match[str]") -> Problem:
    message = (
        f"{scene.title} was first called with {match.group(2)} in axis {match.group(1)} and now gets {scene.inputs}. "
        "One layer has one set of weights, so all its calls need the same size. Use a second layer, or equal inputs."
    )
    return scene.problem("shape.shared-mismatch", message, f"was built for {match.group(2)}")


def _merge(scene: Scene, match: "re.Match[str]") -> Problem:
    verb = {"Add": "add", "Subtract": "subtract", "Multiply": "multiply", "Average": "average"}.get(scene.class_name)
    count = "two" if len(scene.shapes) == 2 else f"{len(scene.shapes)}"
    message = (
        f"{scene.name} cannot {verb or 'combine'} its {count} inputs. {scene.class_name} needs inputs of the same "
        f"shape. {scene.givers}."
    )
    return scene.problem("shape.merge-mismatch", message, _difference(scene), *merge_remedies(scene))


def _difference(scene: Scene) -> str:
    shapes = scene.shapes
    if len(shapes) == 2 and len(shapes[0]) == len(shapes[1]) and shapes[0][:-1] == shapes[1][:-1]:
        return f"{shapes[0][-1]} and {shapes[1][-1]} features differ"
    ranks = {len(shape) for shape in shapes}
    return "inputs differ in dimensions" if len(ranks) > 1 else "shapes of the inputs differ"


def _concatenate(scene: Scene, match: "re.Match[str]") -> Problem:
    axis, ranks = scene.config.get("axis", -1), [len(shape) for shape in scene.shapes]
    if isinstance(axis, int) and not -min(ranks) <= axis < min(ranks) and len(set(ranks)) == 1:
        return _bad_axis(scene)
    message = (
        f"{scene.name} cannot join its inputs. Concatenate needs inputs that differ in one axis only. {scene.givers}."
    )
    return scene.problem("shape.merge-mismatch", message, _difference(scene), *merge_remedies(scene))


def _too_few(scene: Scene, match: "re.Match[str]") -> Problem:
    several = "exactly two inputs" if "exactly" in match.group(0) else "at least two inputs"
    message = f"{scene.title} needs {several}. Draw another wire into it."
    return scene.problem("graph.too-few-inputs", message, f"needs {several}")


def _unknown_size(scene: Scene, match: "re.Match[str]") -> Problem:
    advice, fixes = size_remedies(scene)
    message = f"{scene.title} has to know how long its input is, but gets {scene.inputs}. {advice}"
    return scene.problem("shape.unknown-size", message, "needs a fixed input size", *fixes)


def _window(scene: Scene, match: "re.Match[str]") -> Problem:
    advice, fixes = window_remedies(scene)
    message = f"{scene.title} has a window that is larger than its input {scene.inputs}. {advice}"
    return scene.problem("shape.window-too-large", message, "window larger than input", *fixes)


def _reshape(scene: Scene, match: "re.Match[str]") -> Problem:
    target = scene.config.get("target_shape", scene.config.get("output_shape"))
    message = (
        f"{scene.title} cannot arrange {scene.inputs} as {target}: the number of values has to stay the same. "
        "Write -1 for one axis, and Keras works it out."
    )
    return scene.problem("shape.reshape-mismatch", message, "other number of values")


def _groups(scene: Scene, match: "re.Match[str]") -> Problem:
    groups = scene.config.get("groups", 32)
    message = (
        f"{scene.title} splits channels into {groups} groups, which does not divide {scene.inputs}. Change groups."
    )
    return scene.problem("shape.groups-mismatch", message, "groups do not divide channels")


def _states(scene: Scene, match: "re.Match[str]") -> Problem:
    count, size = int(match.group(1)), int(match.group(2))
    specs = scene.call.specs if scene.call else {}
    wires = tree_references(scene.reader.graph.nodes[scene.node_id].kwargs.get("initial_state"))
    given = [(specs[wire.node, wire.output].shape, scene.reader.label(wire.node)) for wire in wires]
    found = ", ".join(f'{show(shape)} from "{name}"' for shape, name in given)
    wanted = f"1 initial state of shape {show((None, size))}"
    if count > 1:
        wanted = f"{count} initial states of shape {show((None, size))} each"
    message = f"{scene.title} takes {wanted}, but gets {found}. Wire one for each, or take the wires out."
    edit = scene.reader.edit("disconnect", node=scene.node_id, port="initial_state")
    fix = Fix(label="Start without states", edits=(edit,))
    return scene.problem("shape.states-mismatch", message, "initial states do not fit", fix)


def _bad_axis(scene: Scene) -> Problem:
    field = next((name for name in AXIS_ARGUMENTS if scene.config.get(name) is not None), None)
    axis = f"axis {scene.config[field]}" if field else "an axis"
    message = f"{scene.title} works on {axis}, which {scene.inputs} does not have. Count axes from 0, or from -1."
    where = scene.place.model_copy(update={"field": field})
    return scene.problem("shape.missing-axis", message, "axis does not exist").model_copy(update={"where": where})


def _missing_axis(scene: Scene, match: "re.Match[str]") -> Problem:
    return _bad_axis(scene)


_RULES: tuple[tuple[str, Rule], ...] = (
    (r"expected (?:min_|max_)?ndim=(\d+), found (?:ndim=)?(\d+)", _wrong_rank),
    (r"at least (\d+) dimensions, received", _too_flat),
    (r"expected axis (-?\d+) of input shape to have value (\d+)", _wrong_axis),
    (r"^Wrong initial states: (\d+) of (\d+)", _states),
    (r"Inputs have incompatible shapes", _merge),
    (r"requires inputs with matching shapes", _concatenate),
    (
        r"(?:called on a list of|called on a list with|should be called on) .{0,40}?(?:exactly|at least) \d inputs?",
        _too_few,
    ),
    (r"must be called on a list of|should be called on a list", _too_few),
    (r"must be fully-defined|must be defined\. Found `None`|should be defined\. Found `None`", _unknown_size),
    (r"zero or negative|Negative dimension|smaller than or equal to zero", _window),
    (r"total size of the (?:tensor|new array) must be unchanged|cannot be reshaped", _reshape),
    (r"divisible by the number of groups|multiple of the number of (?:groups|channels)", _groups),
    (r"cannot be more than the number of channels", _groups),
    (r"axis .{0,20}out of (?:bounds|range)|Axis .{0,30}out of", _missing_axis),
)
