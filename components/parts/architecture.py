"""The model of a past run, to look at: streamlit-agraph draws the graph, the table lists the layers."""

import streamlit as st
from streamlit_agraph import Config, Edge, Node, agraph

from components import charts, ui
from designer.codegen.families import look_of
from designer.document.model import Document, Layer
from designer.document.walk import node_references
from designer.runs.store import Run

SCALE = 0.9


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
        tile = look_of(document.main, node).fill("dark" if theme == "dark" else "light")
        nodes.append(
            Node(
                id=node_id,
                # vis-network may read a title as HTML, so it names the class alone; labels are drawn as plain text.
                title=layer.class_name if layer and layer.class_name.isidentifier() else "Operation",
                label=f"{ui.shorten(layer.name, limit=28)}\n{kind(document, layer)}" if layer else (node.op or ""),
                shape="box",
                color={"background": tile, "border": tile},
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


def _config() -> Config:
    config = Config(height=520, directed=True, physics=False, hierarchical=False, groups={})
    config.width = "100%"
    return config
