"""A button that saves a file: the server makes its text, the browser keeps it. Gradio's own one gives at each click
what the click before it has made, and leaves the files on the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.ui.sheet import PRIVATE, hidden


class SaveButton:
    """`make` gives the text from who asks and the values of the boxes that the button is wired to."""

    def __init__(self, label: str, name: str, make: Callable[..., str]) -> None:
        self._name, self._make = name, make
        id = f"save-{name.replace('.', '-')}"
        self._button = gr.Button(label, elem_id=id, elem_classes="plain")
        self._file = hidden(f"{id}-file")

    def wire(self, inputs: Sequence[Any]) -> None:
        made = self._button.click(self._made, inputs=list(inputs), outputs=self._file, **PRIVATE)
        made.then(None, inputs=self._file, js="(file) => window.ordhallig.save(file)", **PRIVATE)

    def _made(self, request: gr.Request, *values: Any) -> str:
        """Nothing when the ledger does not answer, which the tab itself tells."""
        try:
            return json.dumps({"name": self._name, "text": self._make(request, *values)}, ensure_ascii=False)
        except AssistantError:
            return ""
