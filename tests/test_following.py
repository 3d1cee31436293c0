"""What follows a promise: broken ones are owned, silent cases get word, the carousel is counted, the customer can look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from test_ledger import CASE, NOW, PROMISES, REPLY

from assistant.case import Because, Case, Language, Message, Missed, Policy, Promise, Review
from assistant.casefile import default_policy, load_case, local
from assistant.checker import check
from assistant.composing import compose
from assistant.desk import Desk, open_desk
from assistant.following import carousel, taken_up, update_for, updates, upstream, with_history
from assistant.following.carousel import contacts_told, is_repeating
from assistant.ledger import Ledger, open_ledger
from assistant.owning import RULE, least, watched
from assistant.playbook import LivePlaybook, folders
from assistant.settings import from_environment
from assistant.ui import customerpage
from assistant.ui.render import casebook, ledgerfigures

EXAMPLES = Path(__file__).parent.parent / "playbooks" / "examples"
TODAY = datetime(2026, 8, 18, 14)
SAID = Missed("Den skickas på fredag.", "shipping", date(2026, 8, 12), date(2026, 8, 14), "Sam")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(f"sqlite:///{tmp_path / 'ordhallig.db'}")
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, ledger: Ledger) -> Iterator[Desk]:
    desk = open_desk(from_environment({"DATA_DIR": str(tmp_path), "EMBEDDINGS_MODEL": "none"}))
    yield desk
    desk.ledger().close()


# Owning a broken promise


@pytest.mark.parametrize(
    ("example", "quote", "owns"),
    [
        ("trampolin", "Den finns i lager och skickas på fredag.", ("felet är vårt", "vårt fel")),
        ("trampoline-en", "It is in stock and leaves us on Friday.", ("we are the ones who broke it", "fault is ours")),
    ],
)
def test_the_composer_owns_what_was_not_kept(example: str, quote: str, owns: tuple[str, str]) -> None:
    policy = default_policy()
    case = load_case(EXAMPLES / f"{example}.yaml", policy)
    case = replace(case, missed=(replace(SAID, quote=quote),), taken_over_from="Sam Ek")
    draft = compose(case, LivePlaybook(folders(None), policy).current(), ["out_of_stock"])
    assert quote in draft.text
    assert any(own in draft.text for own in owns)
    assert "Sam" in draft.text
    assert "200 kr" in draft.text  # compensation within the policy, unasked
    review = watched(check(draft.text, case), case)
    assert review.verdict != "stop"
    assert not [promise for promise in review.promises if quote in promise.quote]


@pytest.mark.parametrize(
    ("about", "by", "because", "stops"),
    [
        ("shipping", date(2026, 8, 19), Because(policy="shipping"), True),
        ("shipping", date(2026, 8, 20), Because(policy="shipping"), False),
        ("shipping", date(2026, 8, 19), Because(fact=0), False),
        ("contact", date(2026, 8, 19), Because(policy="contact"), False),
        ("shipping", None, Because(), False),
    ],
)
def test_no_new_promise_is_tighter_than_the_one_just_missed(
    about: str, by: date | None, because: Because, stops: bool
) -> None:
    case = Case(TODAY, Policy(), missed=(SAID,))
    promise = Promise(0, 8, "Vi lovar", about, by, None, "supported", None, because)
    review = watched(Review("sv", (), (promise,), {}), case)
    assert ([finding.rule for finding in review.findings] == [RULE]) is stops
    assert (review.promises[0].verdict == "overpromise") is stops
    assert least(case, "shipping") == date(2026, 8, 20)


def test_what_the_ledger_knows_goes_into_the_next_draft(ledger: Ledger) -> None:
    ledger.record(replace(REPLY, review=Review("sv", (), PROMISES[:2], {})))
    ledger.cases.hand_over("A-1042", "Sam", by="Maja", reason="semester", at=NOW + timedelta(hours=1))
    later = replace(CASE, today=datetime(2026, 3, 15, 10))
    known = with_history(later, ledger)
    assert [(m.quote, m.said, m.by) for m in known.missed] == [
        ("Jag hör av mig.", date(2026, 3, 12), datetime(2026, 3, 13, 17))
    ]
    assert [p.quote for p in known.promised] == ["Paketet kommer den 17 mars."]
    assert known.taken_over_from == "Maja"
    assert with_history(replace(CASE, id="Z"), ledger) == replace(CASE, id="Z")


def test_the_trampoline_from_the_first_answer_to_the_kept_promise(desk: Desk) -> None:
    """What was sent is missed, the next draft says so, the new promise is kept, and the figures tell all of it."""
    case = replace(desk.open_case("Hej, finns studsmattan i lager? Vi behöver den till lördag. /Hanna"), owner="Maja")
    text = "Hej Hanna!\n\nStudsmattan skickas i morgon, det lovar jag.\n\nMaja"
    first = desk.send(case, text, draft=None, reason="lagret sa så", by="Maja", key="one")
    assert desk.send(case, text, draft=None, reason="lagret sa så", by="Maja", key="one").again
    broken = desk.ledger().break_(first.promises[0].id, by="Maja")
    again = desk.hear(desk.take_up(str(case.id)), "Den kom aldrig. Nu skriver jag igen.")
    draft = desk.draft(again)
    assert broken.quote in draft.text
    second = desk.send(again, draft.text, draft=draft, by="Maja", key="two", reason="prövat")
    for promise in second.promises:
        if desk.ledger().promise(promise.id).state == "open":
            desk.ledger().keep(promise.id, by="Maja")
    now = datetime.now(UTC)
    total = desk.ledger().figures(now - timedelta(days=1), now).total
    assert (total.broken, total.kept, total.waiting) == (1, len(second.promises), 0)
    desk.ledger().cases.close(str(case.id), by="Maja")


# Over-communicating


def test_a_silent_case_gets_a_message_that_promises_no_more_than_is_known(ledger: Ledger) -> None:
    ledger.record(REPLY)
    policy = default_policy()
    assert updates(ledger, policy, NOW) == []
    (update,) = updates(ledger, policy, NOW + timedelta(days=1))
    assert (update.by, update.silent) == (date(2026, 3, 13), False)
    assert "Jag har inget nytt att berätta i dag" in update.text
    assert "gäller fortfarande: senast tisdag den 17 mars" in update.text
    assert "hör av mig igen onsdag den 18 mars" in update.text
    (late,) = updates(ledger, policy, NOW + timedelta(days=10))
    assert late.silent
    case = replace(CASE, today=datetime(2026, 3, 13, 10), policy=policy)
    assert check(update.text, case).verdict != "stop"
    matter = ledger.cases.dossier("A-1042").matter
    assert update_for(replace(matter, closed=NOW), ledger, policy, NOW) is None


# The carousel


@pytest.mark.parametrize(
    ("text", "repeats", "contacts"),
    [
        ("Nu skriver jag igen om samma sak.", True, 0),
        ("Som jag skrev i måndags är den trasig.", True, 0),
        ("Det är tredje gången jag ringer.", True, 3),
        ("I have called you three times.", False, 3),
        ("As I already told you, it is broken.", True, 0),
        ("Var är mitt paket?", False, 0),
        ("Jag vill köpa en till, så igenkännbar är den.", False, 0),
    ],
)
def test_a_customer_who_has_to_say_it_again_is_heard(text: str, repeats: bool, contacts: int) -> None:
    assert (is_repeating(text), contacts_told(text)) == (repeats, contacts)


def test_a_case_that_has_gone_round_is_seen(ledger: Ledger) -> None:
    told = Message("customer", "Tredje gången jag ringer!", datetime(2026, 3, 12, 9, 20))
    ledger.record(replace(REPLY, case=replace(CASE, messages=(*CASE.messages, told))))
    ledger.cases.hand_over("A-1042", "Sam", by="Maja", reason="semester", at=NOW)
    meter = carousel(ledger.cases.dossier("A-1042"), NOW + timedelta(days=3))
    assert (meter.contacts, meter.told, meter.handed, meter.repeats, meter.days) == (2, 3, 1, 1, 3)
    assert meter.is_too_much(4)
    assert not meter.is_too_much(5)


# What is shown


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_customers_page_shows_only_what_the_customer_may_see(ledger: Ledger, language: Language) -> None:
    ledger.record(replace(REPLY, draft="Utkastet <b>säger</b> annat.", text="Hej & välkommen <script>"))
    ledger.cases.note("A-1042", "Intern: kunden är gnällig.", by="Maja", at=NOW)
    ledger.cases.note("A-1042", "Paketet är lastat.", by="Maja", public=True, at=NOW)
    page = customerpage.page(ledger.cases.dossier("A-1042"), NOW + timedelta(days=2), language)
    for hidden in ("gnällig", "Utkastet", "Chefen vet", "PostNord", "<script", "A-1042"):
        assert hidden not in page
    for shown in ("Paketet är lastat.", "Hej &amp; välkommen", "Maja", "Var är det? Åh!", f'lang="{language}"'):
        assert shown in page
    assert ("vårt fel" if language == "sv" else "fault is ours") in page


def test_a_customer_sees_the_time_that_they_were_told(ledger: Ledger) -> None:
    id = ledger.record(REPLY).promises[0].id
    ledger.move(id, date(2026, 3, 20), by="Maja", at=NOW, told=False)
    before = customerpage.page(ledger.cases.dossier("A-1042"), NOW, "sv")
    ledger.tell(id, by="Maja", at=NOW)
    after = customerpage.page(ledger.cases.dossier("A-1042"), NOW, "sv")
    assert ("17 mars" in before, "20 mars" in before, "20 mars" in after) == (True, False, True)


@pytest.mark.parametrize("on", ["on", "off"])
def test_the_customers_page_is_served_only_when_it_is_switched_on(tmp_path: Path, ledger: Ledger, on: str) -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from assistant.ui.server import Sealed, customer_routes

    ledger.record(replace(REPLY, sent=datetime.now(UTC)))
    token = ledger.cases.open_page("A-1042", by="Maja", days=3)
    settings = {"DATA_DIR": str(tmp_path), "EMBEDDINGS_MODEL": "none", "CUSTOMER_PAGES": on}
    desk = open_desk(from_environment(settings), wait=False)
    with TestClient(Sealed(Starlette(routes=customer_routes(desk)))) as client:
        found, unknown = client.get(f"/follow/{token}"), client.get("/follow/guess")
    desk.ledger().close()
    assert unknown.status_code == 404
    assert found.status_code == (200 if on == "on" else 404)
    if on == "on":
        assert "Ditt ärende" in found.text
        assert "script" not in found.headers["content-security-policy"]
        assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_windows_views_are_drawn_and_escape_what_people_wrote(ledger: Ledger, language: Language) -> None:
    made = ledger.record(replace(REPLY, case=replace(CASE, customer="<b>Anna</b>"))).promises
    ledger.break_(made[2].id, by="Maja", at=NOW)
    now = NOW + timedelta(days=2)
    dossier = ledger.cases.dossier("A-1042")
    told = casebook.in_words(dossier, default_policy(), language)
    drawn = casebook.case(told, carousel(dossier, now), 1, now, language)
    drawn += casebook.due(ledger.due(now), now, now, language) + casebook.found([dossier.matter], now.date(), language)
    drawn += casebook.updates(updates(ledger, Policy(), now), now.date(), language)
    drawn += ledgerfigures.figures(ledger.figures(NOW, now), 4, now.date(), language, own=True)
    assert "<b>" not in drawn
    assert "promises." not in drawn
    assert ("policyn: gest för högst 200 kr" if language == "sv" else "policy: a gesture of 200 kr at most") in drawn
    assert f'data-choose="keep:{made[0].id}"' in drawn
    assert ("brutet" if language == "sv" else "broken") in drawn
    hearers = upstream().hearers
    assert f"{hearers.least}–{hearers.most}" in drawn
    assert hearers.source[language] in drawn


def test_a_case_is_taken_up_with_its_thread(ledger: Ledger) -> None:
    ledger.record(REPLY)
    case = taken_up(ledger.cases.dossier("A-1042"), local(NOW), Policy())
    assert [(m.sender, m.text) for m in case.messages] == [("customer", "Var är det? Åh!"), ("agent", REPLY.text)]
    assert (case.owner, case.language, case.customer) == ("Maja", "sv", "Anna Lind")
