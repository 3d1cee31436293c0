"""The facts of a case as a form: one small card a fact, every field named, faults told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.case import ABOUT, Language
from assistant.sources import Found, Missing
from assistant.ui import written
from assistant.ui.facts import HOLDS, Fault, Row
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import Words, words

_TYPED = ("by", "amount")
_MISSING = {
    "unasked": "look_up_unasked",
    "not found": "look_up_nothing",
    "no answer": "look_up_silent",
    "wrong shape": "look_up_silent",
}
_HOLDS_KEYS = dict(zip(HOLDS, ("holds_unknown", "holds_yes", "holds_no"), strict=True))
_TOLD = {"yes": "holds_told_yes", "no": "holds_told_no"}
"""How a fact's line tells whether it is so."""


def form(rows: Sequence[Row], language: Language, today: datetime) -> str:
    """The rows as they were typed, an empty one as the pattern for a new, and the button that adds it."""
    t = words(language)
    cards = joined(_card(number, row, language, today) for number, row in enumerate(rows))
    pattern = _card(-1, Row(), language, today, is_open=True)
    return (
        f'<p class="faint">{t["facts_how"]}</p><div class="facts">{cards}</div><template>{pattern}</template>'
        f'<button type="button" class="add" data-add>+ {t["fact_add"]}</button>'
    )


def _card(number: int, row: Row, language: Language, today: datetime, *, is_open: bool = False) -> str:
    """A fact in a line, which folds out to its fields; desk.js keeps the line in step with them."""
    t = words(language)
    as_of = ""
    if row.as_of:
        when = written.when_of(datetime.fromisoformat(row.as_of), language, today.date())
        as_of = f'<p class="as-of">{esc(t["fact_as_of"].format(when=when))}</p>'
    return (
        f'<fieldset class="fact" data-row="{number}" data-as_of="{esc(row.as_of)}"><legend class="sr">'
        f"{t['fact_number'].format(n=number + 1)}</legend><details{' open' if is_open else ''}>{_line(row, t)}"
        f"{_choice('about', row.about, _abouts(t), t)}{_says(row.says, t)}"
        f"{joined(_field(name, getattr(row, name), t) for name in _TYPED)}"
        f"{_choice('holds', row.holds, _holds(t), t)}{_field('source', row.source, t)}{as_of}</details>"
        f'<button type="button" class="remove" data-remove aria-label="{t["fact_remove"]}">×</button></fieldset>'
    )


def _line(row: Row, t: Words) -> str:
    """The fact as it is known: what it says, then about what, by when, how much, and who says so."""
    about = t[f"about_{row.about if row.about in ABOUT else ''}"]
    holds = t[_TOLD[row.holds]] if row.holds in _TOLD else ""
    parts = (about if row.says and row.about else "", row.by, row.amount, holds, row.source)
    details = " · ".join(part for part in parts if part)
    return f"<summary><strong>{esc(row.says or about)}</strong><span>{esc(details)}</span></summary>"


def _abouts(t: Words) -> dict[str, str]:
    return {about: t[f"about_{about}"] for about in ("", *ABOUT)}


def _holds(t: Words) -> dict[str, str]:
    return {name: t[key] for name, key in _HOLDS_KEYS.items()}


def _choice(name: str, value: str, choices: dict[str, str], t: Words) -> str:
    options = joined(
        f'<option value="{key}" data-told="{t[_TOLD[key]] if key in _TOLD else ""}"'
        f"{' selected' if key == value else ''}>{esc(told)}</option>"
        for key, told in choices.items()
    )
    return (
        f'<label class="{name}"><span>{t[f"fact_{name}"]}</span><select data-field="{name}">{options}</select></label>'
    )


def _says(value: str, t: Words) -> str:
    """What is known, in a box that grows with it: a fact that cannot be read whole is none."""
    return (
        f'<label class="says"><span>{t["fact_says"]}</span><textarea data-field="says" rows="1" '
        f'placeholder="{esc(t["fact_says_hint"])}" autocomplete="off">{esc(value)}</textarea></label>'
    )


def _field(name: str, value: str, t: Words) -> str:
    return (
        f'<label class="{name}"><span>{t[f"fact_{name}"]}</span><input type="text" data-field="{name}" '
        f'value="{esc(value)}" placeholder="{esc(t[f"fact_{name}_hint"])}" autocomplete="off"></label>'
    )


def faults(found: Sequence[Fault], language: Language) -> str:
    """What cannot be used in the form; each line names its row and field, so that the field can be marked."""
    t = words(language)
    lines = joined(
        f'<li data-row="{fault.row}" data-field="{fault.field}">{esc(t["fact_number"].format(n=fault.row + 1))}, '
        f"{esc(t[f'fact_{fault.field}'])}: {esc(t[fault.text].format(value=fault.value))}</li>"
        for fault in found
    )
    return f'<ul class="fact-faults" role="alert">{lines}</ul>' if lines else ""


def looked_up(answers: Sequence[Found | Missing], language: Language) -> str:
    """How many facts came, and from which source none came, and why."""
    t = words(language)
    count = sum(isinstance(answer, Found) for answer in answers)
    none = joined(
        f"<li>{esc(t[_MISSING[answer.why]].format(source=answer.source))}</li>"
        for answer in answers
        if isinstance(answer, Missing)
    )
    return f'<p class="faint" role="status">{esc(t["look_up_found"].format(n=count))}</p><ul class="faint">{none}</ul>'
