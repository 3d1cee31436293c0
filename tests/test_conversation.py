"""What a line in the chat asks for: every rule's own examples, whole lines, and the playbook's labelled ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import playbook
from assistant.case import Case, Fact, Message, Money, Policy, Wishes
from assistant.conversation import Kind, fact_in, granted, read
from assistant.conversation.rules import LANGUAGES, Rule, rules
from assistant.conversation.telling import FACTS
from assistant.errors import BadInput

CASE = Case(datetime(2026, 3, 12, 10), Policy(), messages=(Message("customer", "Var är mitt paket?"),))
PASTED = (
    "Hej, jag beställde en soffa av er den 3 februari och den skulle ha kommit för två veckor sedan. Ingen svarar i "
    "telefon och chatten stängs. Vi har nu suttit på golvet sedan vi flyttade in.\n\nMvh Johan Berg"
)

EXAMPLES = [
    (rule, sentence, sees)
    for rule in (*rules(), *rules(FACTS))
    for language in LANGUAGES
    for sees, sentences in ((True, rule.words[language].sees), (False, rule.words[language].leaves))
    for sentence in sentences
]


@pytest.mark.parametrize(("rule", "sentence", "sees"), EXAMPLES, ids=[f"{r.name}: {s}" for r, s, _ in EXAMPLES])
def test_a_rule_sees_and_leaves_what_it_says(rule: Rule, sentence: str, sees: bool) -> None:
    found = rule.match(sentence) is not None
    is_negated = sentence.startswith(("inte", "not"))  # seen all the same, and then not wished
    assert found is sees or is_negated


@pytest.mark.parametrize(
    ("rule", "sentence"), [(rule, s) for rule, s, sees in EXAMPLES if sees and rule.does == "wish"]
)
def test_a_wish_is_granted(rule: Rule, sentence: str) -> None:
    request = read(sentence, CASE)
    assert request.kind == "write"
    assert {field: getattr(request.wishes, field) for field in rule.wish} == rule.wish


@pytest.mark.parametrize("line", ["inte kortare än så här", "not shorter", "inte varmare", "not longer"])
def test_a_negated_wish_is_none(line: str) -> None:
    assert read(line, CASE).kind == "unsure"


def test_the_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in (*rules(), *rules(FACTS))]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "wishes"),
    [
        ("kortare", Wishes(length="short")),
        ("kortare och på engelska", Wishes(length="short", language="en")),
        ("Kan du göra det varmare, men utan presentkort?", Wishes(warmer=True, gesture=False)),
        ("inte kortare, men varmare", Wishes(warmer=True)),
        ("in Swedish please, and warmer", Wishes(language="sv", warmer=True)),
        ("skriv om", Wishes()),
    ],
)
def test_wishes_change_the_draft(line: str, wishes: Wishes) -> None:
    request = read(line, CASE)
    assert (request.kind, request.wishes) == ("write", wishes)


@pytest.mark.parametrize(
    ("line", "channel", "wishes"),
    [
        ("som sms", "sms", Wishes()),
        ("skriv det som chatt, på engelska", "chat", Wishes(language="en")),
        ("as a text message", "sms", Wishes()),
        ("svara på Facebook", "social", Wishes()),
        ("som ett brev och varmare", "letter", Wishes(warmer=True)),
    ],
)
def test_a_channel_is_chosen_in_words(line: str, channel: str, wishes: Wishes) -> None:
    request = read(line, CASE)
    assert (request.kind, request.channel, request.wishes) == ("write", channel, wishes)


@pytest.mark.parametrize(
    "line", ["kunden hotar med att skriva på Facebook", "hur svarar jag på Facebook?", "inte som sms"]
)
def test_no_channel_is_chosen_by_the_way(line: str) -> None:
    assert read(line, CASE).channel is None


def test_wishes_add_up() -> None:
    first = read("kortare", CASE)
    assert read("varmare", CASE, first.wishes).wishes == Wishes(length="short", warmer=True)
    assert read("längre", CASE, first.wishes).wishes == Wishes()


@pytest.mark.parametrize(
    ("line", "case", "kind", "text"),
    [
        (PASTED, None, "case", PASTED),
        ("Var är mitt paket?", None, "case", "Var är mitt paket?"),
        ("vad får jag erbjuda?", None, "question", "vad får jag erbjuda?"),
        ("vad får jag erbjuda?", CASE, "question", "vad får jag erbjuda?"),
        ("hur gör jag när hen hotar med ARN?", CASE, "question", "hur gör jag när hen hotar med ARN?"),
        ("Nytt ärende: Min faktura är fel.", CASE, "case", "Min faktura är fel."),
        ("Kunden svarar: Nej.", CASE, "customer", "Nej."),
        ("Customer replied:\nNo.", CASE, "customer", "No."),
        ("Kunden svarar: Nej.", None, "case", "Nej."),
        ("Tack för ert svar, men " + PASTED, CASE, "customer", "Tack för ert svar, men " + PASTED),
        (PASTED, CASE, "unsure", PASTED),
        ("presentkort", None, "unsure", "presentkort"),
        ("jaha", CASE, "unsure", "jaha"),
        ("vad lovade vi sist?", CASE, "promised", ""),
        ("What did we promise last?", CASE, "promised", ""),
        ("vad får jag lova?", CASE, "question", "vad får jag lova?"),
        ("hjälp", CASE, "help", ""),
        ("", None, "unsure", ""),
    ],
)
def test_a_line_is_read(line: str, case: Case | None, kind: Kind, text: str) -> None:
    request = read(line, case)
    assert (request.kind, request.text) == (kind, text)
    assert bool(request.choices) is (kind == "unsure")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("max fem rader", "write"),
        ("mindre byråkratiskt", "write"),
        ("stryk det där om presentkortet", "write"),
        ("har vi lovat något tidigare?", "promised"),
        ("vilket datum lovade vi henne?", "promised"),
        ("nytt från kunden: nu har jag tröttnat", "customer"),
        ("lagret har skickat den i dag, PostNord har bekräftat", "fact"),
        ("half the length please", "write"),
        ("don't offer any gift card", "write"),
        ("what have we told her so far?", "promised"),
        ("it's in stock now, the warehouse confirmed", "fact"),
        ("ingen har lovat någon rabatt", "unsure"),
        ("lägg till att jag ringer i morgon", "unsure"),
        ("ta bort ursäkten", "unsure"),
        ("svara på norska", "unsure"),
    ],
)
def test_lines_as_agents_type_them(line: str, kind: Kind) -> None:
    assert read(line, CASE).kind == kind


def test_what_an_agent_asks_in_their_own_words_is_asked_for_once() -> None:
    asked = granted("lägg till att jag ringer i morgon", Wishes(length="short"))
    assert asked.wishes == Wishes(length="short", note="lägg till att jag ringer i morgon")
    assert read("varmare", CASE, asked.wishes).wishes == Wishes(length="short", warmer=True)


STOCK = Fact("stock", "Den är i lager nu", holds=True, source="lagret", as_of=CASE.today)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("den är i lager nu, bekräftat av lagret", STOCK),
        (
            "Lagret säger att den är slut i lager",
            replace(STOCK, says="Den är slut i lager", holds=False, source="Lagret"),
        ),
        (
            "It is in stock now, confirmed by the warehouse",
            replace(STOCK, says="It is in stock now", source="warehouse"),
        ),
        (
            "PostNord har bekräftat att paketet kommer den 17 mars",
            replace(
                STOCK, about="delivery", says="Paketet kommer den 17 mars", by=date(2026, 3, 17), source="PostNord"
            ),
        ),
        (
            "återbetalning på 499 kr godkänd enligt Maja på ekonomi",
            replace(
                STOCK,
                about="refund",
                says="Återbetalning på 499 kr godkänd",
                amount=Money(Decimal(499)),
                source="Maja på ekonomi",
            ),
        ),
    ],
)
def test_a_fact_is_told_with_its_source_and_noted_now(line: str, fact: Fact) -> None:
    request = read(line, CASE)
    assert (request.kind, request.about) == ("fact", fact.about)
    assert fact_in(request.text, fact.about, CASE) == fact


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("den är i lager nu", ("fact:stock", "wish", "customer", "question")),
        (
            "leveransen skickas 17 mars enligt leverantören",
            ("fact:shipping", "fact:delivery", "wish", "customer", "question"),
        ),
        ("det är klart enligt Ali", ("fact:other", "wish", "customer", "question")),
        ("kan du lova att den är i lager?", ("wish", "customer", "question")),
    ],
)
def test_what_may_be_a_fact_is_asked_about(line: str, choices: tuple[str, ...]) -> None:
    assert read(line, CASE).choices == choices


@pytest.mark.parametrize("line", ["den är trasig, enligt kunden", "högst 200 kr enligt policyn"])
def test_a_claim_is_no_fact(line: str) -> None:
    assert read(line, CASE).kind != "fact"


def test_words_of_a_wish_in_a_complaint_do_nothing() -> None:
    request = read(PASTED + "\n\nSvara på engelska och kortare än förra gången, utan presentkort.", None)
    assert (request.kind, request.wishes) == ("case", Wishes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_and_questions_of_the_playbook_are_told_apart(language: str) -> None:
    """The entries carry what customers and agents really write: a complaint is hardly ever taken for a question,
    and a question with no case open is at worst asked about more often than opened as a case."""
    book = [entry for entry in playbook.read(playbook.folders()) if entry.language == language]
    complaints = [read(phrase).kind for entry in book for phrase in entry.customer_phrases]
    questions = [read(question).kind for entry in book for question in entry.agent_questions]
    assert complaints.count("question") / len(complaints) <= 0.02
    assert complaints.count("case") / len(complaints) >= 0.85
    assert questions.count("case") / len(questions) <= 0.15


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "holds no rule"),
        ("- {sv: {}}", "rule 1: has no name"),
        ("- {rule: x, wish: {}, asks: true}", "rule 1 x: has wrong keys"),
        ("- {rule: x, wish: {colour: red}, sv: {}, en: {}}", "is not a wish"),
        ("- {rule: x, opens: door, sv: {}, en: {}}", "opens: 'door' is not allowed"),
        ("- {rule: x, asks: true, sv: {patterns: [], sees: [a], leaves: [a]}, en: {}}", "x, sv: must be lists of text"),
        ("- {rule: x, asks: true, sv: {patterns: ['('], sees: [a], leaves: [b]}, en: {}}", "does not compile"),
        ("- [", "cannot be read"),
    ],
)
def test_a_fault_in_the_rules_is_told(tmp_path: Path, content: str, what: str) -> None:
    file = tmp_path / "phrases.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=what):
        rules(file)
