"""Writes the first files of a new entry, one a language, for a person to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.case import Language
from assistant.errors import BadInput
from assistant.playbook import layout
from assistant.playbook.records import Group

_NOTES = {
    "sv": ("så som kunder skriver, minst {}", "så som handläggare frågar, minst {}", "tas bort när sidan är klar"),
    "en": ("as customers write, at least {}", "as agents ask, at least {}", "remove when the entry is finished"),
}


def new(group: str, id: str, folder: Path) -> tuple[Path, ...]:
    """Writes `folder`/GROUP/{sv,en}/ID.md with `draft: true`. Refuses to write over a file."""
    known = next((g for g in layout.GROUPS if g == group), None)
    if known is None:
        raise BadInput(f"unknown group {group!r}", now=f"allowed are {', '.join(layout.GROUPS)}")
    if not layout.ID.fullmatch(id):
        raise BadInput(f"{id!r} cannot be an id", now="use a–z, 0–9 and _, such as late_delivery")
    files = {folder / known / language / f"{id}.md": language for language in layout.LANGUAGES}
    for file in files:
        if file.exists():
            raise BadInput("is already written", where=str(file), now="choose another id or edit the file")
    try:
        for file, language in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(skeleton(known, id, language), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", where=str(file)) from None
    return tuple(files)


def skeleton(group: Group, id: str, language: Language) -> str:
    """The text of a new entry: every key and heading, with a hint under each."""
    phrases, questions, draft = _NOTES[language]
    lines = ["---", f"id: {id}", f"title: {id}", f"language: {language}", "owner: Kundservice"]
    lines += [f"reviewed: {date.today()}", "related: []", f"draft: true  # {draft}"]
    lines += [f"agent_questions: []  # {questions.format(layout.AGENT_QUESTIONS[group])}"]
    if group == "situations":
        lines += [f"customer_phrases: []  # {phrases.format(layout.CUSTOMER_PHRASES)}"]
        lines += ["example:", "  today: 2026-03-12T10:00", "  facts: []"]
    lines.append("---")
    for part in layout.PARTS[group]:
        lines += [f"## {part.heading(language)}", *filter(None, [part.hint(language)]), ""]
        if group == "situations" and part.key == "say":
            for title in layout.step_headings(language).values():
                lines += [f"### {title}", ""]
    return "\n".join(lines)
