"""The Streamlit script: page set-up and navigation. What a page shows is in `components/pages`."""

import logging
from pathlib import Path

import streamlit as st

from components import ui

HERE = Path(__file__).parent
STATIC = HERE / "static"
PAGES = ("start", "design", "data", "train", "runs", "export")

# What no theme key reaches. Streamlit writes white on the primary button: 3.1 on the dark theme's accent; why it
# refuses a file before it is sent (too large, another type) or a number outside its range it tells screen readers, and
# others only while they hover. The note of a page's first row gives way to its actions, and the tools of the table of
# runs stand below it, for above they would cover Export. A template's picture has its height before it has come.
STYLE = """<style>
[data-testid=stMainBlockContainer] { padding-left: 24px; padding-right: 24px; max-width: 1440px; }
[data-testid=stHeader] { border-bottom: 1px solid %s; }
[data-testid=stHeading] :is(h1, h2, h3) { padding: 0; }
.st-key-page-header > :nth-child(2) { flex: 0 1 auto; min-width: 0; }
.st-key-page-header > :nth-child(2) :is(div, p) { overflow: hidden; text-overflow: ellipsis; }
[class*=st-key-runs-table] [data-testid=stElementToolbar] { top: auto !important; bottom: -41px; }
[class*=st-key-template-] > :first-child { aspect-ratio: 300 / 98; }
[data-testid=stFileChip][aria-invalid=true] { flex-wrap: wrap; height: auto; max-width: none; }
[data-testid=stNumberInput]:has([role=alert]) [data-testid=InputInstructions] { display: none; }
[data-testid=stNumberInputContainer]:has(> [role=alert]) {
  display: grid; grid-template-columns: 1fr auto auto; height: auto; }
:is([data-testid=stFileChip], [data-testid=stNumberInputContainer]) > [role=alert] {
  position: static; width: auto; height: auto; margin: 0; padding: 4px 8px; flex: 1 0 100%%; grid-column: 1 / -1;
  clip: auto; clip-path: none; overflow: visible; white-space: normal; font-size: 12px; line-height: 16px; }
%s</style>"""
# Streamlit darkens the button that the mouse is over, where dark text would not be read any more: 3.3.
DARK_STYLE = """[data-testid=stBaseButton-primary] { color: #101114; }
[data-testid=stBaseButton-primary]:not(:disabled):is(:hover, :active) {
  color: #101114; background: #8EA5FF; border-color: #8EA5FF; }
"""


def main() -> None:
    """Set up the page, and run the one that the address names."""
    st.set_page_config(page_title="Layerloom", page_icon=str(STATIC / "favicon.svg"), layout="wide")
    dark = ui.theme() == "dark"
    st.html(STYLE % ("#303239" if dark else "#DFDFDA", DARK_STYLE if dark else ""))
    st.logo(str(STATIC / f"logo-{ui.theme()}.svg"), size="medium")
    pages = [
        st.Page(HERE / "pages" / f"{name}.py", title=name.capitalize(), url_path=name, default=name == "start")
        for name in PAGES
    ]
    page = st.navigation(pages, position="top")
    try:
        page.run()
    except Exception:  # The outermost boundary: a page that breaks off says so in our words, and the log has the rest.
        logging.getLogger(__name__).exception("The page %s broke off", page.title)
        with st.container(border=True):
            ui.empty_state(
                "This page broke off",
                "Your models, data and runs are saved. Reload the page. The server's log says what happened.",
            )


main()
