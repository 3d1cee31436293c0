"""A text that is being judged: the box, the marks bound to it, what was found, and the facts it is weighed against.

Both the reply and the agent's own draft are such a sheet. The parts stand in different columns, so
each is placed by its own method; all of them belong inside one container of the class "judged".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any

import gradio as gr

from assistant import dismissing
from assistant.case import Case, Fact, Language
from assistant.desk import Desk
from assistant.ui import facts, opinions
from assistant.ui.page import Given
from assistant.ui.render import factform, findings, judged
from assistant.ui.texts import words

Updates = dict[Any, Any]
PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
"""For events that are the window's plumbing and not an API. A Textbox is listened to by `change`: its
`input` comes with key presses only, so a paste, a deletion or a rewrite that was taken would pass unseen.
They are answered by the call itself, not through Gradio's queue: its stream is closed when it runs dry, and
the answer to an event that comes at that very moment would not be shown until the next one."""

BIT_BY_BIT = PRIVATE | {"queue": True}
"""For events whose answer comes in several updates, which only the queue can bring."""


def shown_once(steps: Callable[..., Iterator[Updates]]) -> Callable[..., Iterator[Updates]]:
    """For the methods of a tab behind such events: ends with an update of nothing, the tab's `nothing`. Gradio sends
    a run's last update again when the run has ended, and would so write over what the agent typed in between."""

    @wraps(steps)
    def all_steps(tab: Any, *given: Any) -> Iterator[Updates]:
        yield from steps(tab, *given)
        yield tab.nothing()

    return all_steps


def hidden(id: str) -> gr.Textbox:
    """A value that the browser holds and shows to nobody."""
    return gr.Textbox(elem_id=id, elem_classes="unseen", show_label=False, container=False)


class Sheet:
    def __init__(self, desk: Desk, language: Language, id: str) -> None:
        self._desk, self._language, self._id = desk, language, id
        self._t = words(language)

    def place_box(self, label: str, placeholder: str) -> None:
        with gr.Column(elem_classes="paper"):
            self.box = gr.Textbox(
                label=label,
                placeholder=placeholder,
                lines=14,
                max_lines=400,
                show_label=False,
                container=False,
                elem_id=self._id,
            )
            self.marks = gr.HTML(
                js_on_load="window.ordhallig.layer(element, watch)", elem_classes="marks", apply_default_css=False
            )

    def place_verdict(self) -> None:
        self.dismissed, self.second = hidden(f"{self._id}-dismissed"), hidden(f"{self._id}-second")
        self.verdict = gr.HTML(elem_classes="verdict-line", js_on_load=None, apply_default_css=False)

    def place_findings(self) -> None:
        self.told = gr.HTML(js_on_load=None, apply_default_css=False)
        self.findings = gr.HTML(js_on_load=None, apply_default_css=False)

    def place_promises(self) -> None:
        with gr.Accordion(self._t["promises"], elem_classes="fold"):
            self.promises = gr.HTML(js_on_load=None, apply_default_css=False)

    def place_steps(self) -> None:
        with gr.Accordion(self._t["steps"], elem_classes="fold"):
            self.steps = gr.HTML(js_on_load=None, apply_default_css=False)

    def place_facts(self) -> Any:
        """The form, in a box that has room for more."""
        with gr.Accordion(self._t["facts"], elem_classes=["fold", "factbox"]) as box:
            self.form = gr.HTML(
                factform.form((), self._language, self._desk.now()),
                js_on_load="window.ordhallig.form(element)",
                elem_id=f"{self._id}-facts",
                elem_classes="factform",
                apply_default_css=False,
            )
            self.faults = gr.HTML(js_on_load="window.ordhallig.faults(element, watch)", apply_default_css=False)
            self.rows = hidden(f"{self._id}-facts-rows")
        return box

    def changes(self) -> list[Any]:
        """The events after which the text is judged anew."""
        return [box.change for box in (self.box, self.rows, self.dismissed, self.second)]

    def cleared(self) -> Updates:
        """For another text: nothing dismissed, no second opinion."""
        return {self.dismissed: "", self.second: ""}

    def aside(self, given: Given) -> Updates:
        """What stands beside the text as it was before a reload."""
        return {self.dismissed: given.dismissed, self.second: given.second}

    def judged_outputs(self) -> list[Any]:
        return [self.marks, self.verdict, self.told, self.findings, self.promises, self.steps, self.faults]

    def outputs(self) -> list[Any]:
        return [self.box, self.form, self.rows, self.dismissed, self.second, *self.judged_outputs()]

    def with_facts(self, case: Case, rows: str) -> Case:
        """The case with the facts that the form holds."""
        return replace(case, facts=facts.read(facts.rows_from(rows), case, self._language).facts)

    def judge(self, text: str, case: Case, rows: str, dismissed: str, second: str) -> Updates:
        """Everything that is shown of a text and its case, once it was checked; `second` is what a model said of it."""
        language = self._language
        table = facts.read(facts.rows_from(rows), case, language)
        case = replace(case, facts=table.facts)
        asked, aside = opinions.read(second), dismissing.read(dismissed)
        review = opinions.beside(self._desk.check(text, case), text, rows, asked)
        return {
            self.marks: judged.marks(text, dismissing.still_open(review.findings, aside)),
            self.verdict: judged.verdict(text, review, language, aside),
            self.told: judged.second_told(asked, text, rows, language),
            self.findings: findings.cards(review, case, aside, language),
            self.promises: judged.promises(review, case, language),
            self.steps: judged.steps(review, language),
            self.faults: factform.faults(table.faults, language),
        }

    def show_facts(self, rows: str, today: datetime) -> Updates:
        """Draws the form anew; only when another case comes, never while somebody types in it."""
        return {self.rows: rows, self.form: factform.form(facts.rows_from(rows), self._language, today)}

    def with_fact(self, rows: str, fact: Fact, case: Case | None) -> tuple[str, tuple[str, ...]]:
        """The rows with one more fact, and what is told of it: the fact with its source, and the one that it corrects."""
        today = case.today if case else self._desk.now()
        now, old = facts.with_fact(facts.rows_from(rows), facts.row_of(fact, self._language, today))
        source = f" ({fact.source})" if fact.source else ""
        corrected = (self._t["corrected"].format(says=old.says),) if old else ()
        return facts.saved(now), (f"{self._t[f'about_{fact.about}']}: {fact.says}{source}", *corrected)

    def rows_of(self, case: Case) -> str:
        return facts.saved(facts.row_of(fact, self._language, case.today) for fact in case.facts)
