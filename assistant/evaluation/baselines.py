"""What others do, on the same test part: a list of promise words, n-grams, sentence vectors.

None of them reads the facts, so none gets both texts of a pair right but by chance. The two learned
ones are linear models trained on the train part to say "overpromise" outright. That on n-grams is trained
when it is measured (with the dev extra); that on vectors, whose vectors take minutes, by `ordhallig train`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.case import Because, Case, Finding, Language, Review
from assistant.checker import features, vectors
from assistant.evaluation import gold
from assistant.evaluation.reviews import Checker
from assistant.language import sentences

WEIGHTS = Path(__file__).parent / "baselines.npz"
_LANGUAGES: tuple[Language, ...] = ("sv", "en")
_PROBE = "Paketet är hos dig i morgon."
"""Its vector is kept beside the weights: another one means that they belong to another encoder."""

_WORDS = re.compile(
    r"\b(?:garanter\w*|lov(?:ar|at)|kommer att|ska|skickar|senast|inom|i morgon|i dag|aldrig|alltid|definitivt|självklart|"
    r"ersätt\w*|återbetal\w*|gratis|bjuder|guarantee\w*|promise\w*|will|(?:i|we|you|it)(?:'|’)ll|within|by|tomorrow|today|"
    r"never|always|definitely|refund\w*|free|of course)\b",
    re.I,
)


def word_list(text: str, case: Case) -> Review:
    """Every sentence with a word of promise is an overpromise."""
    return _review(text, case, [bool(_WORDS.search(s.text)) for s in sentences(text)])


def ngrams(language: Language) -> Checker | str:
    """A linear model on n-grams, trained now; or why there is none."""
    if importlib.util.find_spec("sklearn") is None:
        return "needs the dev extra"
    model = _trained(language, _as_ngrams)
    return _checker(lambda found: list(model.predict(_as_ngrams(found))))


def vectors_alone(language: Language) -> Checker | str:
    """The linear model on sentence vectors that `rebuild` has kept; or why there is none."""
    if not vectors.available() or not WEIGHTS.exists():
        return "needs the sentence vectors and their weights, which `ordhallig train` makes"
    with np.load(WEIGHTS, allow_pickle=False) as file:
        kept = {name: file[name] for name in ("probe", f"{language}/weights", f"{language}/bias")}
    if not np.allclose(kept["probe"], vectors.of([_PROBE])[0], atol=1e-3):
        return "its weights belong to another encoder: run `ordhallig train`"
    weights, bias = kept[f"{language}/weights"], float(kept[f"{language}/bias"])
    return _checker(lambda found: list(_as_vectors(found) @ weights + bias > 0))


def rebuild(target: Path = WEIGHTS) -> Path:
    """Trains the models on vectors anew (needs the dev extra) and keeps their weights."""
    arrays: dict[str, Any] = {"probe": vectors.of([_PROBE])[0]}
    for language in _LANGUAGES:
        model = _trained(language, _as_vectors)
        arrays[f"{language}/weights"] = model.coef_[0].astype(np.float32)
        arrays[f"{language}/bias"] = np.float32(model.intercept_[0])
    np.savez_compressed(target, **arrays)
    return target


def _trained(language: Language, see: Callable[[list[str]], Any]) -> Any:
    """A linear model on what `see` makes of a sentence, trained to say overpromise or not."""
    from sklearn.linear_model import LogisticRegression

    texts = gold.texts(language, "train")
    labelled = [(t.draft[s.start : s.end], s.is_overpromise) for t in texts for s in t.sentences]
    model = LogisticRegression(C=3.0, max_iter=1000, class_weight="balanced", tol=1e-3)
    return model.fit(see([sentence for sentence, _ in labelled]), [answer for _, answer in labelled])


def _as_ngrams(found: list[str]) -> Any:
    """Hashed character and word n-grams, as the checker's own heads see them."""
    from scipy.sparse import csr_matrix

    grams = [features.ngrams(sentence) for sentence in found]
    ends = np.cumsum([0] + [len(ids) for ids, _ in grams])
    ids, counts = (np.concatenate(part) for part in zip(*grams, strict=True))
    return csr_matrix((counts, ids, ends), shape=(len(found), features.BUCKETS))


def _as_vectors(found: list[str]) -> Any:
    """Sentence vectors alone; times ten, since they lie close together."""
    return vectors.of(found) * 10


def _checker(predict: Callable[[list[str]], Sequence[bool]]) -> Checker:
    def check(text: str, case: Case) -> Review:
        found = [s.text for s in sentences(text)]
        return _review(text, case, predict(found) if found else [])

    return check


def _review(text: str, case: Case, over: Sequence[bool]) -> Review:
    language: Language = case.language or "sv"
    found = [
        Finding("baseline", "absolute", "error", s.start, s.end, s.text, "", Because(), "", None, 0.5)
        for s, flagged in zip(sentences(text), over, strict=True)
        if flagged
    ]  # fmt: skip
    return Review(language, tuple(found), (), {})
