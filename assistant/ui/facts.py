"""The facts as rows of a form: text as the agent typed it -> facts, or what is wrong with which field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal

from assistant.case import ABOUT, Case, Fact, Language, Money, When
from assistant.ui import written

HOLDS = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as it stands in the form; every field is what was typed or chosen."""

    about: str = ""
    says: str = ""
    by: str = ""
    amount: str = ""
    holds: str = ""
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that cannot be used: `text` is a key of texts.py, `value` what was typed."""

    row: int
    field: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows with what they mean. A row with a fault gives no fact."""

    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    faults: tuple[Fault, ...]


def rows_from(saved: str) -> tuple[Row, ...]:
    """The rows as the browser keeps them; what is not one is left out."""
    try:
        data = json.loads(saved or "[]")
    except json.JSONDecodeError:
        return ()
    names = {field.name for field in fields(Row)}
    kept = [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []
    return tuple(Row(**{name: str(item.get(name, "")) for name in names}) for item in kept)


def saved(rows: Iterable[Row]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)


def with_fact(rows: Iterable[Row], row: Row) -> tuple[tuple[Row, ...], Row | None]:
    """The rows with one more, and the older one that it corrects and takes the place of: the only one about the same
    thing that says the opposite."""
    rows = tuple(rows)
    opposite = [old for old in rows if old.about == row.about and {old.holds, row.holds} == {"yes", "no"}]
    corrected = opposite[0] if len(opposite) == 1 else None
    return (*(old for old in rows if old is not corrected), row), corrected


def row_of(fact: Fact, language: Language, today: datetime) -> Row:
    """A fact as an agent would type it."""
    return Row(
        about=fact.about,
        says=fact.says,
        by=_typed(fact.by, language, today) if fact.by else "",
        amount=written.sum_of(fact.amount, language) if fact.amount else "",
        holds=next(name for name, holds in HOLDS.items() if holds is fact.holds),
        source=fact.source or "",
        as_of=fact.as_of.isoformat(timespec="minutes") if fact.as_of else "",
    )


def read(rows: Iterable[Row], case: Case, language: Language) -> Table:
    """The facts in the rows, read on the case's own day and in its own currency; empty rows are passed over."""
    rows = tuple(rows)
    facts: list[Fact] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows):
        found = list(_faults(number, row, case, language))
        faults += found
        if not found and _is_filled(row):
            facts.append(_fact(row, case, language))
    return Table(rows, tuple(facts), tuple(faults))


def _is_filled(row: Row) -> bool:
    return any((row.says.strip(), row.by.strip(), row.amount.strip(), row.holds))


def _faults(number: int, row: Row, case: Case, language: Language) -> Iterable[Fault]:
    if row.about not in ABOUT and _is_filled(row):
        yield Fault(number, "about", "fault_about", row.about)
    if row.by.strip() and _when(row.by, language, case.today) is None:
        yield Fault(number, "by", "fault_by", row.by)
    if row.amount.strip() and _money(row.amount, language, case.policy.currency) is None:
        yield Fault(number, "amount", "fault_amount", row.amount)


def _fact(row: Row, case: Case, language: Language) -> Fact:
    return Fact(
        about=row.about,
        says=row.says.strip(),
        by=_when(row.by, language, case.today),
        amount=_money(row.amount, language, case.policy.currency),
        holds=HOLDS.get(row.holds),
        source=row.source.strip() or None,
        as_of=_moment(row.as_of),
    )


def _when(typed: str, language: Language, today: datetime) -> When | None:
    """The time that the whole field means: an ISO date or what people write, in either language."""
    from assistant.checker import times

    typed = typed.strip().replace("T", " ", 1) if typed[:4].isdigit() else typed.strip()
    for tongue in (language, "en" if language == "sv" else "sv"):
        for found in times.find(typed, tongue, today):
            if found.start == 0 and found.end == len(typed):
                return found.when
    return None


def _money(typed: str, language: Language, currency: str) -> Money | None:
    from assistant.checker import money

    typed = typed.strip().replace(written.NARROW_SPACE, " ")
    bare = typed.replace(" ", "").replace(",", ".")
    if bare.replace(".", "", 1).isdigit():
        return Money(Decimal(bare), currency)
    whole = (found for found in money.find(typed, language, currency) if found.start == 0 and found.end == len(typed))
    return next((found.money for found in whole), None)


def _typed(when: When, language: Language, today: datetime) -> str:
    """The shortest writing that reads back as the same time."""
    if isinstance(when, datetime):
        return when.isoformat(" ", timespec="minutes")
    short = written.date_of(when, language, today.date())
    return short if _when(short, language, today) == when else when.isoformat()


def _moment(saved_moment: str) -> datetime | None:
    try:
        return datetime.fromisoformat(saved_moment) if saved_moment else None
    except ValueError:
        return None
