"""Personal data is hidden from a model and put back after; what a reply needs stays."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.privacy import mask, names_in
from assistant.privacy.patterns import FILE, patterns, read

LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "personal_data.jsonl").read_text(encoding="utf-8").splitlines()
]


def is_gone(value: str, text: str) -> bool:
    """Whether `value` stands nowhere in `text`; a short one only counts as a word."""
    return not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) if len(value) < 6 else value not in text


def test_the_labelled_set_is_large_and_has_every_kind():
    kinds = Counter(kind for item in LABELLED for kind, _ in item["hidden"])
    assert len(LABELLED) >= 400
    assert len({item["text"] for item in LABELLED}) == len(LABELLED)
    assert set(kinds) == {*patterns().labels} - {"first_name", "last_name"} | {"name"}
    assert min(kinds.values()) >= 10
    assert sum(not item["hidden"] for item in LABELLED) >= 150


def test_recall_and_false_masks_on_the_labelled_set():
    found, missed, false = 0, [], []
    for item in LABELLED:
        masked = mask(item["text"], item.get("names", ()))
        for kind, value in item["hidden"]:
            if is_gone(value, masked.text):
                found += 1
            else:
                missed.append((item["id"], kind, value))
        labelled = [value for _, value in item["hidden"]]
        false += [
            (item["id"], value)
            for value in masked.values.values()
            if not any(value in known or known in value for known in labelled)
        ]
    recall = found / (found + len(missed))
    print(f"recall {recall:.3f} of {found + len(missed)}, {len(false)} false masks in {len(LABELLED)} texts")
    assert recall >= 0.98, missed
    assert len(false) <= 2, false


def test_what_is_hidden_comes_back_exactly():
    for item in LABELLED:
        masked = mask(item["text"], item.get("names", ()))
        assert masked.restore(masked.text) == item["text"], item["id"]


@pytest.mark.parametrize(
    "text",
    [
        "Ordernummer 8507091232 skulle ha kommit",
        "order nr 850709-1232 är borta",
        "Order: 850709-1232",
        "ärendenummer 7811095551",
        "case 7811095551 has been open for weeks",
        "invoice no. 7811095551",
        "Fakturanr: 850709-1232",
        "tracking number 370000000000002",
        "Kampanjkod ABC 123 till bilen",
    ],
)
def test_the_words_beside_a_number_say_that_it_is_none_of_a_person(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("personnummer 8507091232", "8507091232"),
        ("Order 88213, personnummer 850709-1232", "850709-1232"),
        ("Kundnummer 4471, tel 070-123 45 67", "070-123 45 67"),
        ("850769-4321 är mitt samordningsnummer", "850769-4321"),
    ],
)
def test_the_words_beside_a_number_say_whose_it_is(text: str, hidden: str):
    assert list(mask(text).values.values()) == [hidden]


@pytest.mark.parametrize(
    "text",
    [
        "Levereras senast 2026-03-17, du får 2 499 kr tillbaka den 19 mars.",
        "You will have 1,794.00 kr by Friday 13 March at 15.00, £45 on 2026-03-20T10:00.",
        "Fakturan på 12 345,50 SEK förfaller 31/12 2026, betald 01-02-2026 kl. 08.00-17.00.",
        "10 000 kr, 500 SEK, 49:-, 99 öre, 3 500 euro",
    ],
)
def test_dates_and_sums_stay(text: str):
    assert mask(text).text == text


@given(st.dates(), st.integers(1, 10_000_000))
def test_any_date_and_any_sum_stay(day, amount: int):
    grouped = f"{amount:,}".replace(",", " ")
    text = f"Den {day:%Y-%m-%d} betalade jag {grouped} kr, den {day:%d/%m/%Y} fick jag {amount} SEK, {day:%d.%m.%Y}."
    assert mask(text).text == text


@pytest.mark.parametrize(
    "rewritten",
    ["⟦TEL1⟧", "[TEL1]", "TEL1", "⟦ TEL1 ⟧", "⟦tel1⟧", "[Tel 1]", "{{TEL1}}", "<TEL1>", "⟦TEL_1⟧", "⟦⟦TEL1⟧⟧"],
)
def test_a_placeholder_survives_a_models_rewriting(rewritten: str):
    masked = mask("Ring mig på 070-123 45 67 i morgon.")
    assert masked.text == "Ring mig på ⟦TEL1⟧ i morgon."
    assert masked.restore(f"Jag ringer {rewritten}.") == "Jag ringer 070-123 45 67."


@pytest.mark.parametrize("text", ["⟦TEL2⟧", "HOTEL1", "TEL12", "tel 1", "[F1]", "MAIL1"])
def test_what_only_looks_like_a_placeholder_is_left(text: str):
    assert mask("Ring mig på 070-123 45 67.").restore(text) == text


def test_a_placeholder_in_the_genitive_comes_back_with_its_ending():
    masked = mask("Paketet är Annas.", ["Anna Lind"])
    assert masked.text == "Paketet är ⟦FIRST1⟧s."
    assert masked.restore("⟦FIRST1⟧s paket") == "Annas paket"


def test_the_same_thing_has_one_placeholder_in_all_texts_of_a_case():
    first = mask("Ring 070-123 45 67 eller 08-12 34 56.")
    second = mask("070-123 45 67 svarar inte, ring 031-12 34 56", values=first.values)
    assert second.text == "⟦TEL1⟧ svarar inte, ring ⟦TEL3⟧"
    assert second.restore("TEL1 TEL2 TEL3") == "070-123 45 67 08-12 34 56 031-12 34 56"


def test_a_text_that_holds_a_placeholders_name_already_gets_another():
    masked = mask("Modellen heter TEL1. Ring 070-123 45 67.")
    assert masked.text == "Modellen heter TEL1. Ring ⟦TEL2⟧."
    assert masked.restore(masked.text) == "Modellen heter TEL1. Ring 070-123 45 67."


@pytest.mark.parametrize(
    ("names", "text", "masked"),
    [
        (["Anna Lind"], "Hej Anna! LIND, A. Lind och anna.", "Hej ⟦FIRST1⟧! ⟦LAST1⟧, A. ⟦LAST2⟧ och ⟦FIRST2⟧."),
        (["Lind, Anna"], "Anna Lind", "⟦FIRST1⟧ ⟦LAST1⟧"),
        (["Mr Pritchard"], "Dear Mr Pritchard,", "Dear Mr ⟦FIRST1⟧,"),
        (["Bo Ek"], "Bo vill bo i ek.", "⟦FIRST1⟧ vill bo i ek."),
        (["Lena och Tommy"], "Lena, Tommy", "⟦FIRST1⟧, ⟦FIRST2⟧"),
        (["", " "], "Ingen alls", "Ingen alls"),
    ],
)
def test_names_known_from_the_case(names: list[str], text: str, masked: str):
    assert mask(text, names).text == masked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Var är paketet?\nMvh\nYrsa Blom\nSkickat från min iPhone", ["Yrsa Blom"]),
        ("Regards,\nPhineas", ["Phineas"]),
        ("Jag heter Yrsa. Det är sant.", ["Yrsa"]),
        ("Var är min beställning? Med vänlig hälsning", []),
        ("Thanks for nothing", []),
    ],
)
def test_names_that_a_text_gives_away(text: str, names: list[str]):
    assert names_in(text) == names


@pytest.mark.parametrize("text", ["", "\n", "a", "⟦⟧", "😀" * 50, "1 " * 3000, "Aa " * 3000, "a@" * 2000])
def test_odd_texts_come_through(text: str):
    masked = mask(text)
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("kind: giro", "kind: girot"), "known kind"),
        (("check: iban", "check: ibn"), "check is one of"),
        (("    beside: '{bank}'", "    besides: '{bank}'"), "besides"),
        (("{bank}'", "{banks}'"), "no part 'banks'"),
        (("pattern: '(?<![\\w-])\\d{3,4}-", "pattern: '(?<![\\w-]\\d{3,4}-"), "no regular expression"),
        (("also_words:", "other_words:"), "must hold"),
        (("labels:", "labels: ["), "no YAML"),
    ],
)
def test_a_fault_in_the_patterns_stops_the_reading(tmp_path: Path, change: tuple[str, str], what: str):
    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text
    broken = tmp_path / "patterns.yaml"
    broken.write_text(text.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(what)) as error:
        read(broken)
    assert str(error.value).startswith(str(broken))


def test_missing_patterns_stop_the_reading(tmp_path: Path):
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.yaml")
