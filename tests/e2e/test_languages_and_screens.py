"""The window in both languages, on a phone and on a wide screen, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from desk_page import COMPLAINT, DRAFT, ENGLISH, OVERPROMISE, add, drafted, is_wide, paste
from serving_window import Opens, picture

from assistant.ui.texts import words as texts


def test_the_english_window(window: Opens) -> None:
    page = window("en-GB")
    assert page.url.endswith("/en/")
    assert page.evaluate("document.documentElement.lang") == "en"
    paste(page, ENGLISH)
    assert "Tom" in page.input_value(DRAFT)
    add(page, " The chair will be with you on Friday, guaranteed.")
    page.wait_for_selector(".finding.is-error")
    assert "1 promise with no backing" in page.locator(".verdict").inner_text()
    picture(page, "en-1440-warning")
    _in_one_language(page, "en")


def test_the_swedish_window_is_swedish_all_through(window: Opens) -> None:
    page = window()
    _in_one_language(page, "sv")
    paste(page, COMPLAINT)
    add(page, OVERPROMISE)
    page.click("#copy")
    page.wait_for_selector("#gate .gate")
    _in_one_language(page, "sv")
    page.click("[role=tab]:has-text('Granska eget svar')")
    page.wait_for_selector("#own textarea")
    _in_one_language(page, "sv")
    page.click("[role=tab]:has-text('Handboken')")
    page.wait_for_selector("#query input")
    _in_one_language(page, "sv")


_SEEN = """() => {
  const texts = [document.body.innerText];
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (e.offsetParent === null || e.hreflang) continue;
    texts.push(e.ariaLabel || '', e.title || '', e.placeholder || '');
  }
  return texts.join('\\n');
}"""


_GRADIO = (
    "Loading",
    "Error",
    "Submit",
    "Clear",
    "Textbox",
    "Built with",
    "Use via API",
    "processing",
    "queue",
    "More tabs",
)


def _in_one_language(page: Any, language: str) -> None:
    """None of the other language's own texts is to be seen, nor any English of Gradio's."""
    seen = page.evaluate(_SEEN)
    other = texts("en" if language == "sv" else "sv")
    own = texts("sv" if language == "sv" else "en")
    foreign = {text for key, text in other.items() if " " in text and text != own[key] and "{" not in text}
    assert {text for text in foreign if text in seen} == set()
    if language == "sv":
        assert [word for word in _GRADIO if word in seen] == []


def test_the_language_is_switched_and_remembered_with_all_that_was_typed(window: Opens) -> None:
    page = window()
    paste(page, COMPLAINT)
    add(page, OVERPROMISE)
    draft = page.input_value(DRAFT)
    page.click("#switch a")
    page.wait_for_url("**/en/")
    page.wait_for_selector(".finding.is-error")
    assert page.input_value(DRAFT) == draft
    assert "promise with no backing" in page.locator(".verdict").inner_text()
    page.goto("/")
    assert page.url.endswith("/en/")


@pytest.mark.parametrize(("language", "dark"), [("sv-SE", False), ("sv-SE", True), ("en-GB", False), ("en-GB", True)])
def test_on_a_phone_everything_is_there_in_one_column(window: Opens, language: str, dark: bool) -> None:
    page = window(language, 390, dark=dark)
    name = f"{language[:2]}-390{'-dark' if dark else ''}"
    assert not is_wide(page)
    picture(page, f"{name}-empty", whole=True)
    paste(page, COMPLAINT if language == "sv-SE" else ENGLISH)
    add(
        page,
        " Det löser sig i morgon, det garanterar jag."
        if language == "sv-SE"
        else " It is solved tomorrow, guaranteed.",
    )
    page.wait_for_selector(".finding.is-error")
    assert not is_wide(page)
    order = ["#talk", "#line", DRAFT, "#copy", ".findings", "#draft-facts"]
    tops = [page.locator(part).first.evaluate("e => e.getBoundingClientRect().top + scrollY") for part in order]
    assert tops == sorted(tops)
    picture(page, f"{name}-case", whole=True)


@pytest.mark.parametrize(("language", "dark"), [("sv-SE", True), ("en-GB", False), ("en-GB", True)])
def test_on_a_wide_screen_only_the_columns_scroll(window: Opens, language: str, dark: bool) -> None:
    page = window(language, dark=dark)
    picture(page, f"{language[:2]}-1440{'-dark' if dark else ''}-empty")
    page.locator("[data-example]").first.click()
    drafted(page)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    assert not is_wide(page)
    picture(page, f"{language[:2]}-1440{'-dark' if dark else ''}-case")
