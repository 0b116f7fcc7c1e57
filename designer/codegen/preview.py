"""The small picture of a graph on a card: one tile per node and the wires, from left to right, without text."""

from collections.abc import Iterator

from designer.codegen.families import BLOCK, Look, Theme, look_of
from designer.document.layout import PITCH_X, PITCH_Y, place_nodes
from designer.document.model import Document, Graph
from designer.document.walk import predecessors

WIDTH, HEIGHT = 300.0, 98.0
MARGIN = 20.0
PITCH = 52.0
TILE = 24.0
SMALLEST_GLYPH = 9.0
MOST_NODES = 400

CANVAS = {"light": "#F5F5F2", "dark": "#0E0F11"}
DOTS = {"light": "#CFCFC8", "dark": "#33363D"}
WIRE = {"light": "#82858C", "dark": "#6E727C"}
GLYPH = {"light": "#FFFFFF", "dark": "#101114"}


def preview_svg(document: Document, *, theme: Theme = "light") -> str:
    """The picture as SVG, 300 × 98; the tiles grow smaller in a larger graph, and the largest are cut."""
    graph = document.main
    centres, tile = _centres(graph)
    parts = [*_wires(graph, centres, tile, theme), *_tiles(graph, centres, tile, theme)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT:g}" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        '<defs><pattern id="dots" width="16" height="16" patternUnits="userSpaceOnUse">'
        f'<circle cx="8" cy="8" r="0.8" fill="{DOTS[theme]}"/></pattern></defs>'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" rx="6" fill="{CANVAS[theme]}"/>'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" rx="6" fill="url(#dots)"/>' + "".join(parts) + "</svg>"
    )


def _centres(graph: Graph) -> tuple[dict[str, tuple[float, float]], float]:
    """The centre of every node, what lies below on the canvas to the right; and the size of a tile."""
    places = place_nodes(graph)
    kept = dict(list(places.items())[:MOST_NODES])
    if not kept:
        return {}, TILE
    last = max(y for _, y in kept.values()) / PITCH_Y
    broad = max(x for x, _ in kept.values()) / PITCH_X
    step = min(PITCH, (WIDTH - 2 * MARGIN) / last) if last else PITCH
    lane = min(PITCH, (HEIGHT - 2 * MARGIN) / broad) if broad else PITCH
    tile = min(TILE, 0.72 * step, 0.86 * lane)
    left, top = (WIDTH - last * step) / 2, (HEIGHT - broad * lane) / 2
    return {node_id: (left + y / PITCH_Y * step, top + x / PITCH_X * lane) for node_id, (x, y) in kept.items()}, tile


def _wires(graph: Graph, centres: dict[str, tuple[float, float]], tile: float, theme: Theme) -> Iterator[str]:
    for node_id, sources in predecessors(graph).items():
        for source in sources:
            if source not in centres or node_id not in centres:
                continue
            (x1, y1), (x2, y2) = centres[source], centres[node_id]
            x1, x2 = x1 + tile / 2 + 1.5, x2 - tile / 2 - 1.5
            bend = (x2 - x1) / 2
            path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            yield f'<path d="{path}" fill="none" stroke="{WIRE[theme]}" stroke-width="1.5"/>'


def _tiles(graph: Graph, centres: dict[str, tuple[float, float]], tile: float, theme: Theme) -> Iterator[str]:
    for node_id, (x, y) in centres.items():
        look = look_of(graph, graph.nodes[node_id])
        yield from _tile(look, x - tile / 2, y - tile / 2, tile, theme)


def _tile(look: Look, left: float, top: float, tile: float, theme: Theme) -> Iterator[str]:
    radius = tile * 5 / 24
    if look is BLOCK:
        # A second edge behind says that there is more inside.
        place = f'x="{left + tile / 8:.1f}" y="{top + tile / 8:.1f}"'
        yield (
            f'<rect {place} width="{tile:.1f}" height="{tile:.1f}" rx="{radius:.1f}" fill="{CANVAS[theme]}" '
            f'stroke="{look.fill(theme)}" stroke-width="1.2"/>'
        )
    yield (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{tile:.1f}" height="{tile:.1f}" rx="{radius:.1f}" '
        f'fill="{look.fill(theme)}" stroke="{CANVAS[theme]}" stroke-width="1"/>'
    )
    if tile >= SMALLEST_GLYPH:
        inset, scale = tile * 5 / 24, tile * 14 / 24 / 24
        yield (
            f'<path transform="translate({left + inset:.2f} {top + inset:.2f}) scale({scale:.4f})" d="{look.glyph}" '
            f'fill="none" stroke="{GLYPH[theme]}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>'
        )
