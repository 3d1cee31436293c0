"""The button that asks the language model for a second opinion on a text; there only where a model is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import gradio as gr

from assistant.case import Case, Language
from assistant.desk import Desk
from assistant.ui import opinions
from assistant.ui.render import judged
from assistant.ui.sheet import BIT_BY_BIT, PRIVATE, Sheet, Updates, shown_once
from assistant.ui.texts import words

Reads = Callable[..., tuple[str, Case, str]]
"""A tab's boxes -> the text, its case with the facts, and the facts as the form keeps them."""


class Seconding:
    def __init__(self, desk: Desk, language: Language, sheet: Sheet) -> None:
        self._desk, self._language, self._sheet = desk, language, sheet

    def place(self) -> None:
        t = words(self._language)
        with gr.Row(visible=self._desk.has_judge, elem_classes="seconding"):
            self._ask = gr.Button(t["second_ask"], elem_classes=["plain", "ask-second"])
            self._stop = gr.Button(t["stop"], elem_classes=["plain", "stop-second"])
            self._busy = gr.HTML(js_on_load=None, apply_default_css=False)

    def wire(self, given: Sequence[Any], reads: Reads) -> None:
        """`given` are the tab's boxes, which `reads` understands."""

        @shown_once
        def ask(_: Seconding, *values: str) -> Iterator[Updates]:
            yield from self._asked(*reads(*values))

        outputs = [self._busy, self._sheet.second]
        asked = self._ask.click(partial(ask, self), inputs=given, outputs=outputs, **BIT_BY_BIT)
        self._stop.click(lambda: "", outputs=self._busy, cancels=[asked], **PRIVATE)

    def nothing(self) -> Updates:
        return {self._busy: gr.skip()}

    def _asked(self, text: str, case: Case, rows: str) -> Iterator[Updates]:
        """Busy while the model reads; its opinion then stands in the sheet's box, which has the text judged anew."""
        yield {self._busy: judged.asking(self._language)}
        review = self._desk.judge(text, case, self._language)
        yield {self._busy: "", self._sheet.second: opinions.saved(review, text, rows) if review.judge else ""}
