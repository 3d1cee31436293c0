"""The form of an entry: which header keys, headings, slots and marks there are, and how many of each.

The reader checks files against these tables and the skeleton of a new entry is written from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.case import STEPS, Language
from assistant.playbook.records import Channel, Group

GROUPS: tuple[Group, ...] = ("steps", "principles", "situations")
LANGUAGES: tuple[Language, ...] = ("sv", "en")
CHANNELS: tuple[Channel, ...] = ("chat", "letter")
SLOTS = ("item", "since", "contacts", "amount", "answer_by", "owner", "gesture")
ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
REVIEW_DAYS = 365
"""An entry that nobody has read through for this long is due for review."""

REQUIRED_KEYS = ("id", "title", "language", "owner", "reviewed", "related", "agent_questions")
SITUATION_KEYS = ("customer_phrases", "example")
OPTIONAL_KEYS = ("draft",)

CUSTOMER_PHRASES = 12
AGENT_QUESTIONS = {"situations": 4, "steps": 10, "principles": 10}
WORDINGS_A_STEP = 4
WORDINGS_WITHOUT_SLOT = 3
"""At least so many wordings of a step can be sent when nothing is known of the case."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading: its key in the code, its text and a hint for the writer in each language.

    `least` is how many list items must stand under it.
    """

    key: str
    sv: str
    en: str
    hint_sv: str
    hint_en: str
    least: int = 0
    optional: bool = False

    def heading(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en

    def hint(self, language: Language) -> str:
        return self.hint_sv if language == "sv" else self.hint_en


def _guide(wordings: int) -> tuple[Part, ...]:
    """The headings of a step or a principle."""
    return (
        Part(
            "short",
            "Kort sagt",
            "In short",
            "Två eller tre meningar: vad och varför.",
            "Two or three sentences: what and why.",
        ),
        Part(
            "how",
            "Så gör du",
            "How to do it",
            "300–400 ord, konkret, med små exempel.",
            "300–400 words, concrete, with small examples.",
        ),
        Part("say", "Säg så här", "What to say", "- En mening att skicka.", "- A sentence to send.", wordings),
        Part("avoid", "Undvik", "Avoid", "- Vad man inte gör eller säger.", "- What not to do or say.", 4),
        Part(
            "evidence",
            "Forskning",
            "Evidence",
            "- Författare och år; ta bort rubriken om inget finns.",
            "- Author and year; leave the heading out where there is none.",
            optional=True,
        ),
    )


PARTS: dict[Group, tuple[Part, ...]] = {
    "steps": _guide(wordings=12),
    "principles": _guide(wordings=6),
    "situations": (
        Part(
            "recognise",
            "Känn igen",
            "Recognise it",
            "Vad är det, hur låter det, vad är det inte (och vilken sida då, med `id`)?",
            "What is it, how does it sound, what is it not (and which entry then, by `id`)?",
        ),
        Part(
            "find_out",
            "Ta reda på först",
            "Find out first",
            "- `delivery` Vad måste vara känt innan något utlovas?",
            "- `delivery` What must be known before anything is promised?",
            4,
        ),
        Part("say", "Säg så här", "What to say", "", ""),
        Part(
            "safe",
            "Trygga löften",
            "Safe promises",
            "- Ett löfte som alla får ge: du har mitt svar {answer_by}.",
            "- A promise that anyone may give: you will have my answer {answer_by}.",
            3,
        ),
        Part(
            "unsafe",
            "Löften att undvika",
            "Unsafe promises",
            '- "Löftet med handläggarens ord." – varför det inte kan hållas, och vad man säger i stället.',
            '- "The promise in the agent\'s words." – why it cannot be kept, and what to say instead.',
            4,
        ),
        Part("gestures", "Gest", "Gesture", "Vad som kan passa.", "What may fit."),
        Part("avoid", "Undvik", "Avoid", "- Vad man inte gör eller säger.", "- What not to do or say.", 4),
        Part(
            "reply",
            "Exempelsvar",
            "Model reply",
            "Ett helt svar på fallet i `example`, med hälsning och underskrift.",
            "A complete reply to the case in `example`, with greeting and signature.",
        ),
    ),
}

_STEP_HEADINGS = {
    "listen": ("Lyssna", "Listen"),
    "apologise": ("Be om ursäkt", "Apologise"),
    "next_steps": ("Säg vad som händer nu", "Say what happens next"),
    "no_excuses": ("Undvik bortförklaringar", "Avoid excuses"),
    "over_communicate": ("Överkommunicera", "Over-communicate"),
    "gesture": ("En minnesvärd gest", "A memorable gesture"),
}


def step_headings(language: Language) -> dict[str, str]:
    """The sub-headings of `What to say` in a situation, by step id, in order."""
    return {step: _STEP_HEADINGS[step][LANGUAGES.index(language)] for step in STEPS}


def keys(group: Group) -> tuple[str, ...]:
    """The header keys that an entry of `group` must have."""
    return REQUIRED_KEYS + (SITUATION_KEYS if group == "situations" else ())
