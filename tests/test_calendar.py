"""Business days over every Swedish holiday and eve, and when a period of the policy is over."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calendar import add_business_days, add_months, ends, holidays, is_business_day
from assistant.case import Period

CLOSED_ON_WEEKDAYS = {
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
    2029: "01-01 03-30 04-02 05-01 05-10 06-06 06-22 12-24 12-25 12-26 12-31",
}
"""New Year, Epiphany, Good Friday, Easter Monday, 1 May, Ascension, 6 June, Midsummer's Eve, Christmas with its eve,
Boxing Day, New Year's Eve, where they fall on Monday to Friday; from the almanac."""


@pytest.mark.parametrize("year", CLOSED_ON_WEEKDAYS)
def test_the_closed_weekdays_of_a_year(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    closed = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_business_day(day)]
    assert closed == CLOSED_ON_WEEKDAYS[year].split()


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-04-02", True),  # Maundy Thursday
        ("2026-04-04", False),  # Easter Eve
        ("2026-05-15", True),  # the Friday after Ascension, a bridge that not all take
        ("2026-06-06", False),  # the National Day, a Saturday
        ("2026-06-20", False),  # Midsummer's Day
        ("2026-10-30", True),  # the Friday before All Saints
        ("2026-10-31", False),  # All Saints
        ("2026-12-23", True),
        ("2026-12-26", False),
        ("2026-12-28", True),
        ("2026-03-12", True),
        ("2026-03-14", False),
        ("2026-03-15", False),
    ],
)
def test_days_that_are_often_mistaken(day, open_):
    assert is_business_day(date.fromisoformat(day)) is open_


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-03-12", "2026-03-13"),  # Thursday
        ("2026-03-13", "2026-03-16"),  # Friday
        ("2026-03-14", "2026-03-16"),  # Saturday
        ("2026-03-15", "2026-03-16"),  # Sunday
        ("2026-04-02", "2026-04-07"),  # Maundy Thursday -> Tuesday after Easter
        ("2026-04-03", "2026-04-07"),  # Good Friday
        ("2026-05-13", "2026-05-15"),  # before Ascension
        ("2026-06-05", "2026-06-08"),  # before the National Day on a Saturday
        ("2028-06-05", "2028-06-07"),  # before the National Day on a Tuesday
        ("2026-06-18", "2026-06-22"),  # before Midsummer's Eve
        ("2026-10-30", "2026-11-02"),  # before All Saints
        ("2026-12-23", "2026-12-28"),
        ("2026-12-30", "2027-01-04"),
        ("2026-12-31", "2027-01-04"),
        ("2027-01-05", "2027-01-07"),  # before Epiphany
    ],
)
def test_one_business_day(said, due):
    assert ends(Period(1, "business day"), datetime.fromisoformat(f"{said}T16:55")) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-12", 0, "2026-03-12"),
        ("2026-03-14", 0, "2026-03-14"),
        ("2026-03-12", 5, "2026-03-19"),
        ("2026-04-01", 5, "2026-04-10"),  # over Easter
        ("2026-12-18", 10, "2027-01-08"),  # over Christmas, New Year and Epiphany
        ("2026-12-22", 7, "2027-01-07"),
        ("2026-06-15", 5, "2026-06-23"),  # over Midsummer
    ],
)
def test_several_business_days(start, count, end):
    assert add_business_days(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("period", "end"),
    [
        (Period(24, "hour"), datetime(2026, 3, 13, 15, 30)),
        (Period(1, "hour"), datetime(2026, 3, 12, 16, 30)),
        (Period(0, "hour"), datetime(2026, 3, 12, 15, 30)),
        (Period(3, "day"), date(2026, 3, 15)),
        (Period(2, "week"), date(2026, 3, 26)),
        (Period(1, "month"), date(2026, 4, 12)),
        (Period(12, "month"), date(2027, 3, 12)),
        (Period(5, "business day"), date(2026, 3, 19)),
    ],
    ids=str,
)
def test_a_period_ends(period, end):
    found = ends(period, datetime(2026, 3, 12, 15, 30))
    assert (type(found), found) == (type(end), end)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", 0, "2026-03-31"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months(start, months, end):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 40))
def test_a_business_day_is_always_reached_step_by_step(start, count):
    end = add_business_days(start, count)
    assert is_business_day(end)
    assert add_business_days(add_business_days(start, count - 1), 1) == end


def test_the_holidays_are_those_of_the_package_holidays():
    """It knows all countries and takes most of a second to import: good for a test, not for every check."""
    reference = pytest.importorskip("holidays")
    for year in range(2005, 2101):
        assert holidays(year) == set(reference.country_holidays("SE", years=year, categories=("public", "de_facto"))), (
            year
        )
