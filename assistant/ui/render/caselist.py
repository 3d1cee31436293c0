"""The list of cases beside the talk as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.case import Language
from assistant.ui import written
from assistant.ui.casetexts import case_words
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words

if TYPE_CHECKING:
    from assistant.ui.caselist import Listed


def head(pressing: Sequence[Listed], language: Language) -> str:
    """The line that folds the list out, with what presses."""
    t = words(language)
    late, silent = sum(one.overdue for one in pressing), sum(one.silent for one in pressing)
    badges = _badge("late", late, t["cases_late_count"]) + _badge("silent", silent, t["cases_silent_count"])
    return (
        f'<button type="button" class="fold-cases" data-fold aria-expanded="false" aria-controls="cases-list">'
        f"<strong>{t['palette_cases']}</strong>{badges}</button>"
    )


def _badge(look: str, count: int, told: str) -> str:
    return f'<span class="badge is-{look}">{esc(told)}: {count}</span>' if count else ""


def rows(found: Sequence[Listed], today: date, language: Language, none: str = "cases_none") -> str:
    """The cases; where there are none, the words of texts.py that `none` names."""
    t = words(language)
    listed = joined(_row(one, today, language) for one in found)
    return f'<ol class="hits">{listed}</ol>' if listed else f'<p class="faint">{t[none]}</p>'


def _row(one: Listed, today: date, language: Language) -> str:
    t, of_cases = words(language), case_words(language)
    late = f'<span class="badge is-late">{of_cases["overdue"]}</span>' if one.overdue else ""
    silent = f'<span class="badge is-silent">{t["cases_silent"]}</span>' if one.silent else ""
    when = written.when_of(one.by, language, today) if one.by else ""
    told = " · ".join(filter(None, [when, one.owner]))
    return (
        f'<li><button type="button" data-case="{esc(one.id)}"><strong>{esc(written.customer_of(one.customer, one.opening, language))}</strong>'
        f"<span>{esc(told)}</span>{late}{silent}</button></li>"
    )
