"""Facts looked up in a real SQLite shop and a real server on loopback; what is no answer never becomes a fact."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.case import Case, Money, Policy
from assistant.checker import check
from assistant.errors import BadInput, BadSetting
from assistant.sources import Found, Missing, Source, look_up, make_demo_shop, read_sources, told_in

NOW = datetime(2026, 8, 18, 12, 10, tzinfo=UTC)
ANSWERS = {
    "/orders/1001": (200, {"data": {"orders": [{"told": "Hämtat", "day": "2026-08-20", "sum": 49.5, "so": True}]}}),
    "/orders/none": (200, {"data": {"orders": []}}),
    "/orders/odd": (200, {"data": []}),
    "/orders/text": (200, "no JSON"),
    "/orders/gone": (404, {}),
    "/orders/broken": (500, {}),
    "/orders/when": (200, {"data": {"orders": [{"told": "Hämtat", "day": "snart", "sum": 1, "so": True}]}}),
    "/orders/a%2F..%2Fb": (200, {"data": {"orders": [{"told": "Escaped", "day": None, "sum": None, "so": None}]}}),
}


class _Orders(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write((body if isinstance(body, str) else json.dumps(body)).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def orders() -> Iterator[Source]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Orders)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/orders/{{order}}"
    yield Source(
        "Order", "delivery", ("order",), "{told}", http=address, rows="data.orders", by="day", amount="sum", holds="so"
    )
    server.shutdown()
    server.server_close()


def asked(source: Source, order: str) -> Found | Missing:
    return next(look_up([source], {"order": order}, NOW))


def test_the_demo_shop_says_no_before_anything_is_promised(tmp_path: Path) -> None:
    sources = read_sources(make_demo_shop(tmp_path, datetime(2026, 8, 18, 14, 10)))
    answers = list(look_up(sources, {"order": "1001"}, NOW))
    facts = tuple(answer.fact for answer in answers if isinstance(answer, Found))
    assert [(fact.about, fact.holds, fact.by) for fact in facts] == [
        ("stock", False, date(2026, 9, 1)),
        ("shipping", None, date(2026, 9, 3)),
        ("refund", None, None),
    ]
    assert facts[2].amount == Money(Decimal(2499))
    assert (facts[0].source, facts[0].as_of) == ("Lagret", datetime(2026, 8, 18, 13, 20))
    assert answers[2] == Missing("PostNord", "not found")
    case = Case(datetime(2026, 8, 18, 14, 10), Policy(), facts=facts)
    review = check("Hej Hanna! Studsmattan finns i lager och skickas på fredag.", case)
    assert review.verdict == "stop"


def test_an_address_that_answers_json_gives_a_fact(orders: Source) -> None:
    found = asked(orders, "1001")
    assert isinstance(found, Found)
    assert (found.fact.says, found.fact.by, found.fact.holds) == ("Hämtat", date(2026, 8, 20), True)
    assert (found.fact.amount, found.fact.as_of) == (Money(Decimal("49.5")), datetime(2026, 8, 18, 14, 10))


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("none", "not found"),
        ("gone", "not found"),
        ("broken", "no answer"),
        ("odd", "wrong shape"),
        ("text", "wrong shape"),
        ("when", "wrong shape"),
        (" ", "unasked"),
    ],
)
def test_what_is_no_answer_is_said_and_is_no_fact(orders: Source, order: str, why: str) -> None:
    answer = asked(orders, order)
    assert isinstance(answer, Missing)
    assert answer.why == why


def test_a_value_never_leaves_its_place_in_an_address(orders: Source) -> None:
    assert isinstance(asked(orders, "a/../b"), Found)


def test_a_server_that_keeps_silent_is_waited_for_no_longer_than_told(orders: Source) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = replace(orders, http=f"http://127.0.0.1:{silent.getsockname()[1]}/{{order}}", seconds=0.2)
        assert asked(slow, "1") == Missing("Order", "no answer", "TimeoutError")


def test_a_query_cannot_write_and_takes_no_sql_from_a_value(tmp_path: Path) -> None:
    make_demo_shop(tmp_path, datetime(2026, 8, 18, 14, 10))
    sql = "WITH x AS (SELECT 1) INSERT INTO stock SELECT :order, 1, NULL, NULL"
    writing = Source("Shop", "stock", ("order",), "x", sql=sql, database=f"sqlite:///{tmp_path / 'shop.db'}")
    reading = replace(writing, sql="SELECT sku FROM stock WHERE sku = :order", says="{sku}")
    assert isinstance(asked(writing, "NEW"), Missing)
    assert asked(reading, "x' OR '1'='1") == Missing("Shop", "not found")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        assert connection.execute("SELECT count(*) FROM stock").fetchone() == (2,)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- {name: A, about: stock, needs: [o], says: x, http: 'http://x', sqll: y}", "unknown key 'sqll'"),
        ("- {name: A, about: stock, needs: [o], http: 'http://x'}", "lacks 'says'"),
        ("- {name: A, about: stok, needs: [o], says: x, http: 'http://x'}", "not what a fact can be about"),
        ("- {name: A, about: stock, needs: [o], says: x}", "sql with database, or http"),
        ("- {name: A, about: stock, needs: [o], says: x, database: d, sql: DELETE FROM x}", "query that reads"),
        (
            "- {name: A, about: stock, needs: [o], says: x, database: d, sql: SELECT 1; DROP TABLE x}",
            "query that reads",
        ),
        ("name: A", "list of sources"),
        ("- [", "cannot be read"),
    ],
)
def test_a_fault_in_the_map_is_named(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=what) as refused:
        read_sources(file)
    assert str(refused.value).startswith(str(file))


def test_no_map_is_told() -> None:
    with pytest.raises(BadSetting, match="SOURCES"):
        read_sources(None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Jag väntar på order 1001.", "1001"),
        ("Ordernummer: SE-2044B, alltså", "SE-2044B"),
        ("Order no. 17. Sorry, order number 18!", "18"),
        ("I ordered it in order to be in time for 2026", None),
        ("min beställning 1001", None),
    ],
)
def test_a_number_to_ask_with_is_taken_from_the_customers_words(words: str, found: str | None) -> None:
    assert told_in(words, ["order"]) == ({} if found is None else {"order": found})
