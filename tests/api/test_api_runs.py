"""Events of a run over the API, and the wish to stop it."""

import shutil
from pathlib import Path

from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.training.events import StateEvent, StepEvent
from tests.server import Server
from tests.training_runs import make_run


def placed(server: Server, tmp_path: Path) -> Run:
    """A run folder among the server's runs that no supervisor knows."""
    run = make_run(tmp_path / "run")
    target = server.home / "runs" / run.id
    shutil.copytree(run.path, target)
    return Run(target, run.record)


def test_events_come_after_the_offset(server: Server, tmp_path: Path) -> None:
    run = placed(server, tmp_path)
    append_event(run.path, StateEvent(time=1.0, state="finished", message="Done."))
    first = server.call("GET", f"/runs/{run.id}/events").json
    assert [event["message"] for event in first["events"]] == ["Done."]
    assert first["state"] == "finished"
    again = server.call("GET", f"/runs/{run.id}/events?after={first['next']}").json
    assert again == {"events": [], "next": first["next"], "state": "finished"}


def test_a_loss_that_is_no_number_is_still_json(server: Server, tmp_path: Path) -> None:
    run = placed(server, tmp_path)
    values = {"loss": float("nan"), "mae": float("inf")}
    append_event(run.path, StepEvent(time=1.0, step=1, epoch=0, batch=1, values=values))
    append_event(run.path, StateEvent(time=2.0, state="failed"))
    body = server.call("GET", f"/runs/{run.id}/events").body
    assert b"NaN" not in body and b"Infinity" not in body


def test_an_offset_beyond_the_end_starts_again(server: Server, tmp_path: Path) -> None:
    run = placed(server, tmp_path)
    append_event(run.path, StateEvent(time=1.0, state="finished"))
    assert len(server.call("GET", f"/runs/{run.id}/events?after=999999").json["events"]) == 1
