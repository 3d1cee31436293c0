"""Small neural heads: one hidden layer, a few members whose mean counts. They see what a linear head does not: two
traits at once.

How they are trained stands here too, in plain numpy: AdamW (Loshchilov and Hutter 2019) with dropout (Srivastava et al.
2014), every step from one seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

MEMBERS, BATCH = 3, 128
RATE, DECAY, SMOOTHING = 1e-3, 0.05, 0.05
_BETA, _BETA_SQUARE, _LEAST = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Network:
    """Members of one shape: `widen` (members, inputs, hidden), `narrow` (members, hidden, classes of all tasks)."""

    classes: Mapping[str, tuple[str, ...]]
    widen: Array
    widen_bias: Array
    narrow: Array
    narrow_bias: Array

    def probabilities(self, seen: Array) -> dict[str, dict[str, float]]:
        """For each task the probabilities of its classes: the mean over the members."""
        logits = np.einsum("mh,mhc->mc", _gelu(np.einsum("i,mih->mh", seen, self.widen) + self.widen_bias), self.narrow)
        logits += self.narrow_bias
        found = {}
        for task, columns in columns_of(self.classes).items():
            shares = _softmax(logits[:, columns]).mean(axis=0)
            found[task] = dict(zip(self.classes[task], shares.tolist(), strict=True))
        return found


def columns_of(classes: Mapping[str, tuple[str, ...]]) -> dict[str, slice]:
    """Where the classes of each task stand among the outputs."""
    ends = np.cumsum([0, *map(len, classes.values())]).tolist()
    return {task: slice(start, end) for task, start, end in zip(classes, ends, ends[1:], strict=False)}


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide the hidden layer is, how often all rows are gone through, how often an input or a hidden unit is left
    out meanwhile, how often all inputs after the first `own` are left out together, and whether all inputs are
    brought to one scale first."""

    hidden: int
    rounds: int
    dropped_seen: float
    dropped_hidden: float
    alone: float = 0.0
    own: int = 0
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is to be learned: rows of what is seen, and for each task the number of the right class and how much the
    answer counts (0: not labelled)."""

    seen: Array
    classes: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[NDArray[np.int64], Array]]

    @classmethod
    def of(cls, seen: Array, targets: Mapping[str, Sequence[str | None]], counts: Mapping[str, float]) -> Lesson:
        """`targets` holds the right class of each row by task (None: not labelled), `counts` how much a task counts."""
        classes = {task: tuple(sorted({name for name in given if name})) for task, given in targets.items()}
        answers = {task: _answers(given, classes[task], counts[task]) for task, given in targets.items()}
        return cls(seen, classes, answers)


def fit(lesson: Lesson, shape: Shape) -> Network:
    """Trains the members; a scale that the inputs were brought to is put into the weights."""
    inputs = lesson.seen.shape[1]
    mean, spread = np.zeros(inputs, np.float32), np.ones(inputs, np.float32)
    if shape.scaled:
        mean, spread = lesson.seen.mean(axis=0), lesson.seen.std(axis=0) + np.float32(1e-3)
    scaled = replace(lesson, seen=np.asarray((lesson.seen - mean) / spread, np.float32))
    members = [_fit_member(scaled, shape, seed) for seed in range(MEMBERS)]
    widen, widen_bias, narrow, narrow_bias = (np.stack(parts) for parts in zip(*members, strict=True))
    widen = np.asarray(widen / spread[:, None], np.float32)
    return Network(lesson.classes, widen, np.asarray(widen_bias - mean @ widen, np.float32), narrow, narrow_bias)


def _answers(given: Sequence[str | None], classes: tuple[str, ...], count: float) -> tuple[NDArray[np.int64], Array]:
    index = np.array([classes.index(name) if name else 0 for name in given])
    return index, np.array([count if name else 0 for name in given], np.float32)


def _fit_member(lesson: Lesson, shape: Shape, seed: int) -> list[Array]:
    chance = np.random.default_rng(seed)
    outputs = sum(map(len, lesson.classes.values()))
    parts = [*_layer(chance, lesson.seen.shape[1], shape.hidden), *_layer(chance, shape.hidden, outputs)]
    first, second = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    steps = shape.rounds * -(-len(lesson.seen) // BATCH)
    for step, rows in enumerate(_batches(len(lesson.seen), shape.rounds, chance), start=1):
        rate = np.float32(RATE * max(0.01, 1 - step / steps))
        slopes = _slopes(parts, lesson, rows, _Dropping(chance, shape))
        for part, slope, mean, square in zip(parts, slopes, first, second, strict=True):
            mean += (1 - _BETA) * (slope - mean)
            square += (1 - _BETA_SQUARE) * (slope * slope - square)
            move = mean / (1 - _BETA**step) / (np.sqrt(square / (1 - _BETA_SQUARE**step)) + _LEAST)
            part -= rate * (move + DECAY * part)
    return parts


def _layer(chance: np.random.Generator, inputs: int, outputs: int) -> tuple[Array, Array]:
    bound = inputs**-0.5
    return chance.uniform(-bound, bound, (inputs, outputs)).astype(np.float32), np.zeros(outputs, np.float32)


def _batches(count: int, rounds: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(rounds):
        order = chance.permutation(count)
        yield from (order[start : start + BATCH] for start in range(0, count, BATCH))


def _slopes(parts: list[Array], lesson: Lesson, rows: NDArray[np.int64], dropping: _Dropping) -> list[Array]:
    """The slopes of the loss on some rows, by the rule of the chain."""
    widen, widen_bias, narrow, narrow_bias = parts
    seen = lesson.seen[rows]
    inputs = seen * dropping.of_seen(seen.shape)
    before = np.asarray(inputs @ widen + widen_bias, np.float32)
    mask = dropping.of_hidden(before.shape)
    hidden = _gelu(before) * mask
    logits = np.asarray(hidden @ narrow + narrow_bias, np.float32)
    error = np.zeros_like(logits)
    for task, columns in columns_of(lesson.classes).items():
        index, count = lesson.answers[task][0][rows], lesson.answers[task][1][rows]
        missed = _softmax(logits[:, columns]) - _wanted(index, columns.stop - columns.start)
        error[:, columns] = missed * (count / len(rows))[:, None]
    back = (error @ narrow.T) * mask * _gelu_slope(before)
    return [inputs.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


def _wanted(index: NDArray[np.int64], classes: int) -> Array:
    """The right class of each row, with a little for all others."""
    wanted = np.full((len(index), classes), SMOOTHING / classes, np.float32)
    wanted[np.arange(len(index)), index] += np.float32(1 - SMOOTHING)
    return wanted


@dataclass(frozen=True, slots=True)
class _Dropping:
    """Masks that leave out by chance, and make up for what is left out."""

    chance: np.random.Generator
    shape: Shape

    def of_seen(self, size: tuple[int, int]) -> Array:
        mask = self._mask(size, self.shape.dropped_seen)
        if self.shape.alone:
            mask[self.chance.random(size[0]) < self.shape.alone, self.shape.own :] = 0
        return mask

    def of_hidden(self, size: tuple[int, int]) -> Array:
        return self._mask(size, self.shape.dropped_hidden)

    def _mask(self, size: tuple[int, int], dropped: float) -> Array:
        return np.asarray((self.chance.random(size, np.float32) >= dropped) / (1 - dropped), np.float32)


_ROOT = np.float32(0.7978845608)


def _gelu(x: Array) -> Array:
    return np.asarray(0.5 * x * (1 + np.tanh(_ROOT * (x + 0.044715 * x**3))), np.float32)


def _gelu_slope(x: Array) -> Array:
    curve = np.tanh(_ROOT * (x + 0.044715 * x**3))
    return np.asarray(
        0.5 * (1 + curve) + 0.5 * x * (1 - curve * curve) * _ROOT * (1 + 3 * 0.044715 * x * x), np.float32
    )


def _softmax(logits: Array) -> Array:
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True), np.float32)
