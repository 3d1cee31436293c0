"""The shapes that times take, as regular expressions over the vocabulary; one reader for each shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from re import Match

from assistant.case import Language
from assistant.checker.times import vocabulary

Groups = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named pattern; `name` is that of the reader in `readers.py` that understands it."""

    name: str
    pattern: re.Pattern[str]


def _any(words: dict[int, str] | dict[str, int] | dict[str, str]) -> str:
    """An alternation of the pattern side of a vocabulary, the longest first."""
    first = next(iter(words.values()))
    alternatives = list(words.values()) if isinstance(first, str) else [re.escape(str(word)) for word in words]
    return "|".join(sorted((str(a) for a in alternatives), key=len, reverse=True))


@cache
def lookup(language: Language, table: str) -> list[tuple[re.Pattern[str], object]]:
    """A vocabulary as (pattern, meaning) pairs, for reading a matched word back."""
    words = getattr(vocabulary, table)[language]
    pairs = [(m, p) if isinstance(p, str) else (p, re.escape(str(m))) for m, p in words.items()]
    if table in ("PARTS", "FEASTS", "EASTER", "SEASONS"):
        pairs = [(meaning, pattern) for pattern, meaning in words.items()]
    return [(re.compile(rf"(?:{_alone(pattern)})\.?", re.I), meaning) for meaning, pattern in pairs]


def _alone(pattern: str) -> str:
    """The pattern of a word without what must stand around it."""
    return re.sub(r"\(\?[=!][^()]*\)", "", pattern)


def meaning(language: Language, table: str, word: str) -> object:
    """What a word that a pattern matched stands for; None for a stranger."""
    return next((m for pattern, m in lookup(language, table) if pattern.fullmatch(word)), None)


def _fragments(language: Language) -> Groups:
    number = _any(vocabulary.NUMBERS[language])
    return {
        "WD": _any(vocabulary.WEEKDAYS[language]),
        "MO": _any(vocabulary.MONTHS[language]),
        "NUM": rf"\d{{1,3}}(?:[.,]\d+)?|{number}",
        "ORD": _any(vocabulary.ORDINALS[language]),
        "UNIT": _any(vocabulary.UNITS[language]),
        "PART": "|".join(sorted(vocabulary.PARTS[language], key=len, reverse=True)),
        "FEAST": "|".join(sorted(vocabulary.FEASTS[language], key=len, reverse=True)),
        "EASTER": "|".join(sorted(vocabulary.EASTER[language], key=len, reverse=True)),
        "SEASON": "|".join(sorted(vocabulary.SEASONS[language], key=len, reverse=True)),
        "NB": r"(?<![\w/-])",
        "NE": r"(?![\w%])",
    }


_BOTH = {
    "iso": r"NB(?P<y>20\d\d)[-/.](?P<mo>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)|(?<!\d)(?P<y2>20\d\d)(?P<mo2>[01]\d)(?P<d2>[0-3]\d)(?!\d)",
    "iso_name": r"NB(?P<y>20\d\d)[-/](?P<mo>MO)[-/](?P<d>\d{1,2})NE|NB(?P<d2>\d{1,2})-(?P<y2>20\d\d)-(?P<mo2>MO)NE",
    "numeric": r"(?<![\w/.,-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>\d{4}|\d{2}))?(?![\d/]|[.,-]\d|\s?(?:kr|%|SEK|öre|:-|procent|percent|ggr|gånger|h\b|tim))",
}

_SV = {
    "day_month": r"NB(?:den |d\. ?)?(?P<d>\d{1,2})(?::?[ea]|\.)? (?:i |av )?(?P<mo>MO)\.?(?:[ -](?P<y>20\d\d|\d\d(?= ?$)))?NE|NB(?:den )?(?P<o>ORD) (?:i |av )?(?P<mo2>MO)\.?(?: (?P<y2>20\d\d|\d\d(?= ?$)|tjugohundra\w*))?NE",
    "month_day": r"NB(?P<mo>MO)\.?[ -](?P<d>\d{1,2})(?::?[ea])?(?:,? (?P<y>20\d\d))?NE(?!\s?(?:kr|%|st\b|stycken|dagar|:-))",
    "day_range": r"NB(?:den |mellan (?:den )?|från (?:den )?)?(?P<d>\d{1,2})(?::?[ea])?(?: ?[-–—] ?| till | och | t\.?o\.?m\.? )(?:den )?(?P<d2>\d{1,2})(?::?[ea])? (?P<mo>MO)\.?(?: (?P<y>20\d\d))?NE",
    "the_day": r"NB(?:den|d\.) (?P<d>\d{1,2})(?::?[ea])?NE(?! (?:i|av) (?:varje|var)|:e varje)|NB(?P<d2>\d{1,2}):[ea]NE|NBden (?P<o>ORD)(?= ?(?:[.,;!?)]|$))",
    "last_day": r"NB(?:den )?sist[ae] (?P<mo>MO)NE",
    "today": r"NB(?:nu )?(?P<w>i ?da[gn]?|idag)NE|NBunder (?:dagens lopp|dagen)NE|NBinom dagen|NB(?:före|innan) (?:dagen|dan) är (?:slut|över)|NBvid dagens slut|NBdagens slutNE|NB(?:före|innan) (?:vi stänger|stängning|stängningsdags|arbetsdagens slut)NE|NBi ?kväll sent",
    "tomorrow": r"NBi ?mor(?:gon|n|ron|rn|on)(?:dag|en)?(?:=bitti)?NE(?! är)|NBi ?morgon bitti",
    "overmorrow": r"NB(?:i ?)?över ?mor(?:gon|n|ron)NE|NBdagen efter i ?morgonNE",
    "yesterday": r"NBi ?(?:går|förrgår|morse|förmorse|fjol)NE|NBhäromdagenNE|NBförra (?:veckan|månaden|året|sommaren|hösten|vintern|våren|helgen)NE|NBi (?P<wd>måndags|tisdags|onsdags|torsdags|fredags|lördags|söndags|somras|höstas|vintras|våras|helgen som var)NE|NB(?:förra|senaste) (?P<wd2>WD)NE",
    "today_part": r"NBi ?(?P<p>kväll|natt|eftermiddag|eftermiddan|förmiddag)NE",
    "weekday_next": r"NB(?:nu )?(?:på )?(?:nästa|nästkommande) (?P<wd>WD)NE|NB(?P<wd2>WD) (?:i )?(?:nästa|nästkommande|kommande) vecka|NBi nästa vecka,? (?:på )?(?P<wd3>WD)NE",
    "weekday": r"NB(?:nu )?(?:på |kommande |den kommande |denna |den här |en )?(?P<wd>WD)NE(?!s)",
    "weekday_part": r"NB(?:på )?(?P<wd>måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)s(?P<p>morgonen|morgon|förmiddagen|förmiddag|eftermiddagen|eftermiddag|kvällen|kväll|lunchen|lunch)NE",
    "nth_weekday": r"NB(?P<o>ORD|sista) (?P<wd>WD) i (?P<mo>MO|nästa månad|månaden)(?: (?P<y>20\d\d))?NE",
    "week_number": r"NB(?:v\.? ?|vecka |veckan )(?P<w>\d{1,2})(?:(?: ?[-–] ?|/)(?P<w2>\d{1,2}))?NE",
    "this_week": r"NB(?:nu )?(?:(?:under|inom|senare|i|nu i) )*(?:veckan|denna vecka(?:n)?|den här veckan|innevarande vecka|veckans lopp)NE(?! (?:därpå|efter|före|som))|NB(?:veckan ut|veckans slut)NE",
    "next_week": r"NB(?:under|inom|i|någon gång|nån gång|hela)? ?(?:nästa|nästkommande|kommande) vecka(?:n)?NE",
    "week_part": r"NB(?:i |mot |till |före |vid )?(?P<p>början|mitten|slutet) (?:av|på) (?P<w>veckan|denna vecka|nästa vecka|den här veckan|kommande vecka)NE",
    "weekend": r"NB(?P<lead>före|innan|till|i|över|under|efter)? ?(?P<n>nästa |denna |kommande |den här )?(?:helgen|helg|veckoslutet|veckoslut|veckohelgen)NE",
    "this_month": r"NB(?:under|i|inom|senare|denna|den här|före|innan|till|vid|i slutet av|mot slutet av)? ?(?:denna månad(?:en)?|den här månaden|månadens slut|månadens utgång|slutet av månaden|månadsslutet|månaden är slut|innevarande månad)NE",
    "month_turn": r"NB(?:kring|runt|vid|till|över)? ?månadsskiftet(?:NE|(?: (?P<mo>MO)[-–/](?P<mo2>MO)))",
    "next_month": r"NB(?:under|i|inom|i slutet av|i början av)? ?(?:nästa|kommande) månadNE",
    "month_part": r"NB(?:i |mot |till |från )?(?P<p>början|mitten|slutet) (?:av|på) (?P<mo>MO)(?: (?P<y>20\d\d))?NE",
    "month": r"NB(?:under|i|inom|före utgången av|senare i|till|hela) (?P<mo>MO)(?: månad)?(?: (?P<y>20\d\d))?NE|^(?P<mo2>MO)$",
    "year": r"NB(?:under |i |inom |före |innan )?(?:årets slut|slutet av året|årsskiftet|året är slut|slutet på året)NE|NB(?:i år|under året|senare i år)NE",
    "next_year": r"NBnästa årNE",
    "season": r"NB(?:till |under |i |före |innan |denna |senare i |nästa )?(?P<s>SEASON)(?=en|\b)NE(?! (?:\w+ ?){1,2}$)",
    "feast": r"NB(?:före|innan|till|på|efter|under|i|över|lagom till)? ?(?P<f>FEAST)NE",
    "easter": r"NB(?:före|innan|till|på|efter|under|i|över)? ?(?P<f>EASTER)NE",
    "midsummer": r"NB(?:före|innan|till|på|efter|över)? ?(?:midsommar(?:helgen|afton|dagen)?)NE",
    "length_half": r"NB(?P<lead>inom|om|på|senast om|cirka|ca)? ?(?:(?:en|ett)? ?(?P<h>halvtimmen|halvtimme|halvtimma|kvarten|kvart|halv dag|halvdag|halvår|dygnet|dygn)|(?P<n>NUM) och en halv (?P<u>UNIT)|(?P<t>timmen))NE(?! (?:i|över) )",
    "length": r"NB(?P<past>för |(?:de |den )?(?:senaste|sista) )?(?P<lead>(?:redan |senast )?(?:inom|om)|på|efter|i|under|de närmaste|inom de närmaste|närmaste|nästa|kommande|under de närmaste|under de kommande|de kommande)? ?(?:loppet av |cirka |ca |max(?:imalt)? |högst |ungefär |typ |runt |mindre än |bara )*(?P<n>NUM)(?:(?: ?[-–—] ?| till | eller |, ?| à )(?P<n2>NUM))? ?(?P<u>UNIT)(?: eller (?P<n3>två|tre|fyra))?NE(?P<u2> och NUM (?:UNIT))?(?P<trail> sedan| sen(?=\s*(?:[.,!?]|$| och))| från (?:nu|idag|i dag)| framåt| senare| gammal| gamla| gammalt| tillbaka)?",
    "now": r"NB(?:genast|omgående|ögonblickligen|omedelbart|på direkten|med detsamma|på en gång|med en gång|på stubben|på studs|i denna stund|just nu|på momangen|direkt(?=\s*(?:[.,!?;)]|$|och |när ))|per omgående)NE",
    "noon": r"NB(?P<lead>före|innan|till|vid|efter|lagom till)? ?(?P<w>lunch(?:tid|en|dags)?|middagstid|midnatt)NE|NB(?:på )?förmiddagen? ?",
    "clock": r"NB(?P<lead>(?:senast |före |innan |till |vid |efter |ca |cirka |runt |från |redan )*)(?:klockan|kl(?:\.|ockan)?|@) ?(?P<h>\d{1,2})(?:[.:](?P<m>\d\d))?(?:[-–—]| ?(?:[-–—]|till|och) ?(?:kl\.? ?|klockan )?)(?P<h2>\d{1,2})(?:[.:](?P<m2>\d\d))?NE|NB(?P<lead2>(?:senast |före |innan |till |vid |efter |ca |cirka |runt |från |redan )*)(?:klockan|kl(?:\.|ockan)?|@) ?(?P<h3>\d{1,2})(?:[.:](?P<m3>\d\d))?NE|NB(?P<h4>[0-2]?\d):(?P<m4>[0-5]\d)NE|NB(?:före|innan|senast|till|vid|mellan|efter) (?P<h5>[0-2]?\d)\.(?P<m5>[0-5]\d)(?: och (?P<h6>[0-2]?\d)\.(?P<m6>[0-5]\d))?NE|NB(?P<h7>[0-2]?\d)\.(?P<m7>[0-5]\d) ?[-–] ?(?P<h8>[0-2]?\d)\.(?P<m8>[0-5]\d)NE|NBvid (?P<h9>\d{1,2})-?tidenNE|NB(?P<h10>\d{1,2})hNE(?=$| )|NBmellan (?P<h11>\d{1,2}) och (?P<h12>\d{1,2})NE(?! (?:kr|procent|personer|\w+dagar|dagar|veckor|timmar|minuter|år))",
    "clock_words": r"NB(?:(?P<lead>senast|före|innan|till|vid|efter|runt|klockan|kl\.?) )+(?P<half>halv )?(?P<n>ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)(?:tiden)?NE(?= ?(?:[.,;!?)]|$|i |på |och |idag|imorgon|prick|blankt|så |att |med ))|NB(?P<q>kvart över|kvart i|tjugo över|tjugo i|fem över|fem i|tio över|tio i|klockan 20 över) (?P<n2>\d{1,2}|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)NE",
    "part": r"NB(?:(?:på|under|till|i|senare på|sent på|tidigt på|mot|före|innan|framåt|frampå|redan på) )?(?P<p>morgonen|morgon|förmiddagen|förmiddag|eftermiddagen|eftermiddag|kvällen|kväll|fm|em|natten|kvällskvisten|lunch)NE(?! är)",
}

_EN = {
    "day_month": r"NB(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?\.? (?:of |day of )?(?P<mo>MO)\.?(?:,? (?P<y>20\d\d))?NE|NB(?:the )?(?P<o>ORD)(?: day)? (?:of )?(?P<mo2>MO)\.?(?:,? (?P<y2>20\d\d))?NE|NB(?:the )?(?P<d3>\d{1,2})(?:st|nd|rd|th)? of (?P<this>this|next) monthNE",
    "month_day": r"NB(?P<mo>MO)\.?[ -]?(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y>20\d\d))?(?![\d:%]|\s?(?:kr|am|pm|days|items|of them))NE|NB(?P<mo2>MO) (?:the )?(?P<o>ORD|twenty[ -]one|thirty[ -]one|thirty)(?:,? (?P<y2>20\d\d))?NE",
    "day_range": r"NB(?:from |between )?(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: ?[-–—] ?| to | and | through | thru | until )(?:the )?(?P<d2>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<mo>MO)\.?(?: (?P<y>20\d\d))?NE|NB(?P<mo2>MO)\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?(?: ?[-–—] ?| to | and | through | thru | until )(?:the )?(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<y2>20\d\d))?NE",
    "the_day": r"NB(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)NE(?! (?:floor|time|item|of every|of each|birthday|century|call|attempt|visit|order|street|ave))|NB(?:the|for the) (?P<o>ORD|twenty[ -]\w+|thirty)NE(?= ?(?:[.,;!?)]|$))",
    "last_day": r"NB(?:the )?last day of (?P<mo>MO)NE",
    "today": r"NB(?:today|2day|later today)NE|NB(?:by |before |at )?(?:the )?(?:end of (?:the |play |business |this )?(?:today|day|play|business|working day|workday)|eod|eob|cob|close of (?:business|play|day)|we close|closing time)NE|NBwithin the dayNE|NBduring the dayNE|NBthis very dayNE",
    "tomorrow": r"NB(?:first thing )?(?:tomorrow|tomorrows|tomorow|tommorow|tommorrow|tmrw|tmr|tmw|2moro)(?: first thing)?NE(?!'s)",
    "overmorrow": r"NB(?:the )?day after (?:tomorrow|tmrw)NE",
    "yesterday": r"NB(?:yesterday|the other day|last (?:week|month|year|night|summer|autumn|winter|spring|weekend|time)|earlier today|this morning(?! (?:at|@))|the day before yesterday)NE|NB(?:last|this past) (?P<wd>WD)NE",
    "today_part": r"NB(?P<p>tonight|this evening|this afternoon|later this afternoon|later this evening|this lunchtime|this morning(?= (?:at|@)))NE",
    "weekday_next": r"NB(?:on )?(?:next) (?P<wd>WD)NE|NB(?P<wd2>WD) (?:of |in )?(?:next|the following|the coming) week|NBnext week,? (?:on )?(?P<wd3>WD)NE|NB(?P<wd4>WD) weekNE",
    "weekday": r"NB(?:on |this |this coming |coming |the coming |by )?(?P<wd>WD)\.?NE(?!'s| (?:to|and|-|–) (?:\w+)?days\b)",
    "weekday_part": r"NB(?P<wd>WD) (?P<p>night)NE",
    "nth_weekday": r"NB(?:the )?(?P<o>ORD|last) (?P<wd>WD) (?:in|of) (?P<mo>MO|next month|the month)(?: (?P<y>20\d\d))?NE",
    "weekdays_ahead": r"NB(?P<n>NUM) (?P<wd>WD)s from nowNE",
    "week_number": r"NBweek (?P<w>\d{1,2})(?: ?[-–] ?(?P<w2>\d{1,2}))?NE",
    "this_week": r"NB(?:later |during |within |at the |some ?time |in the course of )*(?:this week|the week is out|the week's end|end of (?:the |this )?week|the week)NE(?! (?:of|after|before|that))|NB(?:by |before )?(?:the )?(?:eow|week's out|week is over)NE",
    "week_of": r"NBthe week of (?P<mo>MO) (?P<d>\d{1,2})(?:st|nd|rd|th)?NE",
    "next_week": r"NB(?:sometime |during |end of |around |the end of |by the end of )*(?:next week|the coming week|the following week|the week after)NE",
    "week_part": r"NB(?:in |at |by |towards |before )?(?:the )?(?P<p>beginning|start|middle|end|early|mid|late)(?: of| in|-)? ?(?P<w>this week|the week|next week|around next week)NE|NB(?P<p2>early|mid|late)[ -](?:in )?(?P<w2>this week|next week)NE",
    "weekend": r"NB(?P<lead>before|by|over|during|at|on|this|after|for)? ?(?P<n>the coming |next |this |the |this coming )?(?:weekend|week-end)NE(?!s)",
    "this_month": r"NB(?:later |by |before |at |within )?(?:this month|the end of (?:the |this )?month|the month's end|end of (?:the |this )?month|the month is out|eom|month-end|month end|within the month)NE",
    "next_month": r"NB(?:by |before |in |during |at )?(?:the )?(?:end of |start of |beginning of )?next monthNE",
    "month_part": r"NB(?:in |at |by |towards |from |around )?(?:the )?(?P<p>beginning|start|middle|end|early|mid|late|mid-)(?: of)?[ -]?(?P<mo>MO)(?: (?P<y>20\d\d))?NE",
    "month": r"NB(?:in|during|by|until|within|late in|before|throughout|till) (?P<mo>MO)(?: (?P<y>20\d\d))?NE(?! \d)|^(?P<mo2>MO)$",
    "quarter": r"NB(?:the )?(?P<o>ORD|[1-4](?:st|nd|rd|th)) (?:quarter|qtr)NE|NB(?P<y>20\d\d)Q(?P<q>[1-4])NE",
    "year": r"NB(?:by |before |at )?(?:the )?(?:end of (?:the |this )?year|year's end|year-end|eoy|year is out)NE|NB(?:this year|later this year)NE",
    "next_year": r"NBnext (?:year|yr)NE",
    "season": r"NB(?:this |in (?:the )?|by (?:the )?|next |before (?:the )?|over (?:the )?)(?P<s>SEASON)NE",
    "feast": r"NB(?:before|by|on|over|after|until)? ?(?P<f>FEAST)NE(?: (?P<y>20\d\d))?",
    "easter": r"NB(?:before|by|on|over|after|until|the next)? ?(?P<f>EASTER)NE(?: (?P<y>20\d\d))?",
    "midsummer": r"NB(?:before|by|on|over|after)? ?midsummer(?:'s)?(?: eve| day)?NE",
    "length_half": r"NB(?P<lead>within|in|in about|in under|inside|about)? ?(?:(?P<h>half an hour|half hour|half a day|a quarter of an hour|quarter of an hour|1/2 ?h)|(?P<n>NUM)(?: and a half|½) (?P<u>UNIT)|(?P<n4>an|one) hour and a half|(?P<t>the hour)(?! (?:hand|when)))NE",
    "length": r"NB(?P<past>(?:the |these |over the |in the |for the )?(?:last|past|previous) )?(?P<lead>within|inside|in|under|after|over|during|by|for|(?:within |in |over |during )?the (?:next|coming)|next|upcoming|coming)? ?(?:about |around |approximately |max(?:imum)? |at most |no more than |less than |up to |only |just |under |the space of |a matter of )*(?P<n>NUM)(?:(?: ?[-–—] ?| to | or |, ?)(?P<n2>NUM))? ?(?:(?:whole|full|more|upcoming|or so|good) )?(?P<u>UNIT)(?: or (?P<n3>two|three|so))?NE(?P<trail> from (?:now|today|right now)| ago| later| old| earlier| back(?= (?:we|I|you|and))| time\b)?",
    "now": r"NB(?:right away|immediately|straight ?away|at once|right now|instantly|this minute|this instant|this second|there and then|without delay|on the spot|on the double)NE",
    "noon": r"NB(?P<lead>before|by|at|around|until|after)? ?(?P<w>noon|midday|lunch(?: ?time)?|midnight)NE(?! (?:box|menu|today is))",
    "clock": r"NB(?:(?P<lead>at|by|before|around|about|until|till|between|from|after|for|@|through|sharp) )*(?P<h>\d{1,2})(?:[.:h](?P<m>\d\d)?)?(?::\d\d)? ?(?P<ap>am|pm|a\.m\.?|p\.m\.?|a m|p m)?(?: (?:GMT|CET|CEST|PST))?(?: ?[-–—] ?| to | and )(?P<h2>\d{1,2})(?:[.:h](?P<m2>\d\d)?)?(?::\d\d)? ?(?P<ap2>am|pm|a\.m\.?|p\.m\.?)?NE(?<=[apm:.h\d])(?! (?:\w+ ){0,1}(?:days?|weeks?|hours?|minutes?|kr|people|items|months?|years?|business|working)|[%/]| (?:MO)\b)|NB(?P<h3>\d{1,2})(?:[.:](?P<m3>\d\d))? ?(?P<ap3>am|pm|a\.m\.?|p\.m\.?|o'?clock)NE|NB(?P<h4>[0-2]?\d)[:h](?P<m4>[0-5]\d)NE|NB(?P<h5>\d{1,2})hNE|NB(?:at|by|before|around|until|till|sharp at|from|after|@) (?P<h6>[0-2]?\d)(?:[.](?P<m6>[0-5]\d))?NE(?= ?(?:[.,;!?)]|$|on|sharp|in the|tomorrow|today|tonight|and|to|so|when|with|at the latest|or))",
    "clock_words": r"NB(?:(?P<lead>at|by|before|around|about|until|till|after|past) )+(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: thirty| o'?clock| sharp| on the dot)?NE(?= ?(?:[.,;!?)]|$|on |tomorrow|today|tonight|in the|that|this|at the latest|and |so |to |when |with |or |thirty|o'clock|sharp|['’]s))|NB(?:at |by |before |for )?(?P<q>half past|a quarter past|quarter past|a quarter to|quarter to|ten past|ten to|twenty past|twenty to|five past|five to) (?P<n2>\d{1,2}|noon|midday|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)NE",
    "part": r"NB(?:(?:in|during|by|this|later in|over|early in|late in) )?(?:the )?(?:early |late )?(?P<p>mornings?|afternoon|evening|night|lunchtime)NE(?! (?:shift|team|train|line|bus))",
}


@cache
def shapes(language: Language) -> tuple[Shape, ...]:
    """All shapes of a language, compiled on first use."""
    parts = _fragments(language)
    source = _BOTH | (_SV if language == "sv" else _EN)
    return tuple(Shape(name, re.compile(_filled(pattern, parts), re.I)) for name, pattern in source.items())


def _filled(pattern: str, parts: Groups) -> str:
    return re.sub(
        r"\b(WD|MO|NUM|ORD|UNIT|PART|FEAST|EASTER|SEASON)\b|NB|NE",
        lambda m: parts[m[0]] if m[0] in ("NB", "NE") else f"(?:{parts[m[0]]})",
        pattern,
    )


Reader = Callable[[Match[str]], object]


def matches(language: Language, text: str) -> Iterator[tuple[str, Match[str]]]:
    for shape in shapes(language):
        for match in shape.pattern.finditer(text):
            if match.group().strip():
                yield shape.name, match
