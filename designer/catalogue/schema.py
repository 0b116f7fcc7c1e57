"""The shape of catalogue.json: everything the palette and the editors know, generated from the installed Keras."""

from typing import Literal

from pydantic import Field, JsonValue

from designer.document.base import Frozen

Kind = Literal[
    "integer",
    "float",
    "number",
    "boolean",
    "string",
    "choice",
    "tuple",  # one integer for all axes, or one per axis (kernel_size, strides, pool_size)
    "integers",  # one integer, or a list of integers (axis, target_shape, dims)
    "floats",  # one number, or a list of numbers (ranges, factors)
    "shape",  # batch_shape of an input: integers and null
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "dtype",
    "seed",
    "layer",  # an inner layer as a serialized Keras object
    "loss",
    "metric",
    "schedule",  # one number, or a learning rate schedule as a serialized Keras object
    "json",  # no editor yet: shown read-only
]


class Parameter(Frozen):
    """One constructor argument, under its `get_config` key.

    `group` is the inspector's section: Main, Regularisation, Initialisers, Constraints, Advanced.
    `start` (when not None) is what a new layer gets: Keras has no default there, or one that does not work.
    """

    name: str
    kind: Kind
    required: bool = False
    default: JsonValue = None
    nullable: bool = False
    choices: tuple[JsonValue, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    group: str = "Main"
    doc: str = ""
    start: JsonValue = None


class Port(Frozen):
    """One tensor argument of a call. `arg` is its position, or None when it goes by keyword `name`.

    A variadic port takes a list of tensors and grows on demand.
    """

    name: str
    arg: int | None = 0
    variadic: bool = False
    required: bool = True


class Entry(Frozen):
    """One public Keras class.

    `title` is what a card or menu says, `summary` one line, `doc` the docstring as plain text, `aliases` other
    public names, `synonyms` what people type when they look for it. `ndim` such as "4D → 4D" tells the shape change.
    """

    class_name: str
    module: str
    family: str = ""
    summary: str = ""
    doc: str = ""
    aliases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    ndim: str = ""
    parameters: tuple[Parameter, ...] = ()
    ports: tuple[Port, ...] = ()
    identifier: str = ""  # the short string Keras accepts, such as "he_normal"; empty when there is none


class Catalogue(Frozen):
    """catalogue.json. `not_offered` maps a class of keras.layers to the reason."""

    keras_version: str
    families: tuple[str, ...]
    layers: tuple[Entry, ...]
    not_offered: dict[str, str] = Field(default_factory=dict)
    activations: tuple[str, ...] = ()
    dtypes: tuple[str, ...] = ()
    initializers: tuple[Entry, ...] = ()
    regularizers: tuple[Entry, ...] = ()
    constraints: tuple[Entry, ...] = ()
    optimizers: tuple[Entry, ...] = ()
    schedules: tuple[Entry, ...] = ()
    losses: tuple[Entry, ...] = ()
    metrics: tuple[Entry, ...] = ()
    callbacks: tuple[Entry, ...] = ()
