"""Generated code calls what it must and nothing else, whatever the texts in the document are."""

import ast
import re

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from designer.codegen.embed import embedded
from designer.codegen.script import CannotGenerate, generate_script
from designer.data.schema import Column, Dataset, Reading
from designer.document import Document, Edit, Layer
from designer.document.edits import apply_edits
from designer.document.templates import list_templates, load_template
from designer.training.config import (
    ColumnPreparation,
    DataConfig,
    Feed,
    KerasObject,
    OutputConfig,
    RunConfig,
)
from tests.soak import examples

IMPORTS = {"argparse", "keras", "math", "numpy", "pandas", "sys", "typing"}
BUILTINS = {
    *("abs", "enumerate", "float", "int", "isinstance", "iter", "len", "max", "min", "next", "range", "round"),
    *("super", "tuple", "zip", "ValueError"),
}
LIBRARIES = re.compile(
    r"layers\.[A-Z]\w*|keras\.(Input|Model|utils\.set_random_seed)|keras\.ops\.[a-z_]+"
    r"|keras\.(initializers|regularizers|constraints|optimizers|optimizers\.schedules|losses|metrics|callbacks)\.[A-Z]\w*"
    r"|np\.(arange|argsort|array|asarray|bincount|column_stack|count_nonzero|empty|eye|flatnonzero|isfinite|load|ones)"
    r"|np\.(logical_and\.reduce|maximum|random\.default_rng|ravel|shape|sort|split|unique)"
    r"|pd\.read_csv|math\.ceil|argparse\.ArgumentParser|sys\.(get|set)recursionlimit"
)
METHODS = {
    *("__init__", "_replace", "add_argument", "all", "append", "argmax", "astype", "close", "dropna", "fillna"),
    *("for_keras", "get", "items", "parse_args", "permutation", "ravel", "replace", "reshape", "take", "tolist"),
    "values",
}
MODEL = {"compile", "evaluate", "fit", "load_weights", "save", "summary"}
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            '"',
            "'",
            '"""',
            "\\",
            "\n",
            "a\nimport os",
            "'); import os; os.system('x')",
            "../../etc/passwd",
            "{0.__class__}",
            "![x](http://a.b/c.png)",
            "<script>alert(1)</script>",
            "\u202e",
            "%s%n",
            "$(id)",
            "`id`",
            "#",
            "class",
            "x",
            "keras",
        ]
    ),
)


def check(source: str) -> None:
    """Fail on an import, a call or a statement at the top that our generator has no business writing."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert "build_model" in own
    assert not assigned & (BUILTINS | {"keras", "layers", "np", "pd"})
    for node in nodes:
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= IMPORTS
        if isinstance(node, ast.ImportFrom):
            assert node.module in IMPORTS
        if isinstance(node, ast.Call):
            assert is_allowed(node.func, own | assigned | BUILTINS), ast.unparse(node)
    top = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Expr | ast.Assign | ast.If
    assert all(isinstance(node, top) for node in tree.body)


def is_allowed(function: ast.expr, names: set[str]) -> bool:
    """Whether a call is on the list: own functions, shared layers, what a layer's constructor returned, libraries."""
    if isinstance(function, ast.Name):
        return function.id in names
    if isinstance(function, ast.Call):
        return True
    if not isinstance(function, ast.Attribute):
        return False
    if LIBRARIES.fullmatch(ast.unparse(function)):
        return True
    on_model = ast.unparse(function.value) in {"model", "build_model()", "compile_model(build_model())"}
    return function.attr in METHODS or (on_model and function.attr in MODEL)


def renamed(document: Document, texts: list[str]) -> Document:
    """The document with every name replaced by a hostile text."""
    graph = document.main
    layers: dict[str, Layer] = {
        key: layer.model_copy(update={"name": f"{text}{index}"[:200]})
        for index, ((key, layer), text) in enumerate(zip(graph.layers.items(), texts * 9, strict=False))
    }
    outputs = tuple(
        output.model_copy(update={"name": f"{texts[0]}{index}"[:200]}) for index, output in enumerate(graph.outputs)
    )
    return document.model_copy(
        update={"name": texts[-1], "main": graph.model_copy(update={"layers": layers, "outputs": outputs})}
    )


@examples(400)
@given(st.sampled_from([template.name for template in list_templates()]), st.lists(HOSTILE, min_size=3, max_size=6))
def test_hostile_names_stay_texts(template: str, texts: list[str]) -> None:
    check(generate_script(renamed(load_template(template), texts)))


@examples(400)
@given(HOSTILE, st.one_of(HOSTILE, st.dictionaries(HOSTILE, HOSTILE, max_size=3), st.lists(HOSTILE, max_size=3)))
def test_hostile_config_stays_values(key: str, value: JsonValue) -> None:
    document = load_template("multilayer-perceptron")
    edits = [
        Edit(kind="set_config", arguments={"layer": "l2", "key": name, "value": value})
        for name in (key, "activation", "kernel_initializer")
    ]
    try:
        source = generate_script(apply_edits(document, edits))
    except CannotGenerate as error:
        assert error.problem.message
    else:
        check(source)


@examples(400)
@given(st.lists(HOSTILE, min_size=3, max_size=3, unique=True), st.lists(HOSTILE, min_size=2, max_size=4, unique=True))
def test_hostile_columns_and_classes_stay_texts(columns: list[str], classes: list[str]) -> None:
    first, second, target = columns
    config = RunConfig(
        outputs={"label": OutputConfig(loss=KerasObject(class_name="BinaryCrossentropy"))},
        data=DataConfig(
            inputs={
                "features": Feed(
                    columns=(
                        ColumnPreparation(column=first, encoding="standardise", mean=1.5, std=2.0, fill=0.5),
                        ColumnPreparation(
                            column=second, encoding="one_hot", categories=tuple(classes), fill=classes[0]
                        ),
                    )
                )
            },
            targets={
                "label": Feed(columns=(ColumnPreparation(column=target, encoding="binary", categories=tuple(classes)),))
            },
            drop_missing=True,
        ),
    )
    table = Dataset(
        id="0",
        name=first,
        kind="table",
        rows=9,
        size_bytes=9,
        reading=Reading(separator="'", encoding=second[:9]),
        columns=tuple(Column(name=name, type="number") for name in columns),
    )
    check(generate_script(load_template("multilayer-perceptron"), config=config, dataset=table))


def test_embedded_pieces_are_the_ones_that_are_tested() -> None:
    names = {line.split("(")[0].split()[1].rstrip(":") for piece in embedded({"Part", "one_hot"}) for line in piece[:1]}
    assert names == {"pick", "Part", "codes", "one_hot"}
