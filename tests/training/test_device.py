from designer.training.device import VISIBLE, hide_other_devices, set_up
from designer.training.gpus import Lease, list_gpus, read_lease, write_lease


class RecordedHardware:
    """A device list of our making that remembers what was asked, in order."""

    def __init__(self, *gpus: str) -> None:
        self.names, self.calls = list(gpus), []

    def gpus(self) -> list[str]:
        self.calls.append("gpus")
        return self.names

    def grow_memory(self) -> None:
        self.calls.append("grow_memory")


def test_memory_growth_is_set_before_the_gpu_is_used():
    hardware = RecordedHardware("NVIDIA H100")
    device = set_up(hardware, "auto", Lease(gpu="3"))
    assert hardware.calls == ["gpus", "grow_memory"]
    assert device.is_gpu
    assert device.name == "GPU 3: NVIDIA H100"


def test_without_a_gpu_the_cpu_is_named():
    device = set_up(RecordedHardware(), "auto", None)
    assert not device.is_gpu
    assert device.name.startswith("CPU: ")
    assert device.note == ""


def test_a_leased_gpu_that_the_backend_does_not_see_is_told():
    device = set_up(RecordedHardware(), "auto", Lease(gpu="0"))
    assert "requirements-gpu.txt" in device.note


def test_a_lease_leaves_one_gpu_visible():
    environ = {VISIBLE: "0,1,2"}
    hide_other_devices("auto", Lease(gpu="1"), environ)
    assert environ[VISIBLE] == "1"
    assert environ["XLA_PYTHON_CLIENT_PREALLOCATE"] == "false"


def test_a_place_on_the_cpu_hides_all_gpus():
    environ: dict[str, str] = {}
    hide_other_devices("auto", Lease(), environ)
    assert environ[VISIBLE] == "-1"


def test_without_a_lease_the_settings_decide():
    environ: dict[str, str] = {}
    hide_other_devices("cpu", None, environ)
    assert environ[VISIBLE] == "-1"
    hide_other_devices("gpu:2", None, environ)
    assert environ[VISIBLE] == "2"


def test_auto_without_a_lease_leaves_the_devices_as_they_are():
    environ: dict[str, str] = {}
    hide_other_devices("auto", None, environ)
    assert VISIBLE not in environ


def test_gpus_are_those_that_the_driver_lists(tmp_path):
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\necho 0\necho 1\n")
    program.chmod(0o755)
    assert list_gpus({"PATH": str(tmp_path)}) == ("0", "1")


def test_a_driver_that_fails_offers_no_gpu(tmp_path):
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\nexit 9\n")
    program.chmod(0o755)
    assert list_gpus({"PATH": str(tmp_path)}) == ()


def test_gpus_can_be_restricted_or_hidden():
    assert list_gpus({"CUDA_VISIBLE_DEVICES": "2, GPU-5f"}) == ("2", "GPU-5f")
    assert list_gpus({"CUDA_VISIBLE_DEVICES": "-1"}) == ()
    assert list_gpus({"CUDA_VISIBLE_DEVICES": ""}) == ()


def test_a_lease_is_read_as_written(tmp_path):
    assert read_lease(tmp_path) is None
    write_lease(tmp_path, Lease(gpu="1"))
    assert read_lease(tmp_path) == Lease(gpu="1")
