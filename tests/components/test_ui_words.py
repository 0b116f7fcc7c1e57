import pytest

from components import ui

HOSTILE = [
    "![x](http://host/p.png)",
    "<img src=http://host/p.png>",
    "a\nb\r\n# c",
    ":material/home: :red[x] :smile:",
    "www.host.example and me@host.example",
    "[l](javascript:alert(1))",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_user_text_in_labels_has_no_markdown_left(text: str) -> None:
    safe = ui.plain(text)
    assert "\n" not in safe
    assert "](" not in safe.replace("\\", "") or "\\]\\(" in safe
    assert "http:/" not in safe and ":material/" not in safe and "@host" not in safe and "www." not in safe


def test_user_text_in_labels_shows_as_it_was_typed() -> None:
    visible = ui.plain("![x](http://host/p.png)").replace(ui.JOINER, "").replace("\\", "")
    assert visible == "![x](http://host/p.png)"


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert ui.shorten("a" * 50, limit=10) == "a" * 9 + "…"


def test_long_names_keep_both_ends() -> None:
    assert ui.shorten_middle("reading of sensor number 12", limit=15) == "reading…mber 12"
    assert ui.shorten_middle("sensor\n12", limit=15) == "sensor 12"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "?"), (0.0, "0"), (12480, "12,480"), (0.123456, "0.1235"), (19998.4, "19,998"), (float("nan"), "nan")],
)
def test_figures_are_written_for_people(value: float | None, text: str) -> None:
    assert ui.figure(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(9, "9 s"), (112, "1 min 52 s"), (7500, "2 h 05 min"), (None, "?")])
def test_durations_are_written_for_people(seconds: float | None, text: str) -> None:
    assert ui.duration(seconds) == text


def test_sizes_are_written_for_people() -> None:
    assert [ui.size(value) for value in (12, 3000, 612_000_000)] == ["12 B", "3.0 kB", "612 MB"]


@pytest.mark.parametrize(
    ("name", "file_name"),
    [("Zwei Ausgänge", "zwei-ausgange"), ("../../etc/passwd", "etc-passwd"), ("", "model"), ("\n", "model")],
)
def test_file_names_are_letters_digits_and_dashes(name: str, file_name: str) -> None:
    assert ui.slug(name) == file_name


def test_a_moment_is_told_in_words() -> None:
    now = 1_800_000_000.0
    assert [ui.ago(now - past, now=now) for past in (5, 300)] == ["just now", "5 min ago"]
