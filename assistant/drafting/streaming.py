"""A model's words as they come, kept to the waits that are set, and stopped when the agent says so.

The model is read in a thread of its own, so that a wait ends on time whatever the connection does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, BaseMessageChunk

Stop = Callable[[], bool]

_LOOK_EVERY = 0.05
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait, in seconds: for the first words, which is also the longest silence between any two,
    and for the whole."""

    first: float = 20
    whole: float = 90

    @classmethod
    def of(cls, model: BaseChatModel) -> Waits:
        """Those that `providers.chat_model` has noted on the model."""
        noted, usual = model.metadata or {}, cls()
        return cls(noted.get("first_token_seconds", usual.first), noted.get("total_seconds", usual.whole))


class Late(Exception):
    """A wait is over; `reason` is a key of `notices.yaml`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class Broken(Exception):
    """The model raised `error`."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.error = error


class Stopped(Exception):
    """The agent has stopped the model."""


def chunks(
    model: BaseChatModel, messages: Sequence[BaseMessage], stop: Stop | None = None, **options: Any
) -> Iterator[BaseMessageChunk]:
    """What the model sends, chunk by chunk; `options` go with the request. Raises Late, Stopped or Broken.

    A closed generator ends the request with the next thing that the server sends.
    """
    arrived: SimpleQueue[Any] = SimpleQueue()
    is_closed = Event()
    begin = partial(model.stream, list(messages), **options)
    Thread(target=_pump, args=(begin, arrived, is_closed), daemon=True).start()
    clock = _Clock(Waits.of(model))
    try:
        while (item := _next(arrived, clock, stop)) is not None:
            if isinstance(item, Broken):
                raise item
            clock.heard(bool(item.text))
            yield item
    finally:
        is_closed.set()


def _pump(begin: Callable[[], Iterator[Any]], arrived: SimpleQueue[Any], is_closed: Event) -> None:
    """Hands over each chunk; then the error, if there is one; then None."""
    import openai
    from langchain_core.exceptions import LangChainException

    try:
        with closing(begin()) as stream:  # type: ignore[type-var]
            for chunk in stream:
                arrived.put(chunk)
                if is_closed.is_set():
                    break
    except (
        LangChainException,
        openai.OpenAIError,
        OSError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        arrived.put(Broken(error))  # the last four are what LangChain raises on an answer of another shape
    finally:
        arrived.put(None)


def _next(arrived: SimpleQueue[Any], clock: _Clock, stop: Stop | None) -> Any:
    while True:
        if stop and stop():
            raise Stopped
        try:
            return arrived.get(timeout=min(_LOOK_EVERY, max(clock.left(), 0.001)))
        except Empty:
            clock.check()


class _Clock:
    """Knows how long may be waited still."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._begun = self._last = monotonic()
        self._chunks = 0
        self._has_words = False

    def heard(self, has_words: bool) -> None:
        """A chunk came. The first one may only announce the answer; any later one shows a model at work,
        be it at thoughts that are not shown."""
        self._chunks += 1
        self._has_words |= has_words
        if self._has_words or self._chunks > 1:
            self._last = monotonic()

    def left(self) -> float:
        now = monotonic()
        return min(self._last + self._waits.first, self._begun + self._waits.whole) - now

    def check(self) -> None:
        if self.left() > 0:
            return
        if monotonic() >= self._begun + self._waits.whole:
            raise Late("slow", self._waits.whole)
        raise Late("stalled" if self._has_words else "late", self._waits.first)
