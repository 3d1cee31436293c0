"""Folders -> Playbook: every file is read, all faults are told, a later folder lies over an earlier one.

Strict and never open: with one fault in any finished entry there is no playbook. An entry with
`draft: true` is left out, its faults are warnings, and a shipped entry below it stays in use.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from assistant.case import STEPS, Language, Policy
from assistant.casefile import default_policy
from assistant.errors import BadInput
from assistant.playbook import layout
from assistant.playbook.parsing import Parsed, parse
from assistant.playbook.records import Entry, Fault, Group, Place, Playbook

SHIPPED = Path(__file__).parent.parent.parent / "playbooks"
_BESIDE = ("examples", "phrases", "policy.yaml", "README.md")
"""What else lies in a playbook folder, read elsewhere."""

Stamp = frozenset[tuple[str, int, int]]


def folders(own: Path | None = None) -> tuple[Path, ...]:
    """The shipped playbook and, over it, the company's own (setting PLAYBOOKS)."""
    return (SHIPPED,) if own is None else (SHIPPED, own)


def read(folders: Sequence[Path], policy: Policy | None = None) -> Playbook:
    """The playbook in `folders`, the last one on top, entry by entry.

    BadInput names the first fault and the number of the others; `inspect` tells them all.
    """
    playbook, faults = inspect(folders, policy)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        first = errors[0]
        others = f"; {len(errors) - 1} more faults" if len(errors) > 1 else ""
        raise BadInput(first.what + others, where=f"{first.path}:{first.line}", now=first.now)
    return playbook


def inspect(folders: Sequence[Path], policy: Policy | None = None) -> tuple[Playbook, tuple[Fault, ...]]:
    """What can be read of the playbook, and every fault in it, by file and line."""
    policy = policy or default_policy()
    faults: list[Fault] = []
    files = [_parse_file(place, policy) for folder in folders for place in _places(folder, faults)]
    if not files:
        faults.append(Fault(folders[-1], 1, "holds no entry", f"it must hold {', '.join(layout.GROUPS)}"))
    faults += [fault for parsed in files for fault in parsed.faults]
    faults += _across(files)
    drafts = {parsed.place.path for parsed in files if parsed.draft}
    told = [_as_warning(fault) if fault.path in drafts else fault for fault in faults]
    entries = {(p.place.id, p.place.language): p.entry for p in files if p.entry and not p.draft}
    return _playbook(entries.values()), tuple(sorted(told, key=lambda f: (str(f.path), f.line)))


def overdue(entries: Iterable[Entry], today: date, days: float = layout.REVIEW_DAYS) -> tuple[Fault, ...]:
    """A warning for each entry that nobody has reviewed for more than `days` days."""
    return tuple(
        Fault(e.path, 1, f"was last reviewed {e.reviewed}", "read it through and set `reviewed` to today", "warning")
        for e in entries
        if today - e.reviewed > timedelta(days=days)
    )


def stamp(folders: Iterable[Path]) -> Stamp:
    """Name, time and size of every file in the groups: cheap to take, other when anything was changed."""
    return frozenset(
        written for folder in folders for group in layout.GROUPS for written in _written(str(folder / group))
    )


def _written(folder: str) -> Iterator[tuple[str, int, int]]:
    """Each entry's file under a folder, by `scandir`: every search asks, and `Path.rglob` takes three times as long."""
    try:
        with os.scandir(folder) as listed:
            items = list(listed)
    except OSError:
        yield folder, 0, 0
        return
    for item in items:
        if item.is_dir():
            yield from _written(item.path)
        elif item.name.endswith(".md"):
            yield item.path, *_status(item)


def _status(file: os.DirEntry[str]) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _places(folder: Path, faults: list[Fault]) -> Iterator[Place]:
    """Every GROUP/LANGUAGE/ID.md in `folder`; what lies there without being read is told."""
    for group_folder in _listed(folder, faults):
        group = next((g for g in layout.GROUPS if g == group_folder.name), None)
        if group is None:
            if group_folder.name not in _BESIDE:
                faults.append(_unread(group_folder, f"allowed are {', '.join((*layout.GROUPS, *_BESIDE))}"))
            continue
        for language_folder in _listed(group_folder, faults):
            language = next((lang for lang in layout.LANGUAGES if lang == language_folder.name), None)
            if language is None:
                faults.append(_unread(language_folder, f"allowed are {', '.join(layout.LANGUAGES)}"))
                continue
            for file in _listed(language_folder, faults):
                if file.suffix == ".md":
                    yield Place(file, group, language)
                else:
                    faults.append(_unread(file, "entries are named ID.md"))


def _listed(folder: Path, faults: list[Fault]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        faults.append(Fault(folder, 1, f"cannot be listed: {error.strerror}", "give a folder that can be read"))
        return []


def _unread(path: Path, now: str) -> Fault:
    return Fault(path, 1, "is not read", now, "warning")


def _parse_file(place: Place, policy: Policy) -> Parsed:
    try:
        data = place.path.read_bytes()
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(place, Fault(place.path, line, "is not UTF-8 text", "save it as UTF-8"))
    except OSError as error:
        return _unreadable(place, Fault(place.path, 1, f"cannot be read: {error.strerror}"))
    return parse(place, text.replace("\r\n", "\n"), policy)


def _unreadable(place: Place, fault: Fault) -> Parsed:
    return Parsed(place, draft=False, entry=None, links=(), faults=(fault,))


def _across(files: Sequence[Parsed]) -> Iterator[Fault]:
    """Faults that no file shows by itself: ids in two groups, links to nowhere, a language without its twin."""
    groups: dict[str, Group] = {}
    written: set[tuple[str, Language]] = {(p.place.id, p.place.language) for p in files}
    for parsed in files:
        place = parsed.place
        if groups.setdefault(place.id, place.group) != place.group:
            yield Fault(place.path, 1, f"the id {place.id} is also used in {groups[place.id]}", "choose another id")
        if place.group == "steps" and place.id not in STEPS:
            yield Fault(place.path, 1, f"{place.id} is not a step", f"the steps are {', '.join(STEPS)}")
        twin: Language = "en" if place.language == "sv" else "sv"
        if (place.id, twin) not in written:
            other = place.path.parent.parent / twin / place.path.name
            yield Fault(place.path, 1, "is missing in the other language", f"write {other}, at first with draft: true")
    for parsed in files:
        for link, line in parsed.links:
            if link not in groups:
                yield Fault(parsed.place.path, line, f"links to {link}, which is not an entry", "correct or remove it")


def _as_warning(fault: Fault) -> Fault:
    return Fault(fault.path, fault.line, f"draft: {fault.what}", fault.now, "warning")


def _playbook(entries: Iterable[Entry]) -> Playbook:
    return Playbook({(entry.id, entry.language): entry for entry in sorted(entries, key=_rank)})


def _rank(entry: Entry) -> tuple[int, int, str, int]:
    step = STEPS.index(entry.id) if entry.id in STEPS else 0
    return layout.GROUPS.index(entry.group), step, entry.id, layout.LANGUAGES.index(entry.language)
