"""One run's settings: which data feeds what, how the model is compiled, how it is fitted.

This is CONFIG.json of the command line, run.json's `config` of a run folder and the `settings` of a project.
Every field has a default; what stays empty is proposed from the data (`designer.data.propose`).
"""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from designer.document.base import Frozen

Encoding = Literal["number", "standardise", "one_hot", "integer", "binary"]
"""Columns: `number` as it is; `standardise` (x − mean) / std; `one_hot` and `integer` over `categories`;
`binary` 0 or 1 for two categories, 1 being the second."""


class ColumnPreparation(Frozen):
    """How one column becomes numbers. Fitted values come from the training rows alone and are written into the code."""

    column: str
    encoding: Encoding = "number"
    fill: float | str | None = None  # what replaces a missing value; None: none is missing
    mean: float | None = None
    std: float | None = None
    categories: tuple[str | int | float | bool, ...] = ()


class ArrayPreparation(Frozen):
    """How one array becomes a tensor: (x − offset) / scale, then one-hot or integer codes if asked, then a reshape."""

    array: str
    encoding: Encoding = "number"
    offset: float = 0.0
    scale: float = 1.0
    categories: tuple[str | int | float | bool, ...] = ()


class Feed(Frozen):
    """What one input or one output (target) of the model receives: columns side by side, or one array.

    `shape` is the shape of one row without batch after a reshape, None to leave it as it comes.
    """

    columns: tuple[ColumnPreparation, ...] = ()
    array: ArrayPreparation | None = None
    shape: tuple[int, ...] | None = None
    dtype: str = "float32"


class Split(Frozen):
    """Fractions of the rows, in [0, 1). With `stratify` (an output's name) every part has the classes in proportion."""

    validation: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.2
    test: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    shuffle: bool = True
    seed: int = 42
    stratify: str | None = None


class DataConfig(Frozen):
    """Inputs and targets by the names of the model's inputs (layer names) and outputs.

    `drop_missing` drops the rows with a gap or an infinite number in a column or array that is used and not filled.
    """

    inputs: dict[str, Feed] = Field(default_factory=dict)
    targets: dict[str, Feed] = Field(default_factory=dict)
    split: Split = Split()
    drop_missing: bool = False


class KerasObject(Frozen):
    """A Keras optimizer, loss, metric, schedule or callback: its public class and the arguments that differ."""

    class_name: str
    config: dict[str, JsonValue] = Field(default_factory=dict)


class OutputConfig(Frozen):
    """What one output is judged by. `class_weight`: "balanced", or one weight per class in `categories` order."""

    loss: KerasObject | None = None
    loss_weight: float = 1.0
    metrics: tuple[KerasObject, ...] = ()
    class_weight: Literal["balanced"] | tuple[float, ...] | None = None


class RunConfig(Frozen):
    """All settings of one run.

    Attributes:
        epochs: from 1 to 1,000,000.
        batch_size: rows per step, from 1.
        steps_per_execution: batches per callback interval; None lets the worker choose (about 50 ms).
        seed: of the initial weights, dropout and the row order of every epoch.
        outputs: by output name.
        callbacks: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau and their kin, in order.
        device: "auto" is the first GPU when there is one, else the CPU.
    """

    epochs: int = 20
    batch_size: int = 32
    steps_per_execution: int | None = None
    seed: int = 42
    optimizer: KerasObject = KerasObject(class_name="Adam")
    outputs: dict[str, OutputConfig] = Field(default_factory=dict)
    callbacks: tuple[KerasObject, ...] = ()
    data: DataConfig = DataConfig()
    device: str = "auto"


def keeps_best_weights(callback: KerasObject) -> bool:
    """Whether a callback writes the weights of the epoch with the lowest validation loss to a file of the run."""
    config = callback.config
    judges_by = config.get("monitor", "val_loss")
    return callback.class_name == "ModelCheckpoint" and bool(config.get("save_best_only")) and judges_by == "val_loss"
