"""The checker through its public door: the definition's own examples, its hard cases, and the set of findings."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case import OVERPROMISES
from assistant.casefile import case_from
from assistant.checker import check
from assistant.checker.network import Lesson, Shape, fit
from assistant.checker.training import GOLD

TODAY = "2026-03-12T10:00"  # a Thursday


def case(*facts, language="sv", today=TODAY, **more):
    return case_from({"today": today, "language": language, "facts": list(facts), **more})


def told(draft, opened):
    """The kinds found in a draft, in order; "clear" where none is."""
    return [f.kind for f in check(draft, opened).findings if f.kind in (*OVERPROMISES, "vague")] or ["clear"]


DELIVERY = {"about": "delivery", "says": "PostNord: utlämning 17 mars", "by": "2026-03-17", "source": "PostNord"}
NO_STOCK = {"about": "stock", "says": "Studsmattan slut i lager", "holds": False, "source": "Lagret"}
FEE_STANDS = {
    "about": "billing",
    "says": "Reminder fee of 60 kr stands",
    "holds": False,
    "source": "Finance",
}
IN_STOCK = {"about": "stock", "says": "Studsmattan finns i lager, 4 st", "holds": True, "source": "Lagret"}
DEMANDED = {"about": "refund", "says": "Jurist: vi måste skriva att 10 000 kr betalas ut i dag"}
CLAIMED = {"about": "refund", "says": "Kunden kräver 899 kr tillbaka"}
REFUND = {"about": "refund", "says": "Återbetalning 899 kr godkänd", "amount": "899 SEK", "source": "Ekonomi"}
NOT_SHIPPED = {"about": "shipping", "says": "Paketet är inte skickat, ligger kvar på lagret", "holds": False}
BOOKED = {"about": "repair", "says": "Tekniker bokad fredag 20 mars kl 8-12", "by": "2026-03-20T12:00"}


@pytest.mark.parametrize(
    ("draft", "facts", "kind"),
    [
        # the table of kinds, with nothing known
        ("Jag garanterar att det löser sig.", [], "absolute"),
        ("Det kommer aldrig att hända igen.", [], "absolute"),
        ("Paketet är hos dig i morgon.", [], "deadline"),
        ("Teknikern löser felet på plats.", [], "outcome"),
        ("Vi bjuder på nästa månad.", [], "money"),
        ("Den finns i lager.", [], "availability"),
        ("5G fungerar på er adress.", [], "availability"),
        # a fact beats the policy, and both beat the words (rule 1), and looser is fine (rule 2)
        ("Paketet kommer senast den 17 mars.", [DELIVERY], "clear"),
        ("Paketet kommer senast den 20 mars.", [DELIVERY], "clear"),
        ("Paketet kommer på lördag.", [DELIVERY], "contradiction"),
        ("Studsmattan finns inte i lager.", [NO_STOCK], "clear"),
        ("Studsmattan finns i lager.", [IN_STOCK], "clear"),
        ("Studsmattan finns i lager.", [NO_STOCK], "contradiction"),
        ("Du får 899 kr tillbaka.", [REFUND], "clear"),
        ("Du får 1 200 kr tillbaka.", [REFUND], "contradiction"),
        ("Du får 899 kr tillbaka.", [], "money"),
        # what somebody wants, or wants to have written, confirms nothing
        ("Du får 899 kr tillbaka.", [CLAIMED], "money"),
        ("10 000 kr betalas ut till dig i dag.", [DEMANDED], "money"),
        ("Paketet skickades i fredags.", [NOT_SHIPPED], "contradiction"),
        ("Teknikern kommer på fredag den 20 mars mellan 8 och 12.", [BOOKED], "clear"),
        ("Teknikern kommer redan på onsdag.", [BOOKED], "contradiction"),
        # one's own act against the policy's answer time (rule 3, settled points 4 and 5)
        ("Jag ringer dig i morgon före lunch.", [], "clear"),
        ("Jag ringer dig om tio minuter.", [], "deadline"),
        ("Jag ringer dig i eftermiddag.", [], "deadline"),
        ("Jag hör av mig till dig på tisdag.", [], "clear"),
        ("Du får en rättad faktura senast den 26 mars.", [], "clear"),
        ("Du får en rättad faktura senast den 20 mars.", [], "deadline"),
        # no time (rule 4)
        ("Vi återkommer så snart vi kan.", [], "vague"),
        ("Du hör från oss inom kort.", [], "vague"),
        # hedges, negation, history, questions (rules 5-7)
        ("Preliminärt kommer paketet på fredag.", [], "clear"),
        ("Jag kan inte lova något datum i dag.", [], "clear"),
        ("Du skriver att vi garanterade leverans i fredags.", [], "clear"),
        ("Har du kvar kvittot?", [], "clear"),
        ("Skicka gärna kvittot senast på fredag.", [], "clear"),
        # a gesture within the limit, and above it (settled point 3)
        ("Du får en rabattkod på 100 kr.", [], "clear"),
        ("Du får en rabattkod på 900 kr.", [], "money"),
        ("Vi skickar blommor.", [], "clear"),
        ("Jag mejlar dig en rabattkod.", [], "clear"),
        ("Jag återkommer om en rabattkod.", [], "vague"),
        # who pays, who does not, and what is said to be safe
        ("Vi ersätter rutorna och klipparen är ofarlig att använda.", [], "money"),
        ("Hotellet betalar vi.", [], "money"),
        ("Vi ersätter inte rutorna.", [], "clear"),
        ("Klipparen är ofarlig att använda.", [], "availability"),
    ],
)
def test_swedish_sentences_are_judged_by_facts_and_policy(draft, facts, kind):
    assert told(draft, case(*facts)) == [kind]


@pytest.mark.parametrize(
    ("draft", "facts", "kind"),
    [
        ("I guarantee that it will be solved.", [], "absolute"),
        ("This will never happen again.", [], "absolute"),
        ("The parcel arrives tomorrow.", [], "deadline"),
        ("The bank will release the money.", [], "outcome"),
        ("We'll refund the full amount.", [], "money"),
        ("It's in stock.", [], "availability"),
        ("You're covered by the warranty.", [], "availability"),
        ("The parcel arrives by 17 March.", [DELIVERY], "clear"),
        ("The parcel arrives on Saturday.", [DELIVERY], "contradiction"),
        ("The trampoline is in stock.", [NO_STOCK], "contradiction"),
        ("You'll get 899 kr back.", [REFUND], "clear"),
        ("The technician comes on Wednesday.", [BOOKED], "contradiction"),
        ("I will call you tomorrow before noon.", [], "clear"),
        ("I will call you in ten minutes.", [], "deadline"),
        ("We will get back to you as soon as possible.", [], "vague"),
        ("I can't promise you a date.", [], "clear"),
        ("We pay for the windows.", [], "money"),
        ("We do not pay for windows.", [], "clear"),
        ("The mower is safe to use.", [], "availability"),
        ("I'd expect it to take about two weeks.", [], "clear"),
        ("Please keep the receipts until Friday.", [], "clear"),
        ("You wrote that we guaranteed delivery.", [], "clear"),
        ("Would you like us to call you?", [], "clear"),
        # a fact told again, bad news, an open door, and what leaves our own house
        ("The reminder fee of 60 kr stands.", [FEE_STANDS], "clear"),
        ("Unfortunately we have no spare pump left.", [], "clear"),
        ("If you have a question about the bike, I, Maja, am the one who answers.", [], "clear"),
        ("We'll ship your replacement within two business days.", [], "clear"),
        ("We'll ship your replacement today.", [], "deadline"),
        ("You won't have to call us about this again.", [], "absolute"),
        ("That isn't the same as a promise that it will get cheaper.", [], "clear"),
    ],
)
def test_english_sentences_are_judged_by_facts_and_policy(draft, facts, kind):
    assert told(draft, case(*facts, language="en")) == [kind]


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        ("2026-04-01T10:00", "clear"),  # Wednesday before Easter: Thursday is a business day
        ("2026-04-02T10:00", "deadline"),  # Maundy Thursday: tomorrow is Good Friday
        ("2026-06-18T10:00", "deadline"),  # tomorrow is Midsummer's Eve
        ("2026-12-23T10:00", "deadline"),  # tomorrow is Christmas Eve
        ("2026-03-15T10:00", "clear"),  # Sunday: tomorrow is the next business day
    ],
)
def test_the_day_decides(today, kind):
    assert told("Jag ringer dig i morgon.", case(today=today)) == [kind]


def test_a_promise_told_in_two_sentences_is_one_promise_with_a_time():
    opened = case(today="2026-03-09T10:00")
    assert told("Jag hör av mig till dig. Senast på fredag.", opened) == ["clear"]
    assert told("Jag hör av mig till dig. Senast i dag.", opened) == ["deadline", "deadline"]


STOCK_OF_MONDAY = IN_STOCK | {"as_of": "2026-03-09T09:00"}
EARLIER = {
    "from": "agent",
    "at": "2026-03-11T10:00",
    "text": "Hej! Jag ringer dig på fredag. Du får 200 kr i presentkort.",
}


@pytest.mark.parametrize(
    ("draft", "more", "rules"),
    [
        # word of the stores and the carriers goes off; a fact with no date of its own does not, nor one of today
        ("Studsmattan finns i lager.", {"facts": [STOCK_OF_MONDAY]}, ["verify.stock"]),
        ("Studsmattan finns i lager.", {"facts": [IN_STOCK | {"as_of": "2026-03-11T15:00"}]}, []),
        ("Studsmattan finns i lager.", {"facts": [IN_STOCK]}, []),
        ("Du får 899 kr tillbaka.", {"facts": [REFUND | {"as_of": "2026-03-01T09:00"}]}, []),
        # another promise than the one that is still open, unless the change is told openly
        ("Jag ringer dig på måndag.", {"messages": [EARLIER]}, ["earlier.time"]),
        ("Jag skrev fredag och det håller inte. Jag ringer dig på måndag.", {"messages": [EARLIER]}, []),
        ("Jag ringer dig på måndag.", {"messages": [EARLIER], "today": "2026-03-14T10:00"}, []),
        ("Jag ringer dig i morgon.", {"messages": [EARLIER]}, []),
        ("Jag ringer dig på måndag.", {"messages": [EARLIER | {"from": "customer"}]}, []),
        ("Du får 150 kr i presentkort.", {"messages": [EARLIER]}, ["earlier.sum"]),
        ("Du får 200 kr i presentkort.", {"messages": [EARLIER]}, []),
    ],
)
def test_what_is_old_or_was_promised_otherwise_is_said_and_never_an_overpromise(draft, more, rules):
    review = check(draft, case_from({"today": TODAY, "language": "sv", **more}))
    assert [finding.rule for finding in review.findings if finding.kind in ("verify", "earlier")] == rules
    assert {finding.severity for finding in review.findings} <= {"warning"}
    assert "overpromise" not in {promise.verdict for promise in review.promises}
    for finding in review.findings:
        assert draft[finding.start : finding.end] == finding.quote
        assert not set("{}") & set(finding.message)


def test_an_earlier_promise_stands_in_because():
    opened = case_from({"today": TODAY, "language": "sv", "messages": [EARLIER]})
    (finding,) = check("Jag ringer dig på måndag.", opened).as_json()["findings"]
    assert finding["because"] == {"fact": None, "policy": None, "promise": "Jag ringer dig på fredag."}


URSAKT = [
    ("Jag ber om ursäkt för att ingen ringde upp dig.", None),
    ("Vi vill be om ursäkt för det som hände.", None),
    ("Ursäkta att svaret har dröjt.", None),
    ("Det finns ingen ursäkt för att vi inte ringde.", None),
    ("Vi ber om ursäkt för eventuella olägenheter.", "non_apology"),
    ("Jag ber om ursäkt om du upplevde det som otrevligt.", "non_apology"),
    ("Det är tyvärr transportörens fel att det är sent.", "blame"),
    ("Vi har haft hög belastning.", "excuse"),
]


@pytest.mark.parametrize(("sentence", "fault"), URSAKT)
def test_ursakt_is_an_apology_or_an_excuse_and_never_both(sentence, fault):
    found = {f.kind for f in check(sentence, case()).findings} & {"excuse", "blame", "non_apology"}
    assert found == ({fault} if fault else set())


def test_a_finding_carries_what_the_definition_asks_for():
    review = check("Hej Anna!\n\nPaketet kommer på lördag.", case(DELIVERY))
    (finding,) = review.findings
    assert (finding.rule, finding.severity, finding.because.fact) == ("contradiction.fact", "error", 0)
    assert "PostNord: utlämning 17 mars" in finding.message
    assert finding.rewrite == "Leveransen är bekräftad till tisdag den 17 mars."
    assert review.verdict == "stop"


def test_tighter_than_the_policy_names_its_line_and_the_time_it_allows():
    (finding,) = check("Jag ringer dig om tio minuter.", case()).findings
    assert finding.because.policy == "promises.contact"
    assert finding.rewrite == "Jag ringer dig senast i morgon, fredag den 13 mars."


REWORDED = [
    # the sentence's own person, number and tone; the time goes before what stands after the last word
    ("Teknikern löser felet på plats.", "Jag hör efter hur det går med felet och hör av mig till dig {}."),
    ("Vi stryker avgiften.", "Vi tar upp kostnaden med ansvarig chef och ger dig besked {}."),
    ("Jag ska lyssna på samtalet.", "Jag ska lyssna på samtalet och ge dig besked {}."),
    ("Jag kollar det här åt er", "Jag kollar det här åt er och ger er besked {}"),
    ("Vi återkommer så snart vi kan!", "Vi återkommer {}!"),
    ("5G fungerar på er adress.", "Jag kontrollerar det och ger er besked {}."),
    # an act that is not the sender's cannot be given a time by them
    ("Ett sms med spårning skickas.", "Jag ger dig besked om det {}."),
]


@pytest.mark.parametrize(("sentence", "better"), REWORDED)
def test_a_rewording_is_one_that_an_agent_would_sign(sentence, better):
    (finding,) = [f for f in check(sentence, case()).findings if f.kind in (*OVERPROMISES, "vague")]
    assert finding.rewrite == better.format("senast i morgon, fredag den 13 mars")


@pytest.mark.parametrize(
    ("letter", "you"),
    [
        ("Hej! Tack för ert mejl.", "er"),
        ("Hej! Tack för ditt mejl.", "dig"),
        ("Hej! Du skrev att det är kallt hos er.", "dig"),
    ],
)
def test_a_rewording_addresses_the_customer_as_its_letter_does(letter, you):
    (finding,) = check(f"{letter} Ett sms med spårning skickas.", case()).findings
    assert finding.rewrite == f"Jag ger {you} besked om det senast i morgon, fredag den 13 mars."


ENGLISH = [
    ("This will never happen again.", "I will go through what went wrong and tell you what we are changing {}."),
    ("I guarantee that it works.", "I will follow up how it is working and be in touch with you {}."),
    ("We'll refund it all.", "We'll ask for the refund to be approved and let you know {}."),
    ("I am passing this to the warehouse team.", "I am passing this to the warehouse team and will let you know {}."),
    ("The technician will fix the fault on site.", "I will ask how the repair is going and be in touch with you {}."),
    ("It's in stock.", "I'll check the stock and let you know {}."),
]


@pytest.mark.parametrize(("sentence", "better"), ENGLISH)
def test_an_english_rewording_keeps_to_speech_or_to_writing(sentence, better):
    (finding,) = [f for f in check(sentence, case(language="en")).findings if f.kind in (*OVERPROMISES, "vague")]
    assert finding.rewrite == better.format("by tomorrow, Friday 13 March")


def test_the_six_steps_are_ticked_off():
    text = (
        "Hej Anna!\n\nDu väntade på paketet i tisdags och fick inget besked. Det är jag ledsen för. "
        "Jag kontrollerar var det är och ringer dig i morgon."
    )
    steps = check(text, case()).steps
    assert {name for name, step in steps.items() if step.met} == {
        "listen", "apologise", "next_steps", "no_excuses", "over_communicate"
    }  # fmt: skip


def gold(part, count):
    rows = [
        json.loads(line)
        for language in ("sv", "en")
        for line in (Path(GOLD) / f"gold-{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [row for row in rows if row["part"] == part][:: max(1, len(rows) // 2 // count)]


@pytest.mark.parametrize("row", gold("valid", 60), ids=lambda row: row["id"])
def test_every_rewrite_passes_the_checker_with_the_same_facts_and_offsets_are_exact(row):
    opened = case_from(row["case"])
    review = check(row["draft"], opened)
    for finding in review.findings:
        assert row["draft"][finding.start : finding.end] == finding.quote
        if finding.kind in (*OVERPROMISES, "vague"):
            assert finding.rewrite, finding.quote
            assert told(finding.rewrite, opened) == ["clear"], finding.rewrite
    for promise in review.promises:
        assert row["draft"][promise.start : promise.end] == promise.quote
    assert check(row["draft"], opened).as_json() == review.as_json()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_checker(text):
    review = check(text, case(DELIVERY), fast=True)
    for finding in review.findings:
        assert text[finding.start : finding.end] == finding.quote


# What is learned


STANDING_ALONE = {
    "sv": {
        "Resväskan är hos dig senast den 17 mars.": "deadline",
        "Resväskan levereras senast den 17 mars.": "deadline",
        "Posten levererar resväskan senast den 17 mars.": "deadline",
        "Resväskan kommer den 13 mars.": "deadline",
        "Flyttlasset är framme hos dig på måndag.": "deadline",
        "Tandkronan är klar den 26 mars.": "deadline",
        "Taket är tätt före helgen.": "deadline",
        "Jag ringer dig senast den 16 mars.": "clear",
        "Du får svar av mig den 17 mars.": "clear",
        "Vi hör av oss senast onsdag den 18 mars.": "clear",
    },
    "en": {
        "The suitcase is with you by 17 March.": "deadline",
        "The post delivers the suitcase by 17 March.": "deadline",
        "The suitcase arrives on 13 March.": "deadline",
        "The removal van gets to you on Monday.": "deadline",
        "The roof will be tight before the weekend.": "deadline",
        "I'll call you by 16 March.": "clear",
        "You'll have an answer from me on 17 March.": "clear",
        "We'll be in touch by Wednesday 18 March.": "clear",
    },
}


@pytest.mark.parametrize(
    ("language", "draft"), [(lang, draft) for lang in STANDING_ALONE for draft in STANDING_ALONE[lang]]
)
def test_a_day_alone_makes_no_answer_of_ours_out_of_what_others_shall_do(language, draft):
    assert told(draft, case(language=language)) == [STANDING_ALONE[language][draft]]


def test_a_network_learns_what_two_traits_say_only_together_and_the_same_every_time():
    seen = np.array([[a, b] for a in (-1, 1) for b in (-1, 1)] * 200, np.float32)
    answers = ["promise" if a * b > 0 else "none" for a, b in seen]
    lesson = Lesson.of(seen, {"act": answers}, {"act": 1.0})
    first, second = (fit(lesson, Shape(hidden=16, rounds=40, dropped_seen=0.0, dropped_hidden=0.0)) for _ in range(2))
    for row, answer in zip(seen[:4], answers, strict=False):
        read = first.probabilities(row)["act"]
        assert max(read, key=lambda name: read[name]) == answer
    assert (first.widen == second.widen).all()
