"""Settings -> the models that the desk works with, as LangChain's own types or the smallest protocol."""

from assistant.providers.chat import chat_model, never_connected
from assistant.providers.embeddings import BuiltInEmbedder, Embedder, ServerEmbedder, Vectors, embedder

__all__ = ["BuiltInEmbedder", "Embedder", "ServerEmbedder", "Vectors", "chat_model", "embedder", "never_connected"]
