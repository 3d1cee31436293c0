"""Failed attempts to sign in: slowed down by name and address, without locking anybody else out."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

_FREE, _LONGEST_WAIT = 5, 60.0
"""From the fifth failure with one name from one address: 1, 2, 4 … 60 seconds until the next attempt."""
_MANY, _PAUSE, _LONGEST_PAUSE = 10, 0.2, 3.0
"""From ten failures with one name from anywhere, or from one address with any name: each answer is held back.
Nobody is refused for what others did: the owner of the name, or a colleague behind the same address, still gets in."""
_FORGOTTEN = 15 * 60.0

Key = tuple[str, str]


class Failures:
    """Counts in memory, and no more than `most` counts: the ones touched longest ago fall away."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = 10_000) -> None:
        self._clock, self._most = clock, most
        self._counts: OrderedDict[Key, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def wait(self, name: str, address: str) -> float:
        """Seconds until this name may be tried from this address again."""
        count, last = self._count((_short(name), network(address)))
        due = 0.0 if count < _FREE else min(_LONGEST_WAIT, 2.0 ** (count - _FREE))
        return max(0.0, last + due - self._clock()) if due else 0.0

    def pause(self, name: str, address: str) -> float:
        """Seconds for which the answer to an attempt is held back."""
        count = max(self._count((_short(name), ""))[0], self._count(("", network(address)))[0])
        return min(_LONGEST_PAUSE, _PAUSE * max(0, count - _MANY + 1))

    def failed(self, name: str, address: str) -> None:
        pair = (_short(name), network(address))
        for key in (pair, (pair[0], ""), ("", pair[1])):
            self._counts[key] = (self._count(key)[0] + 1, self._clock())
            self._counts.move_to_end(key)
        while len(self._counts) > self._most:
            self._counts.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """The right password ends the wait; what else came from that address still counts."""
        self._counts.pop((_short(name), network(address)), None)

    def _count(self, key: Key) -> tuple[int, float]:
        count, last = self._counts.get(key, (0, 0.0))
        return (count, last) if count and last + _FORGOTTEN > self._clock() else (0, 0.0)


def network(address: str) -> str:
    """The address, or for IPv6 the network that one customer of a provider has whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def _short(name: str) -> str:
    return " ".join(name.split()).casefold()[:100]
