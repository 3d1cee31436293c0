"""The tab where a complaint becomes a checked reply: the talk, the draft, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import conversation
from assistant.case import Case, Draft, Fact, Language
from assistant.desk import Answer, Desk
from assistant.moved import moved
from assistant.pasted import Unreadable
from assistant.ui import missing, turns
from assistant.ui import page as pages
from assistant.ui.caselist import CaseList
from assistant.ui.leaving import Leaving
from assistant.ui.lookingup import LookUp
from assistant.ui.pacing import grown
from assistant.ui.page import Given, Page
from assistant.ui.render import sending, talk
from assistant.ui.searching import CLICKS, SearchTab
from assistant.ui.seconding import Seconding
from assistant.ui.sheet import BIT_BY_BIT, PRIVATE, Sheet, Updates, hidden, shown_once
from assistant.ui.texts import words


class ReplyTab:
    def __init__(self, desk: Desk, language: Language, agent: gr.Textbox) -> None:
        self._desk, self._language, self._agent = desk, language, agent
        self._sheet = Sheet(desk, language, "draft")
        self._leaving = Leaving(desk, language)
        self._looking = LookUp(desk, language, self._sheet)
        self._seconding = Seconding(desk, language, self._sheet)
        with gr.Row(elem_classes=["judged", "bench", "three"]):
            self.cases = CaseList(desk, language, agent)
            with gr.Column(elem_classes="left"):
                self._place_talk()
            with gr.Column(elem_classes=["middle", "work"]):
                self._place_reply()
            with gr.Column(elem_classes=["aside", "work"]):
                self._place_beside()
        self._kept = hidden("kept")
        self.receipt = self._leaving.receipt  # changes when a reply has been sent

    def _place_talk(self) -> None:
        t = words(self._language)
        empty = talk.welcome(self._desk.examples(), self._language)
        self._talk = gr.HTML(empty, js_on_load=CLICKS, apply_default_css=False, elem_id="talk")
        with gr.Column(elem_id="say"):
            self._line = gr.Textbox(
                label=t["line"], placeholder=t["line_empty"], lines=1, max_lines=14, container=False, elem_id="line"
            )
            with gr.Row(elem_id="say-buttons"):
                self._new = gr.Button(t["new_case"], elem_id="new", elem_classes="plain")
                self._stop = gr.Button(t["stop"], elem_id="stop", elem_classes="plain")
                self._send = gr.Button(t["write_draft"], elem_id="send-line", elem_classes="accent")
        self._missing = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="missing")

    def _place_reply(self) -> None:
        t = words(self._language)
        self._notice = gr.HTML(js_on_load=None, apply_default_css=False)
        self._stale = gr.HTML(js_on_load=CLICKS, apply_default_css=False, elem_id="stale")
        self._sheet.place_box(t["reply_box"], t["reply_empty"])
        self._leaving.place()
        self._sheet.place_verdict()
        self._seconding.place()
        self._sheet.place_findings()

    def _place_beside(self) -> None:
        self._asks = gr.HTML(js_on_load=None, apply_default_css=False)
        self._looking.place(self._sheet.place_facts())
        self._sheet.place_promises()
        with gr.Accordion(words(self._language)["passages"], elem_classes="fold"):
            self._passages = gr.HTML(js_on_load=CLICKS, apply_default_css=False)
        self._sheet.place_steps()

    def wire(self, tabs: gr.Tabs, search: SearchTab) -> None:
        sheet, leaving = self._sheet, self._leaving
        given = self._given_boxes()
        writes: dict[str, Any] = {"outputs": self.outputs(), **BIT_BY_BIT}
        writing = [
            gr.on([self._send.click, self._line.submit], self.hear, inputs=[self._line, *given], **writes),
            self._talk.example(self.try_example, inputs=given, **writes),
            *(html.choose(self.choose, inputs=given, **writes) for html in (self._talk, self._stale)),
        ]
        self._stop.click(self.stopped, inputs=given, cancels=writing, outputs=self.outputs(), **PRIVATE)
        self._looking.wire(given, writes, self._given, self._case, self._done)
        self._new.click(self.start_anew, outputs=self.outputs(), **PRIVATE)
        gr.on(
            sheet.changes(),
            self.check,
            inputs=given,
            outputs=[*sheet.judged_outputs(), leaving.writer, self._stale],
            trigger_mode="always_last",
            **PRIVATE,
        )
        self._seconding.wire(given, self._to_second)
        gate = [leaving.gate, leaving.receipt]
        noted = [self._kept, self._talk, self._stale, *gate]
        copied = leaving.copy.click(
            self.copy, inputs=[leaving.reason, *given], outputs=[leaving.copied, *noted], **PRIVATE
        )
        copied.then(None, inputs=leaving.copied, js="(text) => window.ordhallig.copy(text)", **PRIVATE)
        leaving.sent.click(self.send, inputs=[leaving.reason, *given], outputs=[leaving.reason, *noted], **PRIVATE)
        for shown in (self._talk, self._passages):
            opened = shown.entry(search.open, outputs=search.entry, **PRIVATE)
            opened.then(lambda: gr.Tabs(selected="search"), outputs=tabs, **PRIVATE)

    def take_up_from(self, button: gr.Button, chosen: gr.Textbox, tabs: gr.Tabs) -> None:
        """The next reply in a case of the ledger, begun with a button on its page."""
        given = self._given_boxes()
        taken = button.click(lambda: gr.Tabs(selected="reply"), outputs=tabs, **PRIVATE)
        taken.then(self.take_up, inputs=[chosen, *given], outputs=self.outputs(), **BIT_BY_BIT)

    @shown_once
    def take_up(self, id: str, *given: str) -> Iterator[Updates]:
        yield from self._opened(Page(case=self._desk.take_up(id)), replace(self._given(*given), rows="[]"))

    def outputs(self) -> list[Any]:
        said = [self._agent, self._line, self._send, self._talk, self._missing, self._kept]
        beside = [self._notice, self._stale, self._asks, self._passages]
        return [*said, *beside, *self._leaving.outputs(), *self._sheet.outputs(), *self._looking.outputs()]

    def kept_boxes(self) -> list[gr.Textbox]:
        return [*self._given_boxes(), self._line, self._leaving.reason]

    def _given_boxes(self) -> list[gr.Textbox]:
        return [self._kept, self._sheet.box, self._sheet.rows, self._agent, self._sheet.dismissed, self._sheet.second]

    # What the agent does; `given` is what stands in the boxes: the kept page, the draft, the facts, the name

    @shown_once
    def hear(self, line: str, *given: str) -> Iterator[Updates]:
        """A line in the talk: done at once, and a draft is written where it asks for one."""
        before = self._given(*given)
        yield from self._done(self._desk.read(line, before.page.sitting), line, before)

    @shown_once
    def choose(self, event: gr.EventData, *given: str) -> Iterator[Updates]:
        """The agent has said what an unclear line was, or wants the draft before this one."""
        before = self._given(*given)
        if event.value == turns.BACK:
            yield self._all(replace(before, page=turns.taken_back(before.page), text=before.page.before))
            return
        if request := turns.rewriting(before.page, event.value):
            yield from self._done(request, "", before)
            return
        line = turns.last_line(before.page)
        request = turns.meant(before.page, event.value, line)
        yield from self._done(request, line, replace(before, page=turns.without_last(before.page)))

    def _done(self, request: conversation.Request, line: str, before: Given) -> Iterator[Updates]:
        page = before.page
        if request.kind == "question":
            yield {self._talk: self._drawn(turns.asked(page, line), doing="looking"), **self._asking(page)}
        try:
            answer = self._desk.do(request, page.sitting, self._language)
        except Unreadable as fault:
            yield self._talked(turns.unreadable(page, fault)) | self._asking(page, line)
            return
        if answer.fact is not None:
            yield self._noted(turns.answered(page, line, answer), answer.fact, before)
            return
        after = turns.answered(page, line, answer, self._promises(answer))
        if not answer.writes:
            yield self._talked(after) | self._asking(after)
        elif request.kind == "case":
            yield from self._opened(after, replace(before, rows="[]"))
        elif request.wishes.note and self._desk.is_without_model:
            yield self._talked(turns.beyond(after)) | self._asking(after)
        else:
            yield self._begun(after)
            yield from self._written(replace(before, page=turns.told(after, answer, before.text)))

    def _promises(self, answer: Answer) -> tuple[str, ...]:
        return talk.promised(answer, self._language, self._desk.now().date())

    def _noted(self, page: Page, fact: Fact, before: Given) -> Updates:
        """The fact is in the form, told in the talk, and the text is weighed against it."""
        rows, told = self._sheet.with_fact(before.rows, replace(fact, source=fact.source or before.agent), page.case)
        page = turns.listed(page, told)
        shown = self._sheet.show_facts(rows, self._today(page))
        return self._talked(page) | self._asking(page) | shown | self._judged(replace(before, page=page, rows=rows))

    @shown_once
    def try_example(self, event: gr.EventData, *given: str) -> Iterator[Updates]:
        example = next(example for example in self._desk.examples() if example.name == event.value)
        rows = self._sheet.rows_of(example.case)
        yield from self._opened(turns.opened(example), replace(self._given(*given), rows=rows))

    def _opened(self, page: Page, before: Given) -> Iterator[Updates]:
        """Another case: what was there is cleared away, and its first draft is written."""
        facts = self._sheet.show_facts(before.rows, self._today(page))
        yield self._begun(page) | {self._sheet.box: ""} | self._sheet.cleared() | facts | self._looking.cleared()
        yield from self._written(replace(before, page=turns.first_draft(page), text="", dismissed="", second=""))

    def _written(self, before: Given) -> Iterator[Updates]:
        page = before.page
        writing = self._desk.write(self._case(before), page.wishes, previous=before.text or None, reader=self._language)
        for piece in grown(writing):
            if isinstance(piece, Draft):
                yield self._all(replace(before, page=page.with_draft(piece), text=piece.text))
                return
            yield {self._sheet.box: piece}

    def stopped(self, *given: str) -> Updates:
        """What had been written stays, and is checked like any other text."""
        before = self._given(*given)
        return self._all(replace(before, page=turns.stopped(before.page)))

    def start_anew(self) -> Updates:
        empty = Given(Page(), "", "[]", "")
        facts = self._sheet.show_facts(empty.rows, self._desk.now())
        shown = self._sheet.cleared() | facts | self._asking(empty.page) | self._told()
        return self._all(empty) | shown | self._looking.cleared()

    def check(self, *given: str) -> Updates:
        return self._judged(self._given(*given))

    def copy(self, reason: str, *given: str) -> Updates:
        before = self._given(*given)
        page, shown = self._leaving.copying(before.page, before.text, self._case(before), reason, before.aside)
        return shown if page == before.page else self._talked(page) | self._aged(replace(before, page=page)) | shown

    def send(self, reason: str, *given: str) -> Updates:
        before = self._given(*given)
        page, shown = self._leaving.sending(before.page, before.text, self._owned(before), reason, before.aside)
        return self._talked(page) | self._aged(replace(before, page=page)) | shown

    def restored(self, *values: str) -> Updates:
        """The tab as the browser kept it. What it kept empty is left alone: somebody may already be at work there."""
        *given, line, reason = values
        before = self._given(*given)
        typed = {self._agent: before.agent, self._line: line, self._leaving.reason: reason} | self._sheet.aside(before)
        shown: Updates = {box: value for box, value in typed.items() if value}
        if before.page == Page() and not before.text:
            return self._told() | shown
        drawn = self._all(before) | self._sheet.show_facts(before.rows, self._today(before.page))
        return drawn | shown | self._told() | self._asking(before.page, line)

    # What is known

    def _given(self, kept: str, text: str, rows: str, agent: str, dismissed: str = "", second: str = "") -> Given:
        return Given(pages.restored(kept, self._desk), text, rows, agent.strip(), dismissed, second)

    def _to_second(self, *given: str) -> tuple[str, Case, str]:
        before = self._given(*given)
        return before.text, self._case(before), before.rows

    def _today(self, page: Page) -> Any:
        return page.case.today if page.case else self._desk.now()

    def _case(self, before: Given) -> Case:
        """The case with its facts and its owner."""
        case = self._known(before.page)
        return self._sheet.with_facts(replace(case, owner=before.agent or case.owner), before.rows)

    def _known(self, page: Page) -> Case:
        """The case with what was promised in it before; without one opened, only today and the policy."""
        return self._desk.with_history(page.case or Case(today=self._desk.now(), policy=self._desk.policy))

    def _owned(self, before: Given) -> Case:
        """The case in the name of the agent at the desk, who stands by what is sent."""
        return replace(self._case(before), owner=before.agent or None)

    # What is shown

    def _drawn(self, page: Page, *, doing: str = "") -> str:
        if page.case is None and not page.talk and not doing:
            return talk.welcome(self._desk.examples(), self._language)
        return talk.conversation(page, self._desk.live.current(), self._language, doing=doing)

    def _told(self) -> Updates:
        return {self._missing: talk.missing(missing.notes(self._desk, self._language))}

    def nothing(self) -> Updates:
        return {self._kept: gr.skip()}

    def _asking(self, page: Page, line: str = "") -> Updates:
        """The line box and its button, asking for what comes next."""
        t = words(self._language)
        hint, does = ("line_case", "send_line") if page.case else ("line_empty", "write_draft")
        return {self._line: gr.update(value=line, placeholder=t[hint]), self._send: t[does]}

    def _talked(self, page: Page) -> Updates:
        return {self._talk: self._drawn(page), self._kept: pages.saved(page)}

    def _begun(self, page: Page) -> Updates:
        """While the draft is written: the talk says so."""
        return {self._talk: self._drawn(page, doing="writing"), self._kept: pages.saved(page), **self._asking(page)}

    def _judged(self, before: Given) -> Updates:
        case, writer = self._known(before.page), sending.writer(before.page.draft, before.text, self._language)
        shown = self._sheet.judge(before.text, case, before.rows, before.dismissed, before.second)
        return shown | self._aged(before) | {self._leaving.writer: writer}

    def _aged(self, before: Given) -> Updates:
        came = moved(before.page.draft, self._case(before)) if before.page.case else ()
        return {self._stale: sending.stale(came, self._language)}

    def _all(self, before: Given) -> Updates:
        page = before.page
        asks, passages = talk.beside(page.draft, page.case, self._desk.live.current(), self._language)
        # without a model a draft's only notice is the customer's language, which the thread tells already
        notice = sending.notice(page.draft, self._language) if self._desk.has_model else ""
        beside = {self._notice: notice, self._asks: asks, self._passages: passages, self._sheet.box: before.text}
        return self._talked(page) | beside | self._leaving.cleared() | self._judged(before)
