"""The learned part: small linear heads that tell what a sentence is.

`weights.npz` holds, for each head and for each way of reading (with vectors, without), one matrix of
8-bit weights, with the fingerprint of the labelled data that it was trained on. `training.py` makes
it; `python -m assistant train` rebuilds it bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.checker import features, vectors
from assistant.checker.features import Signals
from assistant.errors import BadInput

WEIGHTS = Path(__file__).parent / "weights.npz"
DENSE, NEIGHBOUR_DENSE, VECTOR, NEIGHBOUR_VECTOR = 1.2, 0.3, 3.0, 1.0
"""How much cues and vectors, of the sentence and of its neighbours, weigh beside the n-grams."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the heads see of one sentence. `vector` is centred and of unit length, or None."""

    ids: NDArray[np.int64]
    counts: Array
    dense: Array
    vector: Array | None


@dataclass(frozen=True, slots=True)
class Head:
    """A softmax over classes: sparse n-gram weights and dense ones."""

    classes: tuple[str, ...]
    sparse: NDArray[np.int8]
    dense: Array
    scale: Array
    bias: Array

    def probabilities(self, seen: Seen, rest: Array) -> dict[str, float]:
        logits = (seen.counts @ self.sparse[seen.ids].astype(np.float32)) * self.scale + rest @ self.dense + self.bias
        exponents = np.exp(logits - logits.max())
        return dict(zip(self.classes, (exponents / exponents.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Pairing:
    """A logistic model of a sentence beside a fact: weights over `facts.FEATURES`, and a bias."""

    weights: Array
    bias: float

    def probability(self, values: Array) -> float:
        return float(1 / (1 + np.exp(-(values @ self.weights + self.bias))))


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learned. `fingerprint` names the data that it was learned from."""

    fingerprint: str
    cues: tuple[str, ...]
    mean: Array
    heads: Mapping[tuple[str, str], Head]
    pairings: Mapping[tuple[str, str], Pairing]


@cache
def load() -> Heads:
    """The heads of the package; BadInput where the file is missing or broken (never without them)."""
    try:
        with np.load(WEIGHTS, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        raise BadInput(
            f"the trained part of the checker cannot be read: {error}",
            where=str(WEIGHTS),
            now="reinstall, or rebuild it with `python -m assistant train`",
        ) from None
    return unpack(arrays)


def unpack(arrays: Mapping[str, NDArray[np.generic]]) -> Heads:
    heads, pairings = {}, {}
    for name in arrays:
        kind, _, rest = name.partition("/")
        if kind == "head" and rest.endswith("/sparse"):
            key = rest.removesuffix("/sparse")
            parts = {part: arrays[f"head/{key}/{part}"] for part in ("classes", "sparse", "dense", "scale", "bias")}
            task, way = key.split("/")
            classes = tuple(str(c) for c in parts.pop("classes"))
            heads[task, way] = Head(classes, **parts)  # type: ignore[arg-type]
        elif kind == "pairing":
            task, way = rest.split("/")
            values = arrays[name].astype(np.float32)
            pairings[task, way] = Pairing(values[:-1], float(values[-1]))
    cues = tuple(str(name) for name in arrays["cues"])
    return Heads(str(arrays["fingerprint"]), cues, arrays["mean"].astype(np.float32), heads, pairings)


def see(sentences: list[Signals], cues: tuple[str, ...], mean: Array, *, fast: bool) -> list[Seen]:
    """What the heads see of each sentence of a text; `fast` does without vectors."""
    centred: list[Array | None] = [None] * len(sentences)
    if not fast:
        centred = list(centre(vectors.of([s.text for s in sentences]), mean))
    return [
        Seen(*features.ngrams(signals.text), features.dense(signals, cues), vector)
        for signals, vector in zip(sentences, centred, strict=True)
    ]


def centre(raw: Array, mean: Array) -> Array:
    """Vectors of this model lie in a narrow cone (cosines 0.80–0.93): without their mean they spread."""
    moved = raw - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-6), dtype=np.float32)


def rest(seen: list[Seen], at: int) -> Array:
    """The dense part of a sentence with its neighbours', in the order that the heads know."""
    here = seen[at]
    sides = [seen[i] if 0 <= i < len(seen) else None for i in (at - 1, at + 1)]
    parts = [here.dense * DENSE]
    parts += [side.dense * NEIGHBOUR_DENSE if side else np.zeros_like(here.dense) for side in sides]
    if here.vector is not None:
        empty = np.zeros(vectors.SIZE, np.float32)
        parts += [here.vector * VECTOR]
        parts += [side.vector * NEIGHBOUR_VECTOR if side and side.vector is not None else empty for side in sides]
    return np.concatenate(parts).astype(np.float32)
