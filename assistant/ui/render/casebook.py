"""Promises and cases as HTML: what is due, who should hear from us, a case with its whole story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.case import Language, Policy
from assistant.casefile import local
from assistant.following import Round, Update
from assistant.ledger import Dossier, Entry, Matter, Owed
from assistant.ui import written
from assistant.ui.casetexts import case_words
from assistant.ui.render.judged import policy_line
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words

_ACTS = ("keep", "break", "withdraw")
_OF_PROMISES = ("made", "moved", "told", "kept", "broken", "withdrawn")


def due(promises: Sequence[Owed], now: datetime, until: datetime, language: Language) -> str:
    """The due list, the overdue on top, and what comes after `until`; each opens its case."""
    t = case_words(language)
    soon = [promise for promise in promises if promise.due is not None and promise.due <= until]
    listed, later = (joined(_due(promise, now, language) for promise in part) for part in (soon, promises[len(soon) :]))
    return _section(t["due_title"], listed, t["due_none"]) + (_section(t["later_title"], later, "") if later else "")


def _due(promise: Owed, now: datetime, language: Language) -> str:
    t, today = case_words(language), local(now).date()
    when = written.when_of(promise.by, language, today) if promise.by else t["no_time"]
    late = f'<em class="late">{t["overdue"]}</em> ' if promise.is_overdue(now) else ""
    customer = written.customer_of(promise.customer, promise.opening, language)
    who = " · ".join(filter(None, [customer, promise.who, t["watch"] if promise.watched else ""]))
    return _opens(promise.case, f"{late}{esc(when)}", promise.quote, who)


def updates(proposed: Sequence[Update], today: date, language: Language) -> str:
    """Whom to write to next, also when nothing is new."""
    t = case_words(language)

    def one(update: Update) -> str:
        when = written.weekday_and_date(update.by, language, today)
        late = f'<em class="late">{t["silent"]}</em> ' if update.silent else ""
        customer = written.customer_of(update.matter.customer, update.matter.opening, language)
        return _opens(update.matter.id, late + esc(t["update_by"].format(when=when)), customer, "")

    return _section(t["updates_title"], joined(map(one, proposed)), t["updates_none"])


def found(matters: Sequence[Matter], today: date, language: Language) -> str:
    """The cases that a search has found."""
    t = case_words(language)

    def one(matter: Matter) -> str:
        sent = local(matter.last_sent or matter.opened)
        return _opens(
            matter.id,
            esc(written.date_of(sent.date(), language, today)),
            written.customer_of(matter.customer, matter.opening, language),
            matter.owner or "",
        )

    return _section(t["found_title"], joined(map(one, matters)), t["found_none"])


def _section(title: str, listed: str, none: str) -> str:
    body = f'<ol class="hits">{listed}</ol>' if listed else f'<p class="faint">{esc(none)}</p>'
    return f"<h2>{esc(title)}</h2>{body}"


def _opens(case: str, above: str, title: str, below: str) -> str:
    return (
        f'<li><button type="button" data-entry="{esc(case)}"><span class="group">{above}</span>'
        f"<strong>{esc(title)}</strong><span>{esc(' · '.join(filter(None, [case, below])))}</span></button></li>"
    )


def case(dossier: Dossier, meter: Round, limit: int, now: datetime, language: Language) -> str:
    """The page of a case: its owner and meter, its promises with what can be done, its story."""
    t, matter, today = case_words(language), dossier.matter, local(now).date()
    dates = t["closed" if matter.closed else "opened"].format(
        when=written.when_of(local(matter.closed or matter.opened), language, today)
    )
    owner = f"{t['owner']}: {matter.owner or t['nobody']}"
    head = (
        f"<h2>{esc(written.customer_of(matter.customer, matter.opening, language))}</h2>"
        f'<p class="group">{esc(" · ".join([matter.id, owner, dates]))}</p>'
        f'<p class="group">{esc(_meter(meter, language))}</p>'
    )
    warning = f'<p class="fault" role="status">{t["meter_high"]}</p>' if meter.is_too_much(limit) else ""
    promises = joined(_promise(promise, now, language) for promise in dossier.promises)
    story = joined(_told(entry, today, language) for entry in dossier.story)
    return (
        f'<article class="entry">{head}{warning}<h3>{t["promises"]}</h3><ul class="owed">{promises}</ul>'
        f'<h3>{t["story"]}</h3><ol class="story">{story}</ol></article>'
    )


def in_words(dossier: Dossier, policy: Policy, language: Language) -> Dossier:
    """The dossier with the lines of the policy that its promises lean on in words, as the policy stands now."""

    def told(promise: Owed) -> Owed:
        line = promise.because or ""
        if line != "compensation" and not line.startswith("promises."):
            return promise
        said = policy_line(line, policy, language)
        return replace(promise, because=f"{words(language)['because_policy'].lower()}: {said}")

    return replace(dossier, promises=tuple(map(told, dossier.promises)))


def _meter(meter: Round, language: Language) -> str:
    contacts = max(meter.contacts, meter.told)
    return case_words(language)["meter"].format(
        contacts=contacts, handed=meter.handed, repeats=meter.repeats, days=meter.days
    )


def _promise(promise: Owed, now: datetime, language: Language) -> str:
    t, today = case_words(language), local(now).date()
    when = t["by_when"].format(when=written.when_of(promise.by, language, today)) if promise.by else t["no_time"]
    state = "late" if promise.is_overdue(now) else promise.state
    marks = [t["moved_once"] if promise.moved else "", t["untold"] if promise.untold else "", promise.because or ""]
    watched = [t["watched"]] if promise.watched else []
    acts = {act: f"{act}_watched" if promise.watched and act != "withdraw" else act for act in _ACTS}
    does = joined(
        f'<button type="button" class="take" data-choose="{act}:{promise.id}">{t[named]}</button>'
        for act, named in acts.items()
    )
    told = t[f"state_watched_{state}" if promise.watched else f"state_{state}"]
    return (
        f'<li class="is-{state}"><strong>{promise.id}. {esc(promise.quote)}</strong>'
        f"<span>{esc(' · '.join(filter(None, [*watched, told, when, promise.who, *marks])))}</span>"
        f"{f'<span class=acts>{does}</span>' if promise.state == 'open' else ''}</li>"
    )


def _told(entry: Entry, today: date, language: Language) -> str:
    t = case_words(language)
    when = written.when_of(local(entry.at), language, today)
    title = t[f"kind_{entry.kind}"].format(to=entry.to)
    who = f" · {esc(entry.by)}" if entry.by else ""
    return (
        f'<li class="is-{entry.kind}"><span class="group">{esc(when)}{who}</span><strong>{esc(title)}</strong>'
        f"{_words(entry, today, language)}</li>"
    )


def _words(entry: Entry, today: date, language: Language) -> str:
    """What was written, known or promised; a promise's event shows the promise and its new time."""
    if entry.kind in _OF_PROMISES and entry.promise is not None:
        due = f" → {written.when_of(local(entry.due), language, today)}" if entry.due else ""
        return f"<p>{esc(entry.promise.quote)}{esc(due)}</p>"
    return f"<p>{esc(entry.text)}</p>" if entry.text else ""


def update_text(text: str, language: Language) -> str:
    """A message at hand, to copy."""
    return f'<h3>{case_words(language)["update_draft"]}</h3><p class="letter">{esc(text)}</p>' if text else ""


def page_address(address: str, days: int, language: Language) -> str:
    told = case_words(language)["page_made"].format(days=days)
    return f'<p class="notice" role="status">{esc(told)}<br><code>{esc(address)}</code></p>'


def told(lines: Iterable[str]) -> str:
    return joined(f'<p class="fault" role="alert">{esc(line)}</p>' for line in lines)
