"""The desk: from a pasted complaint to what stands in the ledger, through its public door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from model_server import Answer, serving, words

from assistant import outbox, playbook
from assistant.asked import READ
from assistant.case import OVERPROMISES, Case, Draft, Fact, Language, Message, Policy, Wishes
from assistant.conversation import Request
from assistant.desk import Desk, NeedsReason, Overtaken, Sitting, open_desk
from assistant.dismissing import Dismissal
from assistant.errors import Unavailable
from assistant.moved import moved
from assistant.pasted import MAX_COMPLAINT, Unreadable
from assistant.settings import from_environment
from assistant.ui import written

COMPLAINT = (
    "Hej, jag beställde en resväska av er den 3 mars och den skulle ha kommit på fredagen. Det är nu två veckor sedan, "
    "jag har ringt tre gånger och vi reser på lördag.\n\nMvh Johan Berg"
)
OVERPROMISE = "Resväskan är hos dig i morgon, det garanterar jag."


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "EMBEDDINGS_MODEL": "none"}


@pytest.fixture
def desk(environment: dict[str, str]) -> Iterator[Desk]:
    opened = open_desk(from_environment(environment))
    yield opened
    opened.ledger().close()


def test_a_pasted_complaint_becomes_a_case(desk: Desk) -> None:
    case = desk.open_case(f"\n\n{COMPLAINT}\n")
    assert (case.language, case.complaint, case.policy) == ("sv", COMPLAINT, desk.policy)
    assert case.messages[0].at == case.today == desk.now()
    assert case.id is not None
    assert case.id != desk.open_case(COMPLAINT).id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel? You said it would be here on Friday.", "en"),
        ("Hvor er pakken min? Dere lovet at den skulle komme på fredag, og jeg har ikke hørt noe.", "en"),
        ("Wo ist mein Paket? Sie haben es für Freitag versprochen und ich habe nichts gehört.", "en"),
        ("borta.", "sv"),
        ("Åh nej 👨‍👩‍👧 ok", "sv"),
    ],
)
def test_the_language_of_a_case_is_the_customers_or_english(desk: Desk, text: str, language: str) -> None:
    assert desk.open_case(text).language == language


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("… !", "empty"),
        ("a" * (MAX_COMPLAINT + 1), "long"),
        ("Hej" + "x" * 200_000, "long"),
        ("\x7fELF\x02\x01\x01" + "\x00" * 40, "binary"),
        ("PK\x03\x04\x14\ufffd\ufffd\ufffd\x08\ufffd[Content_Types].xml", "binary"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_what_is_no_message_is_refused_by_name(desk: Desk, text: str, fault: str) -> None:
    with pytest.raises(Unreadable) as refused:
        desk.open_case(text)
    assert refused.value.fault == fault
    assert text.strip() == "" or text not in str(refused.value)


def test_a_further_message_joins_the_thread(desk: Desk) -> None:
    case = desk.hear(desk.open_case(COMPLAINT), "Hallå?")
    assert [message.text for message in case.messages] == [COMPLAINT, "Hallå?"]


def test_the_examples_are_cases_that_can_be_opened(desk: Desk) -> None:
    assert len(desk.examples()) >= 4
    assert all(example.case.complaint and desk.is_exercise(example.case) for example in desk.examples())
    assert not desk.is_exercise(desk.open_case(COMPLAINT))


def test_the_search_answers_a_complaint(desk: Desk) -> None:
    assert "late_delivery" in [hit.entry for hit in desk.search("Var är mitt paket? Det är två veckor försenat.", "sv")]


def test_without_a_model_the_composer_writes(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    written = list(desk.write(case))
    assert len(written) == 1
    draft = written[0]
    assert isinstance(draft, Draft)
    assert (draft.writer, draft.language, draft.notice, draft.unfinished) == ("composer", "sv", None, None)
    assert "Johan" in draft.text
    book = desk.live.current()
    versions = {entry.id: entry.version for entry in book if entry.language == "sv"}
    assert draft.passages
    assert all(passage.version == versions[passage.entry] for passage in draft.passages)
    assert desk.check(draft.text, case).verdict == "clear"
    assert desk.draft(case, Wishes(language="en")).language == "en"


def test_with_a_model_its_words_stream(environment: dict[str, str]) -> None:
    reply = (
        "Hej Johan,\n\nDu beställde en resväska den 3 mars och har fått ringa tre gånger. Det är jag ledsen för.\n\n"
        "Jag har ditt ärende nu.\n\nMaja"
    )
    with serving(Answer(words(reply))) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        *streamed, draft = desk.write(replace(desk.open_case(COMPLAINT), owner="Maja"))
    assert "".join(piece for piece in streamed if isinstance(piece, str)) == reply
    assert isinstance(draft, Draft)
    assert draft.writer != "composer"


def test_when_the_stream_breaks_the_composer_writes_and_nothing_is_lost(environment: dict[str, str]) -> None:
    begun = "Hej Johan,\n\nDu beställde en resväska den 3 mars och har"
    with serving(Answer(words(begun), end="cut")) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        *_, draft = desk.write(desk.open_case(COMPLAINT), reader="en")
    assert isinstance(draft, Draft)
    assert (draft.writer, draft.unfinished) == ("composer", begun)
    assert draft.notice is not None
    assert draft.notice.startswith("The connection to the language model broke")


def test_when_nothing_answers_the_composer_writes(environment: dict[str, str]) -> None:
    desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}))
    (draft,) = desk.write(desk.open_case(COMPLAINT), reader="sv")
    assert isinstance(draft, Draft)
    assert (draft.writer, draft.unfinished) == ("composer", None)
    assert draft.notice is not None
    assert "går inte att nå" in draft.notice


def test_a_pasted_complaint_is_answered_with_a_case_to_write_on(desk: Desk) -> None:
    answer = desk.answer(COMPLAINT, Sitting())
    assert answer.writes
    assert answer.sitting.case is not None
    assert answer.sitting.case.complaint == COMPLAINT


def test_wishes_and_further_words_keep_the_case(desk: Desk) -> None:
    sitting = desk.answer(COMPLAINT, Sitting()).sitting
    shorter = desk.answer("kortare och på engelska", sitting)
    assert shorter.writes
    assert shorter.sitting == replace(sitting, wishes=Wishes(language="en", length="short"))
    further = desk.answer("Kunden svarar: Det räcker inte.", shorter.sitting)
    assert further.sitting.case is not None
    assert [m.text for m in further.sitting.case.messages] == [COMPLAINT, "Det räcker inte."]
    assert further.sitting.wishes == shorter.sitting.wishes


def test_the_channel_is_a_field_of_the_case_and_goes_into_the_ledger(desk: Desk) -> None:
    sitting = desk.answer("som sms", desk.answer(COMPLAINT, Sitting()).sitting).sitting
    assert sitting.case is not None
    assert sitting.case.channel == "sms"
    draft = desk.draft(sitting.case)
    assert len(draft.text) < 400
    desk.send(sitting.case, draft.text, draft=draft, by="Maja", key="sms")
    now = datetime.now(UTC)
    figures = desk.ledger().figures(now - timedelta(days=7), now)
    assert {count.name for count in figures.channels} <= {"sms"}
    assert desk.ledger().promises(), draft.text


def test_a_question_is_answered_from_the_playbook(desk: Desk) -> None:
    answer = desk.answer("hur gör jag när hen hotar med ARN?", Sitting())
    assert not answer.writes
    assert "public_threat" in [hit.entry for hit in answer.hits]
    assert answer.sitting == Sitting()


def test_what_was_promised_comes_from_the_ledger_and_from_the_thread(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    desk.send(case, "Hej. Jag ringer dig senast i morgon.", draft=None, reason="avtalat", by="Maja", key="p1")
    ours = Message("agent", "Hej. Du får 100 kr tillbaka senast den 1 december.", case.today)
    answer = desk.answer("vad lovade vi sist?", Sitting(replace(case, messages=(*case.messages, ours))))
    assert not answer.writes
    assert [owed.quote for owed in answer.owed] == ["Jag ringer dig senast i morgon."]
    assert [promise.quote for promise in answer.said] == ["Du får 100 kr tillbaka senast den 1 december."]


def test_a_fact_that_is_told_is_read_and_nothing_is_written(desk: Desk) -> None:
    sitting = desk.answer(COMPLAINT, Sitting()).sitting
    answer = desk.answer("den är i lager nu, bekräftat av lagret", sitting)
    assert (answer.writes, answer.sitting) == (False, sitting)
    assert answer.fact is not None
    assert (answer.fact.about, answer.fact.holds, answer.fact.source) == ("stock", True, "lagret")


def test_a_draft_remembers_what_it_was_made_from(desk: Desk) -> None:
    case = desk.open_case(COMPLAINT)
    draft = desk.draft(case)
    fact = Fact("stock", "I lager", holds=True, as_of=case.today)
    assert moved(draft, case) == ()
    assert moved(draft, replace(case, facts=(fact,))) == ("facts",)
    assert moved(draft, desk.hear(case, "Hallå?")) == ("messages",)
    assert moved(None, desk.hear(replace(case, facts=(fact,)), "Hallå?")) == ()
    known = desk.draft(replace(case, facts=(fact,)))
    assert moved(known, replace(case, facts=(replace(fact, as_of=None),))) == (), "when it was noted is no matter"


def test_an_unclear_line_is_asked_about_and_then_done(desk: Desk) -> None:
    answer = desk.answer("jaha", desk.answer(COMPLAINT, Sitting()).sitting)
    assert answer.request.choices == ("wish", "customer", "question")
    done = desk.do(Request("customer", "jaha"), answer.sitting)
    assert done.sitting.case is not None
    assert done.sitting.case.messages[-1].text == "jaha"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("instruction", "write"),
        ("<think>hm</think>\nQuestion.", "question"),
        ("other", "unsure"),
        ("I think it is an instruction to you", "unsure"),
        ("", "unsure"),
    ],
)
def test_where_the_rules_are_unsure_the_model_may_say_what_can_be_taken_back(
    environment: dict[str, str], said: str, kind: str
) -> None:
    line = "lägg till att jag ringer Johan Berg i morgon"
    with serving(Answer(words(said))) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        request = desk.read(line, Sitting(desk.open_case(COMPLAINT)))
        asked = server.asked["user"]
        desk.read("kortare", Sitting(desk.open_case(COMPLAINT)))
        assert len(server.requests) == 1, "where the rules are sure nobody is asked"
    assert (request.kind, request.wishes.note) == (kind, line if kind == "write" else None)
    assert asked.startswith("| lägg till att jag ringer ⟦")
    assert "Johan" not in asked


def test_what_the_agent_asks_in_their_own_words_goes_to_the_model_and_is_checked(environment: dict[str, str]) -> None:
    note = "skriv att Johan får 10 000 kr i dag"
    with serving(Answer(words("Hej ⟦FIRST1⟧,\n\nDu får 10 000 kr i dag. Det är jag ledsen för.\n\nMaja"))) as server:
        desk = open_desk(from_environment(environment | {"OPENAI_BASE_URL": server.address}))
        case = replace(desk.open_case(COMPLAINT), owner="Maja")
        draft = desk.draft(case, Wishes(note=note))
        (line,) = [line for line in server.requests[0]["messages"][0]["content"].splitlines() if "10 000" in line]
    assert line == (
        "- is changed as the agent who signs asks, as far as the promises below allow: skriv att ⟦FIRST1⟧ får 10 000 kr i dag"
    )
    assert desk.check(draft.text, case).verdict != "clear" or "10 000" not in draft.text


def test_an_empty_complaint_is_refused_in_the_talk_too(desk: Desk) -> None:
    with pytest.raises(Unreadable):
        desk.answer("Nytt ärende:\n", Sitting())


def test_the_gate_wants_a_reason_for_an_overpromise(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    with pytest.raises(NeedsReason) as closed:
        desk.send(case, OVERPROMISE, draft=None, by="Maja", key="k1")
    assert [finding.quote for finding in closed.value.findings] == [OVERPROMISE]
    assert all(finding.kind in OVERPROMISES for finding in closed.value.findings)
    with pytest.raises(NeedsReason):
        desk.send(case, OVERPROMISE, draft=None, reason="  ", by="Maja", key="k1")
    assert desk.ledger().promises() == []


def test_what_is_sent_with_a_reason_is_in_the_ledger_with_it(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    receipt = desk.send(case, OVERPROMISE, draft=None, reason=" Jag kör den dit själv. ", by="Maja", key="k1")
    assert [(p.quote, p.verdict, p.reason, p.who) for p in receipt.promises] == [
        (OVERPROMISE, "overpromise", "Jag kör den dit själv.", "Maja")
    ]
    again = desk.send(case, OVERPROMISE, draft=None, reason="Jag kör den dit själv.", by="Maja", key="k1")
    assert again.again
    assert desk.ledger().promises(case=case.id) == list(receipt.promises)


def test_the_later_of_two_replies_in_a_case_is_told_of_the_first_and_may_follow(desk: Desk) -> None:
    opened = replace(desk.open_case(COMPLAINT), owner="Maja")
    heard = desk.hear(opened, "Jag ringde i går också.")
    assert not desk.send(heard, "Hej Johan, jag läser nu.", draft=None, by="Maja", key="a").again
    assert desk.send(heard, "Hej Johan, jag läser nu.", draft=None, by="Maja", key="a").again
    with pytest.raises(Overtaken) as told:
        desk.send(opened, "Hej Johan.", draft=None, by="Sam", key="b")
    assert [(m.sender, m.text) for m in told.value.news] == [
        ("customer", "Jag ringde i går också."),
        ("agent", "Hej Johan, jag läser nu."),
    ]
    assert len(desk.take_up(str(opened.id)).messages) == 3
    seen = replace(opened, messages=(*opened.messages, *told.value.news))
    assert not desk.send(seen, "Hej Johan.", draft=None, by="Sam", key="b").again
    desk.catch_up(desk.take_up(str(opened.id)), "c")
    desk.ledger().close()


def test_an_overpromise_dismissed_with_a_reason_passes_and_is_kept(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    found = desk.check(OVERPROMISE, case).findings
    agreed = tuple(Dismissal(f.rule, f.quote, "Chefen har godkänt det") for f in found)
    with pytest.raises(NeedsReason):
        desk.approve(OVERPROMISE, case, dismissed=(replace(agreed[0], quote="Något annat"),))
    receipt = desk.send(case, OVERPROMISE, draft=None, by="Maja", key="k1", dismissed=agreed)
    assert [(p.verdict, p.reason) for p in receipt.promises] == [("overpromise", "Chefen har godkänt det")]
    events = [(e.kind, e.by, e.text) for e in desk.ledger().cases.dossier(receipt.case).story if e.kind == "dismissed"]
    assert events == [("dismissed", "Maja", f"Chefen har godkänt det: {f.quote}") for f in found]
    figures = desk.ledger().figures(receipt.sent, receipt.sent)
    assert (figures.warned.dismissed, figures.warned.anyway) == (len(found), 0)
    none = tuple(replace(d, no_promise=True) for d in agreed)
    other = replace(desk.open_case(COMPLAINT), owner="Maja")
    assert desk.send(other, OVERPROMISE, draft=None, by="Maja", key="k2", dismissed=none).promises == ()


@pytest.mark.parametrize(
    ("complaint", "name", "language", "title"),
    [
        ("Hej!\n\nFinns mattan i lager?\n\nMvh\nHanna Nyström", "Hanna Nyström", "sv", "Hanna Nyström"),
        ("Hello,\n\nWhere is my order?\n\nKind regards,\nJANE DOE", "Jane Doe", "en", "Jane Doe"),
        ("Var är mitt paket? /Anna", "Anna", "sv", "Anna"),
        ("Hej!\n\nVar är mitt paket?\n\nMvh\nGlesbygd AB", None, "sv", "Namnlös kund: Var är mitt paket?"),
        ("Where is my parcel?", None, "en", "Unnamed customer: Where is my parcel?"),
        ("Jag talade med Anna i går", None, "sv", "Namnlös kund: Jag talade med Anna i går"),
    ],
)
def test_a_pasted_case_is_named_by_its_signature_or_its_first_words(
    desk: Desk, complaint: str, name: str | None, language: Language, title: str
) -> None:
    case = desk.open_case(complaint)
    desk.send(case, "Jag är ledsen för det.", draft=None, by="Maja", key=complaint)
    (matter,) = [m for m in desk.ledger().cases.find() if m.id == case.id]
    assert matter.customer == name
    assert written.customer_of(matter.customer, matter.opening, language) == title


def test_what_is_remembered_of_a_check_is_all_that_the_checker_reads(desk: Desk) -> None:
    root = Path(__file__).parent.parent / "assistant"
    sources = [*(root / "checker").rglob("*.py"), root / "owning.py"]
    read = {name for file in sources for name in re.findall(r"\bcase\.([a-z_]+)", file.read_text(encoding="utf-8"))}
    assert read & set(Case.__dataclass_fields__) - {"policy"} <= {*READ}
    case = desk.open_case(COMPLAINT)
    first = desk.check(OVERPROMISE, case)
    assert desk.check(OVERPROMISE, replace(case, owner="Sam")) is first
    for change in ({"today": datetime(2026, 3, 12, 10)}, {"policy": Policy()}, {"facts": (Fact("stock", "Slut"),)}):
        assert desk.check(OVERPROMISE, replace(case, **change)) is not first


def test_a_fact_opens_the_gate(desk: Desk) -> None:
    text = "Resväskan är hos dig senast den 17 mars."
    case = replace(desk.open_case(COMPLAINT), today=datetime(2026, 3, 12, 10))
    with pytest.raises(NeedsReason):
        desk.approve(text, case)
    fact = Fact("delivery", "Resväskan levereras 17 mars", by=date(2026, 3, 17), holds=True, source="PostNord")
    receipt = desk.send(replace(case, facts=(fact,)), text, draft=None, by="Maja", key="k2")
    assert [(p.verdict, p.by, p.because) for p in receipt.promises] == [
        ("supported", date(2026, 3, 17), "Resväskan levereras 17 mars (PostNord)")
    ]


def test_the_gate_checks_the_text_that_is_sent_and_not_the_draft(desk: Desk) -> None:
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    draft = desk.draft(case)
    assert desk.approve(draft.text, case).verdict == "clear"
    with pytest.raises(NeedsReason):
        desk.send(case, f"{draft.text}\n\n{OVERPROMISE}", draft=draft, by="Maja", key="k3")


def test_an_exercise_passes_the_gate_and_leaves_no_trace(desk: Desk) -> None:
    case = desk.examples()[0].case
    with pytest.raises(NeedsReason):
        desk.send(case, OVERPROMISE, draft=None, by="Maja", key="k4")
    receipt = desk.send(case, OVERPROMISE, draft=None, reason="Övning.", by="Maja", key="k4")
    assert not receipt.recorded
    assert [promise.quote for promise in receipt.promises] == [OVERPROMISE]
    assert desk.ledger().promises() == []


def test_with_an_outbox_the_reply_is_laid_as_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    desk = open_desk(from_environment(environment | {"OUTBOX": str(tmp_path / "out")}))
    case = desk.open_case(COMPLAINT)
    for _ in range(2):
        desk.send(case, "Hej Johan,  \r\n\r\nJag är ledsen.\r\nMaja\n", draft=None, by="Maja", key="k5")
    (file,) = (tmp_path / "out").iterdir()
    assert file.name.startswith(str(case.id))
    assert file.read_bytes() == "Hej Johan,\n\nJag är ledsen.\nMaja\n".encode()
    desk.ledger().close()


def test_an_outbox_that_cannot_be_written_is_told(environment: dict[str, str]) -> None:
    desk = open_desk(from_environment(environment | {"OUTBOX": "/proc/nowhere"}))
    with pytest.raises(Unavailable, match="was noted, but its file could not be written"):
        desk.send(desk.open_case(COMPLAINT), "Jag är ledsen.", draft=None, by="Maja", key="k6")
    desk.ledger().close()


def test_pasting_keeps_the_words_and_one_kind_of_line_break() -> None:
    assert outbox.as_pasted("\nHej  \r\n\rMaja ") == "Hej\n\nMaja"


def test_a_folder_that_cannot_be_written_stops_only_the_sending(environment: dict[str, str]) -> None:
    desk = open_desk(from_environment(environment | {"DATA_DIR": "/proc/nowhere"}))
    case = replace(desk.open_case(COMPLAINT), owner="Maja")
    draft = desk.draft(case)
    assert desk.approve(draft.text, case).verdict == "clear"
    assert isinstance(desk.ledger_fault(), Unavailable)
    with pytest.raises(Unavailable, match="folder cannot be made"):
        desk.send(case, draft.text, draft=draft, by="Maja", key="k7")


def test_a_policy_of_the_companys_own_is_used(environment: dict[str, str], tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "policy.yaml").write_text("currency: GBP\ncompensation: {limit: 0}\n", encoding="utf-8")
    entry = playbook.SHIPPED / "situations" / "sv" / "late_delivery.md"
    (own / "situations" / "sv").mkdir(parents=True)
    (own / "situations" / "sv" / "late_delivery.md").write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    desk = open_desk(from_environment(environment | {"PLAYBOOKS": str(own)}))
    assert desk.policy.currency == "GBP"
    assert desk.open_case(COMPLAINT).policy == desk.policy
