"""What the search does otherwise than it is set up to, in words for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    sv: str
    en: str


INDEXING = Notice(
    "Sökningen går på ord så länge: indexet byggs.", "The search goes by words meanwhile: the index is being built."
)
WORDS_ALONE = Notice(
    "Sökningen går på ord: ingen modell för vektorer är installerad eller vald.",
    "The search goes by words: no model for vectors is installed or chosen.",
)
MODEL_FAILED = Notice(
    "Sökningen går på ord: modellen eller indexet för vektorer svarar inte.",
    "The search goes by words: the model or the index of vectors does not answer.",
)
SERVER_FAILED = Notice(
    "Chroma-servern svarar inte: indexet ligger i minnet.",
    "The Chroma server does not answer: the index is in memory.",
)
FOLDER_FAILED = Notice(
    "Datamappen går inte att skriva i: indexet ligger i minnet.",
    "The data folder cannot be written to: the index is in memory.",
)
FOLDER_BUSY = Notice(
    "Ett annat program använder datamappen: indexet ligger i minnet.",
    "Another program is using the data folder: the index is in memory.",
)
