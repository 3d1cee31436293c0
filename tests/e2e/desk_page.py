"""What an agent does in the window, as plain verbs for the tests."""

from __future__ import annotations

from typing import Any

DRAFT = "#draft textarea"
LINE = "#line textarea"
CHECKED = "!document.querySelector('.judged').classList.contains('is-stale')"

COMPLAINT = """Hej!

Jag köpte en begagnad cykel av er den 20 oktober, den blå damcykeln på 3 400 kr, och betalade för att få den levererad
till sommarstugan i Hjo. Den skulle ha kommit förra torsdagen. Jag tog ledigt och väntade hela dagen, ingen kom och
ingen ringde. Sedan dess har jag mejlat två gånger. Min mamma fyller sjuttio nu och det är hennes present.

Vad tänker ni göra åt det?

Gunilla Sand"""

ENGLISH = """Hello,

I ordered a set of four dining chairs on 20 October and only three came. I have written to you twice since and nobody
has answered. My whole family is coming for dinner and somebody will have to sit on a crate.

When do I get the fourth chair?

Regards, Tom Barker"""

OVERPROMISE = " Cykeln står hos dig på fredag, det garanterar jag."


def ready(page: Any) -> None:
    """Waits until the window listens to its keys."""
    page.wait_for_selector("#talk [data-stage]")
    page.wait_for_function(
        "'listening' in document.documentElement.dataset && document.querySelector('#line textarea')"
    )


def holds(page: Any, field: str, words: str) -> None:
    """Waits until a field holds these words, and no others."""
    page.wait_for_function("([field, words]) => document.querySelector(field)?.value === words", arg=[field, words])


def paste(page: Any, complaint: str) -> None:
    page.fill(LINE, complaint)
    page.keyboard.press("Control+Enter")
    drafted(page)


def drafted(page: Any) -> str:
    """Waits for a draft that has been written to its end and checked."""
    page.wait_for_function(f"document.querySelector('{DRAFT}')?.value.length > 80 && !document.querySelector('.busy')")
    checked(page)
    return str(page.input_value(DRAFT))


def checked(page: Any) -> None:
    page.wait_for_function(
        f"document.querySelector('.layer')?.textContent === document.querySelector('{DRAFT}').value && {CHECKED}"
    )


def add(page: Any, words: str) -> None:
    """Types words at the end of the draft's last paragraph but one, as an agent would."""
    page.locator(DRAFT).evaluate(
        "box => { box.focus(); const at = box.value.lastIndexOf('\\n\\n'); box.setSelectionRange(at, at); }"
    )
    page.keyboard.insert_text(words)
    checked(page)


def say(page: Any, line: str) -> None:
    page.fill(LINE, line)
    page.keyboard.press("Enter")


def is_wide(page: Any) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))
