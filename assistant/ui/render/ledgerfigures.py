"""The figures as HTML: the kept rate with its numbers, a picture of the weeks, tables, what to mend upstream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.case import Language
from assistant.following import upstream
from assistant.ledger import Count, Figures, Usage
from assistant.playbook import Playbook
from assistant.ui import written
from assistant.ui.casetexts import case_words
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words

_COLUMNS = ("made", "kept", "late", "broken", "moved", "waiting")
_HEIGHT, _WIDTH, _TOP = 160, 640, 8
_WORST = 3
_FEWEST = 8
"""So many bars find room, also where fewer are drawn: one week alone is no wall."""
_PARTS = ("kept", "late", "broken", "waiting")


def figures(found: Figures, weeks: int, today: date, language: Language, *, own: bool) -> str:
    """All figures of one agent (`own`) or of everybody."""
    t = case_words(language)
    how = t["figures_how"].format(weeks=weeks) + (t["figures_own"] if own else "")
    head = f'<div class="lead"><h2>{t["figures_title"]}</h2><p>{esc(how)}</p></div>'
    if not found.total.made:
        return f'{head}<p class="faint">{t["figures_none"]}</p>'
    tables = (
        _table("by_agents", found.agents, str, language),
        _table("by_kinds", found.kinds, lambda about: words(language)[f"about_{about}"], language),
        _table("by_channels", found.channels, lambda channel: t.get(f"channel_{channel}", channel), language),
        _table(
            "by_weeks", found.weeks, lambda week: written.date_of(date.fromisoformat(week), language, today), language
        ),
    )
    return joined([head, _rate(found, language), _weeks(found.weeks, language), *tables, _upstream(found, language)])


def _rate(found: Figures, language: Language) -> str:
    t, total = case_words(language), found.total
    rate = t["rate_none"]
    if total.rate is not None:
        rate = t["rate"].format(rate=round(100 * total.rate), kept=total.kept, judged=total.judged)
    overdue = f'<p class="fault">{esc(t["overdue_now"].format(n=found.overdue))}</p>' if found.overdue else ""
    return f'<p class="rate">{esc(rate)}</p>{overdue}'


def _weeks(weeks: Sequence[Count], language: Language) -> str:
    """Each week a bar from nought: kept, kept late, broken, waiting from below; told in the table as well."""
    t = case_words(language)
    most = max(count.made for count in weeks)
    step = _WIDTH / max(len(weeks), _FEWEST)
    bars = joined(_bar(count, n * step, step, most, language) for n, count in enumerate(weeks))
    legend = joined(f'<span class="is-{part}"><i></i>{esc(t[f"count_{part}"])}</span>' for part in _PARTS)
    return (
        f'<figure class="weeks"><svg viewBox="0 0 {_WIDTH} {_HEIGHT + _TOP}" role="img" aria-label="{esc(t["by_weeks"])}">'
        f'{bars}<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT + _TOP}" y2="{_HEIGHT + _TOP}"/></svg>'
        f"<figcaption>{legend}</figcaption></figure>"
    )


def _bar(count: Count, left: float, step: float, most: int, language: Language) -> str:
    foot, drawn = float(_HEIGHT + _TOP), []
    for part in _PARTS:
        height = _HEIGHT * getattr(count, part) / most
        foot -= height
        drawn.append(
            f'<rect class="is-{part}" x="{left + step * 0.12:.1f}" y="{foot:.1f}" width="{step * 0.76:.1f}" height="{height:.1f}"/>'
        )
    t = case_words(language)
    told = ", ".join(f"{t[f'count_{part}']} {getattr(count, part)}" for part in _PARTS)
    return f"<g><title>{esc(count.name)}: {esc(told)}</title>{joined(drawn)}</g>"


def _table(title: str, counts: Sequence[Count], name: Callable[[str], str], language: Language) -> str:
    t = case_words(language)
    head = joined(f'<th scope="col">{t[f"count_{column}"]}</th>' for column in (*_COLUMNS, "rate"))
    rows = joined(
        f'<tr><th scope="row">{esc(name(count.name))}</th>'
        f"{joined(f'<td>{getattr(count, column)}</td>' for column in _COLUMNS)}<td>{_share(count)}</td></tr>"
        for count in counts
    )
    return f'<div class="figures"><table><thead><tr><th scope="col">{t[title]}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def usage(found: Sequence[Usage], playbook: Playbook, language: Language) -> str:
    """The entries that drafts leaned on, those used most first; nothing while none was used."""
    if not found:
        return ""
    t = case_words(language)
    head = joined(f'<th scope="col">{t[f"count_{column}"]}</th>' for column in ("used", "accepted", "edited"))
    rows = joined(
        f'<tr><th scope="row">{esc(_named(one, playbook))}</th><td>{one.used}</td>'
        f"<td>{_percent(one.accepted)}</td><td>{_percent(one.edited)}</td></tr>"
        for one in found
    )
    return (
        f'<div class="figures"><p>{esc(t["entries_how"])}</p><table><thead><tr><th scope="col">{t["by_entries"]}</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _named(one: Usage, playbook: Playbook) -> str:
    """The entry's title in its own language; its id where it is there no more."""
    entry = next((entry for entry in playbook if (entry.id, entry.language) == (one.entry, one.language)), None)
    return entry.title if entry else f"{one.entry} ({one.language})"


def _share(count: Count) -> str:
    return "–" if count.rate is None else _percent(count.rate)


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _upstream(found: Figures, language: Language) -> str:
    t, known = case_words(language), upstream()
    listed = joined(
        f"<li><strong>{esc(words(language)[f'about_{c.name}'])}: {c.late + c.broken}</strong> {esc(known.advise(c.name, language))}</li>"
        for c in found.missed[:_WORST]
    )
    failed, hear = found.total.late + found.total.broken, known.hearers
    heard = t["hear"].format(
        n=failed,
        low=failed * hear.least,
        high=failed * hear.most,
        least=hear.least,
        most=hear.most,
        source=hear.source[language],
    )
    of = found.warned
    warned = t["warned"].format(shown=of.shown, fixed=of.fixed, dismissed=of.dismissed, anyway=of.anyway)
    ended = found.anyway
    anyway = t["anyway"].format(kept=ended.kept, late=ended.late, broken=ended.broken, waiting=ended.waiting)
    worst = f"<h3>{t['upstream']}</h3><ul>{listed}</ul><p>{esc(heard)}</p>" if listed else ""
    return f'<div class="entry">{worst}<p>{esc(warned)}</p>{f"<p>{esc(anyway)}</p>" if ended.made else ""}</div>'
