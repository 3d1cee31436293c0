"""Swedish or English (or which other language), and the sentences of a text with their exact places in it."""

from assistant.language.detection import Detected, detect
from assistant.language.splitting import Sentence, sentences, without_greeting

__all__ = ["Detected", "Sentence", "detect", "sentences", "without_greeting"]
