"""Colour and icon of each family of layers, for pictures that are made without a browser (visual guide, section 3).

The icons are those of Lucide (ISC licence, github.com/lucide-icons/lucide), circles and rectangles written as paths.
"""

from typing import Literal, NamedTuple

from designer.catalogue import find_layer
from designer.document.model import Graph, Node

Theme = Literal["light", "dark"]


class Look(NamedTuple):
    """The fill of a family's tile in both themes, and its glyph as SVG path data on 24 × 24."""

    light: str
    dark: str
    glyph: str

    def fill(self, theme: Theme) -> str:
        """The tile's colour."""
        return self.dark if theme == "dark" else self.light


_INPUT = Look("#555B65", "#A9B0BC", "m10 17 5-5-5-5M15 12H3M15 3h4a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-4")
_CORE = Look(
    "#1673A8",
    "#36BFF9",
    "m10.586 5.414-5.172 5.172m13.172 2.828-5.172 5.172M6 12h12M10 20a2 2 0 1 0 4 0 2 2 0 1 0-4 0"
    "M10 4a2 2 0 1 0 4 0 2 2 0 1 0-4 0M18 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0M2 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
)
BLOCK = Look(
    "#1D1E21",
    "#F1F1F3",
    "M2.97 12.92A2 2 0 0 0 2 14.63v3.24a2 2 0 0 0 .97 1.71l3 1.8a2 2 0 0 0 2.06 0L12 19v-5.5l-5-3-4.03 2.42Z"
    "m4.03 3.58-4.74-2.85m4.74 2.85 5-3m-5 3v5.17M12 13.5V19l3.97 2.38a2 2 0 0 0 2.06 0l3-1.8a2 2 0 0 0 .97-1.71"
    "v-3.24a2 2 0 0 0-.97-1.71L17 10.5l-5 3ZM17 16.5l-5-3m5 3 4.74-2.85M17 16.5v5.17M7.97 4.42A2 2 0 0 0 7 6.13v4.37"
    "l5 3 5-3V6.13a2 2 0 0 0-.97-1.71l-3-1.8a2 2 0 0 0-2.06 0l-3 1.8ZM12 8 7.26 5.15M12 8l4.74-2.85M12 13.5V8",
)
UNKNOWN = Look("#82858C", "#6E727C", "M9 9a3 3 0 0 1 6 0c0 2-3 3-3 3M12 17h.01")
FAMILIES = {
    "Input and output": _INPUT,
    "Preprocessing": _INPUT,
    "Core": _CORE,
    "Convolution": Look(
        "#C2560A",
        "#E8862A",
        "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM3 9h18M3 15h18M9 3v18M15 3v18",
    ),
    "Pooling and reshaping": Look(
        "#37833C",
        "#8EEAA6",
        "m15 15 6 6m-6-6v4.8m0-4.8h4.8M9 19.8V15m0 0H4.2M9 15l-6 6M15 4.2V9m0 0h4.8M15 9l6-6M9 4.2V9m0 0H4.2M9 9 3 3",
    ),
    "Recurrent": Look(
        "#5427A0", "#B088F5", "m17 2 4 4-4 4M3 11v-1a4 4 0 0 1 4-4h14M7 22l-4-4 4-4M21 13v1a4 4 0 0 1-4 4H3"
    ),
    "Attention": Look(
        "#C0327F",
        "#F0709F",
        "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696"
        " 10.75 10.75 0 0 1-19.876 0M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    ),
    "Norm and activation": Look(
        "#585618", "#E3CA17", "M10 5H3M12 19H3M14 3v4M16 17v4M21 12h-9M21 19h-5M21 5h-7M8 10v4M8 12H3"
    ),
    "Merge": Look("#397474", "#94D9E3", "m8 6 4-4 4 4M12 2v10.3a4 4 0 0 1-1.172 2.872L4 22M20 22l-5-5"),
}


def look_of(graph: Graph, node: Node) -> Look:
    """The look of what a node calls; operations look like the core family."""
    layer = graph.layers.get(node.layer or "")
    if layer is None:
        return _CORE if node.op else UNKNOWN
    if layer.definition is not None:
        return BLOCK
    entry = find_layer(layer.class_name)
    return FAMILIES.get(entry.family, _CORE) if entry else UNKNOWN
