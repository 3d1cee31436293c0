"""The trampoline from the first question to the kept promise, in the browser and in both languages, and what goes
wrong on the way: the ledger is locked or gone in the middle, the button is pressed twice."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from desk_page import DRAFT, add, checked, drafted, paste
from serving_window import ROOT, Opens, picture, running

from assistant.casefile import local
from assistant.sources import make_demo_shop

SAYS: dict[str, dict[str, str]] = {
    "sv": {
        "complaint": "Hej!\n\nFinns studsmattan i lager? Jag beställde den i går, order 1001, och vår dotter fyller fem på "
        "lördag. I telefon fick jag veta att den fanns. Annars vill jag ha pengarna tillbaka.\n\nHanna Nyström",
        "untrue": " Studsmattan finns i lager.",
        "stock": "Studsmattan finns inte i lager",
        "reply": "Svara",
        "cases": "Löften",
        "figures": "Siffror",
        "kept": "hållet",
        "rate": "100 % hållna i tid: 1 av 1",
    },
    "en": {
        "complaint": "Hello,\n\nIs the trampoline in stock? I ordered it yesterday, order 1001, and our daughter turns five "
        "on Saturday. The shop told me that you had it. Otherwise I want my money back.\n\nHanna Nyström",
        "untrue": " The trampoline is in stock.",
        "stock": "Studsmattan finns inte i lager",
        "reply": "Reply",
        "cases": "Promises",
        "figures": "Figures",
        "kept": "kept",
        "rate": "100 % kept in time: 1 of 1",
    },
}


def tab(page: Any, name: str) -> None:
    page.click(f"[role=tab]:has-text('{name}')")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of 16 MB, which can be filled; an ordinary folder where nothing may be mounted."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    yield folder
    if is_mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="module")
def data(disk: Path) -> Path:
    (disk / "data").mkdir()
    return disk / "data"


@pytest.fixture(scope="module")
def address(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The window with the demo shop as its sources."""
    shop = make_demo_shop(tmp_path_factory.mktemp("shop"), local(datetime.now(UTC)))
    with running(data, SOURCES=str(shop), LEADS="Maja") as served:
        yield served


def noted(data: Path, who: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "assistant", "promises", "list", "--format", "json"]
    told = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(data)}, capture_output=True, check=True)
    return [promise for promise in json.loads(told.stdout) if promise["who"] == who]


@pytest.mark.parametrize(("language", "agent"), [("sv", "Maja"), ("en", "Sam")])
def test_the_trampoline_from_the_first_question_to_the_kept_promise(
    window: Opens, data: Path, language: str, agent: str
) -> None:
    t, page = SAYS[language], window({"sv": "sv-SE", "en": "en-GB"}[language])
    page.fill("#agent input", agent)
    paste(page, t["complaint"])
    before = page.input_value(DRAFT)

    page.click("#look-up")
    page.wait_for_selector(f"#draft-facts .facts summary:has-text('{t['stock']}')")
    page.wait_for_function("draft => document.querySelector('#draft textarea').value !== draft", arg=before)
    draft = drafted(page)
    assert page.locator("#draft-facts .facts .fact").count() == 3
    assert "PostNord" in page.locator("#looked-up").inner_text()
    assert page.locator(".verdict.is-ok").is_visible()
    page.locator("#look-up").scroll_into_view_if_needed()
    picture(page, f"{language}-story-facts")

    add(page, t["untrue"])
    page.wait_for_selector(".finding.is-error")
    page.fill(DRAFT, draft)
    checked(page)
    page.wait_for_selector(".verdict.is-ok")
    page.dblclick("#sent")
    page.wait_for_selector(".receipt")
    promises = noted(data, agent)
    assert len({promise["quote"] for promise in promises}) == len(promises) > 1
    assert page.locator(".message.ours").count() == 1

    tab(page, t["cases"])
    page.check("#mine input")
    owed = sum(promise["due"] is not None for promise in promises)
    page.wait_for_function("owed => document.querySelectorAll('#due [data-entry]').length === owed", arg=owed)
    picture(page, f"{language}-story-due")
    with page.expect_download() as saved:
        page.click("#save-promises-ics")
    assert saved.value.path().read_text(encoding="utf-8").count("BEGIN:VEVENT") == owed
    page.locator("#due [data-entry]").first.click()
    page.wait_for_selector("#case .owed")
    ours = (promise for promise in promises if promise["due"] and not promise["watched"])
    first = min(ours, key=lambda promise: str(promise["due"]))
    page.click(f"[data-choose='keep:{first['id']}']")
    page.wait_for_selector(f"#case .owed .is-kept:has-text('{t['kept']}')")
    picture(page, f"{language}-story-case", whole=True)

    tab(page, t["figures"])
    page.wait_for_selector(f".rate:has-text('{t['rate']}')")
    picture(page, f"{language}-story-figures", whole=True)
    for kind in ("csv", "json"):
        with page.expect_download() as saved:
            page.click(f"#save-figures-{kind}")
        assert saved.value.suggested_filename == f"figures.{kind}"

    tab(page, t["cases"])
    page.click("#next-reply")
    page.wait_for_selector(".message.ours")
    assert drafted(page)


def test_a_ledger_locked_or_gone_keeps_what_was_typed_and_takes_it_once_it_is_back(window: Opens, data: Path) -> None:
    page = window()
    page.fill("#agent input", "Kim")
    paste(page, SAYS["sv"]["complaint"])
    draft = page.input_value(DRAFT)
    _fails(page, draft, data)

    blocker = sqlite3.connect(data / "ordhallig.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    page.click("#sent")
    page.wait_for_selector("#gate .fault")
    blocker.execute("ROLLBACK")
    blocker.close()
    assert page.input_value(DRAFT) == draft
    page.click("#sent")
    page.wait_for_selector(".receipt")
    once = noted(data, "Kim")
    page.click("#sent")
    page.wait_for_function("document.querySelector('.receipt').innerText.includes('redan markerat')")
    assert noted(data, "Kim") == once


def test_a_full_disk_keeps_what_was_typed_and_takes_it_once_there_is_room(window: Opens, data: Path) -> None:
    if not data.parent.is_mount():
        pytest.skip("no small disk can be mounted here")
    page = window()
    page.fill("#agent input", "Lo")
    paste(page, SAYS["sv"]["complaint"])
    draft = page.input_value(DRAFT)
    filler = data.parent / "filler"
    _fill(filler)
    page.click("#sent")
    page.wait_for_selector("#gate .fault")
    assert "disken är full" in page.locator("#gate").inner_text()
    picture(page, "sv-disk-full")
    assert page.input_value(DRAFT) == draft
    assert noted(data, "Lo") == []
    filler.unlink()
    page.click("#sent")
    page.wait_for_selector(".receipt")
    assert len({promise["quote"] for promise in noted(data, "Lo")}) == len(noted(data, "Lo")) > 0


def _fill(file: Path) -> None:
    """Writes until nothing more can be written."""
    with suppress(OSError), file.open("wb", buffering=0) as out:
        while out.write(bytes(4096)):
            pass


def _fails(page: Any, draft: str, data: Path) -> None:
    """With its folder away nothing is sent, and all that was written stays, also over a reload."""
    data.rename(data.with_name("away"))
    page.click("#sent")
    page.wait_for_selector("#gate .fault")
    assert "liggaren går inte att skriva i" in page.locator("#gate").inner_text()
    page.reload()
    page.wait_for_function("draft => document.querySelector('#draft textarea')?.value === draft", arg=draft)
    data.with_name("away").rename(data)
