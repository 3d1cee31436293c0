"""The playbook as HTML: hits of a search, the list of all entries, one entry opened, a passage that folds out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from re import Match
from typing import TYPE_CHECKING

from assistant.case import ABOUT, Language
from assistant.playbook import Entry, Group, Playbook
from assistant.ui import written
from assistant.ui.render.markup import esc, joined, markdown
from assistant.ui.texts import Words, words

if TYPE_CHECKING:
    from assistant.search import Hit

_GROUPS: tuple[Group, ...] = ("situations", "steps", "principles")
_GLIMPSE = 160
_AFTER_Z = str.maketrans({"å": "{1", "ä": "{2", "ö": "{3"})
"""Sorts as the Swedish alphabet does."""
_CODE = re.compile(r"`([^`]+)`|\{(\w+)\}|^\[(chat|letter)\]")
"""What stands in a playbook's text for the program: an id, a slot, the channel of a wording."""


def hits(found: Sequence[Hit], playbook: Playbook, language: Language) -> str:
    """The best entries for a search, each a button that opens it."""
    t = words(language)
    if not found:
        return f'<p class="faint">{t["search_none"]}</p>'
    return f'<ol class="hits">{joined(_hit(hit, playbook, t) for hit in found)}</ol>'


def _hit(hit: Hit, playbook: Playbook, t: Words) -> str:
    return (
        f'<li><button type="button" data-entry="{esc(hit.entry)}"><span class="group">{t[f"group_{hit.group}"]}</span>'
        f"<strong>{esc(title(hit.entry, playbook, hit.language))}</strong>"
        f"<span>{esc(hit.heading)}: {esc(_glimpse(hit.text, t))}</span></button></li>"
    )


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


def contents(playbook: Playbook, language: Language) -> str:
    """All entries by group, for those who would rather look than search: steps in their order, others by title."""
    return f'<div class="contents">{joined(_group(group, playbook, language) for group in _GROUPS)}</div>'


def _group(group: Group, playbook: Playbook, language: Language) -> str:
    entries = playbook.group(group, language)
    if group != "steps":
        entries = tuple(sorted(entries, key=lambda entry: entry.title.lower().translate(_AFTER_Z)))
    return f"<h3>{words(language)[f'groups_{group}']}</h3><ul>{_titles(entries)}</ul>"


def _titles(entries: Iterable[Entry]) -> str:
    return joined(
        f'<li><button type="button" data-entry="{esc(entry.id)}">{esc(entry.title)}</button></li>' for entry in entries
    )


def entry(opened: Entry | None, playbook: Playbook, language: Language, today: date) -> str:
    """One entry in full, with ways to those it names."""
    t = words(language)
    if opened is None:
        return f'<p class="faint">{t["entry_empty"]}</p>'
    reviewed = written.date_of(opened.reviewed, language, today)
    inline = _inline(playbook, language)
    sections = joined(_section(section.heading, section.text, section.step, inline) for section in opened.sections)
    related = [found for id in opened.related if (found := playbook.get(id, language))]
    also = f'<h3>{t["entry_related"]}</h3><ul class="related">{_titles(related)}</ul>' if related else ""
    return (
        f'<article class="entry"><p class="group">{t[f"group_{opened.group}"]} <code>{esc(opened.id)}</code></p>'
        f"<h2>{esc(opened.title)}</h2>"
        f'<p class="faint">{esc(t["entry_reviewed"].format(owner=opened.owner, when=reviewed))}</p>'
        f"{sections}{also}</article>"
    )


def _section(heading: str, text: str, step: str | None, inline: Callable[[str], str]) -> str:
    level = "h4" if step else "h3"
    return f"<{level}>{esc(heading)}</{level}>{markdown(text, inline) if text.strip() else ''}"


def passage(id: str, heading: str, text: str, playbook: Playbook, language: Language, *, is_open: bool = False) -> str:
    """A part of an entry that folds out, with a way to the whole of it."""
    t = words(language)
    named = " · ".join(part for part in (title(id, playbook, language), heading) if part)
    way = (
        f'<button type="button" class="quiet" data-entry="{esc(id)}">{t["open_entry"]} <code>{esc(id)}</code></button>'
    )
    told = f"<summary>{esc(named)}</summary>{markdown(text, _inline(playbook, language))}<p>{way}</p>"
    return f'<details class="passage"{" open" if is_open else ""}>{told}</details>'


def _inline(playbook: Playbook, language: Language) -> Callable[[str], str]:
    """Sets a line of the playbook: ids become ways to their entries, slots and kinds of fact readable words."""
    t = words(language)

    def set_code(found: Match[str]) -> str:
        code, slot, channel = found.groups()
        if slot:
            return f'<span class="slot">{t.get(f"slot_{slot}", slot)}</span>'
        if channel or code in ABOUT:
            return f'<span class="topic">{t[f"channel_{channel}" if channel else f"about_{code}"]}</span>'
        if (target := playbook.get(code, language)) is None:
            return f"<code>{code}</code>"
        return f'<button type="button" class="to-entry" data-entry="{code}">{esc(target.title)}</button>'

    return lambda text: _CODE.sub(set_code, esc(text))
