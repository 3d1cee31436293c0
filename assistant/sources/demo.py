"""A small shop to try the sources with: orders, stock, parcels, refunds in one SQLite file; `demo.yaml` is its map."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_MAP = Path(__file__).with_name("demo.yaml")
_SHOP = """
CREATE TABLE orders (number TEXT PRIMARY KEY, item TEXT, sku TEXT, amount INTEGER, currency TEXT);
CREATE TABLE stock (sku TEXT PRIMARY KEY, counted INTEGER, next_in TEXT, counted_at TEXT);
CREATE TABLE parcels (number TEXT PRIMARY KEY, leaves_by TEXT, carrier TEXT, arrives_by TEXT, told_at TEXT);
CREATE TABLE refunds (number TEXT PRIMARY KEY, amount INTEGER, currency TEXT, approved_by TEXT, approved_at TEXT);
INSERT INTO orders VALUES ('1001', 'Studsmattan', 'TR-366', 2499, 'SEK'), ('1002', 'Gitarren', 'GI-12', 5990, 'SEK');
INSERT INTO stock VALUES ('TR-366', 0, '2026-09-01', '2026-08-18T13:20'), ('GI-12', 4, NULL, '2026-08-18T13:20');
INSERT INTO parcels VALUES ('1001', '2026-09-03', NULL, NULL, '2026-08-18T13:20'),
  ('1002', NULL, 'PostNord', '2026-08-21', '2026-08-18T09:00');
INSERT INTO refunds VALUES ('1001', 2499, 'SEK', 'Gruppchef Petra', '2026-08-18T13:40');
"""


def make_demo_shop(folder: Path) -> Path:
    """Lays the shop and its map in a folder, and leaves what is there; the map's file, for SOURCES."""
    folder.mkdir(parents=True, exist_ok=True)
    database, file = folder / "shop.db", folder / "sources.yaml"
    if not database.exists():
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(_SHOP)
    if not file.exists():
        file.write_text(_MAP.read_text(encoding="utf-8"), encoding="utf-8")
    return file
