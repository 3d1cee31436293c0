"""What `eval` counts, on a few texts; its floors; its picture."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from assistant.case import Because, Finding, Review
from assistant.errors import BadInput
from assistant.evaluation import gold, measure_checker, measure_curve, read_floors, report, reviews
from assistant.evaluation.floors import Floors

FLOORS = gold.FOLDER / "floors.yaml"
ROWS = [json.loads(line) for line in (gold.FOLDER / "gold-sv.jsonl").read_text(encoding="utf-8").splitlines()[:40]]
TEXTS = [gold._text(row) for row in ROWS]


def knowing(text, case):
    """A checker that says what the labels say."""
    (found,) = [t for t in TEXTS if t.case is case]
    return Review(
        "sv",
        tuple(
            Finding(
                "r", s.kind or s.label, "error", s.start, s.end, text[s.start : s.end], "", Because(), "", None, 0.9
            )
            for s in found.sentences
            if s.label in ("overpromise", "vague")
        ),
        (),
        {},
    )


def silent(text, case):
    return Review("sv", (), (), {})


def loud(text, case):
    """A checker that cries wolf at every sentence."""
    found = knowing(text, case)
    (labelled,) = [t for t in TEXTS if t.case is case]
    wolves = [
        Finding("r", "absolute", "error", s.start, s.end, text[s.start : s.end], "", Because(), "", None, 0.5)
        for s in labelled.sentences
    ]
    return replace(found, findings=tuple(wolves))


def test_one_who_knows_all_is_always_right():
    figures = reviews.measure(TEXTS, knowing).as_json()
    assert [figures[name] for name in ("precision", "recall", "f1", "kind", "vague_f1", "pairs")] == [1] * 6
    assert (figures["alarms_per_ten_clean"], figures["reserved_flagged"]) == (0, 0)


def test_one_who_says_nothing_finds_nothing_and_one_who_says_all_cries_wolf():
    quiet, noisy = (reviews.measure(TEXTS, checker).as_json() for checker in (silent, loud))
    assert (quiet["recall"], quiet["alarms_per_ten_clean"], noisy["recall"]) == (0, 0, 1)
    assert noisy["precision"] < 0.5
    assert noisy["alarms_per_ten_clean"] > 10
    assert noisy["reserved_flagged"] == 1


@pytest.fixture
def few(monkeypatch):
    """Three texts a language, so that they are soon read."""
    every = gold.texts
    monkeypatch.setattr(gold, "texts", lambda language, part: every(language, part)[:3])


def test_the_report_names_all_that_is_asked_for(few):
    measured = measure_checker("test", with_baselines=False)
    record = measured.as_json()
    for language in report.LANGUAGES:
        assert {"checker", "fast", "f1_by_channel", "f1_by_trade", "milliseconds_a_text"} <= set(record[language])
        assert {"recall_by_kind", "calibration", "reserved_flagged"} <= set(record[language]["checker"])
        assert f"{language}, part test, 3 texts" in measured.as_text()
    least = Floors(floors={"sv": {"f1": 0.0}, "en": {"f1": 1.1}}, ceilings={"sv": {"reserved_flagged": -1}, "en": {}})
    assert [line.split(":")[0] for line in least.broken(measured)] == ["sv reserved_flagged", "en f1"]


def test_the_shipped_floors_are_sound():
    assert set(read_floors(FLOORS).floors) == set(report.LANGUAGES)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("floors: {}", "needs floors and ceilings"),
        ("{floors: {sv: {f1: 1}}, ceilings: {}}", "needs sv and en"),
        ("{floors: {sv: {f2: 1}, en: {f1: 1}}, ceilings: {}}", "sv must be numbers under some of precision"),
        ("{floors: {sv: {f1: high}, en: {f1: 1}}, ceilings: {}}", "sv must be numbers"),
        ("[", "cannot be read"),
    ],
)
def test_floors_that_would_hold_nothing_are_refused(tmp_path, content, told):
    path = tmp_path / "floors.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        read_floors(path)


def test_the_curve_is_a_picture_with_a_line_for_each_figure_and_language(few):
    curve = measure_curve("test")
    picture = ElementTree.fromstring(curve.as_svg())
    assert len(picture.findall("{*}polyline")) == 4
    found = [point.threshold for point in curve.points["sv"]]
    assert found == sorted(found)
    assert curve.chosen in [pytest.approx(threshold) for threshold in found]
