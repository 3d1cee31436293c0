"""The environment becomes settings, or an error that names the variable; secrets stay secret."""

from dataclasses import fields
from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.settings import VARIABLES, Settings, from_environment


def test_nothing_set_gives_the_defaults():
    settings = from_environment({})
    assert settings.playbooks is None
    assert settings.data_dir == Path("data")
    assert settings.openai_api_key is None
    assert settings.embeddings_model == "multilingual-e5-small"
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    waits = (settings.model_connect_seconds, settings.model_first_token_seconds, settings.model_total_seconds)
    assert waits == (3, 20, 90)
    assert settings.ledger_url == "sqlite:///data/ordhallig.db"


def test_every_variable_is_read(tmp_path: Path):
    values = {
        "PLAYBOOKS": str(tmp_path),
        "DATA_DIR": str(tmp_path / "new"),
        "OPENAI_API_KEY": "sk-1",
        "OPENAI_BASE_URL": "http://127.0.0.1:8000/v1/",
        "OPENAI_MODEL": "a",
        "OPENAI_FALLBACK_MODEL": "c",
        "OPENAI_JUDGE_MODEL": "d",
        "STALE_HOURS": "8",
        "REVIEW_DAYS": "90",
        "EMBEDDINGS_MODEL": "b",
        "EMBEDDINGS_BASE_URL": "https://vectors.example/v1",
        "CHROMA_URL": "http://localhost:8001",
        "DATABASE_URL": "postgresql://me:pw@db/ledger",
        "OUTBOX": str(tmp_path / "out"),
        "CUSTOMER_PAGES": "on",
        "CUSTOMER_PAGE_DAYS": "7",
        "CAROUSEL_LIMIT": "3",
        "SOURCES": __file__,
        "TOKENS_A_DAY": "2000000",
        "REQUEST_LOG": "on",
        "NORDIC_REPLIES": "sv",
        "HOST": "0.0.0.0",
        "PORT": " 80 ",
        "AUTH": "users",
        "USERS": str(tmp_path / "users.yaml"),
        "AUTH_HOURS": "8",
        "PROXY": "10.0.0.1, ::1",
        "AUTH_HEADER": "Remote-User",
        "ALLOW_OPEN": "yes-without-sign-in",
        "MODEL_CONNECT_SECONDS": "0.5",
        "MODEL_FIRST_TOKEN_SECONDS": "5",
        "MODEL_TOTAL_SECONDS": "30",
    }
    settings = from_environment(values)
    default = from_environment({})
    assert set(values) == {variable.name for variable in VARIABLES}
    for field in fields(Settings):
        assert getattr(settings, field.name) != getattr(default, field.name), field.name
    assert settings.proxy == ("10.0.0.1", "::1")
    assert settings.openai_base_url == "http://127.0.0.1:8000/v1"
    assert settings.ledger_url == "postgresql://me:pw@db/ledger"


def test_the_table_lists_each_field_with_its_meaning():
    assert [variable.name.lower() for variable in VARIABLES] == [field.name for field in fields(Settings)]
    assert all(variable.meaning for variable in VARIABLES)


def test_an_empty_variable_counts_as_not_set():
    assert from_environment({variable.name: "  " for variable in VARIABLES}) == from_environment({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLAYBOOKS", "/no/such/folder"),
        ("DATA_DIR", __file__),
        ("OPENAI_BASE_URL", "127.0.0.1:8000"),
        ("OPENAI_BASE_URL", "http://"),
        ("EMBEDDINGS_BASE_URL", "ftp://host"),
        ("EMBEDDINGS_BASE_URL", "http://[::1"),
        ("CHROMA_URL", "http://host:99999"),
        ("DATABASE_URL", "mysql://host/db"),
        ("EMBEDDINGS_MODEL", "bge-m3"),
        ("OUTBOX", __file__),
        ("CUSTOMER_PAGES", "yes"),
        ("CUSTOMER_PAGE_DAYS", "0"),
        ("CAROUSEL_LIMIT", "many"),
        ("SOURCES", "/no/such/file.yaml"),
        ("HOST", "not a host"),
        ("PORT", "0"),
        ("AUTH", "on"),
        ("AUTH_HOURS", "0"),
        ("AUTH_HEADER", "X Name"),
        ("ALLOW_OPEN", "yes"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "²"),
        ("MODEL_CONNECT_SECONDS", "0"),
        ("MODEL_FIRST_TOKEN_SECONDS", "-1"),
        ("MODEL_TOTAL_SECONDS", "nan"),
        ("STALE_HOURS", "0"),
        ("TOKENS_A_DAY", "1.5"),
        ("REQUEST_LOG", "yes"),
        ("NORDIC_REPLIES", "no"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str):
    with pytest.raises(BadSetting) as error:
        from_environment({name: value})
    assert str(error.value).startswith(f"{name}: ")
    assert error.value.now


def test_secrets_are_never_shown():
    settings = from_environment(
        {
            "OPENAI_API_KEY": "sk-hemlig",
            "DATABASE_URL": "postgresql://me:hemlig@db/ledger",
            "CHROMA_URL": "http://me:hemlig@chroma:8000",
        }
    )
    shown = {variable.name: value for variable, value in settings.shown()}
    assert "hemlig" not in repr(settings) + str(settings) + str(shown)
    assert shown["OPENAI_API_KEY"] == "(set)"
    assert shown["CHROMA_URL"] == "http://…@chroma:8000"
    assert shown["OPENAI_BASE_URL"] == ""


def test_a_wrong_secret_is_not_repeated():
    with pytest.raises(BadSetting) as error:
        from_environment({"DATABASE_URL": "mysql://me:hemlig@db"})
    assert "hemlig" not in str(error.value)
