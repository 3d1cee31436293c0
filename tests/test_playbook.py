"""The playbook is read strictly: every fault with its file and line, and nothing half-read."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from sample_playbook import entry, small, write

from assistant import playbook
from assistant.case import OVERPROMISES, STEPS, Allowance, Because, Case, Finding, Period, Policy, Review
from assistant.casefile import default_policy
from assistant.checker import check, spoken, vectors
from assistant.checker.screening import objects_to
from assistant.errors import BadInput
from assistant.playbook import LivePlaybook, layout, live, read

LATE = "situations/sv/late_delivery"
LISTEN = "steps/sv/listen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path / "playbook")


def told(folder: Path, severity: str = "error") -> list[str]:
    """Faults as GROUP/LANGUAGE/FILE:line: what."""
    faults = playbook.faults([folder])
    return [str(fault).removeprefix(f"{folder}/") for fault in faults if fault.severity == severity]


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / f"{name}.md"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, name: str, text: str) -> int:
    lines = (folder / f"{name}.md").read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if (line == text if text.startswith("#") else text in line))


def test_a_faultless_playbook_has_no_faults(folder: Path):
    assert told(folder) == []
    assert told(folder, "warning") == []
    assert len(read([folder])) == 6


def test_a_situation_is_read_whole(folder: Path):
    late = read([folder]).get("late_delivery", "sv")
    assert late is not None
    assert (late.id, late.group, late.language, late.title) == ("late_delivery", "situations", "sv", "late delivery")
    assert late.reviewed == date(2026, 11, 21)
    assert len(late.customer_phrases) == layout.CUSTOMER_PHRASES
    assert len(late.agent_questions) == 4
    assert [question.about for question in late.find_out] == ["delivery", "contact", "refund", "other"]
    assert late.unsafe_promises[0].quote == "You will have it today."
    assert late.unsafe_promises[0].why == "nobody has confirmed it"
    assert [phrase.slots for phrase in late.safe_promises] == [("answer_by",)] * 3
    assert late.example is not None
    assert late.example.today == datetime(2026, 3, 12, 10)
    assert late.example.language == "sv"
    assert late.reply is not None
    assert late.reply.text == "Text about late delivery."


def test_wordings_belong_to_their_step_with_channel_and_slots(folder: Path):
    book = read([folder])
    late = book.get("late_delivery", "en")
    assert late is not None
    for step in STEPS:
        assert [(p.text, p.channel, p.slots) for p in late.wordings(step)] == [
            ("I have read it all.", None, ()),
            ("I am with you.", "chat", ()),
            ("I have read your whole letter.", "letter", ()),
            ("You ordered {item} {since}.", None, ("item", "since")),
        ]
        section = late.section(step)
        assert section is not None
        assert section.text.startswith("Be short.\n- I have read it all.")
    listen = book.get("listen", "en")
    assert listen is not None
    assert len(listen.wordings("listen")) == 12
    line = late.wordings("listen")[0].line
    assert (late.path.read_text(encoding="utf-8").split("\n"))[line - 1] == "- I have read it all."


def test_a_phrase_is_filled_only_when_all_its_slots_are_known(folder: Path):
    late = read([folder]).get("late_delivery", "en")
    assert late is not None
    ordered = late.wordings("listen")[3]
    assert ordered.fill({"item": "the {since}", "since": "on Friday"}) == "You ordered the {since} on Friday."
    assert ordered.fill({"item": "the guitar", "since": ""}) is None
    assert ordered.fill({}) is None


def test_entries_come_in_order_of_groups_steps_and_ids(folder: Path):
    write(
        folder,
        {f"steps/{lang}/{id}": entry(id, lang, "steps") for lang in ("sv", "en") for id in ("gesture", "apologise")},
    )
    book = read([folder])
    assert [e.id for e in book if e.language == "sv"] == [
        "listen",
        "apologise",
        "gesture",
        "promise_less",
        "late_delivery",
    ]
    assert [e.id for e in book.group("steps", "sv")] == ["listen", "apologise", "gesture"]


@pytest.mark.parametrize(
    ("old", "new", "at", "what"),
    [
        ("---\nid:", "id:", 1, "has no header"),
        ("facts:\n", "facts: [\n", None, "has a broken header"),
        ("title: late delivery", "title: late: delivery", 3, "has a broken header"),
        ("owner: Support", "boss: Support", 5, "unknown key boss"),
        ("owner: Support\n", "", 1, "the key owner is missing"),
        ("owner: Support", "owner: [Support]", 5, "owner must be a text"),
        ("owner: Support", "owner: Support\ntitle: two", 6, "has the key title twice"),
        ("id: late_delivery", "id: late", 2, "id is 'late', not 'late_delivery'"),
        ("language: sv", "language: en", 4, "language is 'en', not 'sv'"),
        ("2026-11-21", "2026-02-30", 6, "'2026-02-30' is not a date"),
        ("related: []", "related: [late_delivery, nowhere]", 7, "links to nowhere, which is not an entry"),
        ("related: []", "related: listen", 7, "related must be a list"),
        ("related: []", "related: []\ndraft: maybe", 8, "draft is 'maybe'"),
        ('  - "late delivery number 3"\n', "", 13, "customer_phrases has 11 texts, too few"),
        ('"late delivery number 3"', "12", 17, "an item of customer_phrases is not a text"),
        ('"late delivery number 3"', '"late delivery number 2"', 17, "customer_phrases has the same text twice"),
        ("2026-03-12T10:00", "2026-03-32", 26, "example: today: '2026-03-32'"),
        ("about: delivery", "about: weather", 26, "example: facts[0].about: 'weather' is not one of"),
        ("---\n\n## Känn igen", "---\nHej\n\n## Känn igen", 31, "has text before the first heading"),
        ("## Gest\n", "## Gåva\n", "## Gåva", "unknown heading “## Gåva”"),
        (
            "## Gest\nText about late delivery.\n\n## Undvik\n",
            "## Undvik\n- Blaming.\n- Delays.\n- Jargon.\n- Heat.\n\n## Gest\n",
            "## Gest",
            "“Gest” is out of order (move it above “Undvik”)",
        ),
        ("## Gest\n", "", "## Undvik", "the heading “## Gest” is missing"),
        ("## Gest\n", "## Gest\n\n## Gest\n", "## Gest", "“Gest” has no text"),
        ("### Lyssna\n", "", "### Be om ursäkt", "the heading “### Lyssna” is missing"),
        ("### Lyssna\n", "#### Lyssna\n", "#### Lyssna", "unknown heading “#### Lyssna”"),
        ("## Gest\n", "## Gest\n### Lyssna\nHej\n", None, "unknown heading “### Lyssna”"),
        ("## Exempelsvar\n", "## Exempelsvar\nHej {owner}\n", "Hej {owner}", "Exempelsvar has a slot"),
        ("- Blame.\n", "", "## Undvik", "“Undvik” has 3 list items, too few"),
        ("- Blame.", "- `nowhere` Blame.", "- `nowhere`", "links to nowhere, which is not an entry"),
        ("- Blame.", "- {name} Blame.", "{name}", "unknown slot {name}"),
        ("- Blame.", "- item} Blame.", "- item}", "has a brace without its pair"),
        ("`delivery` Where is it?", "`weather` Where?", "`weather`", "unknown kind of fact `weather`"),
        ("`delivery` Where is it?", "Where is it?", "- Where", "is not a question with its kind of fact"),
        ('"You will have it soon." –', "You will have it soon:", "it soon:", "is not a quoted promise with its reason"),
        ("- You will hear from me", "- [sms] You will hear from me", "[sms]", "unknown mark [sms]"),
        ("- You will hear from me", "- I will answer you", None, "is the same wording as one above"),
    ],
)
def test_each_fault_is_named_with_its_line(folder: Path, old: str, new: str, at: int | str | None, what: str):
    change(folder, LATE, old, new)
    line = line_of(folder, LATE, at) if isinstance(at, str) else at
    start = f"{LATE}.md:{line}: {what}" if line else f"{LATE}.md:"
    faults = told(folder)
    assert any(fault.startswith(start) and what in fault for fault in faults), faults
    with pytest.raises(BadInput):
        read([folder])


@pytest.mark.parametrize(
    ("wordings", "what"),
    [
        (["- One.", "- Two.", "- Three."], "Lyssna has 3 wordings, too few (write at least 4)"),
        (["- One.", "- Two.", "- {item}.", "- {since}."], "Lyssna has 2 wordings without a slot, too few"),
    ],
)
def test_a_step_needs_enough_wordings(folder: Path, wordings: list[str], what: str):
    text = (folder / f"{LATE}.md").read_text(encoding="utf-8")
    before, after = text.split("### Lyssna\n")
    rest = after[after.index("\n###") :]
    write(folder, {LATE: "\n".join([before + "### Lyssna", *wordings]) + "\n" + rest})
    assert [fault.split(": ", 1)[1].startswith(what) for fault in told(folder)] == [True]


def test_what_is_allowed_stands_in_the_fault(folder: Path):
    change(folder, LATE, "## Gest\n", "## Gåva\n")
    assert told(folder) == [
        f"{LATE}.md:{line_of(folder, LATE, '## Gåva')}: unknown heading “## Gåva” (allowed here are Känn igen, "
        "Ta reda på först, Säg så här, Trygga löften, Löften att undvika, Gest, Undvik, Exempelsvar)",
        f"{LATE}.md:{line_of(folder, LATE, '## Undvik')}: the heading “## Gest” is missing (put it above “Undvik”)",
    ]


def test_all_faults_of_all_files_are_told_in_one_run(folder: Path):
    change(folder, LATE, "2026-11-21", "yesterday")
    change(folder, LATE, "`delivery`", "`weather`")
    change(folder, LISTEN, "owner: Support\n", "")
    (folder / "principles/en/promise_less.md").write_bytes("---\nid: x\ntitle: caf\u00e9".encode("latin-1"))
    faults = told(folder)
    assert [fault.split(" ")[0] for fault in faults] == [
        "principles/en/promise_less.md:3:",
        f"{LATE}.md:6:",
        f"{LATE}.md:{line_of(folder, LATE, '`weather`')}:",
        f"{LISTEN}.md:1:",
    ]
    with pytest.raises(BadInput, match="is not UTF-8 text; 3 more faults"):
        read([folder])


def test_a_file_or_folder_that_cannot_be_read_is_named(folder: Path):
    (folder / "situations/sv/odd.md").mkdir()
    (folder / "situations/sv/odd.md/inside").touch()
    (folder / "situations/en/odd.md").symlink_to(folder / "gone")
    assert [fault.split(" (")[0] for fault in told(folder)] == [
        "situations/en/odd.md:1: cannot be read: No such file or directory",
        "situations/sv/odd.md:1: cannot be read: Is a directory",
    ]
    missing = folder / "missing"
    assert [str(fault).split(" (")[0] for fault in playbook.faults([missing])] == [
        f"{missing}:1: cannot be listed: No such file or directory",
        f"{missing}:1: holds no entry",
    ]


def test_what_is_not_read_is_a_warning(folder: Path):
    for name in ("situations/sv/notes.txt", "situations/sv/.swap.md", "policy.yaml"):
        (folder / name).touch()
    (folder / "situations/de").mkdir()
    (folder / "situation").mkdir()
    assert [fault.split(" (")[0] for fault in told(folder, "warning")] == [
        "situation:1: is not read",
        "situations/de:1: is not read",
        "situations/sv/notes.txt:1: is not read",
    ]
    assert len(read([folder])) == 6


def test_an_entry_needs_both_languages(folder: Path):
    (folder / "situations/en/late_delivery.md").unlink()
    assert [fault.split(" (")[0] for fault in told(folder)] == [f"{LATE}.md:1: is missing in the other language"]


def test_an_id_belongs_to_one_group(folder: Path):
    write(
        folder,
        {f"principles/{lang}/late_delivery": entry("late_delivery", lang, "principles") for lang in ("sv", "en")},
    )
    faults = [fault.split(" (")[0] for fault in told(folder)]
    assert faults == [
        f"situations/{lang}/late_delivery.md:1: the id late_delivery is also used in principles"
        for lang in ("en", "sv")
    ]


def test_there_are_six_steps_and_no_other(folder: Path):
    write(folder, {f"steps/{lang}/dance": entry("dance", lang, "steps") for lang in ("sv", "en")})
    assert all("dance is not a step (the steps are listen, " in fault for fault in told(folder))
    assert len(told(folder)) == 2


def test_evidence_may_be_left_out(folder: Path):
    change(folder, LISTEN, "## Forskning\nText about listen.\n", "")
    assert told(folder) == []


def test_windows_files_are_read_as_well(folder: Path):
    file = folder / f"{LATE}.md"
    plain = read([folder]).get("late_delivery", "sv")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read([folder]).get("late_delivery", "sv") == plain


def test_a_draft_is_kept_out_and_its_faults_are_warnings(folder: Path):
    change(folder, LATE, "related: []", "related: [nowhere]\ndraft: true")
    assert told(folder) == []
    assert [fault.split(" (")[0] for fault in told(folder, "warning")] == [
        f"{LATE}.md:7: draft: links to nowhere, which is not an entry"
    ]
    book = read([folder])
    assert book.get("late_delivery", "sv") is None
    assert book.get("late_delivery", "en") is not None


def test_the_companys_entry_lies_over_the_shipped_one(folder: Path, tmp_path: Path):
    own = write(tmp_path / "own", {LATE: entry("late_delivery", "sv", title="Vår sida")})
    book = read([folder, own])
    assert len(book) == 6
    titles = {lang: e.title for lang in ("sv", "en") if (e := book.get("late_delivery", lang))}  # type: ignore[arg-type]
    assert titles == {"sv": "Vår sida", "en": "late delivery"}
    change(own, LATE, "related: []", "related: []\ndraft: true")
    below = read([folder, own]).get("late_delivery", "sv")
    assert below is not None
    assert below.title == "late delivery"


def test_version_and_fingerprint_follow_the_content(folder: Path):
    before = read([folder])
    assert read([folder]).fingerprint == before.fingerprint
    change(folder, LATE, "- Blame.", "- Blaming.")
    after = read([folder])
    assert after.fingerprint != before.fingerprint
    changed = [key for key, e in after.entries.items() if e.version != before.entries[key].version]
    assert changed == [("late_delivery", "sv")]


def test_an_entry_not_reviewed_for_a_year_is_a_warning(folder: Path):
    book = read([folder])
    reviewed = date(2026, 11, 21)
    assert playbook.overdue(book, reviewed + timedelta(days=365)) == ()
    assert len(playbook.overdue(book, reviewed + timedelta(days=366))) == 6
    assert len(playbook.overdue(book, reviewed + timedelta(days=31), days=30)) == 6
    change(folder, LATE, "2026-11-21", "2019-11-21")
    assert f"{LATE}.md:1: was last reviewed 2019-11-21" in [w.split(" (")[0] for w in told(folder, "warning")]


def test_a_running_window_sees_changes_and_keeps_the_last_good_playbook(folder: Path):
    running = LivePlaybook([folder])
    first = running.current()
    assert running.current() is first
    change(folder, LATE, "title: late delivery", "title: Sen leverans")
    second = running.current()
    assert second.entries["late_delivery", "sv"].title == "Sen leverans"
    change(folder, LATE, "title: Sen leverans\n", "")
    assert running.current() is second
    assert running.fault is not None
    assert str(running.fault).startswith(f"{folder / LATE}.md:1: the key title is missing")
    change(folder, LATE, "owner: Support", "title: Lagad\nowner: Support")
    assert running.current().entries["late_delivery", "sv"].title == "Lagad"
    assert running.fault is None
    (folder / "situations/sv/late_delivery.md").unlink()
    assert running.current().entries["late_delivery", "sv"].title == "Lagad"
    assert running.fault is not None


def test_a_rewrite_of_the_same_size_is_noticed(folder: Path):
    running = LivePlaybook([folder])
    change(folder, LATE, "title: late delivery", "title: lost delivery")
    os.utime(folder / f"{LATE}.md", ns=(1, 1))
    assert running.current().entries["late_delivery", "sv"].title == "lost delivery"


def test_a_very_large_playbook_is_not_looked_at_for_every_search(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "_MANY", 1)
    running = LivePlaybook([folder])
    monkeypatch.setattr(live, "_REST", 600)
    change(folder, LATE, "title: late delivery", "title: Sen leverans")
    assert running.current().entries["late_delivery", "sv"].title == "late delivery"
    monkeypatch.setattr(live, "_REST", -1)
    assert running.current().entries["late_delivery", "sv"].title == "Sen leverans"


@pytest.mark.parametrize("group", layout.GROUPS)
def test_a_new_entry_is_a_draft_in_both_languages(folder: Path, group: str):
    id = "apologise" if group == "steps" else "fire_drill"
    files = playbook.new(group, id, folder)
    assert files == tuple(folder / group / lang / f"{id}.md" for lang in ("sv", "en"))
    assert told(folder) == []
    assert told(folder, "warning")
    assert not any("heading" in warning for warning in told(folder, "warning"))
    assert len(read([folder])) == 6


@pytest.mark.parametrize(
    ("group", "id", "what"),
    [
        ("situations", "late_delivery", "is already written"),
        ("stories", "fire_drill", "unknown group 'stories' (allowed are steps, principles, situations)"),
        ("situations", "../fire", "cannot be an id"),
        ("situations", "Fire", "cannot be an id"),
    ],
)
def test_new_refuses(folder: Path, group: str, id: str, what: str):
    before = sorted(folder.rglob("*"))
    with pytest.raises(BadInput) as error:
        playbook.new(group, id, folder)
    assert what in str(error.value)
    assert sorted(folder.rglob("*")) == before


def test_new_into_a_file_is_an_error(folder: Path):
    with pytest.raises(BadInput, match="cannot be written"):
        playbook.new("situations", "fire_drill", folder / f"{LISTEN}.md")


POLICY = Policy(promises={"contact": Allowance(Period(1, "business day"), Decimal(0))})


def stops(word: str):
    """A checker that finds an overpromise wherever `word` stands."""

    def check(text: str, case: Case) -> Review:
        start = text.find(word)
        found = () if start < 0 else (_finding(start, word),)
        return Review(case.language or "sv", found, (), {})

    return check


def _finding(start: int, word: str) -> Finding:
    because, end = Because(), start + len(word)
    return Finding("r", "deadline", "error", start, end, word, "too soon", because, "promise_less", "Later.", 1.0)


def test_what_is_offered_for_sending_is_checked(folder: Path):
    change(folder, LATE, "- I will answer you {answer_by}.", "- I will answer you tonight, or {answer_by}.")
    change(folder, LATE, "## Exempelsvar\n", "## Exempelsvar\nYou have it tonight.\n")
    faults = playbook.faults([folder], stops("tonight"), POLICY)
    errors = [str(fault).removeprefix(f"{folder}/") for fault in faults if fault.severity == "error"]
    assert errors == [
        f"{LATE}.md:{line_of(folder, LATE, text)}: “tonight” is deadline: too soon (such as: Later.)"
        for text in ("tonight, or", "You have it tonight.")
    ]


def test_an_unsafe_promise_that_the_checker_passes_is_a_warning(folder: Path):
    warnings = [f for f in playbook.faults([folder], stops("tonight"), POLICY) if f.severity == "warning"]
    quotes = sorted({warning.what.split("“")[1] for warning in warnings})
    assert quotes == ["You will have it now.”", "You will have it soon.”", "You will have it today.”"]


def test_slots_are_filled_as_the_policy_allows_before_the_check(folder: Path):
    seen: list[str] = []

    def listening(text: str, case: Case) -> Review:
        seen.append(text)
        return Review("en", (), (), {})

    playbook.faults([folder], listening, POLICY)
    assert "I will answer you by 2026-03-13." in seen
    assert "You ordered the order on Monday." in seen
    seen.clear()
    playbook.faults([folder], listening, Policy())
    assert not any("I will answer you" in text for text in seen)


# The shipped playbook

PRINCIPLES = "critical_points fix_fast ownership promise_less sell_what_exists tell_first".split()
SITUATIONS = """account_or_website b2b_account billing_error blamed_on_partner booking_cancelled botched_work
broken_promise cancellation carousel claim_rejected damaged_goods debt_collection double_charge faulty_product
hidden_fee late_delivery
lost_parcel missing_item no_reply not_as_sold out_of_stock outage poor_quality privacy property_damage public_threat
refund_delay repair_delay return_problem rude_treatment technician_no_show travel_disruption wrong_item""".split()


def test_the_shipped_playbook_is_complete_and_faultless():
    assert [str(fault) for fault in playbook.inspect(playbook.folders())[1]] == []
    book = read(playbook.folders())
    for language in layout.LANGUAGES:
        assert [e.id for e in book.group("steps", language)] == list(STEPS)
        assert [e.id for e in book.group("principles", language)] == PRINCIPLES
        assert [e.id for e in book.group("situations", language)] == SITUATIONS


def test_the_two_languages_of_a_shipped_entry_agree():
    book = read(playbook.folders())
    for swedish in book:
        english = book.get(swedish.id, "en")
        assert english is not None
        assert {question.about for question in english.find_out} == {question.about for question in swedish.find_out}
        assert set(english.related) == set(swedish.related)


def test_the_screen_objects_to_what_the_check_finds_fault_with():
    every = playbook.offers(read(playbook.folders()), default_policy())
    some = [offer for offer in every if not offer.case.facts][::97]
    told = objects_to([(offer.text, offer.case) for offer in some])
    for offer, objects in zip(some, told, strict=True):
        findings = check(offer.text, offer.case).findings
        assert objects == any(f.kind in OVERPROMISES or f.severity != "info" for f in findings), offer.text
    assert {True, False} == set(told)


def test_kept_sentence_vectors_of_another_encoder_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sentences = ["Jag har läst hela ditt brev.", "Jag ordnar det i dag.", "I have read it all."]
    own = {text: vectors.of([text])[0] for text in sentences}
    monkeypatch.setattr(spoken, "FILE", tmp_path / "spoken.npz")
    spoken.rebuild(sentences)
    with np.load(tmp_path / "spoken.npz") as file:
        arrays = dict(file)
    np.savez(tmp_path / "spoken.npz", **{**arrays, "rows": -arrays["rows"]})
    spoken.prepare(sentences)
    for text in sentences:
        assert float(vectors.of([text])[0] @ own[text]) > 0.999


def test_what_the_shipped_playbook_offers_passes_the_checker_and_what_it_warns_of_does_not():
    found = playbook.faults(playbook.folders(), check, screen=objects_to, review_days=36_500)
    assert [str(fault) for fault in found] == []
