"""Whatever ends, breaks or is stopped: what was typed and what had come is still there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from desk_page import COMPLAINT, DRAFT, LINE, OVERPROMISE, add, holds, paste, ready, say
from model_server import Answer, serving, words
from serving_window import ROOT, Opens, Serves, picture, running


def test_a_reload_keeps_what_was_typed(window: Opens) -> None:
    page = window()
    page.fill("#agent input", "Maja")
    paste(page, COMPLAINT)
    add(page, OVERPROMISE)
    page.click("#draft-facts [data-add]")
    page.select_option("#draft-facts [data-field=about]", "delivery")
    page.fill("#draft-facts [data-field=says]", "Halvskrivet")
    page.fill(LINE, "kort")
    draft = page.input_value(DRAFT)
    page.wait_for_function(
        "sessionStorage.ordhallig.includes('Halvskrivet') && sessionStorage.ordhallig.includes('\"kort\"')"
    )
    page.reload()
    page.wait_for_selector(".finding.is-error")
    holds(page, DRAFT, draft)
    holds(page, LINE, "kort")
    holds(page, "#agent input", "Maja")
    holds(page, "#draft-facts [data-field=says]", "Halvskrivet")
    assert page.locator(".message.customer").count() == 1
    say(page, "kortare")
    page.wait_for_selector(".turn.desk:has-text('Nu kortare.')")


def test_two_tabs_keep_their_own(window: Opens) -> None:
    page = window()
    paste(page, COMPLAINT)
    other = page.context.new_page()
    other.goto("/")
    other.wait_for_selector("[data-stage=empty]")
    assert page.locator(".message.customer").count() == 1


def test_a_restarted_server_goes_on_where_the_page_was(chromium: Any, tmp_path: Path) -> None:
    """The server holds nothing between two calls: what it needs comes from the browser."""
    context = chromium.new_context(locale="sv-SE")
    page = context.new_page()
    with running(tmp_path) as first:
        page.goto(first)
        ready(page)
        paste(page, COMPLAINT)
        kept = page.evaluate("sessionStorage.ordhallig")
    with running(tmp_path) as second:
        page.goto(f"{second}/sv/")
        page.evaluate("kept => sessionStorage.setItem('ordhallig', kept)", kept)
        page.reload()
        ready(page)
        page.wait_for_selector(".message.customer")
        say(page, "på engelska")
        page.wait_for_selector(".turn.desk:has-text('Nu på engelska.')")
    context.close()


def test_a_stream_is_stopped_with_escape_and_what_came_stays(window: Opens, serve: Serves, tmp_path: Path) -> None:
    reply = "Hej Gunilla,\n\nDu betalade för att få cykeln levererad, och ingen kom. " + "Det är jag ledsen för. " * 60
    with serving(Answer(words(reply), pause=0.05)) as server:
        page = window(at=serve(tmp_path, OPENAI_BASE_URL=server.address))
        page.fill(LINE, COMPLAINT)
        page.keyboard.press("Control+Enter")
        page.wait_for_function(f"document.querySelector('{DRAFT}')?.value.length > 60")
        assert page.locator("#stop").is_visible()
        page.keyboard.press("Escape")
        page.wait_for_selector(".turn.desk:has-text('Avbrutet.')")
        came = page.input_value(DRAFT)
        assert came.startswith("Hej Gunilla,\n\nDu betalade")
        assert len(came) < len(reply)
        assert not page.locator("#stop").is_visible()


def test_a_broken_stream_is_told_and_its_words_kept(window: Opens, serve: Serves, tmp_path: Path) -> None:
    begun = "Hej Gunilla,\n\nDu betalade för att få cykeln levererad, och"
    with serving(Answer(words(begun), end="cut")) as server:
        page = window(at=serve(tmp_path, OPENAI_BASE_URL=server.address))
        paste(page, COMPLAINT)
        assert "Förbindelsen med språkmodellen bröts" in page.locator(".notice").inner_text()
        page.click(".notice summary")
        assert page.locator(".notice blockquote").inner_text() == begun
        assert page.input_value(DRAFT) != begun
        picture(page, "sv-1440-broken-stream")
        add(page, OVERPROMISE)
        server.answers[:] = [Answer(words(_OPINION))]
        _gives_a_second_opinion(page)


_OPINION = json.dumps({"sentences": [{"number": n, "verdict": "none", "why": "Det är prat."} for n in range(1, 40)]})


def _gives_a_second_opinion(page: Any) -> None:
    """The model differs from the checker, which takes nothing away; what it said stands while its sentence does."""
    page.click(".ask-second >> visible=true")
    page.wait_for_selector(".finding.is-error .second:has-text('Språkmodellen ser det på ett annat sätt Det är prat.')")
    assert "har läst" in page.locator(".second-told").first.inner_text()
    picture(page, "sv-1440-second")
    page.locator(DRAFT).press("End")
    page.keyboard.insert_text(" Hej då.")
    page.wait_for_selector(".second-told:has-text('före din senaste ändring')")
    assert page.locator(".finding.is-error .second").is_visible()


def test_a_folder_that_cannot_be_written_is_told_and_the_window_goes_on(window: Opens, serve: Serves) -> None:
    page = window(at=serve(Path("/proc/nowhere")))
    assert "inget kan markeras som skickat" in page.locator(".missing-parts").inner_text()
    page.fill("#agent input", "Maja")
    paste(page, COMPLAINT)
    page.click("#sent")
    page.wait_for_selector("#gate .fault")
    assert "liggaren går inte att skriva i" in page.locator("#gate").inner_text()
    assert page.input_value(DRAFT)


def test_the_port_taken_ends_with_one_line_and_code_2(address: str, tmp_path: Path) -> None:
    port = address.rsplit(":", 1)[1]
    environment = {**os.environ, "PORT": port, "DATA_DIR": str(tmp_path)}
    ended = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in ended.stderr
