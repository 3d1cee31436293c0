"""How the page goes on: after an answer of the desk, a written draft, a reply that was sent. All pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from assistant import moved
from assistant.case import CHANNELS, Message, Wishes
from assistant.conversation import TOLD, Request, granted
from assistant.desk import Answer, Example
from assistant.pasted import Unreadable
from assistant.ui.page import Page, Turn

BACK = "back"
"""The choice to have the text before the last draft again."""
AGAIN = "again"
"""The choice to have the draft written anew, with what has come since."""
CHANNEL = "channel:"
"""Begins the choice of where the reply is to go."""


def opened(example: Example) -> Page:
    """A fresh page with an exercise; its facts go into the form, not into the page."""
    return Page(case=replace(example.case, facts=()), exercise=example.name)


def answered(page: Page, line: str, answer: Answer, lines: tuple[str, ...] = ()) -> Page:
    """The page once the agent's line was understood. The customer's words show as a message, not as talk.

    `lines` are the promises or the facts of the answer, in the window's words.
    """
    request, sitting = answer.request, answer.sitting
    if request.kind == "case":
        return Page(case=sitting.case, wishes=sitting.wishes)
    page = replace(page, case=sitting.case, wishes=sitting.wishes)
    if request.kind == "customer":
        return page
    said = Turn("agent", line)
    if request.kind == "question":
        entries = tuple((hit.entry, hit.heading, hit.text) for hit in answer.hits)
        return page.with_turns(
            said, Turn("desk", says=("said_question" if entries else "said_nothing",), entries=entries)
        )
    if request.kind in ("promised", "fact"):
        key = "said_fact" if request.kind == "fact" else "said_promised" if lines else "said_promised_none"
        return page.with_turns(said, Turn("desk", says=(key,), lines=lines))
    if request.kind == "help":
        return page.with_turns(said, Turn("desk", says=("said_help",)))
    if request.kind == "unsure":
        return page.with_turns(said, Turn("desk", says=("said_unsure",), choices=request.choices))
    return page.with_turns(said) if line else page


def told(page: Page, answer: Answer, replaced: str) -> Page:
    """What the desk says about the draft that it writes; the text that it replaces can be taken back."""
    is_further = answer.request.kind == "customer"
    channel = (f"said_channel_{answer.request.channel}",) if answer.request.channel else ()
    changes = (*channel, *_changes(answer.before.wishes, page.wishes))
    note = ("said_note",) if page.wishes.note else ()
    says = ("said_customer",) if is_further else note or ("said_write", *changes)
    choices = (BACK,) if replaced.strip() else ()
    return replace(page, before=replaced).with_turns(Turn("desk", says=says, choices=choices))


def rewriting(page: Page, choice: str) -> Request | None:
    """The request of a choice that has the draft written anew: with what has come since, or for a channel."""
    if choice == AGAIN:
        return Request("write", wishes=page.wishes)
    channel = next((name for name in CHANNELS if choice == f"{CHANNEL}{name}"), None)
    return Request("write", wishes=page.wishes, channel=channel) if channel else None


def meant(page: Page, choice: str, line: str) -> Request:
    """What an unclear line was, now that the agent has said it."""
    if choice.startswith(TOLD):
        return Request("fact", line, page.wishes, about=choice.removeprefix(TOLD))
    if choice == "wish":
        return granted(line, page.wishes)
    kinds: tuple[Literal["case", "customer", "question"], ...] = ("case", "customer", "question")
    return Request(next(kind for kind in kinds if kind == choice), line, page.wishes)


def listed(page: Page, lines: tuple[str, ...]) -> Page:
    """The page with these lines under what the desk said last."""
    return replace(page, talk=(*page.talk[:-1], replace(page.talk[-1], lines=lines)))


def taken_back(page: Page) -> Page:
    return page.with_turns(Turn("desk", says=("said_back",)))


def first_draft(page: Page) -> Page:
    return page.with_turns(Turn("desk", says=("said_case",)))


def _changes(before: Wishes, after: Wishes) -> tuple[str, ...]:
    """What is different now, as keys of texts.py."""
    said = (
        (before.length != after.length, f"said_{after.length}"),
        (before.warmer != after.warmer, "said_warm" if after.warmer else "said_plain"),
        (before.language != after.language, f"said_{after.language}"),
        (before.gesture != after.gesture, "said_gesture" if after.gesture else "said_no_gesture"),
    )
    return tuple(key for changed, key in said if changed)


def unreadable(page: Page, fault: Unreadable) -> Page:
    """The line stays in its box; only the fault is told."""
    return page.with_turns(Turn("desk", says=(f"fault_{fault.fault}",)))


def beyond(page: Page) -> Page:
    """What was asked needs a language model, and there is none."""
    return replace(page, wishes=replace(page.wishes, note=None)).with_turns(Turn("desk", says=("said_beyond",)))


def stopped(page: Page) -> Page:
    """Said once, however often it was asked for."""
    said = Turn("desk", says=("said_stopped",))
    return page if page.talk and page.talk[-1] == said else page.with_turns(said)


def sent(page: Page, text: str, now: datetime) -> Page:
    """Our reply joins the customer's thread, once."""
    case = page.case
    if case is None or (case.messages and case.messages[-1].text == text):
        return page
    thread = (*case.messages, Message("agent", text, now))
    now_is = replace(case, messages=thread)
    page = replace(page, case=now_is, draft=moved.answered(page.draft, now_is))
    return page.with_turns(Turn("desk", says=("said_sent",)))


def caught_up(page: Page, news: Sequence[Message]) -> Page:
    """What came into the case elsewhere joins the thread, and is told."""
    if page.case is None:
        return page
    thread = (*page.case.messages, *news)
    return replace(page, case=replace(page.case, messages=thread)).with_turns(Turn("desk", says=("said_overtaken",)))


def asked(page: Page, line: str) -> Page:
    return page.with_turns(Turn("agent", line))


def last_line(page: Page) -> str:
    """What the agent wrote last."""
    return next((turn.text for turn in reversed(page.talk) if turn.who == "agent"), "")


def without_last(page: Page) -> Page:
    """The page without the last line and the question that it led to."""
    return replace(page, talk=page.talk[:-2])
