from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.document.problem import Edit
from designer.storage.renames import follow_renames
from designer.training.config import (
    ArrayPreparation,
    DataConfig,
    Feed,
    KerasObject,
    OutputConfig,
    RunConfig,
    Split,
)


def two_outputs() -> Document:
    graph = GraphBuilder()
    x = graph.input("values", (4,))
    graph.output("label", graph.call("Dense", x, name="first", units=1))
    graph.output("label_2", graph.call("Dense", x, name="second", units=1))
    return graph.document()


def feed(name: str) -> Feed:
    return Feed(array=ArrayPreparation(array=name))


def settings() -> RunConfig:
    return RunConfig(
        outputs={"label": OutputConfig(loss_weight=1.0), "label_2": OutputConfig(loss_weight=2.0)},
        callbacks=(
            KerasObject(class_name="EarlyStopping", config={"monitor": "val_label_2_loss"}),
            KerasObject(class_name="ReduceLROnPlateau", config={"monitor": "label_loss"}),
            KerasObject(class_name="ModelCheckpoint", config={"monitor": "val_loss"}),
            KerasObject(class_name="TerminateOnNaN"),
        ),
        data=DataConfig(
            inputs={"values": feed("x")},
            targets={"label": feed("a"), "label_2": feed("b")},
            split=Split(stratify="label"),
        ),
    )


def renamed(document: Document, *names: str) -> Document:
    outputs = tuple(
        output.model_copy(update={"name": name}) for output, name in zip(document.main.outputs, names, strict=True)
    )
    return document.model_copy(update={"main": document.main.model_copy(update={"outputs": outputs})})


def monitors(config: RunConfig) -> list[object]:
    return [callback.config.get("monitor") for callback in config.callbacks]


def test_everything_that_names_an_output_follows_it() -> None:
    followed = follow_renames(settings(), two_outputs(), renamed(two_outputs(), "kind", "label_2"))
    assert {name: output.loss_weight for name, output in followed.outputs.items()} == {"kind": 1.0, "label_2": 2.0}
    assert followed.data.targets == {"kind": feed("a"), "label_2": feed("b")}
    assert followed.data.split.stratify == "kind"
    assert monitors(followed) == ["val_label_2_loss", "kind_loss", "val_loss", None]


def test_a_longer_name_is_not_taken_for_the_one_that_it_begins_with() -> None:
    followed = follow_renames(settings(), two_outputs(), renamed(two_outputs(), "label", "size"))
    assert monitors(followed) == ["val_size_loss", "label_loss", "val_loss", None]


def test_outputs_that_swap_names_swap_their_settings() -> None:
    followed = follow_renames(settings(), two_outputs(), renamed(two_outputs(), "label_2", "label"))
    assert followed.outputs["label_2"].loss_weight == 1.0
    assert followed.data.targets == {"label_2": feed("a"), "label": feed("b")}
    assert follow_renames(followed, renamed(two_outputs(), "label_2", "label"), two_outputs()) == settings()


def test_an_input_is_followed_by_its_feed() -> None:
    edit = Edit(kind="rename_layer", graph="main", arguments={"layer": "l1", "name": "measures"})
    after = apply_edits(two_outputs(), (edit,))
    assert follow_renames(settings(), two_outputs(), after).data.inputs == {"measures": feed("x")}


def test_settings_of_a_name_that_nobody_has_give_way() -> None:
    stale = settings().model_copy(update={"outputs": {**settings().outputs, "kind": OutputConfig(loss_weight=9.0)}})
    followed = follow_renames(stale, two_outputs(), renamed(two_outputs(), "kind", "label_2"))
    assert followed.outputs["kind"].loss_weight == 1.0


def test_without_a_rename_the_settings_are_the_same_object() -> None:
    config = settings()
    assert follow_renames(config, two_outputs(), two_outputs()) is config
