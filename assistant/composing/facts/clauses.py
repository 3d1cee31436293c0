"""A colleague's note as sentences to a customer: "Tekniker bokad tors 8 oktober kl 8-10" becomes "En tekniker är bokad
till torsdag den 8 oktober mellan klockan 8 och 10."

Notes leave out articles and auxiliaries; they are put back where that can be done surely. What cannot be made a decent
sentence, or speaks of what a customer has no use for, gives nothing, and the fact is told by its structure instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.case import Language
from assistant.composing.facts import english, swedish
from assistant.composing.facts.notes import Dialect, Note, carriers, cues, dialect, known_abbreviations, private

_ROUGH = re.compile(
    r"\b(?:Mrs?|Ms|Dr)\b|(?<!\d):|:(?!\d\d)|[/=+&#*\[\]{}<>()\"“”@]|\b\d{6,}\b|\d x \d|\b\d+\+|\bst\b|\.\."
)
_ABBREVIATION = re.compile(r"\b(?!\d)[A-ZÅÄÖ]{2,}\b")
_HOUR = re.compile(r"\bklockan \d|\b\d{1,2}(?::\d\d)? (?:am|pm)\b|\bnoon\b")
_DAY = re.compile(r"\bden \d|\b\d{1,2} [A-Z][a-z]+|\bi dag\b|\btoday\b")
"""An hour with no day beside it belongs to the day of the sentence before: the two stay one sentence."""
_LONGEST_SUBJECT, _LONGEST_NOTE = 8, 14
_BRACKETED = re.compile(r" \([^()\d]{1,40}\)")
"""An aside, with no figure in it."""
_BROKEN_OFF = re.compile(r"\d$|[,;.]")
_ADVERB = re.compile(r" (?:never|already|still|permanently|now|partly|aldrig|redan|fortfarande|delvis|nu|ännu)$")
_NONE = ("ingen", "inget", "inga", "no", "nothing")
_EXISTING = ("finns", "saknas", "ingår", "krävs", "behövs")
"""Verbs before which Swedish needs no article: "låneapparat finns att hämta"."""
_ALONE = ("Jag", "I", "Du", "Vi", "You", "We", "4G", "5G")
"""Words that are a whole subject though they are short or hold a number."""


class Ways(Protocol):
    """What the modules `swedish` and `english` do each in their own way."""

    def dated(self, text: str) -> str: ...
    def subject(self, words: list[str], state: str = "") -> str | None: ...
    def with_state(self, said: str, head: str, state: str, negated: bool, today: date) -> str | None: ...
    def with_time(self, said: str, head: str, time: str) -> str | None: ...
    def joint(self, sentence: str) -> str: ...
    def agreeing(self, sentence: str, state: str) -> str: ...
    def there_is(self, part: str) -> str: ...
    def as_future(self, sentence: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's own words for the customer's place, and its ways."""

    home: str
    to_you: str
    conjunction: str
    when: re.Pattern[str]
    ways: Ways


_GRAMMARS = {
    "sv": Grammar("hos dig", "till dig", "och", swedish.WHEN, swedish),
    "en": Grammar("at your home", "for you", "and", english.WHEN, english),
}


def sentences_of(
    note: Note, language: Language, names: tuple[str, ...], today: date, owner: str | None = None
) -> list[str]:
    """The note in decent sentences, or nothing. `names`: what the customer is called, who is "you" in the reply;
    `owner`: the colleague who signs it, who is "I"."""
    if note.language != language:
        return []
    maker = Maker(note, language, today, owner)
    parts = maker.parts(names)
    if not parts or private().search(parts[0]):
        return []
    made = [maker.clause(part) for part in parts]
    at = next((i for i, clause in enumerate(made) if clause), 0)
    first = made[at]
    if any(private().search(part) or maker.weighs(part) for part in parts[:at]):
        return []
    sentences = [first] if first else []
    for part in parts[at + 1 :] if first else ():
        if private().search(part):
            continue
        added = maker.added(sentences, part)
        if added is None and maker.weighs(part):
            return []  # what is left out would change what is said
        sentences = added or sentences
    told = [f"{_capital(maker.grammar.ways.as_future(sentence))}." for sentence in sentences]
    return [] if any(_is_rough(sentence) for sentence in told) else told


def word_for_word(note: Note, language: Language, today: date) -> str | None:
    """The note written out as it stands, or None where it holds what a customer has no use for."""
    text = Maker(note, language, today).whole()
    if len(text.split()) > _LONGEST_NOTE or private().search(text) or _is_rough(text):
        return None
    return text[0].lower() + text[1:] if text[1:2].islower() and not text[0].isdigit() else text


def _is_rough(sentence: str) -> bool:
    """It still holds a colleague's shorthand."""
    strange = set(_ABBREVIATION.findall(sentence)) - known_abbreviations()
    return bool(_ROUGH.search(sentence) or strange)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the clauses of one note."""

    note: Note
    language: Language
    today: date
    owner: str | None = None

    @property
    def known(self) -> Dialect:
        return dialect(self.language)

    @property
    def grammar(self) -> Grammar:
        return _GRAMMARS[self.language]

    def parts(self, names: tuple[str, ...]) -> list[str]:
        """The note written out and cut where its writer paused; "Två års garanti, gäller till …" is one part."""
        text = _capital(self._labelled(self._written_out(names)))
        parts = [
            part.strip(" .")
            for part in re.split(r";|\. |, (?!\d)|, (?=\d+-(?:month|year|day|week))| – ", text)
            if part.strip(" .")
        ]
        parts = [clause for part in parts for clause in self._joined(part)]
        if len(parts) > 1 and parts[1].split()[0].lower() in self.known.finite and not self._has_verb(parts[0]):
            return [f"{parts[0]} {parts[1]}", *parts[2:]]
        return parts

    def whole(self) -> str:
        """The note in one piece, written out."""
        return self._labelled(self._written_out(())).strip(" .")

    def weighs(self, part: str) -> bool:
        """A part that must not be left out."""
        return bool(cues()["negative"].search(part) or cues()["condition"].search(part))

    def _written_out(self, names: tuple[str, ...]) -> str:
        """Abbreviations and dates in full, with the customer as "you"."""
        text = re.sub(r"\s+", " ", self.note.fact.says).strip(" .")
        label, colon, rest = text.partition(": ")
        if colon and (label.lower() in (self.note.fact.source or "").lower() or carriers().fullmatch(label)):
            text = rest
        for name in names:
            text = re.sub(rf"\b(?:at|hos) {re.escape(name)}\b", self.grammar.home, text)
            text = re.sub(rf"\b(?:for|för) {re.escape(name)}\b", self.grammar.to_you, text)
        text = self._as_i(self.known.by_whom.sub("", text))
        for old, new in self.known.customer:
            text = old.sub(new, text)
        text = swedish.possessive(text) if self.language == "sv" else text
        spelled = "|".join(sorted(map(re.escape, self.known.spelled), key=len, reverse=True))
        text = re.sub(rf"(?<!\w)(?:{spelled})(?![\w.])", lambda m: self.known.spelled[m[0]], text)
        return self.grammar.ways.dated(_BRACKETED.sub("", text))

    def _as_i(self, text: str) -> str:
        """The colleague who signs the reply is "I" where the note says what they will do."""
        if not self.owner:
            return text
        titles = r"(?:[\w-]+ ){0,2}?"
        name = "|".join(map(re.escape, {self.owner, self.owner.split()[0]}))
        acts = r"ringer|skriver|mejlar|kontaktar|återkommer|svarar|beslutar|avgör|hör av sig|calls|decides|reviews|rings|phones|writes|contacts|answers|emails"
        me = {"sv": "Jag", "en": "I"}[self.language]
        return re.sub(rf"^{titles}(?:{name}) (?={acts})", f"{me} ", text)

    def _labelled(self, text: str) -> str:
        """Without the label before the note: "Kundens fiber: felet åtgärdat"; what only says its state keeps it."""
        label, colon, rest = text.partition(": ")
        if not colon or _BROKEN_OFF.search(label):
            return text
        if " " in label and self.known.states.search(label.partition(" ")[2]):
            return f"{label}, {rest}"
        return f"{label} {rest}" if self.known.states.match(rest) else rest

    def _joined(self, part: str) -> list[str]:
        """ "Account closed and balance written off" is two clauses."""
        for match in re.finditer(rf" {self.grammar.conjunction} ", part):
            rest = part[match.end() :].split(" ", 1)
            own = len(rest) > 1 and self.known.states.match(rest[1]) and rest[0].lower() not in self.known.finite
            if own and not self.known.states.match(rest[0]) and self.known.states.search(part[: match.start()]):
                return [part[: match.start()], part[match.end() :]]
        return [part]

    def clause(self, part: str) -> str | None:
        """One part of a note as a clause with subject and verb, or None."""
        words = part.split()
        at = self._finite_at(words)
        if at == 0 or len(words) < 2:
            return None
        if at is not None:
            subject = self._subject(words[:at])
            if not subject and at == 1 and words[1] in _EXISTING and words[0].isalpha():
                subject = words[0]
            return f"{subject} {' '.join(words[at:])}" if subject else None
        if words[0].lower() in _NONE and not self.known.states.search(part):
            return self.grammar.ways.there_is(part[0].lower() + part[1:])
        found = (
            self._with_state(part[: m.start()].strip(), part[m.start() :]) for m in self.known.states.finditer(part)
        )
        return next(filter(None, found), None) or self._with_time(part)

    def _with_time(self, part: str) -> str | None:
        """A thing and its time, "Besiktning av golvet tisdag den 24 november", as a clause."""
        match = self.grammar.when.search(part)
        head = part[: match.start()].strip() if match else ""
        rest = head.partition(" ")[2]
        if not match or not head or self.known.states.search(rest) or self.known.within_subject.search(head):
            return None
        subject = self._subject(head.split())
        return self.grammar.ways.with_time(subject, head, match[0].strip()) if subject else None

    def added(self, sentences: list[str], part: str) -> list[str] | None:
        """The sentences with one more part of the note, or None where it cannot be told."""
        first = part.split()[0].lower()
        *before, last = sentences
        passive = self.language == "sv" and re.fullmatch(r"[a-zåäö]{3,}[^aeiouyåäö\W]s", first)
        if passive or (first in self.known.finite and first not in ("is", "are", "may", "can")):
            return [*before, f"{last} {self.grammar.conjunction} {part}"]
        if first in _NONE:
            has_verb = self._finite_at(part.split()) is not None
            return [*sentences, part if has_verb else self.grammar.ways.there_is(part)]
        if re.match(r"(?:inte|not) ", part) and self.known.states.match(part.partition(" ")[2]):
            return [*before, f"{last} {self.grammar.ways.joint(last)} {part}"]
        if (
            self.known.states.match(part)
            and self._finite_at(part.split()) is None
            and not re.match(r"slut|sold|\w+ning\b", part)
        ):
            return [*before, f"{last} {self.grammar.ways.joint(last)} {self.grammar.ways.agreeing(last, part)}"]
        clause = self.clause(_capital(part))
        if clause and _HOUR.search(clause) and not _DAY.search(clause):
            return [*before, f"{last}, {self.grammar.conjunction} {clause[0].lower()}{clause[1:]}"]
        return [*sentences, clause] if clause else None

    def _has_verb(self, part: str) -> bool:
        return self._finite_at(part.split()) is not None or self.known.states.search(part) is not None

    def _with_state(self, head: str, state: str) -> str | None:
        """A subject and a state word, "Kontot upplåst", as a clause."""
        negation = re.search(r"(?:^| )(?:inte|not yet|not)$", head)
        head = head[: negation.start()].strip() if negation else head
        if negation and negation[0].endswith(" yet"):
            state = f"yet {state}"
        if adverb := _ADVERB.search(head):
            head, state = head[: adverb.start()], f"{adverb[0].strip()} {state}"
        bare = re.sub(rf"^(?:yet|{adverb[0].strip() if adverb else 'yet'}) ", "", state)
        if not head or self.known.within_subject.search(head) or not self.known.follows.match(bare):
            return None
        subject = self._subject(head.split(), state)
        if not subject:
            return None
        return self.grammar.ways.with_state(subject, head, state, negation is not None, self.today)

    def _finite_at(self, words: list[str]) -> int | None:
        """Where the verb of the main clause stands."""
        for i, word in enumerate(words):
            lower = word.lower().strip(",")
            if lower in self.known.subordinate and i:
                return None
            if word == "May" or (lower == "closed" and words[i + 1 : i + 2] in (["from"], ["until"], ["for"])):
                continue
            if lower in self.known.finite:
                return i
            if self.language == "sv" and (swedish.is_passive(lower) or (i and swedish.is_active(lower, words[i - 1]))):
                return i
        return None

    def _subject(self, words: list[str], state: str = "") -> str | None:
        if not words or len(words) > _LONGEST_SUBJECT or words[0].lower() in self.known.no_subject:
            return None
        text = " ".join(words)
        if re.match(rf"{swedish.SUM} \w", text) or "," in text:
            return None
        if words[0] in _ALONE or (len(words) > 1 and (words[0] in self.known.keep or words[0][0].isdigit())):
            return text
        return self.grammar.ways.subject(words, state)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
