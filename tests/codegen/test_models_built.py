"""Every template's code, run in a clean process: Keras counts what the table says, layer by layer."""

from typing import Any

import pytest

from designer.codegen.script import generate_script
from designer.document import Reference
from designer.document.builder import GraphBuilder
from designer.document.templates import list_templates, load_template
from tests.codegen.code import run_python

NODE_PARAMS = {
    "multilayer-perceptron": [110, 220, 210, 11],
    "convolutional": [544, 8_208, 170, 11],
    "recurrent": [480, 110, 11],
    "shared-input": [544, 1_040, 413_450, 11],
    "shared-features": [480, 110, 110, 220, 210, 21],
    "multiple-inputs": [544, 8_208, 1_568, 8_208, 31_050, 110, 11],
    "multiple-outputs": [480, 840, 110, 11, 11],
    "vgg-convnet": [896, 9_248, 18_496, 36_928, 7_930_112, 2_570],
    "multiclass-perceptron": [1_344, 4_160, 650],
    "binary-perceptron": [3_232, 33],
    "text-classifier": [262_144, 197_120, 129],
    "siamese": [9_568, 2],
}

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
    sources |= {"shared-head": shared_head(), "states": states(), "long-chain": long_chain(), "formula": formula()}
    names = []
    for name, source in sources.items():
        module = name.replace("-", "_")
        (folder / f"{module}.py").write_text(source)
        names.append(module)
    return {key.replace("_", "-"): value for key, value in run_python(folder, BUILD, *names).items()}


def shared_head() -> str:
    graph = GraphBuilder()
    left, right = graph.input("left", (4,)), graph.input("right", (4,))
    head = graph.layer("Dense", name="score", units=1)
    graph.output("score", graph.call_layer(head, left))
    graph.output("other", graph.call_layer(head, right))
    return generate_script(graph.document())


def states() -> str:
    graph = GraphBuilder()
    reader = graph.call("LSTM", graph.input("sequence", (4, 2)), units=3, return_state=True)
    both = graph.call("Concatenate", [reader, Reference(node=reader.node, output=2)], name="both")
    graph.output("both", both)
    return generate_script(graph.document())


def long_chain() -> str:
    graph = GraphBuilder()
    x = graph.input("features", (2,))
    for _ in range(800):
        x = graph.call("Dense", x, name="layer", units=2)
    graph.output("label", x)
    return generate_script(graph.document())


def formula() -> str:
    graph = GraphBuilder()
    x = graph.input("features", (2,))
    graph.output("label", graph.call("Dense", x, name="label", units={"$hp": "units * 2"}))
    return generate_script(graph.document().model_copy(update={"hyperparameters": {"units": 3}}))


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.name)
def test_counts_are_the_table_s(built: dict[str, Any], template: Any) -> None:
    assert built[template.name]["total"] == template.params
    assert built[template.name]["params"] == sorted(NODE_PARAMS[template.name])


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
        "outputs": ["score", "other"],
        "inputs": ["left", "right"],
        "shapes": [[None, 1], [None, 1]],
    }


def test_states_long_chains_and_formulas_build(built: dict[str, Any]) -> None:
    assert built["states"]["shapes"] == [[None, 6]]
    assert built["long-chain"]["total"] == 800 * 6
    assert built["formula"]["total"] == 18
