"""What is still open, when the customer hears next and from whom, and a gesture where it is merited."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.calendar import add_business_days
from assistant.case import Money, day
from assistant.composing.facts import News
from assistant.composing.facts.notes import cues
from assistant.composing.letter import Letter
from assistant.composing.vocabulary import words
from assistant.speech import on_date, sum_of

_SOON = 14
"""A day further off than so many days gets a message on the way, not only after it …"""
_ON_THE_WAY = 5
"""… after so many business days."""
_FOLLOWED = {
    "delivery": "delivery",
    "shipping": "other",
    "stock": "other",
    "repair": "repair",
    "replacement": "other",
    "refund": "refund",
    "compensation": "refund",
    "billing": "billing",
    "service": "repair",
    "contract": "settled",
    "other": "settled",
    "contact": "contact",
}
"""The kinds of fact whose day is an event to ask about afterwards, and how it is asked about."""
_REFUSED = ("refund", "compensation", "replacement", "contract", "billing")
"""What is refused by somebody who decides."""
_COVERED_BY = {
    "refund": ("refund", "compensation", "billing"),
    "compensation": ("compensation", "refund", "billing"),
    "replacement": ("replacement", "stock", "shipping", "delivery", "repair", "refund"),
    "contract": ("contract", "refund", "billing", "service"),
    "repair": ("repair", "replacement", "service", "stock", "delivery", "contact", "refund"),
    "delivery": ("delivery", "shipping", "stock", "replacement", "repair", "service", "other", "refund"),
    "billing": ("billing", "refund", "compensation", "contract"),
}
"""What a customer asks for, and the kinds of fact that answer it."""
_GIFTS = {
    "presentkort": "presentkort",
    "gift card": "presentkort",
    "voucher": "voucher",
    "värdecheck": "voucher",
    "rabattkod": "rabattkod",
    "discount code": "rabattkod",
    "blommor": "blommor",
    "flowers": "blommor",
    "fri frakt": "frakt",
    "free shipping": "frakt",
}
"""The gestures that policies name, and the phrase for each; those with a sum of ours go before the others."""
_MEASURED = ("presentkort", "voucher", "rabattkod")


def finding_out(letter: Letter) -> list[str]:
    """What is being found out, and by when the customer hears."""
    if words(letter.story.language).danger.search(letter.story.clean):
        return [text for text in [letter.say("find.danger") or letter.say("still.no_time")] if text]
    want = next((want for want in letter.story.wants if want != "contact"), None) or _asked_about(letter)
    theirs = letter.from_playbook("next_steps", needs="answer_by") if letter.voice.number("whose step") % 3 else None
    text = (
        theirs
        or letter.say(f"find.{_as_it_stands(letter, want)}")
        or letter.say("find.other")
        or letter.say("still.no_time")
    )
    return [text] if text else []


def _as_it_stands(letter: Letter, want: str) -> str:
    """Money that is asked for is not money that is on its way, and only a service has people who run it."""
    if want == "refund" and not letter.awaits_money:
        return "money_back"
    technical = letter.thing and letter.thing.noun.kind == "service"
    return want if want != "service" or technical else "other"


def still_open(letter: Letter) -> list[str]:
    """The customer's question that no fact answers, with a time for the answer."""
    known = {news.fact.about for news in letter.news}
    for want in letter.story.wants:
        dated = want == "delivery" and any(news.when for news in letter.news)
        if want in _COVERED_BY and not dated and not known & set(_COVERED_BY[want]):
            text = letter.say(f"still.{want}")
            return [text] if text else []
    return []


def _asked_about(letter: Letter) -> str:
    """What the situation's first question is about."""
    questions = letter.situation.entry.find_out if letter.situation else ()
    return questions[0].about if questions else "other"


def follow_up(letter: Letter) -> list[str]:
    """A message on the business day after what is to come, or on the way to a day far off."""
    coming = [
        n for n in letter.news if n.when and n.option != "cancel" and n.fact.about in _FOLLOWED and not _is_own(n)
    ]
    if not letter.answer_time:
        return []
    answers = [n for n in letter.news if n.when and _is_answer(n) and not n.bad and not _is_own(n)]
    if not coming or any(_due(answer) <= _due(max(coming, key=_due)) for answer in answers[:1]):
        coming = answers or coming
    if not coming:
        return []
    main = max(coming, key=_due)
    if _due(main) - letter.today > timedelta(days=_SOON):
        return _following(letter, "follow.far", add_business_days(letter.today, _ON_THE_WAY), main)
    kind = "contact" if _is_answer(main) else _FOLLOWED[main.fact.about]
    return _following(letter, f"follow.{kind}", add_business_days(_due(main), 1), main)


def _is_answer(news: News) -> bool:
    """Its day is that of an answer or a decision, whatever it is about."""
    return news.fact.about == "contact" or cues()["decision"].search(news.fact.says) is not None


def _is_own(news: News) -> bool:
    """The one who signs has that next contact themself."""
    return news.text.startswith(("Jag ", "I "))


def _due(news: News) -> date:
    assert news.when is not None
    return day(news.when)


def _following(letter: Letter, key: str, when: date, main: News) -> list[str]:
    said = on_date(when, letter.language, letter.today)
    text = letter.say(key, follow=said if letter.language == "sv" else f"on {said}", item=main.thing or letter.thing)
    return [text] if text else []


def owner(letter: Letter, settled: bool) -> list[str]:
    """Who has the case, or where to turn once everything is settled."""
    key = "owner.settled" if settled else "owner.named" if letter.owner else "owner.unnamed"
    text = letter.say(key)
    return [text] if text else []


def ahead(letter: Letter) -> list[str]:
    """When the customer hears next, from whom, and that they need not chase it."""
    if not letter.news:
        return owner(letter, settled=False)
    if has_choice(letter) and (asked := letter.say("option.ask")):
        return [asked, *owner(letter, settled=False)]
    coming = [*still_open(letter), *follow_up(letter)]
    if all(news.bad for news in letter.news) or (not coming and any(_is_refused(news) for news in letter.news)):
        coming = follow_up(letter) or _after_bad_news(letter)
    rings = any(_is_own(news) for news in letter.news)
    after = coming or ([] if rings else _checked_up(letter))
    return [*after, *owner(letter, settled=not (coming or rings))]


def _after_bad_news(letter: Letter) -> list[str]:
    """A no is looked at once more; what is not there yet is looked for."""
    if any(_is_refused(news) for news in letter.news):
        return [text for text in [letter.say("follow.denied")] if text]
    return finding_out(letter)


def _is_refused(news: News) -> bool:
    return news.bad and news.fact.about in _REFUSED


def _checked_up(letter: Letter) -> list[str]:
    """Where all is done: a word some days later all the same."""
    if not letter.answer_time:
        return []
    return _following(letter, "follow.settled", add_business_days(letter.today, _ON_THE_WAY - 2), letter.news[0])


def has_choice(letter: Letter) -> bool:
    """The facts leave the customer a choice: the money back, or something else."""
    options = {news.option for news in letter.news if not news.bad}
    return {"cancel", "keep"} <= options


def gesture(letter: Letter) -> tuple[str, str] | None:
    """What is given within the policy, and the sentence that gives it; None where it is not merited or not wished."""
    story, given = letter.story, _gift(letter)
    helped = any(not news.bad for news in letter.news)
    granted = any(news.fact.about == "compensation" for news in letter.news)
    if (
        not (
            given
            and letter.wishes.gesture
            and (letter.case.missed or story.broken or (helped and story.merits_gesture))
        )
        or granted
        or any(_is_refused(news) for news in letter.news)
        or story.wants_no_gift
        or words(story.language).public_body.search(story.clean)
        or story.tone in ("grief", "formal")
    ):
        return None
    true_of_it: dict[str, bool] = {
        "missed": bool(letter.case.missed or story.broken),
        "contacts": bool(story.contacts),
        "promised": story.promised,
        "so": True,
    }
    true_of_it |= dict.fromkeys(story.consequences, True)
    reasons = (
        reason for reason in ("missed", "days_off", "waited_in", "contacts", "promised", "so") if true_of_it.get(reason)
    )
    said = next(filter(None, (letter.say(f"gesture.{reason}", gesture=given) for reason in reasons)), None)
    return (given, said) if said else None


def _gift(letter: Letter) -> str | None:
    policy = letter.case.policy
    kinds = [_GIFTS[name.lower()] for name in policy.gestures if name.lower() in _GIFTS]
    foreign = any(money.currency != policy.currency for money in letter.story.sums)
    foreign |= any(fact.amount and fact.amount.currency != policy.currency for fact in letter.case.facts)
    if policy.compensation_limit <= 0 or not kinds or foreign:
        return None
    chosen = next((kind for kind in _MEASURED if kind in kinds), kinds[0])
    amount = sum_of(Money(policy.compensation_limit, policy.currency), letter.language)
    return letter.voice.say(f"gift.{chosen}", {"amount": amount})
