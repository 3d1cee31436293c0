"""The door itself, around the whole application: who asks, may they, and the page to sign in on."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, quote, urlsplit

from assistant.case import Language
from assistant.door import page, passwords, proxy
from assistant.door.failures import Failures
from assistant.door.sessions import Sessions
from assistant.door.users import Person, Users, named
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "ordhallig-session"
_PUBLIC = re.compile(r"/follow/[^/]+|/favicon\.ico|/assets/icon\.svg")
"""The customer's page has a secret address of its own; nothing else is for everybody."""
_LONGEST_FORM = 4096
_GUESSES_AT_ONCE = 2
_log = logging.getLogger("ordhallig.door")

Mode = Literal["off", "users", "proxy"]
Spoken = Callable[["Request"], Language]


@dataclass(frozen=True, slots=True)
class Door:
    """An ASGI application around another one. What it lets in carries `state["person"]`: a Person, or None with
    sign-in off. `header` names the user where a proxy of `proxies` has signed them in."""

    app: Any
    mode: Mode
    users: Users
    sessions: Sessions
    spoken: Spoken
    header: str = ""
    proxies: Sequence[proxy.Network] = ()
    failures: Failures = field(default_factory=Failures)
    _guessing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_GUESSES_AT_ONCE))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        asked = proxy.as_asked(scope, self.proxies)
        answer = await self._answer(scope, asked, receive)
        if answer is None:
            await self.app(asked, receive, _unkept(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(asked, receive, send)

    async def _answer(self, scope: Any, asked: Any, receive: Any) -> Response | None:
        """What the door itself answers; None lets the request in, with its person in `asked`."""
        from starlette.requests import HTTPConnection, Request

        request = Request(asked, receive) if scope["type"] == "http" else HTTPConnection(asked)
        if _is_crossed(request):
            return self._refused(request, "crossed", 403)
        if self.mode == "users" and scope["type"] == "http" and scope["path"] in ("/sign-in", "/sign-out"):
            return await self._signing(request)  # type: ignore[arg-type]
        try:
            person = self._person(scope, request)
        except AssistantError as fault:
            _log.error("%s", fault)
            return self._refused(request, "broken", 503)
        asked["state"] = {**asked.get("state", {}), "person": person}
        if person or self.mode == "off" or _PUBLIC.fullmatch(scope["path"]):
            return None
        return self._refused(request, "unknown", 401) if self.mode == "proxy" else self._shown_the_door(request)

    def _person(self, scope: Any, request: Any) -> Person | None:
        if self.mode == "proxy":
            return self._named_by_proxy(scope)
        session = self.sessions.read(request.cookies.get(COOKIE, "")) if self.mode == "users" else None
        user = self.users.get(session.name) if session else None
        return user.person if user and session and user.stamp == session.stamp else None

    def _named_by_proxy(self, scope: Any) -> Person | None:
        """Whom the proxy names, once and in plain; in the role that the file of users gives, else as an agent."""
        names = proxy.values(scope, self.header)
        if not proxy.comes_from(scope, self.proxies) or len(names) != 1 or not names[0]:
            return None
        user = self.users.get(names[0])
        return user.person if user else Person(named(names[0]), "agent")

    # Signing in and out

    async def _signing(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        if request.method == "POST" and request.url.path == "/sign-in":
            return await self._sign_in(request)
        if request.method == "POST":
            self.sessions.end(request.cookies.get(COOKIE, ""))
            out = RedirectResponse("/sign-in?told=out", 303)
            out.delete_cookie(COOKIE, path="/", secure=_is_secure(request), httponly=True, samesite="lax")
            return out
        after, told = _own_path(request.query_params.get("after", "")), request.query_params.get("told")
        return self._form(request, 200, after=after, told="out" if told == "out" else "")

    async def _sign_in(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        form = await _form_of(request)
        name, password, after = form.get("name", ""), form.get("password", ""), _own_path(form.get("after", ""))
        address = request.client.host if request.client else ""
        if wait := math.ceil(self.failures.wait(name, address)):
            return self._form(request, 429, after=after, name=name, told="wait", seconds=wait)
        await asyncio.sleep(self.failures.pause(name, address))
        try:
            user = self.users.get(name)
        except AssistantError as fault:
            _log.error("%s", fault)
            return self._form(request, 503, after=after, told="broken")
        async with self._guessing:
            is_right = await asyncio.to_thread(passwords.is_right, password, user.password if user else None)
        if user is None or not is_right:
            self.failures.failed(name, address)
            return self._form(request, 401, after=after, name=name, told="wrong")
        self.failures.succeeded(name, address)
        into = RedirectResponse(after, 303)
        into.set_cookie(
            COOKIE,
            self.sessions.begin(user),
            max_age=self.sessions.seconds,
            path="/",
            secure=_is_secure(request),
            httponly=True,
            samesite="lax",
        )
        return into

    # What the door says

    def _form(self, request: Request, status: int, *, seconds: int = 0, **said: str) -> Response:
        from starlette.responses import HTMLResponse

        chosen = request.query_params.get("language")
        language: Language = "en" if chosen == "en" else "sv" if chosen == "sv" else self.spoken(request)
        headers = _HEADERS | ({"retry-after": str(seconds)} if seconds else {})
        answer = HTMLResponse(page.sign_in(language, seconds=seconds, **said), status, headers)
        if chosen == language:
            answer.set_cookie("language", language, path="/", max_age=31536000, samesite="lax")
        return answer

    def _shown_the_door(self, request: Any) -> Response:
        """A person is led to the form; a call of the window, an API or a script gets a plain refusal."""
        from starlette.responses import JSONResponse, RedirectResponse

        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if request.scope.get("method") in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/sign-in?after={quote(path, safe='')}", 303, _HEADERS)
        return JSONResponse({"error": "sign in first", "at": "/sign-in"}, 401, _HEADERS)

    def _refused(self, request: Any, told: str, status: int) -> Response:
        from starlette.responses import HTMLResponse

        return HTMLResponse(page.refusal(self.spoken(request), told), status, _HEADERS)


_HEADERS = {"cache-control": "no-store", "content-security-policy": page.POLICY, "referrer-policy": "same-origin"}
"""A form posted under `no-referrer` would not say where it comes from."""


def _unkept(send: Any) -> Any:
    """Pages are not kept by the browser, so that nothing is to be seen after signing out."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            is_page = any(
                key == b"content-type" and value.startswith(b"text/html") for key, value in message["headers"]
            )
            is_kept = any(key == b"cache-control" for key, _ in message["headers"])
            if is_page and not is_kept:
                message = {**message, "headers": [*message["headers"], (b"cache-control", b"no-store")]}
        await send(message)

    return sent


def _is_crossed(request: Any) -> bool:
    """Whether another site makes the browser ask for something that changes what is here."""
    if request.scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _is_secure(request: Any) -> bool:
    return bool(request.url.scheme == "https")


def _own_path(after: str) -> str:
    """A path of ours, or the beginning: never another site."""
    parts = urlsplit(after.replace("\\", "/"))
    is_ours = after.startswith("/") and not parts.scheme and not parts.netloc and after.isprintable()
    return after if is_ours and not after.startswith("/sign-") else "/"


async def _form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form; none when it is too long to be ours."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            return {}
    return {name: found[0] for name, found in parse_qs(body.decode("utf-8", "replace")).items()}
