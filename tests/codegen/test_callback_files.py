"""What callbacks write: a plain name goes into the code, any other is refused."""

import pytest

from designer.codegen.errors import CannotGenerate
from designer.codegen.train import train_function
from designer.training.config import KerasObject, RunConfig


def code(filepath: str) -> str:
    callback = KerasObject(class_name="ModelCheckpoint", config={"filepath": filepath})
    return "\n".join(train_function(RunConfig(callbacks=(callback,))))


@pytest.mark.parametrize("name", ["best.keras", "{epoch:02d}.keras", "{val_loss:.3f}-{epoch}.keras"])
def test_a_plain_name_or_one_that_begins_with_a_field_is_written(name: str) -> None:
    assert f'"{name}"' in code(name)


@pytest.mark.parametrize("name", ["/etc/x.keras", "../x.keras", "{epoch}/x.keras", ".x.keras", "{epoch..}.keras"])
def test_a_name_that_leaves_the_folder_or_hides_is_refused(name: str) -> None:
    with pytest.raises(CannotGenerate, match="Give a plain file name"):
        code(name)
