"""The playbook of a running window: rewritten files are noticed, and the last good playbook is kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from assistant.case import Policy
from assistant.errors import BadInput
from assistant.playbook.reading import read, stamp
from assistant.playbook.records import Playbook

_MANY = 1000
_REST = 1.0
"""Every search asks for the playbook. Looking at 90 files takes a millisecond, at the 6,000 of 100,000 sections sixty: where there
are more than `_MANY`, a look counts for `_REST` seconds."""


class LivePlaybook:
    """Reads the folders at once (BadInput when they have a fault) and again whenever a file was changed.

    After a change with a fault the last good playbook stays in use and `fault` says what is wrong.
    """

    def __init__(self, folders: Sequence[Path], policy: Policy | None = None) -> None:
        self._folders = tuple(folders)
        self._policy = policy
        self._lock = Lock()
        self._stamp = stamp(self._folders)
        self._looked = time.monotonic()
        self._playbook = read(self._folders, policy)
        self.fault: BadInput | None = None

    def current(self) -> Playbook:
        """The playbook as it is on disk now (of a very large one: as it was a second ago), or the last good one."""
        with self._lock:
            if len(self._stamp) <= _MANY or time.monotonic() > self._looked + _REST:
                self._look()
            return self._playbook

    @property
    def last(self) -> Playbook:
        """The playbook as it was last read, with no look at the disk."""
        return self._playbook

    def _look(self) -> None:
        now = stamp(self._folders)
        self._looked = time.monotonic()
        if now != self._stamp:
            self._stamp = now
            self._reread()

    def _reread(self) -> None:
        try:
            self._playbook = read(self._folders, self._policy)
            self.fault = None
        except BadInput as fault:
            self.fault = fault
