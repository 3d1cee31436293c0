"""Listens to a model: what each call was asked, what came, and what it took. Only masked text passes here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult

from assistant.case import Tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_CHARACTERS_A_TOKEN = 3.56
"""Swedish, the dearer of our languages (notes on the packages): an estimate that rather says too much."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a model: the messages as they were sent, role and text; what had come of the answer; what it
    took (nothing where nothing came); and the name of the error that ended it."""

    model: str
    messages: tuple[tuple[str, str], ...]
    answer: str
    took: Tokens
    error: str | None = None


def metered(model: BaseChatModel, note: Callable[[Call], None]) -> BaseChatModel:
    """The same model, with its client, that tells `note` of each of its calls, also of those that fail."""
    return model.model_copy(update={"callbacks": [_Meter(str(getattr(model, "model_name", "")), note)]})


class _Meter(BaseCallbackHandler):
    raise_error = True

    def __init__(self, name: str, note: Callable[[Call], None]) -> None:
        self._name = name
        self._note = note
        self._asked: dict[UUID, tuple[tuple[str, str], ...]] = {}

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **_: Any
    ) -> None:
        self._asked[run_id] = tuple((message.type, str(message.text)) for message in messages[0])

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        self._tell(run_id, response)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **about: Any) -> None:
        """Also when the agent has stopped it; what had come by then was paid for."""
        self._tell(run_id, about.get("response"), type(error).__name__)

    def _tell(self, run_id: UUID, response: LLMResult | None, error: str | None = None) -> None:
        asked = self._asked.pop(run_id, ())
        came = _message(response)
        if came is None or (error and not came.text and "asked_model" not in came.response_metadata):
            self._note(Call(self._name, asked, "", Tokens(), error))
            return
        told = came.response_metadata
        name = told.get("asked_model") or told.get("model_name") or self._name
        self._note(Call(str(name), asked, str(came.text), _took(asked, came), error))


def _message(response: LLMResult | None) -> AIMessage | None:
    """The answer, whole or as far as it had come."""
    generation = response.generations[0][0] if response and response.generations and response.generations[0] else None
    message = generation.message if isinstance(generation, ChatGeneration) else None
    return message if isinstance(message, AIMessage) else None


def _took(asked: Sequence[tuple[str, str]], came: AIMessage) -> Tokens:
    """As the server counts; estimated by the length where it does not say."""
    if usage := came.usage_metadata:
        return Tokens(usage["input_tokens"], usage["output_tokens"])
    read = sum(len(text) for _, text in asked)
    return Tokens(_estimated(read), _estimated(len(str(came.text))), is_estimate=True)


def _estimated(characters: int) -> int:
    return round(characters / _CHARACTERS_A_TOKEN + 0.5)
