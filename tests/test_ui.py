"""The window without a browser: records -> HTML, the fact form, what the browser keeps, texts, the server's head."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import string
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import playbook
from assistant.case import (
    ABOUT,
    STEPS,
    Allowance,
    Asked,
    Because,
    Case,
    Draft,
    Fact,
    Finding,
    Language,
    Message,
    Money,
    Passage,
    Period,
    Policy,
    Promise,
    Review,
    SecondOpinion,
    StepTaken,
    When,
    Wishes,
)
from assistant.checker.rulebook import all_rules
from assistant.conversation import Request
from assistant.desk import Answer, Desk, Sitting, open_desk
from assistant.dismissing import Dismissal, read
from assistant.door import Person, Role, Users
from assistant.errors import BadSetting, Unavailable
from assistant.ledger import Owed, Receipt, Usage
from assistant.moved import moved
from assistant.settings import from_environment
from assistant.ui import facts, opinions, page, server, turns, written
from assistant.ui.facts import Row
from assistant.ui.leaving import Leaving
from assistant.ui.pacing import grown
from assistant.ui.page import Page, Turn
from assistant.ui.render import book, factform, findings, frame, judged, ledgerfigures, sending, talk
from assistant.ui.render.markup import difference, markdown
from assistant.ui.texts import words

UI = Path(server.__file__).parent
NASTY = "<script>alert(1)</script> ${7*7} {{7*7}} `x` \"'><img src=//x onerror=alert(1)> & å"
TODAY = datetime(2026, 3, 12, 10)
POLICY = Policy(
    promises={
        "contact": Allowance(Period(1, "business day")),
        "refund": Allowance(Period(5, "business day"), Decimal(500)),
        "replacement": Allowance(),
        "billing": Allowance(limit=Decimal("49.5")),
    },
    compensation_limit=Decimal(200),
    gestures=("presentkort", "blommor"),
)
FACT = Fact("delivery", "Utlämning", by=date(2026, 3, 17), source="PostNord", as_of=datetime(2026, 3, 12, 9))
CASE = Case(TODAY, POLICY, customer=NASTY, messages=(Message("customer", NASTY, TODAY),), facts=(FACT,))


class Reading(HTMLParser):
    """The tags and the text of some HTML, as a browser would have them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("input", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def finding(start: int, end: int, text: str, kind: str = "deadline", look: str = "error", **more: object) -> Finding:
    fields = {"rule": "deadline.unknown", "message": "", "because": Because(), "playbook": "promise_less"}
    fields |= {"rewrite": None, "confidence": 0.9} | more
    return Finding(kind=kind, severity=look, start=start, end=end, quote=text[start:end], **fields)  # type: ignore[arg-type]


TEXT = "Hej 👋 <b>Anna</b>.\nDu får den i morgon. Vi återkommer.\n"
A, B = TEXT.index("Du får"), TEXT.index("Vi åter")
FINDINGS = (
    finding(A, B - 1, TEXT, because=Because(fact=0), rewrite="Du får den den 17 mars."),
    finding(A + 3, len(TEXT) - 1, TEXT, "vague", "warning", rule="vague.no_time"),
    finding(0, 3, TEXT, "tone", "info", rule="no such rule", message=NASTY),
)
DENIED = Promise(A, B - 1, TEXT[A : B - 1], "delivery", date(2026, 3, 13), Money(Decimal(2499)), "overpromise", "money")
VAGUE = Promise(B, len(TEXT) - 1, TEXT[B:-1], "contact", None, None, "vague", None)
BACKED = Promise(0, 3, "Hej", "contact", None, None, "supported", None, Because(policy="promises.contact"))
PROMISES = (DENIED, VAGUE, BACKED)
REVIEW = Review("sv", FINDINGS, PROMISES, {"listen": StepTaken(True, 0, 3), "no_excuses": StepTaken(True)})


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_word_of_others_becomes_html(language: Language, library: playbook.Playbook) -> None:
    entries = (("late_delivery", NASTY, NASTY),)
    opened = Page(case=CASE, talk=(Turn("agent", NASTY), Turn("desk", NASTY, entries=entries)))
    draft = Draft(NASTY, "sv", NASTY, (Passage(NASTY, NASTY, NASTY),), (NASTY,), NASTY, NASTY)
    row = Row("delivery", NASTY, NASTY, NASTY, "yes", NASTY)
    owed = Owed(1, "A", NASTY, NASTY, "other", NASTY, TODAY, None, False, None, NASTY, "vague", None, NASTY, "open", 0)
    judgement = Review("sv", (finding(0, len(NASTY), NASTY, rewrite=NASTY, message=NASTY, rule=NASTY),), (), {})
    example = SimpleNamespace(name=NASTY, case=CASE)
    hit = SimpleNamespace(entry=NASTY, group="steps", language=language, heading=NASTY, text=NASTY)
    shown = [
        talk.conversation(opened, library, language),
        talk.welcome([example], language),  # type: ignore[list-item]
        talk.missing([NASTY]),
        *talk.beside(draft, CASE, library, language),
        judged.marks(NASTY, judgement.findings),
        findings.cards(judgement, CASE, (), language),
        findings.cards(judgement, CASE, (Dismissal(NASTY, NASTY, NASTY),), language),
        judged.promises(Review("sv", (), (replace(PROMISES[2], quote=NASTY),), {}), CASE, language),
        factform.form([row], language, TODAY),
        factform.faults(facts.read([row], CASE, language).faults, language),
        sending.receipt(Receipt("A", TODAY, (owed,)), language, TODAY),
        sending.notice(draft, language),
        sending.writer(draft, "", language),
        book.hits([hit], library, language),  # type: ignore[list-item]
    ]
    for html in shown:
        reading = Reading(html)
        assert not {"script", "img", "b"} & set(reading.tags)
        assert not [name for name, _ in reading.attributes if name.startswith("on")]
        assert not reading.open
    assert NASTY in Reading(shown[0]).text
    assert Reading(judged.marks(NASTY, judgement.findings)).text == NASTY


def test_the_marks_hold_the_text_to_the_character() -> None:
    reading = Reading(judged.marks(TEXT, FINDINGS))
    assert reading.text == TEXT


def test_overlapping_findings_are_cut_into_pieces_with_the_gravest_look() -> None:
    pieces = re.findall(r'<mark class="is-(\w+)" data-start="(\d+)" data-end="(\d+)">', judged.marks(TEXT, FINDINGS))
    assert pieces == [
        ("info", "0", "3"),
        ("error", str(A), str(A + 3)),
        ("error", str(A + 3), str(B - 1)),
        ("warning", str(B - 1), str(len(TEXT) - 1)),
    ]


@pytest.mark.parametrize(
    ("text", "review", "look", "told"),
    [
        ("", Review("sv", (), (), {}), "", ""),
        ("Hej.", Review("sv", (), (), {}), "ok", "Inga löften i texten"),
        ("Hej.", Review("sv", (), PROMISES[2:], {}), "ok", "Allt som lovas har täckning"),
        ("Hej.", Review("sv", FINDINGS[:1], (), {}), "error", "1 löfte utan täckning"),
        ("Hej.", Review("sv", FINDINGS[:1] * 2, (), {}), "error", "2 löften utan täckning"),
        ("Hej.", Review("sv", FINDINGS, (), {}), "error", "1 löfte utan täckning · 1 påpekande"),
        ("Hej.", Review("sv", FINDINGS[1:], (), {}), "warning", "1 påpekande"),
    ],
)
def test_the_verdict_in_one_line(text: str, review: Review, look: str, told: str) -> None:
    html = judged.verdict(text, review, "sv")
    assert f"<span>{told}</span>" in html if told else "<span>" not in html
    assert (f"verdict is-{look}" in html) is bool(look)


def test_a_finding_says_what_why_and_what_instead() -> None:
    html = findings.cards(REVIEW, CASE, (), "sv")
    told = Reading(html).text
    assert "Fakta i ärendet" in told
    assert "Utlämning · senast tisdag 17 mars · PostNord, torsdag 12 mars kl. 09.00" in told
    assert 'data-rewrite="Du får den den 17 mars."' in html
    assert "<del>" in html
    assert html.index('id="finding-0"') < html.index('id="finding-1"')
    assert [int(n) for n in re.findall(r'<article[^>]* data-start="(\d+)"', html)] == [0, A, A + 3]


def test_a_dismissed_finding_is_drawn_aside_and_counts_no_more() -> None:
    aside = (Dismissal(FINDINGS[0].rule, FINDINGS[0].quote, "Bekräftat av butiken"),)
    told = Reading(findings.cards(REVIEW, CASE, aside, "sv")).text
    assert "1 avfärdad varning" in told
    assert "Bekräftat av butiken" in told
    assert findings.cards(REVIEW, CASE, aside, "sv").count("<article") == len(FINDINGS) - 1
    assert "1 löfte utan täckning" not in judged.verdict(TEXT, REVIEW, "sv", aside)
    alone = Review("sv", FINDINGS[:1], (DENIED,), {})
    assert "skälen sparas med svaret" in judged.verdict(TEXT, alone, "sv", aside)


@pytest.mark.parametrize(
    "kept", ["", "[", "{}", "[1]", '[{"rule": "a"}]', '[{"rule": "a", "quote": "b", "reason": " "}]']
)
def test_what_cannot_be_read_dismisses_nothing(kept: str) -> None:
    assert read(kept) == ()


@pytest.mark.parametrize(
    ("agrees", "told"), [(True, "Språkmodellen håller med"), (False, "Språkmodellen ser det på ett annat")]
)
def test_a_card_tells_a_second_opinion_and_what_was_promised_before(agrees: bool, told: str) -> None:
    found = replace(
        FINDINGS[0],
        second=SecondOpinion(agrees, "vague", "Ingen dag nämns."),
        because=Because(promise="Du får den på fredag."),
    )
    shown = Reading(findings.cards(Review("sv", (found,), (), {}), CASE, (), "sv")).text
    assert f"{told}" in shown
    assert "Ingen dag nämns." in shown
    assert "Lovat tidigare Du får den på fredag." in shown


def test_a_second_opinion_stands_as_long_as_its_words_and_the_facts() -> None:
    own = replace(FINDINGS[0], rule="judge.vague", kind="vague", severity="warning", source="model")
    told = replace(FINDINGS[0], second=SecondOpinion(False, "none", "Artighet."))
    text = " " * FINDINGS[0].start + FINDINGS[0].quote
    kept = opinions.read(opinions.saved(Review("sv", (told, own), (), {}, Asked("m", 2)), text, "[]"))
    fresh = Review("sv", (replace(FINDINGS[0], start=FINDINGS[0].start + 4, end=FINDINGS[0].end + 4),), (), {})
    beside = opinions.beside(fresh, f"Hej. {text[1:]}", "[]", kept).findings
    assert {(f.rule, f.start, f.source) for f in beside} == {
        (FINDINGS[0].rule, FINDINGS[0].start + 4, "checker"),
        ("judge.vague", FINDINGS[0].start + 4, "model"),
    }
    assert [f.second.why for f in beside if f.second] == ["Artighet."]
    assert opinions.beside(fresh, text, '[{"about": "stock"}]', kept) == fresh
    assert opinions.beside(fresh, "Något annat.", "[]", kept).findings[1:] == ()


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"text": 1}', '{"text": "", "rows": "", "asked": {}, "findings": []}']
)
def test_what_cannot_be_read_is_no_opinion(kept: str) -> None:
    assert opinions.read(kept) is None


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_only_an_admin_changes_who_may_sign_in(tmp_path: Path, role: Role) -> None:
    """A tab that is not shown can still be called."""
    import gradio as gr

    from assistant.ui.people import PeopleTab

    async def tab_of_users() -> PeopleTab:
        with gr.Blocks():
            return PeopleTab(open_desk(from_environment({"DATA_DIR": str(tmp_path), "AUTH": "users"})), "sv")

    tab, users = asyncio.run(tab_of_users()), Users(tmp_path / "users.yaml")
    users.put("Ali", "admin", "korrekt häst batteri")
    request: Any = SimpleNamespace(request=SimpleNamespace(state=SimpleNamespace(person=Person("Petra", role))))
    event: Any = SimpleNamespace(value="remove:Ali")
    told = str([tab.save("Petra", "admin", "korrekt häst batteri", request), tab.remove(event, request)])
    assert told.count("Det här kan bara en administratör göra.") == 2
    assert tab.listed(request) == ""
    assert [user.person.name for user in users.all()] == ["Ali"]


def test_a_fact_is_asked_for_where_nothing_known_decides() -> None:
    unknown = replace(FINDINGS[0], because=Because())
    html = findings.cards(Review("sv", (unknown,), (DENIED,), {}), CASE, (), "sv")
    assert 'data-ask="delivery"' in html
    assert "Stämmer det, och vem har bekräftat det?" in html
    assert "data-ask" not in findings.cards(Review("sv", FINDINGS[:1], (DENIED,), {}), CASE, (), "sv")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_rule_is_told_in_the_windows_language(language: Language) -> None:
    spoken: Language = "en" if language == "sv" else "sv"
    for rule in all_rules():
        review = Review(spoken, (finding(0, 3, TEXT, rule.kind, rule.severity, rule=rule.name),), (), {})
        told = Reading(findings.cards(review, CASE, (), language)).text
        assert rule.pages[language].what in told
        assert rule.pages[language].why in told


REFUND = "Refund: 500 kr at most, within 5 business days"
GESTURE = "a gesture of 200 kr at most in all: presentkort, blommor"


@pytest.mark.parametrize(
    ("line", "sv", "en"),
    [
        ("promises.contact", "svar inom 1 arbetsdag", "an answer within 1 business day"),
        ("promises.refund", "Återbetalning: högst 500 kr, inom 5 arbetsdagar", REFUND),
        ("promises.replacement", "Ersättningsvara: medges", "Replacement: allowed"),
        ("promises.billing", "Faktura: högst 49,50 kr", "Invoice: 49.50 kr at most"),
        ("compensation", "gest för högst 200 kr sammanlagt: presentkort, blommor", GESTURE),
        ("something else", "something else", "something else"),
    ],
)
def test_a_line_of_the_policy_in_words(line: str, sv: str, en: str) -> None:
    assert judged.policy_line(line, POLICY, "sv") == sv
    assert judged.policy_line(line, POLICY, "en") == en


def test_no_gesture_is_told_where_the_policy_has_none() -> None:
    assert judged.policy_line("compensation", Policy(), "sv") == "ingen gest medges"


def test_the_six_steps_are_ticked_off_in_order() -> None:
    html = judged.steps(REVIEW, "sv")
    assert [word.strip("○✓ ") for word in Reading(html.replace("</li>", "\n</li>")).text.split("\n") if word] == [
        "Lyssna finns med",
        "Be om ursäkt saknas",
        "Säg vad som händer nu saknas",
        "Undvik bortförklaringar finns med",
        "Överkommunicera saknas",
        "En minnesvärd gest saknas",
    ]
    assert html.count('class="met"') == 2
    assert len(STEPS) == html.count("<li")


def test_promises_are_told_with_their_worth() -> None:
    told = Reading(judged.promises(REVIEW, CASE, "sv")).text
    assert "saknar täckning · senast fredag 13 mars · 2 499 kr".replace("2 499", "2\u202f499") in told
    assert "svar inom 1 arbetsdag" in told


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("Vi ringer i dag.", "Vi ringer i morgon.", "Vi ringer i <del>dag.</del> <ins>morgon.</ins>"),
        (
            "Vi <b> ringer i dag igen.",
            "Vi <b> ringer i dag.",
            "Vi &lt;b&gt; ringer i <del>dag igen.</del> <ins>dag.</ins>",
        ),
        ("A b c d", "W x y z", "<del>A b c d</del> <ins>W x y z</ins>"),
        ("Lika.", "Lika.", "Lika."),
    ],
)
def test_a_difference_reads_as_words(before: str, after: str, html: str) -> None:
    assert difference(before, after) == html


def test_the_little_markdown_of_the_playbook() -> None:
    assert markdown("Ett\nstycke.\n\n- en\n- två <i>\n\nSlut.") == (
        "<p>Ett stycke.</p><ul><li>en</li><li>två &lt;i&gt;</li></ul><p>Slut.</p>"
    )


# The fact form


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("16 mars", date(2026, 3, 16)),
        ("16/3", date(2026, 3, 16)),
        ("2026-03-16", date(2026, 3, 16)),
        ("2026-03-16T12:00", datetime(2026, 3, 16, 12)),
        ("2026-03-16 12:00", datetime(2026, 3, 16, 12)),
        ("16 March", date(2026, 3, 16)),
        ("i morgon", date(2026, 3, 13)),
        ("", None),
    ],
)
def test_a_day_may_be_typed_as_people_write_it(typed: str, by: When | None) -> None:
    table = facts.read([Row("delivery", "x", by=typed)], CASE, "sv")
    assert (table.faults, [fact.by for fact in table.facts]) == ((), [by])


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("499", Money(Decimal(499))),
        ("2 499 kr", Money(Decimal(2499))),
        ("2\u202f499 kr", Money(Decimal(2499))),
        ("49,50", Money(Decimal("49.50"))),
        ("£20", Money(Decimal(20), "GBP")),
        ("", None),
    ],
)
def test_a_sum_may_be_typed_as_people_write_it(typed: str, amount: Money | None) -> None:
    table = facts.read([Row("refund", "x", amount=typed)], CASE, "sv")
    assert (table.faults, [fact.amount for fact in table.facts]) == ((), [amount])


@pytest.mark.parametrize(
    ("row", "field", "told"),
    [
        (Row("delivery", by="31 februari"), "by", "Faktum 1, Senast: ”31 februari” går inte att läsa som en dag."),
        (Row("delivery", by="snart"), "by", "går inte att läsa som en dag"),
        (Row("refund", amount="massor"), "amount", "Faktum 1, Summa: ”massor” går inte att läsa som en summa."),
        (Row("", says="Finns i lager"), "about", "Faktum 1, Gäller: Välj vad det gäller."),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_gives_no_fact(row: Row, field: str, told: str) -> None:
    table = facts.read([row], CASE, "sv")
    assert table.facts == ()
    assert table.rows == (row,)
    html = factform.faults(table.faults, "sv")
    assert told in Reading(html).text
    assert f'data-row="0" data-field="{field}"' in html


def test_an_empty_row_is_passed_over() -> None:
    assert facts.read([Row(), Row("stock")], CASE, "sv").facts == ()
    assert facts.read([Row("stock", holds="no")], CASE, "sv").facts == (Fact("stock", "", holds=False),)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_facts_survive_the_form(language: Language) -> None:
    known = (
        FACT,
        Fact("stock", "Slut", holds=False),
        Fact("refund", "Godkänd", amount=Money(Decimal("2499.50")), holds=True, source="Maja"),
        Fact("contact", "Ringer", by=datetime(2026, 3, 13, 15)),
        Fact("delivery", "Nästa år", by=date(2027, 1, 4)),
        Fact("compensation", "Godkänd", amount=Money(Decimal(20), "GBP")),
    )
    rows = facts.rows_from(facts.saved(facts.row_of(fact, language, TODAY) for fact in known))
    assert facts.read(rows, CASE, language).facts == known


@pytest.mark.parametrize("kept", ["", "[", "{}", "[1, null]", '"x"'])
def test_rows_that_cannot_be_read_are_none(kept: str) -> None:
    assert facts.rows_from(kept) == ()


def test_every_kind_of_fact_can_be_chosen() -> None:
    html = factform.form([], "sv", TODAY)
    assert re.findall(r'<option value="(\w+)"', html.split("</select>")[0]) == list(ABOUT)


# What the browser keeps


def test_a_passage_tells_by_which_of_the_customers_words_it_was_found(library: playbook.Playbook) -> None:
    case = replace(CASE, messages=(Message("customer", "Leveransen är försenad och jag har inte fått något svar."),))
    draft = Draft("Hej", "sv", "composer", (Passage("late_delivery", "Lyssna", "x"), Passage("gone", "y", "z")))
    _, passages = talk.beside(draft, case, library, "sv")
    assert re.findall("kundens ord: (.*?)</p>", passages) == ["leveransen, försenad"]


def test_the_usage_of_entries_is_drawn_by_their_titles(library: playbook.Playbook) -> None:
    used = (Usage("late_delivery", "sv", 1, 4, 3, 380), Usage("gone", "en", 1, 1, 0, 50))
    drawn = ledgerfigures.usage(used, library, "sv")
    assert "Försenad leverans</th><td>4</td><td>75 %</td><td>5 %</td>" in drawn
    assert "gone (en)</th><td>1</td><td>0 %</td><td>50 %</td>" in drawn
    assert ledgerfigures.usage((), library, "sv") == ""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    data = tmp_path_factory.mktemp("data")
    return open_desk(from_environment({"DATA_DIR": str(data), "EMBEDDINGS_MODEL": "none"}))


@pytest.fixture(scope="module")
def library(desk: Desk) -> playbook.Playbook:
    return desk.live.current()


def test_a_page_comes_back_as_it_was(desk: Desk) -> None:
    case = replace(
        desk.open_case("Hej, var är mitt paket? Jag har väntat i två veckor."), customer="Anna", channel="sms"
    )
    passages = (Passage("late_delivery", "Lyssna", "x"),)
    draft = Draft("Hej", "sv", "composer", passages, ("Vad?",), "not", "half", ("a", "b"))
    turn = Turn("desk", "x", ("said_case",), (("late_delivery", "Lyssna", "x"),), ("en rad",), ("case", "question"))
    before = Page(case, wishes=Wishes("en", "short", True, False), talk=(turn,)).with_draft(draft)
    after = page.restored(page.saved(before), desk)
    assert after == replace(before, case=replace(case, today=desk.now()))


def test_an_exercise_keeps_its_day_and_its_policy(desk: Desk) -> None:
    example = desk.examples()[0]
    after = page.restored(page.saved(turns.opened(example)), desk)
    assert after.case == replace(example.case, facts=())


def test_the_policy_never_comes_from_the_browser(desk: Desk) -> None:
    kept = json.loads(page.saved(Page(desk.open_case("Hej, var är mitt paket?"))))
    kept["case"]["policy"] = {"compensation": {"limit": 100000}}
    restored = page.restored(json.dumps(kept), desk)
    assert restored.case is not None
    assert restored.case.policy == desk.policy


@pytest.mark.parametrize("kept", ["", "{", "[]", "{}", '{"case": 1}', "null"])
def test_what_cannot_be_read_gives_an_empty_page(desk: Desk, kept: str) -> None:
    assert page.restored(kept, desk) == Page()


def test_an_empty_page_is_kept_as_nothing() -> None:
    assert page.saved(Page()) == ""


def test_a_draft_is_shown_at_once_as_a_whole_and_not_for_every_word():
    done = Draft("Hej Anna!", "sv", "model")
    assert list(grown(["Hej", " ", "Anna", "!", done])) == ["Hej", done]

    def slowly():
        yield "Hej"
        sleep(0.15)
        yield " Anna"

    assert list(grown(slowly())) == ["Hej", "Hej Anna"]


def test_a_double_click_has_one_key_and_other_words_another() -> None:
    sheet = Page().with_draft(Draft("Hej", "sv", "composer"))
    assert sheet.send_key("Hej") == sheet.send_key("Hej") != sheet.send_key("Hej!")
    assert sheet.send_key("Hej") != Page().with_draft(Draft("Hej", "sv", "composer")).send_key("Hej")


def test_the_text_before_a_draft_can_be_taken_back(desk: Desk) -> None:
    before = Page(desk.open_case("Hej, var är mitt paket?"))
    answer = desk.answer("kortare", Sitting(before.case))
    after = turns.told(turns.answered(before, "kortare", answer), answer, "Hej Anna, min egen text.")
    assert (after.before, after.talk[-1].choices) == ("Hej Anna, min egen text.", (turns.BACK,))
    assert 'data-choose="back"' in talk.conversation(after, desk.live.current(), "sv")
    assert 'data-choose="back"' not in talk.conversation(turns.taken_back(after), desk.live.current(), "sv")


def test_a_fact_takes_the_place_of_the_one_that_it_corrects() -> None:
    old, other = Row("stock", "Slut i lager", holds="no"), Row("refund", "Godkänd", holds="yes")
    new = Row("stock", "I lager nu", holds="yes")
    assert facts.with_fact((old, other), new) == ((other, new), old)
    assert facts.with_fact((other,), new) == ((other, new), None)
    assert facts.with_fact((old, old), new) == ((old, old, new), None), "which of them is not clear"


def test_a_revision_is_shown_as_a_difference(desk: Desk) -> None:
    case = desk.open_case("Hej, var är mitt paket?")
    answer = desk.answer("kortare", Sitting(case))
    after = turns.told(turns.answered(Page(case), "kortare", answer), answer, "Hej Anna, jag är ledsen för det här.")
    shown = talk.conversation(
        after.with_draft(Draft("Hej Anna, jag är ledsen.", "sv", "composer")), desk.live.current(), "sv"
    )
    assert "<summary>Det här har ändrats i texten</summary>" in shown
    assert "<del>ledsen för det här.</del> <ins>ledsen.</ins>" in shown


@pytest.mark.parametrize("language", ["sv", "en"])
def test_promises_and_facts_are_listed_in_the_talk(desk: Desk, language: Language) -> None:
    case = desk.open_case("Hej, var är mitt paket?")
    promise = Promise(0, 20, "Jag ringer <i>dig</i>.", "contact", date(2026, 3, 16), None, "supported", None)
    request = Request("promised")
    answer = Answer(request, Sitting(case), Sitting(case), said=(promise,))
    lines = talk.promised(answer, language, TODAY.date())
    after = turns.answered(Page(case), "vad lovade vi sist?", answer, lines)
    assert after.talk[-1].says == ("said_promised",)
    shown = talk.conversation(after, desk.live.current(), language)
    assert "16 mar" in shown.lower()
    assert "&lt;i&gt;dig" in shown
    assert turns.answered(Page(case), "?", answer).talk[-1].says == ("said_promised_none",)


def test_the_choices_of_an_unclear_fact_name_what_it_is_about(desk: Desk) -> None:
    page = Page(desk.open_case("Hej, var är mitt paket?"))
    asked = turns.answered(page, "den är i lager", desk.answer("den är i lager", page.sitting))
    shown = talk.conversation(asked, desk.live.current(), "sv")
    assert 'data-choose="fact:stock">Ett faktum: lager</button>' in shown
    assert turns.meant(asked, "fact:stock", "den är i lager") == Request("fact", "den är i lager", about="stock")


def test_a_stale_draft_is_told_and_our_own_reply_makes_none(desk: Desk) -> None:
    case = desk.open_case("Hej, var är mitt paket?")
    sheet = Page(case).with_draft(desk.draft(case))
    assert sheet.draft is not None
    assert sending.stale(moved(sheet.draft, case), "sv") == ""
    further = desk.hear(case, "Hallå?")
    assert "Ett meddelande har kommit" in sending.stale(moved(sheet.draft, further), "sv")
    after = turns.sent(sheet, sheet.draft.text, TODAY)
    assert after.case is not None
    assert moved(after.draft, after.case) == ()


async def _placed(leaving: Leaving) -> Leaving:
    """Gradio's parts want a loop to be made in."""
    import gradio as gr

    with gr.Blocks():
        leaving.place()
    return leaving


def test_to_mark_a_stale_draft_as_sent_asks_once(desk: Desk) -> None:
    case = replace(desk.open_case("Hej, var är mitt paket?"), owner="Maja")
    sheet = Page(case).with_draft(desk.draft(case))
    now_is = replace(case, facts=(Fact("stock", "Slut", holds=False),))
    leaving = asyncio.run(_placed(Leaving(desk, "sv")))
    asked, shown = leaving.sending(sheet, "Hej Anna, jag är ledsen.", now_is, "")
    assert "Fakta i ärendet har ändrats" in shown[leaving.gate]
    assert desk.promised(case) == ()
    done, shown = leaving.sending(asked, "Hej Anna, jag är ledsen.", now_is, "")
    assert done.talk[-1].says == ("said_sent",)
    assert "Markerat som skickat" in shown[leaving.receipt]


def test_the_channel_is_chosen_above_the_thread(desk: Desk) -> None:
    shown = talk.conversation(
        Page(replace(desk.open_case("Hej, var är mitt paket?"), channel="sms")), desk.live.current(), "sv"
    )
    assert '<option value="channel:sms" selected>Sms</option>' in shown
    assert shown.count("<option") == 5


def test_a_reply_joins_the_thread_once(desk: Desk) -> None:
    before = Page(desk.open_case("Hej, var är mitt paket?"))
    once = turns.sent(before, "Hej Anna.", TODAY)
    assert once.case is not None
    assert [(m.sender, m.text) for m in once.case.messages][1:] == [("agent", "Hej Anna.")]
    assert turns.sent(once, "Hej Anna.", TODAY) == once


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("kortare", ("said_write", "said_short")),
        ("varmare och på engelska", ("said_write", "said_warm", "said_en")),
        ("utan presentkort", ("said_write", "said_no_gesture")),
        ("skriv om", ("said_write",)),
        ("Kunden svarar: Nej.", ("said_customer",)),
        ("som brev och kortare", ("said_write", "said_channel_letter", "said_short")),
    ],
)
def test_the_desk_says_what_it_has_changed(desk: Desk, line: str, says: tuple[str, ...]) -> None:
    before = Page(desk.open_case("Hej, var är mitt paket?"))
    answer = desk.answer(line, Sitting(before.case))
    assert turns.told(turns.answered(before, line, answer), answer, "").talk[-1].says == says


# Words, dates and sums


def test_both_languages_say_the_same_things() -> None:
    sv, en = words("sv"), words("en")
    assert sv.keys() == en.keys()
    assert all((*sv.values(), *en.values()))
    for key in sv:
        assert _slots(sv[key]) == _slots(en[key]), key


def _slots(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in UI.rglob("*.py") if not file.name.endswith("texts.py")
    )
    named = set(re.findall(r"\"(\w+)\"|'(\w+)'", code))
    literal = {first or second for first, second in named}
    computed = (
        "about_",
        "step_",
        "verdict_",
        "period_",
        "group_",
        "groups_",
        "slot_",
        "choose_",
        "fact_",
        "channel_",
        "answer_",
    )
    computed += ("said_", "fault_", "count_", "gate", "holds_", "policy_", "do_", "moved_", "reason_", "cases_")
    unused = [key for key in words("sv") if key not in literal and not key.startswith(computed)]
    assert unused == []


@pytest.mark.parametrize("word", ["ursäkt", "olägenhet", "tålamod"])
def test_an_apology_and_an_excuse_are_not_mixed_up(word: str) -> None:
    allowed = {"ursäkt": ["Be om ursäkt"]}.get(word, [])
    assert [text for text in words("sv").values() if word in text.lower()] == allowed


@pytest.mark.parametrize(
    ("when", "sv", "en"),
    [
        (date(2026, 3, 16), "måndag 16 mars", "Monday 16 March"),
        (date(2027, 1, 1), "fredag 1 januari 2027", "Friday 1 January 2027"),
        (datetime(2026, 3, 16, 9, 5), "måndag 16 mars kl. 09.05", "Monday 16 March at 09:05"),
    ],
)
def test_days_as_each_language_writes_them(when: When, sv: str, en: str) -> None:
    assert (written.when_of(when, "sv", TODAY.date()), written.when_of(when, "en", TODAY.date())) == (sv, en)


@pytest.mark.parametrize(
    ("money", "sv", "en"),
    [
        (Money(Decimal(200)), "200 kr", "200 kr"),
        (Money(Decimal(2499)), "2\u202f499 kr", "2,499 kr"),
        (Money(Decimal("1234.5")), "1\u202f234,50 kr", "1,234.50 kr"),
        (Money(Decimal(20), "GBP"), "20 GBP", "£20"),
        (Money(Decimal(20), "NOK"), "20 NOK", "20 NOK"),
    ],
)
def test_sums_as_each_language_writes_them(money: Money, sv: str, en: str) -> None:
    assert (written.sum_of(money, "sv"), written.sum_of(money, "en")) == (sv, en)


# The playbook and the frame


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_entry_can_be_opened(language: Language, library: playbook.Playbook) -> None:
    for entry in library:
        if entry.language == language:
            html = book.entry(entry, library, language, TODAY.date())
            reading = Reading(html)
            assert not reading.open
            assert entry.title in reading.text
            assert "{" not in reading.text
            assert "[chat]" not in reading.text
    assert book.contents(library, language).count("data-entry") == sum(e.language == language for e in library)


def test_a_wording_is_shown_with_its_slots_in_words(library: playbook.Playbook) -> None:
    text = "- [chat] Hör av mig {answer_by}.\n- Se `lost_parcel`, `refund`, `okänd`."
    html = book.passage("late_delivery", "", text, library, "sv")
    assert '<span class="topic">Chatt</span> Hör av mig <span class="slot">svarstiden</span>.' in html
    assert 'data-entry="lost_parcel">Borttappat paket</button>' in html
    assert '<span class="topic">Återbetalning</span>' in html
    assert "<code>okänd</code>" in html


def test_the_words_that_a_hit_shares_with_the_query_are_marked() -> None:
    html = book.marked("Leveransen <är> sen, och leveransdatumet har flyttats.", "försenade leveranser", "sv")
    assert re.findall('<mark class="match">(.*?)</mark>', html) == ["Leveransen", "leveransdatumet"]
    assert "&lt;är&gt;" in html
    assert book.marked("Late deliveries", "?", "en") == "Late deliveries"


def test_an_entry_tells_what_is_amiss_with_it(library: playbook.Playbook) -> None:
    entry = library.get("late_delivery", "en")
    fresh = book.entry(entry, library, "en", TODAY.date())
    old = book.entry(entry, library, "sv", TODAY.date(), is_due=True)
    assert "unclear" not in fresh
    assert "har inte lästs igenom på länge" in old
    assert "Finns bara på engelska." in old
    assert fresh.count("data-section") == fresh.count('id="section-') == 8
    assert "&lt;b&gt;" in book.unknown("<b>", "sv")


def test_a_wording_goes_to_the_draft_with_its_open_slots_in_brackets(library: playbook.Playbook) -> None:
    entry = library.get("late_delivery", "sv")
    html = book.entry(entry, library, "sv", TODAY.date())
    wordings = re.findall('data-use="(.*?)"', html)
    assert entry is not None
    assert len(wordings) == len(entry.phrases) + len(entry.safe_promises)
    assert wordings[0] == "Du räknade med [saken] [sedan när], och hemma hos dig står det fortfarande tomt."
    assert not any(wording.startswith("[Chatt]") or "{" in wording or "chat]" in wording for wording in wordings)


def test_no_clear_answer_is_said_above_the_nearest(library: playbook.Playbook) -> None:
    hit = SimpleNamespace(entry="listen", group="steps", language="sv", heading="Kort sagt", text="Lyssna.")
    assert "Inget tydligt svar" in book.hits([hit], library, "sv", "soppa", is_clear=False)  # type: ignore[list-item]
    assert "Inget tydligt svar" not in book.hits([hit], library, "sv", "lyssna")  # type: ignore[list-item]


def test_the_list_shows_one_kind_where_one_is_wanted(library: playbook.Playbook) -> None:
    assert book.contents(library, "en", "sv", "steps").count("data-entry") == 6
    assert "De sex stegen" in book.contents(library, "en", "sv", "steps")


def test_the_other_language_is_offered_in_its_own_words() -> None:
    assert '<a href="../en/" lang="en"' in frame.switch("sv")
    assert '<a href="../sv/" lang="sv"' in frame.switch("en")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.5", "en"),
        ("en;q=0.2,sv;q=0.9", "sv"),
        ("de-DE,de;q=0.9", "en"),
        ("nb,sv;q=0.5,en;q=0.4", "sv"),
        ("", "sv"),
        ("en;q=x", "en"),
        (";;;,,", "sv"),
    ],
)
def test_the_browsers_language_chooses_the_windows(accepted: str, language: Language) -> None:
    assert server.preferred(accepted) == language


def test_nothing_of_ours_names_an_address_outside() -> None:
    for file in (UI / "assets").iterdir():
        found = re.findall(r"(?:https?:)?//[\w.]+", file.read_text(encoding="utf-8"))
        assert [address for address in found if "www.w3.org" not in address] == []


def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable) as told:
            server.serve(from_environment({"PORT": str(port)}))
    assert str(told.value).startswith(f"127.0.0.1:{port}: cannot be listened on")
    assert "\n" not in str(told.value)


def test_a_host_that_is_not_ours_is_told() -> None:
    with pytest.raises((BadSetting, Unavailable)):
        server.serve(from_environment({"HOST": "no-such-host.invalid", "PORT": "7999"}))


def test_the_last_update_of_a_run_writes_into_no_box(desk: Desk) -> None:
    """Gradio sends it again when the run has ended; the agent may be typing by then."""
    import gradio as gr

    from assistant.ui.replying import ReplyTab

    async def heard() -> tuple[list[object], dict[object, object]]:
        """The draft box's texts and the last update; Gradio's parts want a loop to be made in."""
        with gr.Blocks():
            tab = ReplyTab(desk, "sv", gr.Textbox())
        updates = list(tab.hear("Hej! Mitt paket är tre dagar sent. Var är det?\n\nGunilla", "", "", "[]", "Maja"))
        box = tab.kept_boxes()[1]
        return [update[box] for update in updates if box in update], updates[-1]

    written, last = asyncio.run(heard())
    assert "Gunilla" in str(written[-1])
    assert [update for update in last.values() if update != gr.skip()] == []
