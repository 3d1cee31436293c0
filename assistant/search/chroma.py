"""Chroma: one collection a language, our own vectors, cosine. The only module that imports chromadb.

The index is a cache. In a folder it is built under a name of its own and then named in a manifest, with a
checksum of each of Chroma's index files, since Chroma reads a damaged one in silence, with fewer answers,
or crashes the process (1.5.9). Whatever is wrong with it, it is built again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from assistant.case import Language
from assistant.errors import Unavailable
from assistant.providers import Vectors
from assistant.search.units import Unit

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_PREFIX = "ordhallig"
_KEPT = 2
"""Indexes of a language left on a server: the newest, and the one that another process may still use."""
_PROBES = 3
_AT_ONCE = 5000
"""Keys in one question to Chroma, whose database takes no more than some 32,000."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an index must hold. `fingerprint` changes with the playbook and with the model."""

    fingerprint: str
    model: str
    size: int
    units: Mapping[Language, Sequence[Unit]]
    vectors: Callable[[], Mapping[Language, Vectors]]
    """Makes the vectors, a row a unit; called only when the index must be built."""


class Index:
    """An index that holds its contents whole. Safe to share between threads."""

    def __init__(self, client: ClientAPI, collections: Mapping[Language, Collection]) -> None:
        self._client: Any = client  # its type hides `close`
        self._collections = collections

    def neighbours(self, vector: Vectors, count: int) -> list[dict[str, float]]:
        """For each language the keys of the nearest units with their cosine; Unavailable when Chroma fails."""
        return [self._nearest(collection, vector, count) for collection in self._collections.values()]

    def _nearest(self, collection: Collection, vector: Vectors, count: int) -> dict[str, float]:
        found = asked(
            lambda: collection.query(query_embeddings=vector[None, :], n_results=count, include=["distances"])
        )
        return {key: 1 - distance for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)}

    def vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of units by key; Unavailable when Chroma fails."""
        rows: dict[str, Vectors] = {}
        for language, collection in self._collections.items():
            own = [key for key in keys if key.startswith(f"{language}/")]
            for start in range(0, len(own), _AT_ONCE):
                rows |= self._rows(collection, own[start : start + _AT_ONCE])
        return rows

    def _rows(self, collection: Collection, keys: list[str]) -> dict[str, Vectors]:
        found = asked(lambda: collection.get(ids=keys, include=["embeddings"]))
        if len(found["ids"]) != len(keys):
            raise Unavailable("Chroma has lost a part of the index")
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def close(self) -> None:
        self._client.close()


def in_folder(folder: Path, contents: Contents) -> Index:
    """The index in `folder`, which this process owns; built when it is not there whole.

    OSError when the folder cannot be written.
    """
    manifest = folder / "manifest.json"
    standing = _intact_home(manifest, contents.fingerprint)
    return (standing and _reopened(standing, contents)) or _built_anew(folder, manifest, contents)


def _built_anew(folder: Path, manifest: Path, contents: Contents) -> Index:
    home = folder / f"chroma-{secrets.token_hex(4)}"
    home.mkdir()
    index: Index = asked(lambda: _built(_folder_client(home), contents))
    half = manifest.with_suffix(".part")
    stands = {"fingerprint": contents.fingerprint, "home": home.name, "files": _checksums(home)}
    half.write_text(json.dumps(stands), encoding="utf-8")
    half.replace(manifest)
    for old in folder.glob("chroma-*"):
        if old != home:
            shutil.rmtree(old, ignore_errors=True)
    return index


def in_memory(contents: Contents) -> Index:
    import chromadb

    index: Index = asked(lambda: _built(chromadb.EphemeralClient(settings=_quiet()), contents))
    return index


def on_server(url: str, contents: Contents) -> Index:
    """The index on a running Chroma server, shared with other processes. Unavailable when it does not answer."""
    import chromadb

    address = urlsplit(url)
    is_tls = address.scheme == "https"
    port = address.port or (443 if is_tls else 8000)

    def connected() -> Index:
        client = chromadb.HttpClient(host=address.hostname or "", port=port, ssl=is_tls, settings=_quiet())
        index = _opened(client, contents) or (_built(client, contents) and _opened(client, contents))
        if index is None:  # what stands there is damaged, and filling it up has not helped
            _forget(client, contents)
            index = _built(client, contents)
        _forget_old(client)
        return index

    index: Index = asked(connected, url)
    return index


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _folder_client(home: Path) -> ClientAPI:
    import chromadb

    return chromadb.PersistentClient(path=home, settings=_quiet())


def asked(ask: Callable[[], Any], url: str = "") -> Any:
    """What Chroma answers, or Unavailable."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        return ask()
    except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
        now = "see CHROMA_URL" if url else ""
        raise Unavailable(f"Chroma failed: {type(error).__name__}", where=url, now=now) from None


def _reopened(home: Path, contents: Contents) -> Index | None:
    try:
        index: Index | None = asked(lambda: _opened(_folder_client(home), contents))
    except Unavailable:
        return None
    return index


def _opened(client: ClientAPI, contents: Contents) -> Index | None:
    """The index if each collection is there whole: it counts as it should and known units are found."""
    names = {collection.name for collection in client.list_collections()}
    collections = {}
    for language, units in contents.units.items():
        if _name(contents, language) not in names:
            return None
        collection = client.get_collection(_name(contents, language), embedding_function=None)
        if collection.count() != len(units) or not _finds(collection, units):
            return None
        collections[language] = collection
    return Index(client, collections)


def _finds(collection: Collection, units: Sequence[Unit]) -> bool:
    """Is a unit near the beginning, the middle and the end its own nearest neighbour?"""
    places = {0, len(units) // 2, len(units) - 1}
    probes = [units[place].key for place in sorted(places)]
    known = collection.get(ids=probes, include=["embeddings"])
    if sorted(known["ids"]) != sorted(probes):
        return False
    found = collection.query(query_embeddings=known["embeddings"], n_results=_PROBES, include=["distances"])
    distances = found["distances"] or []
    wanted = min(_PROBES, len(units))
    return all(len(row) == wanted and row[0] < 1e-4 for row in distances)


def _built(client: ClientAPI, contents: Contents) -> Index:
    """Fills the collections; two processes that do so at once write the same."""
    vectors = contents.vectors()
    collections = {}
    for language, units in contents.units.items():
        collection = client.get_or_create_collection(
            _name(contents, language),
            embedding_function=None,
            metadata={"model": contents.model, "size": contents.size, "built": time.time()},
            configuration={"hnsw": {"space": "cosine"}},
        )
        step = client.get_max_batch_size()
        for start in range(0, len(units), step):
            part = units[start : start + step]
            rows = vectors[language][start : start + step]
            collection.upsert(ids=[unit.key for unit in part], embeddings=rows, metadatas=[_metadata(u) for u in part])
        collections[language] = collection
    return Index(client, collections)


def _not_found() -> type[Exception]:
    from chromadb.errors import NotFoundError

    return NotFoundError


def _metadata(unit: Unit) -> dict[str, str]:
    return {"entry": unit.entry, "kind": unit.kind, "heading": unit.heading}


def _name(contents: Contents, language: Language) -> str:
    return f"{_PREFIX}-{language}-{contents.fingerprint}"


def _forget(client: ClientAPI, contents: Contents) -> None:
    for language in contents.units:
        with suppress(_not_found()):
            client.delete_collection(_name(contents, language))


def _forget_old(client: ClientAPI) -> None:
    for language in ("sv", "en"):
        ours = [c for c in client.list_collections() if c.name.startswith(f"{_PREFIX}-{language}-")]
        ours.sort(key=lambda collection: float((collection.metadata or {}).get("built", 0)), reverse=True)
        for collection in ours[_KEPT:]:
            with suppress(_not_found()):
                client.delete_collection(collection.name)


def _intact_home(manifest: Path, fingerprint: str) -> Path | None:
    """The folder that the manifest names, if each index file in it is as it was when it was built."""
    try:
        stands = json.loads(manifest.read_text(encoding="utf-8"))
        home = manifest.parent / str(stands["home"])
        intact = stands["fingerprint"] == fingerprint and stands["files"] == _checksums(home)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return home if intact else None


def _checksums(home: Path) -> dict[str, str]:
    """Of Chroma's index files; its database changes whenever it is opened, and says itself when it is broken."""
    files = sorted(file for file in home.rglob("*") if file.is_file() and file.parent != home)
    return {str(file.relative_to(home)): hashlib.blake2b(file.read_bytes()).hexdigest() for file in files}
