"""What was found in a text as cards: why, the rewording, and what can be done: take, dismiss, ask for the fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.case import OVERPROMISES, Because, Case, Finding, Language, Review, SecondOpinion
from assistant.checker import rulebook
from assistant.dismissing import Dismissal, dismissal_of, still_open
from assistant.ui.render.judged import fact_line, look_of, policy_line, shape
from assistant.ui.render.markup import difference, esc, joined
from assistant.ui.texts import Words, words

_REASONS = ("no_promise", "confirmed", "agreed")
"""Reasons of one click, as keys of texts.py; a fourth is in the agent's own words."""


def cards(review: Review, case: Case, dismissed: Sequence[Dismissal], language: Language) -> str:
    """A card for each open finding, in the order of the text; under them, folded, what was dismissed."""
    ordered = sorted(review.findings, key=lambda finding: (finding.start, finding.end))
    shown = joined(_card(i, f, review, case, language) for i, f in enumerate(still_open(ordered, dismissed)))
    aside = [(f, d) for f in ordered if (d := dismissal_of(f, dismissed))]
    return f'<div class="findings">{shown}</div>{_aside(aside, language)}'


def _card(number: int, finding: Finding, review: Review, case: Case, language: Language) -> str:
    title, why = _told(finding, review.language, language)
    told = f'<p class="why">{esc(why)}</p>' if finding.because.fact is None else ""  # else the fact itself says why
    look = look_of(finding)
    where = f'data-start="{finding.start}" data-end="{finding.end}" data-quote="{esc(finding.quote)}"'
    acts = f'<div class="acts">{_take(finding, language)}{_asks(finding, review, language)}{_dismiss(language)}</div>'
    return (
        f'<article class="finding is-{look}" id="finding-{number}" {where} data-rule="{esc(finding.rule)}">'
        f'<h2>{shape(look)}<button type="button" data-go>{esc(title)}</button></h2>'
        f"<blockquote>{esc(finding.quote)}</blockquote>{told}{_because(finding, case, language)}"
        f"{_second(finding.second, language)}{_rewrite(finding)}{acts}</article>"
    )


def _told(finding: Finding, spoken: Language, language: Language) -> tuple[str, str]:
    """Title and reason in the window's language; the checker's own message where it speaks that."""
    page = _pages(language).get(finding.rule)
    if page is None:
        return finding.kind, finding.message
    message = finding.message.removeprefix(f"{page.what}. ") if spoken == language else ""
    return page.what, message or page.why


@cache
def _pages(language: Language) -> dict[str, rulebook.Page]:
    return {rule.name: rule.pages[language] for rule in rulebook.all_rules()}


def _because(finding: Finding, case: Case, language: Language) -> str:
    told = _grounds(finding.because, case, words(language), language)
    return joined(f'<p class="because"><span class="source">{label}</span> {esc(line)}</p>' for label, line in told)


def _grounds(because: Because, case: Case, t: Words, language: Language) -> Iterator[tuple[str, str]]:
    if because.fact is not None and because.fact < len(case.facts):
        yield t["because_fact"], fact_line(case.facts[because.fact], case, language)
    if because.policy:
        yield t["because_policy"], policy_line(because.policy, case.policy, language)
    if because.promise:
        yield t["because_promise"], because.promise


def _second(second: SecondOpinion | None, language: Language) -> str:
    if second is None:
        return ""
    label = words(language)["second_agrees" if second.agrees else "second_differs"]
    return f'<p class="because second"><span class="source">{label}</span> {esc(second.why or second.verdict)}</p>'


def _rewrite(finding: Finding) -> str:
    if finding.rewrite is None:
        return ""
    return f'<p class="diff">{difference(finding.quote, finding.rewrite)}</p>'


def _take(finding: Finding, language: Language) -> str:
    if finding.rewrite is None:
        return ""
    told = words(language)["take"]
    return f'<button type="button" class="take" data-take data-rewrite="{esc(finding.rewrite)}">{told} <kbd>F9</kbd></button>'


def _asks(finding: Finding, review: Review, language: Language) -> str:
    """Where nothing known decides: a question for whoever knows, and a row for what they answer."""
    if finding.kind not in OVERPROMISES or finding.because != Because():
        return ""
    t = words(language)
    over = (p.about for p in review.promises if p.start < finding.end and finding.start < p.end)
    question = t["ask_question"].format(quote=finding.quote)
    return (
        f'<button type="button" data-ask="{next(over, "other")}" data-question="{esc(question)}" '
        f'data-done="{esc(t["ask_done"])}">{t["ask"]}</button>'
    )


def _dismiss(language: Language) -> str:
    t = words(language)
    reasons = joined(
        f'<button type="button" data-dismiss="{key == "no_promise"!s}">{t[f"reason_{key}"]}</button>'
        for key in _REASONS
    )
    own = f'<input type="text" aria-label="{t["reason_own"]}" placeholder="{t["reason_own"]}" maxlength="300">'
    return (
        f'<details class="dismiss"><summary>{t["dismiss"]} <kbd>Shift F9</kbd></summary>'
        f'<div role="group" aria-label="{t["dismiss_why"]}"><p>{t["dismiss_why"]}</p>{reasons}{own}</div></details>'
    )


def _aside(dismissed: Sequence[tuple[Finding, Dismissal]], language: Language) -> str:
    if not dismissed:
        return ""
    t = words(language)
    listed = joined(
        f'<li data-rule="{esc(f.rule)}" data-quote="{esc(f.quote)}"><q>{esc(f.quote)}</q> <span>{esc(d.reason)}</span> '
        f'<button type="button" data-undismiss>{t["undismiss"]}</button></li>'
        for f, d in dismissed
    )
    told = t["dismissed_one"] if len(dismissed) == 1 else t["dismissed"].format(n=len(dismissed))
    return f'<details class="dismissed"><summary>{told}</summary><ul>{listed}</ul></details>'
