"""The customer's own sentence told from our side: "jag ringde er i fredags" becomes "du ringde oss i fredags".

Only sentences that stay decent and true when they are turned: no insult, irony, demand, question or opinion, nothing
addressed to the reader, no slang. What cannot be turned safely gives None, and the composer uses its own words instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.case import Language
from assistant.composing.cleaning import cleaned
from assistant.composing.names import is_first_name
from assistant.composing.vocabulary import Words, nouns, words
from assistant.speech import MONTHS, WEEKDAYS

_WORD = re.compile(r"[^\W_]+(?:['’:-][^\W_]+)*")
_NAMED_BEFORE = 8
"""The verb and the one who acts stand among the first so many words."""
_UNMISTAKABLE = frozenset("is are was were has have had does did died came arrived fell broke never still".split())
"""Verbs that can't be read as participles: "Flight cancelled in July" is no clause."""
_CONTRACTED = re.compile(r"(?:i|you|we|they|he|she|it|that|there|who)'(?:s|m|re|ve|d)|\w+n't")
_PAST: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(r"\w{2,}(?:ade|ades|ckte|ckade|vde|gde|lde|ldes|ttes|ddes|nde)(?<!ande)(?<!ende)"),
    "en": re.compile(r"\w{3,}ed(?<!need)(?<!speed)(?<!hundred)"),
}
"""The plain past of a verb that the vocabulary does not know."""
_JOINING = frozenset(
    "if as because please what who whom why how when whenever where which whether while although though unless until "
    "love hope like or nor than maybe perhaps still no not never only just even yes thanks thank dear regards".split()
)
"""What begins no English statement of its own."""
_WITHOUT = re.compile(r"(?:ingen|inget|inga|no) ((?:[\w-]+ ){1,6}(?:sedan|sen|since|for) .+)", re.IGNORECASE)
"""What somebody has been without since a day: "no signal at my house since Sunday"."""
_JOINING_SV = frozenset(
    "om när vad hur varför vem vilken eftersom fast men och tack snälla vänligen hej att som tur grattis kanske hoppas "
    "undrar hälsningar nej ja inte aldrig bara även också därför alltså".split()
)
_OF = ("för", "i", "på", "av", "till", "med", "från", "hos")
"""What may stand between the noun that a Swedish statement begins with and its verb."""
_MOVING = ("left", "arrived", "came", "would", "should", "had")
"""Verbs behind which "it" is the thing, and not the weather."""
_ACQUIRED = ("ordered", "bought", "booked", "rented", "hired", "purchased")
_FRONTED = ("on", "in", "at", "after", "since", "last", "yesterday", "today")
_TO_US = ("to", "from", "with", "by", "at", "of", "told", "asked", "sent", "paid")
_SUBJECTS = ("vi", "ni", "du", "det", "den", "de", "ingen", "din", "ditt", "dina")


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence in our voice, without its full stop and with its first letter small where it may be.

    `lived`: it tells what the customer did or went through, so it needs no "you write that".
    """

    text: str
    lived: bool


def turned(sentence: str, language: Language) -> Turned | None:
    """The customer's sentence in our voice, or None where it had better not be told back."""
    known = words(language)
    text = cleaned(sentence, known, language)
    if text is None or known.unspoken.search(text):
        return None
    text = _with_subject(text, known, language)
    if text is None or not _is_clause(text, known, language):
        return None
    lived = _is_lived(text, known, language)
    ours = _swapped(text, known, lived)
    return None if "you you" in ours else Turned(_brought_up(ours, known), lived)


def plain(told: Turned) -> str:
    """The sentence with its capital, told as what happened."""
    return _capital(told.text)


def attributed(told: Turned, language: Language, always: bool = False) -> str:
    """The sentence with its capital, marked as the customer's word where it is a claim and not something lived, or
    `always`."""
    if told.lived and not always:
        return _capital(told.text)
    if language == "en":
        return f"You write that {told.text}"
    if _begins_with_subject(told.text) and not _needs_main_order(told.text):
        return f"Du skriver att {told.text}"
    return f"{_capital(told.text)}, skriver du"


def with_noun(sentence: str, noun: str, language: Language) -> str:
    """The first "den" or "it" that stands for the thing, replaced by it."""
    tokens = sentence.split(" ")
    for i, token in enumerate(tokens):
        before, after = tokens[i - 1].lower() if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
        if _is_pronoun(token, before, after, language):
            return " ".join([*tokens[:i], noun, *tokens[i + 1 :]])
    return sentence


def _is_pronoun(token: str, before: str, after: str, language: Language) -> bool:
    """It stands for the thing: before a verb or after one, no part of a date."""
    finite = words(language).finite
    if language == "en":
        return token == "it" and before in ("that", "tracking") and after in _MOVING
    if token != "den" or after[:1].isdigit():
        return False
    return after in finite or (before in finite and after[:1].isupper())


def _with_subject(text: str, known: Words, language: Language) -> str | None:
    """What a hurried sentence has lost put back: "Beställde en soffa" its subject, "Freezer is dead" its article."""
    if without := _WITHOUT.match(text):
        had = {"sv": "jag har varit utan", "en": "i have had no"}[language]
        return f"{had} {without[1]}"
    first, _, rest = text.partition(" ")
    lower, second = first.lower(), rest.split()[0].lower()
    if lower in known.starts and second not in (*known.me, "ni", "you"):
        helper = {"sv": ["har"], "en": ["have"]}[language] if lower in known.perfect else []
        bare = language == "en" and lower in _ACQUIRED and second in _english_goods()
        article = [("an" if second[0] in "aeio" else "a")] if bare else []
        me = {"sv": "jag", "en": "i"}[language]
        return " ".join([me, *helper, lower, *article, rest])
    if lower in known.finite:
        return None
    if language == "en" and lower in _english_things():
        return f"the {lower} {rest}" if second in _UNMISTAKABLE else None
    keeps = is_first_name(first) or not first.istitle() or (language == "en" and first in _proper())
    return f"{first if keeps else lower} {rest}"


@cache
def _english_things() -> frozenset[str]:
    return frozenset(noun.english for noun in nouns() if noun.kind != "person")


@cache
def _english_goods() -> frozenset[str]:
    return frozenset(noun.english for noun in nouns() if noun.kind == "goods" and not noun.english_plural)


def _proper() -> tuple[str, ...]:
    return (*WEEKDAYS["en"], *MONTHS["en"], "I")


def _is_clause(text: str, known: Words, language: Language) -> bool:
    """It begins as a statement does, and has its verb where a statement has it."""
    lower = [word.lower() for word in _WORD.findall(text)]
    counted = lower[0][0].isdigit() and lower[1] not in ("år", "years")
    begins = lower[0] in known.leads or is_first_name(lower[0].title()) or counted
    if language == "sv":
        if lower[0] in _JOINING_SV:
            return begins and any(_is_finite(word, known, language) for word in lower[1:_NAMED_BEFORE])
        begins = begins or (len(lower[0]) > 4 and (lower[1] in known.finite or lower[1] in _OF))
        named = any(lower[0].endswith(noun.definite) for noun in nouns())
        definite = re.fullmatch(r"\w{3,}(?:en|et|an|na|ren)", lower[0]) is not None
        begins = begins or named or (definite and (lower[1] in (*known.finite, *known.me, "som")))
    else:
        begins = lower[0] not in _JOINING and (begins or lower[0][0].isalpha())
    acts = _CONTRACTED.fullmatch(lower[0]) or any(_is_finite(w, known, language) for w in lower[1:_NAMED_BEFORE])
    return begins and bool(acts)


def _is_finite(word: str, known: Words, language: Language) -> bool:
    """A verb that has its time: one that the vocabulary knows, or one in the plain past."""
    return (
        word in known.finite or _CONTRACTED.fullmatch(word) is not None or (_PAST[language].fullmatch(word) is not None)
    )


def _is_lived(text: str, known: Words, language: Language) -> bool:
    """The customer is the one who acts in the main clause, also behind a fronted "i fredags"."""
    lower = [word.lower() for word in _WORD.findall(text)][:_NAMED_BEFORE]
    if lower[0] in known.me:
        return True
    if language == "en":
        return lower[0] in _FRONTED and any(word in known.me for word in lower[1:5])
    return any(word in known.me and before in known.finite for before, word in pairwise(lower))


def _swapped(text: str, known: Words, lived: bool) -> str:
    """With the persons exchanged, everything between the words kept as it is."""
    found = list(_WORD.finditer(text))
    lower = [match[0].lower() for match in found]
    pieces, end = [], 0
    for i, match in enumerate(found):
        adjoins = i + 1 < len(found) and text[match.end() : found[i + 1].start()] == " "
        following = lower[i + 1] if adjoins else ""
        swapped = _swap(match[0], lower[i - 1] if i else "", following, known, lived)
        pieces += [text[end : match.start()], swapped]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _swap(word: str, before: str, following: str, known: Words, lived: bool) -> str:
    lower = word.lower()
    if lower in ("this", "these", "those") and not before and following in _english_things():
        return "the"
    if lower in known.you:
        return _ours(following, before, known)
    if lower == "mitt" and following in ("i", "på", "under", "bland", "emot"):
        return word  # «mitt i programmet» is in the middle of it
    if lower in ("was", "am") and (before in ("i", "never", "still") or (lived and before in ("and", "then"))):
        return "were" if lower == "was" else "are"
    return known.turned.get(lower, word)


def _ours(following: str, before: str, known: Words) -> str:
    """Subject or object, object or possessive: "you" and "er" are told apart by the words around."""
    if not following or following[0].isdigit() or following in known.after_object:
        return known.owned
    if known.owned == "oss":
        return known.owned if following in known.finite else known.owning
    if following in known.finite:
        return known.owning
    return known.owned if before in _TO_US else known.owning


def _brought_up(text: str, known: Words) -> str:
    """What we do all the time, as what we have done: "varje gång lovar vi" is "varje gång har vi lovat"."""
    for now, then in known.ours_now.items():
        text = re.sub(rf"\b{now} vi\b", f"har vi {then}", text)
        text = re.sub(rf"(?<!har )\b([Vv]i) {now}( inte| bara| aldrig|)\b", rf"\1 har\2 {then}", text)
    return text


def _begins_with_subject(text: str) -> bool:
    first = text.split()[0].lower()
    return first in _SUBJECTS or (len(first) > 4 and any(first.endswith(noun.definite) for noun in nouns()))


def _needs_main_order(text: str) -> bool:
    """A sentence adverb or a second clause would have to move behind "att"."""
    return bool(set(re.findall(r"\w+", text.lower())) & {*words("sv").sentence_adverbs, "och"}) or "," in text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
