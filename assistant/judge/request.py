"""Draft, case and policy -> the request for a second opinion: personal data masked, sentences numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.case import OVERPROMISES, Case, Language
from assistant.drafting.quoting import quoted
from assistant.drafting.request import Hidden, Request, allowed, common, without_middle
from assistant.drafting.tokens import counter
from assistant.language import Sentence
from assistant.prompts import phrases, prompt

VERDICTS = ("overpromise", "vague", "supported", "hedged", "none")
_THREAD = 2000
"""Characters of the customer's last message that are shown; enough to know whose words a sentence quotes."""
_JOINT = 1
"""Tokens between two sentences."""

FORM = (
    '{"sentences": [{"number": 1, "verdict": "none", "kind": null, "fact": null, "why": "…"}, '
    '{"number": 2, "verdict": "overpromise", "kind": "deadline", "fact": null, "why": "…"}]}'
)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer"},
                    "verdict": {"type": "string", "enum": list(VERDICTS)},
                    "kind": {"type": ["string", "null"], "enum": [*OVERPROMISES, None]},
                    "fact": {"type": ["string", "null"]},
                    "why": {"type": "string"},
                },
                "required": ["number", "verdict", "kind", "fact", "why"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
"""What an answer looks like; strict servers hold a model to it."""

FORMATS: tuple[dict[str, Any], ...] = (
    {"type": "json_schema", "json_schema": {"name": "second_opinion", "strict": True, "schema": SCHEMA}},
    {"type": "json_object"},
    {},
)
"""Ways to ask for that form, the strictest first; a server that knows none of them is asked in words alone."""


def to_judge(parts: Sequence[Sentence], case: Case, language: Language) -> tuple[Request, int]:
    """The request to judge the sentences of a draft, and how many of them, from the first, it has room for."""
    hidden, form = Hidden(case), prompt("judge")
    lines = [hidden.quoted(" ".join(part.text.split()), f"S{i + 1}:") for i, part in enumerate(parts)]
    sent = [message for message in case.messages if message.sender == "customer"]
    thread = hidden.quoted(without_middle(sent[-1], _THREAD).text) if sent else phrases().say("nothing.thread")
    values = common(case, language, hidden) | {
        "promises": allowed(case, language, True, hidden),
        "thread": thread,
        "form": FORM,
    }
    count = counter(language).count
    room = form.tokens - sum(count(text) for text in form.fill(values | {"draft": ""}))
    fitting = _fitting([count(line) + _JOINT for line in lines], room)
    system, user = form.fill(values | {"draft": "\n".join(lines[:fitting]) or quoted("")})
    return Request(system, user, hidden.masked, (), frozenset(), fitting < len(lines)), fitting


def _fitting(costs: Sequence[int], room: int) -> int:
    """How many of these, from the first, fit in the room together."""
    for i, cost in enumerate(costs):
        room -= cost
        if room < 0:
            return i
    return len(costs)
