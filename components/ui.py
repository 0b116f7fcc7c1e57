"""Small parts that every page uses: header row, safe text, figures in words, problems, empty states."""

import math
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from designer.document.problem import Fix, Problem

TABLE_FRAME = 34  # header and borders of a data grid, in pixels
# Streamlit replaces `:icon:`, `:red[…]`, `http://…` and `a@b` in the text that Markdown leaves, so a backslash does
# not stop it. A word joiner, which nobody sees, does.
JOINER = "\u2060"
T = TypeVar("T")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=])")
_LINKS = re.compile(r"(:|@|(?<=www)(?=\.))", re.IGNORECASE)
_ICON = {"error": ":red[:material/error:]", "warning": ":orange[:material/warning:]"}


def theme() -> Literal["light", "dark"]:
    """The theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def grid_rows(items: Sequence[T], columns: int) -> Iterator[Sequence[T]]:
    """The items in rows of `columns`."""
    for start in range(0, len(items), columns):
        yield items[start : start + columns]


def shorten(text: str, *, limit: int) -> str:
    """One line of at most `limit` characters: control characters and line breaks become spaces."""
    line = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    line = " ".join(line.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def shorten_middle(text: str, *, limit: int) -> str:
    """One line of at most `limit` characters that keeps both ends: names often differ at their end alone."""
    line = shorten(text, limit=max(len(text), 1))
    if len(line) <= limit:
        return line
    end = (limit - 1) // 2
    return f"{line[: limit - 1 - end].rstrip()}…{line[-end:].lstrip()}"


def plain(text: str, *, limit: int = 60) -> str:
    """User text for a place that reads Markdown (labels, badges, headings): it shows as typed and fetches nothing."""
    return _MARKDOWN.sub(r"\\\1", _LINKS.sub(r"\1" + JOINER, shorten(text, limit=limit)))


def grey(text: str) -> str:
    """Markdown for a note in the secondary text colour; `text` is Markdown."""
    return f":gray[{text}]"


def small(text: str) -> str:
    """Markdown for a small grey note; `text` is Markdown."""
    return f":gray[:small[{text}]]"


def page_header(title: str, note: str = "") -> DeltaGenerator:
    """The first row of a page: title, one grey line (plain text), and room for actions, which go into the result."""
    row = st.container(
        horizontal=True, vertical_alignment="center", wrap=False, height=35, border=False, key="page-header"
    )
    row.header(title, anchor=False, width="content")
    if note:
        row.markdown(small(plain(note, limit=90)), width="content", wrap=False)
    row.space("stretch")
    return row


def section(title: str, note: str = "") -> DeltaGenerator:
    """A card's or section's title with a grey line beside it; `title` is plain text, `note` too."""
    row = st.container(horizontal=True, vertical_alignment="center", wrap=False)
    row.subheader(plain(title, limit=60), anchor=False, width="content")
    if note:
        row.markdown(small(plain(note, limit=90)), width="content")
    return row


def empty_state(title: str, sentence: str) -> None:
    """What stands in an empty place: the state, and the first step."""
    st.subheader(title, anchor=False)
    st.markdown(small(sentence))


def problem_list(problems: Iterable[Problem], *, key: str, on_fix: Callable[[Fix], None] | None = None) -> None:
    """Each problem once: icon, sentence, and a button for every fix when `on_fix` can carry it out."""
    for number, problem in enumerate(problems):
        with st.container(border=True, key=f"{key}-problem-{number}"):
            with st.container(horizontal=True, wrap=False, gap="xsmall"):
                st.markdown(_ICON[problem.severity], width="content")
                # As wide as its text, it would be cut off by the width of the icon.
                st.text(shorten(problem.message, limit=1000), width="stretch")
            if problem.fixes and on_fix is not None:
                _fixes(problem.fixes, key=f"{key}-{number}", on_fix=on_fix)


def _fixes(fixes: Sequence[Fix], *, key: str, on_fix: Callable[[Fix], None]) -> None:
    with st.container(horizontal=True):
        for index, fix in enumerate(fixes):
            st.button(plain(fix.label), key=f"{key}-fix-{index}", on_click=on_fix, args=(fix,))


def forward_button(label: str, *, key: str, help: str | None = None) -> bool:
    """The quiet button at the end of a card or row that leads on, with its arrow."""
    return st.button(
        label,
        key=key,
        help=help,
        type="tertiary",
        icon=":material/arrow_forward:",
        icon_position="right",
        wrap=False,
    )


def amount(number: int, singular: str, plural: str = "") -> str:
    """`1 row`, `2,496 rows`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def figure(value: float | int | None, *, digits: int = 4) -> str:
    """A number for a person: thousands separators, at most `digits` significant decimals, "?" when unknown."""
    if value is None:
        return "?"
    if not math.isfinite(value):
        return str(value)
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 10**digits:
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def size(size_bytes: int) -> str:
    """A file size with decimal units: `612 MB`."""
    value = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"


def duration(seconds: float | None) -> str:
    """`9 s`, `1 min 52 s`, `2 h 05 min`; "?" when unknown."""
    if seconds is None:
        return "?"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def ago(moment: float, *, now: float | None = None) -> str:
    """When something happened, in words: `just now`, `2 min ago`, `yesterday`, `14 Nov`."""
    current = time.time() if now is None else now
    seconds = current - moment
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    then, today = time.localtime(moment), time.localtime(current)
    if (then.tm_year, then.tm_yday) == (today.tm_year, today.tm_yday):
        return f"{int(seconds // 3600)} h ago"
    yesterday = time.localtime(current - 86_400)
    if (then.tm_year, then.tm_yday) == (yesterday.tm_year, yesterday.tm_yday):
        return "yesterday"
    return time.strftime("%-d %b" if then.tm_year == today.tm_year else "%-d %b %Y", then)


def shape(dimensions: Sequence[int | None]) -> str:
    """A shape without batch, as people say it: `64 × 64 × 3`, `1` for a single number."""
    return " × ".join("any" if size is None else str(size) for size in dimensions) or "1"


def slug(name: str, *, default: str = "model") -> str:
    """A file name without surprises: letters, digits, dashes; never empty, never a path."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or default


def badge(text: str, color: Literal["red", "orange", "blue", "green", "gray"], *, icon: str = "") -> None:
    """A pill; `text` is plain text, `icon` the name of a Material symbol."""
    # Not st.badge: it escapes brackets once more and would show the backslashes.
    mark = f":material/{icon}: " if icon else ""
    st.markdown(f":{color}-badge[{mark}{plain(text, limit=40)}]", width="content", wrap=False)
