"""The picture of a model: pydot writes the graph, the Graphviz of the pygraphviz wheel draws it in a child process."""

import html
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pydot

from designer.codegen.errors import cannot
from designer.codegen.families import look_of
from designer.document.model import Document, Graph, Node
from designer.document.problem import MAIN
from designer.document.walk import node_references
from designer.engine.protocol import Analysis, NodeFigures

Format = Literal["png", "svg", "pdf"]
LONGEST_LABEL = 80
TIMEOUT_S = 60
GREY, LINE = "#5A5D63", "#BFBFB8"


def to_dot(document: Document, analysis: Analysis | None = None) -> str:
    """The model as Graphviz text: a card per node with name, class, shape and parameters; wires from top to bottom."""
    figures = analysis.nodes.get(MAIN, {}) if analysis is not None else {}
    picture = pydot.Dot("model", graph_type="digraph", rankdir="TB", bgcolor="white", nodesep="0.4", ranksep="0.45")
    picture.set_node_defaults(shape="plain", fontname="Helvetica", fontsize="11")
    picture.set_edge_defaults(color='"#82858C"', arrowsize="0.6", penwidth="1.2")
    outputs = {output.node for output in document.main.outputs}
    for node_id, node in document.main.nodes.items():
        label = _card(document, node, figures.get(node_id), is_output=node_id in outputs)
        picture.add_node(pydot.Node(f'"{node_id}"', label=f"<{label}>"))
    for node_id, node in document.main.nodes.items():
        for reference in node_references(node):
            if reference.node in document.main.nodes:
                picture.add_edge(pydot.Edge(f'"{reference.node}"', f'"{node_id}"'))
    return str(picture.to_string())


def draw(dot: str, format: Format) -> bytes:
    """The picture as the bytes of a PNG, SVG or PDF file.

    Raises:
        CannotGenerate: Graphviz ended without a picture, or took more than a minute.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name("drawing.py")), format]
    try:
        done = subprocess.run(command, input=dot.encode(), capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"The picture was not finished after {TIMEOUT_S} seconds. The graph may be too large for one."
        raise cannot("export.picture-failed", message, name="picture") from error
    if done.returncode != 0 or not done.stdout:
        raise cannot("export.picture-failed", "Graphviz could not draw this graph as a picture.", name="picture")
    return done.stdout


def _card(document: Document, node: Node, figures: NodeFigures | None, *, is_output: bool) -> str:
    graph = document.main
    layer = graph.layers.get(node.layer or "")
    name = layer.name if layer else (node.op or "?").rpartition(".")[2]
    fill = look_of(graph, node).light
    badge = f'  <FONT COLOR="{GREY}" POINT-SIZE="9">output</FONT>' if is_output else ""
    foot = ""
    if figures is not None:
        foot = (
            f'<HR/><TR><TD ALIGN="LEFT"><FONT POINT-SIZE="10">{_shape(figures)}</FONT></TD>'
            f'<TD ALIGN="RIGHT"><FONT COLOR="{GREY}" POINT-SIZE="10">{_count(figures)}</FONT></TD></TR>'
        )
    return (
        f'<TABLE BORDER="1" COLOR="{LINE}" STYLE="ROUNDED" BGCOLOR="white" CELLBORDER="0" CELLSPACING="0" '
        f'CELLPADDING="5"><TR><TD COLSPAN="2" ALIGN="LEFT" BALIGN="LEFT">'
        f'<FONT COLOR="{fill}">&#9632;</FONT> <B>{_safe(name)}</B>{badge}<BR/>'
        f'<FONT COLOR="{GREY}" POINT-SIZE="10">{_safe(_kind(document, graph, node))}</FONT></TD></TR>{foot}</TABLE>'
    )


def _kind(document: Document, graph: Graph, node: Node) -> str:
    layer = graph.layers.get(node.layer or "")
    if layer is None:
        return node.op or "?"
    if layer.definition is None:
        return layer.class_name
    definition = document.definitions.get(layer.definition)
    count = len(definition.graph.layers) if definition else 0
    return f"Block of {count} layers"


def _shape(figures: NodeFigures) -> str:
    shapes = [str(tuple(spec.shape)) for spec in figures.outputs]
    return _safe(", ".join(shapes) or "?")


def _count(figures: NodeFigures) -> str:
    if figures.params is None:
        return "?"
    return f"{figures.params:,}" if figures.counted else "shared"


def _safe(label: str) -> str:
    """A label as text of Graphviz' HTML-like markup: nothing in it is read as markup or as a control character."""
    short = label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
    return html.escape("".join(sign if sign.isprintable() else "·" for sign in short)) or " "
