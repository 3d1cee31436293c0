"""The search of a running desk: follows the playbook, keeps the index, and works on when a part fails."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Sequence
from threading import Lock, Thread

from assistant.case import Language
from assistant.errors import Unavailable
from assistant.language import detect
from assistant.playbook import LivePlaybook
from assistant.providers import Embedder, Vectors, embedder
from assistant.search import scope
from assistant.search.cache import Progress, VectorCache
from assistant.search.chroma import Contents, Index
from assistant.search.home import Home
from assistant.search.notices import INDEXING, MODEL_FAILED, WORDS_ALONE, Notice
from assistant.search.ranking import FUSED, MAX_QUERY, WORDS, Hit, Ranking, Weights
from assistant.search.units import Unit
from assistant.settings import Settings

_FORM = 1
"""Raise it when units are cut or embedded in another way: every index is then built anew."""
_RETRY_SECONDS = 60
CLEAR = 4.1
"""The score from which a first hit is a clear answer: of the questions in both halves 1 or 2 % fall below it, and 95 % of those
in tests/data/offtopic.txt."""


def open_search(settings: Settings, live: LivePlaybook, progress: Progress | None = None, wait: bool = True) -> Search:
    """The search of the playbook, indexed; the first time that takes a minute or two, told by `progress`.

    With `wait=False` it answers at once by words alone, and by meaning as soon as the index stands.
    """
    search = Search(settings, live, progress)
    if wait:
        search.refresh()
    else:
        search.refresh_beside()
    return search


class Search:
    """Safe to share between threads."""

    def __init__(self, settings: Settings, live: LivePlaybook, progress: Progress | None = None) -> None:
        self._settings = settings
        self._live = live
        self._progress = progress
        self._home = Home(settings)
        self._embedder: Embedder | None = None
        self._refreshing = Lock()
        self._failed_at = 0.0
        self._notices: tuple[Notice, ...] = ()
        self._indexes: list[Index] = []
        self._ranking = Ranking(live.current())

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What does not work as it is set up: a search that answers all the same hides nothing."""
        return self._notices

    def search(
        self, query: str, language: Language | None = None, top: int = 5, weights: Weights = FUSED
    ) -> tuple[Hit, ...]:
        """The entries that a question or a complaint is about, best first, one hit an entry.

        `language` is the one wanted (None: the query's own); an entry that is not written in it comes in
        the other. No hits for a query without words.
        """
        text = query.strip()[:MAX_QUERY]
        if not re.search(r"[^\W_]", text):
            return ()
        self._keep_up()
        language = language or detect(text).language
        ranking = self._ranking
        try:
            return ranking.hits(text, language, top, weights)
        except Unavailable:
            self._note_failure()
            return ranking.hits(text, language, top, WORDS)

    def is_clear(self, hits: Sequence[Hit]) -> bool:
        """Do these hits answer, or are they only the nearest that there is? By words alone nobody can tell."""
        return bool(hits) and (self._ranking.meaning is None or hits[0].score >= CLEAR)

    def refresh(self) -> None:
        """Indexes the playbook as it is now. While another thread does so, the one before stays in use."""
        if not self._refreshing.acquire(blocking=False):
            return
        try:
            playbook = self._live.current()
            is_same = playbook.fingerprint == self._ranking.playbook.fingerprint
            ranking = self._ranking if is_same else Ranking(playbook)
            self._notices = self._learn(ranking)
            self._ranking = ranking
        finally:
            self._refreshing.release()

    def refresh_beside(self) -> None:
        if self._ranking.meaning is None:
            self._notices = (INDEXING,)
        Thread(target=self.refresh, name="index", daemon=True).start()

    def close(self) -> None:
        """Gives up the index and the data folder."""
        for index in self._indexes:
            index.close()
        self._indexes = []
        self._home.close()

    def _keep_up(self) -> None:
        """Reindexes a rewritten playbook now, and after a failure tries again beside."""
        if self._live.current().fingerprint != self._ranking.playbook.fingerprint:
            self.refresh()
        elif MODEL_FAILED in self._notices and time.monotonic() > self._failed_at + _RETRY_SECONDS:
            self._failed_at = time.monotonic()
            self.refresh_beside()

    def _note_failure(self) -> None:
        self._failed_at = time.monotonic()
        if MODEL_FAILED not in self._notices:
            self._notices = (*self._notices, MODEL_FAILED)

    def _learn(self, ranking: Ranking) -> tuple[Notice, ...]:
        """Adds meaning to the ranking, where there is a model; what could not be done as set up."""
        self._embedder = self._embedder or embedder(self._settings)
        if self._embedder is None:
            return (WORDS_ALONE,)
        try:
            index, notice = self._home.open(self._contents(ranking, self._embedder))
            background = VectorCache(self._home.folder, self._embedder, "background").vectors(scope.background())
            ranking.learn(self._embedder, index, background)
        except Unavailable:
            self._failed_at = time.monotonic()
            return (MODEL_FAILED,)
        self._retire(index)
        return (notice,) if notice else ()

    def _retire(self, index: Index) -> None:
        """Closes all but the newest index and the one before it, which another thread may still be asking."""
        self._indexes.append(index)
        while len(self._indexes) > 2:
            self._indexes.pop(0).close()

    def _contents(self, ranking: Ranking, model: Embedder) -> Contents:
        by_language: dict[Language, list[Unit]] = {}
        for unit in ranking.units:
            by_language.setdefault(unit.language, []).append(unit)

        def vectors() -> dict[Language, Vectors]:
            rows = VectorCache(self._home.folder, model).vectors(ranking.units, self._progress)
            places = {unit.key: place for place, unit in enumerate(ranking.units)}
            return {lang: rows[[places[unit.key] for unit in own]] for lang, own in by_language.items()}

        mark = f"{ranking.playbook.fingerprint} {model.name} {model.size} {_FORM}"
        return Contents(hashlib.sha256(mark.encode()).hexdigest()[:16], model.name, model.size, by_language, vectors)
