"""How a text file was read, for correction."""

import streamlit as st

from components import ui
from designer.data.schema import Dataset, Reading

SEPARATORS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar", " ": "Space"}
DECIMALS = {".": "Point", ",": "Comma"}
ENCODINGS = ("utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16")


def describe(reading: Reading) -> str:
    """One line: separator, encoding, decimal sign, header."""
    separator = SEPARATORS.get(reading.separator, reading.separator).lower()
    sign = "comma" if reading.decimal == "," else "point"
    header = "first line is the header" if reading.has_header else "no header line"
    return f"Separated by {separator}, {reading.encoding}, decimal {sign}, {header}"


def show(dataset: Dataset) -> Reading | None:
    """The form; what the user asks for instead, None when nothing was asked."""
    reading = dataset.reading
    with st.expander(f"How it was read · {ui.plain(describe(reading), limit=120)}"), st.form("reading", border=False):
        fields = st.columns([1, 1, 1, 1.4], vertical_alignment="bottom")
        separators = list(dict.fromkeys([*SEPARATORS, reading.separator]))
        encodings = list(dict.fromkeys([*ENCODINGS, reading.encoding]))
        separator = fields[0].selectbox(
            "Separator",
            separators,
            separators.index(reading.separator),
            format_func=lambda sign: SEPARATORS.get(sign, sign),
        )
        encoding = fields[1].selectbox("Encoding", encodings, encodings.index(reading.encoding))
        decimal = fields[2].selectbox(
            "Decimal sign", list(DECIMALS), 1 if reading.decimal == "," else 0, format_func=DECIMALS.__getitem__
        )
        header = fields[3].checkbox("First line is the header", reading.has_header)
        asked = st.form_submit_button("Read again")
    wanted = Reading(separator=separator, encoding=encoding, decimal=decimal, has_header=header)
    return wanted if asked and wanted != reading else None
