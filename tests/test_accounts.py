"""What the language model takes: by case, by day, and in the log of requests; through the desk."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from model_server import Answer, failure, serving, words

from assistant import requestlog
from assistant.case import Draft, Tokens
from assistant.desk import Desk, open_desk
from assistant.settings import from_environment

COMPLAINT = "Hej, jag beställde en resväska den 3 mars och väntar än. Ring 070-123 45 67.\n\nMvh Johan Berg"
REPLY = (
    "Hej Johan,\n\nDu beställde en resväska den 3 mars och väntar fortfarande. Det är jag ledsen för.\n\n"
    "Jag har ditt ärende nu.\n\nMaja"
)
COUNTED = Answer(words(REPLY), usage=(1200, 80))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "EMBEDDINGS_MODEL": "none"}


def opened(environment: dict[str, str], address: str, **settings: str) -> Desk:
    return open_desk(from_environment(environment | {"OPENAI_BASE_URL": address} | settings))


def test_the_tokens_of_a_case_are_counted_over_its_drafts_and_stored(environment: dict[str, str]) -> None:
    with serving(COUNTED) as server:
        desk = opened(environment, server.address)
        case = replace(desk.open_case(COMPLAINT), owner="Maja")
        assert desk.draft(case).tokens == Tokens(1200, 80)
        assert desk.draft(case).tokens == Tokens(2400, 160)
        assert desk.draft(desk.open_case(COMPLAINT)).tokens == Tokens(1200, 80)
        anew = opened(environment, server.address)
        assert (anew.accounts.taken(case.id), anew.accounts.today()) == (Tokens(2400, 160), Tokens(3600, 240))


@pytest.mark.parametrize("answer", [Answer(words(REPLY)), Answer(words(REPLY[:60]), end="cut")])
def test_what_the_server_does_not_count_is_estimated(environment: dict[str, str], answer: Answer) -> None:
    with serving(answer) as server:
        draft = opened(environment, server.address).draft(
            replace(open_desk(from_environment(environment)).open_case(COMPLAINT), owner="Maja")
        )
    assert draft.tokens.is_estimate
    assert 500 < draft.tokens.read < 3000
    assert 5 < draft.tokens.written < 60


def test_a_call_that_came_to_nothing_costs_nothing(environment: dict[str, str]) -> None:
    with serving(failure(401, "wrong key")) as server:
        desk = opened(environment, server.address)
        assert desk.draft(desk.open_case(COMPLAINT)).tokens == Tokens()


def test_the_second_opinion_counts_too(environment: dict[str, str]) -> None:
    with serving(Answer(words('{"sentences": []}'), usage=(900, 9))) as server:
        desk = opened(environment, server.address)
        case = desk.open_case(COMPLAINT)
        desk.judge("Jag ringer dig i morgon.", case)
        assert desk.accounts.taken(case.id) == Tokens(900, 9)


def test_when_the_days_budget_is_spent_the_composer_writes_and_says_so(environment: dict[str, str]) -> None:
    with serving(COUNTED) as server:
        desk = opened(environment, server.address, TOKENS_A_DAY="1280")
        case = replace(desk.open_case(COMPLAINT), owner="Maja")
        assert desk.draft(case).writer != "composer"
        *_, draft = desk.write(case, reader="en")
        judged = desk.judge("Jag ringer dig i morgon.", case).judge
        asked = len(server.requests)
    assert isinstance(draft, Draft)
    assert (draft.writer, draft.tokens) == ("composer", Tokens(1200, 80))
    assert draft.notice == (
        "Today's budget for the language model is spent (TOKENS_A_DAY). The draft was written without the language model."
    )
    assert judged is not None
    assert judged.notice is not None
    assert judged.notice.startswith("Dagens budget för språkmodellen är slut")
    assert asked == 1


def test_with_no_ledger_to_note_it_in_the_budget_holds(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving(COUNTED) as server:
        desk = opened(environment, server.address, TOKENS_A_DAY="1280", DATABASE_URL=f"sqlite:///{tmp_path}/file/x.db")
        case = desk.open_case(COMPLAINT)
        assert [desk.draft(case).writer == "composer" for _ in range(2)] == [False, True]


def test_the_log_of_requests_is_off_unless_asked_for(environment: dict[str, str]) -> None:
    with serving(COUNTED) as server:
        desk = opened(environment, server.address)
        desk.draft(desk.open_case(COMPLAINT))
    assert not requestlog.file_in(desk.settings.data_dir).exists()


def test_the_log_holds_what_was_sent_and_came_with_nothing_personal(environment: dict[str, str]) -> None:
    reply = REPLY.replace("Johan", "⟦FIRST1⟧")
    with serving(Answer(words(reply), usage=(1200, 80)), failure(401, "wrong key")) as server:
        desk = opened(environment, server.address, REQUEST_LOG="on")
        case = desk.open_case(COMPLAINT)
        assert "Johan" in desk.draft(case).text
        desk.draft(case)
    file = requestlog.file_in(desk.settings.data_dir)
    first, second = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (first["case"], first["task"], first["tokens_in"], first["answer"]) == (case.id, "draft", 1200, reply)
    assert [message["role"] for message in first["messages"]] == ["system", "human"]
    assert "resväska den 3 mars" in first["messages"][1]["text"]
    assert "Authentication" in second["error"]
    assert not any(personal in file.read_text(encoding="utf-8") for personal in ("Johan", "Berg", "070-123"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_full_log_begins_anew_beside_the_one_before(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requestlog, "LARGEST", 10)
    with serving(COUNTED) as server:
        desk = opened(environment, server.address, REQUEST_LOG="on")
        for _ in range(3):
            desk.draft(desk.open_case(COMPLAINT))
    found = sorted(file.name for file in desk.settings.data_dir.glob("model-requests*"))
    assert found == ["model-requests.before.jsonl", "model-requests.jsonl"]
    assert all(len(file.read_text().splitlines()) == 1 for file in desk.settings.data_dir.glob("model-requests*"))


NORWEGIAN = "Hei, jeg bestilte en koffert hos dere for tre uker siden og den har ikke kommet. Hvor er pakken min?"


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("sv", "Kunden skriver på norska. Svaret är på svenska."),
        ("en", "The customer writes in Norwegian. The reply is in English."),
    ],
)
def test_norwegian_is_answered_as_it_is_set_and_that_is_said(
    environment: dict[str, str], language: str, notice: str
) -> None:
    desk = open_desk(from_environment(environment | {"NORDIC_REPLIES": language}))
    case = desk.open_case(NORWEGIAN)
    for asked in (case, replace(case, language=None)):
        draft = desk.draft(asked)
        assert (case.language, draft.language, draft.notice) == (language, language, notice)


def test_other_languages_are_answered_in_english_whatever_is_set(environment: dict[str, str]) -> None:
    desk = open_desk(from_environment(environment | {"NORDIC_REPLIES": "sv"}))
    assert desk.open_case("Guten Tag, ich habe mein Paket noch nicht bekommen. Wo ist es?").language == "en"
