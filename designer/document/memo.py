"""A bounded memory of results: what was used longest ago goes first."""

import contextlib
from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Keeps at most `size` values.

    >>> memo = Memo[int](2)
    >>> memo.put("a", 1); memo.put("b", 2); memo.get("a"); memo.put("c", 3)
    1
    >>> memo.get("b") is None
    True
    """

    def __init__(self, size: int) -> None:
        """Start empty."""
        self._size = size
        self._values: OrderedDict[str, Value] = OrderedDict()

    def get(self, key: str) -> Value | None:
        """The value under this key, or None."""
        value = self._values.get(key)
        if value is not None:
            # Another thread may have pushed it out meanwhile.
            with contextlib.suppress(KeyError):
                self._values.move_to_end(key)
        return value

    def put(self, key: str, value: Value) -> None:
        """Remember a value, and forget the oldest one when there are too many."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            with contextlib.suppress(KeyError):
                self._values.popitem(last=False)
