"""Two windows on one case, a reload and a lost connection in the middle of a stream: nothing is lost, nobody writes over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desk_page import DRAFT, LINE, add, drafted, holds, paste, ready
from model_server import Answer, serving, words
from serving_window import Opens, Serves, picture, running

COMPLAINT = "Hej! Min lampa skulle ha kommit i måndags och är inte här. När får jag den?\n\nGunilla Sand"
REPLY = "Hej Gunilla,\n\nDu väntade på lampan i måndags, och den kom inte. " + "Det är jag ledsen för. " * 80
BEGUN = "Hej Gunilla,\n\nDu väntade på lampan"
ANSWERED = "Hej Gunilla, jag har läst det du skrev om lampan. Vänliga hälsningar, Maja"


def test_the_later_of_two_replies_is_told_of_the_first(window: Opens) -> None:
    first, second = window(), window()
    for page, name in ((first, "Maja"), (second, "Sam")):
        page.fill("#agent input", name)
    paste(first, COMPLAINT)
    first.click("#sent")
    first.wait_for_selector(".receipt")
    _take_up(second, "lampa")
    mine = second.input_value(DRAFT) + "\n\nSam"
    second.fill(DRAFT, mine)

    first.fill(DRAFT, ANSWERED)
    first.click("#sent")
    first.wait_for_selector(".message.ours >> nth=1")

    second.click("#copy")
    second.wait_for_selector("#gate .fault")
    assert "någon annan svarat" in second.locator("#gate").inner_text()
    assert second.locator(".message.ours").last.inner_text().find(ANSWERED) >= 0
    assert second.locator("#copy.is-done").count() == 0
    assert second.input_value(DRAFT) == mine
    picture(second, "sv-1440-overtaken")
    second.reload()
    holds(second, DRAFT, mine)
    second.click("#sent")
    second.wait_for_selector(".receipt")
    assert second.locator(".message.ours").count() == 3

    first.fill(DRAFT, "Hej igen Gunilla. Vänliga hälsningar, Maja")
    first.click("#sent")
    first.wait_for_selector("#gate .fault")
    assert first.locator(".message.ours").last.locator(".words").inner_text().endswith("Sam")
    first.click("#sent")
    first.wait_for_selector(".receipt")


def _take_up(page: Any, words: str) -> None:
    page.click("[role=tab] >> text=Löften")
    page.fill("#find-case input", words)
    page.click("#due [data-entry]")
    page.click("#next-reply")
    drafted(page)


def test_a_reload_in_mid_stream_keeps_what_came(window: Opens, serve: Serves, tmp_path: Path) -> None:
    with serving(Answer(words(REPLY), pause=0.05)) as server:
        page = window(at=serve(tmp_path, OPENAI_BASE_URL=server.address))
        kept = _midway(page)
        page.reload()
        ready(page)
        page.wait_for_selector(".message.customer")
        came = page.input_value(DRAFT)
        assert came.startswith(kept)
        assert REPLY.startswith(came)
        assert page.locator(".busy").count() == 0
        add(page, " Resten skriver jag själv.")
        assert "Resten skriver jag själv." in page.input_value(DRAFT)


def test_a_connection_lost_in_mid_stream_keeps_what_came(chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(locale="sv-SE")
    page = context.new_page()
    with serving(Answer(words(REPLY), pause=0.05)) as server:
        with running(tmp_path, OPENAI_BASE_URL=server.address) as address:
            page.goto(address)
            ready(page)
            kept = _midway(page)
        page.wait_for_selector("[data-testid=toast-text]:has-text('Förbindelsen med servern är bruten')")
        picture(page, "sv-1440-connection-lost")
        came = page.input_value(DRAFT)
        assert came.startswith(kept)
        with running(tmp_path, OPENAI_BASE_URL=server.address, PORT=address.rpartition(":")[2]):
            page.wait_for_selector("[data-testid=toast-text]", state="detached")  # it finds the server again
            page.wait_for_selector(".message.customer")
            holds(page, DRAFT, came)
            assert page.locator(".busy").count() == 0
    context.close()


def _midway(page: Any) -> str:
    """The words of a draft that is still being written, as the browser has kept them."""
    page.fill(LINE, COMPLAINT)
    page.keyboard.press("Control+Enter")
    page.wait_for_function("begun => JSON.parse(sessionStorage.ordhallig || '{}').draft?.startsWith(begun)", arg=BEGUN)
    kept = str(json.loads(page.evaluate("sessionStorage.ordhallig"))["draft"])
    assert len(kept) < len(REPLY)
    return kept
