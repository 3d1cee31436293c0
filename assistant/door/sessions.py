"""Sessions: a signed token in the browser's cookie that says who signed in and until when."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.door.users import User
from assistant.errors import BadInput, Unavailable

_LONGEST = 1000
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """`stamp` is the user's when the session began, `until` in seconds since 1970."""

    id: str
    name: str
    stamp: str
    until: int


class Sessions:
    """Begins, reads and ends sessions. Which ones were ended is known until the server stops."""

    def __init__(self, key: bytes, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self.seconds = int(seconds)
        self._key, self._clock = key, clock
        self._ended: dict[str, int] = {}

    def begin(self, user: User) -> str:
        """The token of a new session."""
        until = int(self._clock()) + self.seconds
        session = Session(secrets.token_hex(8), user.person.name, user.stamp, until)
        body = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
        return f"{body}.{self._signature(body)}"

    def read(self, token: str) -> Session | None:
        """The session of a token that we have signed and that has neither expired nor been ended."""
        body, _, signature = token.partition(".")
        if len(token) > _LONGEST or not hmac.compare_digest(self._signature(body).encode(), signature.encode()):
            return None
        session = Session(**json.loads(base64.urlsafe_b64decode(body)))
        return session if session.until > self._clock() and session.id not in self._ended else None

    def end(self, token: str) -> None:
        session, now = self.read(token), self._clock()
        if session is not None:
            self._ended = {id: until for id, until in self._ended.items() if until > now} | {session.id: session.until}

    def _signature(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()


def key_in(folder: Path) -> bytes:
    """The key that signs sessions, made once; whoever has it can sign in as anybody."""
    file = folder / "session.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_hex(_KEY_BYTES))
    except FileExistsError:
        pass
    except OSError as error:
        raise Unavailable(f"cannot be written: {error.strerror}", where=str(file)) from None
    try:
        key = binascii.unhexlify(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) < _KEY_BYTES:
        raise BadInput("is no key", where=str(file), now="remove it; everybody then signs in anew")
    return key
