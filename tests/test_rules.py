"""Every rule does what its own examples say, and the set of rules is whole."""

import pytest

from assistant.case import OVERPROMISES
from assistant.checker import rulebook
from assistant.errors import BadInput

WORDED = [(c.name, c.words) for c in rulebook.cues()] + [
    (r.name, r.words) for r in rulebook.phrase_rules() if r.words is not None
]
CASES = [
    pytest.param(words[language].pattern, sentence, seen, id=f"{name}-{language}-{sentence[:40]}")
    for name, words in WORDED
    for language in ("sv", "en")
    for seen, sentences in ((True, words[language].sees), (False, words[language].leaves))
    for sentence in sentences
]


@pytest.mark.parametrize(("pattern", "sentence", "seen"), CASES)
def test_a_rule_sees_its_examples_and_leaves_the_others(pattern, sentence, seen):
    assert bool(pattern.search(sentence)) is seen


def test_every_kind_of_overpromise_and_vague_has_a_page():
    assert set(OVERPROMISES) | {"vague"} == {rule.kind for rule in rulebook.verdict_rules().values()}


def test_names_are_unique_and_every_page_is_written_in_both_languages():
    names = [rule.name for rule in rulebook.all_rules()]
    assert len(names) == len(set(names))
    for rule in rulebook.all_rules():
        assert rule.pages["sv"].why != rule.pages["en"].why


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "holds no rules"),
        ("- {cue: a, sv: {patterns: ['('], sees: [x], leaves: [y]}}", "no regular expression"),
        ("- {cue: a, nonsense: 1}", "unknown key 'nonsense'"),
        ("- {cue: a, sv: {patterns: [x]}}", "needs patterns"),
        ("- {patterns: [x]}", "without a name"),
        ("{", "cannot be read"),
    ],
)
def test_a_broken_rule_file_stops_the_checker(tmp_path, monkeypatch, content, told):
    (tmp_path / "cues.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(rulebook, "RULES", tmp_path)
    rulebook.cues.cache_clear()
    try:
        with pytest.raises(BadInput, match=told) as error:
            rulebook.cues()
        assert "cues.yaml" in str(error.value)
    finally:
        rulebook.cues.cache_clear()
