"""Settings -> the language model for a task."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.providers.metering import Call


def chat_model(
    settings: Settings, task: Literal["draft", "judge"] = "draft", note: Callable[[Call], None] | None = None
) -> BaseChatModel | None:
    """The configured language model for a task; None where there is neither key nor address.

    Its waits, retries and second model are those of the settings. One client is kept for each setting. `note` is
    told of each call.
    """
    if not (settings.openai_api_key or settings.openai_base_url):
        return None
    model = _server_model(settings, task)
    if note is None:
        return model
    from assistant.providers.metering import metered

    return metered(model, note)


@lru_cache(maxsize=8)
def _server_model(settings: Settings, task: str) -> BaseChatModel:
    from assistant.providers.server_model import ServerModel

    if task == "judge":  # its answer comes in one piece
        name = settings.openai_judge_model or settings.openai_model
        return ServerModel.configured(settings, name, settings.model_total_seconds)
    return ServerModel.configured(settings, settings.openai_model, settings.model_first_token_seconds)


def never_connected(error: BaseException | None) -> bool:
    """Whether a model failed since its server cannot be reached, which stands in an error behind `error`."""
    import httpx2

    while error is not None:
        if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
            return True
        error = error.__cause__
    return False
