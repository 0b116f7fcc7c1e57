"""Whether a file fits a trained run: what the model reads is there, in numbers, and without gaps that it never saw."""

from collections.abc import Iterator

from designer.data.errors import shown
from designer.data.schema import Dataset
from designer.document.problem import Place, Problem
from designer.runs.folder import Run
from designer.training.config import Feed
from designer.training.preflight_data import check_feed, names_of

DOES_NOT_FIT = "train.file-does-not-fit"
WORDS = {
    "train.unknown-column": "is not in this file, and the model was trained with it. Choose a file that has it.",
    "train.missing-values": "has gaps, and the model has not learnt what stands for one. Fill them, or leave out "
    "the rows that have them.",
    "train.infinite-values": "has infinite values. Correct them, or leave out the rows that have them.",
    "train.text-as-number": "holds words where the training data had numbers. Correct what is no number.",
}
"""What the faults of preflight mean once a model is trained: then the settings stand, and only the file can change."""


def file_faults(run: Run, found: Dataset, *, with_targets: bool) -> Iterator[Problem]:
    """What of the file does not fit the run's inputs and, to be evaluated, its targets."""
    data = run.config.data
    feeds: list[Feed] = [*data.inputs.values(), *(data.targets.values() if with_targets else ())]
    # Who evaluates may leave rows out; a prediction is wanted for each.
    drops_rows = with_targets and data.drop_missing
    for feed in feeds:
        known = set(names_of(feed))
        for fault in check_feed(found, feed, drops_rows=drops_rows):
            name = fault.where.name
            if fault.code in WORDS and name in known:
                what = "Column" if found.kind == "table" else "Array"
                message = f"{what} {shown(name)} {WORDS[fault.code]}"
                yield Problem(code=DOES_NOT_FIT, where=Place(name=name), message=message, short=fault.short)
