"""What others do, on the same test part: a list of promise words, n-grams, sentence vectors.

None of them reads the facts, so none gets both texts of a pair right but by chance. The two learned
ones are trained here on the train part, to say "overpromise" outright; they need the dev extra.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.case import Because, Case, Finding, Language, Review
from assistant.checker import features, vectors
from assistant.evaluation.gold import Text
from assistant.language import sentences

if TYPE_CHECKING:
    from assistant.evaluation.reviews import Checker

_WORDS = re.compile(
    r"\b(?:garanter\w*|lov(?:ar|at)|kommer att|ska|skickar|senast|inom|i morgon|i dag|aldrig|alltid|definitivt|självklart|"
    r"ersätt\w*|återbetal\w*|gratis|bjuder|guarantee\w*|promise\w*|will|(?:i|we|you|it)(?:'|’)ll|within|by|tomorrow|today|"
    r"never|always|definitely|refund\w*|free|of course)\b",
    re.I,
)


def word_list(text: str, case: Case) -> Review:
    """Every sentence with a word of promise is an overpromise."""
    return _review(text, case, [bool(_WORDS.search(s.text)) for s in sentences(text)])


def trained(texts: Sequence[Text], see: Callable[[list[str]], Any]) -> Checker:
    """A linear model on what `see` makes of a sentence, trained to say overpromise or not."""
    from sklearn.linear_model import LogisticRegression

    labelled = [(t.draft[s.start : s.end], s.is_overpromise) for t in texts for s in t.sentences]
    model = LogisticRegression(C=3.0, max_iter=1000, class_weight="balanced", tol=1e-3)
    model.fit(see([sentence for sentence, _ in labelled]), [answer for _, answer in labelled])

    def check(text: str, case: Case) -> Review:
        found = [s.text for s in sentences(text)]
        return _review(text, case, list(model.predict(see(found))) if found else [])

    return check


def as_ngrams(found: list[str]) -> Any:
    """Hashed character and word n-grams, as the checker's own heads see them."""
    from scipy.sparse import csr_matrix

    grams = [features.ngrams(sentence) for sentence in found]
    ends = np.cumsum([0] + [len(ids) for ids, _ in grams])
    ids, counts = (np.concatenate(part) for part in zip(*grams, strict=True))
    return csr_matrix((counts, ids, ends), shape=(len(found), features.BUCKETS))


def as_vectors(found: list[str]) -> Any:
    """Sentence vectors alone; times ten, since they lie close together."""
    return vectors.of(found) * 10


def _review(text: str, case: Case, over: Sequence[bool]) -> Review:
    language: Language = case.language or "sv"
    found = [
        Finding("baseline", "absolute", "error", s.start, s.end, s.text, "", Because(), "", None, 0.5)
        for s, flagged in zip(sentences(text), over, strict=True)
        if flagged
    ]  # fmt: skip
    return Review(language, tuple(found), (), {})
