"""How fast and how large the ledger is with a million promises: `python -m tests.benchmarks.ledger [ADDRESS] [PROMISES]`.

Fills an empty ledger (default: SQLite in a temporary folder) in bulk, as an office with 50 agents would in a year,
then measures through the public door: the due list, the figures of a year, and 50 agents that send at once.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from assistant.case import Because, Case, Message, Policy, Promise, Review
from assistant.ledger import Ledger, Reply, open_ledger
from assistant.ledger.entering import monday
from assistant.ledger.tables import cases, events, promise_tally, promises, replies, reply_tally, standing

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
AGENTS = [f"Agent {n}" for n in range(50)]
KINDS = "delivery shipping refund contact repair billing replacement compensation".split()
A_REPLY, BATCH, DAYS = 3, 20_000, 365
TEXT = (
    "Hej Anna, jag är ledsen att paketet inte kom som vi sa. "
    + "Det lämnar lagret den 24 november, och jag hör av mig då. " * 9
)
COMPLAINT = "Hej! Nu skriver jag för tredje gången. Var är min studsmatta? " * 9


def fill(ledger: Ledger, count: int) -> None:
    """Rows as the ledger itself would write them, only in bulk."""
    chance, tallies, sent_tallies = random.Random(1), dict[tuple, list[int]](), dict[tuple, list[int]]()
    with ledger.engine.begin() as connection:
        for start in range(0, count // A_REPLY, BATCH):
            rows = [_rows(n, chance, tallies, sent_tallies) for n in range(start, min(start + BATCH, count // A_REPLY))]
            for table, index in ((cases, 0), (replies, 1)):
                connection.execute(sa.insert(table), [row[index] for row in rows])
            for table, index in ((promises, 2), (events, 3), (standing, 4)):
                connection.execute(sa.insert(table), [part for row in rows for part in row[index]])
        names = ("made", "kept", "late", "broken", "withdrawn", "moved")
        keys = ("week", "who", "about", "channel", "anyway")
        rows = [dict(zip((*keys, *names), (*key, *sums), strict=True)) for key, sums in tallies.items()]
        connection.execute(sa.insert(promise_tally), rows)
        keys, names = ("week", "who", "channel"), ("replies", "shown", "fixed", "anyway")
        rows = [dict(zip((*keys, *names), (*key, *sums), strict=True)) for key, sums in sent_tallies.items()]
        connection.execute(sa.insert(reply_tally), rows)
        if connection.dialect.name == "postgresql":
            for table in (replies, promises, events):
                connection.execute(
                    sa.text(f"SELECT setval(pg_get_serial_sequence('{table.name}','id'), max(id)) FROM {table.name}")
                )
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _rows(n: int, chance: random.Random, tallies: dict, sent_tallies: dict) -> tuple:
    sent = NOW - timedelta(minutes=chance.randrange(DAYS * 1440))
    who, case, week = chance.choice(AGENTS), f"26{n:07}", monday(sent)
    message = {"sender": "customer", "text": COMPLAINT, "at": "2026-11-18T10:00:00"}
    fact = {"about": "shipping", "says": "Lämnar lagret 24 november", "by": "2026-11-24", "source": "Lagret"}
    sums = sent_tallies.setdefault((week, who, "mail"), [0, 0, 0, 0])
    sums[0] += 1
    case_row = {"id": case, "opened": sent, "language": "sv", "customer": "Anna Lind", "owner": who, "last_sent": sent}
    case_row |= {
        "closed": sent if sent < NOW - timedelta(days=20) else None,
        "words": f"{case} anna lind {COMPLAINT.lower()}",
    }
    reply = {"id": n + 1, "key": f"b{n:031}", "case_id": case, "sent": sent, "by": who, "language": "sv", "text": TEXT}
    reply |= {"writer": "composer", "playbook": "f00df00df00d", "prompts": "f00df00df00d", "warnings": [], "shown": []}
    reply |= {"messages": [message], "facts": [fact], "channel": "mail"}
    owed, happened, stands = [], [], []
    for k in range(A_REPLY):
        id, about = n * A_REPLY + k + 1, chance.choice(KINDS)
        due = sent + timedelta(days=chance.randrange(1, 15))
        ended = (
            None
            if due > NOW - timedelta(days=1)
            else chance.choices(("kept", "late", "broken", None), (85, 7, 7, 1))[0]
        )
        owed.append(
            {
                "id": id,
                "reply_id": n + 1,
                "case_id": case,
                "quote": "Det lämnar lagret den 24 november.",
                "about": about,
                "who": who,
                "due": due,
                "whole_day": True,
                "because": "Lämnar lagret 24 november (Lagret)",
                "verdict": "supported",
            }
        )
        happened.append({"promise_id": id, "kind": "made", "at": sent, "by": who})
        settled = "kept" if ended == "late" else ended
        if settled:
            happened.append({"promise_id": id, "kind": settled, "at": due, "by": who})
        stands.append(
            {
                "promise_id": id,
                "who": who,
                "due": due,
                "whole_day": True,
                "moved": 0,
                "settled": settled,
                "missed": ended == "late",
            }
        )
        counted = tallies.setdefault((week, who, about, "mail", False), [0] * 6)
        counted[0] += 1
        if ended:
            counted[("kept", "late", "broken").index(ended) + 1] += 1
    return case_row, reply, owed, happened, stands


def timed(name: str, act: Callable[[], object], times: int) -> None:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    print(
        f"{name}: median {sorted(took)[len(took) // 2]:.1f} ms, p95 {quantiles(took, n=20)[-1]:.1f} ms ({times} times)"
    )


def at_once(ledger: Ledger) -> None:
    """50 agents, 20 replies each, every tenth sent twice: none lost, none doubled."""
    quote = "Det lämnar lagret den 24 november."
    promise = Promise(0, len(quote), quote, "shipping", date(2026, 11, 24), None, "supported", None, Because())
    before = len_of(ledger)

    def send(agent: int) -> Iterator[float]:
        for n in range(20):
            case = Case(
                NOW, Policy(), id=f"L{agent}-{n}", owner=AGENTS[agent], messages=(Message("customer", COMPLAINT),)
            )
            reply = Reply(
                f"l{agent}-{n}", case, quote, Review("sv", (), (promise,), {}), AGENTS[agent], NOW, "composer"
            )
            for _ in range(2 if n % 10 == 0 else 1):
                start = time.perf_counter()
                ledger.record(reply)
                yield (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(50) as pool:
        took = [ms for one in pool.map(lambda agent: list(send(agent)), range(50)) for ms in one]
    print(f"50 agents at once: p95 {quantiles(took, n=20)[-1]:.0f} ms; recorded {len_of(ledger) - before} of 1000")


def len_of(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM replies")).scalar_one())


def size_of(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def main(address: str, count: int) -> None:
    ledger = open_ledger(address)
    empty, start = size_of(ledger), time.perf_counter()
    fill(ledger, count)
    print(
        f"{count} promises, filled in {time.perf_counter() - start:.0f} s; {(size_of(ledger) - empty) / count:.0f} bytes a promise"
    )
    soon = timedelta(days=1)
    timed("due list, everybody's, 200 shown", lambda: ledger.due(NOW, soon, limit=200), 100)
    timed("due list, one agent's", lambda: ledger.due(NOW, soon, who="Agent 7", limit=200), 100)
    timed("figures of a year", lambda: ledger.figures(NOW - timedelta(days=364), NOW), 20)
    timed("figures of a year, one agent's", lambda: ledger.figures(NOW - timedelta(days=364), NOW, who="Agent 7"), 20)
    timed("a case with its story", lambda: ledger.cases.dossier("260000100"), 50)
    timed("search over cases", lambda: ledger.cases.find("260000100"), 3)
    timed("whom to write to next", lambda: ledger.cases.waiting(NOW - timedelta(days=1)), 20)
    at_once(ledger)
    ledger.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        default = f"sqlite:///{Path(folder) / 'ledger.db'}"
        main(sys.argv[1] if len(sys.argv) > 1 else default, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
