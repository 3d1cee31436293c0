"""Which full stops belong to a word and end no sentence: «t.ex.», «kl. 14», «Mr. Smith», «den 3. mars»."""

from __future__ import annotations

import re

_ALWAYS = frozenset(
    "t.ex t.o.m fr.o.m bl.a d.v.s dvs s.k f.ö p.g.a pga ev ca c:a cirka kl nr tel resp inkl exkl mr mrs ms dr approx "
    "e.g i.e vs incl excl enl avd tfn v d f m forts jfr sid leg reg obs fd fig prof ing ordf adr bil".split()
)
"""A sentence never ends with these."""
_WITHIN = frozenset(
    "m.m m.fl o.s.v osv e.d o.d etc kr st no am pm a.m p.m ord art ref max min mins hr hrs tim sek sthlm gbg "
    "mån tis ons tors tor fre lör sön mon tue tues wed thu thur thurs fri sat sun "
    "jan feb mar apr jun jul aug sep sept okt oct nov dec".split()
)
"""A sentence may end with these: before a word that opens one, and before a capital that is no month or weekday."""
_MONTH_OR_DAY = re.compile(
    r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[ck]t|nov|dec|mån|tis|ons|tor|fre|lör|sön|mon|tue|wed|thu|fri|sat|sun)",
    re.I,
)
_OPENERS = frozenset(
    "vi jag du ni det den de dom men tack hej hejdå mvh sen sedan kan ska har vill ring skriv hör "
    "we you it they that this but thanks thank please will let can our your".split()
)
"""With these a sentence goes on in a chat that knows no capitals: «det blir 200 kr. vi skickar i dag»."""
_SPACED = re.compile(
    r"\b(?:t\. ex|d\. v(?:\. s)?|bl\. a|m\. m|m\. fl|p\. g(?:\. a)?|f\. ö|s\. k|fr\. o(?:\. m)?|o\. s(?:\. v)?)$", re.I
)
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def is_abbreviation(before: str, word: str) -> bool:
    """Whether the full stop after `before` and in front of `word` only shortens a word."""
    *earlier, last = re.findall(r"[^\s(\"”«»]+", before) or [""]
    short = last.lower()
    if short in _WITHIN:
        return not _begins(word) or (word[0].isupper() and bool(_MONTH_OR_DAY.match(word)))
    if short in _ALWAYS or _LETTERS.fullmatch(short) or _SPACED.search(before):
        return True
    if re.fullmatch(r"[^\W\d_]", short):  # an initial, or a list's letter, but «hållplats B. Där …»
        return not word[0].isupper() or not earlier or earlier[-1][:1].isupper()
    return False


def is_ordinal(before: str, word: str) -> bool:
    """Whether the number at the end of `before` is «den 3. mars» or the «1.» of a list."""
    *earlier, last = before.split() or [""]
    if not re.fullmatch(r"\d{1,2}", last):
        return False
    is_dated = earlier[-1:] in (["den"], ["d."]) and bool(_MONTH_OR_DAY.match(word))
    return not earlier or is_dated or not _begins(word)


def _begins(word: str) -> bool:
    return word[0].isupper() or word.lower() in _OPENERS
