"""The studio without a browser: Streamlit's AppTest on the real script, with real services in a temporary home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from designer.services import Services, close_services, get_services

STUDIO = Path(__file__).parents[2] / "components" / "studio.py"


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    """The services that the pages use, in an empty home folder."""
    yield get_services()
    close_services()


@pytest.fixture
def studio(services: Services) -> AppTest:
    """The studio on its start page."""
    return AppTest.from_file(str(STUDIO), default_timeout=60).run()


def open_page(studio: AppTest, name: str, project: str | None = None, **query: str) -> AppTest:
    """Show a page of a project, as its address would."""
    for key, value in ({"project": project, **query} if project else query).items():
        studio.query_params[key] = value
    studio.switch_page(f"pages/{name}.py")
    return studio.run()


def texts(studio: AppTest) -> str:
    """Everything the page says, in one string."""
    parts = [element.value for element in (*studio.header, *studio.subheader, *studio.markdown, *studio.text)]
    return "\n".join([*map(str, parts), *(button.label for button in studio.button)])
