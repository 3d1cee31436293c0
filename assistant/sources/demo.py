"""A small shop to try the sources with: orders, stock, parcels, refunds in one SQLite file; `demo.yaml` is its map.

Its days lie ahead of the day on which it is laid, so that it works on any day.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

_MAP = Path(__file__).with_name("demo.yaml")
_SHOP = """
CREATE TABLE orders (number TEXT PRIMARY KEY, item TEXT, sku TEXT, amount INTEGER, currency TEXT);
CREATE TABLE stock (sku TEXT PRIMARY KEY, counted INTEGER, next_in TEXT, counted_at TEXT);
CREATE TABLE parcels (number TEXT PRIMARY KEY, leaves_by TEXT, carrier TEXT, arrives_by TEXT, told_at TEXT);
CREATE TABLE refunds (number TEXT PRIMARY KEY, amount INTEGER, currency TEXT, approved_by TEXT, approved_at TEXT);
INSERT INTO orders VALUES ('1001', 'Studsmattan', 'TR-366', 2499, 'SEK'), ('1002', 'Gitarren', 'GI-12', 5990, 'SEK');
INSERT INTO stock VALUES ('TR-366', 0, '{in_14}', '{told}'), ('GI-12', 4, NULL, '{told}');
INSERT INTO parcels VALUES ('1001', '{in_16}', NULL, NULL, '{told}'), ('1002', NULL, 'PostNord', '{in_3}', '{told}');
INSERT INTO refunds VALUES ('1001', 2499, 'SEK', 'Gruppchef Petra', '{told}');
"""


def make_demo_shop(folder: Path, now: datetime) -> Path:
    """Lays the shop and its map in a folder, and leaves what is there; the map's file, for SOURCES.

    `now` is the desk's wall clock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database, file = folder / "shop.db", folder / "sources.yaml"
    if not database.exists():
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(
                _SHOP.format(told=(now - timedelta(minutes=50)).isoformat(timespec="minutes"), **_days(now))
            )
    if not file.exists():
        file.write_text(_MAP.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def _days(now: datetime) -> dict[str, str]:
    return {f"in_{n}": (now + timedelta(days=n)).date().isoformat() for n in (3, 14, 16)}
