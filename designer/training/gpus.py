"""Which GPUs this machine offers, asked without a deep-learning library: the server must stay light."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from designer.document.base import Frozen
from designer.storage.files import write_text

LEASE = "lease.json"
QUERY_TIMEOUT_S = 10


class Lease(Frozen):
    """The right to one device: a GPU as CUDA names it (index or UUID), or None for a place on the CPU."""

    gpu: str | None = None


def list_gpus(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The GPUs that this process may use: those of `CUDA_VISIBLE_DEVICES` if it is set, else all the driver lists."""
    visible = environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        names = [name.strip() for name in visible.split(",")]
        return tuple(name for name in names if name and name not in ("-1", "none", "NoDevFiles"))
    program = shutil.which("nvidia-smi", path=environ.get("PATH"))
    if program is None:
        return ()
    try:
        query = [program, "--query-gpu=index", "--format=csv,noheader"]
        answer = subprocess.run(query, capture_output=True, text=True, timeout=QUERY_TIMEOUT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in answer.stdout.splitlines() if line.strip().isdigit())


def write_lease(run_dir: Path, lease: Lease) -> None:
    """Tell the worker of a run which device is its own."""
    write_text(run_dir / LEASE, lease.model_dump_json())


def read_lease(run_dir: Path) -> Lease | None:
    """The lease of a run, None when it was started without a supervisor."""
    try:
        return Lease.model_validate_json((run_dir / LEASE).read_bytes())
    except FileNotFoundError:
        return None
