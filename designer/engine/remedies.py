"""What would help at a node that does not fit: advice in words, and fixes to click. No Keras."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from designer.document.problem import Fix, Place, Problem
from designer.document.reader import GraphReader

if TYPE_CHECKING:
    from designer.engine.calls import Call

RECURRENT = ("LSTM", "GRU", "SimpleRNN")
Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Scene:
    """A node with its inputs, as a message talks about it."""

    reader: GraphReader
    node_id: str
    call: "Call | None" = None

    @property
    def name(self) -> str:
        """What the user calls the node."""
        return self.reader.label(self.node_id)

    @cached_property
    def class_name(self) -> str:
        """Its Keras class; the sub-model's name; the operation's name."""
        node = self.reader.graph.nodes[self.node_id]
        layer = self.reader.graph.layers.get(node.layer or "")
        if layer is None:
            return (node.op or "").removeprefix("keras.ops.")
        definition = self.reader.document.definitions.get(layer.definition or "")
        return definition.name if definition else layer.class_name

    @property
    def config(self) -> dict[str, JsonValue]:
        """The arguments that are set."""
        layer = self.reader.graph.layers.get(self.reader.graph.nodes[self.node_id].layer or "")
        return layer.config if layer else {}

    @property
    def title(self) -> str:
        """Class and name, as a sentence begins."""
        return f'{self.class_name} "{self.name}"'

    @property
    def place(self) -> Place:
        """Where the problem stands."""
        return self.reader.place(self.node_id)

    @property
    def shapes(self) -> list[Shape]:
        """The shapes of the inputs, in the order of the wires."""
        return [spec.shape for spec in self.call.specs.values()] if self.call else []

    @property
    def sources(self) -> list[str]:
        """The nodes of the inputs, in the same order."""
        return [node for node, _ in self.call.specs] if self.call else []

    @property
    def inputs(self) -> str:
        """What comes in from where: `(None, 784) from "flatten"`."""
        pairs = zip(self.shapes, self.sources, strict=True)
        return ", ".join(f'{show(shape)} from "{self.reader.label(source)}"' for shape, source in pairs)

    @property
    def givers(self) -> str:
        """The same as a sentence: `pool gives (None, 128), pair gives (None, 192)`."""
        pairs = zip(self.shapes, self.sources, strict=True)
        return ", ".join(f"{self.reader.label(source)} gives {show(shape)}" for shape, source in pairs)

    def problem(self, code: str, message: str, short: str, *fixes: Fix) -> Problem:
        """An error at this node."""
        return self.reader.problem(code, self.node_id, message, short[:30], *fixes)

    def warning(self, code: str, message: str, short: str) -> Problem:
        """A warning at this node."""
        return self.problem(code, message, short).model_copy(update={"severity": "warning"})

    def insert(self, class_name: str, config: dict[str, Any], label: str, *, index: int = 0) -> Fix:
        """A new layer on one of the wires into this node."""
        arguments = {"node": self.node_id, "port": 0, "index": index, "class_name": class_name, "config": config}
        return Fix(label=label, edits=(self.reader.edit("insert_before", **arguments),))

    def set_value(self, node_id: str, key: str, value: Any, label: str) -> Fix:
        """Another argument of this node's layer, or of one above it."""
        layer = self.reader.graph.nodes[node_id].layer
        return Fix(label=label, edits=(self.reader.edit("set_config", layer=layer, key=key, value=value),))

    def source_class(self, index: int = 0) -> str:
        """The class of the layer that an input comes from."""
        node = self.reader.graph.nodes.get(self.sources[index]) if len(self.sources) > index else None
        layer = self.reader.graph.layers.get(node.layer or "") if node else None
        return layer.class_name if layer else ""


def show(shape: Sequence[int | None]) -> str:
    """A shape as Keras writes it.

    >>> show((None, 784))
    '(None, 784)'
    """
    return str(tuple(shape))


def rank_remedies(scene: Scene, wanted: int, found: int) -> tuple[str, list[Fix]]:
    """Too few or too many dimensions."""
    source, shape = scene.source_class(), scene.shapes[0] if scene.shapes else ()
    if found < wanted and source in RECURRENT and wanted == 3:
        giver = scene.sources[0]
        label = f"Let {scene.reader.label(giver)} return all steps"
        fix = scene.set_value(giver, "return_sequences", True, label)
        return f"Let {scene.reader.label(giver)} return its output for every step.", [fix]
    if found < wanted:
        fixes = [scene.insert("Reshape", {"target_shape": target}, f"Reshape to {tuple(target)}") for target in
                 reshape_targets(shape, wanted - 1)]  # fmt: skip
        advice = "Move it above the Flatten, or add a Reshape." if source == "Flatten" else "Add a Reshape before it."
        return advice, fixes
    if wanted == 2:
        pool = f"GlobalAveragePooling{found - 2}D"
        fixes = [scene.insert("Flatten", {}, "Insert Flatten")]
        fixes += [scene.insert(pool, {}, f"Insert {pool}")] if 3 <= found <= 5 else []
        return "Add a Flatten before it.", fixes
    target = [-1, *shape[-(wanted - 2) :]] if wanted > 2 else [-1]
    fixes = [scene.insert("Reshape", {"target_shape": target}, "Insert Reshape")] if None not in target else []
    return "Add a Reshape before it.", fixes


def reshape_targets(shape: Shape, axes: int) -> list[list[int]]:
    """Shapes that hold the same values in more axes, likely ones first.

    >>> reshape_targets((None, 784), 3), reshape_targets((None, 100), 2)
    ([[28, 28, 1]], [[100, 1]])
    """
    sizes = [size for size in shape[1:] if size is not None]
    if not sizes or len(sizes) != len(shape) - 1:
        return []
    if len(sizes) > 1 or axes != 3:
        return [[*sizes, *[1] * (axes - len(sizes))]]
    found = []
    for channels in (1, 3):
        side = math.isqrt(sizes[0] // channels)
        if side > 1 and side * side * channels == sizes[0]:
            found.append([side, side, channels])
    return found or [[sizes[0], 1, 1]]


def merge_remedies(scene: Scene) -> list[Fix]:
    """Inputs of different shapes."""
    shapes = scene.shapes
    ranks = [len(shape) for shape in shapes]
    fixes: list[Fix] = []
    if len(set(ranks)) == 1 and len({shape[:-1] for shape in shapes}) == 1 and scene.class_name != "Concatenate":
        sizes = [shape[-1] for shape in shapes]
        total = f" → {sum(size for size in sizes if size is not None)}" if None not in sizes else ""
        layer = scene.reader.graph.nodes[scene.node_id].layer
        edit = scene.reader.edit("replace_class", layer=layer, class_name="Concatenate", config={})
        fixes.append(Fix(label=f"Use Concatenate{total}", edits=(edit,)))
        if isinstance(sizes[0], int) and len(ranks) == 2:
            giver = scene.reader.label(scene.sources[1])
            fixes.append(scene.insert("Dense", {"units": sizes[0]}, f"Insert Dense {sizes[0]} after {giver}", index=1))
    for index, rank in enumerate(ranks):
        if rank > min(ranks) == 2 and len(fixes) < 3:
            label = f"Insert Flatten after {scene.reader.label(scene.sources[index])}"
            fixes.append(scene.insert("Flatten", {}, label, index=index))
    return fixes


def size_remedies(scene: Scene) -> tuple[str, list[Fix]]:
    """An axis whose size is not known."""
    if scene.source_class() == "Flatten":
        flatten = scene.sources[0]
        above = [source for source, _ in scene.reader.sources[flatten]]
        layer = scene.reader.graph.nodes[flatten].layer
        edit = scene.reader.edit("replace_class", layer=layer, class_name="GlobalAveragePooling1D", config={})
        fix = Fix(label="Use GlobalAveragePooling1D", edits=(edit,))
        advice = "Give the input a fixed size, or use GlobalAveragePooling1D instead of Flatten."
        return advice, [fix] if above else []
    return "Give the input a fixed size in its last axis.", []


def window_remedies(scene: Scene) -> tuple[str, list[Fix]]:
    """A kernel or pool larger than what is left of the picture."""
    key = "pool_size" if "Pooling" in scene.class_name else "kernel_size"
    fixes = [scene.set_value(scene.node_id, "padding", "same", 'Set padding to "same"')]
    shape = scene.shapes[0] if scene.shapes else ()
    known = [size for size in shape[1:-1] if size is not None]
    if known:
        fixes.append(scene.set_value(scene.node_id, key, min(known), f"Set {key} to {min(known)}"))
    return f'Make {key} smaller, set padding to "same", or pool less above.', fixes
