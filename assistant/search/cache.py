"""Vectors by text, kept in one file, so that an entry that nobody has changed is not embedded again."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.providers import Embedder, Vectors
from assistant.search import shipped
from assistant.search.units import Unit

Progress = Callable[[int, int], None]
"""Told how many of how many texts have their vectors."""

_SAVE_EVERY = 512
"""Texts after which what is done is saved, so that a first run that is broken off is not lost."""
_STEP = 64


class VectorCache:
    """`folder` None keeps nothing on disk. A damaged file is an empty one: vectors can always be made again."""

    def __init__(self, folder: Path | None, embedder: Embedder, of: str = "vectors") -> None:
        """`of` names what the vectors are of; each has its own file, with no more in it than was last asked for."""
        name = re.sub(r"[^\w.-]+", "_", embedder.name)
        self._file = folder / f"{of}-{name}-{embedder.size}.npz" if folder else None
        self._embedder = embedder
        self._vectors = self._read()

    def vectors(self, units: Sequence[Unit], progress: Progress | None = None) -> Vectors:
        """A row a unit. Unavailable when a vector is missing and the model does not answer."""
        keys = [key_of(unit) for unit in units]
        if not set(keys) <= set(self._vectors):
            self._vectors = shipped.vectors(self._embedder) | self._vectors
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in self._vectors}
        if missing:
            self._embed(missing, progress)
        if missing or set(self._vectors) != set(keys):
            self._vectors = {key: self._vectors[key] for key in keys}
            self._save()
        return np.array([self._vectors[key] for key in keys], np.float32).reshape(len(keys), self._embedder.size)

    def _embed(self, missing: dict[str, Unit], progress: Progress | None) -> None:
        # By kind, as each has its own prefix; by length, as a batch takes as long as its longest text.
        order = sorted(missing, key=lambda key: (missing[key].kind, len(missing[key].embedded)))
        done = saved = 0
        for kind, embed in (("phrase", self._embedder.queries), ("section", self._embedder.passages)):
            keys = [key for key in order if missing[key].kind == kind]
            for start in range(0, len(keys), _STEP):
                step = keys[start : start + _STEP]
                rows = embed([missing[key].embedded for key in step])
                self._vectors.update(zip(step, rows, strict=True))
                done += len(step)
                if progress:
                    progress(done, len(missing))
                if done - saved >= _SAVE_EVERY:
                    self._save()
                    saved = done

    def _read(self) -> dict[str, Vectors]:
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                keys, rows = file["keys"], file["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        if rows.dtype != np.float32 or rows.shape != (len(keys), self._embedder.size) or not np.isfinite(rows).all():
            return {}
        return dict(zip(keys.tolist(), rows, strict=True))

    def _save(self) -> None:
        if self._file is None:
            return
        half = self._file.with_name(f"{self._file.stem}-{os.getpid()}.part.npz")
        try:
            np.savez(half, keys=np.array(list(self._vectors)), vectors=np.array(list(self._vectors.values())))
            half.replace(self._file)
        except OSError:  # a full or read-only disk: the vectors are in memory, and made again next time
            with suppress(OSError):
                half.unlink()


def key_of(unit: Unit) -> str:
    return hashlib.sha256(f"{unit.kind}\n{unit.embedded}".encode()).hexdigest()[:32]
