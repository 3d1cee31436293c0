"""What kind of telling a note asks for: by its structure or in its own words, with a condition, of another thing."""

from __future__ import annotations

import re

from assistant.composing.facts.notes import Note, plain_beginnings
from assistant.composing.phrases import Values
from assistant.composing.story import Story
from assistant.composing.things import Thing
from assistant.speech import MONTHS, WEEKDAYS

GRANTED = ("refund", "compensation", "replacement")
"""What is granted or not: a refusal is told with its own words."""
SENT = ("stock", "delivery", "shipping", "replacement")
"""What comes to the customer."""
_STEM = 5
"""So many letters of a word are enough to know it by."""


def is_conditional(note: Note) -> bool:
    return note.hints("condition") and not note.hints("if_cancel")


def says_more(note: Note) -> bool:
    """The note has more to say than its kind, day and sum: a condition, a reason, another thing given than the usual."""
    fact = note.fact
    if fact.holds is False and fact.about in GRANTED:
        return note.hints("negative")
    if fact.about == "replacement":
        return note.hints("alternative", "in_shop") or not note.hints("exchange")
    if fact.about in ("delivery", "shipping"):
        return (not fact.by and fact.holds is True) or (note.hints("ready") and not note.hints("pickup"))
    if fact.about == "refund":
        return note.hints("on_invoice") or (note.hints("done") and fact.holds is True and not fact.by)
    return fact.about == "compensation" and note.hints("in_kind")


def is_of_another(note: Note, values: Values, story: Story) -> bool:
    """The note begins with a thing that the sentence by structure would not name: "Parts delivered by Friday"."""
    thing = values["item"]
    if note.fact.about not in SENT or note.fact.about == "stock":
        return False
    first = next(
        (word for word in re.findall(r"[^\W\d_]{3,}", note.fact.says.lower()) if word not in plain_beginnings()), ""
    )
    if not isinstance(thing, Thing):
        return note.fact.about != "replacement" or bool(first)
    known = (thing.text.lower(), *(t.text.lower() for t in story.things))
    several = re.match(r"[\w ]+? (?:and|och) \w+ (?:leaves?|lämnar|skickas|levereras|delivered|sent)", note.fact.says)
    return bool(several) or (bool(first) and not any(first[:_STEM] in text for text in known))


def stems(text: str, plain: frozenset[str]) -> set[str]:
    months = {month.lower() for names in MONTHS.values() for month in names}
    days = {name.lower() for names in WEEKDAYS.values() for name in names}
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in plain | months | days]
    return {word[:_STEM] for word in words}


def lasts(note: Note) -> bool:
    """Its day is the end of a term and no event."""
    return note.hints("term") and not note.hints("sends", "issued", "corrected")
