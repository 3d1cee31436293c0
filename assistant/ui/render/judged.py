"""A review as HTML: marks in the text, how it stands, the promises, the six steps; the cards are in findings.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.case import OVERPROMISES, STEPS, Because, Case, Fact, Finding, Language, Money, Policy, Promise, Review
from assistant.dismissing import Dismissal, still_open
from assistant.ui import written
from assistant.ui.opinions import Opinions
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import Words, words

_SHAPES = {"error": "✕", "warning": "!", "info": "i", "ok": "✓", "guess": "~"}
_LOOK = {"supported": "ok", "overpromise": "error", "vague": "warning", "hedged": "guess"}


def marks(text: str, findings: Sequence[Finding]) -> str:
    """The text itself, with each finding's stretch marked; its text is `text` to the character.

    Overlapping findings are cut into disjoint pieces; the gravest gives a piece its look.
    """
    pieces = joined(_piece(text, start, end, covering) for start, end, covering in _cut(text, findings))
    return f'<div class="layer" aria-hidden="true">{pieces}</div>'


def _cut(text: str, findings: Sequence[Finding]) -> Iterator[tuple[int, int, list[Finding]]]:
    edges = sorted({0, len(text), *(f.start for f in findings), *(f.end for f in findings)})
    for start, end in pairwise(edges):
        yield start, end, [f for f in findings if f.start <= start and end <= f.end]


def _piece(text: str, start: int, end: int, covering: list[Finding]) -> str:
    told = esc(text[start:end])
    if not covering:
        return told
    look = min((look_of(finding) for finding in covering), key=list(_SHAPES).index)
    return f'<mark class="is-{look}" data-start="{start}" data-end="{end}">{told}</mark>'


def look_of(finding: Finding) -> str:
    return "error" if finding.kind in OVERPROMISES else finding.severity


def verdict(text: str, review: Review, language: Language, dismissed: Sequence[Dismissal] = ()) -> str:
    """One line that says how the text stands; work.js has it read aloud, once, when it has changed."""
    t, found = words(language), still_open(review.findings, dismissed)
    stops = sum(finding.kind in OVERPROMISES for finding in found)
    warns = sum(finding.severity == "warning" and finding.kind not in OVERPROMISES for finding in found)
    told = [_counted(t, "count_stop", stops), _counted(t, "count_warn", warns)]
    line = " · ".join(part for part in told if part)
    if not text.strip():
        return '<div class="verdict" data-said=""></div>'
    look = "error" if stops else "warning" if warns else "ok"
    line = line or t[_clear(review, len(found) < len(review.findings))]
    button = f'<button type="button" class="quiet" data-next>{t["next_finding"]} <kbd>F8</kbd></button>'
    step = button if stops + warns else ""
    return f'<div class="verdict is-{look}" data-said="{line}">{shape(look)}<span>{line}</span>{step}</div>'


def _clear(review: Review, is_aside: bool) -> str:
    if is_aside:
        return "clear_dismissed"
    return "clear" if review.promises else "clear_none"


def _counted(t: Words, key: str, n: int) -> str:
    return "" if not n else t[f"{key}_one"] if n == 1 else t[key].format(n=n)


def asking(language: Language) -> str:
    return f'<p class="asking" role="status">{words(language)["second_asking"]} <kbd>Esc</kbd></p>'


def second_told(opinions: Opinions | None, text: str, rows: str, language: Language) -> str:
    """That a model has read the text, and how it went; or that the text or its facts are others by now."""
    if opinions is None:
        return ""
    t, asked = words(language), opinions.asked
    count = t["second_read_one"] if asked.sentences == 1 else t["second_read"]
    parts = (count.format(model=asked.model, n=asked.sentences) if asked.sentences else "", asked.notice or "")
    told = " ".join(part for part in parts if part)
    if (opinions.text, opinions.rows) != (text, rows):
        told = t["second_before"]
    elif asked.sentences and opinions.agrees:
        told += f" {t['second_content']}"
    return f'<p class="second-told" role="status">{esc(told)}</p>'


def fact_line(fact: Fact, case: Case, language: Language) -> str:
    """A fact in one line: what it says, by when, how much, who says so and since when."""
    t, today = words(language), case.today.date()
    said = fact.says or t[f"about_{fact.about}"]
    by = t["due"].format(when=written.when_of(fact.by, language, today)) if fact.by else ""
    amount = written.sum_of(fact.amount, language) if fact.amount else ""
    as_of = written.when_of(fact.as_of, language, today) if fact.as_of else ""
    source = ", ".join(part for part in (fact.source or "", as_of) if part)
    details = " · ".join(part for part in (by, amount, source) if part)
    return f"{said} · {details}" if details else said


def policy_line(line: str, policy: Policy, language: Language) -> str:
    """What the line of the policy allows, in words; `line` is a key such as promises.refund."""
    t = words(language)
    name = line.removeprefix("promises.")
    if line.startswith("compensation"):
        return _compensation(policy, language)
    allowance = policy.promises.get(name)
    if allowance is None:
        return line
    about = t[f"about_{name}"]
    limit = written.sum_of(Money(allowance.limit, policy.currency), language) if allowance.limit is not None else ""
    period = written.period_of(allowance.within, language) if allowance.within else ""
    key = {
        (True, True): "policy_limit_within",
        (True, False): "policy_limit",
        (False, True): "policy_contact" if name == "contact" else "policy_within",
        (False, False): "policy_allowed",
    }[bool(limit), bool(period)]
    return t[key].format(about=about, limit=limit, period=period)


def _compensation(policy: Policy, language: Language) -> str:
    t = words(language)
    if not policy.compensation_limit:
        return t["policy_no_compensation"]
    limit = written.sum_of(Money(policy.compensation_limit, policy.currency), language)
    return t["policy_compensation"].format(limit=limit, gestures=", ".join(policy.gestures))


def promises(review: Review, case: Case, language: Language) -> str:
    """Each promise in the text and what it is worth."""
    t = words(language)
    listed = joined(_promise(promise, case, language) for promise in review.promises)
    return f'<ul class="promises">{listed}</ul>' if listed else f'<p class="faint">{t["promises_none"]}</p>'


def _promise(promise: Promise, case: Case, language: Language) -> str:
    t = words(language)
    look = _LOOK[promise.verdict]
    by = t["due"].format(when=written.when_of(promise.by, language, case.today.date())) if promise.by else ""
    amount = written.sum_of(promise.amount, language) if promise.amount else ""
    details = " · ".join(part for part in (t[f"verdict_{promise.verdict}"], by, amount) if part)
    ground = f'<span class="ground">{esc(_ground(promise.because, case, language))}</span>' if look == "ok" else ""
    return (
        f'<li class="is-{look}" data-start="{promise.start}" data-end="{promise.end}">{shape(look)}'
        f'<div><button type="button" data-go>{esc(promise.quote)}</button>'
        f'<span class="details">{esc(details)}</span>{ground}</div></li>'
    )


def _ground(because: Because, case: Case, language: Language) -> str:
    """What carries a promise, in as few words as tell it."""
    if because.fact is not None and because.fact < len(case.facts):
        fact = case.facts[because.fact]
        return " · ".join(part for part in (fact.says, fact.source) if part)
    return policy_line(because.policy, case.policy, language) if because.policy else ""


def steps(review: Review, language: Language) -> str:
    """The six steps as a checklist; a step that is taken leads to its place in the text."""
    t = words(language)
    return f'<ol class="steps">{joined(_step(name, review, t) for name in STEPS)}</ol>'


def _step(name: str, review: Review, t: Words) -> str:
    taken = review.steps.get(name)
    label = t[f"step_{name}"]
    if taken is None or not taken.met:
        return (
            f'<li class="missing"><i aria-hidden="true">○</i>{label}<span class="sr"> {t["step_missing"]}</span></li>'
        )
    there = f'<i aria-hidden="true">✓</i>{{}}<span class="sr"> {t["step_met"]}</span>'
    if taken.start is None:
        return f'<li class="met">{there.format(label)}</li>'
    place = f'data-start="{taken.start}" data-end="{taken.end}"'
    return f'<li class="met" {place}>{there.format(f"<button type=button data-go>{label}</button>")}</li>'


def shape(look: str) -> str:
    return f'<i class="shape is-{look}" aria-hidden="true">{_SHAPES[look]}</i>'
