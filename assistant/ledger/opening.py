"""Opens the database and brings its schema up to date; every failure becomes one clear Unavailable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from sqlite3 import SQLITE_FULL
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, NoSuchModuleError

from assistant.errors import BadSetting, DiskFull, Unavailable

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BUSY_MILLISECONDS = 5000
_POSTGRESQL_FULL = "53100"
_MIGRATION_LOCK = 0x0BD7A1
_turns: dict[str, Lock] = {}


def open_engine(url: str, revision: str = "head") -> Engine:
    """An engine on the ledger at `url`, its schema up to date, or as it was at an earlier revision.

    Unavailable when the folder cannot be written or the server does not answer.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _make_folder(address)
    try:
        engine = create_engine(address, json_serializer=_as_json)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise BadSetting(
            "asks for a driver that is not installed", where="DATABASE_URL", now="use sqlite:/// or install psycopg"
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with answering(engine):
            _migrate(engine, revision)
    except Unavailable:
        engine.dispose()
        raise
    if engine.dialect.name == "sqlite" and _is_a_file(address):
        event.listen(engine, "do_connect", _refuse_to_begin_anew)
        event.listen(engine, "checkout", _refuse_what_is_gone)
    return engine


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Turns what a database says when it does not answer into Unavailable."""
    try:
        yield
    except IntegrityError:  # says something about the rows, not about the database
        raise
    except DBAPIError as error:
        where = engine.url.render_as_string(hide_password=True)
        if _is_full(error):
            raise DiskFull(
                f"the disk is full: {_first_line(error)}",
                where=where,
                now="nothing was noted; make room, then try again",
            ) from None
        raise Unavailable(
            f"the ledger does not answer: {_first_line(error)}", where=where, now="nothing was lost; try again"
        ) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads: on SQLite it waits for nobody."""
    with answering(engine), engine.connect().execution_options(reading=True) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction. In one process writers to SQLite take turns in the order they came: its own waiting is by
    chance, and among fifty somebody waits for long."""
    turn = (
        _turns.setdefault(engine.url.render_as_string(), Lock()) if engine.dialect.name == "sqlite" else nullcontext()
    )
    with answering(engine), turn, engine.begin() as connection:
        yield connection


def _is_full(error: DBAPIError) -> bool:
    """Whether SQLite or PostgreSQL says that nothing more fits on the disk."""
    full = getattr(error.orig, "sqlite_errorcode", None) == SQLITE_FULL
    return full or getattr(error.orig, "sqlstate", None) == _POSTGRESQL_FULL


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).splitlines() or [type(error.orig).__name__])[0]


def _as_json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_a_file(address: URL) -> bool:
    return bool(address.database) and address.database != ":memory:"


def _make_folder(address: URL) -> None:
    if not _is_a_file(address):
        return
    folder = Path(str(address.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"the ledger's folder cannot be made: {error.strerror}",
            where=str(folder),
            now="give DATA_DIR a folder that can be written",
        ) from None


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    record.info["file"] = cursor.execute("PRAGMA database_list").fetchone()[2]
    record.info["node"] = _node(record.info["file"])
    cursor.close()


def _refuse_to_begin_anew(_: Any, __: Any, arguments: Any, ___: Any) -> None:
    """SQLite would make an empty database where the ledger was."""
    if _node(arguments[0]) is None:
        raise _gone(arguments[0])


def _refuse_what_is_gone(_: Any, record: Any, __: Any) -> None:
    """SQLite would go on writing to a file that was moved or deleted, and nobody would find it there."""
    node = _node(record.info["file"])
    if node is None:
        raise _gone(record.info["file"])
    if node != record.info["node"]:
        raise DisconnectionError("another file stands in its place")


def _gone(file: str) -> Unavailable:
    return Unavailable("the ledger's file is gone", where=file, now="nothing was noted; put it back and try again")


def _node(file: str) -> int | None:
    try:
        return Path(file).stat().st_ino
    except OSError:
        return None


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _migrate(engine: Engine, revision: str) -> None:
    """All missing steps in one transaction: a step that fails leaves the schema as it was."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
