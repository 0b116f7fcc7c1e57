"""The functions of model.py that fit the model and that run when the file is started."""

import re

from pydantic import JsonValue

from designer.codegen.errors import cannot
from designer.codegen.expressions import object_call
from designer.codegen.source import Expression, render, sequence
from designer.training.config import KerasObject, RunConfig

# A name may begin with a field that Keras fills in, such as {epoch:02d}.keras.
FILE_NAME = re.compile(r"[A-Za-z0-9{][A-Za-z0-9_.{}:-]{0,99}")
FILES = {"ModelCheckpoint": "filepath", "CSVLogger": "filename", "TensorBoard": "log_dir"}


def train_function(config: RunConfig) -> list[str]:
    """The lines of train."""
    validates = config.data.split.validation > 0
    callbacks: list[Expression] = [_callback(callback) for callback in config.callbacks]
    lines = [
        "def train(",
        "    model, data, *, callbacks=(), initial_epoch=0, epochs=EPOCHS, verbose=1",
        ") -> keras.callbacks.History:",
        '    """Fit the model; every epoch has an order of the rows of its own."""',
    ]
    if validates:
        lines.append("    validation = data.validation.for_keras() if data.validation else None")
    lines += ["    return model.fit("]
    lines += ["        Batches(data.train, batch_size=BATCH_SIZE, seed=SEED, epoch=initial_epoch),"]
    if validates:
        lines += ["        validation_data=validation,", "        validation_batch_size=BATCH_SIZE,"]
    lines += ["        epochs=epochs,", "        initial_epoch=initial_epoch,"]
    lines += render(sequence([*callbacks, "*callbacks"]), indent=8, before="callbacks=", after=",")
    return [
        *lines,
        "        shuffle=False,  # Batches shuffles rows; Keras would shuffle batches",
        "        verbose=verbose,",
        "    )",
    ]


def _callback(callback: KerasObject) -> Expression:
    config: dict[str, JsonValue] = dict(callback.config)
    key = FILES.get(callback.class_name)
    if key is not None and (key in config or key != "log_dir"):
        ending = ".weights.h5" if config.get("save_weights_only") is True else ".keras"
        default = "history.csv" if key == "filename" else f"best{ending}"
        name = config.setdefault(key, default)
        if not isinstance(name, str) or not FILE_NAME.fullmatch(name) or ".." in name:
            message = f"{callback.class_name} writes to {str(name)[:80]!r}. Give a plain file name, such as {default}."
            raise cannot("export.file-name", message, name=callback.class_name, field=key)
    return object_call("callbacks", callback.class_name, config)


def main_function() -> list[str]:
    """The lines of main."""
    return [
        "def main() -> None:",
        '    """Train from a file, judge by the test rows, and save the model."""',
        '    parser = argparse.ArgumentParser(description="Train the model from a file.")',
        '    parser.add_argument("--data", required=True, help="file to train from")',
        '    parser.add_argument("--epochs", type=int, default=EPOCHS)',
        '    parser.add_argument("--out", default="model.keras", help="file to save to")',
        "    arguments = parser.parse_args()",
        "    model = compile_model(build_model())",
        "    data = load_data(arguments.data)",
        "    train(model, data, epochs=arguments.epochs)",
        "    if data.test:",
        "        model.evaluate(*data.test.for_keras())",
        "    model.save(arguments.out)",
    ]
