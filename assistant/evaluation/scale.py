"""How quick the search is on a playbook of 100,000 sections: `python -m assistant.evaluation.scale [SECTIONS]`.

The shipped entries are multiplied under new ids and their vectors moved a little, so that nothing need be embedded but
the queries; these are the short ones of tests/data/queries.jsonl. It takes some minutes and 3 GB to build. With CHROMA_URL the index
lies on that server (`chroma run --path FOLDER`), else in memory.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from assistant import playbook
from assistant.case import Language
from assistant.evaluation.search import QUERIES, read_queries
from assistant.playbook import Entry, Playbook
from assistant.providers import Vectors, embedder
from assistant.search import FUSED
from assistant.search.cache import VectorCache
from assistant.search.chroma import Contents, in_memory, on_server
from assistant.search.ranking import Ranking
from assistant.search.scope import background
from assistant.search.units import Unit, units
from assistant.settings import from_environment

_MOVED = 0.02
"""Standard deviation of what is added to each number of a vector; some 0.05 are its usual size."""
_ASKED = 100


def measure(sections: int) -> Iterator[str]:
    url = from_environment(os.environ).chroma_url
    model = embedder(from_environment({}))
    if model is None:
        yield "there is no vector model on this machine"
        return
    shipped = playbook.read(playbook.folders())
    cache = VectorCache(None, model)
    own = units(shipped)
    rows = dict(zip(((u.entry, u.language, u.embedded) for u in own), cache.vectors(own), strict=True))
    copies = -(-sections // sum(unit.kind == "section" for unit in own))
    large = Playbook({(entry.id, entry.language): entry for entry in _copied(shipped, copies)})
    ranking = Ranking(large)
    by_language: dict[Language, list[Unit]] = {"sv": [], "en": []}
    for unit in ranking.units:
        by_language[unit.language].append(unit)
    random = np.random.default_rng(1)

    def vectors() -> Mapping[Language, Vectors]:
        return {lang: np.array([_moved(rows[_original(u)], random) for u in of]) for lang, of in by_language.items()}

    contents = Contents("scale", model.name, model.size, by_language, vectors)
    index = on_server(url, contents) if url else in_memory(contents)
    ranking.learn(model, index, VectorCache(None, model).vectors(background()))
    queries = [query for query in read_queries(QUERIES) if query.length == "short"]
    took = []
    for query in [*queries[:10], *queries[10 : 10 + _ASKED]]:  # the first ones warm it up
        began = time.perf_counter()
        ranking.hits(query.query, query.language, 5, FUSED)
        took.append(1000 * (time.perf_counter() - began))
    median, p95 = np.percentile(took[10:], (50, 95))
    count = sum(unit.kind == "section" for unit in ranking.units)
    where = url or "memory"
    yield f"{count:,} sections of {len(large):,} entries in {where}: median {median:.0f} ms a query, p95 {p95:.0f} ms"


def _copied(shipped: Playbook, copies: int) -> Iterator[Entry]:
    for number in range(copies):
        for entry in shipped:
            yield replace(entry, id=f"{entry.id}-{number}")


def _original(unit: Unit) -> tuple[str, Language, str]:
    return unit.entry.rsplit("-", 1)[0], unit.language, unit.embedded


def _moved(row: Vectors, random: np.random.Generator) -> Vectors:
    moved = row + random.normal(0, _MOVED, len(row)).astype(np.float32)
    return np.asarray(moved / np.linalg.norm(moved), np.float32)


if __name__ == "__main__":
    for line in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        sys.stdout.write(line + "\n")
