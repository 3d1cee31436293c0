"""The tab where a complaint becomes a checked reply: the talk, the draft, the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import conversation, outbox
from assistant.case import Case, Draft, Language
from assistant.desk import Desk, NeedsReason, Unreadable
from assistant.errors import AssistantError
from assistant.ui import page as pages
from assistant.ui import turns
from assistant.ui.page import Page
from assistant.ui.render import sending, talk
from assistant.ui.searching import CLICKS, SearchTab
from assistant.ui.sheet import PRIVATE, Sheet, Updates, hidden
from assistant.ui.texts import words


class ReplyTab:
    def __init__(self, desk: Desk, language: Language, agent: gr.Textbox) -> None:
        self._desk, self._language, self._agent = desk, language, agent
        self._sheet = Sheet(desk, language, "draft")
        with gr.Row(elem_classes=["judged", "bench", "three"]):
            with gr.Column(elem_classes="left"):
                self._place_talk()
            with gr.Column(elem_classes=["middle", "work"]):
                self._place_reply()
            with gr.Column(elem_classes=["aside", "work"]):
                self._place_beside()
        self._kept, self._copied = hidden("kept"), hidden("copied")

    def _place_talk(self) -> None:
        t = words(self._language)
        self._talk = gr.HTML(self._drawn(Page()), js_on_load=CLICKS, apply_default_css=False, elem_id="talk")
        with gr.Column(elem_id="say"):
            self._line = gr.Textbox(
                label=t["line"], placeholder=t["line_empty"], lines=1, max_lines=14, container=False, elem_id="line"
            )
            with gr.Row(elem_id="say-buttons"):
                self._new = gr.Button(t["new_case"], elem_id="new", elem_classes="plain")
                self._stop = gr.Button(t["stop"], elem_id="stop", elem_classes="plain")
                self._send = gr.Button(t["write_draft"], elem_id="send-line", elem_classes="accent")

    def _place_reply(self) -> None:
        t = words(self._language)
        self._notice = gr.HTML(js_on_load=None, apply_default_css=False)
        self._sheet.place_box(t["reply_box"], t["reply_empty"])
        with gr.Row(elem_id="leave"):
            self._writer = gr.HTML(js_on_load=None, apply_default_css=False)
            self._sent = gr.Button(t["mark_sent"], elem_id="sent", elem_classes="plain")
            self._copy = gr.Button(t["copy"], elem_id="copy", elem_classes="accent")
        self._gate = gr.HTML(
            js_on_load="window.ordhallig.gate(element, watch)", apply_default_css=False, elem_id="gate"
        )
        self._reason = gr.Textbox(
            label=t["reason"], info=t["reason_kept"], placeholder=t["reason_hint"], elem_id="reason"
        )
        self._receipt = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="receipt")
        self._sheet.place_findings()

    def _place_beside(self) -> None:
        t = words(self._language)
        self._asks = gr.HTML(js_on_load=None, apply_default_css=False)
        self._sheet.place_promises()
        self._sheet.place_facts()
        self._sheet.place_steps()
        with gr.Accordion(t["passages"], elem_classes="fold"):
            self._passages = gr.HTML(js_on_load=CLICKS, apply_default_css=False)

    def wire(self, tabs: gr.Tabs, search: SearchTab) -> None:
        sheet, given = self._sheet, [self._kept, self._sheet.box, self._sheet.rows, self._agent]
        writes: dict[str, Any] = {"outputs": self.outputs(), **PRIVATE}
        writing = [
            gr.on([self._send.click, self._line.submit], self.hear, inputs=[self._line, *given], **writes),
            self._talk.example(self.try_example, inputs=[self._agent], **writes),
            self._talk.choose(self.choose, inputs=given, **writes),
        ]
        self._stop.click(self.stopped, inputs=given, cancels=writing, **writes)
        self._new.click(self.start_anew, **writes)
        gr.on(
            [sheet.box.change, sheet.rows.change],
            self.check,
            inputs=given,
            outputs=[*sheet.judged_outputs(), self._writer],
            trigger_mode="always_last",
            **PRIVATE,
        )
        leaving = [*given, self._reason]
        gate = [self._gate, self._receipt]
        self._copy.click(self.copy, inputs=leaving, outputs=[self._copied, *gate], **PRIVATE).then(
            None, inputs=[self._copied], js="(text) => window.ordhallig.copy(text)", **PRIVATE
        )
        self._sent.click(self.send, inputs=leaving, outputs=[self._kept, self._talk, self._reason, *gate], **PRIVATE)
        for shown in (self._talk, self._passages):
            opened = shown.entry(search.open, outputs=search.entry, **PRIVATE)
            opened.then(lambda: gr.Tabs(selected="search"), outputs=tabs, **PRIVATE)

    def outputs(self) -> list[Any]:
        said = [
            self._agent,
            self._line,
            self._send,
            self._talk,
            self._kept,
            self._notice,
            self._asks,
            self._passages,
            self._writer,
        ]
        return [*said, self._gate, self._reason, self._receipt, *self._sheet.outputs()]

    def kept_boxes(self) -> list[gr.Textbox]:
        return [self._kept, self._sheet.box, self._sheet.rows, self._agent, self._line, self._reason]

    # What the agent does

    def hear(self, line: str, kept: str, text: str, rows: str, agent: str) -> Iterator[Updates]:
        """A line in the talk: done at once, and a draft is written where it asks for one."""
        page = pages.restored(kept, self._desk)
        yield from self._done(page, conversation.read(line, page.case, page.wishes), line, text, rows, agent)

    def choose(self, kept: str, text: str, rows: str, agent: str, event: gr.EventData) -> Iterator[Updates]:
        """The agent has said what an unclear line was."""
        page = pages.restored(kept, self._desk)
        line = turns.last_line(page)
        request = conversation.Request(event.value, line, page.wishes)
        yield from self._done(turns.without_last(page), request, line, text, rows, agent)

    def _done(
        self, page: Page, request: conversation.Request, line: str, text: str, rows: str, agent: str
    ) -> Iterator[Updates]:
        if request.kind == "question":
            yield {self._talk: self._drawn(turns.asked(page, line), doing="looking"), **self._asking(page)}
        try:
            answer = self._desk.do(request, page.sitting, self._language)
        except Unreadable as fault:
            yield self._talked(turns.unreadable(page, fault)) | self._asking(page, line)
            return
        after = turns.answered(page, line, answer)
        if not answer.writes:
            yield self._talked(after) | self._asking(after)
            return
        is_new = request.kind == "case"
        rows = "[]" if is_new else rows
        yield self._begun(after, rows, is_new)
        yield from self._written(turns.told(after, answer), rows, agent, None if is_new else text)

    def try_example(self, agent: str, event: gr.EventData) -> Iterator[Updates]:
        example = next(example for example in self._desk.examples() if example.name == event.value)
        page = turns.opened(example)
        rows = self._sheet.rows_of(example.case)
        yield self._begun(page, rows, True)
        yield from self._written(turns.first_draft(page), rows, agent, None)

    def _written(self, page: Page, rows: str, agent: str, previous: str | None) -> Iterator[Updates]:
        case = self._case(page, rows, agent)
        streamed = ""
        for piece in self._desk.write(case, page.wishes, previous=previous or None, reader=self._language):
            if isinstance(piece, Draft):
                yield self._all(page.with_draft(piece), piece.text, rows, agent)
                return
            streamed += piece
            yield {self._sheet.box: streamed}

    def stopped(self, kept: str, text: str, rows: str, agent: str) -> Updates:
        """What had been written stays, and is checked like any other text."""
        return self._all(turns.stopped(pages.restored(kept, self._desk)), text, rows, agent)

    def start_anew(self) -> Updates:
        return self._all(Page(), "", "[]", "") | self._sheet.show_facts("[]", self._desk.now()) | self._asking(Page())

    def check(self, kept: str, text: str, rows: str, agent: str) -> Updates:
        page = pages.restored(kept, self._desk)
        return self._judged(page, text, rows, agent)

    def copy(self, kept: str, text: str, rows: str, agent: str, reason: str) -> Updates:
        page = pages.restored(kept, self._desk)
        shut = {self._copied: "", self._receipt: ""}
        if not text.strip():
            return shut | self._said("empty_reply")
        try:
            self._desk.approve(text, self._case(page, rows, agent), reason)
        except NeedsReason as needs:
            return shut | self._gated(needs)
        return {self._copied: outbox.as_pasted(text), self._gate: "", self._receipt: ""}

    def send(self, kept: str, text: str, rows: str, agent: str, reason: str) -> Updates:
        page = pages.restored(kept, self._desk)
        same = {self._receipt: ""}
        if not text.strip():
            return same | self._said("empty_reply")
        if not agent.strip():
            return same | self._said("need_name")
        case = self._case(page, rows, agent)
        try:
            done = self._desk.send(
                case, text, draft=page.draft, reason=reason, by=agent.strip(), key=page.send_key(text)
            )
        except NeedsReason as needs:
            return same | self._gated(needs)
        except AssistantError as error:
            return same | {self._gate: sending.fault(error, "fault_ledger", self._language)}
        after = turns.sent(page, text, self._desk.now())
        return {
            self._kept: pages.saved(after),
            self._talk: self._drawn(after),
            self._gate: "",
            self._reason: "",
            self._receipt: sending.receipt(done, self._language, case.today),
        }

    def restored(self, kept: str, text: str, rows: str, agent: str, line: str, reason: str) -> Updates:
        """The tab as the browser kept it."""
        page = pages.restored(kept, self._desk)
        today = page.case.today if page.case else self._desk.now()
        shown = self._all(page, text, rows, agent) | self._sheet.show_facts(rows, today)
        return shown | {
            **self._asking(page, line),
            self._agent: agent,
            self._reason: reason,
        }

    # What is shown

    def _case(self, page: Page, rows: str, agent: str) -> Case:
        """The case with its facts and its owner; without one opened, only today and the policy."""
        case = page.case or Case(today=self._desk.now(), policy=self._desk.policy)
        return self._sheet.with_facts(replace(case, owner=agent.strip() or case.owner), rows)

    def _drawn(self, page: Page, *, doing: str = "") -> str:
        if page.case is None and not page.talk and not doing:
            return talk.welcome(self._desk.examples(), self._notes(), self._language)
        return talk.conversation(page, self._desk.live.current(), self._language, doing=doing)

    def _notes(self) -> list[str]:
        """What does not work as it could, told once on the empty desk."""
        t, desk = words(self._language), self._desk
        faults = (("ledger_off", desk.ledger_fault()), ("playbook_fault", desk.live.fault))
        told = [t[key].format(what=fault) for key, fault in faults if fault]
        found = [notice.sv if self._language == "sv" else notice.en for notice in desk.search_notices()]
        return told + found + ([] if desk.has_model else [t["no_model"]])

    def _asking(self, page: Page, line: str = "") -> Updates:
        """The line box and its button, asking for what comes next."""
        t = words(self._language)
        hint, does = ("line_case", "send_line") if page.case else ("line_empty", "write_draft")
        return {self._line: gr.update(value=line, placeholder=t[hint]), self._send: t[does]}

    def _talked(self, page: Page) -> Updates:
        return {self._talk: self._drawn(page), self._kept: pages.saved(page)}

    def _begun(self, page: Page, rows: str, is_new: bool) -> Updates:
        """While the draft is written: the talk says so, and a new case has emptied what was there."""
        begun = {
            self._talk: self._drawn(page, doing="writing"),
            self._kept: pages.saved(page),
            **self._asking(page),
        }
        today = page.case.today if page.case else self._desk.now()
        return begun | ({self._sheet.box: ""} | self._sheet.show_facts(rows, today) if is_new else {})

    def _judged(self, page: Page, text: str, rows: str, agent: str) -> Updates:
        case = page.case or Case(today=self._desk.now(), policy=self._desk.policy)
        shown = self._sheet.judge(text, case, rows)
        return shown | {self._writer: sending.writer(page.draft, text, self._language)}

    def _all(self, page: Page, text: str, rows: str, agent: str) -> Updates:
        asks, passages = talk.beside(page.draft, self._desk.live.current(), self._language)
        return {
            self._talk: self._drawn(page),
            self._kept: pages.saved(page),
            self._sheet.box: text,
            self._notice: sending.notice(page.draft, self._language),
            self._asks: asks,
            self._passages: passages,
            self._gate: "",
            self._reason: "",
            self._receipt: "",
        } | self._judged(page, text, rows, agent)

    def _gated(self, needs: NeedsReason) -> Updates:
        told = sending.gate(len(needs.findings), self._language)
        return {self._gate: told}

    def _said(self, key: str) -> Updates:
        return {self._gate: sending.said(key, self._language)}
