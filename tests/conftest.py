"""What every test has: nothing of this machine's settings, and a data folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.settings import VARIABLES

os.environ.setdefault("OMP_NUM_THREADS", "1")
"""Two workers, each with a window or two, share the cores: with more threads than cores a short text takes twice as long."""


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads a key, a server or a ledger of whoever runs it, or leaves a file behind."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser tests, which take longest, come first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.path.parent.name != "e2e")
