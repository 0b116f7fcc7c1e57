"""Write every sample data set from its source; run once by hand when a set changes.

The sources are files inside published Python packages, so that anybody can repeat this::

    pip download --no-deps -d WHEELS palmerpenguins==0.1.6 vega_datasets==0.9.0
    python sample_data/build_samples.py WHEELS

scikit-learn and pandas are read from the environment (requirements-dev.txt). What each set is, where it comes from
and under which licence stands in README.md beside this file.
"""

import argparse
import inspect
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import sklearn.datasets

HERE = Path(__file__).parent
STEPS = 100
# What one answer of the convolutional template sees: every 4th square of 13 × 13 pixels.
CELLS = 13
CELL_SIZE = 4
ENLARGED = 400
WORDS = 20
VOCABULARY = 1023


def from_wheel(wheels: Path, package: str, member: str) -> io.BytesIO:
    """One file of a downloaded wheel."""
    wheel = next(wheels.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return io.BytesIO(archive.read(member))


def tables(wheels: Path) -> None:
    """iris.csv, breast_cancer.csv, penguins.csv, cars.csv."""
    iris = sklearn.datasets.load_iris(as_frame=True)
    frame = iris.data.rename(columns=lambda name: name.replace(" (cm)", "").replace(" ", "_") + "_cm")
    frame["species"] = iris.target_names[iris.target]
    frame.to_csv(HERE / "iris.csv", index=False)

    cancer = sklearn.datasets.load_breast_cancer(as_frame=True)
    frame = cancer.data.rename(columns=lambda name: name.replace(" ", "_"))
    frame["diagnosis"] = cancer.target_names[cancer.target]
    frame.to_csv(HERE / "breast_cancer.csv", index=False)

    penguins = pd.read_csv(from_wheel(wheels, "palmerpenguins", "palmerpenguins/data/penguins.csv"))
    # The species last, because the last column is the target unless one is named.
    order = [*(name for name in penguins.columns if name != "species"), "species"]
    penguins[order].to_csv(HERE / "penguins.csv", index=False)

    cars = pd.read_json(from_wheel(wheels, "vega_datasets", "vega_datasets/_data/cars.json"))
    cars["Year"] = pd.to_datetime(cars["Year"]).dt.year
    cars = cars.dropna(subset=["Miles_per_Gallon"]).rename(columns=str.lower).drop(columns="name")
    order = [*(name for name in cars.columns if name != "miles_per_gallon"), "miles_per_gallon"]
    cars[order].to_csv(HERE / "cars.csv", index=False)


def digits() -> None:
    """digits.npz, and digit_pairs.npz: two different images each, and whether they show the same digit."""
    source = sklearn.datasets.load_digits()
    images = source.images.astype(np.uint8)[..., np.newaxis]
    labels = source.target.astype(np.uint8)
    np.savez_compressed(HERE / "digits.npz", image=images, label=labels)

    generator = np.random.default_rng(0)
    left, right = [], []
    for number, row in enumerate(generator.permutation(len(labels))[:1200]):
        alike = labels == labels[row]
        alike[row] = False
        left.append(row)
        right.append(generator.choice(np.flatnonzero(alike if number % 2 else labels != labels[row])))
    np.savez_compressed(
        HERE / "digit_pairs.npz",
        left=images[left],
        right=images[right],
        same=(labels[left] == labels[right]).astype(np.uint8),
    )


def large_digits() -> None:
    """digits_large.npz: digits as pictures of 100 × 100 pixels in three equal channels, each pixel a square of 12."""
    source = sklearn.datasets.load_digits()
    enlarged = np.kron(source.images[:ENLARGED].astype(np.uint8), np.ones((1, 12, 12), dtype=np.uint8))
    framed = np.pad(enlarged, ((0, 0), (2, 2), (2, 2)))
    np.savez_compressed(
        HERE / "digits_large.npz",
        image=np.repeat(framed[..., np.newaxis], 3, axis=-1),
        label=source.target[:ENLARGED].astype(np.uint8),
    )


def red_cells(crop: np.ndarray) -> np.ndarray:
    """Where red is the strongest colour, for the middle of each square that the convolutional template answers for."""
    inner = slice(CELL_SIZE, CELL_SIZE * (CELLS + 1))
    cells = crop[inner, inner].reshape(CELLS, CELL_SIZE, CELLS, CELL_SIZE, 3).mean(axis=(1, 3))
    return (cells.argmax(axis=-1) == 0)[..., np.newaxis]


def photos() -> None:
    """photo_crops.npz: squares without overlap, in grey and at half size in colour, and the photo they are from.

    photo_cells.npz: the grey squares, and where they are red.
    """
    grey, colour, label, red = [], [], [], []
    for number, name in enumerate(("china.jpg", "flower.jpg")):
        picture = sklearn.datasets.load_sample_image(name)
        for top in range(0, picture.shape[0] - 63, 64):
            for side in range(0, picture.shape[1] - 63, 64):
                crop = picture[top : top + 64, side : side + 64].astype(np.float64)
                grey.append(np.rint(crop @ [0.299, 0.587, 0.114])[..., np.newaxis])
                colour.append(np.rint(crop.reshape(32, 2, 32, 2, 3).mean(axis=(1, 3))))
                label.append(number)
                red.append(red_cells(crop))
    photo = np.array(grey, dtype=np.uint8)
    np.savez_compressed(HERE / "photo_cells.npz", photo=photo, red=np.array(red, dtype=np.uint8))
    np.savez_compressed(
        HERE / "photo_crops.npz",
        photo=photo,
        colour=np.array(colour, dtype=np.uint8),
        label=np.array(label, dtype=np.uint8),
    )


def temperatures(wheels: Path) -> None:
    """temperatures.npz: 100 hours that do not overlap, the half of the year, and each temperature one hour later."""
    sequence, label, next_hour = [], [], []
    for name in ("seattle-temps", "sf-temps"):
        table = pd.read_csv(from_wheel(wheels, "vega_datasets", f"vega_datasets/_data/{name}.csv"))
        celsius = ((table["temp"].to_numpy() - 32) / 1.8).round(2).astype(np.float32)
        month = pd.to_datetime(table["date"]).dt.month
        for start in range(0, len(celsius) - STEPS, STEPS):
            sequence.append(celsius[start : start + STEPS, np.newaxis])
            next_hour.append(celsius[start + 1 : start + STEPS + 1, np.newaxis])
            label.append(4 <= month[start + STEPS // 2] <= 9)
    np.savez_compressed(
        HERE / "temperatures.npz",
        sequence=np.array(sequence),
        label=np.array(label, dtype=np.uint8),
        next_hour=np.array(next_hour),
    )


def sentences(module: ModuleType) -> Iterator[tuple[str, ...]]:
    """The words of the first sentence of every public docstring of a package, without doubles."""
    seen = set()
    for name in sorted(set(vars(module))):
        thing = getattr(module, name)
        if name.startswith("_") or not callable(thing):
            continue
        members = [getattr(thing, member) for member in sorted(dir(thing)) if not member.startswith("_")]
        for text in filter(None, (inspect.getdoc(item) for item in (thing, *members))):
            words = tuple(re.findall(r"[a-z]+", text.split(".")[0].lower()))[:WORDS]
            if len(words) >= 4 and words not in seen:
                seen.add(words)
                yield words


def text() -> None:
    """sentences.npz: word ids of documentation sentences about tables (pandas) or arrays (NumPy)."""
    rows = [(words, number) for number, module in enumerate((np, pd)) for words in sentences(module)]
    frequent = Counter(word for words, _ in rows for word in words).most_common(VOCABULARY - 1)
    # 0 fills up short sentences, 1 stands for every word that is not in the vocabulary.
    ids = {word: number for number, (word, _) in enumerate(frequent, start=2)}
    tokens = np.zeros((len(rows), WORDS), dtype=np.int32)
    for row, (words, _) in enumerate(rows):
        tokens[row, : len(words)] = [ids.get(word, 1) for word in words]
    np.savez_compressed(HERE / "sentences.npz", text=tokens, label=np.array([n for _, n in rows], dtype=np.uint8))
    (HERE / "sentences_vocabulary.txt").write_text("\n".join(["", "?", *ids]) + "\n", encoding="utf-8")


def main() -> None:
    """Write all sets beside this file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("wheels", type=Path, help="folder with the downloaded wheels")
    wheels = parser.parse_args().wheels
    tables(wheels)
    digits()
    large_digits()
    photos()
    temperatures(wheels)
    text()


if __name__ == "__main__":
    main()
