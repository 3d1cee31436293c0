"""What the customer has told: the thing, since when, how often, what it meant, what they want, what can be told back.

Read by rules with the words of `vocabulary/`. What the customer writes is data: a sentence that tries to steer whoever
answers is taken out before anything else is read, markup too, so that neither changes a single choice.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from assistant.case import Case, Language, Message, Missed, Money, day
from assistant.checker import money, times
from assistant.composing.past import SAID_DAY, dated, past_day
from assistant.composing.things import Thing, things_in
from assistant.composing.turning import Turned, turned
from assistant.composing.vocabulary import Words, words
from assistant.language import detect, sentences
from assistant.speech import past_date

Tone = Literal["plain", "curt", "formal", "grief"]

_CURT = 14
"""A message of no more words than this is answered as briefly."""
_NO_STATEMENT, _TELLS = 2, 2
"""A sentence of no more words is a greeting; who makes so many statements tells of something, and does not only ask."""
_DULL = -1
"""What weighs less is an opinion, or says nothing."""
_PAPER = ("agreement", "document")
_DEMANDS = ("refund", "compensation")
_OF_A_FAULT = ("promised", "trouble", "contact")
_QUOTED = re.compile(r"^(?:>.*|(?:Från|From|Skickat|Sent|Den .{5,60} skrev|On .{5,60} wrote): ?.*)$", re.MULTILINE)

_GREETED = re.compile(r"^(?:Hej|Hi|Hello|Dear|Hallå)\b[^,!.]{0,25}[,!] ")
_WRAPPED = re.compile(r"(?<=\S)(?<=.{60})\n(?=[^\W_])")
"""A line broken by a mail program and not by its writer."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the customer's in our voice, what it weighs and what it is about."""

    turned: Turned
    weight: int
    about: frozenset[str]
    place: int
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """`language` is the one that the customer writes; `clean` is the text as it was read.

    `amiss`: they tell of something that we failed in; `own_doing`: of a mishap that is no doing of ours; `broken`: what
    we wrote in the thread and, as they write since, did not keep.
    """

    language: Language
    clean: str
    told: tuple[Told, ...] = ()
    things: tuple[Thing, ...] = ()
    since: date | None = None
    contacts: int | None = None
    often: bool = False
    sums: tuple[Money, ...] = ()
    consequences: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    promised: bool = False
    amiss: bool = True
    own_doing: bool = False
    asks: bool = False
    tone: Tone = "plain"
    plural: bool = False
    wants_no_gift: bool = False
    broken: Missed | None = None

    @property
    def merits_gesture(self) -> bool:
        """A broken promise, several contacts or a spoilt day: more than the thing itself went wrong."""
        spoilt = {"birthday", "wedding", "christening", "days_off", "waited_in", "christmas", "expense", "cold"}
        return self.promised or self.often or (self.contacts or 0) > 1 or bool(spoilt & set(self.consequences))


def read(case: Case, language: Language) -> Story:
    """The customer's messages, oldest first, as a reply in `language` can use them."""
    letters = [(cleaned(m.text), m.at or case.today) for m in case.messages if m.sender == "customer"]
    clean = "\n\n".join(text for text, _ in letters)
    source = detect(clean, default=case.language or language).language if clean else language
    known = words(source)
    contacts = _contacts(clean, known, len(letters))
    return Story(
        language=source,
        clean=clean,
        told=tuple(_told(letters, source, case.today.date())) if source == language else (),
        things=tuple(_by_weight(things_in(clean, source, language))),
        since=_since(letters, source, known),
        contacts=contacts,
        often=bool(known.contacts.many.search(clean)),
        sums=tuple(found.money for found in money.find(clean, source, case.policy.currency)),
        consequences=tuple(key for key, pattern in known.consequences.items() if pattern.search(clean)),
        wants=tuple(about for about, pattern in known.wants.items() if pattern.search(clean)),
        promised=bool(known.promised.search(clean)),
        amiss=not clean or _is_amiss(clean, known, contacts),
        own_doing=bool(known.own_doing.search(clean)),
        asks="?" in clean,
        tone=_tone(clean, known),
        wants_no_gift=bool(known.no_gift.search(clean)),
        broken=_broken(case, language),
        plural=_counted(clean, ("vi", "oss", "vår", "vårt", "våra"))
        > _counted(clean, ("jag", "mig", "min", "mitt", "mina")),
    )


def _is_amiss(clean: str, known: Words, contacts: int | None) -> bool:
    """A plain question, and a mishap of the customer's own, are no complaint; all else is taken for one."""
    if known.own_doing.search(clean):
        return False
    statements = [s for s in sentences(clean) if "?" not in s.text and len(s.text.split()) > _NO_STATEMENT]
    asks_only = "?" in clean and "!" not in clean and not contacts and len(statements) < _TELLS
    told = [sign.pattern for sign in known.weights if sign.about in _OF_A_FAULT]
    told += [*known.consequences.values(), *(known.wants[want] for want in _DEMANDS)]
    return not asks_only or any(pattern.search(clean) for pattern in told)


def cleaned(text: str) -> str:
    """The message as the customer meant it: no markup, no quoted mail, no orders to whoever answers."""
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1>|$)", " ", html.unescape(text))
    text = re.sub(r"(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>", " ", text)
    text = _QUOTED.sub("", "".join(c for c in text if c.isprintable() or c == "\n"))
    text = _WRAPPED.sub(" ", text)
    kept = [
        " ".join(s.text.split())
        for s in sentences(text)
        if not any(words(x).steering.search(s.text) for x in ("sv", "en"))
    ]
    return "\n".join(kept)


def _told(letters: list[tuple[str, datetime]], language: Language, today: date) -> list[Told]:
    known = words(language)
    found: list[Told] = []
    for text, at in letters:
        for sentence in sentences(text):
            stale = at.date() != today and known.now.search(sentence.text)
            ours = None if stale else turned(sentence.text, language)
            dated = _moved(ours, at.date(), today, language) if ours else None
            if dated:
                about = frozenset(sign.about for sign in known.weights if sign.pattern.search(sentence.text))
                weight = sum(sign.weight for sign in known.weights if sign.about in about) + dated.lived
                weight -= 2 * bool(known.opinion.search(sentence.text))
                weight -= not about and not known.done.search(sentence.text)
                found.append(Told(dated, weight, about, len(found), opens=at == letters[-1][1]))
    first = next((told for told in found if told.opens and told.weight >= _DULL), None)
    return [replace(told, opens=told is first) for told in found]


def _broken(case: Case, language: Language) -> Missed | None:
    """The last time that we named in the thread, where it has passed and the customer writes after it that nothing came."""
    for i, message in reversed(list(enumerate(case.messages))):
        later = [m for m in case.messages[i + 1 :] if m.sender == "customer"]
        if message.sender == "customer" or not message.at or not later or not _writes_in_vain(later[-1], language):
            continue
        for sentence in reversed(sentences(cleaned(message.text))):
            said, at = _GREETED.sub("", sentence.text).strip(), message.at
            due = [day(found.when) for found in times.find(said, language, at)]
            passed = [when for when in due if at.date() <= when <= day(later[-1].at or case.today)]
            if (
                passed
                and max(due) < case.today.date()
                and not said.endswith("?")
                and words(language).pledge.search(said)
            ):
                return Missed(said[:1].upper() + said[1:], "other", at.date(), max(passed), "")
    return None


def _writes_in_vain(message: Message, language: Language) -> bool:
    return words(language).in_vain.search(message.text) is not None


def _moved(told: Turned, written: date, today: date, language: Language) -> Turned | None:
    """Days told from the day of the message, said again from today; None where that can't be done."""
    if written == today:
        return told
    text = told.text
    for found in reversed(times.find(text, language, datetime.combine(written, datetime.min.time()))):
        said = text[found.start : found.end]
        if re.search(r"\d", said):
            continue
        when = past_day(said, language, written)
        if when is None:
            return None
        day_said = SAID_DAY[language].search(said)
        start, end = (
            (found.start + day_said.start(), found.start + day_said.end()) if day_said else (found.start, found.end)
        )
        text = text[:start] + past_date(when, language, today) + text[end:]
    return Turned(text, told.lived)


def _by_weight(things: list[Thing]) -> list[Thing]:
    """Most often named first, of equals the one named first; what an agreement or a bill is about before these.

    "Dörren" after "altandörren" is the same thing, told by its fuller name.
    """
    fuller = {t.text: max((o.text for o in things if o.text.endswith(t.text)), key=len) for t in things}
    count = Counter(fuller[thing.text] for thing in things)
    named = {thing.text: thing for thing in things}
    first = dict.fromkeys(fuller[thing.text] for thing in things)
    return sorted((named[text] for text in first), key=lambda thing: (thing.noun.kind in _PAPER) - count[thing.text])


def _contacts(clean: str, known: Words, letters: int) -> int | None:
    """How often they have been in touch, where they say so or the thread shows it."""
    counts = [letters] if letters > 1 else []
    for sentence in sentences(clean):
        if not known.contacts.near.search(sentence.text):
            continue
        for pattern in (known.contacts.times, known.contacts.nth, known.contacts.total):
            for match in pattern.finditer(sentence.text):
                named = next((group for group in match.groups() if group), "").lower()
                number = known.numbers.get(named) or (int(named) if named.isdigit() else 0)
                if 1 < number <= 30:
                    counts.append(number)
    return max(counts, default=None)


def _since(letters: list[tuple[str, datetime]], language: Language, known: Words) -> date | None:
    """The day on which it should have come or been done: a day gone by, in a sentence that says so."""
    for text, at in letters:
        for sentence in sentences(text):
            if not known.due.search(sentence.text):
                continue
            for found in times.find(sentence.text, language, at):
                said = sentence.text[found.start : found.end]
                when = past_day(said, language, at.date()) or dated(day(found.when), at.date(), said)
                if when and when < at.date():
                    return when
    return None


def _tone(clean: str, known: Words) -> Tone:
    if known.grief.search(clean):
        return "grief"
    if known.formal.search(clean):
        return "formal"
    return "curt" if 0 < len(clean.split()) <= _CURT else "plain"


def _counted(text: str, chosen: tuple[str, ...]) -> int:
    return sum(word in chosen for word in re.findall(r"\w+", text.lower()))
