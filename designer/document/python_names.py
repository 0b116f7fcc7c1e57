"""Which names the generated Python can give to what a document names freely."""

import builtins
import keyword

RESERVED = frozenset(
    {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
    | {"argparse", "annotations", "keras", "layers", "math", "np", "pd", "sys", "NamedTuple"}
    | {"arguments", "callbacks", "data", "model", "name", "part", "self", "table", "arrays", "weights", "x", "y"}
)
"""What a name from the document must not hide: Python's own words, the imports, the arguments of our functions."""


def fault_of_hyperparameter(name: str) -> str:
    """Why the generated functions cannot have an argument of this name, as a sentence; empty when they can."""
    if not name.isascii() or not name.isidentifier() or name.startswith("_"):
        return (
            f'The hyper-parameter "{name[:80]}" cannot be a Python name. It begins with a letter and holds letters, '
            "digits and underscores only: rename it, such as to units."
        )
    if name in RESERVED:
        return f'The hyper-parameter "{name}" has a name that the Python code needs itself. Rename it, as to units.'
    return ""
