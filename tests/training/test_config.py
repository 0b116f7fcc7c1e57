import pytest

from designer.training.config import KerasObject, keeps_best_weights


@pytest.mark.parametrize(
    ("class_name", "config", "keeps"),
    [
        ("ModelCheckpoint", {"filepath": "best.keras", "save_best_only": True}, True),
        ("ModelCheckpoint", {"filepath": "best.keras", "save_best_only": True, "monitor": "val_accuracy"}, False),
        ("ModelCheckpoint", {"filepath": "last.keras"}, False),
        ("EarlyStopping", {"restore_best_weights": True}, False),  # a stop by the user does not bring them back
    ],
)
def test_only_a_file_of_the_best_epoch_keeps_its_weights(class_name, config, keeps):
    assert keeps_best_weights(KerasObject(class_name=class_name, config=config)) is keeps
