"""The order of a reply: which steps come in which paragraph, as it suits the case. One frame would make every reply
alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.case import Language
from assistant.composing import outlook
from assistant.composing.facts import News, with_pronoun
from assistant.composing.letter import Letter
from assistant.composing.listening import apology, broken_word, condolence, listening, owned_up, safety, says_hope, told
from assistant.composing.names import called
from assistant.composing.things import definite
from assistant.language import sentences

_SMALL = {
    "sv": "du ni vi jag det den de en ett någon något ditt din dina hela ny nya".split(),
    "en": "you we i it they a an the your there no delivery our".split(),
}
"""Words that may lose their capital when something is put before them; in Swedish so may a known noun."""
_BOUGHT = ("delivery", "shipping", "stock")
"""Facts about what has not come yet: that can still be called off."""
_SHORT_STORY = 16
"""A story of no more words has room in a text message."""
_DECIDED = ("refund", "compensation", "billing", "contract", "replacement")
_APPOSED = re.compile(
    r"((?:i morgon|i dag|tomorrow|today), \w+ (?:den )?\d{1,2} \w+)(?= (?!mellan |klockan |between |at |from )[a-zåäö])"
)
"""A date behind "i morgon" stands between commas."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A reply, and the gesture that is in it."""

    text: str
    gesture: str | None


def arrange(letter: Letter) -> Arranged:
    """The whole reply, greeting to signature."""
    if letter.case.channel == "social":
        return Arranged(_public(letter), None)
    given = None if letter.short else outlook.gesture(letter)
    paragraphs = _chat(letter) if letter.short else _mail(letter, _head(letter), [given[1]] if given else [])
    body = _APPOSED.sub(r"\1,", "\n\n".join(filter(None, paragraphs)))
    return Arranged(f"{_greeted(letter, body)}\n\n{_signature(letter)}", given[0] if given else None)


def _public(letter: Letter) -> str:
    """What everybody may read: sorry, and where the two of them go on; nothing of the case."""
    sorry = letter.say("public.sorry" if letter.story.amiss else "public.thanks")
    moved = letter.say("public.move") or letter.say("public.move_untimed")
    greeting = letter.say("greeting.unnamed") or ""
    return f"{greeting} {_small(_joined([t for t in (sorry, moved) if t]))}\n\n{_signature(letter)}"


def _head(letter: Letter) -> list[str]:
    return [*condolence(letter), *broken_word(letter), *_heard(letter), *owned_up(letter)]


def _heard(letter: Letter) -> list[str]:
    """Listening and apology, mostly in this order; the other way where the apology can stand first."""
    heard = listening(letter)
    sorry = apology(letter, heard)
    apology_first = letter.story.amiss and not told(letter) and letter.voice.number("apology first") % 3 == 0
    return [*sorry, *heard] if apology_first else [*heard, *sorry]


def _mail(letter: Letter, head: Sequence[str], given: Sequence[str]) -> list[str]:
    news, ahead = [*safety(letter), *_news(letter)], outlook.ahead(letter)
    if letter.story.tone == "curt" and len(letter.news) < 2:
        return [_joined([*head, *news[:1]]), *news[1:], _joined([*ahead, *given])]
    if letter.voice.number("gesture place") % 2:
        return [_joined(head), *news, _joined(given), _joined(ahead)]
    return [_joined(head), *news, _joined(ahead), _joined(given)]


def _chat(letter: Letter) -> list[str]:
    """A few sentences in one paragraph: what weighs most first, a closing where there is room."""
    told = _in_a_row(letter)
    ranked = sorted(told, key=_weight, reverse=True)
    answer = [news.text for news in ranked[:1]] or outlook.finding_out(letter)
    kept, chosen = [*_brief_head(letter, answer), *safety(letter)], list(ranked[:1])
    for news in ranked[1:]:
        if _count([*kept, *(n.text for n in chosen), news.text]) <= letter.most:
            chosen.append(news)
    kept += [news.text for news in told if news in chosen] or answer
    for closing in outlook.ahead(letter):
        if _count([*kept, closing]) <= letter.most and closing not in kept:
            kept.append(closing)
    return [_joined(kept)]


def _brief_head(letter: Letter, answer: Sequence[str]) -> list[str]:
    """What comes before the answer: where it would be too long, sorry for the thing, and nothing told back."""
    if letter.case.channel == "sms" and (one := _in_one(letter)) and _count([one, *answer]) <= letter.most:
        return [one]
    letter.retells = letter.case.channel != "sms"
    head = _head(letter)[: 3 if letter.story.tone == "grief" else 2]
    if letter.retells and _count([*head, *answer]) <= letter.most:
        return head
    letter.retells = False
    first = [*condolence(letter), *broken_word(letter)] or apology(letter, ())
    return first if letter.case.missed or letter.story.broken else first[:1]


def _in_one(letter: Letter) -> str | None:
    """What happened and the apology in one sentence, where it is short enough for a text message."""
    said = listening(letter) if told(letter) and letter.story.amiss and letter.story.tone != "grief" else []
    if len(said) != 1 or len(said[0].split()) > _SHORT_STORY or letter.case.missed or letter.story.broken:
        return None
    key = "apology.joined_hoped" if says_hope(said[0]) else "apology.joined"
    return letter.say(key, said=said[0][:-1])


def _in_a_row(letter: Letter) -> list[News]:
    """The facts, the money back as what it is where the customer may choose it."""
    return [replace(n, text=_if_rather(letter, n)) if n.option == "cancel" else n for n in letter.news]


def _if_rather(letter: Letter, cancel: News) -> str:
    key = f"option.rather{'' if cancel.by else '_so'}"
    return letter.say(key, amount=cancel.amount, by=cancel.by) or cancel.text


def _weight(news: News) -> int:
    """What a customer must not miss: the bad news, a sum, a day, a choice."""
    weighty = (news.amount is not None, news.when is not None, news.bad, news.option == "cancel")
    return 2 * sum(weighty) - (news.fact.about == "other")


def _count(texts: Sequence[str]) -> int:
    return len(sentences(_joined(texts)))


def _news(letter: Letter) -> list[str]:
    """The facts in a paragraph, what can be chosen between under it; or what is being found out."""
    if not letter.news:
        return [_joined(outlook.finding_out(letter))]
    if not outlook.has_choice(letter):
        return [_paragraph(letter, _in_a_row(letter))]
    keep = [news for news in letter.news if news.option == "keep" and not news.bad]
    cancel = [news for news in letter.news if news.option == "cancel"]
    plain = [news for news in letter.news if news not in keep and news not in cancel]
    options = [f"– {_keeping(letter, keep)}", *(f"– {_cancelling(letter, news)}" for news in cancel)]
    return [_paragraph(letter, plain) if plain else "", "\n".join([letter.say("option.intro") or "", *options])]


def _keeping(letter: Letter, keep: Sequence[News]) -> str:
    text = _run(letter, keep)
    bought = keep[0].fact.about in _BOUGHT
    return (letter.say("option.keep", news=text) if bought else None) or text


def _cancelling(letter: Letter, cancel: News) -> str:
    """The choice of the money back, with the day that the fact or the policy gives it."""
    bought = any(news.option == "keep" and news.fact.about in _BOUGHT for news in letter.news)
    key = f"option.{'cancel' if bought else 'money'}{'' if cancel.by else '_so'}"
    return letter.say(key, amount=cancel.amount, by=cancel.by) or cancel.text


def _paragraph(letter: Letter, news: Sequence[News]) -> str:
    text = _run(letter, news)
    decided = news[0].fact.about in _DECIDED and not news[0].bad
    lead = letter.say("lead.decided" if decided else "lead.news")
    return f"{lead}{_small(text)}" if lead and _may_be_small(text, letter.language) else text


def _run(letter: Letter, told_of: Sequence[News]) -> str:
    """The sentences one after the other, a thing told of again by its pronoun."""
    before = [None, *(n.thing if n.thing and n.thing.text in n.text.lower() else None for n in told_of)]
    return _joined(
        [with_pronoun(n.text, n.thing, last, letter.language) for n, last in zip(told_of, before, strict=False)]
    )


def _may_be_small(text: str, language: Language) -> bool:
    first = text.split()[0].strip(",").lower()
    known = first in _SMALL[language] or (language == "sv" and definite(first) is not None)
    return known and not text.startswith("I ")


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _greeted(letter: Letter, body: str) -> str:
    name = called(letter.case, letter.language)
    titled = bool(name and letter.language == "en" and " " in name)
    chatty = letter.short and not titled and letter.story.tone not in ("formal", "grief")
    key = "greeting.unnamed" if not name else "greeting.chat" if chatty else "greeting.named"
    greeting = letter.voice.say(key, {"name": name}) or ""
    runs_on = letter.short and _may_be_small(body, letter.language)
    return f"{greeting} {_small(body)}" if runs_on else f"{greeting}\n\n{body}"


def _signature(letter: Letter) -> str:
    owner, team = letter.case.owner, letter.say("sign.team") or ""
    if not owner or any(character.isdigit() for character in owner):
        return team
    return owner if letter.short or owner.lower() == team.lower() else f"{owner}\n{team}"


def _joined(texts: Sequence[str]) -> str:
    return re.sub(r" {2,}", " ", " ".join(texts)).strip()
