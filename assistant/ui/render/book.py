"""The playbook as HTML: hits of a search, the list of all entries, one entry opened, a passage that folds out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from re import Match
from typing import TYPE_CHECKING

from assistant.case import ABOUT, Case, Draft, Language
from assistant.playbook import Entry, Group, Playbook, Section
from assistant.ui import written
from assistant.ui.render.markup import Inline, esc, joined, markdown
from assistant.ui.texts import Words, words

if TYPE_CHECKING:
    from assistant.search import Hit

_GROUPS: tuple[Group, ...] = ("situations", "steps", "principles")
_GLIMPSE = 160
_TOLD = 6
"""So many of the words that led to an entry are told."""
_AFTER_Z = str.maketrans({"å": "{1", "ä": "{2", "ö": "{3"})
"""Sorts as the Swedish alphabet does."""
_CODE = re.compile(r"`([^`]+)`|\{(\w+)\}|^\[(chat|letter)\]")
"""What stands in a playbook's text for the program: an id, a slot, the channel of a wording."""


def hits(
    found: Sequence[Hit], playbook: Playbook, language: Language, query: str = "", *, is_clear: bool = True
) -> str:
    """The best entries for a search, each a button that opens it; the words that they share with `query` are marked."""
    t = words(language)
    if not found:
        return f'<p class="faint" role="status">{t["search_none"]}</p>'
    told = "" if is_clear else f'<p class="unclear" role="status">{t["search_unclear"]}</p>'
    return f'{told}<ol class="hits">{joined(_hit(hit, playbook, t, query) for hit in found)}</ol>'


def _hit(hit: Hit, playbook: Playbook, t: Words, query: str) -> str:
    named = marked(title(hit.entry, playbook, hit.language), query, hit.language)
    text = marked(_glimpse(hit.text, t), query, hit.language)
    return (
        f'<li><button type="button" data-entry="{esc(hit.entry)}"><span class="group">{t[f"group_{hit.group}"]}</span>'
        f"<strong>{named}</strong><span>{esc(hit.heading)}: {text}</span></button></li>"
    )


def marked(text: str, query: str, language: Language) -> str:
    """The text, escaped, with the words marked that mean the query's: in another form, or as a part of a compound."""
    from assistant.search.words import shared

    cut, parts = 0, []
    for start, end in shared(text, query, language):
        parts += [esc(text[cut:start]), f'<mark class="match">{esc(text[start:end])}</mark>']
        cut = end
    return joined([*parts, esc(text[cut:])])


def fault(what: str, language: Language) -> str:
    """That a change cannot be read, so that the last good playbook is shown."""
    return f'<p class="unclear" role="status">{esc(words(language)["playbook_fault"].format(what=what))}</p>'


def unknown(id: str, language: Language) -> str:
    return f'<p class="unclear" role="status">{esc(words(language)["entry_unknown"].format(id=id))}</p>'


def title(entry: str, playbook: Playbook, language: Language) -> str:
    found = playbook.get(entry, language)
    return found.title if found else entry


def _glimpse(text: str, t: Words) -> str:
    """The beginning of a passage in one plain line."""
    lines = (re.sub(r"^[-–•*]\s+", "", line.strip()) for line in text.splitlines())
    plain = " ".join(_CODE.sub(lambda found: _plainly(found, t), line).strip() for line in lines if line)
    return plain if len(plain) <= _GLIMPSE else plain[:_GLIMPSE].rsplit(" ", 1)[0] + " …"


def _plainly(found: Match[str], t: Words) -> str:
    code, slot, _ = found.groups()
    return t.get(f"about_{code}", code) if code else f"‹{t.get(f'slot_{slot}', slot)}›" if slot else ""


def contents(playbook: Playbook, spoken: Language, language: Language | None = None, only: str = "") -> str:
    """All entries by group, for those who would rather look than search: steps in their order, others by title.

    Entries in the language `spoken`, headings in the window's; `only` is the one group that is wanted.
    """
    groups = (_group(group, playbook, spoken, language or spoken) for group in _GROUPS if only in ("", group))
    return f'<div class="contents">{joined(groups)}</div>'


def _group(group: Group, playbook: Playbook, spoken: Language, language: Language) -> str:
    entries = playbook.group(group, spoken)
    if group != "steps":
        entries = tuple(sorted(entries, key=lambda entry: entry.title.lower().translate(_AFTER_Z)))
    return f"<h2>{words(language)[f'groups_{group}']}</h2><ul>{_titles(entries)}</ul>"


def _titles(entries: Iterable[Entry]) -> str:
    return joined(
        f'<li><button type="button" data-entry="{esc(entry.id)}">{esc(entry.title)}</button></li>' for entry in entries
    )


def entry(
    opened: Entry | None,
    playbook: Playbook,
    language: Language,
    today: date,
    *,
    spoken: Language | None = None,
    is_due: bool = False,
) -> str:
    """One entry in full, with ways to those it names; `spoken` is the language that it was wanted in."""
    t = words(language)
    if opened is None:
        return f'<p class="faint">{t["entry_empty"]}</p>'
    tongue = opened.language
    inline = _inline(playbook, tongue, language)
    sections = joined(_section(section, opened, inline, t) for section in opened.sections)
    related = [found for id in opened.related if (found := playbook.get(id, tongue))]
    also = f'<h3>{t["entry_related"]}</h3><ul class="related">{_titles(related)}</ul>' if related else ""
    preview = (
        f'<p><button type="button" class="quiet" data-preview="{esc(opened.id)}">{t["entry_preview"]}</button></p>'
    )
    return (
        f'<article class="entry" data-id="{esc(opened.id)}" lang="{tongue}">'
        f'<p class="group">{t[f"group_{opened.group}"]}</p>'
        f"<h2>{esc(opened.title)}</h2>{_standing(opened, t, language, today, spoken or language, is_due)}"
        f"{_ways(opened, t)}{sections}{also}{preview if opened.example else ''}</article>"
    )


def _standing(opened: Entry, t: Words, language: Language, today: date, spoken: Language, is_due: bool) -> str:
    """Who keeps the entry, when it was read through, and what is amiss with it."""
    reviewed = written.date_of(opened.reviewed, language, today)
    told = f'<p class="faint">{esc(t["entry_reviewed"].format(owner=opened.owner, when=reviewed))}</p>'
    due = f'<p class="unclear">{t["entry_due"]}</p>' if is_due else ""
    only = {"sv": t["entry_only_sv"], "en": t["entry_only_en"]}[opened.language]
    other = f'<p class="unclear">{only}</p>' if opened.language != spoken else ""
    return told + due + other


def _ways(opened: Entry, t: Words) -> str:
    """The sections as a row of ways to them."""
    named = [section for section in opened.sections if not section.step]
    links = joined(
        f'<button type="button" data-section="section-{section.key}">{esc(section.heading)}</button>'
        for section in named
    )
    return f'<nav class="ways" aria-label="{t["entry_sections"]}">{links}</nav>'


def _section(section: Section, opened: Entry, inline: Inline, t: Words) -> str:
    level, mark = ("h4", "") if section.step else ("h3", f' id="section-{section.key}"')
    is_sent = bool(section.step) or section.key == "safe" or (section.key == "say" and opened.group != "situations")
    item = (lambda text: inline(text) + _use(text, t)) if is_sent else inline
    body = markdown(section.text, inline, item) if section.text.strip() else ""
    return f"<{level}{mark}>{esc(section.heading)}</{level}>{body}"


def _use(item: str, t: Words) -> str:
    """Puts a wording into the draft, its open slots in words between brackets."""
    text = _CODE.sub(lambda found: f"[{t.get(f'slot_{found[2]}', found[2])}]" if found[2] else found[1] or "", item)
    return f' <button type="button" class="use" data-use="{esc(text.strip())}">{t["entry_use"]}</button>'


def preview(case: Case, draft: Draft, language: Language) -> str:
    """The draft that an entry's own example leads to, and the parts of the playbook that it leans on."""
    t = words(language)
    used = ", ".join(dict.fromkeys(passage.entry for passage in draft.passages))
    told = esc(t["preview_used"].format(entries=used)) if used else ""
    return (
        f'<article class="entry"><h3>{t["preview"]}</h3><blockquote>{esc(case.complaint)}</blockquote>'
        f'<p class="letter">{esc(draft.text)}</p><p class="faint">{told}</p></article>'
    )


def led_to(id: str, complaint: str, playbook: Playbook, spoken: Language) -> Sequence[str]:
    """The customer's own words that the entry is known by, the longest first: what its title and its phrases share."""
    from assistant.search.words import shared

    found = playbook.get(id, spoken)
    known = " ".join((found.title, *found.customer_phrases)) if found else ""
    said = dict.fromkeys(complaint[start:end].lower() for start, end in shared(complaint, known, spoken))
    return sorted(said, key=len, reverse=True)[:_TOLD]


def passage(
    id: str,
    heading: str,
    text: str,
    playbook: Playbook,
    language: Language,
    *,
    is_open: bool = False,
    why: Sequence[str] = (),
) -> str:
    """A part of an entry that folds out, with a way to the whole of it; `why` are the words that led to it."""
    t = words(language)
    named = " · ".join(part for part in (title(id, playbook, language), heading) if part)
    way = f'<button type="button" class="quiet" data-entry="{esc(id)}">{t["open_entry"]}</button>'
    led = f'<p class="faint">{esc(t["passage_why"].format(words=", ".join(why)))}</p>' if why else ""
    told = f"<summary>{esc(named)}</summary>{led}{markdown(text, _inline(playbook, language))}<p>{way}</p>"
    return f'<details class="passage"{" open" if is_open else ""}>{told}</details>'


def _inline(playbook: Playbook, spoken: Language, language: Language | None = None) -> Inline:
    """Sets a line of the playbook: ids become ways to their entries, slots and kinds of fact readable words."""
    t = words(language or spoken)

    def set_code(found: Match[str]) -> str:
        code, slot, channel = found.groups()
        if slot:
            return f'<span class="slot">{t.get(f"slot_{slot}", slot)}</span>'
        if channel or code in ABOUT:
            return f'<span class="topic">{t[f"channel_{channel}" if channel else f"about_{code}"]}</span>'
        if (target := playbook.get(code, spoken)) is None:
            return f"<code>{code}</code>"
        return f'<button type="button" class="to-entry" data-entry="{code}">{esc(target.title)}</button>'

    return lambda text: _CODE.sub(set_code, esc(text))
