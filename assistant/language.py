"""Swedish or English, and the sentences of a text with their exact places in it.

Language is told by function words, weighted by how surely they belong to one language, and by the
letters that only one of the neighbours uses. Sentences are spans of the caller's own text: nothing
is normalised, `text[s.start:s.end] == s.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.case import Language

_WORDS = {
    "sv": "och att det som är jag inte vi har ni du för med den till av på om ett kan ska så men mig er era min mitt "
    "mina var varför hur vad när från eller blev blir också efter nu hade skulle ingen inget igen bara redan hos där "
    "här mycket tack hej detta dessa hörde fått får gör vill måste någon något er era sedan",
    "en": "the and is to of you we i it that have has not for are was be will would with this your our my they can on "
    "at an if do does did been what when why how which there been no yes please thanks hello dear still got get from "
    "me us just now",
    "no": "og jeg ikke det er har vi dere dette hva hvorfor fra noe noen etter ble blir mitt min meg deg takk hei være "
    "skal kan på som til med av ikkje eg kommer nå fikk fått gjør vil må også bare når hvordan hvor deres",
    "da": "og jeg ikke det er har vi jer dette hvad hvorfor fra noget nogen efter blev bliver mit min mig dig tak hej "
    "være skal kan på som til med af kommer nu fik fået gør vil må også bare når hvordan hvor jeres",
    "de": "und ich nicht das ist die der ein eine haben wir sie mit für auf zu den von dem es wird was warum wie mein "
    "meine bitte noch schon seit aber auch nach bei guten danke ihre sehr kein keine habe wurde",
    "fi": "ja on en ei että se minun mutta kun oli olen mitä miksi missä vielä kiitos hei teidän meidän tämä ovat ole",
    "fr": "le la les et je ne pas vous nous est un une des que qui pour dans avec mon ma merci bonjour votre pourquoi",
    "es": "el la los y no que es un una por para con mi su gracias hola pero muy cuando usted se lo pedido",
}
_NAMES = {
    "no": ("norska", "Norwegian"),
    "da": ("danska", "Danish"),
    "de": ("tyska", "German"),
    "fi": ("finska", "Finnish"),
    "fr": ("franska", "French"),
    "es": ("spanska", "Spanish"),
}
_LETTERS = {"no": "æø", "da": "æø", "de": "ßü", "sv": "", "en": "", "fi": "", "fr": "çèàêù", "es": "ñ¿¡"}
_VOTES = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SHARED = {word: sum(word in words for words in _VOTES.values()) for words in _VOTES.values() for word in words}


@dataclass(frozen=True, slots=True)
class Detected:
    """`language` is what we write in; `other` names the language we do not write (Swedish, English)."""

    language: Language
    other: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str


def detect(text: str, default: Language = "sv") -> Detected:
    """The language of `text`: Swedish and English as they are, any other one answered in English.

    A text too short to tell (no function word) gets `default`.
    """
    words = re.findall(r"[^\W\d_]+", text.lower()[:5000])
    score = {language: _score(words, language) for language in _VOTES}
    letters = set(text.lower())
    for language, signs in _LETTERS.items():
        score[language] += 2 * len(letters & set(signs))
    if letters & set("åäö") and not letters & set("æøßü"):
        score["sv"] += 1
    best = max(score, key=lambda language: score[language])
    if score[best] == 0:
        return Detected(default)
    if best in ("sv", "en"):
        return Detected("sv" if best == "sv" else "en")
    return Detected("en", _NAMES[best])


def _score(words: list[str], language: str) -> float:
    return sum(1 / _SHARED[word] for word in words if word in _VOTES[language])


_ABBREVIATIONS = frozenset(
    "t.ex t.o.m fr.o.m bl.a d.v.s dvs s.k m.m m.fl o.s.v osv e.d f.ö p.g.a pga ev ca c:a cirka kl nr tel mån tis ons "
    "tors tor fre lör sön jan feb mar apr jun jul aug sep sept okt oct nov dec st kr resp inkl exkl max min obs fd "
    "mr mrs ms dr st no approx e.g i.e etc vs mon tue tues wed thu thur thurs fri sat sun a.m p.m am pm incl excl "
    "art ref ord enl avd tfn v d f m forts jfr sid hrs hr mins sthlm gbg".split()
)
_ENDS = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|[!?…]+(?=\S)")
_BREAK = re.compile(r"[ \t]*\n[ \t]*\n\s*|[ \t]*\n")
_LIST_ITEM = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])\s+\S")
_GREETING = re.compile(
    r"\s*(?:hej(?:san)?|hejhej|hallå|tjena|tja|hi(?: there)?|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|"
    r"god (?:morgon|kväll|dag|middag)|bästa?|kära?)\b[^,.!?\n:;]{0,40}[,!](?=\s+\S)",
    re.I,
)
"""A salutation is a sentence of its own also where the letter goes on in the same line."""
_WRAPPED_AT = 60
"""A line shorter than this was broken by its writer, a longer one by a mail program."""


def without_greeting(sentence: str) -> str:
    """A sentence without the salutation that it opens with, if any."""
    greeting = _GREETING.match(sentence)
    return sentence[greeting.end() :].lstrip() if greeting else sentence


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text`, in order; list items, greetings and signatures count as sentences."""
    found = []
    for start, end in _blocks(text):
        greeting = _GREETING.match(text, start, end)
        cut = start
        if greeting:
            found.append((start, greeting.end()))
            cut = start = greeting.end()
        for stop in _stops(text, start, end):
            found.append((cut, stop))
            cut = stop
        found.append((cut, end))
    return [trimmed for span in found if (trimmed := _trim(text, *span))]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks that their writer meant as breaks."""
    start = 0
    for match in _BREAK.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if _is_meant(text[line_start : match.start()], match.group(), text[match.end() :]):
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _is_meant(line: str, gap: str, rest: str) -> bool:
    if gap.count("\n") > 1 or len(line.strip()) < _WRAPPED_AT:
        return True
    return bool(_LIST_ITEM.match(rest)) or (rest[:1].isupper() and line.rstrip()[-1:] in ".!?:…")


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for match in _ENDS.finditer(text, start, end):
        before = text[start : match.start()]
        after = text[match.end() : end].lstrip()
        if match.group()[0] == "." and _is_abbreviation(before, after):
            continue
        if after and re.match(r"[\W_]*[^\W_]", after):
            yield match.end()


def _is_abbreviation(before: str, after: str) -> bool:
    *earlier, last = re.split(r"[\s(]", before)
    word = last.lower()
    if word in _ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        # «senast kl. Jag …» is rare; «order nr. 4» and «ca. tre» are the rule
        return not (after[:1].isupper() and word in ("kr", "st", "etc", "osv", "am", "pm", "a.m", "p.m", "m.m", "no"))
    if re.fullmatch(r"[^\W\d_]", word):  # an initial in a name, or «hållplats B. Där …»
        return not after[:1].isupper() or (bool(earlier) and earlier[-1][:1].isupper())
    return bool(re.fullmatch(r"\d{1,2}", word)) and not after[:1].isupper()


def _trim(text: str, start: int, end: int) -> Sentence | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(start, end, text[start:end]) if end > start else None
