"""The gate in front of the API: every route, every reason to refuse."""

import time

import pytest
from starlette.routing import Mount, Route

from designer.api import PREFIX, api_routes
from designer.api.routes import ROUTES
from designer.document.model import Document
from designer.storage.tokens import LIFETIME_S, Tokens
from tests.server import Server

ALL = [(method, route.path) for route in ROUTES for method in sorted(route.methods or ()) if method != "HEAD"]


def addressed(path: str) -> str:
    return path.replace("{id}", "x").replace("{version}", "y")


def test_every_route_lies_behind_the_guard() -> None:
    (mount,) = api_routes(allowed_hosts=lambda: ["localhost"])
    assert isinstance(mount, Mount) and mount.path == PREFIX
    assert {route.path for route in mount.routes if isinstance(route, Route)} == {path for _, path in ALL}


@pytest.mark.parametrize(("method", "path"), [*ALL, ("GET", "/nowhere")])
@pytest.mark.parametrize("token", ["", "forged.token"])
def test_no_route_answers_without_a_token(server: Server, method: str, path: str, token: str) -> None:
    answer = server.call(method, addressed(path), b"", headers={"X-Layerloom-Token": token})
    assert (answer.status, answer.json["problem"]["code"]) == (401, "api.no-token")
    assert "X-Layerloom-Token" not in answer.headers


@pytest.mark.parametrize(("method", "path"), [*ALL, ("GET", "/nowhere")])
@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Origin", "http://evil.example", "api.foreign-origin"),
        ("Origin", "null", "api.foreign-origin"),
        ("Origin", "http://[", "api.foreign-origin"),
        ("Sec-Fetch-Site", "cross-site", "api.foreign-origin"),
        ("Host", "evil.example", "api.foreign-host"),
        ("Host", "127.0.0.1.evil.example:80", "api.foreign-host"),
    ],
)
def test_no_route_answers_another_site(
    server: Server, method: str, path: str, header: str, value: str, code: str
) -> None:
    answer = server.call(method, addressed(path), b"", headers={header: value})
    assert (answer.status, answer.json["problem"]["code"]) == (403, code)


def test_a_token_in_the_address_or_a_cookie_is_worthless(server: Server) -> None:
    headers = {"X-Layerloom-Token": "", "Cookie": f"X-Layerloom-Token={server.token()}"}
    answer = server.call("GET", f"/projects/x?token={server.token()}", headers=headers)
    assert answer.status == 401


def test_an_expired_token_is_refused(server: Server) -> None:
    old = Tokens(server.home).issue(session="s", now=1.0)
    assert server.call("GET", "/projects/x", headers={"X-Layerloom-Token": old}).status == 401


def test_every_answer_renews_the_token(server: Server) -> None:
    tokens = Tokens(server.home)
    almost = tokens.issue(session="mine", now=time.time() - LIFETIME_S + 60)
    answer = server.call("GET", "/projects/x", headers={"X-Layerloom-Token": almost})
    fresh = answer.headers["X-Layerloom-Token"]
    assert fresh != almost
    assert (claims := tokens.check(fresh)) is not None and claims.session == "mine"


def test_the_own_origin_is_welcome(server: Server) -> None:
    project = server.create_project(Document())
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    assert server.call("GET", f"/projects/{project}", headers=headers).status == 200


@pytest.mark.parametrize("path", ["/nowhere", "/projects/../../etc", "/projects/%2e%2e%2f", "/projects/x/y/z"])
def test_an_unknown_address_is_a_problem_and_no_page(server: Server, path: str) -> None:
    answer = server.call("GET", path)
    assert answer.status in (400, 404)
    assert b"Traceback" not in answer.body and str(server.home).encode() not in answer.body


def test_a_wrong_method_is_a_problem(server: Server) -> None:
    answer = server.call("DELETE", "/catalogue")
    assert (answer.status, answer.json["problem"]["code"]) == (405, "api.bad-request")
