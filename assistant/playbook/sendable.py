"""Does everything that the playbook offers for sending pass the project's own checker?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from assistant.calendar import ends
from assistant.case import OVERPROMISES, Case, Finding, Language, Policy, Review
from assistant.playbook.records import Entry, Fault, Phrase, Playbook

Check = Callable[[str, Case], Review]

_TODAY = datetime(2026, 3, 12, 10)
_SAMPLES: dict[Language, dict[str, str]] = {
    "sv": {
        "item": "beställningen",
        "since": "i måndags",
        "contacts": "två gånger",
        "amount": "499 kr",
        "owner": "Maja",
        "gesture": "en bukett blommor",
    },
    "en": {
        "item": "the order",
        "since": "on Monday",
        "contacts": "twice",
        "amount": "499 kr",
        "owner": "Maja",
        "gesture": "a bunch of flowers",
    },
}


def unsendable(playbook: Playbook, check: Check, policy: Policy) -> tuple[Fault, ...]:
    """A fault for each wording, safe promise or model reply that `check` finds an error or a warning in,
    and a warning for each unsafe promise in which it finds none.

    Wordings are checked with nothing known of the case but `policy`; a model reply with its example case.
    """
    return tuple(fault for entry in playbook for fault in _of_entry(entry, check, policy))


def _of_entry(entry: Entry, check: Check, policy: Policy) -> Iterator[Fault]:
    case = Case(_TODAY, policy, language=entry.language, owner=_SAMPLES[entry.language]["owner"])
    values = samples(entry.language, policy)
    for phrase in (*entry.phrases, *entry.safe_promises):
        if text := phrase.fill(values):
            yield from _faults(entry, phrase, check(text, case))
    if entry.reply and entry.example:
        yield from _faults(entry, entry.reply, check(entry.reply.text, entry.example))
    for promise in entry.unsafe_promises:
        if not any(_counts(finding) for finding in check(promise.quote, case).findings):
            what = f"the checker finds nothing wrong with “{promise.quote}”"
            yield Fault(entry.path, promise.line, what, "choose a promise that is clearly unsafe", "warning")


def _faults(entry: Entry, phrase: Phrase, review: Review) -> Iterator[Fault]:
    for finding in filter(_counts, review.findings):
        now = f"such as: {finding.rewrite}" if finding.rewrite else "reword it"
        yield Fault(entry.path, phrase.line, f"“{finding.quote}” is {finding.kind}: {finding.message}", now)


def _counts(finding: Finding) -> bool:
    return finding.kind in OVERPROMISES or finding.severity != "info"


def samples(language: Language, policy: Policy) -> dict[str, str]:
    """A likely value for each slot; none for `answer_by` where the policy allows no answer to be promised."""
    values = dict(_SAMPLES[language])
    contact = policy.promises.get("contact")
    if contact and contact.within:
        values["answer_by"] = f"{'senast' if language == 'sv' else 'by'} {ends(contact.within, _TODAY):%Y-%m-%d}"
    return values
