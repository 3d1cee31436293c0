"""Trains the heads from the labelled texts: `python -m assistant train`.

Takes the texts whose `part` is train from `tests/data/gold-*.jsonl`, and writes `weights.npz`. The same
data and the same versions of numpy, SciPy and scikit-learn (the dev extra) give the same bytes.

The linear heads are multinomial logistic regressions, kept as 8-bit weights; the networks stand in `network.py`. Those
that set a statement beside a fact see the heads' probabilities from three-fold cross-fitting by text, as they will see
them on texts that nobody has trained on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.case import Case
from assistant.casefile import case_from
from assistant.checker import facts, features, heads, network, promises, rulebook, vectors
from assistant.checker.heads import TASKS, Array, Head, Seen
from assistant.checker.network import Lesson, Network, Shape
from assistant.checker.promises import Statement
from assistant.errors import BadInput
from assistant.language import Sentence, sentences, without_greeting

GOLD = Path(__file__).parent.parent.parent / "tests" / "data"
STRENGTH = {"act": 1.0, "about": 3.0, "who": 2.0}
"""The inverse of the L2 penalty, chosen on the validation part."""
KEPT_FOR_RULES = (
    "sworn",
    "standing_offer",
    "as_written",
    "pays",
    "refuses",
    "says_safe",
    "terms",
    "bank_decides",
    "plainly_hedged",
)
"""Cues that decide by themselves; the heads do without them."""
COUNTS = {"act": 1.0, "about": 0.4, "who": 0.3}
"""How much each task counts in the network's loss."""
SENTENCES = Shape(hidden=256, rounds=10, dropped_seen=0.3, dropped_hidden=0.5, alone=0.2)
PAIRS = Shape(hidden=64, rounds=12, dropped_seen=0.1, dropped_hidden=0.3, scaled=True)
"""The shapes of the two networks, chosen on the validation part."""
FOLDS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled sentence with what the heads see of it."""

    text: str
    """The id of its text, without the letter of a pair."""
    statement: Statement
    text_seen: list[Seen]
    """What the heads see of all sentences of its text."""
    at: int
    label: dict[str, Any]
    case: Case
    twin: bool
    """The second text of a pair: the same words again, of use for facts only."""

    @property
    def seen(self) -> Seen:
        return self.text_seen[self.at]

    @property
    def rest(self) -> Array:
        return heads.rest(self.text_seen, self.at)

    @property
    def whole(self) -> Array:
        return heads.whole(self.text_seen, self.at)


def train(gold: Path = GOLD, target: Path = heads.WEIGHTS, report: Callable[[str], None] = lambda _: None) -> None:
    """Builds the weights file from the train part of the gold set in `gold`."""
    labelled = list(_texts(gold))
    if not labelled:
        raise BadInput("holds no labelled texts of the part train", where=str(gold))
    texts = [*labelled, *_wordings()]
    arrays: dict[str, NDArray[Any]] = {"fingerprint": np.array(_fingerprint(texts))}
    cues = tuple(cue.name for cue in rulebook.cues() if cue.name not in KEPT_FOR_RULES)
    arrays["cues"] = np.array(cues)
    raw = vectors.of([s["text"] for text in texts for s in text["sentences"]])
    arrays["mean"] = raw.mean(axis=0).astype(np.float32)
    report(f"{len(texts)} texts")
    examples = list(_examples(texts, cues, arrays["mean"]))
    linear, read = _fit([example for example in examples if not example.twin])
    for task, head in linear.items():
        arrays |= {f"head/{task}/{name}": values for name, values in _packed(head).items()}
    arrays |= {f"network/{name}": values for name, values in _packed_network(read, np.float16).items()}
    report("heads")
    for way, fitted in _cross_fitted(examples).items():
        beside = _fit_pairs(fitted, arrays["mean"])
        arrays |= {f"pair/{way}/{name}": values for name, values in _packed_network(beside, np.float32).items()}
    np.savez_compressed(target, **arrays)  # type: ignore[arg-type]
    heads.load.cache_clear()


def _texts(gold: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(gold.glob("gold-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)
            if text["part"] == "train":
                yield text


_SAID = {"listen", "apologise", "no_excuses"}
"""The steps whose wordings in the playbook promise nothing."""
_SLOTS = {
    "sv": {
        "item": "beställningen",
        "since": "i måndags",
        "contacts": "tre gånger",
        "amount": "499 kr",
        "owner": "Maja",
    },
    "en": {"item": "the order", "since": "on Monday", "contacts": "three times", "amount": "499 kr", "owner": "Maja"},
}
_ANSWERS = {
    "sv": (
        "senast i morgon, fredag den 13 mars",
        "i dag före kl. 16",
        "senast tisdag den 17 mars",
        "i morgon före kl. 12",
        "måndagen den 16 mars",
        "inom två arbetsdagar",
    ),
    "en": (
        "by tomorrow, Friday 13 March",
        "today before 4 pm",
        "by Tuesday 17 March",
        "tomorrow before noon",
        "on Monday 16 March",
        "within two business days",
    ),
}
"""Answer times of many forms: with one alone the form itself would be learned."""


def _wordings() -> Iterator[dict[str, Any]]:
    """The playbook's own wordings, which are labelled by what they stand under: words that listen, apologise or own
    a failure promise nothing, and a sentence with an answer time is an answer that the policy allows."""
    from assistant import playbook

    for entry in playbook.read(playbook.folders(None)):
        answers = _ANSWERS[entry.language]
        for number, phrase in enumerate(entry.phrases):
            said = phrase.fill(_SLOTS[entry.language] | {"answer_by": answers[number % len(answers)]})
            if said and (phrase.step in _SAID or "answer_by" in phrase.slots):
                labels = [_label_of(s.text, entry.language) for s in sentences(said)]
                if phrase.step not in _SAID:
                    labels = [label for label in labels if label["label"] == "supported"]
                if labels:
                    case = {"today": "2026-03-12T10:00", "language": entry.language}
                    yield {"id": f"{entry.language}-{entry.id}-{number}.", "case": case, "sentences": labels}


def _label_of(sentence: str, language: str) -> dict[str, Any]:
    if any(answer in sentence for answer in _ANSWERS[language]):
        promised = {"about": "contact", "who": "agent", "because": "policy", "bare": "supported"}
        return {"text": sentence, "label": "supported", "kind": None, **promised}
    return {"text": sentence, "label": "none", "kind": None}


def _fingerprint(texts: Sequence[dict[str, Any]]) -> str:
    """Of what the learning depends on: the labelled texts, in order."""
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _examples(texts: Sequence[dict[str, Any]], cues: tuple[str, ...], mean: Array) -> Iterator[Example]:
    for text in texts:
        case = case_from(text["case"], text["id"])
        language = case.language or "sv"
        spoken = [without_greeting(s["text"]) for s in text["sentences"]]
        signals = [promises.signals_of(words, language, case.today) for words in spoken]
        seen = heads.see(signals, cues, mean, fast=False)
        for i, label in enumerate(text["sentences"]):
            sentence = Sentence(0, len(spoken[i]), spoken[i])
            statement = Statement(sentence, signals[i], {}, {}, {}, seen[i].vector, signals[i].deadline)
            base = text["id"][:-1] if text["id"][-1] in "ab" else text["id"]
            yield Example(base, statement, seen, i, label, case, text["id"].endswith("b"))


def act_of(label: dict[str, Any]) -> str:
    """What a labelled sentence is without its facts: the class that the head learns."""
    if label["label"] == "none" or label.get("bare") == "none":
        return "none"
    if label["label"] == "hedged" or label.get("bare") == "hedged":
        return "hedged"
    bare = label["bare"]
    if bare in ("money", "availability", "absolute", "outcome"):
        return str(bare)
    return "event" if bare == "deadline" and label["who"] == "other" else "own"


def _target(example: Example, task: str) -> str | None:
    if task == "act":
        return act_of(example.label)
    value = example.label.get(task)
    return str(value) if value and (task == "about" or example.label["label"] != "none") else None


def _fit(examples: Sequence[Example]) -> tuple[dict[str, Head], Network]:
    return {task: _fit_head(examples, task) for task in TASKS}, _fit_network(examples)


def _fit_network(examples: Sequence[Example]) -> Network:
    targets = {task: [_target(example, task) for example in examples] for task in TASKS}
    seen = np.array([example.whole for example in examples])
    return network.fit(Lesson.of(seen, targets, COUNTS), replace(SENTENCES, own=seen.shape[1] // 3))


def _packed_network(fitted: Network, kind: type[np.floating[Any]]) -> dict[str, NDArray[Any]]:
    names = {f"classes/{task}": np.array(classes) for task, classes in fitted.classes.items()}
    parts = ("widen", "widen_bias", "narrow", "narrow_bias")
    return names | {part: getattr(fitted, part).astype(kind) for part in parts}


def _fit_head(examples: Sequence[Example], task: str) -> Head:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    kept = [(example, target) for example in examples if (target := _target(example, task))]
    lengths = np.cumsum([0] + [len(e.seen.ids) for e, _ in kept])
    counts = np.concatenate([e.seen.counts for e, _ in kept])
    ids = np.concatenate([e.seen.ids for e, _ in kept])
    sparse = csr_matrix((counts, ids, lengths), shape=(len(kept), features.BUCKETS))
    matrix = hstack([sparse, csr_matrix(np.array([e.rest for e, _ in kept]))]).tocsr()
    model = LogisticRegression(C=STRENGTH[task], max_iter=1500, tol=1e-3)
    model.fit(matrix, [target for _, target in kept])
    return _quantised(model.classes_, model.coef_.T, model.intercept_)


def _quantised(classes: Any, weights: NDArray[np.float64], bias: NDArray[np.float64]) -> Head:
    sparse, dense = weights[: features.BUCKETS], weights[features.BUCKETS :]
    scale = np.maximum(np.abs(sparse).max(axis=0), 1e-6) / 127
    return Head(
        classes=tuple(str(c) for c in classes),
        sparse=np.round(sparse / scale).astype(np.int8),
        dense=np.round(dense, 3).astype(np.float32),
        scale=np.round(scale, 6).astype(np.float32),
        bias=np.round(bias, 3).astype(np.float32),
    )


def _packed(head: Head) -> dict[str, NDArray[Any]]:
    return {
        "classes": np.array(head.classes),
        "sparse": head.sparse,
        "dense": head.dense,
        "scale": head.scale,
        "bias": head.bias,
    }


def _cross_fitted(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """For each way of reading, each example with the probabilities of heads that have not seen its text."""
    fitted: dict[str, list[Example]] = {"full": [], "fast": []}
    for fold in range(FOLDS):
        linear, read = _fit([e for e in examples if _fold(e) != fold and not e.twin])
        for example in (e for e in examples if _fold(e) == fold):
            for way, beside in (("full", read), ("fast", None)):
                act, about, who = heads.reading(linear, beside, example.text_seen, example.at)
                vector = example.statement.vector if beside else None
                here = replace(example.statement, act=act, about=about, who=who, vector=vector)
                fitted[way].append(replace(example, statement=here))
    return fitted


def _fold(example: Example) -> int:
    return int(hashlib.sha256(example.text.encode()).hexdigest(), 16) // 100 % FOLDS


def _fit_pairs(examples: Sequence[Example], mean: Array) -> Network:
    """How each sentence stands to each fact of its case: what decided it backs or denies it, the others do neither."""
    rows, stands = [], []
    for example in examples:
        because, denied = example.label.get("because"), example.label.get("kind") == "contradiction"
        for i, values in enumerate(_pairs(example, mean)):
            rows.append(values)
            stands.append("none" if because != f"f{i}" else "denies" if denied else "backs")
    return network.fit(Lesson.of(np.array(rows), {"pair": stands}, {"pair": 1.0}), PAIRS)


def _pairs(example: Example, mean: Array) -> list[Array]:
    if not example.case.facts:
        return []
    known = [facts.known(fact, example.case.today) for fact in example.case.facts]
    closeness = facts.closeness_to(example.statement, example.case.facts, mean)
    return [facts.compare(example.statement, known, i, closeness) for i in range(len(known))]
