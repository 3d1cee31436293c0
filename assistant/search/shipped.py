"""The vectors of the shipped playbook and of the background, in the package: a first start has nothing to embed but what a company changed.

`python -m assistant train` writes the file anew. A row is kept in 8 bits beside its largest value; the
cosines differ by less than one in a thousand from those of the model itself.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from assistant.providers import Embedder, Vectors

FILE = Path(__file__).parent / "vectors.npz"


def vectors(embedder: Embedder) -> dict[str, Vectors]:
    """The shipped rows by key; none for another model, or where the file is damaged (they can be made again)."""
    try:
        with np.load(FILE, allow_pickle=False) as file:
            if str(file["model"]) != embedder.name:
                return {}
            rows = file["rows"].astype(np.float32) * file["scales"][:, None]
            return dict(zip(file["keys"].tolist(), rows, strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def ship(model: str, rows_by_key: Mapping[str, Vectors], target: Path = FILE) -> None:
    """Writes the file, in the order of the keys: the same rows give the same bytes."""
    keys = sorted(rows_by_key)
    rows = np.array([rows_by_key[key] for key in keys], np.float32)
    scales = np.abs(rows).max(axis=1) / 127
    packed = np.round(rows / scales[:, None]).astype(np.int8)
    np.savez_compressed(target, model=np.array(model), keys=np.array(keys), rows=packed, scales=scales)


def rebuild() -> Path:
    """Embeds the shipped playbook and writes the file; needs the model in this process."""
    from assistant import playbook
    from assistant.providers import embedder
    from assistant.search.cache import VectorCache, key_of
    from assistant.search.scope import background
    from assistant.search.units import units
    from assistant.settings import from_environment

    model = embedder(from_environment({}))
    assert model is not None, "no vector model on this machine"
    texts = (*units(playbook.read(playbook.folders(None))), *background())
    rows = VectorCache(None, model).vectors(texts)
    ship(model.name, dict(zip(map(key_of, texts), rows, strict=True)))
    return FILE
