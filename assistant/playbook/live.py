"""The playbook of a running window: rewritten files are noticed, and the last good playbook is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from assistant.case import Policy
from assistant.errors import BadInput
from assistant.playbook.reading import read, stamp
from assistant.playbook.records import Playbook


class LivePlaybook:
    """Reads the folders at once (BadInput when they have a fault) and again whenever a file was changed.

    After a change with a fault the last good playbook stays in use and `fault` says what is wrong.
    """

    def __init__(self, folders: Sequence[Path], policy: Policy | None = None) -> None:
        self._folders = tuple(folders)
        self._policy = policy
        self._lock = Lock()
        self._stamp = stamp(self._folders)
        self._playbook = read(self._folders, policy)
        self.fault: BadInput | None = None

    def current(self) -> Playbook:
        """The playbook as it is on disk now, or the last good one."""
        with self._lock:
            now = stamp(self._folders)
            if now != self._stamp:
                self._stamp = now
                self._reread()
            return self._playbook

    @property
    def last(self) -> Playbook:
        """The playbook as it was last read, with no look at the disk."""
        return self._playbook

    def _reread(self) -> None:
        try:
            self._playbook = read(self._folders, self._policy)
            self.fault = None
        except BadInput as fault:
            self.fault = fault
