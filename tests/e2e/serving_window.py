"""Starts the real window for the tests, and keeps pictures of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of every view; not set: none are taken."""

STILLS = os.environ.get("STILLS")
"""The same for the README's own pictures: STILLS=tests/e2e/pictures makes them anew."""

Opens = Callable[..., Any]
"""Opens the window in a fresh browser: language, width, dark, at (another address)."""

Serves = Callable[..., str]
"""Starts another server on a data folder, with environment variables, and gives its address."""


@contextmanager
def running(data: Path, **environment: str) -> Iterator[str]:
    """The address of the window, served by `python app.py`."""
    port = environment.get("PORT") or _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "COV"))}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(data), "PORT": port, "EMBEDDINGS_MODEL": "none", **environment},
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/favicon.ico", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(address) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def still(page: Any, name: str) -> None:
    """Keeps one of the README's stills where STILLS names a folder, in the 256 colours that make it small."""
    if STILLS:
        from PIL import Image

        shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
        shot.quantize(256, dither=Image.Dither.NONE).save(f"{STILLS}/{name}.png", optimize=True)


def picture(page: Any, name: str, whole: bool = False) -> None:
    """Keeps a picture of the page where PICTURES names a folder."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=whole)
