"""Every template's code, run in a clean process: Keras counts what the table says, layer by layer."""

from typing import Any

import pytest

from designer.codegen.script import generate_script
from designer.document import Document
from designer.document.builder import GraphBuilder
from designer.document.templates import list_templates, load_template
from tests.architectures import LAYERS
from tests.codegen.code import run_python
from tests.codegen.graphs import shared_head, two_states

BUILD = """
import importlib, json, sys
found = {}
for name in sys.argv[1:]:
    model = importlib.import_module(name).build_model()
    found[name] = {
        "total": model.count_params(),
        "params": sorted(layer.count_params() for layer in model.layers if layer.count_params()),
        "outputs": model.output_names,
        "inputs": [tensor.name for tensor in model.inputs],
        "shapes": [list(tensor.shape) for tensor in model.outputs],
    }
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Keras says about every template's model, and about a few more graphs."""
    folder = tmp_path_factory.mktemp("models")
    sources = {template.name: generate_script(load_template(template.name)) for template in list_templates()}
    graphs = {"shared-head": shared_head(), "states": two_states(), "long-chain": long_chain(), "formula": formula()}
    sources |= {name: generate_script(document) for name, document in graphs.items()}
    names = []
    for name, source in sources.items():
        module = name.replace("-", "_")
        (folder / f"{module}.py").write_text(source)
        names.append(module)
    return {key.replace("_", "-"): value for key, value in run_python(folder, BUILD, *names).items()}


def long_chain() -> Document:
    graph = GraphBuilder()
    x = graph.input("features", (2,))
    for _ in range(800):
        x = graph.call("Dense", x, name="layer", units=2)
    graph.output("label", x)
    return graph.document()


def formula() -> Document:
    graph = GraphBuilder()
    x = graph.input("features", (2,))
    graph.output("label", graph.call("Dense", x, name="label", units={"$hp": "units * 2"}))
    return graph.document().model_copy(update={"hyperparameters": {"units": 3}})


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.name)
def test_counts_are_the_table_s(built: dict[str, Any], template: Any) -> None:
    assert built[template.name]["total"] == template.params
    assert built[template.name]["params"] == sorted(LAYERS[template.name])


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.name)
def test_inputs_and_outputs_are_named_as_in_the_document(built: dict[str, Any], template: Any) -> None:
    document = load_template(template.name)
    assert built[template.name]["outputs"] == [output.name for output in document.main.outputs]
    names = [document.main.layers[document.main.nodes[node].layer or ""].name for node in document.main.inputs]
    assert built[template.name]["inputs"] == names


def test_one_head_for_two_outputs_has_two_output_names(built: dict[str, Any]) -> None:
    assert built["shared-head"] == {
        "total": 5,
        "params": [5],
        "outputs": ["score", "score_right"],
        "inputs": ["left", "right"],
        "shapes": [[None, 1], [None, 1]],
    }


def test_states_long_chains_and_formulas_build(built: dict[str, Any]) -> None:
    assert built["states"]["shapes"] == [[None, 6]]
    assert built["long-chain"]["total"] == 800 * 6
    assert built["formula"]["total"] == 18
