"""The model of a past run, to look at: streamlit-agraph draws the graph, the table lists the layers."""

import streamlit as st
from streamlit_agraph import Config, Edge, Node, agraph

from components import charts, ui
from designer.catalogue import find_layer
from designer.document.model import Document, Layer
from designer.document.walk import node_references
from designer.runs.store import Run

SCALE = 0.9
# The families' tile colours of the visual guide, in the order of the catalogue's families.
FAMILY_COLORS = {
    "light": ("#555B65", "#1673A8", "#C2560A", "#37833C", "#5427A0", "#C0327F", "#585618", "#397474", "#1D1E21"),
    "dark": ("#A9B0BC", "#36BFF9", "#E8862A", "#8EEAA6", "#B088F5", "#F0709F", "#E3CA17", "#94D9E3", "#F1F1F3"),
}
FAMILIES = (
    "Input and output",
    "Core",
    "Convolution",
    "Pooling and reshaping",
    "Recurrent",
    "Attention",
    "Norm and activation",
    "Merge",
    "Blocks",
)


def show(run: Run) -> None:
    """The picture of one run, which can be moved and zoomed, not edited."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.subheader(f"Run {run.number}", anchor=False, width="content")
            st.markdown(ui.small("The model as it was trained. Drag to move, scroll to zoom."), wrap=False)
        nodes, edges = graph(run.document, theme=ui.theme())
        agraph(nodes, edges, _config())


def graph(document: Document, *, theme: str) -> tuple[list[Node], list[Edge]]:
    """The main graph for streamlit-agraph, at the places of the canvas."""
    colors = charts.TOKENS["dark" if theme == "dark" else "light"]
    nodes = []
    for node_id, node in document.main.nodes.items():
        layer = document.main.layers.get(node.layer or "")
        nodes.append(
            Node(
                id=node_id,
                # vis-network may read a title as HTML, so it names the class alone; labels are drawn as plain text.
                title=layer.class_name if layer and layer.class_name.isidentifier() else "Operation",
                label=f"{ui.shorten(layer.name, limit=28)}\n{kind(document, layer)}" if layer else (node.op or ""),
                shape="box",
                color={"background": _color(layer, theme), "border": _color(layer, theme)},
                font={"color": colors["on_fill"], "face": "Inter, sans-serif", "size": 14},
                x=node.position.x * SCALE,
                y=node.position.y * SCALE,
            )
        )
    edges = [
        Edge(source=reference.node, target=node_id, color=colors["wire"])
        for node_id, node in document.main.nodes.items()
        for reference in node_references(node)
        if reference.node in document.main.nodes
    ]
    return nodes, edges


def kind(document: Document, layer: Layer) -> str:
    """The class of a layer, or the name of the sub-model it stands for."""
    if layer.definition and layer.definition in document.definitions:
        return ui.shorten(document.definitions[layer.definition].name, limit=28)
    return ui.shorten(layer.class_name, limit=28)


def _color(layer: Layer | None, theme: str) -> str:
    entry = find_layer(layer.class_name) if layer else None
    family = entry.family if entry else FAMILIES[-1]
    index = next((number for number, name in enumerate(FAMILIES) if family.startswith(name)), len(FAMILIES) - 1)
    return FAMILY_COLORS["dark" if theme == "dark" else "light"][index]


def _config() -> Config:
    config = Config(height=520, directed=True, physics=False, hierarchical=False, groups={})
    config.width = "100%"
    return config
