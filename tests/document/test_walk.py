"""References as they stand in a document, also in one that was written by hand."""

import pytest

from designer.document.walk import as_reference


@pytest.mark.parametrize(
    ("leaf", "found"),
    [
        ({"$node": "n1"}, ("n1", 0)),
        ({"$node": "n1", "output": 2}, ("n1", 2)),
        ({"$node": "no id!", "output": 0}, ("no id!", 0)),
        ({"$node": "n1", "output": True}, ("n1", -1)),
        ({"$node": "n1", "output": "a"}, ("n1", -1)),
    ],
)
def test_a_reference_that_leads_nowhere_is_read_without_a_failure(leaf, found):
    reference = as_reference(leaf)
    assert (reference.node, reference.output) == found


@pytest.mark.parametrize("value", [None, 3, {"$node": 5}, {"node": "n1"}])
def test_other_values_are_no_references(value):
    assert as_reference(value) is None
