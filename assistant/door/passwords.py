"""A password -> what may be kept of it, and whether a password is the right one. scrypt, with a salt for each."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from functools import cache

from assistant.errors import BadInput

SHORTEST, LONGEST = 10, 200
_COST = (2**15, 8, 3)
"""32 MiB and some 0.2 s a guess: OWASP's password storage cheat sheet, scrypt with N=2^15, r=8, p=3."""
_MEMORY = 128 * 2**20
_HASH = re.compile(r"scrypt:(\d{1,8}):(\d{1,2}):(\d{1,2}):[0-9a-f]{32}:[0-9a-f]{64}")


def hashed(password: str, cost: tuple[int, int, int] = _COST) -> str:
    """`scrypt:N:r:p:salt:hash`; BadInput for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"must have {SHORTEST} to {LONGEST} characters", where="the password", now="three or four words do well"
        )
    salt = secrets.token_bytes(16)
    return ":".join(("scrypt", *map(str, cost), salt.hex(), _scrypt(password, salt, cost).hex()))


def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that was hashed. With nothing kept it takes as long, and is never right."""
    _, n, r, p, salt, wanted = (kept or _nobodys()).split(":")
    given = _scrypt(password[:LONGEST], bytes.fromhex(salt), (int(n), int(r), int(p)))
    return hmac.compare_digest(given, bytes.fromhex(wanted)) and kept is not None


def is_hash(kept: object) -> bool:
    """Whether a file's entry is what `hashed` makes."""
    found = _HASH.fullmatch(str(kept))
    n, r, p = map(int, found.groups()) if found else (0, 0, 0)
    return n > 1 and n & (n - 1) == 0 and 0 < 128 * r * (n + p) < _MEMORY


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(16))


def _scrypt(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    plain = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    return hashlib.scrypt(plain, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)
