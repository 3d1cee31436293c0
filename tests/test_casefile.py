"""A case or a policy is read as it stands, or refused with file, line and key."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.case import Allowance, Case, Fact, Message, Money, Period, Policy
from assistant.casefile import case_from, default_policy, load_case, load_policy, parse_case, strict_json
from assistant.errors import BadInput

OF_THE_SPEC = """\
id: A-1042
language: sv                  # sv | en; detected from the customer's message when absent
today: 2026-03-12T10:00       # local time, Europe/Stockholm when no offset is given
customer: Anna Lind
owner: Maja                   # the agent who owns the case
messages:                     # oldest first; from: customer | agent
  - {from: customer, at: 2026-03-12T09:12, text: "Hej! Var är mitt paket?"}
facts:
  - about: delivery
    says: "PostNord: utlämning 17 mars"
    by: 2026-03-17
    amount: 499 SEK
    holds: true
    source: "PostNord"
    as_of: 2026-03-12T09:00
"""
POLICY_OF_THE_SPEC = """\
# policy: what any agent may promise with no further fact
currency: SEK
business_hours: "09:00-17:00"        # Monday to Friday, Swedish public holidays closed
promises:
  contact: {within: "1 business day"}        # no promise to answer may be tighter
  refund: {limit: 500, within: "5 business days"}
  replacement: {allowed: true, within: "7 business days"}
  shipping: {within: "2 business days"}
  billing: {within: "10 business days"}
compensation:
  limit: 200                          # any mix of the gestures below, in total
  gestures: [rabattkod, fri frakt, presentkort, blommor]
"""
SAME_AS_JSON = {
    "id": "A-1042",
    "language": "sv",
    "today": "2026-03-12T10:00",
    "customer": "Anna Lind",
    "owner": "Maja",
    "messages": [{"from": "customer", "at": "2026-03-12T09:12", "text": "Hej! Var är mitt paket?"}],
    "facts": [
        {
            "about": "delivery",
            "says": "PostNord: utlämning 17 mars",
            "by": "2026-03-17",
            "amount": "499 SEK",
            "holds": True,
            "source": "PostNord",
            "as_of": "2026-03-12T09:00",
        }
    ],
}


def with_today(rest: str) -> str:
    return f"today: 2026-03-12T10:00\n{rest}"


def with_fact(rest: str) -> str:
    return with_today(f"facts:\n  - about: refund\n    {rest}\n")


def with_policy(rest: str) -> str:
    return with_today(f"policy:\n  {rest}\n")


def bomb(place: str) -> str:
    """Billion laughs: each line ten times the one before, used where `place` says."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    return "\n".join([*lines, place])


MERGE_BOMB = "\n".join(
    ["a0: &a0 {k: v}"]
    + [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, 12)]
    + ["<<: *a11", "today: 2026-03-12"]
)


# Good


def test_the_case_of_the_spec_is_read_to_the_letter():
    case = parse_case(OF_THE_SPEC)
    assert (case.id, case.language, case.customer, case.owner) == ("A-1042", "sv", "Anna Lind", "Maja")
    assert case.today == datetime(2026, 3, 12, 10, 0)
    assert case.messages == (Message("customer", "Hej! Var är mitt paket?", datetime(2026, 3, 12, 9, 12)),)
    assert case.facts == (
        Fact(
            about="delivery",
            says="PostNord: utlämning 17 mars",
            by=date(2026, 3, 17),
            amount=Money(Decimal(499), "SEK"),
            holds=True,
            source="PostNord",
            as_of=datetime(2026, 3, 12, 9, 0),
        ),
    )
    assert case.policy == default_policy()


def test_the_policy_of_the_spec_is_the_shipped_one():
    own = parse_case(with_today("policy:\n" + "".join(f"  {line}\n" for line in POLICY_OF_THE_SPEC.splitlines())))
    assert own.policy == default_policy()
    assert default_policy() == Policy(
        currency="SEK",
        opens=time(9),
        closes=time(17),
        promises={
            "contact": Allowance(within=Period(1, "business day")),
            "refund": Allowance(within=Period(5, "business day"), limit=Decimal(500)),
            "replacement": Allowance(within=Period(7, "business day")),
            "shipping": Allowance(within=Period(2, "business day")),
            "billing": Allowance(within=Period(10, "business day")),
        },
        compensation_limit=Decimal(200),
        gestures=("rabattkod", "fri frakt", "presentkort", "blommor"),
    )


@pytest.mark.parametrize("indent", [None, 2, "\t"], ids=["one line", "indented", "tabs"])
@pytest.mark.parametrize("ascii", [True, False])
def test_yaml_json_and_plain_data_of_one_case_are_one_record(tmp_path, indent, ascii):
    of_yaml = parse_case(OF_THE_SPEC)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(SAME_AS_JSON, indent=indent, ensure_ascii=ascii), encoding="utf-8")
    assert load_case(file) == of_yaml
    assert case_from(SAME_AS_JSON) == of_yaml


def test_yaml_in_one_flow_is_no_broken_json():
    assert parse_case("{today: 2026-03-12, id: A-1}").id == "A-1"


@pytest.mark.parametrize("head", ["\ufeff", "---\n", "%YAML 1.1\n---\n", "# a remark, å ä ö\n\n"])
def test_what_may_stand_before_a_case(tmp_path, head):
    file = tmp_path / "case.yaml"
    file.write_text(head + OF_THE_SPEC, encoding="utf-8")
    assert load_case(file) == parse_case(OF_THE_SPEC)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_text_of_several_lines_is_kept(ends):
    case = parse_case(
        with_today("messages:\n- from: customer\n  text: |\n    Hej!\n    Å ä ö 😀\n").replace("\n", ends)
    )
    assert case.complaint == "Hej!\nÅ ä ö 😀\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-12", datetime(2026, 3, 12)),
        ("2026-03-12T10:00", datetime(2026, 3, 12, 10)),
        ("2026-03-12 10:00", datetime(2026, 3, 12, 10)),
        ('"2026-03-12T10:00:30"', datetime(2026, 3, 12, 10, 0, 30)),
        ("2026-03-12T10:00:30.5", datetime(2026, 3, 12, 10, 0, 30, 500000)),
        ("2026-03-12T10:00Z", datetime(2026, 3, 12, 11)),
        ("2026-07-12T10:00Z", datetime(2026, 7, 12, 12)),
        ("2026-03-12T23:30Z", datetime(2026, 3, 13, 0, 30)),
        ("2026-03-12T10:00+01:00", datetime(2026, 3, 12, 10)),
        ("2026-03-12T10:00-08:00", datetime(2026, 3, 12, 19)),
        ("2028-02-29", datetime(2028, 2, 29)),
    ],
)
def test_today_is_the_clock_in_stockholm(written, read):
    assert parse_case(f"today: {written}").today == read


def test_a_date_of_a_fact_stays_a_date():
    assert parse_case(with_fact("by: 2026-03-17")).facts[0].by == date(2026, 3, 17)
    assert parse_case(with_fact("by: 2026-03-17T12:00Z")).facts[0].by == datetime(2026, 3, 17, 13)


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("499 SEK", "499", "SEK"),
        ("499 kr", "499", "SEK"),
        ("499kr", "499", "SEK"),
        ("1 299 SEK", "1299", "SEK"),
        ("1\u00a0299 kr", "1299", "SEK"),
        ("1 299 000 SEK", "1299000", "SEK"),
        ("1299,50 kr", "1299.50", "SEK"),
        ("1299.5 SEK", "1299.5", "SEK"),
        ("49.99 EUR", "49.99", "EUR"),
        ("0 SEK", "0", "SEK"),
    ],
)
def test_sums(written, amount, currency):
    assert case_from({"today": "2026-03-12", "facts": [{"about": "refund", "amount": written}]}).facts[
        0
    ].amount == Money(Decimal(amount), currency)
    assert parse_case(with_fact(f'amount: "{written}"')).facts[0].amount == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("No", "No"),
        ("on", "on"),
        ("007", "007"),
        ("1042", "1042"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        ("2026-03-12", "2026-03-12"),
        ("'null'", "null"),
        ("'true'", "true"),
        ("!!str true", "true"),
        ("<<", "<<"),
        ("=", "="),
        ("Åsa Öberg-Ähl", "Åsa Öberg-Ähl"),
        ("''", ""),
        ("~", None),
        ("null", None),
        ("", None),
    ],
)
def test_text_comes_as_it_was_written(written, read):
    assert parse_case(with_today(f"customer: {written}")).customer == read
    assert parse_case(with_today(f"id: {written}")).id == read


def test_a_number_is_text_in_json_too():
    assert case_from({"today": "2026-03-12", "id": 1042}).id == "1042"
    assert parse_case('{"today": "2026-03-12", "id": 1042}').id == "1042"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("1 business day", Period(1, "business day")),
        ("5 business days", Period(5, "business day")),
        ("24 hours", Period(24, "hour")),
        ("2 weeks", Period(2, "week")),
        ("3 days", Period(3, "day")),
        ("12 months", Period(12, "month")),
    ],
)
def test_periods(written, period):
    policy = parse_case(with_policy(f"promises: {{contact: {{within: {written}}}}}")).policy
    assert policy.promises == {"contact": Allowance(within=period)}


def test_a_policy_that_names_nothing_allows_nothing():
    policy = parse_case(with_policy("promises:\n  compensation:")).policy
    assert (policy.promises, policy.compensation_limit, policy.gestures) == ({}, Decimal(0), ())


def test_the_desk_s_policy_stands_in_for_a_missing_one():
    own = Policy(currency="EUR")
    assert parse_case("today: 2026-03-12", default=own).policy is own
    assert case_from({"today": "2026-03-12"}, default=own).policy is own
    assert case_from({"today": "2026-03-12", "policy": {}}, default=own).policy == Policy()


# Bad

BAD = {
    "unknown channel": (with_today("channel: fax"), "case.yaml:2: channel: 'fax' is not one of chat, email, letter"),
    "unknown key": (
        with_today("custommer: Anna"),
        "case.yaml:2: custommer: unknown key; allowed are id, language, today",
    ),
    "unknown key in a list": (
        with_fact("buy: 2026-03-17"),
        "case.yaml:4: facts[0].buy: unknown key; allowed are about",
    ),
    "unknown about": (
        with_today("facts:\n- about: weather"),
        "case.yaml:3: facts[0].about: 'weather' is not one of delivery",
    ),
    "unknown policy": (with_policy("promises:\n    lunch: {}"), "case.yaml:4: policy.promises.lunch: unknown key"),
    "a second policy line": (
        with_policy("promises:\n    contact: {within: 1 business day}\n    refund: {soon: yes}"),
        "case.yaml:5: policy.promises.refund.soon: unknown key; allowed are within, limit, allowed",
    ),
    "merge": (with_today("<<: {id: 3}"), "case.yaml:2: <<: unknown key"),
    "doubled key": (with_today("id: 1\nid: 2"), "case.yaml:3: id: stands twice, first on line 2"),
    "doubled deep key": (with_fact("by: 2026-03-17\n    by: 2026-03-18"), "case.yaml:5: facts[0].by: stands twice"),
    "no today": ("id: 3", "case.yaml:1: today: is missing"),
    "empty today": ("id: 3\ntoday:", "case.yaml:2: today: is missing"),
    "30 February": ("\n\ntoday: 2026-02-30", "case.yaml:3: today: '2026-02-30' is not in the calendar"),
    "29 February": ("today: 2027-02-29", "today: '2027-02-29' is not in the calendar"),
    "25 o'clock": ("today: 2026-03-12T25:00", "today: '2026-03-12T25:00' is not in the calendar"),
    "month 13": (with_fact("by: 2026-13-01"), "case.yaml:4: facts[0].by: '2026-13-01' is not in the calendar"),
    "Swedish date": (
        with_fact("by: 17 mars"),
        "case.yaml:4: facts[0].by: '17 mars' is not a date or date-time such as",
    ),
    "American date": (with_fact("by: 03/17/2026"), "facts[0].by: '03/17/2026' is not a date"),
    "date without dashes": (with_fact("by: 20260317"), "facts[0].by: '20260317' is not a date"),
    "date of a week": (with_fact("by: 2026-W12-2"), "facts[0].by: '2026-W12-2' is not a date"),
    "year 9999": (with_fact("by: 9999-12-31T23:59-12:00"), "facts[0].by: '9999-12-31' is not between the years 1900"),
    "year 1": ("today: 0001-01-01T00:00+10:00", "today: '0001-01-01' is not between the years 1900 and 2199"),
    "today a list": ("today: [2026-03-12]", "case.yaml:1: today: a list is not a date"),
    "today true": ("today: true", "today: true is not a date"),
    "language": (with_today("language: svenska"), "case.yaml:2: language: 'svenska' is not one of sv, en"),
    "language no": (with_today("language: no"), "language: 'no' is not one of sv, en"),
    "customer a list": (with_today("customer: [Anna]"), "case.yaml:2: customer: must be text, not a list"),
    "customer keys": (with_today("customer: {name: Anna}"), "customer: must be text, not keys and values"),
    "owner true": (with_today("owner: true"), "case.yaml:2: owner: must be text, not true"),
    "messages as text": (with_today("messages: Hej!"), "case.yaml:2: messages: must be a list, not 'Hej!'"),
    "facts as keys": (with_today("facts: {about: refund}"), "case.yaml:2: facts: must be a list, not keys and values"),
    "a message as text": (
        with_today("messages: [Hej]"),
        "case.yaml:2: messages[0]: must be keys and values, not 'Hej'",
    ),
    "second message": (
        with_today("messages:\n- {from: customer, text: Hej}\n- {from: boss, text: Hej}"),
        "case.yaml:4: messages[1].from: 'boss' is not one of customer, agent",
    ),
    "message without text": (
        with_today("messages:\n- from: customer"),
        "case.yaml:3: messages[0]: a message needs `from`",
    ),
    "message at": (
        with_today("messages:\n- from: agent\n  text: Hej\n  at: i går"),
        "case.yaml:5: messages[0].at: 'i går' is not a date",
    ),
    "fact without about": (with_today("facts:\n- says: Ja"), "case.yaml:3: facts[0]: a fact needs `about`"),
    "fact as nothing": (with_today("facts:\n-"), "case.yaml:3: facts[0]: must be keys and values, not nothing"),
    "holds as text": (with_fact('holds: "true"'), "case.yaml:4: facts[0].holds: must be true or false, not 'true'"),
    "holds in Swedish": (with_fact("holds: ja"), "facts[0].holds: must be true or false, not 'ja'"),
    "holds yes": (with_fact("holds: yes"), "facts[0].holds: must be true or false, not 'yes'"),
    "holds 1": (with_fact("holds: 1"), "facts[0].holds: must be true or false, not '1'"),
    "sum without currency": (
        with_fact("amount: 499"),
        "case.yaml:4: facts[0].amount: '499' is not a sum such as 499 SEK",
    ),
    "negative sum": (with_fact("amount: -499 SEK"), "facts[0].amount: '-499 SEK' is not a sum"),
    "unclear thousands": (with_fact("amount: 1.299 SEK"), "facts[0].amount: '1.299 SEK' is not a sum"),
    "sum in words": (with_fact("amount: femhundra kronor"), "facts[0].amount: 'femhundra kronor' is not a sum"),
    "sum of lists": (with_fact("amount: [499, SEK]"), "facts[0].amount: a list is not a sum"),
    "gaps in a sum": (with_fact("amount: 12 99 SEK"), "facts[0].amount: '12 99 SEK' is not a sum"),
    "currency": (
        with_policy("currency: kronor"),
        "case.yaml:3: policy.currency: 'kronor' is not a currency code such as SEK",
    ),
    "no currency": (with_policy("currency:"), "policy.currency: nothing is not a currency code"),
    "hours": (
        with_policy("business_hours: 9 till 5"),
        "case.yaml:3: policy.business_hours: '9 till 5' is not opening hours",
    ),
    "hours with a zone": (with_policy("business_hours: 09:00Z-17:00"), "'09:00Z-17:00' is not opening hours"),
    "hours past midnight": (with_policy("business_hours: 09:00-24:00"), "'09:00-24:00' is not opening hours"),
    "hours backwards": (with_policy('business_hours: "17:00-09:00"'), "'17:00-09:00' closes before it opens"),
    "policy as text": (with_today("policy: strict"), "case.yaml:2: policy: must be keys and values, not 'strict'"),
    "promises as a list": (
        with_policy("promises: []"),
        "case.yaml:3: policy.promises: must be keys and values, not a list",
    ),
    "compensation as a sum": (
        with_policy("compensation: 200"),
        "policy.compensation: must be keys and values, not '200'",
    ),
    "compensation as false": (
        with_policy("compensation: false"),
        "policy.compensation: must be keys and values, not false",
    ),
    "limit": (
        with_policy("compensation: {limit: 200 kr}"),
        "policy.compensation.limit: '200 kr' is not a number such as 500",
    ),
    "limit below nothing": (
        with_policy("compensation: {limit: -1}"),
        "policy.compensation.limit: '-1' is not a number",
    ),
    "limit without end": (
        with_policy("compensation: {limit: .inf}"),
        "policy.compensation.limit: '.inf' is not a number",
    ),
    "limit true": (
        with_policy("promises: {refund: {limit: true}}"),
        "policy.promises.refund.limit: true is not a number",
    ),
    "allowed as text": (
        with_policy("promises: {refund: {allowed: ja}}"),
        "promises.refund.allowed: must be true or false",
    ),
    "allowed as nothing": (with_policy("promises: {refund: {allowed: }}"), "must be true or false, not nothing"),
    "within": (
        with_policy("promises: {refund: {within: 5 bankdagar}}"),
        "'5 bankdagar' is not a period such as 5 business",
    ),
    "within a number": (with_policy("promises: {refund: {within: 5}}"), "promises.refund.within: '5' is not a period"),
    "gesture as keys": (
        with_policy("compensation: {gestures: [{a: b}]}"),
        "gestures[0]: must be text, not keys and values",
    ),
    "gesture without name": (
        with_policy("compensation: {gestures: [~]}"),
        "compensation.gestures[0]: a gesture must be named",
    ),
    "empty": ("", "case.yaml: is empty"),
    "white space": ("  \n\n \t", "case.yaml: is empty"),
    "remarks only": ("# nothing\n", "case.yaml: must be keys and values, not nothing"),
    "a list": ("- today: 2026-03-12", "case.yaml:1: must be keys and values, not a list"),
    "text": ("Hej! Var är mitt paket?", "case.yaml:1: must be keys and values, not 'Hej! Var är mitt paket?'"),
    "two documents": ("today: 2026-03-12\n---\ntoday: 2026-03-13", "case.yaml:2: holds more than one document"),
    "tab": (
        "today: 2026-03-12\nfacts:\n\t- about: refund",
        "case.yaml:3: is not readable as YAML: found character that cannot",
    ),
    "unclosed quote": ('today: 2026-03-12\nid: "A', "case.yaml:2: is not readable as YAML: "),
    "unclosed list": ("today: 2026-03-12\nfacts: [{about: refund", "case.yaml:3: is not readable as YAML: "),
    "colon in text": (
        "today: 2026-03-12\nid: a: b",
        "case.yaml:2: is not readable as YAML: mapping values are not allowed",
    ),
    "wrong indent": ("today: 2026-03-12\n  id: 3", "case.yaml:2: is not readable as YAML: "),
    "control character": ("today: 2026-03-12\nid: a\x07b", "case.yaml:2: holds a character that is not text"),
    "NUL": ("today: 2026-03-12\nid: a\x00b", "case.yaml:2: holds a character that is not text"),
    "escaped NUL": (with_today('id: "a\\0b"'), "case.yaml:2: id: is not text but the content of some file"),
    "half a character": (with_today('id: "\\ud83d"'), "case.yaml:2: is not readable as YAML: "),
    "tag": (with_today("id: !!python/name:os.system"), "case.yaml:2: id: YAML tags are not read"),
    "binary tag": (with_today("id: !!binary aGVq"), "case.yaml:2: id: YAML tags are not read"),
    "alias": (with_today("id: &a x\nowner: *a"), "case.yaml:3: owner: YAML aliases are not read: write the value out"),
    "alias as a key": (with_today("id: &a owner\n*a : x"), "case.yaml:3: a key must be text"),
    "a list as a key": (with_today("[a, b]: x"), "case.yaml:2: a key must be text"),
    "itself": (with_today("facts: &a [*a]"), "case.yaml:2: facts[0]: YAML aliases are not read"),
    "billion laughs": (bomb("today: *a11"), "case.yaml:2: a1[0]: YAML aliases are not read"),
    "billion laughs merged": (MERGE_BOMB, "case.yaml:2: a1.<<[0]: YAML aliases are not read"),
    "deep": (with_today("facts: " + "[" * 200_000), "case.yaml:2: facts[0][0]: is nested too deep"),
    "deep and closed": (with_today("id: " + "{a: " * 3000 + "}" * 3000), "case.yaml:2: id.a.a: is nested too deep"),
}


@pytest.mark.parametrize(("content", "told"), BAD.values(), ids=BAD)
def test_a_bad_case_is_refused_with_line_and_key(tmp_path, monkeypatch, content, told):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_bytes(content.encode())
    with pytest.raises(BadInput) as error:
        load_case(Path("case.yaml"))
    assert told in str(error.value)
    assert str(error.value).startswith("case.yaml:")
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 250


BAD_JSON = {
    "unknown key": ('{\n"today": "2026-03-12",\n"custommer": 1}', "case.json:3: custommer: unknown key"),
    "tabs": (
        '{\n\t"today": "2026-03-12",\n\t"facts": [\n\t\t{"about": "x"}]}',
        "case.json:4: facts[0].about: 'x' is not one",
    ),
    "after an emoji": (
        '{"id": "\\ud83d\\ude00\\/",\n"today": "2026-02-30"}',
        "case.json:2: today: '2026-02-30' is not in",
    ),
    "after a line separator": ('{"id": "a\u2028b\x7f",\n"today": 5}', "case.json:2: today: '5' is not a date"),
    "Windows lines": ('{\r\n"id": 1,\r\n"today": false}', "case.json:3: today: false is not a date"),
    "doubled key": ('{"today": "2026-03-12",\n"id": 1,\n"id": 2}', "case.json:3: id: stands twice, first on line 2"),
    "doubled deep key": (
        '{"today": "2026-03-12",\n"facts": [{"by": 1, "by": 2}]}',
        "case.json:2: facts[0].by: stands twice",
    ),
    "no value": ('{"today":\n}', "case.json:2: is not readable as JSON: Expecting value"),
    "comma at the end": ('{"today": "2026-03-12",\n}', "is not readable as JSON: "),
    "cut": ('{"today": "2026-03-12",\n"id": "A', "case.json:2: is not readable as JSON: Unterminated string"),
    "two": ('{"today": "2026-03-12"}\n{"today": "2026-03-12"}', "case.json:2: is not readable as JSON: Extra data"),
    "NaN": ('{"today":\nNaN}', "case.json:1: today: 'NaN' is not a date"),
    "a long number": ('{"today":' + "9" * 5000 + "}", "case.json:1: today: '99999999999999999"),
    "half a character": ('{"today": "2026-03-12",\n"id": "\\ud83d"}', "case.json:2: id: is not text but the content"),
    "NUL": ('{"today": "2026-03-12",\n"id": "\\u0000"}', "case.json:2: id: is not text but the content"),
    "deep": ('{"a":' * 100_000, "case.json:1: a.a.a: is nested too deep"),
    "holds": (
        '{"today": "2026-03-12", "facts": [\n{"about": "stock",\n"holds": "true"}]}',
        "case.json:3: facts[0].holds: must",
    ),
    "amount": (
        '{"today": "2026-03-12", "facts": [\n{"about": "stock",\n"amount": 499}]}',
        "case.json:3: facts[0].amount: '499'",
    ),
}


@pytest.mark.parametrize(("content", "told"), BAD_JSON.values(), ids=BAD_JSON)
def test_a_bad_case_in_json_is_refused_with_line_and_key(tmp_path, monkeypatch, content, told):
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_bytes(content.encode())
    with pytest.raises(BadInput) as error:
        load_case(Path("case.json"))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("today: 2026-03-12\nid: å".encode("latin-1"), "case.yaml:2: is not UTF-8 text (save it as UTF-8)"),
        (OF_THE_SPEC.encode("utf-16"), "case.yaml:1: is not UTF-8 text"),
        (bytes(range(256)) * 10, "case.yaml:2: is not UTF-8 text"),
        (b"today: 2026-03-12\n# " + b"x" * 2_000_000, "case.yaml: is longer than 2,000,000 bytes"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text"),
        (b"%PDF-1.7\n", "case.yaml:1: is not readable as YAML"),
    ],
    ids=["latin-1", "utf-16", "all bytes", "huge", "png", "pdf"],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, monkeypatch, content, told):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_bytes(content)
    with pytest.raises(BadInput) as error:
        load_case(Path("case.yaml"))
    assert told in str(error.value)


@pytest.mark.parametrize(("name", "told"), [("none.yaml", "No such file"), (".", "Is a directory")])
def test_a_file_that_is_not_there(tmp_path, monkeypatch, name, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=rf"^{name}: cannot be read: {told}"):
        load_case(Path(name))


def test_an_endless_file_is_refused():
    with pytest.raises(BadInput, match="longer than"):
        load_case(Path("/dev/zero"))


def test_a_bad_policy_file_is_refused_with_line_and_key(tmp_path):
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY_OF_THE_SPEC.replace("limit: 500", "limit: a lot"), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        load_policy(file)
    assert str(error.value) == f"{file}:6: promises.refund.limit: 'a lot' is not a number such as 500"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "line 3: the case: must be keys and values, not nothing"),
        ("Hej", "line 3: the case: must be keys and values, not 'Hej'"),
        ({}, "line 3: today: is missing"),
        ({"today": 20260312}, "line 3: today: 20260312 is not a date"),
        ({"today": "2026-03-12", 5: 6}, "line 3: 5: unknown key"),
        ({"today": "2026-03-12", "customer": "half \ud83d"}, "line 3: customer: is not text but the content"),
        (
            {"today": "2026-03-12", "facts": [{"about": "stock", "holds": 0}]},
            "line 3: facts[0].holds: must be true or false",
        ),
        ({"today": "2026-03-12", "policy": {"compensation": {"limit": 1e300}}}, "limit: 1e+300 is not a number"),
    ],
)
def test_bad_plain_data_is_refused_with_its_key(data, told):
    with pytest.raises(BadInput) as error:
        case_from(data, "line 3")
    assert told in str(error.value)


def test_a_long_wrong_value_is_not_told_in_full():
    """A customer's text that slipped into the wrong key must not stand in a log."""
    letter = "Hej, jag heter Anna Lind och bor på Storgatan 5. " * 20
    with pytest.raises(BadInput) as error:
        case_from({"today": "2026-03-12", "language": letter})
    assert "Storgatan" not in str(error.value)


def test_errors_obey_no_terminal_codes():
    with pytest.raises(BadInput) as error:
        case_from({"today": "2026-03-12", "\x1b[2J\nid": 1})
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": 1, "id": 2}', "line 1: id: stands twice"),
        ('{"id": NaN}', "line 1: NaN is not a number that JSON knows"),
        ("[" * 100_000, "line 1: is nested too deep"),
        ("9" * 5000, "line 1: holds a number that is too long"),
        ("{", "line 1: is not readable as JSON: Expecting property name"),
    ],
)
def test_strict_json_refuses(text, told):
    with pytest.raises(BadInput) as error:
        strict_json(text, "line 1")
    assert told in str(error.value)


def fault_of(read: Callable[[], Case]) -> str:
    """What is told of a bad case, nothing of a good one; any other exception fails the test."""
    try:
        read()
    except BadInput as error:
        return str(error)
    return ""


@given(
    st.text()
    | st.text(alphabet="today:2026-03 \n\t{}[]\"'&*!|>%#,å😀\\").map(lambda rest: f"today: 2026-03-12\n{rest}")
)
def test_any_text_is_a_case_or_bad_input(text):
    assert fault_of(lambda: parse_case(text, default=Policy())).isprintable()


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(SAME_AS_JSON)), inner),
    max_leaves=10,
)
KEYS = (*SAME_AS_JSON.keys() - {"today"}, "policy")


@given(st.fixed_dictionaries({"today": st.just("2026-03-12")}, optional=dict.fromkeys(KEYS, PLAIN)))
def test_any_data_is_a_case_or_bad_input(data):
    assert fault_of(lambda: case_from(data, default=Policy())).isprintable()
