"""The ledger, on a real SQLite file (and on PostgreSQL where LEDGER_TEST_URL names an empty database)."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.case import Because, Case, Fact, Finding, Message, Money, Policy, Promise, Review
from assistant.errors import BadInput, BadSetting, Unavailable
from assistant.ledger import Ledger, Reply, as_csv, as_json, open_ledger, rehearsed
from assistant.ledger.tables import metadata

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
TEXT = "Paketet kommer den 17 mars. Jag hör av mig. Senast i morgon. Du får 200 kr. Det händer aldrig igen."

FACT = Fact("delivery", "Utlämning 17 mars", by=date(2026, 3, 17), source="PostNord")
CASE = Case(
    today=datetime(2026, 3, 12, 10),
    policy=Policy(),
    id="A-1042",
    language="sv",
    customer="Anna Lind",
    owner="Maja",
    messages=(Message("customer", "Var är det? Åh!", datetime(2026, 3, 12, 9, 12)),),
    facts=(FACT,),
)


def promised(quote: str, about: str, **more: object) -> Promise:
    start = TEXT.index(quote)
    fields = {"by": None, "amount": None, "verdict": "supported", "kind": None} | more
    return Promise(start, start + len(quote), quote, about, **fields)  # type: ignore[arg-type]


PROMISES = (
    promised("Paketet kommer den 17 mars.", "delivery", by=date(2026, 3, 17), because=Because(fact=0)),
    promised("Jag hör av mig.", "contact", by=datetime(2026, 3, 13, 17)),
    promised("Senast i morgon.", "contact", by=datetime(2026, 3, 13, 17), because=Because(policy="promises.contact")),
    promised("Du får 200 kr.", "compensation", amount=Money(Decimal("199.50")), because=Because(policy="compensation")),
    promised("Det händer aldrig igen.", "other", verdict="overpromise", kind="absolute"),
)
FINDING = Finding(
    "absolute.guarantee",
    "absolute",
    "error",
    76,
    99,
    "Det händer aldrig igen.",
    "",
    Because(),
    "promise_less",
    None,
    0.9,
)
REPLY = Reply(
    "key-1", CASE, TEXT, Review("sv", (FINDING,), PROMISES, {}), "Maja", NOW, "composer", "f00d", "Chefen vet."
)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'ordhallig.db'}"


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif("LEDGER_TEST_URL" not in os.environ, reason="LEDGER_TEST_URL is not set"),
        ),
    ]
)
def ledger(request: pytest.FixtureRequest, address: str):
    if request.param == "postgresql":
        address = os.environ["LEDGER_TEST_URL"]
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        engine.dispose()
    opened = open_ledger(address)
    yield opened
    opened.close()


def test_a_reply_and_its_promises_are_recorded_as_they_were(ledger: Ledger) -> None:
    receipt = ledger.record(REPLY)
    assert [(p.quote, p.about, p.who, p.by) for p in receipt.promises] == [
        ("Paketet kommer den 17 mars.", "delivery", "Maja", date(2026, 3, 17)),
        ("Jag hör av mig.", "contact", "Maja", datetime(2026, 3, 13, 17)),
        ("Du får 200 kr.", "compensation", "Maja", None),
        ("Det händer aldrig igen.", "other", "Maja", None),
    ]
    assert [(p.amount, p.because, p.verdict, p.kind, p.reason) for p in receipt.promises] == [
        (None, "Utlämning 17 mars (PostNord)", "supported", None, None),
        (None, None, "supported", None, None),
        (Money(Decimal("199.5")), "compensation", "supported", None, None),
        (None, None, "overpromise", "absolute", "Chefen vet."),
    ]
    assert (receipt.case, receipt.sent, receipt.again, receipt.recorded) == ("A-1042", NOW, False, True)
    assert [event.kind for event in ledger.events(receipt.promises[0].id)] == ["made"]


def test_the_same_key_is_recorded_once(ledger: Ledger) -> None:
    first = ledger.record(REPLY)
    again = ledger.record(replace(REPLY, text="Something else."))
    assert again.again
    assert again.promises == first.promises
    assert len(ledger.promises()) == 4


def test_fifty_at_once_are_all_recorded_and_none_twice(ledger: Ledger) -> None:
    replies = [replace(REPLY, key=f"key-{n % 25}", case=replace(CASE, id=f"A-{n % 25}")) for n in range(50)]
    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(ledger.record, replies))
    assert len(ledger.promises()) == 25 * 4
    assert sum(receipt.again for receipt in receipts) == 25


def test_a_second_reply_updates_the_case_and_keeps_the_first(ledger: Ledger) -> None:
    ledger.record(REPLY)
    ledger.record(replace(REPLY, key="key-2", case=replace(CASE, customer="Anna L. Berg", owner="Sam")))
    assert {promise.customer for promise in ledger.promises(case="A-1042")} == {"Anna L. Berg"}
    assert [promise.who for promise in ledger.promises()] == ["Maja"] * 4 + ["Sam"] * 4


def test_due_is_what_is_open_with_the_earliest_first(ledger: Ledger) -> None:
    ledger.record(REPLY)
    assert [p.about for p in ledger.due(NOW)] == ["contact", "delivery"]
    assert [p.about for p in ledger.due(NOW, timedelta(days=2))] == ["contact"]
    contact = ledger.due(NOW)[0]
    assert not contact.is_overdue(NOW)
    assert contact.is_overdue(NOW + timedelta(days=2))
    ledger.keep(contact.id, by="Maja", at=NOW)
    assert [p.about for p in ledger.due(NOW)] == ["delivery"]
    assert [p.id for p in ledger.promises(standing="kept")] == [contact.id]
    assert contact.id not in [p.id for p in ledger.promises(standing="open")]


def test_a_whole_day_lasts_to_its_end_in_stockholm(ledger: Ledger) -> None:
    delivery = ledger.record(REPLY).promises[0]
    assert delivery.whole_day
    assert delivery.due == datetime(2026, 3, 17, 22, 59, 59, tzinfo=UTC)
    assert not delivery.is_overdue(datetime(2026, 3, 17, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize("settle", ["keep", "break_", "withdraw"])
def test_a_settled_promise_is_not_settled_again(ledger: Ledger, settle: str) -> None:
    id = ledger.record(REPLY).promises[0].id
    settled = getattr(ledger, settle)(id, by="Maja", note="Så blev det.", at=NOW)
    assert settled.state == {"keep": "kept", "break_": "broken", "withdraw": "withdrawn"}[settle]
    for change in (lambda: ledger.keep(id, by="Sam"), lambda: ledger.move(id, date(2027, 1, 1), by="Sam", at=NOW)):
        with pytest.raises(BadInput, match=f"promise {id}: is already {settled.state}"):
            change()
    assert [(e.kind, e.by, e.note) for e in ledger.events(id)][1:] == [(settled.state, "Maja", "Så blev det.")]


def test_a_moved_promise_is_due_at_its_new_time_and_still_open(ledger: Ledger) -> None:
    id = ledger.record(REPLY).promises[0].id
    moved = ledger.move(id, date(2026, 3, 20), by="Maja", at=NOW)
    assert (moved.by, moved.moved, moved.state) == (date(2026, 3, 20), 1, "open")
    moved = ledger.move(id, datetime(2026, 3, 23, 12), by="Maja", at=NOW)
    assert (moved.by, moved.moved) == (datetime(2026, 3, 23, 12), 2)


def test_a_promise_is_not_moved_into_the_past(ledger: Ledger) -> None:
    id = ledger.record(REPLY).promises[0].id
    with pytest.raises(BadInput, match="already passed"):
        ledger.move(id, date(2026, 3, 11), by="Maja", at=NOW)
    assert len(ledger.events(id)) == 1


def test_an_unknown_promise_is_told(ledger: Ledger) -> None:
    with pytest.raises(BadInput, match="promise 99: does not exist"):
        ledger.keep(99, by="Maja")


@pytest.mark.parametrize("statement", ["UPDATE promise_events SET kind = 'kept'", "DELETE FROM promise_events"])
def test_events_are_append_only(ledger: Ledger, statement: str) -> None:
    ledger.record(REPLY)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger._engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert {promise.state for promise in ledger.promises()} == {"open"}


def test_a_time_without_a_zone_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    with pytest.raises(sa.exc.StatementError, match="needs a zone"):
        ledger.record(replace(REPLY, sent=datetime(2026, 3, 12, 9)))
    assert ledger.promises() == []


def test_a_hedged_promise_binds_nobody(ledger: Ledger) -> None:
    hedged = replace(PROMISES[0], verdict="hedged")
    assert ledger.record(replace(REPLY, review=Review("sv", (), (hedged,), {}))).promises == ()


def test_an_exercise_tells_the_same_and_writes_nothing(ledger: Ledger) -> None:
    receipt = rehearsed(REPLY)
    assert not receipt.recorded
    assert ledger.promises() == []
    assert [p.quote for p in receipt.promises] == [p.quote for p in ledger.record(REPLY).promises]


def test_exports_hold_every_promise(ledger: Ledger) -> None:
    ledger.record(replace(REPLY, case=replace(CASE, customer="=HYPERLINK(1)")))
    rows = list(csv.DictReader(io.StringIO(as_csv(ledger.promises()))))
    assert [row["due"] for row in rows] == ["2026-03-17", "2026-03-13T16:00:00+00:00", "", ""]
    assert {row["customer"] for row in rows} == {"'=HYPERLINK(1)"}
    data = json.loads(as_json(ledger.promises()))
    assert [(row["quote"], row["amount"], row["state"]) for row in data] == [
        ("Paketet kommer den 17 mars.", None, "open"),
        ("Jag hör av mig.", None, "open"),
        ("Du får 200 kr.", "199.5 SEK", "open"),
        ("Det händer aldrig igen.", None, "open"),
    ]


def test_the_migrations_make_what_the_tables_say(ledger: Ledger) -> None:
    with ledger._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_what_was_written_is_there_when_opened_again(address: str) -> None:
    first = open_ledger(address)
    first.record(REPLY)
    first.close()
    second = open_ledger(address)
    assert len(second.promises()) == 4
    second.close()


@pytest.mark.parametrize(
    ("url", "error", "what"),
    [
        ("sqlite:////proc/nowhere/ordhallig.db", Unavailable, "folder cannot be made"),
        ("sqlite:////proc", Unavailable, "does not answer"),
        ("postgresql+nosuch://127.0.0.1/x", BadSetting, "driver"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_clearly(url: str, error: type[Exception], what: str) -> None:
    with pytest.raises(error, match=what):
        open_ledger(url)


_WRITER = """
import sys
from dataclasses import replace
from tests.test_ledger import CASE, REPLY, open_ledger
ledger = open_ledger(sys.argv[1])
print("ready", flush=True)
for n in range(int(sys.argv[2]), 10_000_000):
    ledger.record(replace(REPLY, key=f"key-{n}", case=replace(CASE, id=f"A-{n}")))
"""


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_both_or_neither(address: str) -> None:
    """Killed over and over in the middle of writing: no reply without its promises, no promise without its event."""
    root = Path(__file__).parent.parent
    for round in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, address, str(round * 100_000)],
            cwd=root,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 + round * 0.013)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    ledger = open_ledger(address)
    with ledger._engine.connect() as connection:
        counts = [connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES]
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    ledger.close()
    cases, replies, promises, events = counts
    assert replies > 0
    assert (cases, promises, events) == (replies, replies * 4, replies * 4)


_TABLES = ("cases", "replies", "promises", "promise_events")
