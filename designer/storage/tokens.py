"""Who calls the API: a token in a header, signed with a key that lies in the home folder.

The key survives a restart, so a page that was open before goes on working after it. A token names an owner and a
browser session and holds for twelve hours; every answer of the API carries a fresh one.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

KEY_FILE = "token.key"
KEY_BYTES = 32
LIFETIME_S = 12 * 3600
LOCAL = "local"
"""The one owner until login exists; every row carries it."""


class Claims(NamedTuple):
    """What a valid token says."""

    owner: str
    session: str


class Tokens:
    """Signs and checks tokens with the key in `home`, which is made on first use (mode 0600)."""

    def __init__(self, home: Path) -> None:
        """Read the key, or make one."""
        self._key = _load_key(home / KEY_FILE)

    def issue(self, *, owner: str = LOCAL, session: str, now: float | None = None) -> str:
        """A token for `owner` in browser session `session`, valid for twelve hours from `now` (seconds, epoch)."""
        expires = int((time.time() if now is None else now) + LIFETIME_S)
        payload = "\n".join((str(expires), owner, session)).encode()
        return f"{_encode(payload)}.{_encode(self._sign(payload))}"

    def check(self, token: str, *, now: float | None = None) -> Claims | None:
        """What the token says, or None when it is forged, damaged or too old."""
        encoded, _, signature = token.partition(".")
        payload, signed = _decode(encoded), _decode(signature)
        if not payload or not hmac.compare_digest(signed, self._sign(payload)):
            return None
        expires, owner, session = payload.decode().split("\n", 2)
        if int(expires) < (time.time() if now is None else now):
            return None
        return Claims(owner, session)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, hashlib.sha256)


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """The bytes behind unpadded base64, or none at all when the text is something else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _load_key(path: Path) -> bytes:
    """The key; made by linking a complete file into place, so that two servers starting together agree on one."""
    if path.exists() and path.stat().st_size < KEY_BYTES:
        path.unlink()  # cut off: everyone could sign with an empty key
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
                stream.flush()
                os.fsync(stream.fileno())
            _link_once(Path(name), path)
        finally:
            Path(name).unlink(missing_ok=True)
    return path.read_bytes()


def _link_once(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        return  # the other server was first; its key is the key
