"""What parse_document accepts, refuses and says; what dump_document writes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document import Document
from designer.document.builder import GraphBuilder
from designer.document.parse import MAXIMUM_BYTES, DocumentError, dump_document, parse_document
from tests.soak import examples

MINIMAL = '{"format": "layerloom", "version": 1, %s}'

REFUSED = [
    ("", "document.not-json", "The file is empty"),
    (b"\n ", "document.not-json", "The file is empty"),
    ("nothing", "document.not-json", "Line 1, column 1: this is not JSON"),
    ("{", "document.not-json", "this is not JSON"),
    (b"\xff\xfe{", "document.not-json", "Byte 0 is not UTF-8"),
    ("[]", "document.not-json", "not an object"),
    ("{}", "document.other-format", '"format" is not "layerloom"'),
    ('{"format": "layerloom"}', "document.other-format", 'no "version"'),
    ('{"format": "layerloom", "version": true}', "document.other-format", 'no "version"'),
    ('{"format": "layerloom", "version": 2}', "document.newer-version", "Update Layerloom"),
    (MINIMAL % '"name": "a", "name": "b"', "document.duplicate-key", "'name' stands twice"),
    (MINIMAL % '"hyperparameters": {"rate": NaN}', "document.bad-number", "NaN is not a number"),
    (MINIMAL % '"hyperparameters": {"rate": -Infinity}', "document.bad-number", "-Infinity is not a number"),
    (MINIMAL % '"hyperparameters": {"rate": 1e999}', "document.bad-number", "1e999"),
    (MINIMAL % '"hyperparameters": {"rate": 90071992547409920}', "document.bad-number", "larger than 2⁵³"),
    (MINIMAL % f'"hyperparameters": {{"rate": {"9" * 9000}}}', "document.bad-number", "larger than 2⁵³"),
    (MINIMAL % '"name": "\\ud800"', "document.bad-text", "half a character (\\ud800)"),
    (MINIMAL % f'"name": {"[" * 80}{"]" * 80}', "document.too-deep", "64 levels"),
    (MINIMAL % f'"name": {"[" * 99_000}{"]" * 99_000}', "document.too-deep", "64 levels"),
    (MINIMAL % '"name": 3', "document.wrong-shape", "name must be a text in quotes"),
    (MINIMAL % '"surprise": 3', "document.wrong-shape", "surprise is nothing that this version knows"),
    (MINIMAL % '"main": {"nodes": {"../x": {}}}', "document.wrong-shape", "main.nodes.../x is no id: a letter"),
]


@pytest.mark.parametrize(("text", "code", "words"), REFUSED, ids=lambda value: str(value)[:40])
def test_refuses_in_words(text: str | bytes, code: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(text)
    assert caught.value.problem.code == code
    assert words in caught.value.problem.message


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ('"main": {"nodes": {"n2": {"args": {"a": 1}}}}', "main.nodes.n2.args", "must be a list in brackets"),
        ('"main": {"layers": {"l1": {}}}', "main.layers.l1.name", "is missing"),
        ('"hyperparameters": {"rate": [1]}', "hyperparameters.rate", "must be a number, a text, true or false"),
        ('"main": []', "main", "must be an object in braces"),
    ],
)
def test_a_wrong_shape_is_told_at_its_path_in_plain_words(text: str, path: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(MINIMAL % text)
    assert caught.value.problem.where.name == path
    assert caught.value.problem.message == f"{path} {words}. Correct it in the file."


def test_refuses_more_than_five_megabytes() -> None:
    with pytest.raises(DocumentError, match=r"at most 5 MB"):
        parse_document(b" " * (MAXIMUM_BYTES + 1))


def test_strictness_reaches_into_the_graph() -> None:
    text = MINIMAL % '"main": {"outputs": [{"id": "o1", "name": "y", "node": "n1", "index": true}]}'
    with pytest.raises(DocumentError, match=r"main\.outputs\.0\.index must be a whole number\. Correct it"):
        parse_document(text)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse_document(b"\xef\xbb\xbf" + (MINIMAL % '"name": "a"').encode()).name == "a"


def test_round_trip_keeps_everything() -> None:
    graph = GraphBuilder()
    x = graph.input("features", (10,))
    graph.output("label", graph.call("Dense", x, name="head", units=1, surprise={"from": ["the", "future"]}))
    document = graph.document("Zwölf, \u202e and <b>")
    assert parse_document(dump_document(document)) == document


def test_dump_is_stable() -> None:
    text = dump_document(Document(name="a"))
    assert dump_document(parse_document(text)) == text
    assert text.endswith("}\n")


@examples(2000)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda leaf: st.lists(leaf) | st.dictionaries(st.text(), leaf),
    )
)
def test_never_raises_anything_else(value: object) -> None:
    for text in (json.dumps(value), MINIMAL % f'"main": {json.dumps(value)}', f"{value}"):
        try:
            parse_document(text)
        except DocumentError as error:
            assert error.problem.message
