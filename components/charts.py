"""Charts that are drawn once, in the colours of the theme (trace colours are set here: themes do not reach them)."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from components import ui

TOKENS = {
    "light": {
        "page": "#FCFCFB",
        "series": ("#2F4FD8", "#C2560A", "#37833C", "#C0327F", "#5427A0", "#397474"),
        "on_fill": "#FFFFFF",
        "text": "#1D1E21",
        "muted": "#6B6E75",
        "line": "#DFDFDA",
        "wire": "#82858C",
    },
    "dark": {
        "page": "#131417",
        "series": ("#8EA5FF", "#F0953F", "#8EEAA6", "#F0709F", "#B088F5", "#94D9E3"),
        "on_fill": "#101114",
        "text": "#ECEDEF",
        "muted": "#92959E",
        "line": "#303239",
        "wire": "#6E727C",
    },
}
DASHES = ("solid", "5px,4px", "2px,3px", "8px,3px,2px,3px", "12px,4px", "3px,3px,8px,3px")
FEW_CLASSES = 4


def tokens() -> dict[str, str | tuple[str, ...]]:
    """The colours of the theme that the browser shows."""
    return TOKENS[ui.theme()]


def class_balance(counts: Sequence[tuple[str, int]]) -> go.Figure:
    """How many rows each class has: lying bars with their share for a few classes, standing ones for more."""
    names = [_label(name) for name, _ in counts]
    rows = [count for _, count in counts]
    color = tokens()["series"][0]
    if len(counts) > FEW_CLASSES:
        bars = go.Bar(x=list(range(len(rows))), y=rows, customdata=names, marker_color=color)
        bars.hovertemplate = "%{customdata}: %{y:,} rows<extra></extra>"
        figure = _figure(bars, height=136)
        figure.update_xaxes(tickvals=list(range(len(rows))), ticktext=names, showgrid=False)
        return figure
    total = sum(rows) or 1
    share = [f"{count / total:.0%}".replace("%", " %") for count in rows]
    bars = go.Bar(x=rows, y=list(range(len(rows))), customdata=names, orientation="h", marker_color=color, text=share)
    bars.textposition = "auto"
    bars.textfont = {"color": tokens()["on_fill"]}
    bars.outsidetextfont = {"color": tokens()["text"]}
    bars.hovertemplate = "%{customdata}: %{x:,} rows<extra></extra>"
    figure = _figure(bars, height=136)
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, autorange="reversed", showgrid=False)
    figure.update_xaxes(showgrid=False)
    return figure


def histogram(counts: Sequence[int], *, minimum: float, maximum: float) -> go.Figure:
    """How the values of a number are spread."""
    width = (maximum - minimum) / max(len(counts), 1) or 1.0
    centres = [minimum + width * (index + 0.5) for index in range(len(counts))]
    bars = go.Bar(x=centres, y=list(counts), width=width * 0.9, marker_color=tokens()["series"][0])
    bars.hovertemplate = "around %{x:.4g}: %{y:,} rows<extra></extra>"
    figure = _figure(bars, height=136)
    figure.update_xaxes(showgrid=False)
    return figure


def curves(lines: Mapping[str, Sequence[float | None]], *, height: int = 392) -> go.Figure:
    """One metric over the epochs (from 1) of several runs; each line carries its name at its end."""
    figure = _figure(height=height)
    for index, (name, values) in enumerate(lines.items()):
        color = tokens()["series"][index % len(tokens()["series"])]
        epochs = list(range(1, len(values) + 1))
        trace = go.Scatter(x=epochs, y=list(values), name=name, mode="lines" if len(epochs) > 1 else "markers")
        trace.line = {"color": color, "width": 2, "dash": DASHES[index % len(DASHES)]}
        trace.marker = {"color": color, "size": 7}
        trace.hovertemplate = f"{name}, epoch %{{x}}: %{{y:.4g}}<extra></extra>"
        figure.add_trace(trace)
        last = next((point for point in reversed(list(zip(epochs, values, strict=True))) if point[1] is not None), None)
        if last is not None:
            label = {"x": last[0], "y": last[1], "text": name, "font": {"color": color}, "bgcolor": tokens()["page"]}
            figure.add_annotation(**label, showarrow=False, xanchor="left", xshift=6)
    figure.update_xaxes(title={"text": "epoch", "standoff": 10}, showgrid=False, rangemode="tozero")
    figure.update_layout(margin={"l": 8, "r": 56, "t": 8, "b": 8})
    return figure


def show(figure: go.Figure, *, key: str) -> None:
    """Draw a chart without Plotly's own bar and theme."""
    st.plotly_chart(figure, width="stretch", theme=None, key=key, config={"displayModeBar": False, "showTips": False})


def _label(name: str) -> str:
    """A class name for an axis. Plotly reads a few HTML tags in texts; this leaves it none."""
    return ui.shorten(name, limit=16).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _figure(*traces: go.Bar | go.Scatter, height: int) -> go.Figure:
    colors = tokens()
    figure = go.Figure(data=list(traces))
    axis = {
        "gridcolor": colors["line"],
        "zeroline": False,
        "automargin": True,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
        "tickfont": {"color": colors["muted"], "size": 11},
        "title": {"font": {"color": colors["muted"], "size": 12}},
    }
    figure.update_layout(
        template="none",
        height=height,
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Inter, sans-serif", "size": 11, "color": colors["text"]},
        bargap=0.28,
        xaxis=axis,
        yaxis=axis,
    )
    return figure
