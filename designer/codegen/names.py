"""Names of Python variables and functions for what a user named freely."""

import re
import unicodedata

from designer.document.python_names import RESERVED


def identifier(label: str, *, otherwise: str = "block") -> str:
    """A label in snake case, made of ASCII letters, digits and underscores, starting with a letter.

    >>> identifier("Größe (cm)"), identifier("2nd input"), identifier("βγ")
    ('grosse_cm', 'block_2nd_input', 'block')
    """
    plain = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:50]
    return (word if word[:1].isalpha() else f"{otherwise}_{word}").strip("_")


class Names:
    """The names in use in one scope; every `add` gives a new one."""

    def __init__(self, taken: frozenset[str] | set[str] = frozenset()) -> None:
        """Start with names that are taken beside the reserved ones."""
        self._taken = set(taken)

    def add(self, label: str, *, otherwise: str = "block") -> str:
        """A free identifier for a label."""
        base = identifier(label, otherwise=otherwise)
        name, number = base, 1
        while name in self._taken or name in RESERVED:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def comment(label: str) -> str:
    """A label as it may stand in a comment or docstring: one line of letters, digits and harmless signs."""
    kept = "".join(sign if sign.isalnum() or sign in " -_.,()+&" else " " for sign in label)
    return " ".join(kept.split())[:60].strip()
