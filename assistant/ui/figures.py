"""The tab of figures: what became of the promises; everybody's for leads, one's own for others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import gradio as gr

from assistant.case import Language
from assistant.casefile import local
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.ledger import Figures, figures_as_csv, figures_as_json
from assistant.ui.casetexts import case_words
from assistant.ui.render import casebook, ledgerfigures
from assistant.ui.saving import SaveButton
from assistant.ui.sheet import PRIVATE
from assistant.ui.signedin import person

_WEEKS = (4, 13, 26, 52)


class FiguresTab:
    """A lead who has signed in sees everybody's; all others, and everybody while sign-in is off, their own."""

    def __init__(self, desk: Desk, language: Language, agent: gr.Textbox) -> None:
        self._desk, self._language, self._agent = desk, language, agent
        t = self._t = case_words(language)
        with gr.Column(elem_classes=["bench", "figures-page"]):
            with gr.Row(elem_classes="figures-bar"):
                self._weeks = gr.Radio(
                    [*_WEEKS], value=_WEEKS[1], label=t["weeks"], elem_id="weeks", elem_classes="facet"
                )
                self._saves = (
                    SaveButton(
                        t["download_csv"],
                        "figures.csv",
                        lambda who, weeks, agent: figures_as_csv(self._figures(weeks, agent, who)),
                    ),
                    SaveButton(
                        t["download_json"],
                        "figures.json",
                        lambda who, weeks, agent: figures_as_json(self._figures(weeks, agent, who)),
                    ),
                )
            self._shown = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="figures")

    def wire(self, tab: gr.Tab) -> None:
        inputs = [self._weeks, self._agent]
        gr.on([tab.select, self._weeks.change], self.show, inputs=inputs, outputs=self._shown, **PRIVATE)
        for save in self._saves:
            save.wire(inputs)

    def show(self, weeks: int, agent: str, request: gr.Request) -> str:
        if not agent.strip():
            return f'<p class="faint">{self._t["figures_name"]}</p>'
        try:
            found = self._figures(weeks, agent, request)
        except AssistantError as fault:
            return casebook.told([self._t["ledger_off"].format(what=fault)])
        today = local(datetime.now(UTC)).date()
        is_lead = _is_lead(request)
        shown = ledgerfigures.figures(found, weeks, today, self._language, own=not is_lead)
        return shown + (self._usage(weeks) if is_lead else "")

    def _usage(self, weeks: int) -> str:
        """How the playbook serves, for whoever keeps it."""
        now = datetime.now(UTC)
        used = self._desk.ledger().usage(now - timedelta(weeks=weeks - 1), now)
        return ledgerfigures.usage(used, self._desk.live.current(), self._language)

    def _figures(self, weeks: int, agent: str, request: gr.Request) -> Figures:
        now = datetime.now(UTC)
        who = None if _is_lead(request) else agent.strip()
        return self._desk.ledger().figures(now - timedelta(weeks=weeks - 1), now, who=who)


def _is_lead(request: gr.Request) -> bool:
    who = person(request)
    return who is not None and who.is_lead
