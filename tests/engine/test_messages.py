"""What does not fit, in words: each row is a document and the sentence that it must lead to."""

import pytest

from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.engine.evaluator import Evaluator
from designer.engine.messages import clean
from tests.engine.graphs import merge, sequence

EVALUATOR = Evaluator()


def first_problem(document):
    return EVALUATOR.analyse(document).problems[0]


def unequal_branches():
    graph = GraphBuilder()
    x = graph.input("row", (16,))
    pool = graph.call("Dense", x, name="pool", units=128)
    pair = graph.call("Dense", x, name="title_pair", units=192)
    graph.output("result", graph.call("Add", [pool, pair], name="fused"))
    return graph.document()


def with_states(class_name, *sizes, **config):
    """A recurrent layer of 8 units that starts with states of these sizes."""
    graph = GraphBuilder()
    sequence = graph.input("sequence", (9, 2))
    states = [graph.input(f"state_{index}", (size,)) for index, size in enumerate(sizes)]
    reader = graph.call(class_name, sequence, name="reader", **(config or {"units": 8}))
    graph.output("result", reader)
    document = graph.document()
    node = document.main.nodes[reader.node]
    wired = node.model_copy(update={"kwargs": {"initial_state": [state.as_leaf() for state in states]}})
    nodes = {**document.main.nodes, reader.node: wired}
    return document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})


BOTH_WAYS = {"layer": {"class_name": "GRU", "config": {"units": 8}}}
CONV = ("Conv2D", "edges", {"filters": 8, "kernel_size": 3})

TABLE = [
    (
        sequence((28, 28, 1), ("Flatten", "flatten", {}), CONV),
        "shape.rank-mismatch",
        'Conv2D "edges" needs 4 dimensions (batch, height, width, channels) but gets (None, 784) from "flatten". '
        "Move it above the Flatten, or add a Reshape.",
        "needs 4 dimensions, gets 2",
    ),
    (
        sequence((9, 2), ("LSTM", "reader", {"units": 4}), ("LSTM", "second", {"units": 4})),
        "shape.rank-mismatch",
        'LSTM "second" needs 3 dimensions (batch, steps, features) but gets (None, 4) from "reader". '
        "Let reader return its output for every step.",
        "needs 3 dimensions, gets 2",
    ),
    (
        sequence((9, 2), ("RepeatVector", "repeat", {"n": 3})),
        "shape.rank-mismatch",
        'RepeatVector "repeat" needs 2 dimensions (batch, features) but gets (None, 9, 2) from "features". '
        "Add a Flatten before it.",
        "needs 2 dimensions, gets 3",
    ),
    (
        sequence((8,), ("TimeDistributed", "each", {"layer": {"class_name": "Dense", "config": {"units": 1}}})),
        "shape.rank-mismatch",
        'TimeDistributed "each" needs at least 3 dimensions but gets (None, 8) from "features". '
        "Add a Reshape before it.",
        "needs 3 dimensions, gets 2",
    ),
    (
        with_states("LSTM", 16),
        "shape.states-mismatch",
        'LSTM "reader" takes 2 initial states of shape (None, 8) each, but gets (None, 16) from "state_0". '
        "Wire one for each, or take the wires out.",
        "initial states do not fit",
    ),
    (
        with_states("GRU", 8, 8),
        "shape.states-mismatch",
        'GRU "reader" takes 1 initial state of shape (None, 8), but gets (None, 8) from "state_0", '
        '(None, 8) from "state_1". Wire one for each, or take the wires out.',
        "initial states do not fit",
    ),
    (
        unequal_branches(),
        "shape.merge-mismatch",
        "fused cannot add its two inputs. Add needs inputs of the same shape. "
        "pool gives (None, 128), title_pair gives (None, 192).",
        "128 and 192 features differ",
    ),
    (
        merge("Concatenate", (4, 4, 1), (16,)),
        "shape.merge-mismatch",
        "fused cannot join its inputs. Concatenate needs inputs that differ in one axis only. "
        "input_0 gives (None, 4, 4, 1), input_1 gives (None, 16).",
        "inputs differ in dimensions",
    ),
    (
        sequence((3, 3, 1), ("Conv2D", "edges", {"filters": 8, "kernel_size": 4})),
        "shape.window-too-large",
        'Conv2D "edges" has a window that is larger than its input (None, 3, 3, 1) from "features". '
        'Make kernel_size smaller, set padding to "same", or pool less above.',
        "window larger than input",
    ),
    (
        sequence((None, 4), ("Flatten", "flatten", {}), ("Dense", "head", {"units": 1})),
        "shape.unknown-size",
        'Dense "head" has to know how long its input is, but gets (None, None) from "flatten". '
        "Give the input a fixed size, or use GlobalAveragePooling1D instead of Flatten.",
        "needs a fixed input size",
    ),
    (
        sequence((784,), ("Reshape", "picture", {"target_shape": [10, 10]})),
        "shape.reshape-mismatch",
        'Reshape "picture" cannot arrange (None, 784) from "features" as [10, 10]: the number of values has to stay '
        "the same. Write -1 for one axis, and Keras works it out.",
        "other number of values",
    ),
    (
        sequence((8,), ("BatchNormalization", "norm", {"axis": 5})),
        "shape.missing-axis",
        'BatchNormalization "norm" works on axis 5, which (None, 8) from "features" does not have. '
        "Count axes from 0, or from -1.",
        "axis does not exist",
    ),
    (
        merge("Dot", (4,), (4,), axes=5),
        "shape.missing-axis",
        'Dot "fused" works on axis 5, which (None, 4) from "input_0", (None, 4) from "input_1" does not have. '
        "Count axes from 0, or from -1.",
        "axis does not exist",
    ),
    (
        sequence((8,), ("Softmax", "share", {"axis": 3})),
        "shape.missing-axis",
        'Softmax "share" works on axis 3, which (None, 8) from "features" does not have. '
        "Count axes from 0, or from -1.",
        "axis does not exist",
    ),
    (
        sequence((8, 8, 3), ("GroupNormalization", "norm", {})),
        "shape.groups-mismatch",
        'GroupNormalization "norm" splits channels into 32 groups, which does not divide (None, 8, 8, 3) from '
        '"features". Change groups.',
        "groups do not divide channels",
    ),
    (
        sequence((9, 2), ("Conv1D", "edges", {"filters": 2, "kernel_size": 2, "strides": 2, "dilation_rate": 2})),
        "config.refused",
        'Conv1D "edges" cannot be made with these arguments. Keras says: `strides > 1` not supported in conjunction '
        "with `dilation_rate > 1`. Received: strides=(2,) and dilation_rate=(2,).",
        "arguments do not fit",
    ),
]


@pytest.mark.parametrize(("document", "code", "message", "short"), TABLE, ids=[f"{row[1]}-{row[3]}" for row in TABLE])
def test_the_sentence(document, code, message, short):
    problem = first_problem(document)
    assert (problem.code, problem.message, problem.short) == (code, message, short)


WARNINGS = [
    (merge("Add", (8,), (1,)), "shape.broadcast"),
    (sequence((5,), ("Embedding", "words", {"input_dim": 9, "output_dim": 2})), "shape.needs-integers"),
    (
        sequence(
            (5,),
            ("Embedding", "words", {"input_dim": 9, "output_dim": 2, "mask_zero": True}),
            ("Flatten", "flatten", {}),
            dtype="int32",
        ),
        "shape.mask-lost",
    ),
]


@pytest.mark.parametrize(("document", "code"), WARNINGS, ids=[row[1] for row in WARNINGS])
def test_what_keras_accepts_in_silence_is_a_warning(document, code):
    problem = first_problem(document)
    assert (problem.code, problem.severity) == (code, "warning")


def test_a_mask_that_is_used_is_no_warning():
    words = ("Embedding", "words", {"input_dim": 9, "output_dim": 2, "mask_zero": True})
    assert EVALUATOR.analyse(sequence((5,), words, ("LSTM", "reader", {"units": 2}), dtype="int32")).problems == ()


@pytest.mark.parametrize(
    "document",
    [with_states("LSTM", 8, 8), with_states("SimpleRNN", 8), with_states("Bidirectional", 8, 8, **BOTH_WAYS)],
    ids=["LSTM", "SimpleRNN", "Bidirectional"],
)
def test_states_that_fit_are_no_problem(document):
    assert EVALUATOR.analyse(document).problems == ()


REPAIRABLE = ("shape.rank-mismatch", "shape.merge-mismatch", "shape.window-too-large", "shape.states-mismatch")
REPAIRED = [row for row in TABLE if row[1] in REPAIRABLE]


@pytest.mark.parametrize("row", REPAIRED, ids=[f"{row[1]}-{row[3]}" for row in REPAIRED])
def test_the_best_fix_repairs_the_problem(row):
    problem = first_problem(row[0])
    repaired = EVALUATOR.analyse(apply_edits(row[0], problem.fixes[0].edits))
    assert [item.message for item in repaired.problems if item.severity == "error"] == []


def test_fixes_say_what_comes_out():
    labels = [fix.label for fix in first_problem(unequal_branches()).fixes]
    assert labels == ["Use Concatenate → 320", "Insert Dense 128 after title_pair"]


def test_texts_of_keras_are_cleaned():
    text = "\x1b[1mException encountered when calling X.call().\n\nbad\x1b[0m\n\nArguments received by X.call():\n a=1"
    assert clean(text) == "Exception encountered when calling X.call(). bad"
