"""The ledger, on a real SQLite file (and on PostgreSQL where LEDGER_TEST_URL names an empty database)."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from time import sleep

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.case import Because, Case, Fact, Finding, Message, Money, Passage, Policy, Promise, Review
from assistant.errors import BadInput, BadSetting, DiskFull, Unavailable
from assistant.ledger import (
    Count,
    Ledger,
    Reply,
    Usage,
    as_calendar,
    as_csv,
    as_json,
    back_up,
    figures_as_csv,
    figures_as_json,
    forget,
    open_ledger,
    rehearsed,
    restore,
)
from assistant.ledger.opening import open_engine
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
def at(request: pytest.FixtureRequest, address: str) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return address
    engine = sa.create_engine(os.environ["LEDGER_TEST_URL"])
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return os.environ["LEDGER_TEST_URL"]


@pytest.fixture
def ledger(at: str) -> Iterator[Ledger]:
    opened = open_ledger(at)
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


def test_those_who_wait_share_a_transaction_and_a_bad_one_falls_alone(address: str) -> None:
    ledger = open_ledger(address)
    first_holds, commits = Event(), list[object]()
    sa.event.listen(ledger.engine, "begin", lambda _: first_holds.wait())
    sa.event.listen(ledger.engine, "commit", commits.append)
    none = Review("sv", (), (), {})
    replies = [replace(REPLY, key=f"key-{n}", case=replace(CASE, id=f"A-{n}")) for n in range(20)]
    replies.append(replace(REPLY, key="key-0", case=replace(CASE, id="A-0")))
    answer = replace(REPLY, key="answer", case=replace(CASE, id="A-1"), sent=NOW + timedelta(days=1), review=none)
    with ThreadPoolExecutor(30) as pool:
        sent = [pool.submit(ledger.record, reply) for reply in replies]
        _wait_for_line(ledger, len(replies) - 1)
        sent.append(pool.submit(ledger.record, answer))
        _wait_for_line(ledger, len(replies))
        first_holds.set()
        receipts = [one.result() for one in sent]
        assert len(commits) == 3  # the first by itself, those who waited, and those whose key or case was among them
        assert [receipt.again for receipt in receipts].count(True) == 1
        assert len(ledger.promises()) == 20 * 4
        assert [p.case for p in ledger.promises(standing="kept")] == ["A-1"]
        first_holds.clear()
        good, bad = (replace(reply, key=f"new-{n}") for n, reply in enumerate(replies[:2]))
        bad = replace(bad, writer=None)  # type: ignore[arg-type]
        sent = [pool.submit(ledger.record, reply) for reply in (replies[2], good, bad)]
        _wait_for_line(ledger, 2)
        first_holds.set()
        assert not sent[1].result().again
        with pytest.raises(sa.exc.IntegrityError):
            sent[2].result()
    ledger.close()


def _wait_for_line(ledger: Ledger, length: int) -> None:
    while len(ledger._recording._line) < length:
        sleep(0.001)


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
    with pytest.raises(ValueError, match="needs a zone"):
        ledger.record(replace(REPLY, sent=datetime(2026, 3, 12, 9)))
    assert ledger.promises() == []


def test_a_hedged_promise_binds_nobody(ledger: Ledger) -> None:
    hedged = replace(PROMISES[0], verdict="hedged")
    assert ledger.record(replace(REPLY, review=Review("sv", (), (hedged,), {}))).promises == ()


CARRIED = {
    "the warehouse's next delivery": ("stock", "stock", None, date(2026, 3, 24), False, "watch"),
    "that it is not in stock": ("stock", "stock", False, None, False, "told"),
    "that it is in stock": ("stock", "stock", True, None, False, "told"),
    "no repair before a day": ("repair", "repair", False, date(2026, 3, 24), False, "watch"),
    "the bank's decision": ("contract", "contract", True, date(2026, 3, 24), True, "watch"),
    "a carrier's delivery": ("delivery", "delivery", True, date(2026, 3, 17), True, "keep"),
    "a refund that a bank pays out": ("other", "refund", True, date(2026, 3, 17), True, "keep"),
    "on its way": ("delivery", "delivery", True, None, False, "told"),
    "a refund with no day": ("refund", "refund", True, None, False, "keep"),
}


@pytest.mark.parametrize("told", CARRIED)
def test_what_a_fact_carries_is_kept_watched_or_was_only_told(ledger: Ledger, told: str) -> None:
    about, fact_about, holds, by, theirs, stands = CARRIED[told]
    case = replace(CASE, facts=(Fact(fact_about, "Så är det", holds=holds, source="Lagret"),))
    found = replace(PROMISES[0], about=about, by=by, because=Because(fact=0), theirs=theirs)
    made = ledger.record(replace(REPLY, case=case, review=Review("sv", (), (found,), {}))).promises
    assert [owed.watched for owed in made] == {"keep": [False], "watch": [True], "told": []}[stands]
    assert {owed.about for owed in made} <= {fact_about}, "a fact knows better than the words what it is about"
    over = replace(found, verdict="overpromise", because=Because())
    sent = ledger.record(replace(REPLY, key="k2", case=case, review=Review("sv", (), (over,), {})))
    assert [owed.watched for owed in sent.promises] == [False], "what we said with no fact is ours"


def test_what_is_watched_falls_due_and_counts_in_no_figure(ledger: Ledger) -> None:
    fact = Fact("stock", "Nästa inleverans 17 mars", by=date(2026, 3, 17), holds=False, source="Lagret")
    case = replace(CASE, facts=(fact,))
    made = ledger.record(replace(REPLY, case=case, review=Review("sv", (), PROMISES[:2], {}))).promises
    watched, contact = made
    assert (watched.watched, contact.watched) == (True, False)
    assert [p.id for p in ledger.due(NOW)] == [contact.id, watched.id]
    assert '"watched": true' in as_json(ledger.promises())
    later = NOW + timedelta(days=9)
    assert [p.id for p in ledger.cases.failed("A-1042", later)] == [contact.id]
    assert not watched.is_failed(later)
    assert ledger.figures(NOW, later).overdue == 1
    ledger.move(watched.id, date(2026, 3, 24), by="Maja", at=NOW)
    ledger.break_(watched.id, by="Maja", at=later)
    total = ledger.figures(NOW, later).total
    assert (total.made, total.moved, total.broken, total.waiting) == (1, 0, 0, 1)
    assert [p.id for p in ledger.cases.failed("A-1042", later)] == [contact.id]


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


# What follows a promise


def figures_of(ledger: Ledger) -> Count:
    return ledger.figures(NOW - timedelta(days=7), NOW + timedelta(days=30)).total


DAYS = {
    "kept in time": (("keep", 1),),
    "kept late": (("keep", 9),),
    "broken": (("break", 9),),
    "withdrawn": (("withdraw", 1),),
    "moved in time, told, kept at the new time": (("move", 1), ("keep", 9)),
    "moved in time, told in time, kept": (("move untold", 1), ("tell", 2), ("keep", 9)),
    "moved in time, told too late": (("move untold", 1), ("tell", 6), ("keep", 9)),
    "moved in time, never told": (("move untold", 1), ("keep", 9)),
    "moved after its time": (("move", 6), ("keep", 9)),
    "moved in time, kept after the new time": (("move", 1), ("keep", 12)),
}
BECOMES = dict(zip(DAYS, "kept late broken withdrawn kept kept late late late late".split(), strict=True))


@pytest.mark.parametrize("story", DAYS)
def test_what_becomes_of_a_promise(ledger: Ledger, story: str) -> None:
    """Due on 17 March, five days from now, and where it is moved, on 22 March."""
    id = ledger.record(REPLY).promises[0].id
    for act, days in DAYS[story]:
        _act(ledger, act, id, NOW + timedelta(days=days))
    counted = figures_of(ledger)
    outcomes = {name: getattr(counted, name) for name in ("kept", "late", "broken", "withdrawn")}
    assert outcomes == dict.fromkeys(outcomes, 0) | {BECOMES[story]: 1}
    assert (counted.made, counted.moved) == (4, "move" in story)


def _act(ledger: Ledger, act: str, id: int, at: datetime) -> None:
    if act.startswith("move"):
        ledger.move(id, date(2026, 3, 22), by="Maja", at=at, told="untold" not in act)
    else:
        {"keep": ledger.keep, "break": ledger.break_, "withdraw": ledger.withdraw, "tell": ledger.tell}[act](
            id, by="Maja", at=at
        )


def test_where_a_promise_stands_is_what_its_events_say(ledger: Ledger) -> None:
    """The table that is searched and the view over the events agree, whatever has happened, clock moved back or not."""
    chance = random.Random(4)
    acts = ("keep", "break", "withdraw", "tell", "move", "move untold")
    for n in range(6):
        for promise in ledger.record(replace(REPLY, key=f"k{n}", case=replace(CASE, id=f"A-{n}"))).promises:
            for _ in range(chance.randrange(4)):
                with suppress(BadInput):
                    _act(ledger, chance.choice(acts), promise.id, NOW + timedelta(hours=chance.randrange(-50, 50)))
    with ledger.engine.connect() as connection:
        columns = "promise_id, settled, moved, due, whole_day"
        stands, seen = (
            connection.execute(sa.text(f"SELECT {columns} FROM {name} ORDER BY promise_id")).all()
            for name in ("promise_standing", "promise_state")
        )
    assert len(stands) == 24
    assert [(*row[:4], bool(row[4])) for row in stands] == [(*row[:4], bool(row[4])) for row in seen]


def test_a_reply_keeps_the_promise_to_write_and_tells_of_a_moved_time(ledger: Ledger) -> None:
    delivery, contact, *_ = ledger.record(REPLY).promises
    call = replace(PROMISES[1], quote="Jag ringer dig.")
    ledger.record(replace(REPLY, key="key-2", review=Review("sv", (), (call,), {})))
    ledger.move(delivery.id, date(2026, 3, 20), by="Maja", at=NOW, told=False)
    ledger.record(replace(REPLY, key="key-3", sent=NOW + timedelta(days=1), review=Review("sv", (), (), {})))
    assert [event.kind for event in ledger.events(delivery.id)] == ["made", "moved", "told"]
    assert [event.kind for event in ledger.events(contact.id)] == ["made", "kept"]
    assert [p.quote for p in ledger.promises(standing="open") if p.about == "contact"] == ["Jag ringer dig."]


def test_nobody_behind_an_event_is_refused(ledger: Ledger) -> None:
    id = ledger.record(REPLY).promises[0].id
    with pytest.raises(BadInput, match="nobody behind it"):
        ledger.keep(id, by=" ")


def test_figures_by_agent_kind_channel_and_week(ledger: Ledger) -> None:
    made = ledger.record(replace(REPLY, channel="chat", shown=(FINDING, replace(FINDING, quote="Mendad.")))).promises
    ledger.keep(made[0].id, by="Maja", at=NOW)
    ledger.break_(made[2].id, by="Maja", at=NOW)
    later = NOW + timedelta(days=7)
    sam = replace(CASE, id="B-1", owner="Sam")
    ledger.record(replace(REPLY, key="key-2", case=sam, by="Sam", sent=later, review=Review("sv", (), PROMISES, {})))
    found = ledger.figures(NOW, later + timedelta(days=1))
    assert [(c.name, c.made, c.kept, c.broken, c.waiting) for c in found.agents] == [
        ("Maja", 4, 1, 1, 2),
        ("Sam", 4, 0, 0, 4),
    ]
    assert [(c.name, c.made) for c in found.channels] == [("chat", 4), ("mail", 4)]
    assert [(c.name, c.made) for c in found.weeks] == [("2026-03-09", 4), ("2026-03-16", 4)]
    assert [(c.name, c.broken) for c in found.missed] == [("compensation", 1)]
    assert (found.total.rate, found.total.judged) == (0.5, 2)
    assert (found.warned.replies, found.warned.shown, found.warned.fixed, found.warned.anyway) == (2, 2, 1, 1)
    assert (found.anyway.made, found.overdue) == (2, 3)
    assert ledger.figures(NOW, later, who="Sam").agents == (replace(found.agents[1]),)
    assert json.loads(figures_as_json(found))["total"]["kept_rate"] == 0.5
    assert len(figures_as_csv(found).splitlines()) == 1 + 2 + 4 + 2 + 2


def test_a_calendar_file_holds_what_is_open_and_has_a_time(ledger: Ledger) -> None:
    ledger.record(REPLY)
    text = as_calendar(ledger.promises())
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20260317\r\n" in text
    assert "DTSTART:20260313T160000Z\r\n" in text
    assert "SUMMARY:A-1042: Jag hör av mig.\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


# Cases


def test_a_case_keeps_its_owner_until_it_is_handed_on_with_a_reason(ledger: Ledger) -> None:
    ledger.record(REPLY)
    ledger.record(replace(REPLY, key="key-2", by="Sam", case=replace(CASE, owner="Sam")))
    assert ledger.cases.dossier("A-1042").matter.owner == "Maja"
    for to, reason, fault in (("Sam", " ", "reason"), (" ", "semester", "name"), ("Maja", "semester", "already")):
        with pytest.raises(BadInput, match=fault):
            ledger.cases.hand_over("A-1042", to, by="Maja", reason=reason)
    ledger.cases.hand_over("A-1042", "Sam", by="Maja", reason="semester", at=NOW + timedelta(hours=1))
    dossier = ledger.cases.dossier("A-1042")
    assert (dossier.matter.owner, [e.text for e in dossier.handed]) == ("Sam", ["semester"])
    assert ledger.cases.handed_by("A-1042") == "Maja"
    assert {p.who for p in ledger.due(NOW, who="Sam")} == {"Maja", "Sam"}
    ledger.record(replace(REPLY, key="key-3", sent=NOW + timedelta(hours=2)))
    assert ledger.cases.handed_by("A-1042") is None


def test_a_case_is_closed_when_nothing_is_open_and_reopened_by_a_reply(ledger: Ledger) -> None:
    ledger.record(REPLY)
    with pytest.raises(BadInput, match="is still open"):
        ledger.cases.close("A-1042", by="Maja")
    for promise in ledger.promises(standing="open"):
        ledger.keep(promise.id, by="Maja", at=NOW)
    ledger.cases.close("A-1042", by="Maja", at=NOW)
    assert ledger.cases.waiting(NOW + timedelta(days=9)) == []
    ledger.record(replace(REPLY, key="key-2", sent=NOW + timedelta(days=1)))
    kinds = [entry.kind for entry in ledger.cases.dossier("A-1042").story]
    assert kinds.index("closed") < kinds.index("reopened")
    assert ledger.cases.dossier("A-1042").matter.closed is None


def test_the_story_of_a_case_is_told_in_order(ledger: Ledger) -> None:
    ledger.record(replace(REPLY, draft="Ett utkast."))
    other = replace(FACT, says="Utlämning 20 mars", by=date(2026, 3, 20))
    ledger.record(replace(REPLY, key="k2", sent=NOW + timedelta(days=1), case=replace(CASE, facts=(other,))))
    story = ledger.cases.dossier("A-1042").story
    kinds = [entry.kind for entry in story]
    assert kinds[:5] == ["heard", "known", "drafted", "sent", "made"]
    assert ("known", "Utlämning 20 mars (PostNord)") in [(e.kind, e.text) for e in story]
    assert ("unknown", "Utlämning 17 mars (PostNord)") in [(e.kind, e.text) for e in story]
    assert kinds.count("heard") == 1


def test_cases_are_found_by_words_in_any_order_and_case(ledger: Ledger) -> None:
    ledger.record(REPLY)
    ledger.record(replace(REPLY, key="k2", case=replace(CASE, id="B-7", customer="Åke 100%", messages=())))
    found = {words: [m.id for m in ledger.cases.find(words)] for words in ("LIND anna", "åh!", "ÅKE", "0%", "a_1", "")}
    assert found["LIND anna"] == found["åh!"] == ["A-1042"]
    assert found["ÅKE"] == found["0%"] == ["B-7"]
    assert found["a_1"] == []
    assert set(found[""]) == {"A-1042", "B-7"}


def test_a_customer_page_opens_by_its_token_until_it_expires_or_is_revoked(ledger: Ledger) -> None:
    ledger.record(REPLY)
    ledger.record(replace(REPLY, key="k2", case=replace(CASE, id="B-7")))
    token = ledger.cases.open_page("A-1042", by="Maja", days=2, at=NOW)
    opened = ledger.cases.page(token, NOW)
    assert opened is not None
    assert opened.matter.id == "A-1042"
    assert ledger.cases.page(token, NOW + timedelta(days=3)) is None
    assert ledger.cases.page(token[:-1], NOW) is None
    ledger.cases.close_pages("A-1042", by="Maja", at=NOW)
    assert ledger.cases.page(token, NOW) is None
    with ledger.engine.connect() as connection:
        assert token not in str(connection.execute(sa.text("SELECT token FROM case_links")).all())


def test_an_unknown_case_is_told(ledger: Ledger) -> None:
    for act in (
        lambda: ledger.cases.dossier("X"),
        lambda: ledger.cases.close("X", by="Maja"),
        lambda: ledger.cases.hand_over("X", "Sam", by="Maja", reason="semester"),
        lambda: ledger.cases.open_page("X", by="Maja", days=1),
    ):
        with pytest.raises(BadInput, match="case X: is not in the ledger"):
            act()


# Keeping the ledger


def test_a_copy_holds_everything_and_comes_back_whole(ledger: Ledger, tmp_path: Path) -> None:
    made = ledger.record(REPLY).promises
    ledger.move(made[0].id, date(2026, 3, 20), by="Maja", at=NOW)
    ledger.cases.open_page("A-1042", by="Maja", days=2, at=NOW)
    copy = tmp_path / "copy.gz"
    rows = back_up(ledger, copy)
    other = open_ledger(f"sqlite:///{tmp_path / 'other.db'}")
    assert restore(other, copy) == rows
    assert other.promises() == ledger.promises()
    assert other.cases.dossier("A-1042") == ledger.cases.dossier("A-1042")
    assert other.record(REPLY).again
    assert len(other.record(replace(REPLY, key="new")).promises) == 4
    with pytest.raises(BadInput, match="empty ledger"):
        restore(ledger, copy)
    other.close()


def test_half_a_copy_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(REPLY)
    copy = tmp_path / "copy.gz"
    back_up(ledger, copy)
    copy.write_bytes(copy.read_bytes()[:-40])
    other = open_ledger(f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(BadInput, match="not a whole copy"):
        restore(other, copy)
    assert other.promises() == []
    other.close()


@pytest.mark.parametrize("delete", [False, True])
def test_old_cases_are_forgotten_and_the_figures_stay(ledger: Ledger, delete: bool) -> None:
    for promise in ledger.record(REPLY).promises:
        ledger.keep(promise.id, by="Maja", note="Hanna ringde", at=NOW)
    ledger.record(replace(REPLY, key="k2", case=replace(CASE, id="B-7", customer="Åke Ek")))
    before = figures_of(ledger)
    done = forget(ledger, NOW + timedelta(days=1), delete_all=delete)
    assert done.cases == 1
    assert figures_of(ledger) == before
    assert delete or ledger.cases.dossier("A-1042").matter.opening is None
    assert [m.id for m in ledger.cases.find()] == (["B-7"] if delete else ["A-1042", "B-7"])
    with ledger.engine.connect() as connection:
        left = str([connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in (*_TABLES, "case_events")])
    assert not [name for name in ("Anna Lind", "Hanna", "A-1042's") if name in left.replace("Åke Ek", "")]
    assert forget(ledger, NOW + timedelta(days=1)).cases == 0
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM promise_events"))


# Migrations, and what goes wrong


@pytest.mark.parametrize("released", ["0001", "0002", "0003", "0004"])
def test_a_ledger_of_every_release_comes_forward_with_all_it_holds(at: str, released: str) -> None:
    _as_it_was(at, "0001")
    open_engine(at, released).dispose()
    ledger = open_ledger(at)
    assert [(p.quote, p.state, p.moved, p.by) for p in ledger.promises()] == [
        ("Paketet.", "kept", 1, date(2026, 3, 20))
    ]
    counted = figures_of(ledger)
    assert (counted.made, counted.kept, counted.late, counted.moved) == (1, 0, 1, 1)
    assert [m.id for m in ledger.cases.find("anna")] == ["A-1"]
    assert len(ledger.record(replace(REPLY, case=replace(CASE, id="A-1"))).promises) == 4
    ledger.close()


def _as_it_was(at: str, revision: str) -> None:
    """A ledger at an earlier step, with one promise that was moved and kept after its time."""
    engine = open_engine(at, revision)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO cases (id, opened, customer) VALUES ('A-1', '2026-03-12 09:00:00', 'Anna')",
            'INSERT INTO replies (key, case_id, sent, "by", language, text, writer, warnings, messages, facts) VALUES '
            "('k', 'A-1', '2026-03-12 09:00:00', 'Maja', 'sv', 'Hej', 'composer', '[]', '[]', '[]')",
            "INSERT INTO promises (reply_id, case_id, quote, about, who, due, whole_day, verdict) VALUES "
            "(1, 'A-1', 'Paketet.', 'delivery', 'Maja', '2026-03-17 22:59:59', true, 'supported')",
            'INSERT INTO promise_events (promise_id, kind, at, "by", due, whole_day) VALUES '
            "(1, 'made', '2026-03-12 09:00:00', 'Maja', NULL, NULL), "
            "(1, 'moved', '2026-03-13 09:00:00', 'Maja', '2026-03-20 22:59:59', true), "
            "(1, 'kept', '2026-03-25 09:00:00', 'Maja', NULL, NULL)",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_migration_that_fails_half_way_leaves_the_ledger_as_it_was(at: str) -> None:
    _as_it_was(at, "0001")
    engine = sa.create_engine(at)
    with engine.begin() as connection:  # a later step of the migration stumbles over this
        connection.exec_driver_sql("CREATE TABLE reply_tally (strange INTEGER)")
    with pytest.raises(Unavailable, match="reply_tally"):
        open_ledger(at)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "0001"
        assert not sa.inspect(connection).has_table("promise_standing")
        connection.exec_driver_sql("DROP TABLE reply_tally")
    engine.dispose()
    ledger = open_ledger(at)
    assert len(ledger.promises()) == 1
    ledger.close()


def test_a_locked_database_is_told_and_what_was_to_be_sent_is_sent_once_it_is_free(address: str) -> None:
    ledger = open_ledger(address)
    ledger.record(REPLY)
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    blocker = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        ledger.record(replace(REPLY, key="key-2"))
    assert len(ledger.promises()) == 4
    blocker.execute("ROLLBACK")
    blocker.close()
    assert not ledger.record(replace(REPLY, key="key-2")).again
    assert ledger.record(replace(REPLY, key="key-2")).again
    ledger.close()


def test_a_ledger_that_goes_away_is_told_and_what_was_to_be_sent_is_sent_once_it_is_back(address: str) -> None:
    ledger, folder = open_ledger(address), Path(address.removeprefix("sqlite:///")).parent
    ledger.record(REPLY)
    folder.rename(folder.with_name("away"))
    for act in (lambda: ledger.record(replace(REPLY, key="key-2")), ledger.promises):
        with pytest.raises(Unavailable, match="the ledger's file is gone"):
            act()
    assert not folder.exists()
    folder.with_name("away").rename(folder)
    assert not ledger.record(replace(REPLY, key="key-2")).again
    assert ledger.record(replace(REPLY, key="key-2")).again
    assert len(ledger.promises()) == 8
    ledger.close()


def test_a_ledger_that_was_put_back_from_elsewhere_is_the_one_that_is_written(address: str, tmp_path: Path) -> None:
    ledger, file = open_ledger(address), Path(address.removeprefix("sqlite:///"))
    ledger.record(REPLY)
    other = open_ledger(f"sqlite:///{tmp_path / 'other.db'}")
    other.close()
    (tmp_path / "other.db").replace(file)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    assert ledger.promises() == []
    ledger.record(REPLY)
    with sqlite3.connect(file) as seen:
        assert seen.execute("SELECT count(*) FROM promises").fetchone() == (4,)
    seen.close()
    ledger.close()


@pytest.mark.skipif("LEDGER_TEST_URL" not in os.environ, reason="LEDGER_TEST_URL is not set")
@pytest.mark.parametrize("at", ["postgresql"], indirect=True)
def test_a_server_that_hangs_up_is_told_and_the_reply_is_sent_at_the_next_try(ledger: Ledger) -> None:
    ledger.record(REPLY)
    other = sa.create_engine(os.environ["LEDGER_TEST_URL"])
    with other.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database()"
        )
    other.dispose()
    with pytest.raises(Unavailable, match="does not answer"):
        ledger.record(replace(REPLY, key="key-2"))
    assert not ledger.record(replace(REPLY, key="key-2")).again
    assert len(ledger.promises()) == 8


def test_a_clock_moved_back_loses_and_doubles_nothing(ledger: Ledger) -> None:
    made = ledger.record(REPLY).promises
    earlier = NOW - timedelta(hours=3)
    ledger.keep(made[0].id, by="Maja", at=earlier)
    ledger.move(made[2].id, date(2026, 3, 20), by="Maja", at=earlier)
    ledger.record(replace(REPLY, key="key-2", sent=earlier, case=replace(CASE, customer="Anna L. Berg")))
    dossier = ledger.cases.dossier("A-1042")
    assert (dossier.matter.customer, dossier.matter.last_sent) == ("Anna L. Berg", NOW)
    assert [entry.at for entry in dossier.story] == sorted(entry.at for entry in dossier.story)
    total = figures_of(ledger)
    assert (total.made, total.kept, total.moved, total.late, total.broken) == (8, 2, 1, 0, 0)


def test_a_promise_whose_time_has_passed_is_overdue_at_once(ledger: Ledger) -> None:
    late = replace(PROMISES[0], by=date(2026, 3, 1))
    (owed,) = ledger.record(replace(REPLY, review=Review("sv", (), (late,), {}))).promises
    assert owed.is_overdue(NOW)
    assert [p.id for p in ledger.due(NOW, timedelta(0))] == [owed.id]
    assert ledger.keep(owed.id, by="Maja", at=NOW).missed


def test_a_full_disk_is_told_and_nothing_is_half_written(address: str) -> None:
    ledger = open_ledger(address)
    ledger.record(REPLY)
    with ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    big = replace(REPLY, key="key-2", text="x" * 100_000)
    with pytest.raises(DiskFull, match="the disk is full"):
        ledger.record(big)
    assert len(ledger.promises()) == 4
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert not ledger.record(big).again
    assert ledger.record(big).again
    ledger.close()


_KILLED = """
import os, random, signal, sys, time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from test_ledger import CASE, REPLY, open_ledger
ledger = open_ledger(sys.argv[1])
ledger.record(REPLY)  # what a child would else spend its life on: statements are built once
ledger.close()
chance = random.Random(6)
for round in range(int(sys.argv[2])):
    ready, started = os.pipe()
    child = os.fork()
    if child == 0:
        def send(n):
            ledger.record(replace(REPLY, key=f"key-{n}", case=replace(CASE, id=f"A-{n}")))
            os.write(started, b".")
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(send, range(round * 1000, round * 1000 + 1000)))
    os.read(ready, 1)
    time.sleep(chance.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready), os.close(started)
"""


def test_a_process_killed_a_hundred_times_leaves_both_or_neither(ledger: Ledger, at: str) -> None:
    """Killed at random points of its writing: no reply without its promises, no promise without its event."""
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests"), *sys.path])}
    kills = "100" if at.startswith("sqlite") else "20"
    subprocess.run([sys.executable, "-c", _KILLED, at, kills], cwd=root, env=environment, check=True, timeout=300)
    with ledger.engine.connect() as connection:
        counts = [connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES]
        made = connection.execute(sa.text("SELECT sum(made) FROM promise_tally")).scalar_one()
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    cases, replies, promises, events, standing = counts
    assert replies > int(kills)
    assert (cases, promises, events, standing, made) == (replies, *[replies * 4] * 4)


_TABLES = ("cases", "replies", "promises", "promise_events", "promise_standing")


def test_how_an_entry_serves_is_counted_and_outlives_its_cases(ledger: Ledger) -> None:
    leaned = (Passage("late_delivery", "Lyssna", "…", "v1"), Passage("late_delivery", "Ta reda på först", "…", "v1"))
    words = "ett två tre fyra fem sex sju åtta nio tio"
    sent = (words, words.replace("tio", "elva"), words, words)
    versions = ("v1", "v1", "v2", None)
    for number, (text, version) in enumerate(zip(sent, versions, strict=True)):
        passages = tuple(replace(passage, version=version) for passage in leaned) if version else ()
        changes = {"text": text, "draft": words, "passages": passages, "case": replace(CASE, id=f"U-{number}")}
        ledger.record(replace(REPLY, key=f"use-{number}", review=Review("sv", (), (), {}), **changes))
    expected = [Usage("late_delivery", "sv", versions=2, used=3, unchanged=2, kept=290)]
    assert list(ledger.usage(NOW, NOW)) == expected
    assert (expected[0].accepted, round(expected[0].edited, 3)) == (2 / 3, 0.033)
    with ledger.engine.connect() as connection:
        stored = connection.execute(sa.select(metadata.tables["replies"].c.passages)).scalars().all()
    assert stored[0] == [{"entry": "late_delivery", "heading": p.heading, "version": "v1"} for p in leaned]
    forget(ledger, NOW + timedelta(days=900), delete_all=True)
    assert list(ledger.usage(NOW, NOW)) == expected
    assert ledger.usage(NOW + timedelta(weeks=1), NOW + timedelta(weeks=2)) == ()
