"""Preparations fitted before they are needed: while a page stands still, so that a click need not wait for a child."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from designer.data.fit import fit_preparation
from designer.data.schema import Dataset
from designer.training.config import DataConfig

MOST_KEPT = 16

Fit = Callable[[Path, Dataset, DataConfig], DataConfig]
Key = tuple[str, str]


class FitAhead:
    """Fits one preparation at a time in a thread, and keeps the last few results. Safe to call from any thread."""

    def __init__(self, fit: Fit = fit_preparation) -> None:
        """Start nothing yet; `fit` is what does the work."""
        self._fit = fit
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, Future[DataConfig]] = OrderedDict()
        self._thread: ThreadPoolExecutor | None = None

    def begin(self, path: Path, dataset: Dataset, config: DataConfig) -> None:
        """A run with these settings is likely: fit them now, unless that is done already."""
        self._future(path, dataset, config)

    def result(self, path: Path, dataset: Dataset, config: DataConfig) -> DataConfig:
        """The fitted configuration, at once when it is known.

        Raises:
            UnreadableData: as `fit_preparation` does; asking again tries again.
        """
        future = self._future(path, dataset, config)
        try:
            return future.result()
        except Exception:  # whatever it was, it is not kept
            with self._lock:
                self._known = OrderedDict((key, kept) for key, kept in self._known.items() if kept is not future)
            raise

    def close(self) -> None:
        """Drop what has not begun."""
        with self._lock:
            if self._thread is not None:
                self._thread.shutdown(wait=False, cancel_futures=True)
                self._thread = None
            self._known.clear()

    def _future(self, path: Path, dataset: Dataset, config: DataConfig) -> Future[DataConfig]:
        # A dataset's id names its content, its reading changes what the content means.
        key = (dataset.model_dump_json(exclude={"preview", "warnings"}), config.model_dump_json())
        with self._lock:
            future = self._known.get(key)
            if future is None:
                if self._thread is None:
                    self._thread = ThreadPoolExecutor(1, thread_name_prefix="fit-ahead")
                future = self._known[key] = self._thread.submit(self._fit, path, dataset, config)
                while len(self._known) > MOST_KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
        return future
