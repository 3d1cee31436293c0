"""How an English note becomes a sentence: dates as a letter has them, articles and auxiliaries put back."""

from __future__ import annotations

import re
from datetime import date

from assistant.composing.facts.swedish import SUM
from assistant.composing.names import is_first_name
from assistant.composing.vocabulary import nouns
from assistant.speech import MONTHS, WEEKDAYS, last_or_next

_MONTH = "|".join(MONTHS["en"])
_DATE = rf"(?:(?:{'|'.join(WEEKDAYS['en'])}) )?\d{{1,2}} (?:{_MONTH})"
_HOUR = r"(?:at |between )?\d{1,2}(?::\d\d)?(?: (?:am|pm))?(?: and \d{1,2}(?::\d\d)? (?:am|pm))?|(?:at )?noon"
WHEN = re.compile(
    rf" (?:(?:on|by|from|until|not before|in) )?(?:{_DATE}(?: \d{{4}})?|today|tomorrow|week \d{{1,2}})(?:,? (?:{_HOUR})| between [^,]+|,? before (?:noon|\d[\d:]* ?(?:am|pm)))?$"
)
"""A time at the end of a note, with what stands before it."""
_UNFINISHED = re.compile(r"\b(?:out|off|open|stay|since|ran|up|left|lay|works?|not|never|moved?)\b")
"""What shows that words before a time are more than a noun and what belongs to it."""
_HAPPENED = ("failed", "crashed", "arrived", "departed", "collapsed", "burst", "expired")
"""What a thing does, and nobody to it."""
_PREPOSITIONS = ("on", "by", "until", "from", "of", "for", "before", "after", "to", "day", "till", "than", "at")
_NOT_AFTER = "".join(rf"(?<!{word} )" for word in _PREPOSITIONS)
_ONE_OF_MANY = re.compile(r"\b(?:gift card|voucher|credit|credit note|discount|refund|deduction|reduction)$")
_LASTING = re.compile(
    r"(?:booked|confirmed|approved|reserved|ready|available|free|on hold|sold|in stock|out of|covered|included|held|"
    r"planned|settled|extended|valid|due|expected|scheduled|rescheduled|rebooked|arranged|assigned|under)"
)
"""States that last: "is booked", also when the day is past or to come."""
_NUMBERED = re.compile(rf"(?!{SUM})(?:Two|Three|Four|Five|Six|All|Both|\d+) ")


def dated(text: str) -> str:
    """Days, hours and sums written out: "9 April 8-12" as "on 9 April between 8 am and noon"."""
    text = re.sub(r"\b(\d[\d.,]*) (GBP|EUR)\b", lambda m: f"{ {'GBP': '£', 'EUR': '€'}[m[2]] }{m[1]}", text)
    text = re.sub(r"\b(\d{1,2})(?:[:.]00)?\s?[-–]\s?(\d{1,2})(?:[:.]00)?\s?(am|pm)\b", r"between \1 and \2 \3", text)
    hours = r"(?<![\d-])\b(\d{1,2})(?:[:.](\d\d))? ?[-–] ?(\d{1,2})(?:[:.](\d\d))?(?=$|[,.;]| at | in )"
    text = re.sub(hours, _between, text)
    text = re.sub(rf"\b(\d{{1,2}})[-–](\d{{1,2}}) ({_MONTH})", r"from \1 to \2 \3", text)
    text = re.sub(rf"\b(\d{{1,2}} (?:{_MONTH})) ?[-–] ?(\d{{1,2}} (?:{_MONTH}))", r"from \1 to \2", text)
    text = re.sub(rf"{_NOT_AFTER}\b({_DATE})", r"on \1", text)
    text = re.sub(
        rf"\b(booked|reserved|planned|scheduled|rescheduled|rebooked|arranged) on (?={_DATE})", r"\1 for ", text
    )
    text = re.sub(r"\b(planned|booked|scheduled) (?=week \d)", r"\1 for ", text)
    return re.sub(r"\b(?:at )?([01]?\d|2[0-3]):(\d\d)\b", lambda m: f"at {_clock(int(m[1]), m[2])}", text)


_AND_DOES = re.compile(r"\band ([a-z]{3,}[^s\W]s) (?!are|is|was|were)")
_ACTS = r"(listens|attends|redelivers|fits|brings|looks|leaves?|calls|rings|phones|writes|contacts|answers|emails|visits|inspects|decides|replies|comes|reviews|checks|publishes|sends|delivers|collects)"


def as_future(sentence: str) -> str:
    """A note's "the manager calls you by Friday" as "will call": it is yet to come."""
    told = re.sub(rf"(?<=\w) {_ACTS}\b", lambda m: f" will {_bare(m[1])}", sentence, count=1)
    told = re.sub(r"\b(by|before|from|until|after) at (?=\d|noon)", r"\1 ", told)
    return told if told == sentence else _AND_DOES.sub(lambda m: f"and {_bare(m[1])} ", told)


def _bare(verb: str) -> str:
    return f"{verb[:-3]}y" if verb.endswith("ies") else verb.removesuffix("s")


def subject(words: list[str], state: str = "") -> str | None:
    """The subject with its article, or None where it is not surely known."""
    first, text = words[0], " ".join(words)
    if re.fullmatch(SUM, text):
        return text
    if is_first_name(first):
        return text
    if first.endswith("'s") or re.search(rf"{SUM} \w", text):
        return None
    if first == "New":
        return text if words[-1].endswith("s") else f"A new {' '.join(words[1:])}"
    if re.search(rf" {SUM}", text):
        noun, amount = re.split(rf" (?:of )?(?={SUM})", text, maxsplit=1)
        return f"{_article(noun)} {_small(noun)} of {amount}"
    named = len(words) > 1 and words[1][:1].isupper()
    if first.lower() in _people():
        return text if named else f"{_article(first)} {_small(text)}"
    return text if named or re.search(r"\d", text) else f"The {_small(text)}"


def with_state(said: str, head: str, state: str, negated: bool, today: date) -> str | None:
    """Joins "The card" and "blocked on 3 May" by the auxiliary that the note has left out."""
    if head.endswith(("-", " to be", "not yet")):
        return None
    if state.startswith(_HAPPENED):
        return f"{said} has{' not' if negated else ''} {state}"
    return f"{said} {_be(said, head, state, today)}{' not' if negated else ''} {state}"


def joint(sentence: str) -> str:
    """What joins a further state word to a sentence, with an auxiliary where there is none to share."""
    return "and" if re.search(r" (?:is|are|was|were|will be) ", sentence) else "and is"


def with_time(said: str, head: str, time: str) -> str | None:
    """Joins "The inspection" and "on 5 March"."""
    if (
        _UNFINISHED.search(head)
        or head.lower().startswith(("ready", "due", "available", "sent"))
        or head.split()[-1].lower() in _PREPOSITIONS
        or head.split()[0].lower() in _people()
    ):
        return None
    be = "are" if re.search(r"(?<!len)(?<!u)(?<!s)s$", head) else "is"
    if time.startswith("by "):
        return f"{said} {be} due {time}"
    return (
        f"{said} {'apply' if be == 'are' else 'applies'} {time}"
        if time.startswith(("from", "until"))
        else f"{said} {be} {time}"
    )


def agreeing(sentence: str, state: str) -> str:
    """An English state agrees with everything."""
    return state


def there_is(part: str) -> str:
    noun = re.split(r" (?:of|in|for|at|on|before|after|until|left|to|from|without|this) ?", part)[0]
    return f"there {'are' if re.search(r'[^s]s$', noun) else 'is'} {part}"


def _be(said: str, head: str, state: str, today: date) -> str:
    """By number, and by whether the day is past or to come."""
    noun = re.split(r" (?:of|in|for|at|on) ", head)[0]
    plural = re.search(r"(?<!len)(?<!su)(?<!u)(?<!s)s$", noun) or " and " in noun or _NUMBERED.match(said)
    day = re.search(rf"\b(?:on|by|before|at|from) (?:\w+day )?(\d{{1,2}}) ({_MONTH})|\btoday\b", state)
    if not day or _LASTING.match(state):
        return "are" if plural else "is"
    if day[1] and last_or_next(int(day[1]), MONTHS["en"].index(day[2]) + 1, today) > today:
        return "will be"
    return "were" if plural else "was"


def _between(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[3])
    if not 6 <= first < last <= 22:
        return match[0]
    return f"between {_clock(first, match[2])} and {_clock(last, match[4])}"


def _clock(hour: int, minute: str | None) -> str:
    minutes = f":{minute}" if minute and minute != "00" else ""
    return "noon" if hour == 12 and not minutes else f"{hour % 12 or 12}{minutes} {'am' if hour < 12 else 'pm'}"


def _article(noun: str) -> str:
    """A gift card is one of many; a fee is the one that the case is about."""
    if not _ONE_OF_MANY.search(noun.lower()) and noun.lower() not in _people():
        return "The"
    return "An" if noun[0].lower() in "aeio" else "A"


def _people() -> tuple[str, ...]:
    return tuple(noun.english for noun in nouns() if noun.kind == "person")


def _small(text: str) -> str:
    """Without the capital of a sentence; the names of months and abbreviations keep theirs."""
    kept = text.split()[0] in (*MONTHS["en"], *WEEKDAYS["en"]) or text[1:2].isupper()
    return text if kept else text[0].lower() + text[1:]
