"""A customer's sentence made fit to be told: no greeting, no shouting, no shorthand, no afterthought."""

from __future__ import annotations

import re

from assistant.case import Language
from assistant.composing.vocabulary import Words
from assistant.speech import MONTHS, WEEKDAYS, number

LONGEST, SHORTEST = 34, 3
"""Words in a sentence that is worth telling."""
_LONG, _TERSE = 24, 16
"""From so many words on, an afterthought is left out."""
_PLAIN = re.compile(r"[\w\s,.:'’%/£€$–-]*")
_TECHNICAL = re.compile(r"[.:] |\d{5,}|https?|www\.|(?<!['’])\b(?-i:[b-hj-zå])(?!\w|')", re.IGNORECASE)
_NUMBERED_FIRST = re.compile(
    r"^(?:ärende|ticket|case)(?:nr|nummer)? (?:number )?[A-Z]{0,3}-?\d[\d-]{3,}(?= \w)", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:,? enligt|,? på|,? with)? ?\b(?:order(?:nr|nummer|n)?|ärende(?:nr|nummer)?|case|ticket|booking|bokning(?:snr)?|kundnr|ref(?:erens|erence)?)\.?:? (?:number |no\.? |nr\.? )?#?[A-Z]{0,3}-?\d[\d-]{3,}",
    re.IGNORECASE,
)
"""The number of an order or a case, which a story does without."""
_GUESSING = re.compile(r"^((?:jag |vi )?undrar (?:varför|hur|när|vad|om|var|vem) .+?)\s*\?+$", re.IGNORECASE)
"""A question told as a statement needs no question mark."""
_WHY = re.compile(
    r"^(?:varför (?P<har>har|drar|skickar|tar) (?P<ni>ni)|why (?P<have>have|do) (?P<you>you)"
    r"|varför (?P<fick>fick) (?P<jag>jag)|why (?P<was>was|were) (?P<my>my [\w-]+)) (?P<rest>.+?)\s*\?+$",
    re.IGNORECASE,
)
"""A question that tells what we have done."""
_ENGLISH_DAYS = re.compile(
    rf"\b(?:{'|'.join(n.lower() for n in (*WEEKDAYS['en'], *MONTHS['en']) if n not in ('May', 'March'))})s?\b"
)
_COUNTED = re.compile(
    r"(?<![\d.,])\b([2-9]|1[0-2])( (?:gånger|ggr|st|stycken|par|times|dagar|veckor|månader|days|weeks|months)\b)"
)
_SLASHED = re.compile(r"(?:\b(?:den|the) )?(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_SWEDISH_DATE = re.compile(rf"(?<!\bden )(?<!\d)\b(\d{{1,2}})(?::?e|:a)? ({'|'.join(MONTHS['sv'])})\b")
_NOBODY = re.compile(r"(?:ingen|nobody|no one) \w+$", re.IGNORECASE)
"""Two words that tell enough."""
_ROUND_THE_CLOCK = (24, 7)


def cleaned(sentence: str, known: Words, language: Language) -> str | None:
    """The sentence without its full stop, or None where it is no plain statement."""
    text = re.sub(r"\s+", " ", re.sub('[‘’“”"]', "'", sentence)).strip()
    text = _NUMBERED_FIRST.sub({"sv": "Ärendet", "en": "The case"}[language], text)
    text = _NUMBERED.sub("", text)
    text = _without_lead(re.sub(r"[!.\s]+$", "", text), known)
    text = _WHY.sub(_as_statement, text)
    text = re.sub(r"(?<=\d) ?v\b(?!\.)", " veckor", text) if language == "sv" else text
    text = _GUESSING.sub(r"\1", text)
    text = _COUNTED.sub(lambda m: number(int(m[1]), language) + m[2], text)
    text = known.sen_before.sub("sedan", re.sub(r"\s*\([^)]*\)", "", text))
    text = _named_days(_dated(_unshouted(_respelled(known.fillers.sub("", text), known), known), language), language)
    text = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;:-–")
    if len(text.split()) > _LONG:
        text = _enough(known.afterthought.sub("", text), text)
    text = _enough(known.splice.sub("", text), text)
    text = known.headless.sub("", text) if len(text.split()) > _TERSE else text
    least = SHORTEST - bool(_NOBODY.match(text))
    fits = least <= len(text.split()) <= LONGEST and _PLAIN.fullmatch(text) and text.count(",") <= 3
    return text if fits and not _TECHNICAL.search(text) else None


def _as_statement(question: re.Match[str]) -> str:
    """ "Varför har ni höjt priset?" as "ni har höjt priset"."""
    verb, who = [question[name] for name in ("har", "have", "fick", "was") if question[name]], question
    subject = next(who[name] for name in ("ni", "you", "jag", "my") if who[name])
    return f"{subject} {verb[0]} {question['rest']}"


def _without_lead(text: str, known: Words) -> str:
    """Without "Hej,", "Nu är det så här:" and what else leads up to the matter."""
    lead = re.compile(rf"^(?:{known.lead_ins.pattern})[\s,!.:–-]+", re.IGNORECASE)
    while lead.match(text):
        text = lead.sub("", text, count=1)
    return text


def _enough(cut: str, whole: str) -> str:
    """What is left, if it still says something."""
    cut = re.sub(r",? (?:precisely|simply|only|just|precis)$", "", cut)
    return cut if len(cut.split()) > SHORTEST else whole


def _respelled(text: str, known: Words) -> str:
    def spell(match: re.Match[str]) -> str:
        found = known.spelled[match[0].lower()]
        return found[:1].upper() + found[1:] if match[0][0].isupper() else found

    spelled = "|".join(sorted(map(re.escape, known.spelled), key=len, reverse=True))
    return re.sub(rf"(?<![\w'])(?:{spelled})(?![\w'])", spell, text, flags=re.IGNORECASE)


def _unshouted(text: str, known: Words) -> str:
    """Words shouted in capitals made small; a short one is taken for an abbreviation unless it is a known word."""
    shouted = rf"\b(?:[A-ZÅÄÖ]{{4,}}|{'|'.join(known.shouted)})\b"
    return re.sub(shouted, lambda m: m[0] if m[0] in known.acronyms else m[0].lower(), text)


def _named_days(text: str, language: Language) -> str:
    """English days and months with their capital, however they were typed."""
    return _ENGLISH_DAYS.sub(lambda m: m[0].capitalize(), text) if language == "en" else text


def _dated(text: str, language: Language) -> str:
    """Dates such as "22 juni" and "22/6" as a letter writes them."""

    def named(match: re.Match[str]) -> str:
        number, month = int(match[1]), int(match[2])
        if not (1 <= number <= 31 and 1 <= month <= 12) or (number, month) == _ROUND_THE_CLOCK:
            return match[0]
        return f"{'den ' if language == 'sv' else ''}{number} {MONTHS[language][month - 1]}"

    text = _SLASHED.sub(named, text)
    return _SWEDISH_DATE.sub(r"den \1 \2", text) if language == "sv" else text
