"""Settings -> a chat model that tries again where that helps, and takes a plain server as it is."""

from __future__ import annotations

import socket
from typing import Any

import openai
import pytest
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelRateLimitError,
    ModelTimeoutError,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from model_server import Answer, ModelServer, failure, serving, words

from assistant.providers import chat_model
from assistant.settings import from_environment

GOOD = Answer(words("Hej Anna, jag ringer i morgon."))
ASKED = [SystemMessage("Be short."), HumanMessage("Hello")]
SOON = {"retry_after": "0.01"}


def model(server: ModelServer, task: str = "draft", **environ: str) -> BaseChatModel:
    settings = from_environment({"OPENAI_BASE_URL": server.address, "OPENAI_MODEL": "first", **environ})
    found = chat_model(settings, task)  # type: ignore[arg-type]
    assert found is not None
    return found


def text_of(model: BaseChatModel) -> str:
    return "".join(str(chunk.text) for chunk in model.stream(ASKED))


def test_without_key_and_address_there_is_no_model():
    assert chat_model(from_environment({})) is None
    assert chat_model(from_environment({"OPENAI_MODEL": "x"})) is None


@pytest.mark.parametrize(
    ("environ", "address", "key"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, "https://api.openai.com/v1", "sk-1"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "http://127.0.0.1:9/v1", "none"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_API_KEY": "k"}, "http://127.0.0.1:9/v1", "k"),
    ],
)
def test_a_key_or_an_address_is_enough(environ: dict[str, str], address: str, key: str):
    found: Any = chat_model(from_environment(environ))
    assert found.openai_api_base == address
    assert found.openai_api_key.get_secret_value() == key


def test_the_waits_come_from_the_settings():
    environ = {
        "OPENAI_API_KEY": "k",
        "MODEL_CONNECT_SECONDS": "1.5",
        "MODEL_FIRST_TOKEN_SECONDS": "7",
        "MODEL_TOTAL_SECONDS": "33",
    }
    draft: Any = chat_model(from_environment(environ))
    judge: Any = chat_model(from_environment(environ), "judge")
    assert (draft.metadata["first_token_seconds"], draft.metadata["total_seconds"]) == (7, 33)
    assert (draft.request_timeout.connect, draft.request_timeout.read) == (1.5, 7)
    assert (judge.request_timeout.connect, judge.request_timeout.read) == (1.5, 33)


def test_one_client_is_kept_for_the_same_settings():
    environ = {"OPENAI_API_KEY": "k"}
    assert chat_model(from_environment(environ)) is chat_model(from_environment(environ))
    assert chat_model(from_environment(environ)) is not chat_model(from_environment(environ), "judge")


@pytest.mark.parametrize(
    ("task", "environ", "name"),
    [
        ("draft", {}, "first"),
        ("judge", {}, "first"),
        ("judge", {"OPENAI_JUDGE_MODEL": "judge"}, "judge"),
        ("draft", {"OPENAI_JUDGE_MODEL": "judge"}, "first"),
    ],
)
def test_each_task_asks_its_model(task: str, environ: dict[str, str], name: str):
    with serving(GOOD) as server:
        assert text_of(model(server, task, **environ)) == "Hej Anna, jag ringer i morgon."
        assert [request["model"] for request in server.requests] == [name]


def test_an_answer_in_one_piece():
    with serving(GOOD) as server:
        assert model(server, "judge").invoke(ASKED).text == "Hej Anna, jag ringer i morgon."
        assert not server.requests[0].get("stream")


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        ([failure(500, "down", **SOON), GOOD], 2),
        ([failure(503, "down", **SOON), failure(502, "down", **SOON), GOOD], 3),
        ([failure(429, "slow down", **SOON), GOOD], 2),
        ([failure(408, "too slow", **SOON), GOOD], 2),
        ([Answer(drops=True), GOOD], 2),
    ],
)
@pytest.mark.parametrize("in_one_piece", [False, True])
def test_what_may_pass_is_tried_again(answers: list[Answer], tries: int, in_one_piece: bool):
    with serving(*answers) as server:
        found = model(server)
        text = found.invoke(ASKED).text if in_one_piece else text_of(found)
        assert text == "Hej Anna, jag ringer i morgon."
        assert len(server.requests) == tries


@pytest.mark.parametrize(
    ("answer", "error", "tries"),
    [
        (failure(500, "down", **SOON), ModelAPIError, 3),
        (failure(429, "slow down", **SOON), ModelRateLimitError, 3),
        (failure(429, "slow down", retry_after="60"), ModelRateLimitError, 1),
        (failure(429, "no money", "insufficient_quota", **SOON), ModelRateLimitError, 1),
        (failure(401, "wrong key"), ModelAuthenticationError, 1),
        (failure(404, "no such model"), ModelNotFoundError, 1),
        (failure(400, "maximum context length is 4096 tokens"), ContextOverflowError, 1),
        (failure(400, "x", "context_length_exceeded"), ContextOverflowError, 1),
        (failure(400, "the request exceeds the available context size"), ContextOverflowError, 1),
        (failure(400, "unknown field"), ModelInvalidRequestError, 2),
        (Answer(words("Hej"), end="error"), openai.APIError, 1),
        (Answer(words("Hej"), end="cut"), ModelConnectionError, 1),
    ],
)
def test_what_will_not_pass_is_not_tried_again(answer: Answer, error: type[Exception], tries: int):
    with serving(answer) as server:
        with pytest.raises(error):
            text_of(model(server))
        assert len(server.requests) == tries


def test_a_server_that_is_not_there_is_not_waited_for():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = from_environment({"OPENAI_BASE_URL": f"http://127.0.0.1:{taken.getsockname()[1]}/v1"})
    found = chat_model(settings)
    assert found is not None
    with pytest.raises(ModelConnectionError):
        text_of(found)


def test_a_silent_server_is_asked_once():
    with serving(Answer(end="hang")) as server:
        with pytest.raises(ModelTimeoutError):
            text_of(model(server, MODEL_FIRST_TOKEN_SECONDS="0.3"))
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (failure(404, "no such model"), ["first", "second"]),
        (failure(429, "no money", "insufficient_quota"), ["first", "second"]),
        (failure(500, "down", **SOON), ["first", "first", "first", "second"]),
    ],
)
def test_a_model_that_is_missing_busy_or_broken_gives_way(answer: Answer, asked: list[str]):
    with serving(GOOD) as server:
        server.by_model["first"] = answer
        chunks = list(model(server, OPENAI_FALLBACK_MODEL="second").stream(ASKED))
        assert "".join(str(chunk.text) for chunk in chunks) == "Hej Anna, jag ringer i morgon."
        assert chunks[0].response_metadata["asked_model"] == "second"
        assert [request["model"] for request in server.requests] == asked


@pytest.mark.parametrize("answer", [failure(401, "wrong key"), failure(400, "context_length_exceeded")])
def test_a_second_model_does_not_help_against_a_wrong_key_or_a_long_text(answer: Answer):
    with serving(GOOD) as server:
        server.by_model["first"] = answer
        with pytest.raises((ModelError, ContextOverflowError)):
            text_of(model(server, OPENAI_FALLBACK_MODEL="second"))
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_knows_less_is_asked_in_the_plainest_form(status: int):
    with serving(failure(status, "unknown field stream_options"), GOOD) as server:
        assert text_of(model(server, OPENAI_MODEL="gpt-5-mini")) == "Hej Anna, jag ringer i morgon."
        full, plain = server.requests
        assert full["stream_options"] == {"include_usage": True}
        assert full["reasoning_effort"] == "low"
        assert set(plain) == {"model", "stream", "messages"}
        assert plain["messages"] == [{"role": "user", "content": "Be short.\n\nHello"}]
