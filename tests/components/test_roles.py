from components.parts import roles
from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.document.templates import load_template
from designer.training.config import DataConfig


def penguins() -> tuple[Dataset, Document, DataConfig]:
    path = sample_path("penguins")
    dataset, document = inspect_file(path, name=path.name), load_template("multiclass-perceptron")
    return dataset, document, propose(dataset, document).config.data


def test_every_column_has_one_role() -> None:
    dataset, _, data = penguins()
    labels = {column.name: roles.role_of(data, column.name) for column in dataset.columns}
    assert labels["species"] is not None and labels["species"].side == "targets"


def test_a_column_that_is_left_out_feeds_nothing() -> None:
    dataset, document, data = penguins()
    changed = roles.assign(data, dataset, document, "species", None)
    assert roles.role_of(changed, "species") is None
    assert changed.targets == {}


def test_a_column_comes_back_with_the_preparation_proposed_for_it() -> None:
    dataset, document, data = penguins()
    role = roles.role_of(data, "species")
    back = roles.assign(roles.assign(data, dataset, document, "species", None), dataset, document, "species", role)
    assert roles.preparation_of(back, "species") == roles.preparation_of(data, "species")


def test_columns_keep_the_order_of_the_file() -> None:
    dataset, document, data = penguins()
    role = roles.role_of(data, "island")
    again = roles.assign(roles.assign(data, dataset, document, "island", None), dataset, document, "island", role)
    assert again.inputs == data.inputs


def test_another_preparation_keeps_the_classes() -> None:
    dataset, _, data = penguins()
    before = roles.preparation_of(data, "species")
    changed = roles.preparation_of(roles.prepare(data, dataset, "species", roles.CODES), "species")
    assert changed is not None and before is not None
    assert (changed.encoding, changed.categories) == ("integer", before.categories)


def test_the_word_for_a_scaled_array_names_the_divisor() -> None:
    path = sample_path("digits")
    dataset = inspect_file(path, name=path.name)
    data = propose(dataset, load_template("convolutional")).config.data
    assert roles.preparation_word(roles.preparation_of(data, "image")) == "Divide by 16"
