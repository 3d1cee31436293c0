"""The writer that works with no language model: `compose(case, book, entries, wishes) -> Draft`."""

from assistant.composing.names import signature
from assistant.composing.writing import compose

__all__ = ["compose", "signature"]
