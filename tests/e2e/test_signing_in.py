"""Signing in to the real window, in three roles; what is signed in whose name; and signing out."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from desk_page import DRAFT, holds, paste, ready
from serving_window import Opens, Serves, picture

from assistant.door import Users

PASSWORD = "korrekt häst batteri"
COMPLAINT = "Hej! Min lampa skulle ha kommit i måndags och är inte här. När får jag den?\n\nGunilla Sand"


def sign_in(page: Any, name: str, password: str = PASSWORD) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")


def figures(page: Any) -> Any:
    page.click("[role=tab] >> text=Siffror")
    page.wait_for_selector("#figures table, #figures .faint, #figures p")
    return page.locator("#figures")


def test_three_roles(window: Opens, serve: Serves, tmp_path: Path) -> None:
    users = Users(tmp_path / "users.yaml")
    for name, role in (("Maja", "agent"), ("Petra", "lead"), ("Ali", "admin")):
        users.put(name, role, PASSWORD)  # type: ignore[arg-type]
    address = serve(tmp_path, AUTH="users")
    _refuses_calls(address)

    page = window(at=address)
    assert "/sign-in?after=" in page.url
    picture(page, "sv-1440-sign-in")
    sign_in(page, "Maja", "fel lösenord")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=name]") == "Maja"
    sign_in(page, "Maja")
    ready(page)
    assert page.url.endswith("/sv/")
    holds(page, "#agent input", "Maja")
    assert not page.locator("#agent input").is_editable()
    picture(page, "sv-1440-signed-in")

    page.evaluate("document.querySelector('#agent input').disabled = false")
    page.fill("#agent input", "Petra")  # whatever the browser says, the reply is sent in the name of who signed in
    paste(page, COMPLAINT)
    page.click("#sent")
    page.wait_for_selector(".receipt")
    assert "Maja" in page.locator(".receipt").inner_text()
    assert "Petra" not in page.locator(".receipt").inner_text()
    assert "dina egna siffror" in figures(page).inner_text()

    for name in ("Petra", "Ali"):
        other = window(at=address)
        sign_in(other, name)
        ready(other)
        holds(other, "#agent input", name)
        shown = figures(other).inner_text()
        assert "dina egna siffror" not in shown
        assert "Maja" in shown
        if name == "Petra":
            assert other.locator("[role=tab] >> text=Användare").count() == 0
        else:
            _looks_after_the_users(other, users)

    page.click("#switch form button")
    page.wait_for_selector("[role=status]")
    page.goto("/sv/")
    assert "/sign-in?after=" in page.url
    sign_in(page, "Petra")
    ready(page)
    holds(page, "#agent input", "Petra")
    assert page.input_value(DRAFT) == ""


def _looks_after_the_users(page: Any, users: Users) -> None:
    """What an admin can do and a lead cannot: add a user, give a role, remove one, but never lock themselves out."""
    page.click("[role=tab] >> text=Användare")
    page.wait_for_selector("[data-user=Petra]:has-text('Teamledare')")
    page.fill("#user-name input", "Nils")
    page.fill("#user-password input", "kort")
    page.click("#user-save")
    page.wait_for_selector("#people-told [role=alert]")
    page.fill("#user-password input", PASSWORD)
    page.click("#user-save")
    page.wait_for_selector("[data-user=Nils]:has-text('Handläggare')")
    picture(page, "sv-1440-users")
    page.click("[data-user=Ali] [data-choose]")
    page.wait_for_selector("#people-told:has-text('rollen')")
    page.click("[data-user=Nils] [data-choose]")
    page.wait_for_selector("[data-user=Nils]", state="detached")
    assert [user.person.name for user in users.all()] == ["Ali", "Maja", "Petra"]


def test_a_session_that_ends_at_work_loses_nothing(window: Opens, serve: Serves, tmp_path: Path) -> None:
    users = Users(tmp_path / "users.yaml")
    users.put("Maja", "agent", PASSWORD)
    page = window(at=serve(tmp_path, AUTH="users"))
    sign_in(page, "Maja")
    ready(page)
    paste(page, COMPLAINT)
    users.put("Maja", "agent", PASSWORD)  # as after another password: the sessions that were begun with the old one end
    text = page.input_value(DRAFT) + "\n\nHälsningar från oss alla"
    page.fill(DRAFT, text)
    page.wait_for_selector("[name=password]")
    sign_in(page, "Maja")
    ready(page)
    holds(page, DRAFT, text)


def _refuses_calls(address: str) -> None:
    """Every file and every call that the window itself makes, without a session."""
    for path in ("/sv/", "/sv/config", "/sv/gradio_api/info", "/en/gradio_api/heartbeat/x", "/assets/desk.js"):
        assert _status(address + path) == 401, path
    for path in ("/sv/gradio_api/queue/join", "/sv/gradio_api/run/predict", "/sv/gradio_api/upload"):
        assert _status(address + path, json.dumps({"data": [], "fn_index": 0}).encode()) == 401, path


def _status(address: str, data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(address, data) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
