"""Where the index lies: on a Chroma server, in the data folder while this process owns it, else in memory."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from assistant.errors import Unavailable
from assistant.search.chroma import Contents, Index, in_folder, in_memory, on_server
from assistant.search.notices import FOLDER_BUSY, FOLDER_FAILED, SERVER_FAILED, Notice
from assistant.settings import Settings


class Home:
    """Owns DATA_DIR/search with a lock, as a Chroma folder stands only one process (1.5.9)."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.chroma_url
        self._wanted = settings.data_dir / "search"
        self._lock: IO[str] | None = None

    @property
    def folder(self) -> Path | None:
        """The folder for what is kept between runs; None where none can be made."""
        try:
            self._wanted.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return self._wanted

    def open(self, contents: Contents) -> tuple[Index, Notice | None]:
        """The index, and why it is not where it should be. Unavailable when not even memory holds it."""
        notice = None
        try:
            if self._url:
                return on_server(self._url, contents), None
            notice = self._own()
            if notice is None:
                return in_folder(self._wanted, contents), None
        except Unavailable:
            notice = SERVER_FAILED if self._url else FOLDER_FAILED
        except OSError:
            notice = FOLDER_FAILED
        return in_memory(contents), notice

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _own(self) -> Notice | None:
        """Takes the folder for this process, for as long as it runs; or says why not."""
        if self._lock is not None:
            return None
        if self.folder is None:
            return FOLDER_FAILED
        lock = (self._wanted / "lock").open("w")
        try:
            _take(lock)
        except BlockingIOError:
            lock.close()
            return FOLDER_BUSY
        self._lock = lock
        return None


def _take(lock: IO[str]) -> None:
    """BlockingIOError when another process has it. The system frees it when this process ends."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open Chroma folder guards itself
        return
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
