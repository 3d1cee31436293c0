"""What the heads see of a sentence: hashed n-grams, cues, and the vectors of it and its neighbours."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.case import Language, Money
from assistant.checker import rulebook
from assistant.checker.money import Sum
from assistant.checker.times import Time

CHARACTER_BUCKETS, WORD_BUCKETS, OPENING_BUCKETS = 1 << 15, 1 << 14, 1 << 11
BUCKETS = CHARACTER_BUCKETS + WORD_BUCKETS + OPENING_BUCKETS
CHARACTERS, WORDS, OPENING = 2.0, 2.0, 1.0
"""How much each group of n-grams weighs beside the others; chosen on the validation part."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a sentence before it is read: its words, its cues, its times and sums."""

    text: str
    language: Language
    cues: frozenset[str]
    times: tuple[Time, ...]
    sums: tuple[Sum, ...]

    @property
    def deadline(self) -> Time | None:
        """The last time that lies ahead."""
        ahead = [time for time in self.times if not time.past and not time.length]
        return ahead[-1] if ahead else None

    @property
    def largest(self) -> Money | None:
        return max((s.money for s in self.sums), key=lambda money: money.amount, default=None)


def seen_cues(text: str, language: Language) -> frozenset[str]:
    return frozenset(cue.name for cue in rulebook.cues() if cue.seen_in(text, language))


def dense(signals: Signals, cues: Sequence[str]) -> NDArray[np.float32]:
    """Cues and traits as numbers; `cues` are those that the heads were trained on, in their order."""
    text = signals.text.rstrip()
    traits = [
        signals.deadline is not None,
        any(time.past for time in signals.times),
        any(time.length for time in signals.times),
        any(time.now for time in signals.times),
        bool(signals.sums),
        text.endswith("?"),
        text.endswith("!"),
        signals.language == "sv",
        min(len(text) / 150, 2.0),
    ]
    return np.array([name in signals.cues for name in cues] + traits, dtype=np.float32)


def ngrams(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The buckets that a sentence fills and what each counts there; every group has unit length."""
    lowered = re.sub(r"\d", "0", text.lower())
    words = re.findall(r"0+|[^\W\d_]+|[^\w\s]", lowered)
    groups = (
        (_buckets(_character_grams(lowered), 0, CHARACTER_BUCKETS), CHARACTERS),
        (_buckets(_word_grams(words), CHARACTER_BUCKETS, WORD_BUCKETS), WORDS),
        (_buckets(words[:2], CHARACTER_BUCKETS + WORD_BUCKETS, OPENING_BUCKETS), OPENING),
    )
    ids = np.concatenate([bucket for bucket, _ in groups])
    counts = [np.full(len(bucket), weight / max(len(bucket), 1) ** 0.5) for bucket, weight in groups]
    return ids, np.concatenate(counts).astype(np.float32)


def _character_grams(text: str) -> Iterable[str]:
    for word in text.split():
        padded = f" {word} "
        for size in (2, 3, 4, 5):
            for start in range(max(len(padded) - size + 1, 1)):
                yield padded[start : start + size]


def _word_grams(words: Sequence[str]) -> Iterable[str]:
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _buckets(grams: Iterable[str], offset: int, count: int) -> NDArray[np.int64]:
    return np.array(sorted({offset + zlib.crc32(gram.encode()) % count for gram in grams}), dtype=np.int64)
