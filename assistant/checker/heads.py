"""The learned part: small linear heads that tell what a sentence is.

Linear heads over n-grams and cues read by themselves in the fast mode; with vectors a small network (`network.py`)
reads beside them, and the two are mixed. `weights.npz` holds both, with the fingerprint of the labelled data that they
were trained on. `training.py` makes it; `python -m assistant train` rebuilds it bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.checker import features, vectors
from assistant.checker.features import Signals
from assistant.checker.network import Network
from assistant.errors import BadInput

WEIGHTS = Path(__file__).parent / "weights.npz"
DENSE, NEIGHBOUR_DENSE = 1.2, 0.3
"""How much cues, of the sentence and of its neighbours, weigh beside the n-grams."""
TASKS = ("act", "about", "who")
NETWORK = 0.7
"""How much the network's reading weighs beside that of the linear heads; chosen on the validation part."""
_CUES, _SIDE = 2.0, 0.5
"""How much cues weigh beside vectors in what the network sees, and the vectors of the neighbours."""

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
class Heads:
    """Everything learned. `fingerprint` names the data that it was learned from."""

    fingerprint: str
    cues: tuple[str, ...]
    mean: Array
    heads: Mapping[str, Head]
    network: Network
    pairs: Mapping[str, Network]
    """How a sentence stands to a fact, by way of reading (full, fast): over `facts.FEATURES`, with the task `pair`."""


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
    heads = {task: _head(_under(f"head/{task}/", arrays)) for task in TASKS}
    pairs = {way: _network(_under(f"pair/{way}/", arrays), ("pair",)) for way in ("full", "fast")}
    cues, mean = tuple(str(name) for name in arrays["cues"]), arrays["mean"].astype(np.float32)
    return Heads(str(arrays["fingerprint"]), cues, mean, heads, _network(_under("network/", arrays), TASKS), pairs)


def _under(prefix: str, arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    return {name.removeprefix(prefix): values for name, values in arrays.items() if name.startswith(prefix)}


def _head(arrays: dict[str, NDArray[np.generic]]) -> Head:
    classes = tuple(str(c) for c in arrays.pop("classes"))
    return Head(classes, **arrays)  # type: ignore[arg-type]


def _network(arrays: Mapping[str, NDArray[np.generic]], tasks: Sequence[str]) -> Network:
    classes = {task: tuple(str(name) for name in arrays[f"classes/{task}"]) for task in tasks}
    widen, widen_bias, narrow, narrow_bias = (
        arrays[part].astype(np.float32) for part in ("widen", "widen_bias", "narrow", "narrow_bias")
    )
    return Network(classes, widen, widen_bias, narrow, narrow_bias)


class Reading(NamedTuple):
    """What a sentence is, about what, and who acts: the probabilities of each, in the order of TASKS."""

    act: dict[str, float]
    about: dict[str, float]
    who: dict[str, float]


def reading(heads: Mapping[str, Head], network: Network | None, seen: list[Seen], at: int) -> Reading:
    """What the sentence at `at` is, among its neighbours; by the linear heads alone without a `network`."""
    beside = rest(seen, at)
    plain = [heads[task].probabilities(seen[at], beside) for task in TASKS]
    if network is None:
        return Reading(*plain)
    deep = network.probabilities(whole(seen, at))
    return Reading(*(_mixed(one, deep[task]) for task, one in zip(TASKS, plain, strict=True)))


def _mixed(plain: dict[str, float], deep: dict[str, float]) -> dict[str, float]:
    """The weighted geometric mean of two readings."""
    weighed = {name: plain[name] ** (1 - NETWORK) * deep[name] ** NETWORK for name in plain}
    total = sum(weighed.values())
    return {name: value / total for name, value in weighed.items()}


def whole(seen: list[Seen], at: int) -> Array:
    """What the network sees of a sentence: vectors and cues, its own and its neighbours', all of about one size."""
    parts = []
    for place, weight in ((at, 1.0), (at - 1, _SIDE), (at + 1, _SIDE)):
        side = seen[place] if 0 <= place < len(seen) else None
        vector = side.vector if side and side.vector is not None else np.zeros(vectors.SIZE, np.float32)
        parts += [
            vector * vectors.SIZE**0.5 * weight,
            (side.dense if side else np.zeros_like(seen[at].dense)) * _CUES * weight,
        ]
    return np.concatenate(parts).astype(np.float32)


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
    return np.concatenate(parts).astype(np.float32)
