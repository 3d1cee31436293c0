"""The command line, by the contract of the design page, used as a person or a script would."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sample_playbook
import yaml
from model_server import Answer, failure, serving

from assistant import cli
from assistant.checker import rulebook

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "playbooks" / "examples").glob("*.yaml"))

OVERPROMISE = "Det kommer aldrig att hända igen."
VAGUE = "Vi återkommer så snart vi kan."
CLEAR = "Tack för ditt meddelande."
FORMATS = ("text", "json", "sarif", "github")
TODAY = {"today": "2026-03-12T10:00"}


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in this process, in an empty folder, under a locale that knows no å."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMBEDDINGS_MODEL", "none")

    def run(*arguments: str, stdin: str | bytes = b"") -> Done:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [io.TextIOWrapper(io.BytesIO(given), encoding="ascii") for given in (content, b"", b"")]
        monkeypatch.setattr(sys, "argv", ["ordhallig", *arguments])
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            monkeypatch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = (stream.buffer.getvalue().decode() for stream in streams[1:] if not stream.flush())  # type: ignore[attr-defined]
        return Done(int(ended.value.code or 0), out, err)

    return run


def as_a_process(*arguments: str, stdin: bytes = b"", **environment: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def jsonl(*rows: Any) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def refused(done: Done, told: str) -> None:
    """Bad use or bad input: one clear line on standard error, nothing on standard output, exit code 2."""
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ordhallig: ")
    assert done.err.count("\n") == 1
    assert told in done.err


# check


@pytest.mark.parametrize(
    ("draft", "verdict", "codes"),
    [
        (OVERPROMISE, "stop", {"overpromise": 1, "vague": 1, "never": 0}),
        (VAGUE, "warn", {"overpromise": 0, "vague": 1, "never": 0}),
        (CLEAR, "clear", {"overpromise": 0, "vague": 0, "never": 0}),
        (f"{VAGUE} {OVERPROMISE}", "stop", {"overpromise": 1, "vague": 1, "never": 0}),
    ],
)
def test_the_verdict_and_the_exit_code(run, draft, verdict, codes):
    assert run("check", "--format", "json", stdin=draft).json["verdict"] == verdict
    assert {what: run("check", "--fast", "--fail-on", what, stdin=draft).code for what in codes} == codes


def test_a_review_has_the_keys_of_the_contract(run):
    draft = f"Hej Anna!\n\n{OVERPROMISE} 👍 {VAGUE}\r\nVi ringer dig i morgon."
    review = run("check", "--format", "json", stdin=draft).json
    assert list(review) == ["verdict", "language", "findings", "promises", "steps"]
    keys = [
        "rule",
        "kind",
        "severity",
        "start",
        "end",
        "quote",
        "message",
        "because",
        "playbook",
        "rewrite",
        "confidence",
    ]
    assert [list(finding) for finding in review["findings"]] == [keys] * len(review["findings"])
    assert {tuple(finding["because"]) for finding in review["findings"]} == {("fact", "policy")}
    keys = ["start", "end", "quote", "about", "by", "amount", "verdict", "kind"]
    assert [list(promise) for promise in review["promises"]] == [keys] * len(review["promises"])
    assert list(review["steps"]) == ["listen", "apologise", "next_steps", "no_excuses", "over_communicate", "gesture"]
    assert all(set(step) in ({"met"}, {"met", "start", "end"}) for step in review["steps"].values())
    spans = [*review["findings"], *review["promises"]]
    assert len(spans) >= 4
    assert all(draft[span["start"] : span["end"]] == span["quote"] for span in spans)


def test_the_case_decides(run, tmp_path):
    case = tmp_path / "fall å.yaml"
    case.write_text(
        textwrap.dedent("""\
            today: 2026-03-12T10:00
            facts:
              - {about: refund, says: "Återbetalning godkänd", amount: 900 SEK, by: 2026-03-17}
            """),
        encoding="utf-8",
    )
    draft = "Du får 900 kr tillbaka senast den 17 mars."
    alone = run("check", "--format", "json", stdin=draft)
    known = run("check", "--case", str(case), "--format", "json", stdin=draft)
    assert (known.code, known.json["verdict"]) == (0, "clear")
    assert known.json["promises"][0] | {"start": 0} == {
        "start": 0,
        "end": 42,
        "quote": draft,
        "about": "refund",
        "by": "2026-03-17",
        "amount": "900 SEK",
        "verdict": "supported",
        "kind": None,
    }
    assert (alone.code, alone.json["verdict"]) == (1, "stop")


@pytest.mark.parametrize("name", ["svar.txt", "svar å ä ö.txt", "-"])
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_a_file_and_standard_input_are_read_alike(run, tmp_path, name, head):
    content = head + OVERPROMISE.encode()
    (tmp_path / name).write_bytes(content)
    done = run("check", name, "--fast", "--format", "json", stdin=content)
    assert done.json["findings"][0]["quote"] == OVERPROMISE
    assert (done.json["findings"][0]["start"], done.code, done.err) == (0, 1, "")


def test_text_for_people_names_line_and_column(run):
    done = run("check", "--fast", stdin=f"{CLEAR}\n{CLEAR} {OVERPROMISE}\n")
    assert done.out.splitlines()[:3] == [
        "Lovar mer än vi kan hålla",
        "",
        f"✗ 2:27 absolute.guarantee  «{OVERPROMISE}»",
    ]
    assert run("check", "--fast", stdin="This will never happen again.").out.startswith(
        "Promises more than we can keep\n"
    )
    assert run("check", "--fast", stdin=CLEAR).out == "Klart att skicka\n"


def test_text_for_people_holds_no_terminal_codes(run):
    assert "\x1b" not in run("check", "--fast", stdin="Det kommer aldrig\x1b[2J att hända igen.").out


def test_sarif(run, tmp_path):
    (tmp_path / "mall å.txt").write_text(f"{CLEAR}\n{OVERPROMISE}\n{VAGUE}\n", encoding="utf-8")
    done = run("check", "mall å.txt", "--fast", "--format", "sarif")
    assert (done.code, done.json["version"]) == (1, "2.1.0")
    assert done.json["$schema"].endswith("sarif-2.1.0.json")
    (ran,) = done.json["runs"]
    assert ran["columnKind"] == "unicodeCodePoints"
    assert ran["tool"]["driver"]["name"] == "Ordhållig"
    rules = ran["tool"]["driver"]["rules"]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    first, second = ran["results"]
    assert [first["ruleId"], second["ruleId"]] == ["absolute.guarantee", "vague.no_time"]
    assert {first["ruleId"], second["ruleId"]} == {rule["id"] for rule in rules}
    assert [first["level"], second["level"]] == ["error", "warning"]
    assert first["message"]["text"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "mall%20%C3%A5.txt"
    assert place["region"] == {
        "startLine": 2,
        "startColumn": 1,
        "endLine": 2,
        "endColumn": 34,
        "charOffset": 26,
        "charLength": 33,
        "snippet": {"text": OVERPROMISE},
    }
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == place["artifactLocation"]
    assert change["replacements"][0]["deletedRegion"] == place["region"]
    assert change["replacements"][0]["insertedContent"]["text"]


def test_sarif_of_a_clear_text_is_an_empty_run(run):
    done = run("check", "--fast", "--format", "sarif", stdin=CLEAR)
    assert done.code == 0
    assert done.json["runs"][0]["results"] == done.json["runs"][0]["tool"]["driver"]["rules"] == []


def test_every_rule_that_can_be_told_has_a_page():
    names = {rule.name for rule in rulebook.all_rules()}
    assert names >= {rule.name for rule in rulebook.verdict_rules().values()}


def test_github_workflow_commands(run, tmp_path):
    (tmp_path / "a,b:c%.txt").write_text(f"{CLEAR}\n{OVERPROMISE}\n{VAGUE}\n", encoding="utf-8")
    first, second = run("check", "a,b:c%.txt", "--fast", "--format", "github").out.splitlines()
    where = "file=a%2Cb%3Ac%25.txt,line=2,col=1,endLine=2,endColumn=34,title=absolute.guarantee"
    assert first.startswith(f"::error {where}::")
    assert second.startswith("::warning file=")
    assert run("check", "--fast", "--format", "github", stdin=CLEAR).out == ""


@pytest.fixture
def hook(run, tmp_path):
    """The pre-commit hook's own command line, run as pre-commit runs it: on the names of the changed files."""
    (kept,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = kept["entry"].split()
    assert program == "ordhallig"
    for name, text in {"tack.txt": CLEAR, "svar.md": f"Hej!\n\n{OVERPROMISE}", "sen.txt": VAGUE}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda *more: run(*arguments, "--fast", *more)


def test_the_pre_commit_hook_stops_an_overpromise_and_names_its_place(hook):
    assert hook("tack.txt") == Done(0, "", "")
    done = hook("tack.txt", "svar.md", "sen.txt")
    first, second = done.out.splitlines()
    assert (done.code, done.err) == (1, "")
    assert first.startswith("svar.md:3:1: error absolute.guarantee: Det här lovar något om framtiden")
    assert second.startswith("sen.txt:1:1: warning vague.no_time: ")
    assert " → " in first


def test_many_files_make_one_run_of_sarif_and_one_command_a_finding(hook):
    (sarif,) = hook("svar.md", "sen.txt", "--format", "sarif").json["runs"]
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in sarif["results"]]
    assert places == ["svar.md", "sen.txt"]
    assert {r["ruleId"] for r in sarif["results"]} == {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}
    commands = hook("svar.md", "sen.txt", "--format", "github").out.splitlines()
    assert [command.split(",")[0] for command in commands] == ["::error file=svar.md", "::warning file=sen.txt"]


@pytest.mark.parametrize(("arguments", "code"), [(["--fail-on", "vague"], 1), (["--fail-on", "never"], 0), ([], 0)])
def test_what_stops_the_hook_is_a_choice(hook, arguments, code):
    assert hook("sen.txt", *arguments).code == code


def test_a_second_opinion_is_told_in_every_format(run, monkeypatch):
    entries = [{"number": 1, "verdict": "none", "kind": None, "fact": None, "why": "Det är artighet."}]
    with serving(Answer([json.dumps({"sentences": entries})])) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        shown = {name: run("check", "--judge", "--fast", "--format", name, stdin=VAGUE) for name in FORMATS}
        rows = run("check", "--judge", "--fast", "--jsonl", stdin=json.dumps({"id": 1, "draft": VAGUE})).rows
    said = {"agrees": False, "verdict": "none", "why": "Det är artighet."}
    assert {done.code for done in shown.values()} == {0}
    assert "\n  ? Språkmodellen håller inte med (none): Det är artighet.\n" in shown["text"].out
    assert shown["json"].json["findings"][0]["second_opinion"] == said
    assert shown["sarif"].json["runs"][0]["results"][0]["properties"]["secondOpinion"] == said
    assert "? Språkmodellen håller inte med (none): Det är artighet." in shown["github"].out
    assert rows[0]["findings"][0]["second_opinion"] == said


def test_a_model_that_keeps_silent_leaves_a_notice_beside_the_review(run, monkeypatch):
    with serving(failure(401, "no")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        done = run("check", "--judge", "--fast", stdin=VAGUE)
    assert done.code == 0
    assert (
        done.err
        == "• Språkmodellens server godtar inte nyckeln (OPENAI_API_KEY). Granskningen gäller utan andra utlåtandet.\n"
    )
    assert done.out == run("check", "--fast", stdin=VAGUE).out


def test_a_fact_that_is_old_is_to_be_asked_again(run, monkeypatch, tmp_path):
    fact = {"about": "stock", "says": "Studsmattan finns i lager", "holds": True, "as_of": "2026-03-10T09:00"}
    row = json.dumps({"draft": "Studsmattan finns i lager.", "case": TODAY | {"language": "sv", "facts": [fact]}})
    (found,) = run("check", "--jsonl", stdin=row).rows
    assert [finding["rule"] for finding in found["findings"]] == ["verify.stock"]
    assert (found["verdict"], found["promises"][0]["verdict"]) == ("warn", "supported")
    monkeypatch.setenv("STALE_HOURS", "72")
    assert run("check", "--jsonl", stdin=row).rows[0]["verdict"] == "clear"


BAD_DRAFTS = {
    "empty": (b"", "standard input: the draft is empty (give the reply that is to be checked)"),
    "white space": (b" \r\n\t\xc2\xa0", "the draft is empty"),
    "BOM alone": (b"\xef\xbb\xbf", "the draft is empty"),
    "latin-1": ("Hej på dig".encode("latin-1"), "standard input:1: is not UTF-8 text (save it as UTF-8)"),
    "latin-1 below": ("Hej\n\npå dig".encode("latin-1"), "standard input:3: is not UTF-8 text"),
    "utf-16": ("Hej på dig".encode("utf-16"), "is not UTF-8 text"),
    "binary": (bytes(range(256)) * 100, "standard input:2: is not UTF-8 text"),
    "NUL": (b"Hej\0p", "is not text but the content of some file"),
    "half a character": (b"Hej \xed\xa0\xbd", "is not UTF-8 text"),
    "200 kB": (b"Vi ringer i morgon. " * 10_000, "the draft is longer than 50,000 characters (give one reply)"),
    "2 MB": (b"x" * 2_000_000, "the draft is longer than 50,000 characters"),
}


@pytest.mark.parametrize(("content", "told"), BAD_DRAFTS.values(), ids=BAD_DRAFTS)
def test_a_bad_draft_is_refused(run, content, told):
    refused(run("check", stdin=content), told)


BAD_USE = {
    "no command": ([], "Missing command (see ordhallig --help)"),
    "unknown command": (["chekc"], "No such command 'chekc'"),
    "unknown option": (["check", "--fasst"], "No such option: --fasst"),
    "unknown format": (["check", "--format", "xml"], "'xml' is not one of 'text', 'json', 'sarif', 'github'"),
    "unknown fail-on": (["check", "--fail-on", "all"], "'all' is not one of 'overpromise', 'vague', 'never'"),
    "too many": (["check", "a", "b"], "unexpected extra argument"),
    "no such file": (["check", "none.txt"], "none.txt: cannot be read: No such file or directory"),
    "a folder": (["check", "."], ".: cannot be read: Is a directory"),
    "an endless file": (["check", "/dev/zero"], "/dev/zero: the draft is longer than"),
    "a name of two lines": (["check", "no\nsuch\x1b[2J"], "no such [2J: cannot be read"),
    "half a name": (["check", "no\udce5"], "cannot be read"),
    "no such case": (["check", "--case", "none.yaml"], "none.yaml: cannot be read: No such file or directory"),
    "case with rows": (["check", "--jsonl", "--case", "x.yaml"], "--case does not go with --jsonl"),
    "SARIF of rows": (["check", "--jsonl", "--format", "sarif"], "--format sarif does not go with --jsonl"),
    "rows of no file": (["check", "--jsonl", "none.jsonl"], "none.jsonl: cannot be read"),
    "judge": (
        ["check", "--judge"],
        "check --judge: no language model is configured (set OPENAI_API_KEY or OPENAI_BASE_URL)",
    ),
    "draft of nothing": (["draft"], "draft: no case was given (give --case FILE, or --jsonl)"),
    "draft of no file": (["draft", "--case", "none.yaml"], "none.yaml: cannot be read: No such file or directory"),
    "draft of a case and rows": (["draft", "--case", "x.yaml", "--jsonl"], "--case does not go with --jsonl"),
    "draft in Danish": (["draft", "--language", "da"], "'da' is not one of 'sv', 'en'"),
    "draft at length": (["draft", "--length", "long"], "'long' is not one of 'short', 'normal'"),
    "search for nothing": (["search"], "search: the query is empty (give words to look for)"),
    "search for spaces": (["search", " \t"], "the query is empty"),
    "search for half a character": (["search", "paket\udce5"], "search: is not text but the content of some file"),
    "search for none": (["search", "paket", "--top", "0"], "Invalid value for '--top'"),
    "playbook of nothing": (["playbook"], "Missing command (see ordhallig playbook --help)"),
    "new in no group": (["playbook", "new", "essays", "x"], "unknown group 'essays' (allowed are steps"),
    "new without an id": (["playbook", "new", "steps"], "Missing argument 'id'"),
    "promises of nothing": (["promises"], "Missing command (see ordhallig promises --help)"),
    "keep a word": (["promises", "keep", "it"], "Invalid value for 'id'"),
    "keep none": (["promises", "keep", "7"], "7"),
    "move to a word": (["promises", "move", "7", "soon"], "promises move: 'soon' is not a date or date-time such as"),
    "move to the year 1": (["promises", "move", "7", "0001-01-01"], "is not between the years 1900 and 2199"),
    "list of a state": (["promises", "list", "--state", "lost"], "'lost' is not one of"),
    "lint of nothing": (["lint"], "Missing argument 'files'"),
    "lint of no file": (["lint", "borta.txt"], "borta.txt: cannot be read: No such file or directory"),
    "unknown rule": (["rules", "nix"], "rules: there is no rule 'nix' (one of contradiction.fact"),
}


@pytest.mark.parametrize(("arguments", "told"), BAD_USE.values(), ids=BAD_USE)
def test_bad_use_is_one_clear_line(run, arguments, told):
    refused(run(*arguments), told)


def test_a_bad_setting_is_named(run, monkeypatch):
    monkeypatch.setenv("PORT", "many")
    refused(run("search", "paket"), "PORT: 'many' is not a port")


def test_a_bad_case_is_named_with_line_and_key(run, tmp_path):
    (tmp_path / "case.yaml").write_text(
        "today: 2026-03-12\nfacts:\n- about: delivery\n  by: 2026-02-30\n", encoding="utf-8"
    )
    told = "ordhallig: case.yaml:4: facts[0].by: '2026-02-30' is not in the calendar\n"
    for arguments in (["check", "--case", "case.yaml"], ["draft", "--case", "case.yaml"]):
        assert run(*arguments, stdin=CLEAR) == Done(2, "", told)


@pytest.mark.parametrize(
    "command", [[], ["check"], ["lint"], ["draft"], ["search"], ["playbook", "new"], ["promises", "due"], ["serve"]]
)
def test_every_command_explains_itself(run, command):
    done = run(*command, "--help")
    assert done.code == 0
    assert done.out.startswith("Usage: ordhallig")


# check --jsonl


def test_one_line_out_for_each_line_in_and_in_order(run):
    rows = [
        {"id": "a", "draft": OVERPROMISE, "case": TODAY},
        "not JSON at all",
        {"id": "c", "draft": CLEAR, "case": TODAY | {"custommer": "Anna"}},
        {"id": 4, "draft": CLEAR, "case": TODAY, "sentences": [{"text": "ignored"}]},
        {"id": "e", "draft": ""},
        {"id": "f", "draft": VAGUE},
        {"id": "g"},
        {"id": "h", "draft": 7},
        [1, 2],
        {"id": {"a": 1}, "draft": CLEAR},
        {"draft": CLEAR},
        '{"id": "l", "draft": "Tack.", "draft": "Tack igen."}',
        '{"id": NaN, "draft": "Tack."}',
        '{"id": "n", "draft": "Hej \\ud83d"}',
        '{"id": "o\\ud83d", "draft": "Tack."}',
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + "}",
        {"id": "r", "draft": CLEAR, "case": []},
        {"id": "s", "draft": CLEAR, "case": {}},
        {"id": "t", "draft": "x" * 50_001},
        {"id": True, "draft": CLEAR},
        {"id": "v", "draft": "Tack, å ä ö 😀."},
    ]
    done = run("check", "--jsonl", "--fast", stdin=jsonl(*rows))
    told = {row.get("id"): row.get("error", row.get("verdict")) for row in done.rows}
    errors = [row["error"] for row in done.rows if "error" in row]
    assert (done.code, done.err, len(done.rows)) == (1, "", len(rows))
    assert [row["id"] for row in done.rows if row["id"] is not None] == ["a", "c", 4, *"efgh", "n", "o\ud83d", *"rstv"]
    assert [told[name] for name in ("a", 4, "f", "v", "o\ud83d")] == ["stop", "clear", "warn", "clear", "clear"]
    assert told["c"].startswith("line 3: case: custommer: unknown key")
    assert told["e"] == "line 5: the draft is empty (give the reply that is to be checked)"
    assert told["g"] == told["h"].replace("8", "7") == "line 7: the draft must be text"
    assert told["n"] == "line 14: is not text but the content of some file"
    assert told["r"].startswith("line 18: case: the case: must be keys and values, not a list")
    assert told["s"].startswith("line 19: case: today: is missing")
    assert errors[0] == "line 2: is not readable as JSON: Expecting value"
    assert "line 9: is not a JSON object" in errors
    assert "line 12: draft: stands twice" in errors
    assert "line 10: the id must be text or a whole number" in errors
    assert all(set(row) == {"id", "error"} for row in done.rows if "error" in row)
    good = [row for row in done.rows if "error" not in row]
    assert {tuple(row) for row in good} == {("id", "verdict", "language", "findings", "promises", "steps")}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"id": 1, "draft": CLEAR}], 0),
        ([{"id": 1, "draft": VAGUE}], 0),
        ([{"id": 1, "draft": OVERPROMISE}, {"id": 2, "draft": CLEAR}], 1),
        ([{"id": 1, "draft": CLEAR}, "bad"], 1),
        ([], 0),
    ],
)
def test_the_exit_code_of_rows(run, rows, code):
    assert run("check", "--jsonl", "--fast", stdin=jsonl(*rows)).code == code


def test_rows_may_never_fail_but_for_bad_ones(run):
    assert run("check", "--jsonl", "--fast", "--fail-on", "never", stdin=jsonl({"draft": OVERPROMISE})).code == 0
    assert run("check", "--jsonl", "--fast", "--fail-on", "vague", stdin=jsonl({"draft": VAGUE})).code == 1
    assert run("check", "--jsonl", "--fast", "--fail-on", "never", stdin="bad").code == 1


def test_rows_of_bytes(run):
    row = json.dumps({"id": "å", "draft": CLEAR}, ensure_ascii=False).encode()
    content = b"\xef\xbb\xbf" + row + b"\r\n\n" + b'{"id": "\xe5"}\n' + b"\0\0\n" + row
    done = run("check", "--jsonl", "--fast", stdin=content)
    assert [row["id"] for row in done.rows] == ["å", None, None, "å"]
    assert done.rows[1]["error"] == "line 3:1: is not UTF-8 text (save it as UTF-8)"


def test_rows_from_a_file(run, tmp_path):
    (tmp_path / "rows.jsonl").write_text(jsonl({"id": 1, "draft": CLEAR}), encoding="utf-8")
    assert run("check", "rows.jsonl", "--jsonl", "--fast").rows[0]["verdict"] == "clear"


def test_the_same_text_and_case_give_the_same_bytes(run):
    rows = jsonl(*({"id": n, "draft": f"{OVERPROMISE} {VAGUE}", "case": TODAY} for n in range(3)))
    assert run("check", "--jsonl", stdin=rows).out == run("check", "--jsonl", stdin=rows).out


# draft


def test_every_example_gives_a_reply_that_the_checker_clears(run):
    faults = {}
    for file in EXAMPLES:
        done = run("draft", "--case", str(file), "--format", "json")
        assert (done.code, done.err) == (0, "")
        assert list(done.json) == ["id", "draft", "language", "writer", "passages", "review"]
        assert done.json["language"] == ("en" if file.stem.endswith("-en") else "sv")
        assert all(list(passage) == ["entry", "heading"] for passage in done.json["passages"])
        if done.json["review"]["verdict"] != "clear":
            faults[file.name] = [f"{fault['rule']}: {fault['quote']}" for fault in done.json["review"]["findings"]]
    assert faults == {}


def test_a_draft_as_text_with_its_questions_beside_it(run):
    as_json = run("draft", "--case", str(EXAMPLES[0]), "--format", "json").json
    as_text = run("draft", "--case", str(EXAMPLES[0]))
    assert as_text.out == as_json["draft"] + "\n"
    assert all(line.startswith("• ") for line in as_text.err.splitlines())


def test_a_draft_in_another_language_and_shorter(run):
    file = str(EXAMPLES[0])
    assert run("draft", "--case", file, "--language", "en", "--format", "json").json["language"] == "en"
    short, normal = (run("draft", "--case", file, "--length", length).out for length in ("short", "normal"))
    assert len(short) < len(normal)


def test_drafts_of_rows(run):
    case = TODAY | {"messages": [{"from": "customer", "text": "Var är mitt paket? Det skulle ha kommit i tisdags."}]}
    done = run("draft", "--jsonl", stdin=jsonl({"id": 1, "case": case}, "bad", {"id": 3}, {"id": 4, "case": {"id": 3}}))
    assert [row["id"] for row in done.rows] == [1, None, 3, 4]
    assert list(done.rows[0]) == ["id", "draft", "language", "writer", "passages", "review"]
    assert done.rows[2]["error"] == "line 3: has no case"
    assert done.rows[3]["error"].startswith("line 4: case: today: is missing")
    assert done.code == 1


# search


def test_search(run):
    hits = run("search", "försenad leverans", "--top", "3", "--format", "json").json["hits"]
    assert hits[0]["entry"] == "late_delivery"
    assert len({hit["entry"] for hit in hits}) == len(hits) == 3
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert list(hits[0]) == ["entry", "group", "language", "heading", "text", "score"]
    assert {hit["language"] for hit in hits} == {"sv"}


def test_search_in_a_given_language_and_as_text(run):
    assert run("search", "paket", "--language", "en", "--format", "json").json["hits"][0]["language"] == "en"
    assert "late_delivery (sv)" in run("search", "försenad leverans").out


def test_search_of_rows(run):
    rows = [
        {"id": "a", "query": "försenad leverans"},
        {"id": "b", "query": "my parcel is late", "language": "en"},
        {"id": "c", "query": "paket", "language": "da"},
        {"id": "d"},
        {"id": "e", "query": ""},
        {"id": "f", "query": "half \ud83d"},
    ]
    done = run("search", "--jsonl", stdin=jsonl(*rows))
    assert [row["id"] for row in done.rows] == list("abcdef")
    assert [row["hits"][0]["language"] for row in done.rows[:2]] == ["sv", "en"]
    assert [row.get("error") for row in done.rows[2:4]] == [
        "line 3: language 'da' is not one of sv, en",
        "line 4: has no query",
    ]
    assert done.rows[4]["hits"] == []
    assert done.rows[5]["error"] == "line 6: is not text but the content of some file"
    assert done.code == 1


# playbook, promises, rules, doctor


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    """A small faultless playbook in place of the shipped one."""
    folder = sample_playbook.small(tmp_path / "shipped")
    monkeypatch.setattr("assistant.playbook.reading.SHIPPED", folder)
    return folder


def test_the_playbook_s_faults_are_told_with_file_and_line(run, shipped):
    broken = shipped / "situations" / "sv" / "late_delivery.md"
    broken.write_text(broken.read_text(encoding="utf-8").replace("owner: Support", "ownre: Support"), encoding="utf-8")
    done = run("playbook", "check")
    assert f"error: {broken}:5: unknown key ownre" in done.out
    assert done.out.splitlines()[-1].endswith(" warnings")
    assert (done.code, done.err) == (1, "")


def test_a_new_entry_is_started_in_the_company_s_folder(run, tmp_path, monkeypatch):
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("PLAYBOOKS", "own")
    done = run("playbook", "new", "situations", "wrong_colour")
    assert (done.code, done.out.splitlines()) == (
        0,
        ["own/situations/sv/wrong_colour.md", "own/situations/en/wrong_colour.md"],
    )
    assert all((tmp_path / line).read_text(encoding="utf-8").startswith("---\n") for line in done.out.splitlines())
    refused(run("playbook", "new", "situations", "wrong_colour"), "wrong_colour")


def test_the_ledger_from_the_first_look_to_the_kept_promise(run, tmp_path):
    assert run("promises", "list") == Done(0, "", "")
    assert run("promises", "list", "--format", "json").json == []
    made = send(tmp_path, "Jag ringer dig i morgon.")
    (listed,) = run("promises", "list", "--format", "json").json
    assert (listed["id"], listed["quote"], listed["state"]) == (made, "Jag ringer dig i morgon.", "open")
    assert run("promises", "export").out.splitlines()[0].startswith("id,case,customer,quote,about,who,made,due")
    assert run("promises", "export", "--format", "json").json == [listed]
    assert "Jag ringer dig i morgon." in run("promises", "due", "--hours", "99999").out
    assert run("promises", "move", str(made), "2199-01-01T15:00", "--by", "Maja").code == 0
    assert run("promises", "list", "--state", "open", "--format", "json").json[0]["moved"] == 1
    assert run("promises", "keep", str(made), "--by", "Maja", "--note", "ringde kl 9") == Done(0, f"{made}: kept\n", "")
    assert run("promises", "list", "--state", "open").out == ""
    refused(run("promises", "keep", str(made + 1)), str(made + 1))


def test_a_name_that_nobody_has_is_not_taken_for_nothing_due(run, tmp_path):
    assert run("promises", "due", "--by", "Maja") == Done(0, "", "")
    send(tmp_path, "Jag ringer dig i morgon.")
    assert "Jag ringer dig i morgon." in run("promises", "due", "--hours", "99999", "--by", "Maja").out
    assert run("promises", "due", "--hours", "0", "--by", "Maja") == Done(0, "", "")
    refused(
        run("promises", "due", "--by", "Mja"), "--by Mja: has promised nothing and owns no case (the ledger knows Maja)"
    )


def test_a_case_is_found_told_handed_on_closed_and_reopened(run, tmp_path):
    made = send(tmp_path, "Jag ringer dig i morgon.")
    assert run("cases", "find", "ringa").out.startswith("T-1 open ")
    assert run("cases", "find", "cykel") == Done(0, "", "")
    story = run("cases", "story", "T-1").out
    assert "Hej, kan ni ringa mig?" in story
    assert "Jag ringer dig i morgon." in story
    assert run("cases", "hand", "T-1", "Sam", "--reason", "semester", "--by", "Maja") == Done(0, "", "")
    assert "Sam" in run("cases", "find", "T-1").out
    assert {update["case"] for update in run("cases", "updates", "--format", "json", "--by", "Sam").json} <= {"T-1"}
    refused(run("cases", "close", "T-1"), "T-1")
    assert run("promises", "keep", str(made), "--by", "Sam").code == 0
    assert run("cases", "close", "T-1", "--by", "Sam") == Done(0, "", "")
    assert run("cases", "find", "T-1").out.startswith("T-1 closed ")
    assert run("cases", "reopen", "T-1", "--by", "Sam") == Done(0, "", "")
    assert run("cases", "find", "T-1").out.startswith("T-1 open ")
    refused(run("cases", "story", "T-2"), "T-2")
    refused(run("cases", "hand", "T-2", "Sam", "--reason", "semester"), "T-2")


def test_the_ledger_is_copied_read_back_and_forgets(run, tmp_path, monkeypatch):
    made = send(tmp_path, "Jag ringer dig i morgon.")
    copied = run("ledger", "backup", "copy.jsonl.gz")
    assert (copied.code, copied.err) == (0, "")
    assert copied.out.startswith("copy.jsonl.gz: ")
    refused(run("ledger", "restore", "copy.jsonl.gz"), "empty")
    refused(run("ledger", "restore", "nowhere.jsonl.gz"), "nowhere.jsonl.gz")
    listed = run("promises", "list", "--format", "json").json
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "another"))
    assert run("ledger", "restore", "copy.jsonl.gz").out == copied.out
    assert run("promises", "list", "--format", "json").json == listed
    assert run("ledger", "forget", "--days", "1") == Done(0, "0 cases made anonymous\n", "")
    refused(run("ledger", "forget", "--days", "0"), "--days")
    assert run("promises", "keep", str(made), "--by", "Maja").code == 0


def test_how_the_playbook_s_entries_serve_is_told(run, tmp_path):
    assert run("playbook", "usage") == Done(0, "0 entries used\n", "")
    send(tmp_path, "Hej. Jag ringer dig i morgon.", drafted="Hej. Jag skriver till dig i morgon.")
    (told,) = run("playbook", "usage", "--format", "json").json["entries"]
    assert told == {
        "entry": "no_reply",
        "language": "sv",
        "versions": 1,
        "used": 1,
        "accepted": 0,
        "edited": pytest.approx(0.29, abs=0.01),
    }
    assert "no_reply (sv)  sent as it was   0%, written anew  29%" in run("playbook", "usage").out


def send(folder: Path, text: str, drafted: str | None = None) -> int:
    """Sends a reply through the desk, as the window does, into the ledger that the commands read."""
    from dataclasses import replace

    from assistant.case import Draft, Passage
    from assistant.desk import open_desk
    from assistant.settings import from_environment

    desk = open_desk(from_environment(os.environ))
    case = replace(desk.open_case("Hej, kan ni ringa mig?"), owner="Maja", id="T-1")
    passages = (Passage("no_reply", "Nästa steg", "", "abc"),)
    draft = Draft(drafted, "sv", "composer", passages) if drafted else None
    desk.send(case, text, draft=draft, reason="prov", by="Maja", key="prov")
    (promise,) = desk.ledger().promises()
    return promise.id


def test_the_rules_are_pages(run):
    listed = run("rules").out.splitlines()
    assert [line.split()[0] for line in listed] == [rule.name for rule in rulebook.all_rules()]
    page = run("rules", "absolute.guarantee").out
    assert all(head in page for head in ("Varför: ", "I stället: ", "Exempel: ", "Bättre: ", "Spelboken: "))
    assert "Why: " in run("rules", "absolute.guarantee", "--language", "en").out


def test_doctor_says_what_works_and_what_is_absent(run):
    done = run("doctor")
    states = {line.split()[1]: line.split()[0] for line in done.out.splitlines() if line.split()[1] != "setting"}
    assert states == {"playbook": "works", "checker": "works", "search": "absent", "model": "absent", "ledger": "works"}
    assert (done.code, done.err) == (0, "")


def test_doctor_says_what_fails_and_shows_no_secret(run, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/file/ledger.db")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("MODEL_CONNECT_SECONDS", "0.2")
    done = run("doctor")
    states = {line.split()[1]: line.split()[0] for line in done.out.splitlines()}
    assert (done.code, done.err, states["model"], states["ledger"]) == (1, "", "fails", "fails")
    assert "sk-secret" not in done.out


# As a whole process


def test_a_process_speaks_utf8_whatever_the_locale(tmp_path):
    file = tmp_path / "svar å.txt"
    file.write_text(OVERPROMISE, encoding="utf-8")
    for locale in ({"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        done = as_a_process("check", str(file), "--fast", **locale)
        assert (done.code, done.err) == (1, "")
        assert OVERPROMISE in done.out
        missing = as_a_process("check", "finns inte å.txt", **locale)
        assert (missing.code, missing.err.count("\n")) == (2, 1)
    refusal = as_a_process("check", stdin="Hej på dig".encode("latin-1"), LANG="C", LC_ALL="C")
    assert (refusal.code, refusal.err.count("\n")) == (2, 1)


def test_a_row_is_answered_before_the_next_one_comes():
    """A program may ask, read and ask again: nothing waits for the end of the input."""
    command = [sys.executable, "-m", "assistant", "check", "--jsonl", "--fast"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for identity in (1, 2):
            process.stdin.write(jsonl({"id": identity, "draft": CLEAR}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == identity
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    command = line.replace("ordhallig", f"{sys.executable} -m assistant")
    return subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, timeout=120, check=False)


def test_a_reader_that_leaves_early_is_no_error():
    rows = f'for i in $(seq 300); do echo \'{{"id": 1, "draft": "{CLEAR}"}}\'; done'
    done = shell(f"({rows}) | ordhallig check --jsonl --fast | head -1")
    assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (0, b"", 1)
    assert shell("ordhallig rules | head -c 1").stderr == b""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ordhallig check <&-", b"standard input: is closed"),
        (f"echo '{CLEAR}' | ordhallig check --fast >&-", b"standard output is closed"),
        (f"echo '{CLEAR}' | ordhallig check --fast --format json >/dev/full", b"standard output cannot be written"),
        (f"echo '{CLEAR}' | ordhallig check --fast >/dev/full", b"standard output cannot be written"),
    ],
)
def test_closed_and_full_streams(line, told):
    done = shell(line)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert told in done.stderr
