"""A wording that can be kept, in the draft's language and person, for a sentence that promises too much.

First the sentence itself with a time that can be kept; where that will not do, an act in the sender's
own hands from `rules/rewrites.yaml`. Whatever is offered has passed the checker with the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant.calendar import ends
from assistant.case import OVERPROMISES, Case, Fact, Language, Money, Period, When, day, latest
from assistant.checker import rulebook
from assistant.checker.promises import Statement
from assistant.checker.verdicts import Verdict
from assistant.errors import BadInput
from assistant.speech import latest_by, sum_of

Passes = Callable[[str], bool]
"""Whether a wording passes the checker with the same facts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording is to stand: whether it passes alone, and in the draft, whose form of address it takes."""

    alone: Passes
    in_draft: Passes
    draft: str


_ANSWER = Period(2, "business day")
"""The answer time that a rewrite offers where the policy names none."""


def rewrite(statement: Statement, verdict: Verdict, case: Case, language: Language, place: Place) -> str | None:
    """What may stand in place of the sentence; None where nothing that passes was found.

    Its neighbours may have a wording read otherwise: the first that passes alone and in the draft is offered,
    else the first that passes alone.
    """
    voice = _voice(statement.sentence.text, language, place.draft)
    fallback = None
    for candidate in _candidates(statement, verdict, case, voice):
        fitted = _fitted(candidate, statement.sentence.text)
        if fitted == statement.sentence.text or not place.alone(fitted):
            continue
        if place.in_draft(fitted):
            return fitted
        fallback = fallback or fitted
    return fallback


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks to whom in a sentence, and whether English is written as it is spoken ("I'll")."""

    language: Language
    plural: bool
    formal: bool
    spoken: bool

    def slots(self) -> dict[str, str]:
        if self.language == "en":
            own, my = ("we", "our") if self.plural else ("I", "my")
            am = "are" if self.plural else "am"
            full = {"will": f"{own} will", "am": f"{own} {am}"}
            short = {"will": f"{own}'ll", "am": f"{own}'{am[1:]}"}
            return {"I": own, "my": my, "you": "you", "your": "your"} | (short if self.spoken else full)
        own, my, me = ("vi", "vår", "oss") if self.plural else ("jag", "min", "mig")
        chief = "ansvarig chef" if self.plural else "min chef"
        theirs = ("er", "ert") if self.formal else ("dig", "ditt")
        return {"I": own, "my": my, "mig": me, "chef": chief, "you": theirs[0], "your": theirs[1]}


def _voice(text: str, language: Language, draft: str) -> Voice:
    words = set(_words(text))
    if language == "en":
        plural = bool(words & {"we", "our", "us"}) and not words & {"i", "my"}
        return Voice(language, plural, formal=False, spoken=bool(_SPOKEN.search(text)))
    plural = bool(words & {"vi", "vår", "vårt", "våra", "oss"}) and not words & {"jag", "min", "mig"}
    return Voice(language, plural, formal=_says_ni(text, draft), spoken=False)


_NI, _DU = {"ni", "er", "ert", "era"}, {"du", "dig", "din", "ditt", "dina"}


def _says_ni(text: str, draft: str) -> bool:
    """Whether the sentence says «ni»; where it addresses nobody, whether the draft does so more often than «du»."""
    words = _words(text)
    if not {*words} & (_NI | _DU):
        words = _words(draft)
    if not {*words} & _DU:
        return bool({*words} & _NI)
    return sum(word in _NI for word in words) > sum(word in _DU for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


_SPOKEN = re.compile(r"\w['’](?:ll|re|ve|m|s|d|t)\b", re.I)


def _candidates(statement: Statement, verdict: Verdict, case: Case, voice: Voice) -> Iterator[str]:
    kept = answer_time(case)
    if verdict.rule == "deadline.policy" and verdict.allowed and not isinstance(verdict.allowed, Money):
        yield from _retimed(statement, verdict.allowed, case, voice)
    if verdict.kind == "vague":
        yield from _given_a_time(statement, kept, case, voice)
    slots = voice.slots() | {"by": latest_by(kept, voice.language, case.today.date())}
    shipping = case.policy.promises.get("shipping")
    if shipping and shipping.within:
        leaves = ends(shipping.within, case.today)
        slots["shipping"] = latest_by(leaves, voice.language, case.today.date())
    slots |= _of_the_fact(verdict, case, voice.language)
    for template in _templates(statement, verdict, case)[voice.language]:
        if all(name in slots for name in re.findall(r"\{(\w+)\}", template)):
            yield _sentence(template.format(**slots), voice)


def answer_time(case: Case) -> When:
    """When an answer may be promised at the earliest: the policy's answer time, or a later one that a fact names."""
    contact = case.policy.promises.get("contact")
    allowed = ends(contact.within if contact and contact.within else _ANSWER, case.today)
    known = [fact.by for fact in case.facts if fact.about == "contact" and fact.by is not None]
    return max([allowed, *known], key=latest)


def _retimed(statement: Statement, allowed: When, case: Case, voice: Voice) -> Iterator[str]:
    """The same sentence with the time that the policy allows in place of its own."""
    time = statement.deadline
    if time is None or time.start < 0 or len(statement.signals.times) > 1:
        return
    text = statement.sentence.text
    lead = re.search(
        r"(?:(?:allra )?(?:senast|redan|före|innan)|by|before|no later than|at the latest by|on) $",
        text[: time.start],
        re.I,
    )
    start = lead.start() if lead else time.start
    said, rest = latest_by(allowed, voice.language, case.today.date()), text[time.end :]
    closing = "," if "," in said and re.match(r" \w", rest) else ""  # «senast i morgon, fredag den 13 mars, och …»
    yield _sentence(f"{text[:start]}{said}{closing}{rest}", voice)


_BRIEF, _SHORT = 9, 14
"""Words of a sentence that can take a time, and another clause, at its end."""
_NO_TIME = re.compile(
    r",? ?\b(?:så (?:snart|fort|snabbt) (?:som möjligt|(?:vi|jag) \w+(?: \w+)?)|snarast(?: möjligt)?|inom kort|framöver|"
    r"as soon as (?:possible|we can|i can|we know(?: more)?|i know(?: more)?)|shortly|soon|in due course|asap)\b",
    re.I,
)


_END = re.compile(r"(.*?[\w)\"'”’%])((?:[^\w(\"'“‘]|\^\w+)*)", re.S)
"""A sentence, and what may stand after its last word: a full stop, a smiley, «^Bea»."""
_OWN_FIRST = {
    "sv": re.compile(
        r"(?:(?:och|men|så|sedan|sen|då|nu|därför|dessutom|också|självklart|givetvis) )?(?:\w+ )?(?:jag|vi)\b", re.I
    ),
    "en": re.compile(
        r"(?:(?:and|but|so|then|of course|meanwhile),? )?(?:i|we)(?:['’](?:ll|m|re))?\b(?! have| had|['’]ve)", re.I
    ),
}
"""A sentence that says first what the sender does: another act of theirs can follow with «och», "and"."""
_MESSAGE = re.compile(
    r"\b(?:skickar|mejlar|svarar|messar|send|mail|email|e-mail|text|reply|answer)\b.*(?:länk|nummer|spårning|kvitto|bekräftelse|mejl|sms|"
    r"\bdm\b|underlag|blankett|kopia|link|number|tracking|receipt|confirmation|form|copy|details|\byou\b)",
    re.I,
)
"""An act that is a message to the customer: it takes a time itself."""
_TO_COME = re.compile(r"\b(?:ska|skall|kommer att|tänker|vill)\b", re.I)
_JOINED = re.compile(r"(?<!\w)(?:och|and)(?!\w)", re.I)
_HANGS = re.compile(
    r"(?<!\w)(?:när|då|om|så (?:fort|snart)|tills|innan|efter att|medan|så att|eftersom|when|once|if|as soon as|until|before|"
    r"after|while|so that|because|in case)(?!\w)",
    re.I,
)
"""What a time at the end would be read with, and not with the act itself."""


def _given_a_time(statement: Statement, kept: When, case: Case, voice: Voice) -> Iterator[str]:
    """A vague promise with a time: in place of «så snart vi kan», or with an answer by a time after it."""
    text = statement.sentence.text
    said = latest_by(kept, voice.language, case.today.date())
    if _NO_TIME.search(text) and len(text.split()) <= _SHORT:
        rest = _NO_TIME.sub(f" {said}", text, count=1).strip()
        yield re.sub(rf"({re.escape(said)})(?= \w)", r"\1," if "," in said else r"\1", rest)
    bare, end = match.groups() if (match := _END.fullmatch(text)) else (text, "")
    if "," in bare or _HANGS.search(bare) or not _OWN_FIRST[voice.language].match(bare):
        return
    if ("contact_act" in statement.signals.cues or _MESSAGE.search(bare)) and len(bare.split()) <= _BRIEF:
        yield f"{bare} {said}{end or '.'}"
    if statement.act["own"] > 0.5 and len(bare.split()) <= _SHORT and not _JOINED.search(bare):
        yield f"{bare} {_told(bare, voice)} {said}{end or '.'}"


def _told(bare: str, voice: Voice) -> str:
    """The clause that adds an answer to an act, with the verb that the act has."""
    you = voice.slots()["you"]
    if voice.language == "sv":
        return f"och ge {you} besked" if _TO_COME.search(bare) else f"och ger {you} besked"
    return f"and let {you} know" if re.search(r"['’]ll\b|\bwill\b", bare) else f"and will let {you} know"


def _of_the_fact(verdict: Verdict, case: Case, language: Language) -> dict[str, str]:
    if verdict.because.fact is None:
        return {}
    fact = case.facts[verdict.because.fact]
    slots = {}
    if fact.by and day(fact.by) >= case.today.date():
        said = latest_by(fact.by, language, case.today.date())
        slots["confirmed"] = re.sub(r"^(?:senast|by) ", "", said)
    if fact.amount:
        slots["sum"] = sum_of(fact.amount, language)
    return slots


def _templates(statement: Statement, verdict: Verdict, case: Case) -> dict[str, list[str]]:
    """The wordings for the verdict and the subject, the fittest first, in both languages."""
    shelf = _shelves()[verdict.kind or "vague"]
    about = statement.topic
    if verdict.kind == "contradiction":
        fact = case.facts[verdict.because.fact or 0]
        shelf, about = shelf[_against(statement, fact, case)], fact.about
    elif verdict.kind == "absolute" and "never_again" in statement.signals.cues:
        about = "again"
    elif verdict.kind == "money" and _COST.search(statement.sentence.text):
        about = "cost"
    elif not _subject_named(about, statement):
        about = "any"
    chosen, fallback = shelf.get(about, {}), shelf["any"]
    last = _shelves()["vague"]["any"]
    return {
        language: [*chosen.get(language, []), *fallback[language], *last[language]] for language in ("sv", "en")
    }  # fmt: skip


def _against(statement: Statement, fact: Fact, case: Case) -> str:
    """How a fact contradicts: it approves less, names another time, or denies."""
    said, own = statement.signals.largest, fact.amount
    if said is not None and own is not None and said.amount > own.amount:
        return "approved"
    if fact.by is not None and fact.holds is not False and day(fact.by) >= case.today.date():
        return "dated"
    return "denied" if fact.holds is False else "otherwise"


_COST = re.compile(
    r"(?<!\w)(?:kost\w*|\w*avgift\w*|gratis|\w*kostnad\w*|betala\w*|faktur\w+|räkning\w*|stryk\w*|bjuder|free|charge\w*|fees?|pay\w*|"
    r"costs?|bills?|invoice\w*|waive\w*|on us)(?!\w)",
    re.I,
)
"""What is given is that the customer need not pay."""


def _subject_named(about: str, statement: Statement) -> bool:
    """Whether the words bear out what a sentence seems to be about, where a wording names it."""
    words = _shelves()["subjects"].get(about)
    return words is None or re.search(words, statement.sentence.text, re.I) is not None


@cache
def _shelves() -> dict[str, Any]:
    path = rulebook.RULES / "rewrites.yaml"
    try:
        shelves = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"the rewrites cannot be read: {error}", where=str(path)) from None
    missing = {*OVERPROMISES, "vague", "subjects"} - set(shelves or {})
    if missing:
        raise BadInput(f"holds no wordings for {', '.join(sorted(missing))}", where=str(path))
    return shelves  # type: ignore[no-any-return]


def _sentence(text: str, voice: Voice) -> str:
    return text[:1].upper() + text[1:]


def _fitted(candidate: str, original: str) -> str:
    """With the list mark, the small first letter and the missing full stop of the sentence it replaces."""
    mark = re.match(r"[-–—•*·]\s+|\d{1,2}[.)]\s+", original)
    if mark and not candidate.startswith(mark.group()):
        candidate = mark.group() + candidate
    first = re.search(r"\w", original[mark.end() if mark else 0 :])
    if first and first.group().islower() and not candidate.startswith(("I ", "I'")):
        at = re.search(r"[^\W\d_]", candidate)
        if at:
            candidate = candidate[: at.start()] + candidate[at.start()].lower() + candidate[at.end() :]
    if not original.rstrip().endswith((".", "!", "?", "…", ":")):
        candidate = candidate.rstrip(".")
    return candidate
