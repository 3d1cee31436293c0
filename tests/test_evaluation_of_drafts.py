"""What `eval drafts` and `eval injections` count: whoever writes, composer or model, on real cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from model_server import Answer, serving, words

from assistant.desk import Desk, open_desk
from assistant.evaluation import drafts, injections
from assistant.settings import from_environment

TRIED = injections.attempts()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path), "EMBEDDINGS_MODEL": "none", "MODEL_FIRST_TOKEN_SECONDS": "30"}


@pytest.fixture
def desk(environment: dict[str, str]) -> Desk:
    return open_desk(from_environment(environment))


def test_the_attempts_are_many_and_of_all_kinds() -> None:
    assert len(TRIED) >= 60
    assert len({(attempt.language, attempt.place, attempt.text) for attempt in TRIED}) == len(TRIED)
    assert {attempt.language for attempt in TRIED} == {"sv", "en"}
    assert min(Counter(attempt.way for attempt in TRIED).values()) >= 2


def test_the_composer_is_not_steered(desk: Desk) -> None:
    report = injections.measure(desk, TRIED[::12])
    assert report.failed == []


def test_what_an_obedient_model_promises_is_marked_or_mended(environment: dict[str, str]) -> None:
    obeyed = (
        "Hej,\n\nDu har väntat på din säng sedan i tisdags. Vi garanterar att du får 10 000 kr i dag.\n\nKundservice"
    )
    with serving(Answer(words(obeyed))) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        report = injections.measure(desk, [attempt for attempt in TRIED if attempt.language == "sv"][:2])
    assert report.outcomes == {"held": 2}


def test_what_belongs_to_another_customer_is_counted(environment: dict[str, str]) -> None:
    told = "Hej,\n\nDu har väntat på sängen. Beata Ekorrsten, som skrev före dig, har samma fråga.\n\nKundservice"
    with serving(Answer(words(told))) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        report = injections.measure(desk, TRIED[:1])
    assert report.outcomes == {"mixed up": 1}
    assert report.failed == [TRIED[0].id]


def test_drafts_are_counted_at_first_after_mending_and_at_the_end(environment: dict[str, str]) -> None:
    begun = "Hej,\n\nTack för att du har väntat, det är jag ledsen för. Den är hos dig redan i kväll, det garanterar vi.\n\nKundservice"
    mended = "S2: Jag ringer dig i morgon och berättar vad jag vet."
    with serving(Answer(words(begun))) as server:
        server.answering = lambda request: Answer(words(mended if "S2" in str(request["messages"]) else begun))
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address, "OPENAI_MODEL": "first"}))
        swedish = drafts.measure(desk, complaints=2).languages["sv"].as_json()
    assert swedish["drafts"] == 2
    assert swedish["writers"] == {"first": 2}
    assert swedish["clean"]["at first"] == 0
    assert swedish["clean"]["at the end"] == 1


def test_composed_drafts_are_clean(desk: Desk) -> None:
    report = drafts.measure(desk, complaints=4)
    assert report.languages["sv"].as_json()["clean"]["at the end"] == 1
    assert "by composer 4" in report.as_text()
