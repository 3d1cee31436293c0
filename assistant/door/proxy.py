"""The proxy in front: what it says of a request counts only when the request really comes from it."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from assistant.errors import BadSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(addresses: Sequence[str]) -> tuple[Network, ...]:
    """PROXY's addresses and networks; BadSetting names one that is neither."""
    found = []
    for address in addresses:
        try:
            found.append(ipaddress.ip_network(address))
        except ValueError:
            now = "give its address as this machine sees it, such as 127.0.0.1 or 10.0.0.0/24"
            raise BadSetting(f"{address!r} is not an address", where="PROXY", now=now) from None
    return tuple(found)


def values(scope: Any, name: str) -> list[str]:
    """Every value of a header, in UTF-8 or else Latin-1."""
    return [_text(value) for key, value in scope["headers"] if key == name.encode()]


def comes_from(scope: Any, proxies: Sequence[Network]) -> bool:
    return bool(scope.get("client")) and _is_in(scope["client"][0], proxies)


def as_asked(scope: Any, proxies: Sequence[Network]) -> Any:
    """A copy of the request as the browser made it: its scheme and its address, where our proxy tells them."""
    if not comes_from(scope, proxies):
        return dict(scope)
    told = [address.strip() for value in values(scope, "x-forwarded-for") for address in value.split(",")]
    browser = next((address for address in reversed(told) if not _is_in(address, proxies)), None)
    scheme = ",".join(values(scope, "x-forwarded-proto")).rpartition(",")[2].strip().lower()
    asked = {**scope, "client": (browser, 0) if browser else scope["client"]}
    if scheme in ("http", "https"):
        asked["scheme"] = scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme
    return asked


def _is_in(address: str, proxies: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in proxies)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
