"""The JSON routes that the browser components call, all under /api/v1 and behind one guard."""

from designer.api.address import LocalOnly
from designer.api.routes import PREFIX, api_routes
from designer.api.start import NeedsHome

__all__ = ["PREFIX", "LocalOnly", "NeedsHome", "api_routes"]
