"""How the rows are divided: fractions, seed, classes kept even, and the resulting counts."""

import streamlit as st

from components import ui
from components.parts import roles
from components.parts.typed import kept_field
from designer.data.schema import Dataset
from designer.data.split import split_rows
from designer.document.model import Document
from designer.training.config import DataConfig, RunConfig, Split

NO_OUTPUT = "No output"


def edit(dataset: Dataset, document: Document, data: DataConfig, *, key: str) -> DataConfig:
    """Draw the row and return the settings as the user has them now."""
    split = data.split
    with st.container(border=True):
        fields = st.columns([1.7, 1, 1.5, 1, 1.1], vertical_alignment="bottom")
        validation = fields[0].slider(
            "Held out for validation", 0, 50, round(split.validation * 100), format="%d %%", key=f"validation-{key}"
        )
        test = fields[1].number_input("Test, %", 0, 50, round(split.test * 100), **kept_field(f"test-{key}", _put_test))
        outputs = [NO_OUTPUT, *(output.name for output in document.main.outputs)]
        chosen = split.stratify if split.stratify in outputs else NO_OUTPUT
        stratify = fields[2].selectbox(
            "Keep classes even for", outputs, outputs.index(chosen), key=f"stratify-{key}", disabled=not split.shuffle
        )
        seed = fields[3].number_input("Seed", 0, 2**31 - 1, split.seed, **kept_field(f"seed-{key}", _put_seed))
        shuffle = fields[4].toggle(
            "Shuffle", split.shuffle, key=f"shuffle-{key}", help="Off keeps the order of the file."
        )
        wanted = Split(
            validation=validation / 100 if validation != round(split.validation * 100) else split.validation,
            test=test / 100 if test != round(split.test * 100) else split.test,
            shuffle=shuffle,
            seed=int(seed),
            stratify=None if stratify == NO_OUTPUT or not shuffle else str(stratify),
        )
        st.markdown(ui.small(counts(dataset, data, wanted)))
    return data.model_copy(update={"split": wanted})


def _put_test(config: RunConfig, percent: int) -> RunConfig:
    return _with_split(config, {"test": percent / 100})


def _put_seed(config: RunConfig, seed: int) -> RunConfig:
    return _with_split(config, {"seed": int(seed)})


def _with_split(config: RunConfig, change: dict[str, float]) -> RunConfig:
    data = config.data
    return config.model_copy(update={"data": data.model_copy(update={"split": data.split.model_copy(update=change)})})


def counts(dataset: Dataset, data: DataConfig, split: Split) -> str:
    """How many rows each part gets, in words."""
    rows = dataset.rows
    if split.validation + split.test >= 1.0:
        return "Validation and test take all rows. Leave some for training."
    parts = split_rows(rows, validation=split.validation, test=split.test, seed=split.seed, shuffle=split.shuffle)
    train, validation, test = (len(part) for part in parts)
    about = "about " if split.stratify or (data.drop_missing and _has_gaps(dataset, data)) else ""
    texts = [f"{about}{train:,} train", f"{validation:,} validate"]
    return " · ".join([*texts, f"{test:,} test"] if test else texts)


def _has_gaps(dataset: Dataset, data: DataConfig) -> bool:
    return any(source.missing and roles.role_of(data, source.name) for source in roles.sources(dataset))
