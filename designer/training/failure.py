"""Why a run failed, in a sentence that says what to do."""

import errno
import re

from designer.document.base import Frozen

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
OUT_OF_MEMORY_NAMES = frozenset({"MemoryError", "ResourceExhaustedError", "OutOfMemoryError", "XlaRuntimeError"})
OUT_OF_MEMORY_TEXT = re.compile(
    r"OOM when allocating|RESOURCE_EXHAUSTED|out of memory|failed to allocate", re.IGNORECASE
)
FULL_TEXT = re.compile(r"errno = (27|28|122)\b|No space left on device|File too large|Disk quota exceeded")
MESSAGE_CHARACTERS = 500


class Failure(Frozen):
    """The code and the sentence of a failed run."""

    code: str
    message: str


class NonFiniteLoss(Exception):
    """Raised inside the worker when the loss is no number any more."""


def explain(error: BaseException, *, epoch: int | None = None, task: str = "training") -> Failure:
    """What an exception of a worker or a job means to its user.

    `epoch` counts from 0, None is before the first; `task` is what failed, and only a training has epochs.
    """
    place, again = "", "try again"
    if task == "training":
        place = " before the first epoch" if epoch is None else f" in epoch {epoch + 1}"
        again = "train again"
    if isinstance(error, NonFiniteLoss):
        return Failure(code="train.nan", message=str(error))
    if _is_disk_full(error):
        return Failure(
            code="train.disk-full",
            message=f"The disk is full: a file could not be written{place}. What was written before is intact. "
            f"Free some space, then {again}.",
        )
    if _is_out_of_memory(error):
        return Failure(
            code="train.out-of-memory",
            message=f"The memory ran out{place}. Use a smaller batch size, or smaller layers, and {again}.",
        )
    ending = " The log holds the details." if task == "training" else ""
    return Failure(code="train.error", message=f"{task.capitalize()} failed{place}: {_first_sentence(error)}{ending}")


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    # h5py raises OSError and RuntimeError without errno, and tells it in the text.
    return isinstance(error, OSError | RuntimeError) and bool(FULL_TEXT.search(str(error)))


def _is_out_of_memory(error: BaseException) -> bool:
    name = type(error).__name__
    if name == "XlaRuntimeError":
        return bool(OUT_OF_MEMORY_TEXT.search(str(error)))
    return name in OUT_OF_MEMORY_NAMES or bool(OUT_OF_MEMORY_TEXT.search(str(error)))


def _first_sentence(error: BaseException) -> str:
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    lines = [line.strip() for line in text.split("\n\n")[0].splitlines() if line.strip()]
    sentence = " ".join(lines)[:MESSAGE_CHARACTERS] or type(error).__name__
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."
