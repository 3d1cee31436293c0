"""How right the checker is, on labelled texts: sentence by sentence, pair by pair, alarm by alarm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.case import OVERPROMISES, Case, Finding, Review
from assistant.evaluation.gold import Labelled, Text

Checker = Callable[[str, Case], Review]

OVERLAP = 1 / 3
"""A finding belongs to a sentence when they share a third of the shorter one."""


@dataclass(slots=True)
class Tally:
    """Counts of right and wrong; precision, recall and F1 follow."""

    hit: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.false)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.false + self.missed)


@dataclass(slots=True)
class Mistake:
    """A sentence judged wrongly: what it is, and what the checker took it for."""

    text: str
    sentence: str
    is_really: str
    taken_for: str


@dataclass(slots=True)
class Measured:
    """The figures of one language (or channel, or trade)."""

    overpromises: Tally = field(default_factory=Tally)
    vague: Tally = field(default_factory=Tally)
    right_kind: int = 0
    recall_by_kind: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    pairs: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    clean: int = 0
    alarms: int = 0
    reserved: int = 0
    """Sentences that are hedged or negated."""
    reserved_flagged: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def kind_accuracy(self) -> float:
        return self.right_kind / max(1, self.overpromises.hit)

    @property
    def pair_accuracy(self) -> float:
        whole = [all(right) for right in self.pairs.values() if len(right) == 2]
        return sum(whole) / max(1, len(whole))

    @property
    def alarms_per_ten_clean(self) -> float:
        return 10 * self.alarms / max(1, self.clean)

    @property
    def reserved_share(self) -> float:
        return self.reserved_flagged / max(1, self.reserved)

    def calibration(self, bins: int = 5) -> list[tuple[float, float, int]]:
        """For each fifth of the scale that is used: mean confidence, share that was right, how many."""
        grouped: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right in self.confidences:
            grouped[min(int(confidence * bins), bins - 1)].append((confidence, right))
        return [
            (sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group))
            for _, group in sorted(grouped.items())
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "precision": round(self.overpromises.precision, 3),
            "recall": round(self.overpromises.recall, 3),
            "f1": round(self.overpromises.f1, 3),
            "kind": round(self.kind_accuracy, 3),
            "vague_f1": round(self.vague.f1, 3),
            "pairs": round(self.pair_accuracy, 3),
            "n_pairs": sum(len(right) == 2 for right in self.pairs.values()),
            "alarms_per_ten_clean": round(self.alarms_per_ten_clean, 2),
            "n_clean": self.clean,
            "reserved_flagged": round(self.reserved_share, 3),
            "recall_by_kind": {kind: f"{hit}/{all_}" for kind, (hit, all_) in sorted(self.recall_by_kind.items())},
            "calibration": [[round(a, 2), round(b, 2), n] for a, b, n in self.calibration()],
        }


def measure(texts: Iterable[Text], check: Checker) -> Measured:
    """Runs `check` over the texts and counts."""
    measured = Measured()
    for text in texts:
        _count(measured, text, check(text.draft, text.case).findings)
    return measured


def by(texts: Sequence[Text], trait: Callable[[Text], str], check: Checker) -> dict[str, Measured]:
    """The same, for each value of a trait such as the channel."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        groups[trait(text)].append(text)
    return {value: measure(group, check) for value, group in sorted(groups.items())}


def _count(measured: Measured, text: Text, findings: Sequence[Finding]) -> None:
    over = [finding for finding in findings if finding.kind in OVERPROMISES]
    vague = [finding for finding in findings if finding.kind == "vague"]
    right = [_count_sentence(measured, text, sentence, over, vague) for sentence in text.sentences]
    for finding in over:
        true = any(s.is_overpromise and _meet(finding, s) for s in text.sentences)
        measured.confidences.append((finding.confidence, true))
    if text.is_clean:
        measured.clean += 1
        measured.alarms += len(over)
    if text.pair:
        measured.pairs[text.pair].append(all(right))


def _count_sentence(
    measured: Measured, text: Text, sentence: Labelled, over: Sequence[Finding], vague: Sequence[Finding]
) -> bool:
    hits = [finding for finding in over if _meet(finding, sentence)]
    is_vague, found_vague = sentence.label == "vague", any(_meet(finding, sentence) for finding in vague)
    measured.vague.hit += is_vague and found_vague
    measured.vague.missed += is_vague and not found_vague
    measured.vague.false += found_vague and sentence.label not in ("vague", "overpromise")
    if sentence.label == "hedged" or sentence.reason == "negation":
        measured.reserved += 1
        measured.reserved_flagged += bool(hits)
    if sentence.is_overpromise:
        tally = measured.recall_by_kind[sentence.kind or ""]
        tally[0] += bool(hits)
        tally[1] += 1
    if sentence.is_overpromise and hits:
        measured.overpromises.hit += 1
        measured.right_kind += any(finding.kind == sentence.kind for finding in hits)
    elif sentence.is_overpromise:
        measured.overpromises.missed += 1
    elif hits:
        measured.overpromises.false += 1
    right = sentence.is_overpromise == bool(hits)
    if not right:
        taken = hits[0].kind if hits else "vague" if found_vague else "no overpromise"
        quote = text.draft[sentence.start : sentence.end]
        measured.mistakes.append(Mistake(text.id, quote, sentence.kind or sentence.label, taken))
    return right


def _meet(finding: Finding, sentence: Labelled) -> bool:
    shared = min(finding.end, sentence.end) - max(finding.start, sentence.start)
    return shared > 0 and shared >= OVERLAP * min(finding.end - finding.start, sentence.end - sentence.start)
