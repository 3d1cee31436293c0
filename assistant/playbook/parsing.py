"""One file's text -> one Entry, or every fault in it with its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.case import ABOUT, Policy
from assistant.playbook import headings, layout
from assistant.playbook.header import Header
from assistant.playbook.layout import SLOTS
from assistant.playbook.page import Heading, read_page
from assistant.playbook.records import SLOT, Entry, Fault, Faults, Phrase, Place, Question, Section, UnsafePromise

_MARK = re.compile(r"\[([^\]]*)\]\s*(.*)")
_QUESTION = re.compile(r"`([^`]*)`\s+(.+\?)$")
_UNSAFE = re.compile(r"[\"“”](.+?)[\"“”]\s*[–—-]\s*(\S.*)")
_LINK = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read: its entry unless it has errors, and the links that it makes to other entries."""

    place: Place
    draft: bool
    entry: Entry | None
    links: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]


def parse(place: Place, text: str, policy: Policy) -> Parsed:
    """The entry in `text`. `policy` is that of its example case."""
    faults = Faults(place.path)
    page = read_page(text, faults)
    if page is None:
        return Parsed(place, False, None, (), tuple(faults.found))
    header = Header(place, page, policy, faults).read()
    parts = headings.sort(page, place.group, place.language, faults)
    body = _body(place, parts, faults)
    links = [(id, page.line("related", i)) for i, id in enumerate(header.get("related", ()))]
    links += _prose_links(parts)
    entry = None
    if not faults.found:
        version = hashlib.sha256(text.encode()).hexdigest()[:12]
        entry = Entry(
            id=place.id, group=place.group, language=place.language, path=place.path, version=version, **header, **body
        )
    return Parsed(place, header.get("draft", False), entry, tuple(links), tuple(faults.found))


def _body(place: Place, parts: Mapping[str, Heading], faults: Faults) -> dict[str, Any]:
    """The fields that the headings fill. `parts` maps the key or the step of each heading to it."""
    for heading in parts.values():
        _check_slots(heading, faults)
    steps = [step for step in layout.step_headings(place.language) if step in parts]
    fields: dict[str, Any] = {"sections": tuple(_section(key, heading) for key, heading in parts.items())}
    if place.group != "situations":
        step = place.id if place.group == "steps" else None
        fields["phrases"] = _phrases(parts["say"], step, faults) if "say" in parts else ()
        return fields
    fields["phrases"] = tuple(phrase for step in steps for phrase in _step_phrases(parts[step], step, faults))
    if "find_out" in parts:
        fields["find_out"] = _questions(parts["find_out"], faults)
    if "safe" in parts:
        fields["safe_promises"] = _phrases(parts["safe"], None, faults)
    if "unsafe" in parts:
        fields["unsafe_promises"] = _unsafe_promises(parts["unsafe"], faults)
    if "reply" in parts:
        fields["reply"] = _reply(parts["reply"], faults)
    return fields


def _section(key: str, heading: Heading) -> Section:
    is_step = heading.level == 3
    return Section("say" if is_step else key, heading.title, heading.text, key if is_step else None)


def _check_slots(heading: Heading, faults: Faults) -> None:
    for line, text in heading.lines:
        for slot in SLOT.findall(text):
            if slot not in SLOTS:
                faults.add(line, f"unknown slot {{{slot}}}", f"allowed are {', '.join(SLOTS)}")
        if set("{}") & set(SLOT.sub("", text)):
            faults.add(line, "has a brace without its pair", "a slot is written as {item}")


def _phrases(heading: Heading, step: str | None, faults: Faults) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for line, item in heading.items:
        mark, text = match.groups() if (match := _MARK.match(item)) else (None, item)
        channel = next((c for c in layout.CHANNELS if c == mark), None)
        if mark is not None and channel is None:
            faults.add(
                line, f"unknown mark [{mark}]", f"allowed are {', '.join(layout.CHANNELS)}; unmarked suits e-mail"
            )
        if any(text == phrase.text for phrase in phrases):
            faults.add(line, "is the same wording as one above", "reword or remove one")
        phrases.append(Phrase(text, step, channel, tuple(dict.fromkeys(SLOT.findall(text))), line))
    return tuple(phrases)


def _step_phrases(heading: Heading, step: str, faults: Faults) -> tuple[Phrase, ...]:
    phrases = _phrases(heading, step, faults)
    without = sum(not phrase.slots for phrase in phrases)
    if len(phrases) < layout.WORDINGS_A_STEP:
        least = f"write at least {layout.WORDINGS_A_STEP}"
        faults.add(heading.line, f"{heading.title} has {len(phrases)} wordings, too few", least)
    elif without < layout.WORDINGS_WITHOUT_SLOT:
        least = f"write at least {layout.WORDINGS_WITHOUT_SLOT}"
        faults.add(heading.line, f"{heading.title} has {without} wordings without a slot, too few", least)
    return phrases


def _questions(heading: Heading, faults: Faults) -> tuple[Question, ...]:
    questions = []
    for line, item in heading.items:
        match = _QUESTION.match(item)
        if match is None:
            faults.add(line, "is not a question with its kind of fact", "write it as - `delivery` Where is it now?")
        elif match[1] not in ABOUT:
            faults.add(line, f"unknown kind of fact `{match[1]}`", f"allowed are {', '.join(ABOUT)}")
        else:
            questions.append(Question(match[1], match[2]))
    return tuple(questions)


def _unsafe_promises(heading: Heading, faults: Faults) -> tuple[UnsafePromise, ...]:
    promises = []
    for line, item in heading.items:
        if match := _UNSAFE.match(item):
            promises.append(UnsafePromise(match[1], match[2], line))
        else:
            faults.add(line, "is not a quoted promise with its reason", 'write it as - "The promise." – why not')
    return tuple(promises)


def _reply(heading: Heading, faults: Faults) -> Phrase:
    line = next((number for number, text in heading.lines if text.strip()), heading.line)
    if SLOT.search(heading.text):
        faults.add(line, f"{heading.title} has a slot", "it is a complete reply to the case in `example`: write it out")
    return Phrase(heading.text, None, None, (), line)


def _prose_links(parts: Mapping[str, Heading]) -> list[tuple[str, int]]:
    """Ids in backticks anywhere but under `find_out`, where backticks hold kinds of fact."""
    return [
        (link, line)
        for key, heading in parts.items()
        if key != "find_out"
        for line, text in heading.lines
        for link in _LINK.findall(text)
    ]
