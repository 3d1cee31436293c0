"""The server: a window in each language, the right one by the browser, and nothing from outside."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from assistant.case import Language
from assistant.desk import Desk, open_desk
from assistant.door import check, open_door
from assistant.errors import BadSetting, Unavailable
from assistant.settings import Settings
from assistant.ui.starting import import_gradio

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("sv", "en")
_TAG = re.compile(r"(?:^|,)\s*([a-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=(\d(?:\.\d+)?))?")
_HEADERS = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
"""Gradio evaluates its templates, hence unsafe-eval; nothing may come from or go to another machine."""


def serve(settings: Settings) -> None:
    """Serves the window, and says where, until it is told to stop; Unavailable when the port is taken."""
    import uvicorn

    listening = _listen(settings)
    desk = open_desk(settings, wait=False)
    logging.getLogger("uvicorn.error").addFilter(_is_no_parting)
    config = uvicorn.Config(
        application(desk),
        log_level="warning",
        timeout_graceful_shutdown=2,
        proxy_headers=False,  # the door reads them
    )
    Thread(target=desk.warm_up, name="warm-up", daemon=True).start()  # once the window stands: it takes all cores
    sys.stdout.write(f"http://{settings.host}:{settings.port}\n")
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[listening])


def application(desk: Desk) -> Any:
    """The FastAPI application with the window under /sv/ and /en/."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported
    gr = import_gradio()
    from fastapi import FastAPI
    from starlette.responses import FileResponse, RedirectResponse
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    from assistant.ui.window import window

    def choose(request: Request) -> RedirectResponse:
        asked = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{spoken(request)}/{asked}")

    def icon(request: Request) -> FileResponse:
        return FileResponse(HERE / "assets" / "icon.svg")

    assets = StaticFiles(directory=HERE / "assets")
    routes = [Route("/", choose), Route("/favicon.ico", icon), Mount("/assets", assets), *customer_routes(desk)]
    app: Any = FastAPI(routes=routes, docs_url=None, redoc_url=None, openapi_url=None)
    for language in LANGUAGES:
        blocks = window(desk, language).queue(default_concurrency_limit=8, max_size=64)
        app = gr.mount_gradio_app(
            app,
            blocks,
            path=f"/{language}",
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            mcp_server=False,
            show_error=False,
            theme=_theme(gr),
            head=_head(language),
        )
    return Sealed(open_door(app, desk.settings, spoken))


def spoken(request: Request) -> Language:
    """The language that was chosen in this browser before, or else the browser's own."""
    chosen = request.cookies.get("language")
    told = preferred(request.headers.get("accept-language", ""))
    return next((language for language in LANGUAGES if language == chosen), told)


def customer_routes(desk: Desk) -> list[Route]:
    """The customer's page, where it is switched on; the same answer for every token that opens nothing."""
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    from assistant.ui import customerpage

    if not desk.settings.customer_pages:
        return []

    def follow(request: Request) -> Response:
        now = datetime.now(UTC)
        language = preferred(request.headers.get("accept-language", ""))
        try:
            dossier = desk.ledger().cases.page(request.path_params["token"], now)
        except Unavailable:
            return HTMLResponse(customerpage.gone(language), 503, customerpage.HEADERS)
        if dossier is None:
            return HTMLResponse(customerpage.gone(language), 404, customerpage.HEADERS)
        written_in: Language = "en" if dossier.matter.language == "en" else "sv"
        return HTMLResponse(customerpage.page(dossier, now, written_in), 200, customerpage.HEADERS)

    return [Route("/follow/{token}", follow)]


def _is_no_parting(record: logging.LogRecord) -> bool:
    """False for what is logged of the calls that an open window still had when the server was stopped."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


class Sealed:
    """Adds to every answer the headers that keep the page to this machine, where it has none of its own."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def sealed(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                named = {name.lower() for name, _ in own}
                missing = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": own + [header for header in missing if header[0] not in named]}
            await send(message)

        await self._app(scope, receive, sealed)


def preferred(accepted: str) -> Language:
    """The window's language for an Accept-Language header: English for foreign browsers, Swedish for none at all."""
    found = _TAG.findall(accepted.lower())
    tags = [tag for tag, _ in sorted(found, key=lambda tag: -float(tag[1] or 1))]
    return next((language for tag in tags for language in LANGUAGES if tag == language), "en" if tags else "sv")


def _theme(gr: Any) -> Any:
    """Gradio's plainest theme on the machine's own fonts; the rest is desk.css."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


def _head(language: Language) -> str:
    styles = "".join(f'<link rel="stylesheet" href="{_versioned(name)}">' for name in ("desk.css", "work.css"))
    scripts = "".join(
        f'<script src="{_versioned(name)}" data-language="{language}"></script>' for name in ("desk.js", "work.js")
    )
    return styles + scripts


def _versioned(name: str) -> str:
    """The address of a file of ours, another one whenever its content changes."""
    return f"/assets/{name}?{hashlib.sha256((HERE / 'assets' / name).read_bytes()).hexdigest()[:12]}"


def _listen(settings: Settings) -> socket.socket:
    """A listening socket, taken before the window is built, so that a taken port is told at once."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, *_, address = found[0]
    except socket.gaierror:
        raise BadSetting(f"{settings.host!r} is not an address of this machine", where="HOST") from None
    check(settings, str(address[0]))
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise Unavailable(
            f"cannot be listened on: {error.strerror}",
            where=f"{settings.host}:{settings.port}",
            now="stop the program that uses it, or set PORT to another one",
        ) from None
    return listening
