"""A sub-model with several inputs and outputs: document, engine and generated code mean the same call."""

import pytest

from designer.codegen.script import generate_script
from designer.document import Definition, Layer, Reference
from designer.document.builder import GraphBuilder
from designer.document.ports import definition_ports
from designer.engine.evaluator import Evaluator
from tests.codegen.code import run_python
from tests.engine.graphs import encoder_twice

BUILD = """
import json, model
import numpy as np
built = model.build_model()
inputs = {tensor.name: np.ones((2, *tensor.shape[1:]), "float32") for tensor in built.inputs}
print(json.dumps({
    "total": built.count_params(),
    "outputs": dict(zip(built.output_names, [list(tensor.shape) for tensor in built.outputs])),
    "ran": [list(tensor.shape) for tensor in built(inputs)],
}))
"""


def two_in_two_out():
    """Different widths on purpose: were the inputs swapped, the second Dense would count other weights."""
    inner = GraphBuilder()
    narrow, wide = inner.input("narrow", (3,)), inner.input("wide", (8,))
    first = inner.call("Dense", narrow, name="of_narrow", units=5)
    inner.output("first", first)
    second = inner.call("Dense", wide, name="of_wide", units=7)
    inner.output("second", inner.call("Concatenate", [first, second], name="joined"))
    graph = GraphBuilder()
    wide_in, narrow_in = graph.input("wide_in", (8,)), graph.input("narrow_in", (3,))
    block = graph.layer(definition="d1", name="block")
    call = graph.call_layer(block, narrow_in, wide_in)
    again = graph.call_layer(block, narrow_in, wide_in)
    graph.output("code", graph.call("Dense", call, name="code", units=2))
    graph.output("both", graph.call("Dense", Reference(node=again.node, output=1), name="both", units=4))
    return graph.document("Two in, two out", definitions={"d1": Definition(name="Pair", graph=inner.build())})


def test_engine_and_built_model_agree_about_a_sub_model_with_two_inputs_and_two_outputs(tmp_path):
    document = two_in_two_out()
    assert [(port.name, port.arg) for port in definition_ports(document, "d1")] == [("narrow", 0), ("wide", 1)]
    analysis = Evaluator().analyse(document)
    assert analysis.problems == ()
    figures = analysis.nodes["main"]["n3"]
    assert [spec.shape for spec in figures.outputs] == [(None, 5), (None, 12)]
    assert figures.params == (3 * 5 + 5) + (8 * 7 + 7)
    (tmp_path / "model.py").write_text(generate_script(document))
    built = run_python(tmp_path, BUILD)
    assert built["total"] == analysis.totals.total_params == 83 + (5 * 2 + 2) + (12 * 4 + 4)
    assert built["outputs"] == {"code": [None, 2], "both": [None, 4]}
    assert built["ran"] == [[2, 2], [2, 4]]


def test_each_input_of_a_sub_model_must_be_wired():
    document = two_in_two_out()
    nodes = {
        **document.main.nodes,
        "n4": document.main.nodes["n4"].model_copy(update={"args": (None, {"$node": "n1"})}),
    }
    document = document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    analysis = Evaluator().analyse(document)
    problem = next(item for item in analysis.problems if item.severity == "error")
    assert (problem.code, problem.where.node) == ("graph.unwired-port", "n4")
    assert "narrow" in problem.message
    assert analysis.nodes["main"]["n3"].params == 83


@pytest.mark.parametrize("config", [{"units": {"$hp": "gone"}}, {"units": 4, "$hp": "gone"}, {"$hp": "gone"}])
def test_a_layer_that_nobody_calls_disturbs_nobody(config):
    document = encoder_twice()
    inner = document.definitions["d1"]
    layers = {**inner.graph.layers, "l9": Layer(name="spare", class_name="Dense", config=config)}
    graph = inner.graph.model_copy(update={"layers": layers})
    document = document.model_copy(update={"definitions": {"d1": inner.model_copy(update={"graph": graph})}})
    assert Evaluator().analyse(document).problems == ()
    assert "build_model" in generate_script(document)
