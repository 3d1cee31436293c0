"""Reads case and policy files: YAML or JSON in, frozen records out, or an error that names the line.

Strict (`spec/case.md`): an unknown key, an impossible date or a wrong type stops the reading. The
values are checked as plain data; only when one is wrong is the text read again to find its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

import yaml

from assistant.case import ABOUT, Allowance, Case, Fact, Message, Money, Period, Policy, When
from assistant.errors import BadInput

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DEFAULT_POLICY = Path(__file__).parent.parent / "playbooks" / "policy.yaml"
MAX_CHARACTERS = 2_000_000

Key = tuple[str | int, ...]
T = TypeVar("T")
S = TypeVar("S", bound=str)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that leaves dates as text, so that an impossible one is named like any wrong value."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class _Fault(Exception):
    """A wrong value at `key`; becomes a BadInput with file and line at the door."""

    def __init__(self, key: Key, what: str) -> None:
        super().__init__(what)
        self.key = key
        self.what = what


def load_case(path: Path, default: Policy | None = None) -> Case:
    """The case in a YAML or JSON file."""
    return parse_case(_read(path), str(path), default)


def parse_case(text: str, name: str = "case", default: Policy | None = None) -> Case:
    """The case in `text`; `name` stands for the file in errors."""
    return _parse(text, name, lambda data: _case(data, default or default_policy()))


def case_from(data: Any, name: str = "case", default: Policy | None = None) -> Case:
    """The case in plain data, as one line of JSONL or an API call brings it."""
    try:
        return _case(data, default or default_policy())
    except _Fault as fault:
        raise BadInput(fault.what, where=f"{name}: {_dotted(fault.key)}") from None


def load_policy(path: Path) -> Policy:
    return _parse(_read(path), str(path), lambda data: _policy(data, ()))


def default_policy() -> Policy:
    """The policy that ships with the playbook."""
    return load_policy(DEFAULT_POLICY)


def local(moment: datetime) -> datetime:
    """The desk's wall-clock time of `moment`; without an offset it already is."""
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None) if moment.tzinfo else moment


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text", where=f"{path}: byte {error.start}", now="save it as UTF-8") from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from None


def _parse(text: str, name: str, build: Callable[[Any], T]) -> T:
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"is longer than {MAX_CHARACTERS:,} characters", where=name)
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Loader)
    except (json.JSONDecodeError, yaml.YAMLError, ValueError) as error:
        raise BadInput(f"is not readable as YAML or JSON: {_syntax(error)}", where=f"{name}{_mark(error)}") from None
    try:
        return build(data)
    except _Fault as fault:
        raise BadInput(f"{_dotted(fault.key)}: {fault.what}", where=f"{name}:{_line(text, fault.key)}") from None


def _syntax(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "msg", None) or error)


def _mark(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else getattr(error, "lineno", None)
    return f":{line}" if line else ""


def _dotted(key: Key) -> str:
    dotted = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key)
    return dotted.lstrip(".") or "the document"


def _line(text: str, key: Key) -> int:
    """The line on which the value at `key` (or its nearest parent) stands."""
    node = yaml.compose(text, Loader)
    line = 1
    for part in key:
        children = {}
        if isinstance(node, yaml.MappingNode):
            children = {k.value: (k, v) for k, v in node.value}
        elif isinstance(node, yaml.SequenceNode):
            children = {i: (v, v) for i, v in enumerate(node.value)}
        if part not in children:
            break
        name, node = children[part]
        line = name.start_mark.line + 1
    return line


def _case(data: Any, default: Policy) -> Case:
    fields = _mapping(data, (), {"id", "language", "today", "customer", "owner", "messages", "facts", "policy"})
    if fields.get("today") is None:
        raise _Fault(("today",), "is missing: the date and time of the draft, such as 2026-03-12T10:00")
    policy = fields.get("policy")
    return Case(
        id=_text(fields.get("id"), ("id",)),
        language=_choice(fields.get("language"), ("language",), ("sv", "en")),
        today=_moment(fields["today"], ("today",)),
        customer=_text(fields.get("customer"), ("customer",)),
        owner=_text(fields.get("owner"), ("owner",)),
        messages=tuple(
            _message(m, ("messages", i)) for i, m in enumerate(_items(fields.get("messages"), ("messages",)))
        ),
        facts=tuple(_fact(f, ("facts", i)) for i, f in enumerate(_items(fields.get("facts"), ("facts",)))),
        policy=default if policy is None else _policy(policy, ("policy",)),
    )


def _message(data: Any, key: Key) -> Message:
    fields = _mapping(data, key, {"from", "at", "text"})
    sender = _choice(fields.get("from"), (*key, "from"), ("customer", "agent"))
    text = _text(fields.get("text"), (*key, "text"))
    if sender is None or text is None:
        raise _Fault(key, "a message needs `from` and `text`")
    at = fields.get("at")
    return Message(sender, text, None if at is None else _moment(at, (*key, "at")))


def _fact(data: Any, key: Key) -> Fact:
    fields = _mapping(data, key, {"about", "says", "by", "amount", "holds", "source", "as_of"})
    about = _choice(fields.get("about"), (*key, "about"), ABOUT)
    if about is None:
        raise _Fault(key, "a fact needs `about`")
    holds = fields.get("holds")
    if holds is not None and not isinstance(holds, bool):
        raise _Fault((*key, "holds"), f"must be true or false, not {holds!r}")
    by, as_of = fields.get("by"), fields.get("as_of")
    return Fact(
        about=about,
        says=_text(fields.get("says"), (*key, "says")) or "",
        by=None if by is None else _when(by, (*key, "by")),
        amount=_money(fields.get("amount"), (*key, "amount")),
        holds=holds,
        source=_text(fields.get("source"), (*key, "source")),
        as_of=None if as_of is None else _moment(as_of, (*key, "as_of")),
    )


def _policy(data: Any, key: Key) -> Policy:
    fields = _mapping(data, key, {"currency", "business_hours", "promises", "compensation"})
    promises = _mapping(fields.get("promises") or {}, (*key, "promises"), set(ABOUT))
    compensation = _mapping(fields.get("compensation") or {}, (*key, "compensation"), {"limit", "gestures"})
    opens, closes = _hours(fields.get("business_hours", "09:00-17:00"), (*key, "business_hours"))
    gestures = _items(compensation.get("gestures"), (*key, "compensation", "gestures"))
    limit = compensation.get("limit", 0)
    return Policy(
        currency=_currency(fields.get("currency", "SEK"), (*key, "currency")),
        opens=opens,
        closes=closes,
        promises={about: _allowance(a, (*key, "promises", about)) for about, a in promises.items()},
        compensation_limit=_decimal(limit, (*key, "compensation", "limit")),
        gestures=tuple(str(gesture) for gesture in gestures),
    )


def _allowance(data: Any, key: Key) -> Allowance:
    fields = _mapping(data, key, {"within", "limit", "allowed"})
    within, limit, allowed = fields.get("within"), fields.get("limit"), fields.get("allowed", True)
    if not isinstance(allowed, bool):
        raise _Fault((*key, "allowed"), f"must be true or false, not {allowed!r}")
    return Allowance(
        within=None if within is None else _period(within, (*key, "within")),
        limit=None if limit is None else _decimal(limit, (*key, "limit")),
        allowed=allowed,
    )


def _mapping(data: Any, key: Key, allowed: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise _Fault(key, f"must be keys and values, not {_named(data)}")
    for name in data:
        if name not in allowed:
            raise _Fault((*key, str(name)), f"unknown key; allowed are {', '.join(sorted(allowed))}")
    return data


def _items(data: Any, key: Key) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list):
        raise _Fault(key, f"must be a list, not {_named(data)}")
    return data


def _each(data: Any, name: str, build: Callable[[Any, Key], T]) -> tuple[T, ...]:
    return tuple(build(item, (name, i)) for i, item in enumerate(_items(data, (name,))))


def _named(data: Any) -> str:
    return {str: "text", int: "a number", list: "a list", type(None): "nothing"}.get(type(data), type(data).__name__)


def _text(value: Any, key: Key) -> str | None:
    if value is None:
        return None
    if isinstance(value, Mapping | list):
        raise _Fault(key, f"must be text, not {_named(value)}")
    return str(value)


def _choice(value: Any, key: Key, allowed: tuple[S, ...]) -> S | None:
    if value is None:
        return None
    for choice in allowed:
        if value == choice:
            return choice
    raise _Fault(key, f"{value!r} is not one of {', '.join(allowed)}")


def _when(value: Any, key: Key) -> When:
    try:
        text = str(value).strip()
        return date.fromisoformat(text) if len(text) == 10 else local(datetime.fromisoformat(text))
    except ValueError:
        raise _Fault(key, f"{value!r} is not a date or date-time such as 2026-03-12 or 2026-03-12T10:00") from None


def _moment(value: Any, key: Key) -> datetime:
    when = _when(value, key)
    return when if isinstance(when, datetime) else datetime.combine(when, time(0))


def _money(value: Any, key: Key) -> Money | None:
    if value is None:
        return None
    match = re.fullmatch(r"(\d[\d\s]*(?:[.,]\d+)?)\s?([A-Z]{3}|kr)", str(value).strip())
    if not match:
        raise _Fault(key, f"{value!r} is not a sum such as 499 SEK")
    number = re.sub(r"\s", "", match[1]).replace(",", ".")
    return Money(_decimal(number, key), "SEK" if match[2] == "kr" else match[2])


def _decimal(value: Any, key: Key) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _Fault(key, f"{value!r} is not a number") from None
    if not number.is_finite() or number < 0:
        raise _Fault(key, f"{value!r} is not a sum")
    return number


def _currency(value: Any, key: Key) -> str:
    if not re.fullmatch(r"[A-Z]{3}", str(value)):
        raise _Fault(key, f"{value!r} is not a currency code such as SEK")
    return str(value)


def _hours(value: Any, key: Key) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in str(value).split("-"))
    except ValueError:
        raise _Fault(key, f"{value!r} is not opening hours such as 09:00-17:00") from None
    if opens >= closes:
        raise _Fault(key, f"{value!r} closes before it opens")
    return opens, closes


def _period(value: Any, key: Key) -> Period:
    match = re.fullmatch(r"(\d{1,4}) (business day|hour|day|week|month)s?", str(value).strip())
    if not match:
        raise _Fault(key, f"{value!r} is not a period such as 5 business days, 24 hours or 2 weeks")
    return Period(int(match[1]), match[2])  # type: ignore[arg-type]
