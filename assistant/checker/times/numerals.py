"""Numbers in words, Swedish and English: «tjugofem», «two hundred and fifty», «tvåtusenfemhundra»."""

from __future__ import annotations

import re
from functools import cache

from assistant.case import Language
from assistant.checker.times.wording import one_of

_ONES = {
    "sv": "ett två tre fyra fem sex sju åtta nio".split(),
    "en": "one two three four five six seven eight nine".split(),
}
_TEENS = {
    "sv": "tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split(),
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
}
_TENS = {
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split(),
    "en": "twenty thirty forty fifty sixty seventy eighty ninety".split(),
}
_LARGE = {
    "sv": {"hundra": 100, "tusen": 1_000, "ettusen": 1_000, "miljon": 1_000_000, "miljoner": 1_000_000},
    "en": {"hundred": 100, "thousand": 1_000, "million": 1_000_000},
}
_OTHER_FORMS = {"sv": {"en": 1, "tjugoen": 21, "aderton": 18}, "en": {"a": 1, "an": 1}}
_JOINTS = {"sv": ("",), "en": ("-", " ")}


@cache
def small(language: Language) -> dict[str, int]:
    """One to ninety-nine, as each is written."""
    ones = {word: i for i, word in enumerate(_ONES[language], 1)}
    tens = {word: i * 10 for i, word in enumerate(_TENS[language], 2)}
    both = {f"{t}{joint}{o}": tens[t] + ones[o] for t in tens for o in ones for joint in _JOINTS[language]}
    return ones | {word: i for i, word in enumerate(_TEENS[language], 10)} | tens | both | _OTHER_FORMS[language]


@cache
def pattern(language: Language) -> str:
    """A regular expression for a number in words, whole words only, in lower case."""
    part = one_of([*small(language), *_LARGE[language]])
    joint = " ?(?:och )?" if language == "sv" else "(?: and | |-)?"
    return rf"(?<![\w-])(?:{part})(?:{joint}(?:{part})){{0,8}}(?!\w)"


@cache
def _parts(language: Language) -> re.Pattern[str]:
    return re.compile(one_of([*small(language), *_LARGE[language]]))


def value(words: str, language: Language) -> int | None:
    """What a number in words comes to; None where its parts make no number ("tre fyra")."""
    total = run = 0
    last = 1_000_000_000
    for word in _parts(language).findall(words.replace(" and ", " ")):
        large = _LARGE[language].get(word)
        if large is None:
            number = small(language)[word]
            if run % 100:
                return None
            run += number
        elif large == 100:
            run = (run or 1) * 100
        elif large >= last:
            return None
        else:
            total, run, last = total + (run or 1) * large, 0, large
    return total + run
