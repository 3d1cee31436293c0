"""A real server in a process of its own, and Debian's chromium; skipped with the reason where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from desk_page import ready
from serving_window import Opens, Serves, running

CHROMIUM = Path("/usr/bin/chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is missing: apt-get install chromium"))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    """One window for all tests of a worker: to start one takes seven seconds."""
    with running(data) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Serves]:
    """Starts a server of the test's own, which outlives the pages that show it."""
    with ExitStack() as servers:
        yield lambda data, **environment: servers.enter_context(running(data, **environment))


_STATE = """() => JSON.stringify({
  boxes: Object.fromEntries(["line", "draft"].map(id => [id, document.querySelector(`#${id} textarea`)?.value])),
  ...Object.fromEntries(["#talk", ".verdict-line", ".findings", "#gate"].map(
    part => [part, document.querySelector(part)?.innerText])),
})"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Tells with a failure what the window showed."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(_PAGES, []):
            report.sections.append(("window", str(page.evaluate(_STATE))))
    return report


_PAGES = pytest.StashKey[list[Any]]()


@pytest.fixture
def window(request: pytest.FixtureRequest, chromium: Any, address: str, serve: Serves) -> Iterator[Opens]:
    """Opens the window in a fresh browser profile; in the end nothing may have gone wrong or gone outside."""
    contexts: list[Any] = []
    faults: list[str] = []
    pages = request.node.stash.setdefault(_PAGES, [])

    def open_window(
        language: str = "sv-SE", width: int = 1440, height: int = 900, dark: bool = False, at: str = ""
    ) -> Any:
        scheme = "dark" if dark else "light"
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=language, base_url=at or address
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("request", lambda request: faults.extend(_outside(request.url)))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda said: faults.extend(_wrong(said)))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.goto("/")
        if page.locator("#talk, [name=password]").first.get_attribute("name") is None:
            ready(page)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert faults == []


_NO_FAULTS = ("AbortError", "BodyStreamBuffer was aborted", "errored out", "status of 401")
"""Gradio's open calls are cut off by leaving the page; the door refuses who has not signed in."""


def _wrong(said: Any) -> list[str]:
    """An error on the console."""
    is_fault = said.type == "error" and not any(sign in said.text for sign in _NO_FAULTS)
    return [f"console: {said.text}"] if is_fault else []


def _outside(url: str) -> list[str]:
    parts = urlsplit(url)
    return [] if parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1" else [f"request to {url}"]
