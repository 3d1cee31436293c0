"""One request to a model for a second opinion, in the strictest form that its server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.drafting.failures import reason_of
from assistant.drafting.request import Request
from assistant.drafting.streaming import Broken, Late, chunks
from assistant.judge.request import FORMATS

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Silent(Exception):
    """No answer came; `reason` is a key of the notices, `seconds` the wait that was over."""

    def __init__(self, reason: str, seconds: float = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


def answer(request: Request, model: BaseChatModel) -> str:
    """All that the model says, also where it breaks off in the middle; Silent where nothing came."""
    reason = "rejected"
    for form in FORMATS:
        try:
            return _said(request, model, form)
        except Silent as silent:
            if silent.reason != "rejected":
                raise
            reason = silent.reason
    raise Silent(reason)


def _said(request: Request, model: BaseChatModel, form: dict[str, Any]) -> str:
    from langchain_core.messages import HumanMessage, SystemMessage

    messages = [SystemMessage(request.system), HumanMessage(request.user)]
    options = {"extra_body": {"response_format": form}} if form else {}
    raw = ""
    try:
        for chunk in chunks(model, messages, None, **options):
            raw += str(chunk.text)
    except Late as late:
        if not raw:
            raise Silent(late.reason, late.seconds) from None
    except Broken as broken:
        if not raw:
            raise Silent(reason_of(broken.error, has_begun=False)) from None
    if not raw.strip():
        raise Silent("empty")
    return raw
