"""The tab where an agent has a reply of their own checked."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.case import Case, Language
from assistant.desk import Desk
from assistant.ui.seconding import Seconding
from assistant.ui.sheet import PRIVATE, Sheet, Updates
from assistant.ui.texts import words


class ReviewTab:
    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk = desk
        t = words(language)
        self._sheet = Sheet(desk, language, "own")
        self._seconding = Seconding(desk, language, self._sheet)
        with gr.Row(elem_classes=["judged", "bench", "two"]):
            with gr.Column(elem_classes="middle"):
                gr.HTML(f"<h2>{t['review_title']}</h2><p>{t['review_how']}</p>", elem_classes="lead", js_on_load=None)
                self._sheet.place_box(t["review_box"], t["review_empty"])
                self._sheet.place_verdict()
                self._seconding.place()
                self._sheet.place_findings()
            with gr.Column(elem_classes="aside"):
                self._sheet.place_facts()
                self._sheet.place_promises()
                self._sheet.place_steps()

    def wire(self) -> None:
        sheet = self._sheet
        gr.on(
            sheet.changes(),
            self.check,
            inputs=self.kept_boxes(),
            outputs=sheet.judged_outputs(),
            trigger_mode="always_last",
            **PRIVATE,
        )
        self._seconding.wire(
            [sheet.box, sheet.rows], lambda text, rows: (text, sheet.with_facts(self._case(), rows), rows)
        )

    def check(self, text: str, rows: str, dismissed: str, second: str) -> Updates:
        return self._sheet.judge(text, self._case(), rows, dismissed, second)

    def restored(self, text: str, rows: str, dismissed: str, second: str) -> Updates:
        """The tab as the browser kept it; where it kept nothing, all is left as it is."""
        sheet = self._sheet
        if not text and not rows:
            return {}
        shown = {sheet.box: text, sheet.dismissed: dismissed, sheet.second: second} | sheet.show_facts(
            rows, self._desk.now()
        )
        return shown | self.check(text, rows, dismissed, second)

    def kept_boxes(self) -> list[gr.Textbox]:
        return [self._sheet.box, self._sheet.rows, self._sheet.dismissed, self._sheet.second]

    def outputs(self) -> list[Any]:
        return self._sheet.outputs()

    def _case(self) -> Case:
        return Case(today=self._desk.now(), policy=self._desk.policy)
