"""Case + passages -> draft, by a language model, its words as they come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.case import Case, Draft, Language, Wishes
from assistant.drafting.advice import advice
from assistant.drafting.failures import WriterFailed, reason_of
from assistant.drafting.reading import Readable, readable, settled
from assistant.drafting.request import Order, Request, to_write
from assistant.drafting.streaming import Broken, Late, Stop, Stopped, chunks
from assistant.drafting.wordings import refusals, remarks
from assistant.language import Detected, detect
from assistant.playbook import Entry
from assistant.prompts import prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

_WORDS_THAT_TELL = 12
"""A paragraph of fewer words is too short to tell its language by."""

_TELLING_LINE = 60
"""Characters of a line of the instructions that cannot stand in a reply by chance."""


def write(
    case: Case,
    entries: Sequence[Entry],
    wishes: Wishes,
    model: BaseChatModel,
    *,
    previous: str | None = None,
    stop: Stop | None = None,
) -> Iterator[str | Draft]:
    """The words of a reply as they come, fit to be read, and last the Draft; the pieces joined are its text.

    `entries` are the playbook's, best first; `previous` is a draft to be rewritten as `wishes` say. `stop` is
    asked while waiting: when it answers True the Draft is what has come. Closing the generator stops too.
    Raises WriterFailed, which keeps what had come; nothing of an error is ever in a draft.
    """
    spoken = detect(case.complaint)
    language = wishes.language or case.language or spoken.language
    order = Order(language, wishes, previous)
    passages = advice(entries)
    request = to_write(case, passages, order)
    answer = Answer(request, language, model_name(model))
    try:
        yield from answer.words(model, stop)
    except WriterFailed as failed:
        if failed.reason != "too_long" or failed.so_far:
            raise
        request = to_write(case, passages, order, prompt("draft").tokens // 2)
        answer = Answer(request, language, model_name(model))
        yield from answer.words(model, stop)
    yield answer.draft(spoken)


def model_name(model: BaseChatModel) -> str:
    """The name that the model was configured by."""
    return str(getattr(model, "model_name", "") or model._llm_type)


@dataclass(slots=True)
class Answer:
    """What a model sends to one request, gathered as it comes."""

    request: Request
    language: Language
    writer: str
    raw: str = ""
    shown: str = ""
    finish: str | None = None
    speaks_openai: bool = False
    is_halted: bool = False

    def words(self, model: BaseChatModel, stop: Stop | None = None) -> Iterator[str]:
        """The readable text, piece by piece; WriterFailed unless it ends as a reply should."""
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(self.request.system), HumanMessage(self.request.user)]
        try:
            for chunk in chunks(model, messages, stop):
                self._take(chunk)
                yield from self._news(settled(self.raw))
        except Stopped:
            self.is_halted = True
        except Late as late:
            raise self._failed(late.reason, late.seconds) from None
        except Broken as broken:
            raise self._failed(reason_of(broken.error, bool(self.raw))) from None
        yield from self._news(self.raw)
        if fault := self._fault():
            raise self._failed(fault)

    @property
    def text(self) -> str:
        """All that has come, as it may be read."""
        return self._read(self.raw).text

    def draft(self, spoken: Detected) -> Draft:
        """The draft, with what the agent should know beside it."""
        read = self._read(self.raw)
        given = self.request.passages
        cited = tuple(passage for passage in given if passage.entry in read.cited)
        gaps = tuple(remarks().say("gap", self.language, gap=gap) for gap in dict.fromkeys(read.gaps))
        return Draft(
            text=read.text,
            language=self.language,
            writer=self.writer,
            passages=cited or given,
            asks=gaps,
            notice=" ".join(self._remarks(read, spoken)) or None,
        )

    def _take(self, chunk: BaseMessageChunk) -> None:
        self.raw += str(chunk.text)
        about = chunk.response_metadata
        self.finish = about.get("finish_reason") or self.finish
        self.writer = about.get("asked_model") or self.writer
        self.speaks_openai |= about.get("model_provider") == "openai"

    def _news(self, raw: str) -> Iterator[str]:
        text = self._read(raw).text
        if text != self.shown and text.startswith(self.shown):
            news, self.shown = text[len(self.shown) :], text
            yield news

    def _read(self, raw: str) -> Readable:
        return readable(raw, self.request.masked.restore, self.request.marks)

    def _fault(self) -> str | None:
        """Why what has come is no reply; a key of `notices.yaml`."""
        text = self.text
        if self.is_halted:
            return None if text else "stopped"
        faults = {
            "refused": self.finish == "content_filter" or refusals().pattern.match(text) is not None,
            "empty": not text,
            "cut": self.speaks_openai and self.finish is None,
            "unfinished": self.finish == "length",
            "leaked": any(line in text for line in self.request.system.splitlines() if len(line) >= _TELLING_LINE),
            "public": any(_says(detail, text) for detail in self.request.private),
            "wrong_language": _is_in_another_language(text, self.language),
        }
        return next((reason for reason, is_so in faults.items() if is_so), None)

    def _failed(self, reason: str, seconds: float = 0) -> WriterFailed:
        return WriterFailed(reason, self.language, model=self.writer, seconds=seconds, so_far=self.text)

    def _remarks(self, read: Readable, spoken: Detected) -> Iterator[str]:
        say = remarks().say
        if self.is_halted:
            yield say("halted", self.language)
        if spoken.other:
            yield say("other_language", self.language, other=spoken.other[self.language == "en"])
        if read.invented:
            yield say("invented", self.language, count=str(len(read.invented)))
        if self.request.is_shortened:
            yield say("shortened", self.language)


def _says(detail: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(detail)}(?!\w)", text, re.IGNORECASE) is not None


def _is_in_another_language(text: str, language: Language) -> bool:
    """Whether the reply is in another language than wanted, or flips between Swedish and English on the way."""
    whole = detect(text, default=language)
    if whole.other or whole.language != language:
        return True
    told = [detect(part, default=language) for part in text.split("\n\n") if len(part.split()) >= _WORDS_THAT_TELL]
    return any(found.language != language and not found.other for found in told)
