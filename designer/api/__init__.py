"""The JSON routes that the browser components call, all under /api/v1 and behind one guard."""

from designer.api.address import LocalOnly
from designer.api.routes import PREFIX, api_routes

__all__ = ["PREFIX", "LocalOnly", "api_routes"]
