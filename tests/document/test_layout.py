"""Where tidy puts nodes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from designer.document import Document, Graph, Node, Reference
from designer.document.builder import GraphBuilder
from designer.document.layout import PITCH_X, PITCH_Y, place_nodes, rank, tidy
from tests.soak import examples


def chain(length: int) -> GraphBuilder:
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    for _ in range(length):
        x = graph.call("Dense", x, units=4)
    return graph


def test_a_chain_is_a_column() -> None:
    assert list(place_nodes(chain(2).build()).values()) == [(0, 0), (0, PITCH_Y), (0, 2 * PITCH_Y)]


def test_two_branches_stand_side_by_side_under_the_middle() -> None:
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    left, right = graph.call("Dense", x, units=4), graph.call("Dense", x, units=4)
    graph.call("Add", [left, right])
    places = place_nodes(graph.build())
    assert places[right.node][0] - places[left.node][0] == PITCH_X
    assert places["n1"][0] == places["n4"][0] == PITCH_X / 2


def test_crossed_wires_are_uncrossed() -> None:
    graph = GraphBuilder()
    a, b = graph.input("a", (4,)), graph.input("b", (4,))
    from_b = graph.call("Dense", b, units=4)
    from_a = graph.call("Dense", a, units=4)
    places = place_nodes(graph.build())
    assert (places[from_a.node][0] < places[from_b.node][0]) == (places[a.node][0] < places[b.node][0])


def test_a_passing_wire_does_not_run_behind_nodes() -> None:
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    inner = graph.call("Dense", graph.call("Dense", x, units=4), units=4)
    graph.call("Add", [x, inner])
    places = place_nodes(graph.build())
    assert places["n2"][0] != places["n1"][0]


def test_sub_models_are_tidied_too_and_nothing_else_changes() -> None:
    document = chain(1).document("a")
    tidied = tidy(document)
    assert tidied.main.layers == document.main.layers
    assert tidy(tidied) == tidied


def test_a_cycle_and_an_empty_graph_are_laid_out() -> None:
    loop = Graph(nodes={key: Node(args=(Reference(node=other).as_leaf(),)) for key, other in (("a", "b"), ("b", "a"))})
    assert len(set(place_nodes(loop).values())) == 2
    assert tidy(Document()) == Document()


@examples(600)
@given(st.lists(st.sets(st.integers(0, 30), max_size=3), max_size=30))
def test_no_two_nodes_overlap_and_readers_stand_below(wires: list[set[int]]) -> None:
    nodes = {
        f"n{index}": Node(
            args=([Reference(node=f"n{source}").as_leaf() for source in sorted(sources) if source < index],)
        )
        for index, sources in enumerate(wires)
    }
    graph = Graph(nodes=nodes)
    rows = rank(graph)
    places = place_nodes(graph)
    for index, sources in enumerate(wires):
        assert all(rows[f"n{source}"] < rows[f"n{index}"] for source in sources if source < index)
    for row in set(rows.values()):
        xs = sorted(places[key][0] for key in places if rows[key] == row)
        assert all(right - left >= PITCH_X - 4 for left, right in pairwise(xs))
