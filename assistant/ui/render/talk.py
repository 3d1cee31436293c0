"""The conversation as HTML: the customer's words plainly apart from the agent's talk with the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.case import CHANNELS, Case, Draft, Language, Message, When
from assistant.conversation import TOLD
from assistant.desk import Answer, Example
from assistant.language import detect
from assistant.playbook import Playbook
from assistant.ui import written
from assistant.ui.casetexts import case_words
from assistant.ui.page import Page, Turn
from assistant.ui.render.book import led_to, passage
from assistant.ui.render.markup import difference, esc, joined
from assistant.ui.texts import words

_SHOWN = 4
_WRAP = re.compile(r"([^\n]{60,}[^\s.!?:…])[ \t]*\n(?=[^\W_])")
"""A break after a long line that does not end a sentence."""
_GLIMPSE = 110
"""Characters of a complaint that its button shows."""


def conversation(page: Page, playbook: Playbook, language: Language, *, doing: str = "") -> str:
    """The thread with the customer, and under it the talk about the draft.

    `doing` is a key of texts.py for what the desk is busy with.
    """
    t = words(language)
    thread = _thread(page, language) if page.case else ""
    last = len(page.talk) - 1
    talk = joined(
        _turn(turn, playbook, language, answerable=number == last and not doing)
        for number, turn in enumerate(page.talk)
    )
    is_revised = bool(page.talk) and "said_write" in page.talk[-1].says and not doing
    talk += changed(page.before, page.draft.text, language) if is_revised and page.draft else ""
    busy = f'<p class="busy" role="status">{t[doing]} <kbd>Esc</kbd></p>' if doing else ""
    stage = "case" if page.case else "talk"
    return f'<div class="conversation" data-stage="{stage}">{thread}<div class="talk">{talk}{busy}</div></div>'


def welcome(examples: Sequence[Example], language: Language) -> str:
    """An empty desk: what to do, and cases to try it with."""
    t = words(language)
    own = sorted(examples, key=lambda example: example.case.language != language)[:_SHOWN]
    buttons = joined(_example(example, language) for example in own)
    offered = f'<h3>{t["welcome_try"]}</h3><div class="examples">{buttons}</div>' if own else ""
    return (
        f'<div class="welcome" data-stage="empty"><h2>{t["welcome"]}</h2><p>{t["welcome_how"]}</p></div>'
        f'<div class="try">{offered}</div>'
    )


def missing(notes: Sequence[str]) -> str:
    """What does not work as it could, at the foot of an empty desk."""
    told = joined(f"<p>{esc(note)}</p>" for note in notes)
    return f'<div class="missing-parts">{told}</div>' if told else ""


def _example(example: Example, language: Language) -> str:
    title = example.name.removesuffix("-en").removesuffix("-sv")
    title = title.upper() if any(c.isdigit() for c in title) else title.capitalize()
    glimpse = " ".join(example.case.complaint.split())
    if len(glimpse) > _GLIMPSE:
        glimpse = glimpse[:_GLIMPSE].rsplit(" ", 1)[0] + " …"
    tongue = example.case.language or "sv"
    return (
        f'<button type="button" data-example="{esc(example.name)}"><strong>{esc(title)}</strong>'
        f'<span lang="{tongue}">{esc(glimpse)}</span></button>'
    )


def _thread(page: Page, language: Language) -> str:
    case, t = page.case, words(language)
    assert case is not None
    exercise = ""
    if page.exercise:
        today = written.when_of(case.today, language, case.today.date())
        exercise = f'<p class="note">{esc(t["exercise_today"].format(today=today))}</p>'
    messages = joined(_message(message, case, language) for message in case.messages)
    return f'<div class="thread">{exercise}{_channel(case, language)}{messages}{_foreign(case, language)}</div>'


def _channel(case: Case, language: Language) -> str:
    """Where the reply goes, to be chosen."""
    t = words(language)
    chosen = case.channel or "email"
    options = joined(
        f'<option value="channel:{name}"{" selected" if name == chosen else ""}>{t[f"channel_{name}"]}</option>'
        for name in CHANNELS
    )
    return f'<label class="channel">{t["channel"]} <select data-choice>{options}</select></label>'


def _message(message: Message, case: Case, language: Language) -> str:
    t = words(language)
    is_customers = message.sender == "customer"
    named = t["customer_named"].format(name=case.customer) if case.customer else t["customer_writes"]
    label = named if is_customers else t["agent_wrote"]
    at = f"<time>{written.when_of(message.at, language, case.today.date())}</time>" if message.at else ""
    look = "customer" if is_customers else "ours"
    return (
        f'<article class="message {look}"><header><span>{esc(label)}</span>{at}</header>'
        f'<div class="words">{esc(_unwrapped(message.text))}</div></article>'
    )


def _unwrapped(text: str) -> str:
    """The words without the line breaks that a mail program put in, which would break again in our column."""
    return _WRAP.sub(r"\1 ", text)


def _foreign(case: Case, language: Language) -> str:
    other = detect(case.complaint).other
    if other is None:
        return ""
    name = other[0] if language == "sv" else other[1]
    t = words(language)
    told = t["language_other"].format(language=name, answer=t[f"answer_{case.language or 'en'}"])
    return f'<p class="note">{esc(told)}</p>'


def _turn(turn: Turn, playbook: Playbook, language: Language, *, answerable: bool) -> str:
    t = words(language)
    if turn.who == "agent":
        return f'<div class="turn agent"><p>{esc(turn.text)}</p></div>'
    said = " ".join(t[key] for key in turn.says)
    told = " ".join(part for part in (esc(said), esc(turn.text)) if part)
    entries = joined(
        passage(entry, heading, text, playbook, language, is_open=number == 0)
        for number, (entry, heading, text) in enumerate(turn.entries)
    )
    listed = f"<ul>{joined(f'<li>{esc(line)}</li>' for line in turn.lines)}</ul>" if turn.lines else ""
    choices = joined(
        f'<button type="button" data-choose="{choice}">{_choice(choice, language)}</button>' for choice in turn.choices
    )
    asked = f'<div class="choices">{choices}</div>' if choices and answerable else ""
    return f'<div class="turn desk"><p>{told}</p>{listed}{entries}{asked}</div>'


def _choice(choice: str, language: Language) -> str:
    t, about = words(language), choice.removeprefix(TOLD)
    return t[f"choose_{choice}"] if about == choice else t["choose_fact"].format(about=t[f"about_{about}"].lower())


def changed(before: str, after: str, language: Language) -> str:
    """What a revision has changed; nothing where there was no text before it."""
    if not before.strip() or before.strip() == after.strip():
        return ""
    title = words(language)["changed"]
    return (
        f'<details class="changed"><summary>{title}</summary><p class="diff">{difference(before, after)}</p></details>'
    )


def promised(answer: Answer, language: Language, today: date) -> tuple[str, ...]:
    """Each promise of a case in a line: when, what, who, and what has become of it; then those only in the thread."""
    t, w = case_words(language), words(language)

    def due(by: When | None) -> str:
        return w["due"].format(when=written.when_of(by, language, today)) if by else w["no_due"]

    noted = tuple(f"{due(o.by)}: ”{o.quote}” ({o.who}, {t[f'state_{o.state}']})" for o in answer.owed)
    return (*noted, *(f"{due(p.by)}: ”{p.quote}” ({w['only_thread']})" for p in answer.said))


def beside(draft: Draft | None, case: Case | None, playbook: Playbook, language: Language) -> tuple[str, str]:
    """What is to be found out, and the passages that the draft leans on, each with the words that led to it."""
    t = words(language)
    if draft is None:
        return "", ""
    asks = joined(f"<li>{esc(ask)}</li>" for ask in draft.asks)
    asked = f'<section class="asks"><h2>{t["asks"]}</h2><ul>{asks}</ul></section>' if asks else ""
    complaint = case.complaint if case else ""
    leans_on = joined(
        passage(
            p.entry, p.heading, p.text, playbook, language, why=led_to(p.entry, complaint, playbook, draft.language)
        )
        for p in draft.passages
    )
    return asked, leans_on or f'<p class="faint">{t["no_passages"]}</p>'
