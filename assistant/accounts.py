"""What the language model takes: every call noted in the ledger, by case; the day's budget; the log of requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Literal, Protocol

from assistant import requestlog
from assistant.case import Tokens
from assistant.casefile import STOCKHOLM, local
from assistant.errors import Unavailable
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.providers.metering import Call

Task = Literal["draft", "judge", "intent"]


class Book(Protocol):
    """Where calls are noted: the ledger."""

    def note_call(self, case: str | None, task: str, model: str, took: Tokens) -> None: ...
    def taken(self, *, case: str) -> Tokens: ...
    def taken_since(self, at: datetime) -> Tokens: ...


class Accounts:
    """The desk's account with the language model. Where the ledger does not answer this process counts by itself."""

    def __init__(self, settings: Settings, ledger: Callable[[], Book]) -> None:
        self._settings = settings
        self._ledger = ledger
        self._lock = Lock()
        self._day = _today()
        self._here = Tokens()

    def noting(self, task: Task, case: str | None) -> Callable[[Call], None]:
        """What is to be told of each call that a model is asked for this task and case."""
        return partial(self._note, task, case)

    @property
    def is_spent(self) -> bool:
        """Whether the day's budget, where one is set, is used up. The day begins at midnight in Sweden."""
        budget = self._settings.tokens_a_day
        return budget is not None and self.today().total >= budget

    def today(self) -> Tokens:
        """What all cases have taken today: as the ledger knows, or this process, whichever knows of more."""
        try:
            noted = self._ledger().taken_since(_today()) if self._settings.has_ledger else Tokens()
        except Unavailable:
            noted = Tokens()
        with self._lock:
            here = self._here if self._day == _today() else Tokens()
        return max(noted, here, key=lambda tokens: tokens.total)

    def taken(self, case: str | None) -> Tokens:
        """What a case has taken so far; nothing where the ledger does not answer."""
        if not case or not self._settings.has_ledger:
            return Tokens()
        try:
            return self._ledger().taken(case=case)
        except Unavailable:
            return Tokens()

    def _note(self, task: Task, case: str | None, call: Call) -> None:
        if self._settings.request_log:
            requestlog.log(self._settings.data_dir, task, case, call)
        if not call.took.total:
            return
        with self._lock:
            if self._day != _today():
                self._day, self._here = _today(), Tokens()
            self._here += call.took
        try:
            self._ledger().note_call(case, task, call.model, call.took)
        except Unavailable:
            return  # counted above, and the draft is not lost for it


def _today() -> datetime:
    """The last midnight in Sweden."""
    return datetime.combine(local(datetime.now(UTC)).date(), time(), STOCKHOLM)
