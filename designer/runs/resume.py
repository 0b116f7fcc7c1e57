"""Whether and where a run that broke off, or was stopped, can go on."""

from typing import NamedTuple

from designer.runs.folder import Run
from designer.training.checkpoint import Checkpoints


class Resumption(NamedTuple):
    """`epoch` (from 1) is the one to be trained next, of `epochs`; without a checkpoint that is the first."""

    epoch: int
    epochs: int

    @property
    def is_from_the_beginning(self) -> bool:
        """Whether nothing was kept that the run could go on from."""
        return self.epoch == 1


def resumption(run: Run) -> Resumption | None:
    """Where the run goes on when it is submitted again; None when it cannot, or has nothing left to do.

    A stopped run without a checkpoint is left as it is: beginning again would cost it the weights of its stop.
    """
    state = run.state
    if state not in ("interrupted", "stopped") or not run.data_path.exists():
        return None
    checkpoint = Checkpoints(run.path).latest()
    if checkpoint is None:
        return Resumption(1, run.config.epochs) if state == "interrupted" else None
    done = checkpoint.epoch + 1
    return Resumption(done + 1, run.config.epochs) if done < run.config.epochs else None
