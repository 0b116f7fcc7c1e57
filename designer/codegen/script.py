"""A document, with its settings and data, as the Python file that trains it."""

from designer.codegen.build import LONG_CHAIN, build_functions, size
from designer.codegen.names import Names, comment
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.training.config import RunConfig

MODULE_NAMES = frozenset(
    {"build_model", "compile_model", "load_data", "prepare_inputs", "train", "main", "split_rows", "read_table"}
    | {"read_arrays", "codes", "one_hot", "standardise", "sample_weights", "prepare_targets", "arrange", "usable_rows"}
)


def generate_script(document: Document, *, config: RunConfig | None = None, dataset: Dataset | None = None) -> str:
    """model.py: build_model alone, or with settings and data all that trains the model outside the app.

    Raises:
        CannotGenerate: the graph is unfinished, or settings and data do not name what it needs.
    """
    sections = build_functions(document, Names(MODULE_NAMES), seeded=False)
    docstring = f'"""{comment(document.name) or "A model"}: a Keras model made with Layerloom."""'
    imports = (["import sys", ""] if size(document) > LONG_CHAIN else []) + ["import keras", "from keras import layers"]
    tail = ['if __name__ == "__main__":', "    build_model().summary()"]
    return "\n\n\n".join("\n".join(lines) for lines in [[docstring, "", *imports], *sections, tail]) + "\n"
