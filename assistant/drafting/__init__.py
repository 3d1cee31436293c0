"""Writes replies with a language model: `write` streams a draft, `mend` has single sentences mended once,
`keep_to_facts` brings a draft to what can be kept. What goes wrong is one error, WriterFailed."""

from assistant.drafting.failures import WriterFailed
from assistant.drafting.meaning import means
from assistant.drafting.mending import Kept, keep_to_facts, mend
from assistant.drafting.writing import write

__all__ = ["Kept", "WriterFailed", "keep_to_facts", "means", "mend", "write"]
