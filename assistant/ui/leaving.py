"""Where a reply leaves the desk: copy, mark as sent, and the gate before both."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import outbox
from assistant.case import Case, Language
from assistant.desk import Desk, NeedsReason, Overtaken
from assistant.dismissing import Dismissal
from assistant.errors import AssistantError, DiskFull, Unavailable
from assistant.moved import basis, moved
from assistant.ui import turns
from assistant.ui.page import Page
from assistant.ui.render import sending
from assistant.ui.sheet import Updates, hidden
from assistant.ui.texts import words


class Leaving:
    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk, self._language = desk, language

    def place(self) -> None:
        t = words(self._language)
        with gr.Row(elem_id="leave"):
            self.writer = gr.HTML(js_on_load=None, apply_default_css=False)
            self.sent = gr.Button(t["mark_sent"], elem_id="sent", elem_classes="plain")
            self.copy = gr.Button(t["copy"], elem_id="copy", elem_classes="accent")
        self.gate = gr.HTML(js_on_load="window.ordhallig.gate(element, watch)", apply_default_css=False, elem_id="gate")
        self.reason = gr.Textbox(
            label=t["reason"], info=t["reason_kept"], placeholder=t["reason_hint"], elem_id="reason"
        )
        self.receipt = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="receipt")
        self.copied = hidden("copied")

    def outputs(self) -> list[Any]:
        return [self.writer, self.gate, self.reason, self.receipt]

    def cleared(self) -> Updates:
        """For another reply: no gate closed, no reason given, nothing sent."""
        return {self.gate: "", self.reason: "", self.receipt: ""}

    def copying(
        self, page: Page, text: str, case: Case, reason: str, dismissed: Sequence[Dismissal] = ()
    ) -> tuple[Page, Updates]:
        """The text for the clipboard, or the gate and no text."""
        shut = {self.copied: "", self.receipt: ""}
        if not text.strip():
            return page, shut | self._said("empty_reply")
        try:
            self._desk.approve(text, case, reason, dismissed)
            with suppress(Unavailable):  # without the ledger the reply can be copied all the same
                self._desk.catch_up(case, page.send_key(text))
        except NeedsReason as needs:
            return page, shut | self._gated(needs)
        except Overtaken as overtaken:
            return self._caught_up(page, case, overtaken), shut | self._said("overtaken")
        return page, {self.copied: outbox.as_pasted(text), self.gate: "", self.receipt: ""}

    def sending(
        self, page: Page, text: str, case: Case, reason: str, dismissed: Sequence[Dismissal] = ()
    ) -> tuple[Page, Updates]:
        """The page with our reply in its thread, and the receipt; or the page as it was, and why not."""
        if not text.strip():
            return page, self._said("empty_reply")
        if not case.owner:
            return page, self._said("need_name")
        now_is = "/".join(basis(case))
        came = () if page.asked == now_is else moved(page.draft, case)
        if came:
            return replace(page, asked=now_is), {self.gate: sending.asks_first(came, self._language), self.receipt: ""}
        try:
            key = page.send_key(text)
            done = self._desk.send(
                case, text, draft=page.draft, reason=reason, by=case.owner, key=key, dismissed=dismissed
            )
        except NeedsReason as needs:
            return page, self._gated(needs)
        except Overtaken as overtaken:
            return self._caught_up(page, case, overtaken), self._said("overtaken")
        except AssistantError as error:
            key = "fault_full" if isinstance(error, DiskFull) else "fault_ledger"
            return page, {self.gate: sending.fault(error, key, self._language)}
        receipt = sending.receipt(done, self._language, case.today)
        return turns.sent(page, text, self._desk.now()), self.cleared() | {self.receipt: receipt}

    def _caught_up(self, page: Page, case: Case, overtaken: Overtaken) -> Page:
        """The page with what came elsewhere, about which the agent has then been asked."""
        now_is = replace(case, messages=(*case.messages, *overtaken.news))
        return replace(turns.caught_up(page, overtaken.news), asked="/".join(basis(now_is)))

    def _gated(self, needs: NeedsReason) -> Updates:
        return {self.gate: sending.gate(len(needs.findings), self._language), self.receipt: ""}

    def _said(self, key: str) -> Updates:
        return {self.gate: sending.said(key, self._language), self.receipt: ""}
