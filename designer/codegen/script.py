"""A document, with its settings and data, as the Python file that trains it."""

from designer.codegen.build import LONG_CHAIN, build_functions, size
from designer.codegen.compile import compile_function
from designer.codegen.data import data_section
from designer.codegen.embed import embedded
from designer.codegen.errors import CannotGenerate
from designer.codegen.names import Names, comment
from designer.codegen.train import main_function, train_function
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.document.parse import DocumentError
from designer.training.config import RunConfig

__all__ = ["CannotGenerate", "generate_script"]

MODULE_NAMES = frozenset({"build_model", "compile_model", "load_data", "prepare_inputs", "train", "main"})


def generate_script(document: Document, *, config: RunConfig | None = None, dataset: Dataset | None = None) -> str:
    """model.py: with settings and data all that trains the model outside the app, else what builds it.

    With settings alone it builds and compiles. Without data the file prints the model's summary when it is started.

    Raises:
        CannotGenerate: the graph is unfinished, or settings and data do not name what it needs.
    """
    try:
        return _script(document, config, dataset)
    except DocumentError as error:
        raise CannotGenerate(error.problem) from error


def _script(document: Document, config: RunConfig | None, dataset: Dataset | None) -> str:
    functions = build_functions(document, Names(MODULE_NAMES), seeded=config is not None)
    outputs = [output.name for output in document.main.outputs]
    if config is None:
        return _file(_docstring(document), _imports(document), [], [*functions, _summary("build_model()")])
    constants = _constants(config)
    functions.append(compile_function(config, outputs))
    if dataset is None:
        run = _summary("compile_model(build_model())")
        return _file(_docstring(document), _imports(document), constants, [*functions, run])
    inputs = [_input_name(document, node_id) for node_id in document.main.inputs]
    section = data_section(config, dataset, inputs=inputs, outputs=outputs)
    section.functions.append(train_function(config))
    start = ['if __name__ == "__main__":', "    main()"]
    parts = [*functions, *embedded(section.pieces), *section.functions, main_function(), start]
    docstring = _docstring(document, how="Train it again with: python model.py --data FILE")
    imports = _imports(document, trains=True, is_table=dataset.kind == "table")
    return _file(docstring, imports, [*constants, *section.constants], parts)


def _input_name(document: Document, node_id: str) -> str:
    return document.main.layers[document.main.nodes[node_id].layer or ""].name


def _constants(config: RunConfig) -> list[str]:
    return [f"EPOCHS = {config.epochs}", f"BATCH_SIZE = {config.batch_size}", f"SEED = {config.seed}"]


def _summary(model: str) -> list[str]:
    return ['if __name__ == "__main__":', f"    {model}.summary()"]


def _docstring(document: Document, *, how: str = "") -> list[str]:
    first = f'"""{comment(document.name) or "A model"}: a Keras model made with Layerloom.'
    return [first, "", how, '"""'] if how else [f'{first}"""']


def _imports(document: Document, *, trains: bool = False, is_table: bool = False) -> list[str]:
    own = ["import argparse", "import math"] if trains else []
    own += ["import sys"] if size(document) > LONG_CHAIN else []
    own += ["from typing import Any, NamedTuple"] if trains else []
    others = ["import keras"] + (["import numpy as np"] if trains else [])
    others += ["import pandas as pd"] if is_table else []
    return [*own, *([""] if own else []), *others, "from keras import layers"]


def _file(docstring: list[str], imports: list[str], constants: list[str], functions: list[list[str]]) -> str:
    head = [*docstring, "", *imports, *(["", *constants] if constants else [])]
    return "\n\n\n".join("\n".join(lines) for lines in [head, *functions]) + "\n"
