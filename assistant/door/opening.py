"""Settings -> the door around an application; or why the window must not open as it is set up."""

from __future__ import annotations

import ipaddress
from typing import Any

from assistant.door.entrance import Door, Spoken
from assistant.door.proxy import networks
from assistant.door.sessions import Sessions, key_in
from assistant.door.users import Users
from assistant.errors import BadSetting
from assistant.settings import OPEN, Settings


def open_door(app: Any, settings: Settings, spoken: Spoken) -> Door:
    """The application behind its door; `spoken` tells the language of a request."""
    needs_key = settings.auth == "users"
    sessions = Sessions(key_in(settings.data_dir) if needs_key else b"", settings.auth_hours * 3600)
    users, header = Users(settings.users_file), settings.auth_header.lower()
    return Door(app, settings.auth, users, sessions, spoken, header, networks(settings.proxy))


def check(settings: Settings, address: str) -> None:
    """BadSetting where the window at this address would let in whoever finds it, or nobody at all."""
    if settings.auth == "off" and not ipaddress.ip_address(address).is_loopback and not settings.allow_open:
        now = f"set AUTH=users or AUTH=proxy; to let in whoever finds it, set ALLOW_OPEN={OPEN}"
        raise BadSetting(f"{settings.host} can be reached from other machines, without sign-in", where="HOST", now=now)
    if settings.auth == "proxy" and not settings.proxy:
        raise BadSetting("needs the address of the proxy", where="AUTH", now="set PROXY, such as PROXY=127.0.0.1")
    if settings.auth == "users" and not any(user.password for user in Users(settings.users_file).all()):
        now = "python -m assistant users add NAME --role admin"
        raise BadSetting(f"nobody could sign in: {settings.users_file} has no user", where="AUTH", now=now)
