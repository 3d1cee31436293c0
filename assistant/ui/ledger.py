"""The tab of promises: what is due, who should hear from us, a search over cases, and the page of one case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from assistant import following
from assistant.calendar import after_business_hours
from assistant.case import Language
from assistant.casefile import local, when_from
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.ledger import Ledger, as_calendar
from assistant.ui.casetexts import case_words
from assistant.ui.render import casebook
from assistant.ui.saving import SaveButton
from assistant.ui.searching import CLICKS
from assistant.ui.sheet import PRIVATE, Updates, hidden

_AHEAD = 8
"""Business hours that the due list looks ahead: a working day."""
_SHOWN = 200


class LedgerTab:
    def __init__(self, desk: Desk, language: Language, agent: gr.Textbox) -> None:
        self._desk, self._language, self._agent = desk, language, agent
        self._t = case_words(language)
        with gr.Row(elem_classes=["bench", "two", "library"]):
            with gr.Column(elem_classes="aside"):
                self._words = gr.Textbox(
                    label=self._t["find"], placeholder=self._t["find_hint"], elem_id="find-case", max_lines=1
                )
                self._mine = gr.Checkbox(label=self._t["mine"], elem_id="mine")
                self._list = gr.HTML(js_on_load=CLICKS, apply_default_css=False, elem_id="due")
                self._ics = SaveButton(self._t["download_ics"], "promises.ics", self.calendar)
            with gr.Column(elem_classes="middle"):
                self._fault = gr.HTML(js_on_load=None, apply_default_css=False)
                self._page = gr.HTML(
                    f'<p class="faint">{self._t["choose"]}</p>',
                    js_on_load=CLICKS,
                    apply_default_css=False,
                    elem_id="case",
                )
                self._place_acts()
        self._open = hidden("open-case")

    def _place_acts(self) -> None:
        t = self._t
        with gr.Column(visible=False, elem_id="case-acts") as self._acts:
            with gr.Row():
                self.next = gr.Button(t["next_reply"], elem_id="next-reply", elem_classes="accent")
                self._close = gr.Button(t["close"], elem_classes="plain")
                self._reopen = gr.Button(t["reopen"], elem_classes="plain")
            with gr.Row():
                self._when = gr.Textbox(label=t["move_label"], placeholder=t["move_hint"], elem_id="move-to")
                self._move = gr.Button(t["move"], elem_id="move", elem_classes="plain")
            with gr.Row():
                self._to = gr.Textbox(label=t["hand_to"], elem_id="hand-to")
                self._reason = gr.Textbox(label=t["hand_reason"], elem_id="hand-reason")
                self._hand = gr.Button(t["hand"], elem_id="hand", elem_classes="plain")
            with gr.Row():
                self._note = gr.Textbox(label=t["note"], elem_id="case-note")
                self._public = gr.Checkbox(label=t["note_public"])
                self._add = gr.Button(t["note_add"], elem_classes="plain")
            with gr.Row(visible=self._desk.settings.customer_pages):
                self._link = gr.Button(t["page"], elem_id="customer-page", elem_classes="plain")
                self._unlink = gr.Button(t["unpage"], elem_classes="plain")

    @property
    def chosen(self) -> gr.Textbox:
        """The number of the case that is open."""
        return self._open

    def wire(self, tab: gr.Tab) -> None:
        listed: dict[str, Any] = {"inputs": [self._words, self._mine, self._agent], "outputs": self._list, **PRIVATE}
        gr.on([tab.select, self._words.change, self._mine.change], self.listed, trigger_mode="always_last", **listed)
        self._ics.wire([self._mine, self._agent])
        shown: dict[str, Any] = {"outputs": self._shows(), **PRIVATE}
        self._list.entry(self.open, **shown)
        self._page.choose(self.settle, inputs=[self._open, self._agent], **shown).then(self.listed, **listed)
        acts: tuple[tuple[gr.Button, Callable[..., Updates], list[Any]], ...] = (
            (self._move, self.move, [self._when]),
            (self._hand, self.hand, [self._to, self._reason]),
            (self._add, self.note, [self._note, self._public]),
            (self._close, self.close, []),
            (self._reopen, self.reopen, []),
            (self._link, self.link, []),
            (self._unlink, self.unlink, []),
        )
        for button, act, boxes in acts:
            done = button.click(act, inputs=[self._open, self._agent, *boxes], **shown)
            done.then(self.listed, **listed)

    def open_from(self, shown: gr.HTML, tabs: gr.Tabs) -> None:
        """A case that was chosen elsewhere in the window opens here."""
        opened = shown.case(self.open, outputs=self._shows(), **PRIVATE)
        opened.then(lambda: gr.Tabs(selected="cases"), outputs=tabs, **PRIVATE)

    # What is shown

    def _shows(self) -> list[Any]:
        return [self._page, self._acts, self._fault, self._open]

    def listed(self, words: str, mine: bool, agent: str) -> str:
        """The cases that fit the words; with none, what is due and who should hear from us."""
        now, owner = datetime.now(UTC), agent.strip() if mine else None
        try:
            ledger = self._desk.ledger()
            if words.strip():
                matters = ledger.cases.find(words, owner=owner)
                return casebook.found(matters, local(now).date(), self._language)
            return self._due(ledger, now, owner) + self._updates(ledger, now, owner)
        except AssistantError as fault:
            return casebook.told([self._t["ledger_off"].format(what=fault)])

    def _due(self, ledger: Ledger, now: datetime, owner: str | None) -> str:
        policy = self._desk.policy
        ahead = after_business_hours(local(now), _AHEAD, policy.opens, policy.closes) - local(now)
        return casebook.due(ledger.due(now, who=owner, limit=_SHOWN), now, now + ahead, self._language)

    def calendar(self, _: gr.Request, mine: bool, agent: str) -> str:
        """All that is open and has a time, as a calendar file."""
        return as_calendar(self._desk.ledger().due(datetime.now(UTC), who=agent.strip() if mine else None))

    def _updates(self, ledger: Ledger, now: datetime, owner: str | None) -> str:
        proposed = following.updates(ledger, self._desk.policy, now, owner=owner)
        return casebook.updates(proposed, local(now).date(), self._language)

    def open(self, event: gr.EventData) -> Updates:
        return self._shown(str(event.value))

    def _shown(self, id: str, notice: str = "") -> Updates:
        now = datetime.now(UTC)
        ledger, limit = self._desk.ledger(), self._desk.settings.carousel_limit
        dossier = casebook.in_words(ledger.cases.dossier(id), self._desk.policy, self._language)
        drawn = casebook.case(dossier, following.carousel(dossier, now), limit, now, self._language)
        update = following.update_for(dossier.matter, ledger, self._desk.policy, now)
        drawn += casebook.update_text(update.text if update else "", self._language)
        return {self._page: drawn, self._acts: gr.Column(visible=True), self._fault: notice, self._open: id}

    # What the agent does

    def settle(self, event: gr.EventData, id: str, agent: str) -> Updates:
        act, _, number = str(event.value).partition(":")
        ledger = self._desk.ledger()
        does = {"keep": ledger.keep, "break": ledger.break_, "withdraw": ledger.withdraw}[act]
        return self._done(id, agent, lambda: does(int(number), by=agent))

    def move(self, id: str, agent: str, line: str) -> Updates:
        number, _, day = line.strip().partition(" ")
        if not number.isdigit() or not day.strip():
            return self._refused(self._t["move_how"])
        moves = self._desk.ledger().move
        return self._done(id, agent, lambda: moves(int(number), when_from(day.strip(), "move"), by=agent, told=False))

    def hand(self, id: str, agent: str, to: str, reason: str) -> Updates:
        return self._done(id, agent, lambda: self._desk.ledger().cases.hand_over(id, to, by=agent, reason=reason))

    def note(self, id: str, agent: str, text: str, public: bool) -> Updates:
        return self._done(id, agent, lambda: self._desk.ledger().cases.note(id, text, by=agent, public=public))

    def close(self, id: str, agent: str) -> Updates:
        return self._done(id, agent, lambda: self._desk.ledger().cases.close(id, by=agent))

    def reopen(self, id: str, agent: str) -> Updates:
        return self._done(id, agent, lambda: self._desk.ledger().cases.reopen(id, by=agent))

    def link(self, id: str, agent: str, request: gr.Request) -> Updates:
        if not agent.strip():
            return self._refused(self._t["need_name"])
        days = self._desk.settings.customer_page_days
        token = self._desk.ledger().cases.open_page(id, by=agent, days=days)
        host = request.headers.get("host", "")
        return self._shown(id, casebook.page_address(f"{host}/follow/{token}", days, self._language))

    def unlink(self, id: str, agent: str) -> Updates:
        return self._done(id, agent, lambda: self._desk.ledger().cases.close_pages(id, by=agent))

    def _done(self, id: str, agent: str, act: Callable[[], object]) -> Updates:
        """The case after the act, or the fault and the case as it was."""
        if not agent.strip():
            return self._refused(self._t["need_name"])
        try:
            act()
            return self._shown(id)
        except AssistantError as fault:
            return self._refused(str(fault))

    def _refused(self, line: str) -> Updates:
        return {self._fault: casebook.told([line])}
