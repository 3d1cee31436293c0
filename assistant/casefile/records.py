"""Plain data -> Case and Policy, key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from assistant.case import ABOUT, CHANNELS, Allowance, Case, Fact, Message, Policy
from assistant.casefile import values
from assistant.casefile.document import Fault, Key

Sender = Literal["customer", "agent"]
T = TypeVar("T")
_KEYS = ("id", "language", "today", "customer", "owner", "channel", "messages", "facts", "policy")


def case(data: Any, default: Policy) -> Case:
    """The case in `data`; where it has no policy of its own, `default` holds."""
    fields = _mapping(data, (), _KEYS)
    today = values.moment(fields.get("today"), ("today",))
    if today is None:
        raise Fault(("today",), "is missing: the date and time of the draft, such as 2026-03-12T10:00")
    own = fields.get("policy")
    return Case(
        id=values.text(fields.get("id"), ("id",)),
        language=values.choice(fields.get("language"), ("language",), ("sv", "en")),
        today=today,
        customer=values.text(fields.get("customer"), ("customer",)),
        owner=values.text(fields.get("owner"), ("owner",)),
        channel=values.choice(fields.get("channel"), ("channel",), CHANNELS),
        messages=_each(fields.get("messages"), ("messages",), _message),
        facts=_each(fields.get("facts"), ("facts",), _fact),
        policy=default if own is None else policy(own, ("policy",)),
    )


def policy(data: Any, key: Key = ()) -> Policy:
    fields = _mapping(data, key, ("currency", "business_hours", "promises", "compensation"))
    compensation = _group(fields, "compensation", key, ("limit", "gestures"))
    opens, closes = values.hours(fields.get("business_hours", "09:00-17:00"), (*key, "business_hours"))
    return Policy(
        currency=values.currency(fields.get("currency", "SEK"), (*key, "currency")),
        opens=opens,
        closes=closes,
        promises={
            about: _allowance(allowance, (*key, "promises", about))
            for about, allowance in _group(fields, "promises", key, ABOUT).items()
        },
        compensation_limit=values.number(compensation.get("limit", 0), (*key, "compensation", "limit")),
        gestures=_each(compensation.get("gestures"), (*key, "compensation", "gestures"), _gesture),
    )


def _message(data: Any, key: Key) -> Message:
    fields = _mapping(data, key, ("from", "at", "text"))
    sender: Sender | None = values.choice(fields.get("from"), (*key, "from"), ("customer", "agent"))
    text = values.text(fields.get("text"), (*key, "text"))
    if sender is None or text is None:
        raise Fault(key, "a message needs `from` and `text`")
    return Message(sender, text, values.moment(fields.get("at"), (*key, "at")))


def _fact(data: Any, key: Key) -> Fact:
    fields = _mapping(data, key, ("about", "says", "by", "amount", "holds", "source", "as_of"))
    about = values.choice(fields.get("about"), (*key, "about"), ABOUT)
    if about is None:
        raise Fault(key, "a fact needs `about`")
    holds = fields.get("holds")
    return Fact(
        about=about,
        says=values.text(fields.get("says"), (*key, "says")) or "",
        by=values.when(fields.get("by"), (*key, "by")),
        amount=values.money(fields.get("amount"), (*key, "amount")),
        holds=None if holds is None else values.truth(holds, (*key, "holds")),
        source=values.text(fields.get("source"), (*key, "source")),
        as_of=values.moment(fields.get("as_of"), (*key, "as_of")),
    )


def _allowance(data: Any, key: Key) -> Allowance:
    fields = _mapping(data, key, ("within", "limit", "allowed"))
    within, limit = fields.get("within"), fields.get("limit")
    return Allowance(
        within=None if within is None else values.period(within, (*key, "within")),
        limit=None if limit is None else values.number(limit, (*key, "limit")),
        allowed=values.truth(fields.get("allowed", True), (*key, "allowed")),
    )


def _gesture(data: Any, key: Key) -> str:
    gesture = values.text(data, key)
    if not gesture or not gesture.strip():
        raise Fault(key, "a gesture must be named")
    return gesture


def _group(fields: Mapping[str, Any], name: str, key: Key, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    """The keys and values under `name`; none where nothing stands there."""
    data = fields.get(name)
    return {} if data is None else _mapping(data, (*key, name), allowed)


def _mapping(data: Any, key: Key, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Fault(key, f"must be keys and values, not {values.named(data)}")
    for name in data:
        if name not in allowed:
            raise Fault((*key, str(name)[:40]), f"unknown key; allowed are {', '.join(allowed)}")
    return data


def _each(data: Any, key: Key, build: Callable[[Any, Key], T]) -> tuple[T, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        raise Fault(key, f"must be a list, not {values.named(data)}")
    return tuple(build(item, (*key, i)) for i, item in enumerate(data))
