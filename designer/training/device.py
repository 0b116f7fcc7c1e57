"""The device that a worker or a job computes on, settled before the first tensor exists.

Three things must happen in this order, and once: hide what is not ours (`CUDA_VISIBLE_DEVICES`), list what is left,
set memory growth so that a small model does not take the whole GPU. `Hardware` is the part that differs by backend.
"""

import os
import platform
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Protocol

from designer.document.base import Frozen
from designer.training.gpus import Lease

VISIBLE = "CUDA_VISIBLE_DEVICES"


class Hardware(Protocol):
    """What a backend can say and set about GPUs."""

    def gpus(self) -> list[str]:
        """The product names of the visible GPUs, in order."""

    def grow_memory(self) -> None:
        """Take GPU memory as it is needed. Called after `gpus` and before the first tensor."""


class Device(Frozen):
    """What a run computes on. `name` is shown to the user; `note` says what was expected and is not there."""

    is_gpu: bool
    name: str
    note: str = ""


def hide_other_devices(wanted: str, lease: Lease | None, environ: MutableMapping[str, str] = os.environ) -> None:
    """Leave visible only what this process may use; to be called before the backend looks for devices.

    Args:
        wanted: "auto", "cpu", "gpu" or "gpu:<index>", from the run's settings.
        lease: what the supervisor gave; it decides when it is there.
        environ: the environment to change.
    """
    # XLA would otherwise take 75 % of the GPU at its first use (JAX has no call for it, only this variable).
    environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    if lease is not None:
        environ[VISIBLE] = "-1" if lease.gpu is None else lease.gpu
    elif wanted == "cpu":
        environ[VISIBLE] = "-1"
    elif wanted.startswith("gpu:"):
        environ[VISIBLE] = wanted.removeprefix("gpu:")


def set_up(hardware: Hardware, wanted: str, lease: Lease | None) -> Device:
    """Prepare the first visible GPU, or the CPU when there is none, and say which it is."""
    gpus = hardware.gpus()
    if gpus:
        hardware.grow_memory()
        index = lease.gpu if lease and lease.gpu else "0"
        return Device(is_gpu=True, name=f"GPU {index}: {gpus[0]}")
    expected = bool(lease.gpu) if lease else wanted.startswith("gpu")
    note = ""
    if expected:
        note = (
            "A GPU was expected, but the installed Keras backend sees none. Training uses the CPU. "
            "Install requirements-gpu.txt to use the GPU."
        )
    return Device(is_gpu=False, name=f"CPU: {_cpu_name()}", note=note)


def current_hardware() -> Hardware:
    """The hardware side of the Keras backend of this process."""
    import keras

    backends: dict[str, Callable[[], Hardware]] = {
        "tensorflow": TensorFlowHardware,
        "torch": TorchHardware,
        "jax": JaxHardware,
    }
    return backends[keras.backend.backend()]()


class TensorFlowHardware:
    """GPUs as TensorFlow sees them."""

    def gpus(self) -> list[str]:
        """See `Hardware`."""
        import tensorflow as tf

        devices = tf.config.list_physical_devices("GPU")
        return [str(tf.config.experimental.get_device_details(each).get("device_name", "GPU")) for each in devices]

    def grow_memory(self) -> None:
        """See `Hardware`."""
        import tensorflow as tf

        for device in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(device, True)


class TorchHardware:
    """GPUs as PyTorch sees them; it takes memory as needed without being told."""

    def gpus(self) -> list[str]:
        """See `Hardware`."""
        import torch  # type: ignore[import-not-found,unused-ignore]

        return [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]

    def grow_memory(self) -> None:
        """See `Hardware`."""


class JaxHardware:
    """GPUs as JAX sees them; growth is set by the variable in `hide_other_devices`."""

    def gpus(self) -> list[str]:
        """See `Hardware`."""
        import jax  # type: ignore[import-not-found,unused-ignore]

        return [str(device.device_kind) for device in jax.devices() if device.platform == "gpu"]

    def grow_memory(self) -> None:
        """See `Hardware`."""


def _cpu_name() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return f"{line.split(':', 1)[1].strip()}, {os.cpu_count()} cores"
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
