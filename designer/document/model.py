"""The document's format, version 1. One JSON file; every part has a stable id, names are labels.

Shape of the file::

    {"format": "layerloom", "version": 1, "name": "Two outputs",
     "main": {
       "layers": {"l1": {"name": "reader", "class_name": "LSTM", "config": {"units": 10}}},
       "nodes":  {"n2": {"layer": "l1", "args": [{"$node": "n1", "output": 0}], "kwargs": {},
                         "position": {"x": 0, "y": 108}}},
       "inputs": ["n1"], "outputs": [{"id": "o1", "name": "label", "node": "n2", "index": 0}],
       "groups": {}, "notes": {}},
     "definitions": {}, "hyperparameters": {}}

* A **layer** is one set of weights: a Keras class with its config, or a definition (a sub-model).
* A **node** is one call of a layer or of an operation. Two nodes with one layer share its weights.
* `args` and `kwargs` are trees of JSON values whose leaves may be references to other nodes' outputs,
  written `{"$node": id, "output": i}`. A port that is not wired yet is absent, or null inside a list.
* A **config** is in `get_config` form and may be sparse: a missing key means Keras' default. Keys that
  this version does not know are kept. `name` and `trainable` stand beside it, not in it. A value
  `{"$hp": "units * 2"}` refers to the document's hyper-parameters.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, StringConstraints

from designer.document.base import Frozen

VERSION: Final = 1
NODE_KEY = "$node"
NAME_PATTERN = r"[A-Za-z][A-Za-z0-9_]{0,63}"
"""What Keras names of layers and outputs may look like; anything else is a problem with a repair."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
FreeText = Annotated[str, StringConstraints(max_length=10_000)]
Label = Annotated[str, StringConstraints(max_length=200)]
Tree = JsonValue


class Position(Frozen):
    """Top-left corner of a node on the canvas, in pixels at 100 %."""

    x: float = 0.0
    y: float = 0.0


class Reference(Frozen):
    """One output tensor of one node."""

    node: Id
    output: int = 0

    def as_leaf(self) -> dict[str, JsonValue]:
        """This reference as it stands in the tree of a call."""
        return {NODE_KEY: self.node, "output": self.output}


class WeightsReference(Frozen):
    """Weights that travel with a layer: a stored blob, and the order of its arrays."""

    blob: str
    order: tuple[int, ...] = ()


class Layer(Frozen):
    """One set of weights: a Keras class with its config, or a definition."""

    name: Label
    class_name: Label = ""
    module: Label = "keras.layers"
    config: dict[str, JsonValue] = Field(default_factory=dict)
    definition: Id | None = None
    trainable: bool = True
    weights: WeightsReference | None = None


class Node(Frozen):
    """One call of a layer (`layer`) or of an operation (`op`, such as `keras.ops.add`)."""

    layer: Id | None = None
    op: Label | None = None
    args: tuple[Tree, ...] = ()
    kwargs: dict[str, Tree] = Field(default_factory=dict)
    position: Position = Position()


class Output(Frozen):
    """One output of a graph; its name is unique and is what losses and metrics are keyed by."""

    id: Id
    name: Label
    node: Id
    index: int = 0


class Group(Frozen):
    """Nodes that belong together on the canvas. The group marked `top` is what `include_top=False` leaves out."""

    name: Label
    nodes: tuple[Id, ...] = ()
    top: bool = False


class Note(Frozen):
    """Free text on the canvas."""

    text: FreeText
    position: Position = Position()


class Graph(Frozen):
    """Layers, their calls, and the order of inputs and outputs."""

    layers: dict[Id, Layer] = Field(default_factory=dict)
    nodes: dict[Id, Node] = Field(default_factory=dict)
    inputs: tuple[Id, ...] = ()
    outputs: tuple[Output, ...] = ()
    groups: dict[Id, Group] = Field(default_factory=dict)
    notes: dict[Id, Note] = Field(default_factory=dict)


class Definition(Frozen):
    """A sub-model: a graph that layers of this document can stand for."""

    name: Label
    graph: Graph


class Document(Frozen):
    """A whole project's model."""

    format: Literal["layerloom"] = "layerloom"
    version: Literal[1] = VERSION
    name: Label = "Untitled"
    main: Graph = Graph()
    definitions: dict[Id, Definition] = Field(default_factory=dict)
    hyperparameters: dict[str, bool | int | float | str] = Field(default_factory=dict)
