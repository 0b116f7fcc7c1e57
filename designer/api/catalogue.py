"""GET /catalogue: what the palette and the editors offer. Large, and the same until Layerloom is updated."""

import hashlib
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from designer.api.answers import UNCOMPRESSED
from designer.catalogue import load_catalogue


@cache
def _content() -> tuple[bytes, str]:
    content = load_catalogue().model_dump_json().encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


async def get_catalogue(request: Request) -> Response:
    """The catalogue; 304 when the browser has this one."""
    content, tag = _content()
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", **UNCOMPRESSED}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)
