"""A draft and what the checker found in it -> the draft with exactly those sentences mended, asked for once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.case import OVERPROMISES, Case, Draft, Finding, Review
from assistant.drafting.failures import WriterFailed
from assistant.drafting.request import to_mend
from assistant.drafting.writing import Answer, model_name
from assistant.language import Sentence, detect, sentences

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Check = Callable[[str, Case], Review]

_NEW_SENTENCE = re.compile(r"^\W*S(\d{1,3})\W*?[:.)]\s*(.*?)\s*$", re.MULTILINE)
_LEAVES_OUT = ("-", "–", "—", "")


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft brought to what can be kept, and the reviews on the way: as written, after the model's
    mending, and at the end, after the checker's own rewordings."""

    draft: Draft
    at_first: Review
    after_mending: Review
    at_end: Review


def keep_to_facts(draft: Draft, case: Case, model: BaseChatModel, check: Check) -> Kept:
    """Checks the draft, has the model mend once what it overpromises, and rewords what is left.

    A mending that makes nothing better is dropped, and so is a model that fails: the checker's rewordings
    are at hand in any case. What even they cannot mend stays, for the window to mark.
    """
    at_first = check(draft.text, case)
    text, after = draft.text, at_first
    if _faults(at_first):
        text, after = _better((text, at_first), _mended(draft.text, _faults(at_first), case, model), case, check)
    text, at_end = _better((text, after), _reworded(text, _faults(after)), case, check)
    return Kept(replace(draft, text=text), at_first, after, at_end)


def mend(draft_text: str, findings: Sequence[Finding], case: Case, model: BaseChatModel) -> str:
    """`draft_text` with only those sentences changed that `findings` name. Raises WriterFailed.

    A sentence for which the model gives nothing usable stays as it is.
    """
    parts = sentences(draft_text)
    faulty = faulty_sentences(parts, findings)
    if not faulty:
        return draft_text
    language = detect(draft_text, default=case.language or "sv").language
    request = to_mend(parts, faulty, case, language)
    answer = Answer(request, language, model_name(model))
    for _ in answer.words(model):
        pass
    new = {int(number) - 1: text for number, text in _NEW_SENTENCE.findall(answer.text)}
    return _replaced(draft_text, parts, {i: text for i, text in new.items() if i in faulty})


def _faults(review: Review) -> list[Finding]:
    """The promises that cannot be kept, and those that can be neither kept nor broken."""
    return [finding for finding in review.findings if finding.kind in (*OVERPROMISES, "vague")]


def _mended(text: str, findings: Sequence[Finding], case: Case, model: BaseChatModel) -> str:
    try:
        return mend(text, findings, case, model)
    except WriterFailed:
        return text


def _better(before: tuple[str, Review], text: str, case: Case, check: Check) -> tuple[str, Review]:
    """The text with fewer faults, and its review; `before` where they are even."""
    if text == before[0]:
        return before
    review = check(text, case)
    return (text, review) if len(_faults(review)) < len(_faults(before[1])) else before


def _reworded(text: str, findings: Sequence[Finding]) -> str:
    """The text with the checker's own rewordings in place of what it found."""
    for finding in sorted(findings, key=lambda finding: -finding.start):
        if finding.rewrite is not None and text[finding.start : finding.end] == finding.quote:
            text = text[: finding.start] + finding.rewrite + text[finding.end :]
    return text


def faulty_sentences(parts: Sequence[Sentence], findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    """The findings by the index of the sentence that they stand in."""
    faulty: dict[int, list[Finding]] = {}
    for i, part in enumerate(parts):
        inside = [finding for finding in findings if finding.start < part.end and finding.end > part.start]
        if inside:
            faulty[i] = inside
    return faulty


def _replaced(text: str, parts: Sequence[Sentence], new: Mapping[int, str]) -> str:
    for i, sentence in sorted(new.items(), reverse=True):
        start, end = parts[i].start, parts[i].end
        if sentence in _LEAVES_OUT:
            rest = text[end:].lstrip(" ")
            text = text[:start] + rest if rest[:1] not in ("", "\n") else text[:start].rstrip(" ") + rest
        else:
            text = text[:start] + sentence + text[end:]
    return text
