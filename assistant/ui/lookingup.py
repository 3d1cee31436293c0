"""Facts looked up in the company's systems, beside those that are typed; there only where sources are set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from assistant import conversation
from assistant.case import Case, Language
from assistant.desk import Desk
from assistant.sources import Found
from assistant.ui import facts
from assistant.ui.page import Given
from assistant.ui.render import factform
from assistant.ui.sheet import Sheet, Updates, shown_once
from assistant.ui.texts import words


class LookUp:
    def __init__(self, desk: Desk, language: Language, sheet: Sheet) -> None:
        self._desk, self._language, self._sheet = desk, language, sheet
        self._needs = list(dict.fromkeys(need for source in desk.sources for need in source.needs if need != "case"))

    def place(self, box: gr.Accordion) -> None:
        t = words(self._language)
        with box, gr.Row(visible=bool(self._desk.sources), elem_classes="look-up"):
            self._boxes = [
                gr.Textbox(
                    label=need.capitalize(), placeholder=t["look_up_hint"], max_lines=1, elem_id=f"look-up-{need}"
                )
                for need in self._needs
            ]
            self._button = gr.Button(t["look_up"], elem_id="look-up", elem_classes="plain")
        with box:
            self._told = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="looked-up")

    def wire(
        self,
        given: Sequence[Any],
        writes: dict[str, Any],
        read: Callable[..., Given],
        case_of: Callable[[Given], Case],
        done: Callable[[conversation.Request, str, Given], Iterator[Updates]],
    ) -> None:
        """`given` are the tab's boxes, which `read` understands; `done` does what the agent would ask for in the talk."""

        @shown_once
        def look_up(_: LookUp, *values: str) -> Iterator[Updates]:
            count = len(self._needs)
            before = read(*values[count:])
            found, shown = self._up(case_of(before), values[:count], before.rows)
            yield shown
            page = before.page
            if found != before.rows and page.draft is not None and before.text == page.draft.text:
                asked = conversation.Request("write", wishes=page.wishes)  # nobody has touched the draft
                yield from done(asked, words(self._language)["look_up"], replace(before, rows=found))

        self._button.click(partial(look_up, self), inputs=[*self._boxes, *given], **writes)

    def nothing(self) -> Updates:
        return {self._told: gr.skip()}

    def outputs(self) -> list[Any]:
        return [self._told, *self._boxes]

    def cleared(self) -> Updates:
        """For another case: nothing asked, nothing told."""
        return dict.fromkeys(self.outputs(), "")

    def _up(self, case: Case, typed: Sequence[str], rows: str) -> tuple[str, Updates]:
        """The rows with what was found, each in the place of what the same source said before, and what is shown."""
        answers = self._desk.look_up(case, dict(zip(self._needs, typed, strict=True)))
        fresh = [
            facts.row_of(answer.fact, self._language, case.today) for answer in answers if isinstance(answer, Found)
        ]
        told = {(row.about, row.source) for row in fresh}
        kept = [row for row in facts.rows_from(rows) if (row.about, row.source) not in told and row != facts.Row()]
        after = facts.saved([*kept, *fresh]) if fresh else rows
        shown = self._sheet.show_facts(after, case.today) if fresh else {}
        return after, shown | {self._told: factform.looked_up(answers, self._language)}
