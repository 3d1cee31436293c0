"""What can go wrong with a model, as one error that the desk can show: the reason and what had come."""

from __future__ import annotations

from assistant.case import Language
from assistant.drafting.wordings import notices
from assistant.errors import AssistantError


class WriterFailed(AssistantError):
    """The language model gave no draft.

    `reason` is a key of `notices.yaml`; `so_far` is the text that had come, cleaned; `notice` says what
    happened in the language of the draft, `notice_in` in another one.
    """

    def __init__(
        self, reason: str, language: Language, *, model: str = "", seconds: float = 0, so_far: str = ""
    ) -> None:
        self.reason = reason
        self.so_far = so_far
        self._language = language
        self._slots = {"model": model, "seconds": f"{seconds:g}"}
        super().__init__(notices().say(reason, "en", **self._slots), where="language model")

    @property
    def notice(self) -> str:
        return self.notice_in(self._language)

    def notice_in(self, language: Language) -> str:
        """One to three plain sentences: what happened, what was done instead, what is kept."""
        seconds = self._slots["seconds"]
        slots = self._slots | {"seconds": seconds.replace(".", ",") if language == "sv" else seconds}
        keys = [self.reason, "closing", *(["kept"] if self.so_far else [])]
        return " ".join(notices().say(key, language, **slots) for key in keys)


def reason_of(error: Exception, has_begun: bool) -> str:
    """The key in `notices.yaml` for an error that a model raised; `has_begun`: some words had come."""
    import openai
    from langchain_core import exceptions as known

    from assistant.providers import never_connected

    is_unreachable = never_connected(error)
    kinds = {
        known.ContextOverflowError: "too_long",
        known.ModelAuthenticationError: "unauthorised",
        known.ModelPermissionDeniedError: "unauthorised",
        known.ModelNotFoundError: "unknown_model",
        known.ModelRateLimitError: "busy",
        known.ModelTimeoutError: "unreachable" if is_unreachable else "stalled" if has_begun else "late",
        known.ModelConnectionError: "unreachable" if is_unreachable else "cut",
        known.ModelInvalidRequestError: "rejected",
        openai.UnprocessableEntityError: "rejected",
        openai.OpenAIError: "broken",
    }
    return next((reason for kind, reason in kinds.items() if isinstance(error, kind)), "not_a_model")
