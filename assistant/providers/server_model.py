"""A chat model on any OpenAI-compatible server: patient where that helps, and content with a plain server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import openai
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelNotFoundError,
    ModelRateLimitError,
    ModelTimeoutError,
)
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from langchain_openai.chat_models.base import OpenAIContextOverflowError
from pydantic import SecretStr

from assistant.providers.chat import never_connected
from assistant.settings import Settings

_OPENAI = "https://api.openai.com/v1"
_PAUSES = (0.4, 1.2)
"""Seconds before the first and the second retry, where the server names no time."""

_LONGEST_PAUSE = 5.0
"""A server that asks for more patience than this is not waited for: the composer is faster."""

_TOO_LONG = re.compile(
    r"context (?:length|size|window)|too (?:long|many tokens)|exceed\w* .{0,40}(?:context|tokens)", re.I
)
_THINKS_LONG_BY_DEFAULT = re.compile(r"gpt-5(?!.*chat)|gpt-6|o\d")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Form:
    """How a request is made: to which model, and whether without anything that not every server knows."""

    model: str
    is_plain: bool = False

    @property
    def options(self) -> dict[str, Any]:
        if self.is_plain:
            return {"model": self.model, "stream_usage": False}
        effort = {"reasoning_effort": "low"} if _THINKS_LONG_BY_DEFAULT.match(self.model) else {}
        return {"model": self.model, "stream_usage": True} | effort

    def shaped(self, messages: list[BaseMessage]) -> list[BaseMessage]:
        """In the plain form one message of the user's, for models whose template knows no system's."""
        if not self.is_plain or len(messages) < 2:
            return messages
        return [HumanMessage("\n\n".join(str(message.text) for message in messages))]


class ServerModel(ChatOpenAI):
    """Chat Completions with the desk's waits.

    Tried again twice, until the first words: a busy server, a server's own fault, a connection that broke. Never:
    a wrong key or model, a rejected request, a server that is not there, a wait that is over. A request that
    the server rejects is put once more in its plainest form. A model that is missing, busy or broken gives
    way to `fallback_model`. Which model answered stands in the first chunk: `response_metadata["asked_model"]`.
    """

    fallback_model: str | None = None

    @classmethod
    def configured(cls, settings: Settings, name: str, read_seconds: float) -> ServerModel:
        """`read_seconds`: the longest silence of the server."""
        return cls(
            model=name,
            fallback_model=settings.openai_fallback_model,
            base_url=settings.openai_base_url or _OPENAI,
            api_key=SecretStr(settings.openai_api_key or "none"),
            timeout=openai.Timeout(read_seconds, connect=settings.model_connect_seconds),
            max_retries=0,
            use_responses_api=False,
            metadata={
                "first_token_seconds": settings.model_first_token_seconds,
                "total_seconds": settings.model_total_seconds,
            },
        )

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        def begin(form: _Form) -> Iterator[ChatGenerationChunk]:
            chunks = super(ServerModel, self)._stream(
                form.shaped(messages), stop, run_manager, **(kwargs | form.options)
            )
            return _begun(chunks, form.model)

        yield from self._answer(begin)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        def whole(form: _Form) -> ChatResult:
            options = {key: value for key, value in form.options.items() if key != "stream_usage"}
            return super(ServerModel, self)._generate(form.shaped(messages), stop, run_manager, **(kwargs | options))

        return self._answer(whole)

    def _answer(self, ask: Callable[[_Form], T]) -> T:
        try:
            return _patiently(ask, self.model_name)
        except (ModelNotFoundError, ModelRateLimitError, ModelAPIError):
            if not self.fallback_model:
                raise
        return _patiently(ask, self.fallback_model)


def _begun(chunks: Iterator[ChatGenerationChunk], model: str) -> Iterator[ChatGenerationChunk]:
    """The same chunks, the first of them already here: so a failure to begin is raised at once."""
    first = next(chunks, None)
    if first is None:
        return iter(())
    first.generation_info = (first.generation_info or {}) | {"asked_model": model}
    return _led_by(first, chunks)


def _led_by(first: ChatGenerationChunk, rest: Iterator[ChatGenerationChunk]) -> Iterator[ChatGenerationChunk]:
    yield first
    yield from rest


def _patiently(ask: Callable[[_Form], T], model: str) -> T:
    for usual_pause in _PAUSES:
        try:
            return _plainly(ask, model)
        except openai.APIError as error:
            pause = _pause(error, usual_pause)
            if pause is None:
                raise
            time.sleep(pause)
    return _plainly(ask, model)


def _plainly(ask: Callable[[_Form], T], model: str) -> T:
    try:
        return ask(_Form(model))
    except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
        if isinstance(error, ContextOverflowError):
            raise
        if error.code == "context_length_exceeded" or _TOO_LONG.search(error.message):
            raise OpenAIContextOverflowError(error.message, response=error.response, body=error.body) from error
    return ask(_Form(model, is_plain=True))


def _pause(error: openai.APIError, usual: float) -> float | None:
    """How long to wait before the next try; None where that would not help."""
    if isinstance(error, openai.APIStatusError):
        may_pass = error.status_code in (408, 409, 429) or error.status_code >= 500
        wished = _seconds(error.response.headers.get("retry-after"))
        pause = usual if wished is None else wished
        return pause if may_pass and error.code != "insufficient_quota" and pause <= _LONGEST_PAUSE else None
    is_broken = isinstance(error, openai.APIConnectionError) and not isinstance(error, ModelTimeoutError)
    return usual if is_broken and not never_connected(error) else None


def _seconds(header: str | None) -> float | None:
    return float(header) if header and re.fullmatch(r"\d{1,6}(\.\d+)?", header) else None
