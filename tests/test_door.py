"""Sign-in, through a real server: who comes in, who does not, and what a refusal tells."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from assistant import cli
from assistant.door import Door, Users, check, open_door, passwords
from assistant.door.failures import Failures, network
from assistant.door.sessions import Sessions, key_in
from assistant.errors import AssistantError, BadInput, BadSetting
from assistant.settings import from_environment
from assistant.ui.server import Sealed, spoken

ROOT = Path(__file__).parent.parent
PASSWORD = "korrekt häst batteri"
QUICK = (16, 8, 1)
"""A cost of hashing for tests; the file says for each password what it costs."""
PEOPLE = {"Maja Öst": "agent", "Petra": "lead", "Ali": "admin"}
Serves = Callable[..., str]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def write_users(file: Path, people: dict[str, str] = PEOPLE, password: str = PASSWORD) -> None:
    kept = passwords.hashed(password, QUICK)
    lines = [f"{name}: {{role: {role}, password: '{kept}'}}\n" for name, role in people.items()]
    file.write_text("".join(lines), encoding="utf-8")


async def echo(request: Request) -> HTMLResponse:
    """Tells who came in, from where and how; any path, any method."""
    person = request.state.person
    who = f"{person.name}|{person.role}" if person else "nobody"
    return HTMLResponse(f"{who}|{request.url.scheme}|{request.client.host if request.client else ''}")


@contextmanager
def standing(app: Any) -> Iterator[str]:
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="error", proxy_headers=False, lifespan="off", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serves]:
    """Serves an echo behind a door with these settings; `parts` take the place of the door's own."""
    methods = ["GET", "POST", "PUT", "DELETE"]
    app = Starlette(routes=[Route("/{path:path}", echo, methods=methods)])
    with ExitStack() as servers:

        def stand(parts: dict[str, Any] | None = None, **environment: str) -> str:
            settings = from_environment({"DATA_DIR": str(tmp_path), **environment})
            door = replace(open_door(app, settings, spoken), **(parts or {}))
            return servers.enter_context(standing(Sealed(door)))

        write_users(tmp_path / "users.yaml")
        yield stand


def sign_in(address: str, name: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    form = {"name": name, "password": password, "after": more.pop("after", "/")}
    return httpx.post(f"{address}/sign-in", data=form, **more)


def cookie_of(answer: httpx.Response) -> dict[str, str]:
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


CLOSED = """/ /sv/ /en/ /sv/config /sv/gradio_api/run/hear /sv/gradio_api/queue/join /en/gradio_api/queue/data
/sv/gradio_api/file=/etc/passwd /sv/gradio_api/upload /assets/desk.js /docs /follow /follow/ /follow/a/../../sv/
/follow/..%2f..%2fsv/ /FOLLOW/x //follow/x /assets/icon.svg/../desk.js /sign-in/x /no-such-page""".split()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_nothing_is_to_be_had_without_signing_in(serve: Serves, method: str) -> None:
    with httpx.Client(base_url=serve(AUTH="users")) as client:
        answers = {path: client.request(method, client.base_url.copy_with(raw_path=path.encode())) for path in CLOSED}
    assert {path: answer.text for path, answer in answers.items() if answer.status_code != 401} == {}
    assert {answer.text for answer in answers.values()} == {'{"error":"sign in first","at":"/sign-in"}'}
    assert {answer.headers["cache-control"] for answer in answers.values()} == {"no-store"}


def test_the_customers_page_and_the_icon_are_for_everybody(serve: Serves) -> None:
    address = serve(AUTH="users")
    for path in ("/follow/a-secret-token", "/favicon.ico", "/assets/icon.svg"):
        assert httpx.get(address + path).text.startswith("nobody|")


def test_a_person_is_led_to_the_form_and_back(serve: Serves) -> None:
    address = serve(AUTH="users")
    led = httpx.get(f"{address}/sv/?entry=late_delivery", headers={"accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?after=%2Fsv%2F%3Fentry%3Dlate_delivery")
    form = httpx.get(address + led.headers["location"], headers={"accept-language": "sv"})
    assert "Logga in" in form.text
    assert 'value="/sv/?entry=late_delivery"' in form.text
    assert "script" not in form.text
    assert form.headers.get_list("content-security-policy")[0].startswith("default-src 'none'")
    assert len(form.headers.get_list("content-security-policy")) == 1
    into = sign_in(address, "maja  öst", after="/sv/?entry=late_delivery")
    assert (into.status_code, into.headers["location"]) == (303, "/sv/?entry=late_delivery")
    assert httpx.get(address, headers=cookie_of(into)).text == "Maja Öst|agent|http|127.0.0.1"


def test_the_form_speaks_both_languages(serve: Serves) -> None:
    address = serve(AUTH="users")
    english = httpx.get(f"{address}/sign-in?after=/sv/", headers={"accept-language": "en"})
    assert 'lang="en"' in english.text
    assert "Password" in english.text
    chosen = httpx.get(f"{address}/sign-in?language=sv", headers={"accept-language": "en"})
    assert "Lösenord" in chosen.text
    assert chosen.headers["set-cookie"].startswith("language=sv")


ELSEWHERE = ("//evil.example/", "https://evil.example", "/\\evil.example", "\\\\evil.example", "sv/", "", "/\r\nx: y")


def test_signing_in_leads_nowhere_else(serve: Serves) -> None:
    address = serve(AUTH="users")
    assert {sign_in(address, "Petra", after=after).headers["location"] for after in (*ELSEWHERE, "/sign-out")} == {"/"}


def test_html_in_a_name_stays_text(serve: Serves) -> None:
    told = sign_in(serve(AUTH="users"), '"><script>x</script>', after='/"><script>')
    assert "<script" not in told.text


def test_a_wrong_name_and_a_wrong_password_look_the_same(serve: Serves, tmp_path: Path) -> None:
    address = serve(AUTH="users")
    Users(tmp_path / "users.yaml").put("Robot", "agent", None)
    told = {sign_in(address, name, "fel lösenord").text.replace(name, "X") for name in ("Petra", "Nobody", "Robot")}
    assert len(told) == 1
    assert "hör inte ihop" in told.pop()


def test_who_is_not_there_takes_as_long_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = []
    scrypt = passwords.hashlib.scrypt
    monkeypatch.setattr(
        passwords.hashlib, "scrypt", lambda *a, **k: costs.append((k["n"], k["r"], k["p"])) or scrypt(*a, **k)
    )
    kept = passwords.hashed(PASSWORD)
    passwords.is_right("fel", None)
    costs.clear()
    assert passwords.is_right(PASSWORD, kept)
    assert not passwords.is_right(PASSWORD, None)
    assert costs[0] == costs[1]


def test_the_cookie_is_kept_from_scripts_and_other_sites(serve: Serves) -> None:
    told = sign_in(serve(AUTH="users", AUTH_HOURS="2"), "Petra").headers["set-cookie"]
    assert {"httponly", "samesite=lax", "path=/", "max-age=7200"} <= {part.strip().lower() for part in told.split(";")}
    assert "secure" not in told.lower()


@pytest.mark.parametrize(
    ("proxy", "is_secure"), [("127.0.0.1", True), ("127.0.0.0/8", True), ("10.0.0.1", False), ("", False)]
)
def test_behind_https_the_cookie_is_for_https_only(serve: Serves, proxy: str, is_secure: bool) -> None:
    """And only the proxy that is set may say so."""
    told = sign_in(serve(AUTH="users", PROXY=proxy), "Petra", headers={"x-forwarded-proto": "https"})
    assert ("Secure" in told.headers["set-cookie"]) is is_secure


def test_a_session_ends_by_time_by_signing_out_and_with_its_user(serve: Serves, tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "users.yaml"
    address = serve({"sessions": Sessions(key_in(tmp_path), 3600, clock)}, AUTH="users")
    first, second = (cookie_of(sign_in(address, "Petra")) for _ in range(2))

    def is_in(cookie: dict[str, str]) -> bool:
        return httpx.get(address, headers=cookie).status_code == 200

    assert is_in(first)
    out = httpx.post(f"{address}/sign-out", headers=first)
    assert out.headers["location"] == "/sign-in?told=out"
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert (is_in(first), is_in(second)) == (False, True)
    clock.now += 3599
    assert is_in(second)
    clock.now += 1
    assert not is_in(second)
    third = cookie_of(sign_in(address, "Petra"))
    write_users(file, {**PEOPLE, "Petra": "agent"}, PASSWORD + "!")
    assert not is_in(third)
    fourth = cookie_of(sign_in(address, "Petra", PASSWORD + "!"))
    assert "|agent|" in httpx.get(address, headers=fourth).text
    file.unlink()
    assert not is_in(fourth)


def test_a_new_role_counts_at_once_and_a_broken_file_lets_nobody_in(serve: Serves, tmp_path: Path) -> None:
    address, file = serve(AUTH="users"), tmp_path / "users.yaml"
    cookie = cookie_of(sign_in(address, "Petra"))
    users = Users(file)
    users.give("petra", "agent")
    assert httpx.get(address, headers=cookie).text.startswith("Petra|agent|")
    file.write_text("Petra: lead\n")
    assert httpx.get(address, headers=cookie).status_code == 503
    assert sign_in(address, "Petra").status_code == 503


@pytest.mark.parametrize(
    "harm", [lambda t: t[:-1] + "0", lambda t: "x" + t, lambda t: t.split(".")[0], lambda t: "", lambda t: t * 9]
)
def test_a_token_that_we_did_not_sign_opens_nothing(tmp_path: Path, harm: Callable[[str], str]) -> None:
    users = Users(tmp_path / "users.yaml")
    write_users(users.file)
    sessions, others = Sessions(key_in(tmp_path), 60), Sessions(b"0" * 32, 60)
    user = users.known("Petra")
    token = sessions.begin(user).rstrip("0") + "a"
    assert sessions.read(harm(token)) is None
    assert sessions.read(others.begin(user)) is None
    assert sessions.read(sessions.begin(user)) is not None


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = key_in(tmp_path / "new")
    assert key_in(tmp_path / "new") == key
    assert len(key) == 32
    assert (tmp_path / "new" / "session.key").stat().st_mode & 0o077 == 0
    (tmp_path / "session.key").write_text("short")
    with pytest.raises(BadInput):
        key_in(tmp_path)


# Failures


def test_failures_are_slowed_down_for_that_name_from_that_address_alone(serve: Serves) -> None:
    clock = Clock()
    address = serve({"failures": Failures(clock)}, AUTH="users", PROXY="127.0.0.1")

    def attempt(name: str, password: str, at: str = "10.1.1.1") -> httpx.Response:
        return sign_in(address, name, password, headers={"x-forwarded-for": at})

    assert [attempt("Petra", "fel").status_code for _ in range(6)] == [401] * 5 + [429]
    told = attempt("Petra", PASSWORD)
    assert (told.status_code, told.headers["retry-after"]) == (429, "1")
    assert "Vänta en stund (1 s)" in told.text
    assert attempt("Petra", PASSWORD, at="10.1.1.2").status_code == 303
    assert attempt("Ali", PASSWORD).status_code == 303
    clock.now += 1
    assert attempt("petra", "fel").status_code == 401
    assert attempt("Petra", PASSWORD).headers["retry-after"] == "2"
    clock.now += 2
    assert attempt("Petra", PASSWORD).status_code == 303
    assert attempt("Petra", "fel").status_code == 401


def test_an_address_that_no_proxy_of_ours_tells_is_not_believed(serve: Serves) -> None:
    address = serve({"failures": Failures(Clock())}, AUTH="users")
    codes = [sign_in(address, "Petra", "fel", headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(6)]
    assert codes[-1] == 429


def test_the_wait_grows_to_a_minute_and_is_forgotten() -> None:
    clock = Clock()
    failures = Failures(clock)
    waits = []
    for _ in range(13):
        failures.failed("Petra", "10.0.0.1")
        waits.append(failures.wait("Petra", "10.0.0.1"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    clock.now += 15 * 60
    assert failures.wait("Petra", "10.0.0.1") == 0


def test_who_guesses_at_many_names_or_from_many_addresses_waits_for_each_answer() -> None:
    failures = Failures(Clock())
    for n in range(40):
        failures.failed(f"name {n}", "10.0.0.1")
        failures.failed("Petra", f"10.2.0.{n}")
    assert failures.pause("another", "10.0.0.1") == 3
    assert failures.pause("PETRA", "10.3.0.1") == 3
    assert failures.wait("Petra", "10.3.0.1") == 0
    assert failures.pause("Ali", "10.3.0.1") == 0


def test_counts_have_an_end() -> None:
    failures = Failures(Clock(), most=100)
    for n in range(500):
        failures.failed("x" * 10_000 + str(n), f"2001:db8:{n:x}::1")
    assert len(failures) == 100


def test_one_customer_of_a_provider_is_one_address() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:10.0.0.1") == network("10.0.0.1") != network("10.0.0.2")


# Other sites


CROSSING: tuple[tuple[dict[str, str], int], ...] = (
    ({}, 200),
    ({"sec-fetch-site": "same-origin"}, 200),
    ({"sec-fetch-site": "none"}, 200),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"origin": "{own}"}, 200),
    ({"origin": "https://evil.example"}, 403),
    ({"origin": "null"}, 403),
)


@pytest.mark.parametrize("auth", ["off", "users"])
def test_another_site_cannot_act_in_the_agents_name(serve: Serves, auth: str) -> None:
    address = serve(AUTH=auth)
    cookie = cookie_of(sign_in(address, "Petra")) if auth == "users" else {}
    for headers, status in CROSSING:
        sent = {name: value.replace("{own}", address) for name, value in headers.items()}
        assert httpx.post(f"{address}/sv/gradio_api/run/send", headers=sent | cookie).status_code == status
        assert httpx.get(address, headers=sent | cookie).status_code == 200
        if auth == "users" and status == 403:
            assert sign_in(address, "Petra", headers=sent).status_code == 403
            assert httpx.post(f"{address}/sign-out", headers=sent | cookie).status_code == 403


def test_a_form_too_long_to_be_ours_is_not_read(serve: Serves) -> None:
    assert sign_in(serve(AUTH="users"), "Petra", PASSWORD + "x" * 100_000).status_code == 401


# A proxy


@pytest.mark.parametrize(
    ("proxy", "names", "told"),
    [
        ("127.0.0.1", ["petra"], "Petra|lead"),
        ("127.0.0.1", ["Sven Å"], "Sven Å|agent"),
        ("127.0.0.1", [], None),
        ("127.0.0.1", [""], None),
        ("127.0.0.1", ["Ali", "Petra"], None),
        ("10.0.0.1", ["Ali"], None),
    ],
)
def test_a_proxy_names_who_has_signed_in(serve: Serves, proxy: str, names: list[str], told: str | None) -> None:
    address = serve(AUTH="proxy", PROXY=proxy, AUTH_HEADER="Remote-User")
    answer = httpx.get(address, headers=[(b"Remote-User", name.encode()) for name in names])
    assert answer.status_code == (200 if told else 401)
    assert told is None or answer.text.startswith(told)
    assert "Ali" not in answer.text


def test_with_a_proxy_there_is_no_form(serve: Serves) -> None:
    address = serve(AUTH="proxy", PROXY="127.0.0.1")
    assert sign_in(address, "Petra").status_code == 401
    assert "set-cookie" not in sign_in(address, "Petra").headers


# What is refused at the start


@pytest.mark.parametrize(
    ("environment", "address", "told"),
    [
        ({}, "127.0.0.1", None),
        ({}, "::1", None),
        ({}, "0.0.0.0", "HOST"),
        ({"HOST": "::"}, "::", "HOST"),
        ({}, "192.168.1.5", "HOST"),
        ({"ALLOW_OPEN": "yes-without-sign-in"}, "0.0.0.0", None),
        ({"AUTH": "users"}, "0.0.0.0", None),
        ({"AUTH": "users", "USERS": "/no/such/file.yaml"}, "127.0.0.1", "AUTH"),
        ({"AUTH": "proxy"}, "127.0.0.1", "AUTH"),
        ({"AUTH": "proxy", "PROXY": "10.0.0.1"}, "0.0.0.0", None),
    ],
)
def test_a_window_that_anybody_could_open_does_not_start(
    tmp_path: Path, environment: dict[str, str], address: str, told: str | None
) -> None:
    write_users(tmp_path / "users.yaml")
    settings = from_environment({"DATA_DIR": str(tmp_path), **environment})
    if told is None:
        check(settings, address)
        return
    with pytest.raises(BadSetting) as fault:
        check(settings, address)
    assert str(fault.value).startswith(told)
    assert fault.value.now


def test_a_proxy_that_is_no_address_is_named(tmp_path: Path) -> None:
    settings = from_environment({"DATA_DIR": str(tmp_path), "AUTH": "proxy", "PROXY": "my-proxy"})
    with pytest.raises(BadSetting, match="PROXY: 'my-proxy'"):
        open_door(None, settings, spoken)


def test_app_py_refuses_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "HOST": "0.0.0.0", "PORT": "7999"}
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("HOST: 0.0.0.0 can be reached from other machines, without sign-in (set AUTH=users")
    assert done.stderr.count("\n") == 1


# The file of users, and its commands


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- Petra", "must name users"),
        ("Petra: lead", "Petra: must have a role and a password"),
        ("Petra: {role: lead, rights: all}", "Petra: must have a role and a password"),
        ("Petra: {role: boss}", "Petra: has no role that is known"),
        ("Petra: {role: lead, password: hemligt}", "Petra: has no password that was hashed here"),
        (f"Petra: {{role: lead, password: 'scrypt:99999999:8:1:{'0' * 32}:{'0' * 64}'}}", "no password that was hashed"),
        ("Petra: {role: lead}\nPETRA: {role: agent}", "the same name twice"),
        ("Petra: [", "cannot be read"),
    ],
)  # fmt: skip
def test_a_fault_in_the_file_is_told_with_its_place_and_without_the_password(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "users.yaml"
    file.write_text(text)
    with pytest.raises(AssistantError, match=told) as fault:
        Users(file).all()
    assert str(file) in str(fault.value)
    assert "hemligt" not in str(fault.value)


def test_users_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "desk" / "users.yaml"
    monkeypatch.setenv("USERS", str(file))
    capsys.readouterr()

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ordhallig", "users", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out + told.err

    assert run("list") == (0, "")
    assert run("add", "Åsa  Ek", "--role", "lead", typed=f"{PASSWORD}\n") == (0, f"{file}: Åsa Ek, lead\n")
    assert file.stat().st_mode & 0o077 == 0
    kept = Users(file).known("åsa ek").password
    assert passwords.is_right(PASSWORD, kept)
    assert PASSWORD not in file.read_text(encoding="utf-8")
    code, told = run("add", "ÅSA EK", typed=f"{PASSWORD}\n")
    assert (code, "is a user already" in told) == (2, True)
    code, told = run("add", "Ali", "--role", "boss", typed=f"{PASSWORD}\n")
    assert (code, "'boss' is no role" in told) == (2, True)
    code, told = run("add", "Ali", typed="kort\n")
    assert (code, "must have 10 to 200 characters" in told, "kort" in told) == (2, True, False)
    assert run("add", "Ali", "--no-password") == (0, f"{file}: Ali, agent\n")
    assert run("role", "Ali", "admin") == (0, "")
    assert run("list") == (0, "admin  Ali (no password)\nlead   Åsa Ek\n")
    assert run("password", "Åsa Ek", typed="ett annat lösenord\n") == (0, "")
    assert Users(file).known("Åsa Ek").password != kept
    assert run("remove", "Ali") == (0, "")
    assert run("remove", "Ali")[0] == 2


def test_a_door_lets_the_servers_own_messages_through(tmp_path: Path) -> None:
    """Starting and stopping are nobody's request."""
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    door = open_door(app, from_environment({"DATA_DIR": str(tmp_path), "AUTH": "users"}), spoken)
    assert isinstance(door, Door)
    asyncio.run(door({"type": "lifespan"}, None, None))
    closed: list[Any] = []

    async def send(message: Any) -> None:
        closed.append(message)

    asyncio.run(door({"type": "websocket", "path": "/sv/", "headers": [], "query_string": b""}, None, send))
    assert (seen, closed) == (["lifespan"], [{"type": "websocket.close", "code": 1008}])
