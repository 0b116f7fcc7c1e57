"""What does not fit between model, data and settings, in words, before anything starts. Pure: nothing is read or run.

preflight_settings   epochs, batch size, optimizer, losses, metrics
preflight_callbacks  what callbacks watch and write
preflight_data       which columns and arrays feed what, gaps, shapes of inputs
preflight_targets    shapes and ranges of targets against units, activation and loss
"""

from collections.abc import Iterator

from designer.data.model_facts import model_inputs, model_outputs
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.document.problem import Problem
from designer.engine.protocol import Analysis
from designer.training.config import RunConfig
from designer.training.preflight_callbacks import check_callbacks
from designer.training.preflight_data import check_inputs
from designer.training.preflight_settings import check_rows, check_settings
from designer.training.preflight_targets import check_targets

BYTES_PER_PARAMETER = 4
# Weights, two optimizer slots, and the previous file, which stays until the new one is complete.
COPIES_ON_DISK = 6


def preflight(
    document: Document, analysis: Analysis, dataset: Dataset, config: RunConfig, *, free_bytes: int | None = None
) -> tuple[Problem, ...]:
    """Everything that would fail or mislead once training runs; errors first.

    Problems of the model itself stand in `analysis` and are not repeated. `free_bytes` is the free disk space where
    the run will be written; it is not checked when None.
    """
    found = tuple(_problems(document, analysis, dataset, config, free_bytes))
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def _problems(
    document: Document, analysis: Analysis, dataset: Dataset, config: RunConfig, free_bytes: int | None
) -> Iterator[Problem]:
    inputs, outputs = model_inputs(document), model_outputs(document)
    if not inputs:
        message = "The model has no input. Add one on the Design page."
        yield Problem(code="train.no-input", message=message, short="No input")
    if not outputs:
        message = "The model has no output. Mark the layer that answers as an output."
        yield Problem(code="train.no-output", message=message, short="No output")
    yield from check_settings(config, outputs)
    yield from check_callbacks(config, outputs)
    yield from check_rows(dataset, config)
    yield from check_inputs(document, analysis, dataset, config)
    yield from check_targets(document, analysis, dataset, config)
    if free_bytes is not None:
        needed = analysis.totals.total_params * BYTES_PER_PARAMETER * COPIES_ON_DISK
        if needed > free_bytes:
            message = (
                f"The run needs {needed / 1e9:.2g} GB of disk for its weights, but {free_bytes / 1e9:.2g} GB are free."
            )
            message += " Delete old runs or files first."
            yield Problem(code="train.disk-full", message=message, short="Disk is full")
