"""Trains a generated model.py by itself and prints the seconds of every epoch: the other side of `throughput`."""

import importlib.util
import json
import sys
import time

import keras


class Clock(keras.callbacks.Callback):
    """Seconds of every epoch, validation included, as the worker counts them."""

    def __init__(self) -> None:
        """Start with no epoch."""
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """Note the time."""
        self._started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        """Keep the difference."""
        self.seconds.append(time.perf_counter() - self._started)


def main(source: str, data: str) -> None:
    """Train as the script's own `main` does, with a clock."""
    spec = importlib.util.spec_from_file_location("model", source)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{source} is no Python file.")
    script = importlib.util.module_from_spec(spec)
    sys.modules["model"] = script
    spec.loader.exec_module(script)
    clock = Clock()
    keras.utils.set_random_seed(script.SEED)
    script.train(script.compile_model(script.build_model()), script.load_data(data), callbacks=[clock])
    print("\n" + json.dumps(clock.seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
