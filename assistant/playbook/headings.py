"""Are an entry's headings all there, in order, with text and enough items under each?"""

from __future__ import annotations

from assistant.case import Language
from assistant.playbook import layout
from assistant.playbook.page import Heading, Page
from assistant.playbook.records import Faults, Group


def sort(page: Page, group: Group, language: Language, faults: Faults) -> dict[str, Heading]:
    """The headings by key (`recognise`, …) or step (`listen`, …), in the file's order.

    Faults: a heading that is missing, unknown, twice or out of order, that has no text, or too few items.
    """
    wanted = _wanted(group, language)
    found = _known(page, wanted, faults)
    _check_order(found, wanted, faults)
    _check_missing(page, found, wanted, faults)
    _check_content(found, group, faults)
    return found


def _wanted(group: Group, language: Language) -> dict[str, tuple[int, str]]:
    """Level and title of each heading by key or step, in order."""
    wanted: dict[str, tuple[int, str]] = {}
    for part in layout.PARTS[group]:
        wanted[part.key] = (2, part.heading(language))
        if group == "situations" and part.key == "say":
            wanted |= {step: (3, title) for step, title in layout.step_headings(language).items()}
    return wanted


def _known(page: Page, wanted: dict[str, tuple[int, str]], faults: Faults) -> dict[str, Heading]:
    keys = {heading: key for key, heading in wanted.items()}
    found: dict[str, Heading] = {}
    above = ""
    for heading in page.headings:
        key = keys.get((heading.level, heading.title))
        if heading.level == 2:
            above = key or ""
        if key is None or (heading.level == 3 and above != "say"):
            mark = "#" * heading.level
            allowed = ", ".join(title for level, title in wanted.values() if level == (3 if above == "say" else 2))
            faults.add(heading.line, f"unknown heading “{mark} {heading.title}”", f"allowed here are {allowed}")
        elif key in found:
            faults.add(heading.line, f"has the heading “{heading.title}” twice", f"first on line {found[key].line}")
        else:
            found[key] = heading
    return found


def _check_order(found: dict[str, Heading], wanted: dict[str, tuple[int, str]], faults: Faults) -> None:
    order = list(wanted)
    latest: str | None = None
    for key, heading in found.items():
        if latest is not None and order.index(key) < order.index(latest):
            faults.add(heading.line, f"“{heading.title}” is out of order", f"move it above “{found[latest].title}”")
        else:
            latest = key


def _check_missing(page: Page, found: dict[str, Heading], wanted: dict[str, tuple[int, str]], faults: Faults) -> None:
    optional = {part.key for parts in layout.PARTS.values() for part in parts if part.optional}
    order = list(wanted)
    for key, (level, title) in wanted.items():
        if key in found or key in optional or (level == 3 and "say" not in found):
            continue
        after = next((found[later] for later in order[order.index(key) :] if later in found), None)
        line = after.line if after else page.headings[-1].line if page.headings else 1
        place = f"put it above “{after.title}”" if after else "put it last"
        faults.add(line, f"the heading “{'#' * level} {title}” is missing", place)


def _check_content(found: dict[str, Heading], group: Group, faults: Faults) -> None:
    least = {part.key: part.least for part in layout.PARTS[group]}
    for key, heading in found.items():
        if not heading.text and not (group == "situations" and key == "say"):
            faults.add(heading.line, f"“{heading.title}” has no text", "write it, or set draft: true in the header")
        elif len(heading.items) < least.get(key, 0):
            count = f"“{heading.title}” has {len(heading.items)} list items, too few"
            faults.add(heading.line, count, f"write at least {least[key]}, each on a line after “- ”")
