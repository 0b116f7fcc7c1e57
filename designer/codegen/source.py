"""Python source as `ruff format` leaves it: an expression stands on one line when it fits, else one item a line."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

WIDTH = 88
INDENT = 4


@dataclass(frozen=True)
class Group:
    """Something between brackets: a call, a list, a tuple, a dict. `items` carry their own `name=` or `"key": `.

    A call of a call, such as `layers.Dense(1)(x)`, has the inner call as `head`.
    """

    opening: str
    items: tuple[tuple[str, "Expression"], ...]
    closing: str
    head: "Group | None" = None

    @property
    def is_single(self) -> bool:
        """Whether this is a tuple of one, which needs its comma on one line too."""
        return self.opening == "(" and self.head is None and len(self.items) == 1


Expression = str | Group


def call(function: str, *args: Expression, **kwargs: Expression) -> Group:
    """`function(a, b, name=c)`."""
    items = [("", arg) for arg in args] + [(f"{name}=", value) for name, value in kwargs.items()]
    return Group(f"{function}(", tuple(items), ")")


def apply(head: Group, *args: Expression) -> Group:
    """The call of what a call returned: `layers.Dense(1)(x)`."""
    return Group("(", tuple(("", arg) for arg in args), ")", head=head)


def sequence(items: Sequence[Expression], *, brackets: str = "[]") -> Group:
    """A list, or with brackets "()" a tuple."""
    return Group(brackets[0], tuple(("", item) for item in items), brackets[1])


def mapping(items: Sequence[tuple[str, Expression]]) -> Group:
    """A dict with text keys."""
    return Group("{", tuple((f"{text(key)}: ", value) for key, value in items), "}")


def text(value: str) -> str:
    """A string literal: double quotes unless single ones need fewer escapes; nothing invisible stays bare.

    >>> print(text("it's"), text('say "a"'))
    "it's" 'say "a"'
    """
    # With both quotes in it, repr writes '…' and escapes the single ones: the inside is then the same in every case.
    inside = repr(value + "\"'")[1:-4].replace("\\'", "'")
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + inside.replace(quote, f"\\{quote}") + quote


def number(value: float) -> str:
    """A number literal; infinities and NaN as calls of float."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def literal(value: JsonValue | tuple[JsonValue, ...]) -> Expression:
    """A JSON value as Python; tuples stay tuples."""
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, dict):
        return mapping([(key, literal(item)) for key, item in value.items()])
    return sequence([literal(item) for item in value], brackets="()" if isinstance(value, tuple) else "[]")


def flat(expression: Expression) -> str:
    """The expression on one line."""
    if isinstance(expression, str):
        return expression
    head = flat(expression.head) if expression.head else ""
    comma = "," if expression.is_single else ""
    return f"{head}{expression.opening}{_inside(expression)}{comma}{expression.closing}"


def _inside(group: Group) -> str:
    return ", ".join(key + flat(item) for key, item in group.items)


def columns(line: str) -> int:
    """How many columns a line takes, as ruff counts them: two for wide letters, none for marks above or below others.

    >>> columns("abc"), columns("\u732b"), columns("e\u0301")
    (3, 2, 1)
    """
    return len(line) if line.isascii() else sum(map(_columns_of, line))


def _columns_of(sign: str) -> int:
    is_later_part_of_hangul = "\u1160" <= sign <= "\u11ff"
    if is_later_part_of_hangul or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def render(expression: Expression, *, indent: int, before: str = "", after: str = "") -> list[str]:
    """The lines of `before` + expression + `after`, the first one indented by `indent` spaces.

    What does not fit is opened with a comma behind every item, which is how `ruff format` knows to leave it open.
    """
    pad = " " * indent
    line = f"{pad}{before}{flat(expression)}{after}"
    if columns(line) <= WIDTH or isinstance(expression, str) or not expression.items:
        return [line]
    head = expression.head
    start = flat(head) if head else ""
    if head and head.items and columns(f"{pad}{before}{start}(") > WIDTH:
        tail = f"({_inside(expression)})"
        return render(head, indent=indent, before=before, after=tail + after)
    lines = [f"{pad}{before}{start}{expression.opening}"]
    for key, item in expression.items:
        lines += render(item, indent=indent + INDENT, before=key, after=",")
    return [*lines, f"{pad}{expression.closing}{after}"]


def assign(target: str, value: Expression, *, indent: int = INDENT) -> list[str]:
    """The lines of `target = value`."""
    return render(value, indent=indent, before=f"{target} = ")
