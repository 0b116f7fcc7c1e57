"""The data sets that come with Layerloom. Their provenance and licences stand in sample_data/README.md."""

from pathlib import Path
from typing import Literal

from designer.document.base import Frozen

FOLDER = Path(__file__).parents[2] / "sample_data"


class Sample(Frozen):
    """One data set that comes with the program.

    Attributes:
        name: what templates and `sample_path` call it.
        summary: one line for a card.
        file: its name inside sample_data/.
        targets: the columns or arrays that are usually predicted.
    """

    name: str
    title: str
    summary: str
    kind: Literal["table", "arrays"]
    file: str
    targets: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return FOLDER / self.file


SAMPLES = (
    Sample(
        name="iris",
        title="Iris",
        summary="150 flowers, 4 measures each: which of 3 species?",
        kind="table",
        file="iris.csv",
        targets=("species",),
    ),
    Sample(
        name="penguins",
        title="Penguins",
        summary="344 penguins, numbers and words, some values missing: which of 3 species?",
        kind="table",
        file="penguins.csv",
        targets=("species",),
    ),
    Sample(
        name="breast_cancer",
        title="Breast cancer",
        summary="569 samples, 30 measures each: malignant or benign?",
        kind="table",
        file="breast_cancer.csv",
        targets=("diagnosis",),
    ),
    Sample(
        name="cars",
        title="Cars",
        summary="398 cars from 1970 to 1982: how many miles per gallon?",
        kind="table",
        file="cars.csv",
        targets=("miles_per_gallon",),
    ),
    Sample(
        name="digits",
        title="Digits",
        summary="1,797 handwritten digits of 8 × 8 pixels: which digit?",
        kind="arrays",
        file="digits.npz",
        targets=("label",),
    ),
    Sample(
        name="digits_large",
        title="Large digits",
        summary="400 of the digits, enlarged to 100 × 100 pixels with three channels: which digit?",
        kind="arrays",
        file="digits_large.npz",
        targets=("label",),
    ),
    Sample(
        name="digit_pairs",
        title="Digit pairs",
        summary="1,200 pairs of handwritten digits: the same digit or not?",
        kind="arrays",
        file="digit_pairs.npz",
        targets=("same",),
    ),
    Sample(
        name="photo_crops",
        title="Photo crops",
        summary="120 squares of two photos, in grey and in colour: which photo?",
        kind="arrays",
        file="photo_crops.npz",
        targets=("label",),
    ),
    Sample(
        name="photo_cells",
        title="Photo cells",
        summary="120 grey squares of two photos: which of 13 × 13 places are red in the picture?",
        kind="arrays",
        file="photo_cells.npz",
        targets=("red",),
    ),
    Sample(
        name="temperatures",
        title="Temperatures",
        summary="174 × 100 hours of temperatures: summer or winter half, and how warm an hour later?",
        kind="arrays",
        file="temperatures.npz",
        targets=("label", "next_hour"),
    ),
    Sample(
        name="sentences",
        title="Sentences",
        summary="1,433 sentences as word ids: from the manual of NumPy or of pandas?",
        kind="arrays",
        file="sentences.npz",
        targets=("label",),
    ),
)


def list_samples() -> tuple[Sample, ...]:
    """All sample data sets, tables first."""
    return SAMPLES


def find_sample(name: str) -> Sample | None:
    """The sample data set of this name, or None."""
    return next((sample for sample in SAMPLES if sample.name == name), None)


def sample_path(name: str) -> Path:
    """The file of a sample data set.

    Raises:
        KeyError: there is none of this name.
    """
    sample = find_sample(name)
    if sample is None:
        raise KeyError(name)
    return sample.path
