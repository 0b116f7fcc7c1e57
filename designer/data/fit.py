"""The fitted values of a preparation: what the generated code carries as numbers."""

import json
from pathlib import Path

from designer.data.sandbox import run_task
from designer.data.schema import Dataset
from designer.training.config import DataConfig


def fit_preparation(path: Path, dataset: Dataset, config: DataConfig) -> DataConfig:
    """The configuration with means, deviations, fills and categories, measured on the training rows alone.

    The classes of targets, and the codes of words that have no "none of these", come from all rows. Categories that
    are given already keep their order while they cover the values; a fill that is not the proposed one is kept.

    Raises:
        UnreadableData: a column or array is missing, or words stand where numbers are expected.
    """
    # The preview is not needed, and may be large.
    described = dataset.model_copy(update={"preview": (), "warnings": ()})
    fitted = run_task("fit", path, dataset=described.model_dump(mode="json"), config=config.model_dump(mode="json"))
    return DataConfig.model_validate_json(json.dumps(fitted))
