"""What the facts of a case say to a customer: a colleague's note read, made a sentence, or told by its structure."""

from assistant.composing.facts.news import News, Reporter, with_pronoun

__all__ = ["News", "Reporter", "with_pronoun"]
