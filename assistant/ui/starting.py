"""Gradio, imported without what it does for editors."""

from __future__ import annotations

import inspect
from typing import Any


def import_gradio() -> Any:
    """Gradio (6) writes type stubs for editors into its own package whenever it is imported: half of its four seconds,
    and on a machine where nobody may write there for nothing. It leaves a component out whose source file is not found,
    which is what it is told here of all of them.
    """
    found = inspect.getfile

    def not_found(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no stubs are wanted")
        return found(thing)

    inspect.getfile = not_found  # type: ignore[assignment]
    try:
        import gradio
    finally:
        inspect.getfile = found
    return gradio
