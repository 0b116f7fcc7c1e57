"""POST /datasets: a file, streamed to disk and then read in a sandbox. It never stands in this process's memory."""

import tempfile
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from designer.api.answers import limited, model_response
from designer.data.inspect import upload_limit_bytes
from designer.services import get_services
from designer.storage.scratch import UPLOAD


async def post_dataset(request: Request) -> Response:
    """Store the body as a dataset named `name` and answer what was found in it."""
    services = get_services()
    name = request.query_params.get("name", "data")[:200]
    with tempfile.TemporaryDirectory(dir=services.home, prefix=UPLOAD) as folder:
        path = Path(folder) / "upload"
        await _receive(request, path)
        dataset = await to_thread.run_sync(lambda: services.datasets.add(path, name=name))
    return model_response(dataset, status=201)


async def _receive(request: Request, path: Path) -> None:
    with path.open("wb") as stream:
        async for part in limited(request, limit=upload_limit_bytes()):
            await to_thread.run_sync(stream.write, part)
