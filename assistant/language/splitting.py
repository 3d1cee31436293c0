"""Sentences as spans of the caller's own text: nothing is normalised, `text[s.start:s.end] == s.text`.

First the lines are joined to blocks where a mail program broke them, then each block is cut at its
stops. What stands between two sentences is white space and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.abbreviations import is_abbreviation, is_ordinal


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str


_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_LIST_ITEM = re.compile(r"[ \t>]*(?:[-–—•*·]|\d{1,2}[.)]|[a-z]\))\s+\S")
_WRAPPED_FROM, _WRAPPED_TO = 60, 100
"""The width at which mail programs break lines: shorter ones their writer broke, longer ones nobody did."""
_SIGNATURE = 40
"""Characters at most of «Med vänlig hälsning» and of the name below it."""

_PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d\u20e3"
_EMOJI = rf"(?<![{_PICTURES}])[{_PICTURES}]++"
_SMILEY = r"(?<!\S)(?:[:;=][-']?[()DPp]+|<3|xD)(?!\w)"
_FACES = rf"(?:{_EMOJI}|{_SMILEY})"
_END = re.compile(
    # after a run of stops and what closes it, with the smileys that belong to it: «Hej! 👋», «(Se nedan.)»
    rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<closing>[\"”’»')\]]*+)(?P<faces>(?:[ \t]*{_FACES})*+)(?=\s|$)"
    r"|(?<=[^\W\d_])[!?]++(?=[^\W\d_])"  # «klart!Vi ringer»
    r"|(?<=[^\W\d_]{2})\.(?=[A-ZÅÄÖ][^\W\d_])"  # «klart.Vi ringer»
    rf"|(?P<alone>{_FACES}(?:[ \t]*{_FACES})*+)(?=\s)"  # «nu funkar det 👍 Hör av dig»
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+|(?<![\w-])[\w-]{1,63}\.(?:se|com|nu|net|org|eu|io|no|dk|fi|de|uk)\b\S*",
    re.I,
)
_NEXT = re.compile(r"[\W_]{0,40}+([^\W_]{1,40})")
_HEART = re.compile(r"[\u2764\u2665\ufe0f]+|<3")

_NAME = (
    r"(?:(?:[Mm]rs?|[Mm]s|[Dd]r)\.?|[A-ZÅÄÖÉÜ][\w'’-]*|och|and|or|&|igen|again|på|dig|er|alla|all|hela|"
    r"there|of|you|du|ni)"
)
_GREETING = re.compile(
    r"\s*(?:(?i:hej(?:san)?|hejhej|hallå|tjena|tja|hi|hello|hey|hiya|good (?:morning|afternoon|evening)|"
    r"god (?:morgon|kväll|dag|middag|eftermiddag))\b|(?i:dear|bästa|kära?|(?:good )?morning|bonjour)\b(?=[ ]\w))"
    rf"(?: {_NAME}){{0,5}}(?: [^\W\d_]+)?[,!](?:[ \t]*{_FACES})*+(?=\s+\S)"
)
"""A salutation is a sentence of its own also where the letter goes on in the same line. After names only one
more word may stand before its comma: «hej anna, vi ringer», but not «hej vi ringer i morgon, lovar»."""


def without_greeting(sentence: str) -> str:
    """A sentence without the salutation that it opens with, if any."""
    greeting = _GREETING.match(sentence)
    return sentence[greeting.end() :].lstrip() if greeting else sentence


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text`, in order; list items, greetings and signatures count as sentences."""
    found = []
    for start, end in _blocks(text):
        cut = start
        for stop in _stops(text, start, end):
            found.append((cut, stop))
            cut = stop
        found.append((cut, end))
    return [trimmed for span in found if (trimmed := _trim(text, *span))]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks that their writer meant as breaks."""
    ends = [*_LINE_END.finditer(text)]
    starts = [0, *(end.end() for end in ends)]
    lines = [text[a : end.start()] for a, end in zip(starts, ends, strict=False)] + [text[starts[-1] :]]
    width = _wrapped_at(lines)
    block = 0
    for i, end in enumerate(ends):
        is_last = i + 2 == len(lines) or not lines[i + 2].strip()
        if _is_meant(lines[i], lines[i + 1], width, is_last=is_last):
            yield block, end.start()
            block = end.end()
    yield block, len(text)


def _wrapped_at(lines: list[str]) -> int | None:
    """The width at which a mail program broke the lines, or None where none did."""
    widest = max((len(_unquoted(line)) for line in lines if "://" not in line), default=0)
    return widest if _WRAPPED_FROM <= widest <= _WRAPPED_TO else None


def _is_meant(line: str, following: str, width: int | None, *, is_last: bool) -> bool:
    """Whether the writer broke the line, rather than a program for want of room for the next word."""
    content, rest = _unquoted(line), _unquoted(following)
    if width is None or not content or not rest or _LIST_ITEM.match(following):
        return True
    if line.lstrip().startswith(">") != following.lstrip().startswith(">"):
        return True
    if len(content) + 1 + len(rest.split(None, 1)[0]) <= width:
        return True
    return is_last and _is_signature(content, rest)


def _is_signature(content: str, rest: str) -> bool:
    """«… i morgon. Med vänlig hälsning» above «Anna Lind, kundtjänst»."""
    farewell = re.split(r"[.!?…]\s", content)[-1]
    is_name = rest[0].isupper() and len(rest) <= _SIGNATURE and rest[-1] not in ".!?…:"
    return is_name and len(farewell) <= _SIGNATURE and farewell[-1] not in ".!?…"


def _unquoted(line: str) -> str:
    return line.strip().lstrip("> ")


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    cut = start
    if greeting := _GREETING.match(text, start, end):
        cut = greeting.end()
        yield cut
    addresses = [address.span() for address in _ADDRESS.finditer(text, start, end)]
    for match in _END.finditer(text, cut, end):
        while addresses and addresses[0][1] < match.end():
            addresses.pop(0)
        if addresses and addresses[0][0] < match.start() and match.end() < addresses[0][1]:
            continue
        following = _NEXT.match(text, match.end(), end)
        if following and _is_end(text, cut, match, following):
            cut = match.end()
            yield cut


def _is_end(text: str, cut: int, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a sentence, begun at `cut`, ends with `match`, before the word `following`."""
    word = following[1]
    if match["alone"]:
        begun = any(character.isalnum() for character in text[cut : match.start()])
        return (
            begun
            and text[match.end() :][:2].strip()[:1].isalnum()
            and not (_HEART.fullmatch(match["alone"]) and word[0].islower())
        )
    if match["closing"] and word[0].islower():
        return False  # «"När kommer det?" skrev du», «(se nedan!) men»
    if match["faces"]:
        return True
    if match["stop"] in ("...", "…", "..") and word[0].islower():
        return False  # a pause
    if match["stop"] not in (".", None):
        return True
    before = text[max(cut, match.start() - 60) : match.start()]
    return not is_abbreviation(before, word) and not is_ordinal(before, word)


def _trim(text: str, start: int, end: int) -> Sentence | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(start, end, text[start:end]) if end > start else None
