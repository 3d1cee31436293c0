"""What a time in a text means: when, at the latest, in Swedish and English.

`find(text, language, today)` gives every expression of time with its exact place. A range counts by
its later end, a business day by the Swedish calendar; of two readings a week apart the later one
is taken and marked `ambiguous` (a promise already made is judged by what it certainly allows).
"""

from assistant.checker.times.pieces import Time
from assistant.checker.times.reading import find

__all__ = ["Time", "find"]
