"""The customer's own page: plain HTML without a script. What has happened, what happens next and when, who owns it.

Only what was sent to the customer, what the customer wrote, and notes marked as public.
"""

from __future__ import annotations

from datetime import date, datetime

from assistant.case import Language
from assistant.casefile import local
from assistant.ledger import Dossier, Entry, Owed
from assistant.ui import written
from assistant.ui.render.markup import esc, joined

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}
_SHOWN = ("heard", "sent", "noted")
_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "title": "Ditt ärende",
        "owner": "{owner} har hand om ditt ärende.",
        "next": "Det här händer härnäst",
        "nothing": "Inget är utlovat just nu. Du får besked så snart det finns något att säga.",
        "closed": "Ärendet är avslutat.",
        "so_far": "Det här har hänt",
        "heard": "Du skrev",
        "sent": "Vi svarade",
        "noted": "Från oss",
        "by": "Senast {when}",
        "any": "Utan bestämd tid",
        "late": "Skulle ha varit klart {when}. Det är försenat, och det är vårt fel.",
        "broken": "Vi höll inte det här.",
        "kept": "Klart.",
        "watched_late": "Väntades senast {when}. Vi tar reda på hur det står till och hör av oss.",
        "watched_broken": "Det blev inte så. Vi hör av oss om vad som gäller.",
        "gone": "Den här sidan finns inte, eller gäller inte längre. Svara på vårt senaste mejl, så hjälper vi dig.",
    },
    "en": {
        "title": "Your case",
        "owner": "{owner} looks after your case.",
        "next": "What happens next",
        "nothing": "Nothing is promised just now. You will hear from us when there is something to say.",
        "closed": "The case is closed.",
        "so_far": "What has happened",
        "heard": "You wrote",
        "sent": "We replied",
        "noted": "From us",
        "by": "By {when}",
        "any": "At no set time",
        "late": "This was to be done {when}. It is late, and the fault is ours.",
        "broken": "We did not keep this.",
        "kept": "Done.",
        "watched_late": "Was expected by {when}. We are finding out how it stands and will be in touch.",
        "watched_broken": "It did not come about. We will be in touch about what applies.",
        "gone": "This page is not here, or no longer counts. Reply to our latest e-mail and we will help you.",
    },
}
_STYLE = (
    "body{font:17px/1.55 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1.5rem 1rem 4rem;color:#1c1f22;"
    "background:#f5f4f1;overflow-wrap:anywhere}h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}"
    "ul,ol{list-style:none;padding:0;margin:0}li{background:#fff;border:1px solid #dedbd4;border-radius:.6rem;"
    "padding:.8rem 1rem;margin:.6rem 0}time,small{color:#5a6168;font-size:.9rem;display:block}.late{border-left:4px solid #a8201a}"
    ".done{border-left:4px solid #24663b}p{margin:.3rem 0;white-space:pre-line}"
    "@media(prefers-color-scheme:dark){body{background:#15171a;color:#e9e7e2}li{background:#1d2024;border-color:#31353a}time,small{color:#a3a9af}}"
)


def page(dossier: Dossier, now: datetime, language: Language) -> str:
    """The page of one case in the customer's language."""
    t, matter, today = _TEXTS[language], dossier.matter, local(now).date()
    owner = f"<p>{esc(t['owner'].format(owner=matter.owner))}</p>" if matter.owner else ""
    promised = joined(_promise(promise, now, language) for promise in dossier.promises if promise.state != "withdrawn")
    ahead = f"<ul>{promised}</ul>" if promised else f"<p>{t['nothing']}</p>"
    closed = f"<p>{t['closed']}</p>" if matter.closed else ""
    shown = [entry for entry in dossier.story if entry.public and entry.kind in _SHOWN]
    story = joined(_entry(entry, today, language) for entry in reversed(shown))
    body = f"<h1>{t['title']}</h1>{owner}{closed}<h2>{t['next']}</h2>{ahead}<h2>{t['so_far']}</h2><ol>{story}</ol>"
    return _document(body, t["title"], language)


def gone(language: Language) -> str:
    """For a token that is unknown, expired or revoked: nobody learns which."""
    t = _TEXTS[language]
    return _document(f"<h1>{t['title']}</h1><p>{t['gone']}</p>", t["title"], language)


def _document(body: str, title: str, language: Language) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def _promise(promise: Owed, now: datetime, language: Language) -> str:
    t, today = _TEXTS[language], local(now).date()
    reckoned = promise.by if promise.untold is None else local(promise.untold)  # the time that the customer knows of
    when = written.when_of(reckoned, language, today) if reckoned else ""
    kind, told = "", t["by"].format(when=when) if when else t["any"]
    if promise.state == "kept":
        kind, told = "done", t["kept"]
    elif promise.state == "broken":
        kind, told = "late", t["watched_broken" if promise.watched else "broken"]
    elif promise.watched and promise.is_overdue(now):
        kind, told = "late", t["watched_late"].format(when=when)
    elif promise.is_failed(now):
        kind, told = "late", t["late"].format(when=when)
    return f'<li class="{kind}"><p>{esc(promise.quote)}</p><small>{esc(told)}</small></li>'


def _entry(entry: Entry, today: date, language: Language) -> str:
    when = written.when_of(local(entry.at), language, today)
    return f"<li><time>{esc(when)} · {_TEXTS[language][entry.kind]}</time><p>{esc(entry.text)}</p></li>"
