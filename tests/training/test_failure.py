import errno

import pytest

from designer.training.failure import explain


class ResourceExhaustedError(Exception):
    """Named as TensorFlow's."""


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        OSError("Can't write data (file write failed: errno = 28, error message = 'No space left on device')"),
        RuntimeError("unable to flush: errno = 27, error message = 'File too large'"),
    ],
)
def test_a_full_disk_is_recognised(error: Exception):
    failure = explain(error, epoch=2)
    assert failure.code == "train.disk-full"
    assert "in epoch 3" in failure.message
    assert "Free some space" in failure.message


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        ResourceExhaustedError("{{function_node}} OOM when allocating tensor with shape[9,9]"),
        RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"),
    ],
)
def test_short_memory_is_recognised(error: Exception):
    assert explain(error).code == "train.out-of-memory"


def test_any_other_error_is_told_in_its_first_sentence():
    failure = explain(ValueError("\x1b[1mShapes do not match\x1b[0m\n\nArguments received: …"))
    assert failure.code == "train.error"
    assert failure.message == (
        "Training failed before the first epoch: Shapes do not match. The log holds the details."
    )


def test_another_missing_file_is_no_full_disk():
    assert explain(FileNotFoundError(errno.ENOENT, "No such file")).code == "train.error"
