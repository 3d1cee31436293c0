"""A language model's second opinion on a reviewed draft, sentence by sentence.

It may add findings, never louder than a warning unless a fact of the case backs them, and question
those of the checker; it never takes one away nor lowers one. What goes wrong is a notice, no more.
"""

from assistant.judge.opinion import second_opinion, withheld

__all__ = ["second_opinion", "withheld"]
