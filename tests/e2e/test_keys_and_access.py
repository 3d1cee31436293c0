"""The window by keys alone and for those who do not see it as others do: axe-core, focus, the palette, zoom."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from desk_page import COMPLAINT, DRAFT, ENGLISH, LINE, OVERPROMISE, add, checked, drafted, is_wide, paste
from serving_window import Opens, picture

_GRAVE = """async (rules) => {
  const done = await axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: {type: "rule", values: rules}})});
  return done.violations.filter(({impact}) => ["serious", "critical"].includes(impact)).flatMap(
    ({id, nodes}) => nodes.map(({target, html}) => `${id}: ${target} ${html.slice(0, 120)}`));
}"""


def grave(page: Any) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands, light and dark."""
    if not page.evaluate("window.axe !== undefined"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_GRAVE, None)
    page.evaluate("document.body.classList.toggle('dark')")
    found += page.evaluate(_GRAVE, ["color-contrast"])
    page.evaluate("document.body.classList.toggle('dark')")
    return list(found)


@pytest.mark.parametrize(("language", "complaint"), [("sv-SE", COMPLAINT), ("en-GB", ENGLISH)])
def test_axe_finds_nothing_grave_on_any_tab(window: Opens, language: str, complaint: str) -> None:
    page = window(language)
    page.emulate_media(reduced_motion="reduce")  # so that no colour is on its way to another
    page.fill("#agent input", "Maja")
    assert grave(page) == []
    paste(page, complaint)
    add(page, OVERPROMISE if language == "sv-SE" else " The chair will be with you on Friday, guaranteed.")
    page.click("#draft-facts [data-add]")
    page.click("#copy")
    page.wait_for_selector("#gate .gate")
    assert grave(page) == []
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [aria-selected=true]")
    assert grave(page) == []
    page.keyboard.press("Escape")
    for number, shown in enumerate(("#own textarea", ".contents [data-entry]", "#due h2", "#weeks"), start=1):
        page.locator("#tabs [role=tab]").nth(number).click()
        page.locator(shown).first.wait_for()
        if number == 2:
            page.locator(".contents [data-entry]").first.click()
            page.wait_for_selector(".entry h2")
        assert grave(page) == []


def test_the_palette_finds_commands_cases_and_entries(window: Opens) -> None:
    page = window()
    page.fill("#agent input", "Maja")
    paste(page, COMPLAINT)
    page.keyboard.press("Control+Alt+Enter")
    page.wait_for_selector(".receipt")
    page.click("[data-fold]")
    page.click("#cases-kind label:has-text('Alla')")
    page.wait_for_selector("#cases-list [data-case]")
    picture(page, "sv-1440-cases")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [data-do=new][aria-selected=true]")
    picture(page, "sv-1440-palette")
    page.keyboard.type("gunilla")
    page.wait_for_selector("#palette [data-case][aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case .story:has-text('Gunilla Sand')")
    page.wait_for_function("document.activeElement.id === 'next-reply'")
    page.keyboard.press("Control+k")
    page.keyboard.type("försenad")
    page.wait_for_selector("#palette [data-entry=late_delivery]")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.id === 'next-reply'")
    page.keyboard.press("Control+k")
    page.keyboard.type("granska")
    page.keyboard.press("Enter")
    page.wait_for_selector("#own textarea")
    page.keyboard.press("?")
    assert page.locator("details.keys dl").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("details.keys dl").is_visible()


def test_the_focus_is_never_lost_and_a_change_is_said_once(window: Opens) -> None:
    page = window()
    page.focus(LINE)
    page.keyboard.insert_text(COMPLAINT)
    page.keyboard.press("Control+Enter")
    drafted(page)
    add(page, f"{OVERPROMISE} Vi återkommer så snart vi kan.")
    page.wait_for_function("document.querySelector('#said').textContent === '1 löfte utan täckning · 1 påpekande'")
    page.evaluate("""() => { window.heard = 0;
      new MutationObserver(() => { window.heard += 1; }).observe(document.querySelector('#said'), {childList: true}); }""")
    page.focus(".finding [data-go]")
    page.evaluate(f"document.querySelector('{DRAFT}').setRangeText(' ', 0, 0, 'end')")
    page.evaluate(f"document.querySelector('{DRAFT}').dispatchEvent(new Event('input', {{bubbles: true}}))")
    checked(page)
    page.wait_for_function("document.activeElement.closest('.finding')")
    page.focus(DRAFT)
    page.keyboard.press("F9")
    page.wait_for_function("document.querySelector('#said').textContent === '1 påpekande'")
    assert page.evaluate("window.heard") == 1
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("#copy.is-done")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value(DRAFT).strip()
    page.keyboard.press("Control+Alt+n")
    page.wait_for_selector("[data-stage=empty]")
    page.wait_for_function(f"document.activeElement === document.querySelector('{LINE}')")


def test_a_warning_is_asked_about_and_dismissed_with_a_reason(window: Opens) -> None:
    page = window()
    page.fill("#agent input", "Maja")
    paste(page, COMPLAINT)
    add(page, f"{OVERPROMISE} Vi återkommer så snart vi kan.")
    page.wait_for_selector(".finding.is-warning")
    page.click(".finding.is-error [data-ask]")
    assert page.evaluate("document.activeElement.dataset.field") == "says"
    assert page.input_value("#draft-facts [data-field=about]")
    assert OVERPROMISE.strip() in page.evaluate("navigator.clipboard.readText()")
    page.click("#draft-facts [data-remove]")
    page.focus(DRAFT)
    page.keyboard.press("F8")
    page.keyboard.press("Shift+F9")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Jag kör den själv")
    picture(page, "sv-1440-dismiss")
    page.keyboard.press("Enter")
    page.wait_for_selector(".dismissed:has-text('Jag kör den själv')", state="attached")
    page.wait_for_selector(".verdict.is-warning")
    assert page.locator("mark.is-error").count() == 0
    page.reload()
    page.wait_for_selector(".verdict.is-warning")
    page.click(".dismissed summary")
    page.click("[data-undismiss]")
    page.wait_for_selector(".verdict.is-error")
    page.click(".finding.is-error .dismiss summary")
    page.click(".finding.is-error [data-dismiss] >> nth=1")
    page.wait_for_selector(".verdict.is-warning")
    page.click("#sent")
    page.wait_for_selector(".receipt:has-text('Skickat ändå: Det är bekräftat')")


def test_at_twice_the_size_nothing_is_cut(window: Opens) -> None:
    """Zoom of 200 % on a laptop is a screen of half the width."""
    page = window(width=640, height=400)
    paste(page, COMPLAINT)
    add(page, OVERPROMISE)
    page.wait_for_selector(".finding.is-error")
    assert not is_wide(page)
