"""The words of time in Swedish and English, and what they count for."""

from __future__ import annotations

from datetime import time

WEEKDAYS = {
    "sv": {
        0: "måndagen|måndags|måndag|mån",
        1: "tisdagen|tisdags|tisdag|tis",
        2: "onsdagen|onsdags|onsdag|ons",
        3: "torsdagen|torsdags|torsdag|tors",
        4: "fredagen|fredags|fredag|fre",
        5: "lördagen|lördags|lördag|lör",
        6: "söndagen|söndags|söndag|sön",
    },
    "en": {
        0: "mondays?|(?-i:Mon)|mon(?=\\.|[ ,]+\\d)",
        1: "tuesdays?|tues?",
        2: "wednesdays?|(?-i:Wed)|weds?(?=[ ,.]+\\d)",
        3: "thursdays?|thurs?|thu",
        4: "fridays?|fri",
        5: "saturdays?|(?-i:Sat)|sat(?=[ ,.]+\\d)",
        6: "sundays?|(?-i:Sun)|sun(?=[ ,.]+\\d)",
    },
}

MONTHS = {
    "sv": {
        1: "januari|jan",
        2: "februari|feb",
        3: "mars|mar(?=[ .-]\\d)",
        4: "april|apr",
        5: "maj",
        6: "juni|jun",
        7: "juli|jul(?=[ .-]\\d)",
        8: "augusti|aug",
        9: "september|sept?",
        10: "oktober|okt",
        11: "november|nov",
        12: "december|dec",
    },
    "en": {
        1: "january|jan",
        2: "february|feb",
        3: "march|(?-i:Mar)",
        4: "april|apr",
        5: "(?-i:May)",
        6: "june|jun",
        7: "july|jul",
        8: "august|aug",
        9: "september|sept?",
        10: "october|oct",
        11: "november|nov",
        12: "december|dec",
    },
}

_SV_TENS = {
    20: "tjugo",
    30: "trettio",
    40: "fyrtio",
    50: "femtio",
    60: "sextio",
    70: "sjuttio",
    80: "åttio",
    90: "nittio",
}
_SV_ONES = {1: "ett", 2: "två", 3: "tre", 4: "fyra", 5: "fem", 6: "sex", 7: "sju", 8: "åtta", 9: "nio"}
_SV_TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split()
_EN_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_EN_ONES = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
_EN_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)  # fmt: skip


def _numbers(ones: dict[int, str], teens: list[str], tens: dict[int, str], joint: str) -> dict[str, int]:
    words = {word: number for number, word in ones.items()}
    words |= {word: 10 + i for i, word in enumerate(teens)}
    words |= {word: number for number, word in tens.items()}
    words |= {f"{tens[ten]}{joint}{ones[one]}": ten + one for ten in tens for one in ones}
    return words


NUMBERS = {
    "sv": {
        **_numbers(_SV_ONES, _SV_TEENS, _SV_TENS, ""),
        "en": 1,
        "någon": 1,
        "något": 1,
        "ett par tre": 3,
        "ett par": 3,
        "par": 3,
        "några": 5,
        "nån": 1,
        "hundra": 100,
    },
    "en": {
        **_numbers(_EN_ONES, _EN_TEENS, _EN_TENS, "-"),
        **_numbers(_EN_ONES, _EN_TEENS, _EN_TENS, " "),
        "a": 1,
        "an": 1,
        "a couple of": 3,
        "couple of": 3,
        "a couple": 3,
        "a few": 5,
        "few": 5,
        "several": 7,
        "hundred": 100,
    },
}
"""A couple may be three and a few may be five: of two readings the later one binds."""

_SV_ORDINALS = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde "
    "sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte "
    "tjugosjunde tjugoåttonde tjugonionde trettionde trettioförsta"
).split()
_EN_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
ORDINALS = {
    "sv": {word: i for i, word in enumerate(_SV_ORDINALS, 1)}
    | {"förste": 1, "andre": 2, "tjugoförste": 21, "tjugoandre": 22, "trettioförste": 31},
    "en": {word: i for i, word in enumerate(_EN_ORDINALS, 1)}
    | {word.replace("-", " "): i for i, word in enumerate(_EN_ORDINALS, 1) if "-" in word},
}

UNITS = {
    "sv": {
        "second": "sekunder|sekund|sek",
        "minute": "minuter|minut|min",
        "hour": "timmar|timmarna|timmes|timme|timma|tim|h",
        "business day": "(?:arbets|bank|var|affärs|helgfria )dag(?:ar(?:na)?|s)?|jobbdagar",
        "day": "dagar(?:na)?|dagars|dag|dar|dygn(?:et)?",
        "week": "veckor(?:na)?|veckors|veckas|vecka|v(?= |$)",
        "month": "månader(?:na)?|månaders|månads|månad|mån",
        "year": "år",
    },
    "en": {
        "second": "seconds?|secs?",
        "minute": "minutes?|mins?",
        "hour": "hours?|hrs?|h",
        "business day": "(?:business|working|work|banking|bank|week)[ -]?days?",
        "day": "days?",
        "week": "weeks?|wks?",
        "month": "months?",
        "year": "years?|yrs?",
    },
}

PARTS = {
    "sv": {
        "morgonen|morgon|morn": time(10),
        "förmiddagen|förmiddag|fm": time(12),
        "lunchtid|lunch": time(13),
        "eftermiddagen|eftermiddag|em": time(18),
        "kvällen|kväll|kvällstid": time(23, 59),
        "natten|natt": time(23, 59),
    },
    "en": {
        "morning|am": time(12),
        "lunchtime|lunch time|lunch": time(13),
        "afternoon|pm": time(18),
        "evening|night": time(23, 59),
    },
}
"""A part of a day, with the moment by which it is over."""

FEASTS = {
    "sv": {
        "trettonhelgen|trettondagen|trettondedag jul": (1, 6),
        "valborg(?:smässoafton)?": (4, 30),
        "första maj": (5, 1),
        "nationaldagen": (6, 6),
        "lucia": (12, 13),
        "julafton": (12, 24),
        "juldagen": (12, 25),
        "annandag jul": (12, 26),
        "julhelgen|julhelg": (12, 26),
        "jul(?:en)?": (12, 24),
        "mellandagarna": (12, 30),
        "nyårsafton": (12, 31),
        "nyårsdagen|nyår": (1, 1),
    },
    "en": {
        "new year'?s'? eve": (12, 31),
        "new year(?:'?s)?(?: day)?(?! eve)": (1, 1),
        "christmas eve|xmas eve": (12, 24),
        "boxing day": (12, 26),
        "christmas(?: day)?|xmas": (12, 25),
    },
}
EASTER = {
    "sv": {
        "skärtorsdag(?:en)?": -3,
        "långfredag(?:en)?": -2,
        "påskafton(?:en)?": -1,
        "påskdag(?:en)?": 0,
        "annandag påsk": 1,
        "påskhelgen|påsken|påsk": 1,
        "kristi himmelsfärds(?:dag(?:en)?)?": 39,
        "pingstdagen|pingst(?:en)?": 49,
    },
    "en": {
        "maundy thursday": -3,
        "good friday": -2,
        "easter monday": 1,
        "easter(?: sunday)?": 0,
        "ascension(?: day)?": 39,
        "whitsun|pentecost|white sunday": 49,
    },
}
"""Feasts that move, in days from Easter Sunday."""

SEASONS = {
    "sv": {
        "våren|i vår": (6, 20),
        "sommaren|i sommar": (9, 22),
        "hösten|i höst": (12, 20),
        "vintern|i vinter": (3, 19),
    },
    "en": {"spring": (6, 20), "summer": (9, 22), "autumn|fall": (12, 20), "winter": (3, 19)},
}
"""The last day of each season, astronomically: the later of the readings in use."""
