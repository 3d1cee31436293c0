"""By what name to greet a customer: the case's own, else a signature or an introduction. Never a guess."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from assistant.case import Case, Language
from assistant.composing.vocabulary import Words, words
from assistant.language.names import first_names

_NAME = r"[^\W\d_][^\W\d_'’]+(?:-[^\W\d_]+)?"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,2}}"
_PAIR = re.compile(rf"({_NAME})(?: {_NAME})? (?:&|och|and|\+) ({_NAME})(?: {_NAME})?")
_COMPANY = re.compile(
    r"\b(?:AB|HB|KB|Ltd|Limited|PLC|Inc|GmbH|LLC|Co|Brf|BRF|\w*förening\w*|\w*kommun|region|\w*skola\w*|group|team|pizzeria|"
    r"hotell?|guest house|inn|lodge|services|solutions|logistics|design|practice|surgery|caf[eé]|restaurang|restaurant|\w*åkeri|\w*bygg|redovisning\w*|\w*bibliotek\w*|makarna|klubb\w*|club|kiosk|\w*butik|frisör\w*|salong\w*|"
    r"verkstad\w*|garage|konsult\w*|fastighet\w*|bakery|school|church|clinic|farm|studio|handel\w*|vård\w*|simhall\w*|samfällighet\w*)\b|[\d@]",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Fru|Fröken)\.? (.+)", re.IGNORECASE)
_ENGLISH_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor")
_AGENT_GREETS = re.compile(rf"\s*(?:Hej|Hi|Hello|Dear|Hallå|God morgon)[ ,]+({_NAME})[,!. ]")
_JOINS = ("af", "de", "von", "van")
_SIGNED_WITHIN = 120
"""A signature stands in the last so many characters of a message."""


def called(case: Case, language: Language) -> str | None:
    """The name to greet by in a reply in `language`, or None where nobody has told it."""
    if case.customer:
        return _from_record(case.customer, language)
    for message in reversed(case.messages):
        known = words(language)
        found = _told(message.text, known) if message.sender == "customer" else _greeted(message.text)
        if found:
            return _joined(found, language)
    return None


def first_name(name: str) -> str | None:
    """The first name of a colleague, as a case names its owner: of "Maja Lund, Kundservice" Maja; None of a team."""
    parts = name.split(",")[0].split()
    if len(parts) == 1:
        return parts[0]
    return next((part for part in parts if part in first_names()), None)


def signature(text: str) -> str | None:
    """The name that a customer has written under a message, whole; None where it is not surely a name."""
    found = _signed(text.rstrip(" .!\n\t")[-_SIGNED_WITHIN:], words("sv"))
    first, *rest = found.split() if found else [""]
    if _cased(first) not in first_names():
        return None
    return " ".join([_cased(first), *map(_cased, takewhile(lambda part: part[0].isupper() or part in _JOINS, rest))])


def _from_record(customer: str, language: Language) -> str | None:
    """Of "Anna Lind" Anna; of "Lind, Anna" Anna; of "Mr Pritchard" the whole; of a company nothing."""
    pair = _PAIR.fullmatch(customer.strip())
    if pair and {_cased(pair[1]), _cased(pair[2])} <= first_names():
        return _joined(f"{pair[1]} & {pair[2]}", language)
    if _COMPANY.search(customer):
        return None
    if titled := _TITLE.fullmatch(customer.strip()):
        rest = titled[2].split()
        if len(rest) > 1:
            return _cased(rest[0])
        title = titled[1].title()
        return f"{title} {_cased(rest[0])}" if language == "en" and title in _ENGLISH_TITLES else None
    if re.match(r"(?i:familjen|the) ", customer):
        return None
    name = words("en").roles.sub(" ", words("sv").roles.sub(" ", customer))
    if "," in name:
        last, first = name.split(",", 1)
        name = first if len(last.split()) == 1 and re.fullmatch(_NAMES, first.strip()) else last
    parts = name.split()
    return _cased(parts[0]) if parts and re.fullmatch(_NAMES, " ".join(parts)) else None


def _told(text: str, known: Words) -> str | None:
    """The name a customer signs with or introduces themself by, in any of our ways to write it."""
    text = re.sub(r"<[^>]*>|\b(?:Mr|Mrs|Ms|Miss|Dr)\.? (?=[^\W\d_]+ [A-ZÅÄÖ])", " ", text)
    introduced = re.search(rf"(?i:jag heter|mitt namn är|my name is|i am called) ({_NAME})", text)
    if introduced and _is_name(introduced[1], known):
        return introduced[1]
    here = re.search(rf"(?:^|[.!,] ?)({_NAME})(?: {_NAME})? (?:här|here)\b", text)
    if here and here[1].title() in first_names():
        return here[1]
    return _signed(text.rstrip(" .!\n\t")[-_SIGNED_WITHIN:], known)


@cache
def _after_closing() -> tuple[re.Pattern[str], ...]:
    """A name after the words that end a letter, Swedish and English."""
    signed = rf"({_NAMES}(?: (?:&|och|and) {_NAME})?)"
    rest = r"(?:[,\n ][^\n]{0,60}(?:\n[^\n]{0,60})?)?$"
    closings = (words("sv").signs.pattern, words("en").signs.pattern)
    return tuple(re.compile(rf"(?i:{closing})[\s,.!:]*\n?\s*{signed}{rest}") for closing in closings)


def _signed(tail: str, known: Words) -> str | None:
    for pattern in _after_closing():
        for match in pattern.finditer(tail):
            if _is_name(match[1].split()[0], known):
                return match[1]
    slashed = re.search(rf"/{{1,2}} ?({_NAMES})(?:[,\n][^\n]{{0,60}})?$", tail)
    if slashed and _is_name(slashed[1].split()[0], known):
        return slashed[1]
    alone = re.search(rf"(?:[.!?…] *|\n\s*)({_NAMES})(?:, {_NAME})?$", tail)
    if alone and _cased(alone[1].split()[0]) in first_names() and alone[1][0].isupper():
        return alone[1]
    return None


def _greeted(text: str) -> str | None:
    """How a colleague has greeted this customer before."""
    match = _AGENT_GREETS.match(text)
    return match[1] if match and match[1].title() in first_names() else None


def _is_name(word: str, known: Words) -> bool:
    if (
        word.lower() in known.not_names
        or word.lower() in words("sv").not_names
        or word.lower() in words("en").not_names
    ):
        return False
    return word[:1].isupper() or word.title() in first_names()


def _joined(name: str, language: Language) -> str:
    """One or two first names: "Lena & Tommy" becomes "Lena och Tommy"."""
    pair = _PAIR.fullmatch(name)
    if pair:
        return f"{_cased(pair[1])} {'och' if language == 'sv' else 'and'} {_cased(pair[2])}"
    return _cased(name.split()[0])


def _cased(name: str) -> str:
    if name.isupper() or name.islower():
        return "-".join(part.capitalize() for part in name.split("-"))
    return name


def is_first_name(word: str) -> bool:
    return word in first_names()
