"""How a Swedish note becomes a sentence: dates as a letter has them, articles and auxiliaries put back."""

from __future__ import annotations

import re
from datetime import date

from assistant.composing.things import definite, indefinite
from assistant.speech import MONTHS, WEEKDAYS, last_or_next

SUM = r"(?:\d[\d ., ]*\d? ?(?:kr|kronor|SEK|EUR|euro|GBP|pund)\b|[£€$]\d[\d.,]*)"
_MONTH = "|".join(MONTHS["sv"])
_WEEKDAY = "|".join(WEEKDAYS["sv"])
_SHORT = {"mån": 0, "tis": 1, "ons": 2, "tors": 3, "tor": 3, "fre": 4, "lör": 5, "sön": 6}
_HOUR = r"(?:mellan )?klockan \d[\d.]*(?: och \d[\d.]*)?"
_DAY = rf"(?:(?:{_WEEKDAY}) )?den \d{{1,2}}(?:[-–]\d{{1,2}})? (?:{_MONTH})(?: \d{{4}})?|i dag|i morgon|vecka \d{{1,2}}|(?:{_WEEKDAY})"
WHEN = re.compile(
    rf" (?:(?:till|på|från|senast|tidigast|först|före|fram till|till och med) )*(?:(?:{_DAY})(?:,? {_HOUR})?|{_HOUR})$"
)
"""A time at the end of a note, with what stands before it."""
_COMING = re.compile(
    r"\w*(?:besked|beslut|svar|leverans|faktura|pengar|betalning|kort|rapport|protokoll|lista|brev)\w*", re.IGNORECASE
)
_RESULT = re.compile(r"(?:(?<!täck)(?<!kopp)ning|ring|else|fler) ?")
_PASSIVE = re.compile(r"[a-zåäö]{2,}(?:as|ades|ddes|ttes|rdes|ldes|ndes|gdes)")
_EN_SUFFIX = re.compile(r"\w{3,}(?:ning|ing|tion|sion|het|nad|ande)")
_TITLE = re.compile(r"\w*(?:chef|ledare|ansvarig|are|ör|man|ist)")
_VERBAL = re.compile(r"\w+(?:ade|ad|ades|at|ats|de|na|tt|kt)|sedan|till|från|hos|har|fast", re.IGNORECASE)
"""What shows that words before a time are more than a noun and what belongs to it."""
_DEFINITE = re.compile(r"\w{3,}(?:en|et|an|ot|na)")
_ENDINGS = {
    "tid": "tiden", "kort": "kortet", "plats": "platsen", "rum": "rummet", "samtal": "samtalet", "beslut": "beslutet",
    "besked": "beskedet", "svar": "svaret", "prov": "provet", "möte": "mötet", "pass": "passet", "avtal": "avtalet",
    "konto": "kontot", "skap": "skapet", "ment": "mentet", "are": "aren", "else": "elsen",
    "lektion": "lektionen", "plan": "planen", "kod": "koden", "buss": "bussen", "skatt": "skatten", "bevis": "beviset",
    "age": "aget", "köp": "köpet", "fel": "felet", "stopp": "stoppet", "krav": "kravet", "belopp": "beloppet", "pris": "priset", "tåg": "tåget",
}  # fmt: skip
"""How a noun that the vocabulary does not know ends, and its definite form."""
_ADJECTIVES = ("stora", "lilla", "andra", "svenska", "gamla", "första", "sista", "vissa", "ytterligare")
_ADVERBS = ("aldrig", "redan", "fortfarande", "delvis", "nu", "ännu", "inte")
_ARTICLES = {"en": ("En", "Den", "din"), "ett": ("Ett", "Det", "ditt"), "pl": ("", "De", "dina")}
"""Indefinite, definite and possessive, by the gender of the noun."""
_AGREEING = {"en": r".+(?:ad|d|lig|ig|sk|ell|iv)", "ett": r".+(?:at|t|ligt|igt|skt|ellt|ivt)"}
_HAPPENED = {
    "anmäl[dt]a?": "anmäldes",
    "rapportera[dt]e?": "rapporterades",
    "ad|at|ade": "ades",
    "ställ[dt]a?": "ställdes",
    "stäng[dt]a?": "stängdes",
    "bytta?": "byttes",
    "mottag(?:en|et|na)": "mottogs",
    "häv[dt]": "hävdes",
    "avslag(?:en|et)": "avslogs",
}


def dated(text: str) -> str:
    """Days and hours written out: "tors 8 okt kl 8-10" as "torsdag den 8 okt mellan klockan 8 och 10"."""
    short = "|".join(_SHORT)
    text = re.sub(rf"\b({short})\.? (?=(?:den )?\d)", lambda m: f"{WEEKDAYS['sv'][_SHORT[m[1]]]} ", text)
    text = re.sub(rf"(?<!\bden )(?<![\d–-])\b(\d{{1,2}}) ({_MONTH})\b", r"den \1 \2", text)
    text = re.sub(r"\bklockan (\d{1,2}(?:[.:]\d\d)?) ?[-–] ?(\d{1,2}(?:[.:]\d\d)?)", r"mellan klockan \1 och \2", text)
    text = re.sub(r"\bmellan (\d{1,2}) och (\d{1,2})\b", r"mellan klockan \1 och \2", text)
    booked = r"((?:boka|reserverad|reserverat|flyttad|flyttat|inplanera|planera)\w*)"
    text = re.sub(rf"{booked} (?=(?:{_WEEKDAY}|den \d|i morgon))", r"\1 till ", text)
    text = re.sub(rf"(?<!\bden )\b(\d{{1,2}}[-–]\d{{1,2}} (?:{_MONTH}))", r"den \1", text)
    text = re.sub(rf"(den \d{{1,2}} (?:{_MONTH})) (?=\d{{1,2}}[.:]\d\d\b)", r"\1 klockan ", text)
    text = re.sub(r"\b(klockan )0(?=\d)", r"\1", text)
    text = re.sub(r"(?<=\d):(?=\d\d\b)", ".", text)
    text = re.sub(r"(?<=\d )min\b", "minuter", text)
    text = re.sub(r"(?<=\d )(EUR|GBP)\b", lambda m: {"EUR": "euro", "GBP": "pund"}[m[1]], text)
    return re.sub(r"\b(klockan \d{1,2})\.00\b", r"\1", text)


def possessive(text: str) -> str:
    """Makes "kundens mobil" "din mobil", when the gender of the thing is known."""

    def yours(match: re.Match[str]) -> str:
        noun = indefinite(match[1].lower())
        return f"{_ARTICLES[noun.gender][2]} {match[1]}" if noun else match[0]

    return re.sub(r"\b[Kk]undens (\w+)", yours, text)


def is_passive(word: str) -> bool:
    """Verbs whatever the vocabulary knows: "återbetalas", "byttes"."""
    return _PASSIVE.fullmatch(word) is not None


def is_active(word: str, before: str) -> bool:
    """After one thing, "levererade" is what it did: "fabriken levererade 70"."""
    return word.endswith("ade") and (re.fullmatch(r"\w{3,}(?:en|et|an)|[A-ZÅÄÖ]\w+", before) is not None)


def subject(words: list[str], state: str = "") -> str | None:
    """The subject with its article or in definite form, or None where it is not surely known.

    A noun that nobody knows has the gender that its `state` shows: "borttagen" is said of an en-word.
    """
    first, lower, rest = words[0], words[0].lower(), words[1:]
    if lower in ("extra", "fast", "fri", "hel", "halv") and rest:
        noun = subject([rest[0].capitalize()])
        return f"{'Ett' if noun and noun.endswith('t') else 'En'} {lower} {' '.join(rest)}"
    if lower in _ADJECTIVES:
        return " ".join(words) if rest else None
    if lower.endswith("na") and rest and (named := definite(rest[0].lower())):
        return f"{_ARTICLES[named.gender][1]} {lower} {' '.join(rest)}"
    if lower == "nya" or definite(lower):
        return _with_sum(" ".join(words))
    if article := _article(lower, rest):
        return _with_sum(f"{article} {lower} {' '.join(rest)}")
    bare = indefinite(lower)
    if bare and bare.kind == "person":
        return _titled(words)
    if bare:
        return _with_sum(" ".join([first[: -len(bare.indefinite)] + bare.definite, *rest]))
    if _TITLE.fullmatch(lower) and rest and rest[0][:1].isupper():
        return " ".join(words)
    if _EN_SUFFIX.fullmatch(lower):
        return _with_sum(" ".join([f"{first}en", *rest]))
    if _DEFINITE.fullmatch(lower):
        return _with_sum(" ".join(words))
    ending = next(
        (ending for ending in _ENDINGS if lower.endswith(ending) and lower.isalpha() and len(lower) > 4), None
    )
    if ending:
        return _with_sum(" ".join([f"{first[: -len(ending)]}{_ENDINGS[ending]}", *rest]))
    if rest and re.fullmatch(r"[a-zåäö]{4,}", rest[0]) and re.search(r"(?:t|ig|sk|ad)$", lower):
        return None  # an adjective, and a noun that nobody knows
    guessed = _guessed(first, state.split(" ")[-1] if state.startswith(_ADVERBS) else state.split(" ")[0])
    return _with_sum(" ".join([guessed, *rest])) if guessed else None


def _guessed(noun: str, state: str) -> str | None:
    """The definite form of a noun that nobody knows, by the gender that its state shows."""
    if not re.fullmatch(r"[A-ZÅÄÖ]?[a-zåäö]{3,}", noun):
        return None
    if re.fullmatch(r"\w+(?:en|ad|[^t]d)", state):
        return noun + ("n" if noun[-1] in "aeiouyåäö" or noun.endswith(("el", "er")) else "en")
    if re.fullmatch(r"\w+(?:et|at|t)", state):
        return noun + ("t" if noun[-1] in "aeiouyåäö" else "et")
    return None


def with_state(said: str, head: str, state: str, negated: bool, today: date) -> str:
    """Joins "Kontot" and "upplåst i dag" by the auxiliary that the note has left out."""
    if re.match(rf"{SUM}", said):
        state = re.sub(r"^(\w+a)[dt]\b", r"\1de", state)
    happened = None if negated else _happened(state, today)
    return f"{said} {happened}" if happened else f"{said} är{' inte' if negated else ''} {state}"


def joint(sentence: str) -> str:
    """What joins a further state word to a sentence, with an auxiliary where there is none to share."""
    return "och" if " är " in sentence else "och är"


def with_time(said: str, head: str, time: str) -> str | None:
    """Joins "Besiktningen" and "torsdag den 5 mars", or None where the head is no plain noun."""
    plain = not any(_VERBAL.fullmatch(word) for word in head.split()[1:]) and not re.search(r"\d", head)
    if not plain or _TITLE.fullmatch(head.split()[0].lower()):
        return None
    if time.startswith(("senast", "tidigast", "först", "före")):
        return f"{said} {'kommer' if _COMING.match(head) else 'sker'} {time}"
    if time.startswith(("från", "till", "fram")):
        return f"{said} gäller {time}"
    if _COMING.match(head):
        return f"{said} kommer {time}"
    return f"{said} är {time}"


def agreeing(sentence: str, state: str) -> str:
    """A further state of an en-word: "spolningen pågår och är klar"."""
    of_en = re.match(r"(?:En |\w+(?:en|n) )", sentence) and not sentence.startswith(("Ett ", "De ", "Alla "))
    return re.sub(r"^(?:(klar|färdig)t|(\w+a)t)\b", lambda m: m[1] or f"{m[2]}d", state) if of_en else state


def there_is(part: str) -> str:
    """What does not happen, or is not there."""
    return f"det {'blir' if _RESULT.search(part) else 'finns'} {part}"


def _happened(state: str, today: date) -> str | None:
    """Once the day is past, "åtgärdad den 17 maj" is "åtgärdades den 17 maj"."""
    match = re.match(
        rf"(\S+) (?:(?:som|hos|till (?=[A-ZÅÄÖ]|vårt)) ?(?:\w+ ){{1,2}})?(?=(?:\w+dag )?den (\d{{1,2}}) ({_MONTH})\b)",
        state,
    )
    if not match or last_or_next(int(match[2]), MONTHS["sv"].index(match[3]) + 1, today) > today:
        return None
    for old, new in _HAPPENED.items():
        if re.search(rf"(?:{old})$", match[1]):
            return re.sub(rf"(?:{old})$", new, match[1]) + state[match.end(1) :]
    return None


def _article(lower: str, rest: list[str]) -> str | None:
    """The article before an adjective that shows the gender: "Nytt soffbord", "Rättad faktura"."""
    plain = {"ny": "En", "nytt": "Ett", "annan": "En", "annat": "Ett"}.get(lower)
    noun = indefinite(rest[0].lower()) if rest else None
    if plain or not noun or noun.plural:
        return plain
    return _ARTICLES[noun.gender][0] if re.fullmatch(_AGREEING[noun.gender], lower) else None


def _titled(words: list[str]) -> str:
    """A name with its title is "Tekniker Marko"; "Tekniker" alone is one of many."""
    if len(words) > 1 and words[1][:1].isupper():
        return " ".join(words)
    return " ".join(["En", words[0].lower(), *words[1:]])


def _with_sum(said: str) -> str:
    """Makes "Krediteringen 900 kr" "Krediteringen på 900 kr"."""
    return re.sub(
        rf"(?<=[a-zåäö])(?<! på)(?<! om)(?<! till)(?<! med)(?<! högst)(?<! max) (?={SUM})", " på ", said, count=1
    )


def as_future(sentence: str) -> str:
    """Swedish says what is to come in the present tense."""
    return sentence
