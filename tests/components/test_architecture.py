import pytest

from components.parts.architecture import graph
from designer.codegen.families import FAMILIES
from designer.document.builder import GraphBuilder
from designer.document.templates import load_template


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_layer_has_the_colour_of_its_family_in_the_catalogue(theme: str) -> None:
    builder = GraphBuilder()
    pixels = builder.call("Rescaling", builder.input("pixels", (4,)), name="rescale", scale=0.5)
    builder.output("label", builder.call("Dense", pixels, name="label", units=1))
    nodes, _ = graph(builder.document("Two families"), theme=theme)
    wanted = [getattr(FAMILIES[family], theme) for family in ("Input and output", "Preprocessing", "Core")]
    assert [node.color["background"] for node in nodes] == wanted


def test_every_call_and_every_wire_of_a_template_is_drawn() -> None:
    document = load_template("multiple-outputs")
    nodes, edges = graph(document, theme="light")
    assert {node.id for node in nodes} == set(document.main.nodes)
    assert {(edge.source, edge.to) for edge in edges} <= {(a.id, b.id) for a in nodes for b in nodes}
    assert len(edges) == len(nodes) - 1
