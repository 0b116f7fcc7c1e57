"""What the engine answers: figures per node, problems at their cause, the summary table. No Keras here."""

from typing import Literal

from pydantic import Field

from designer.document.base import Frozen
from designer.document.problem import Problem

NodeState = Literal["ok", "warning", "error", "blocked", "placeholder"]


class TensorSpec(Frozen):
    """One tensor as Keras reports it. `shape` includes the batch dimension; None where it is not known."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"


class NodeFigures(Frozen):
    """What a node of the canvas shows.

    Attributes:
        state: `blocked` nodes stand below a problem and carry no message of their own.
        outputs: one entry per output tensor; empty while unknown.
        params: weights of the layer, or None while unknown. Every call of a shared layer carries the
            same number; `counted` is true for the call that totals count.
        calls: how many nodes call this layer (1 when it is not shared).
        message: at most 30 characters, for the foot of the node.
        blocked_by: the node whose problem this one waits for.
    """

    state: NodeState = "ok"
    outputs: tuple[TensorSpec, ...] = ()
    params: int | None = None
    trainable_params: int | None = None
    non_trainable_params: int | None = None
    counted: bool = True
    calls: int = 1
    message: str = ""
    blocked_by: str | None = None


class SummaryRow(Frozen):
    """One row of the summary: a layer (all its calls), as `keras.Model.summary` would list it.

    `output_shape` is the shape of the single output, or a list of shapes. `connected_to` names layers.
    `depth` is 0 in the model itself and grows inside sub-models, whose rows follow theirs.
    """

    graph: str
    node: str
    name: str
    class_name: str
    output_shape: list[int | None] | list[list[int | None]] | None
    params: int | None
    connected_to: tuple[str, ...] = ()
    trainable: bool = True
    calls: int = 1
    depth: int = 0


class Totals(Frozen):
    """Sums over the healthy part. `complete` is false while a problem stands: figures are "so far"."""

    total_params: int = 0
    trainable_params: int = 0
    non_trainable_params: int = 0
    complete: bool = True


class Analysis(Frozen):
    """The engine's whole answer for one document. `nodes` is keyed by graph (`main` or a definition id), then node."""

    nodes: dict[str, dict[str, NodeFigures]] = Field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    summary: tuple[SummaryRow, ...] = ()
    totals: Totals = Totals()

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of training."""
        return any(problem.severity == "error" for problem in self.problems)
