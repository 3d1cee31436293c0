"""The tab that searches the playbook: results as one types, the entry opens beside them."""

from __future__ import annotations

import gradio as gr

from assistant.case import Language
from assistant.desk import Desk
from assistant.ui.render import book
from assistant.ui.sheet import PRIVATE
from assistant.ui.texts import words

_TOP = 8
CLICKS = "window.ordhallig.clicks(element, trigger, watch) /* 'entry' 'example' 'choose' */"


class SearchTab:
    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk, self._language = desk, language
        t = words(language)
        with gr.Row(elem_classes=["bench", "two", "library"]):
            with gr.Column(elem_classes="aside"):
                self._query = gr.Textbox(
                    label=t["search_box"], placeholder=t["search_empty"], elem_id="query", max_lines=1, container=False
                )
                self._hits = gr.HTML(self.look(""), js_on_load=CLICKS, apply_default_css=False)
            with gr.Column(elem_classes="middle"):
                self.entry = gr.HTML(self.opened(None), js_on_load=CLICKS, apply_default_css=False, elem_id="entry")

    def wire(self) -> None:
        self._query.change(self.look, self._query, self._hits, trigger_mode="always_last", **PRIVATE)
        for shown in (self._hits, self.entry):
            shown.entry(self.open, outputs=self.entry, **PRIVATE)

    def look(self, query: str) -> str:
        """The best entries for what has been typed; the table of contents while nothing has."""
        playbook = self._desk.live.current()
        if not query.strip():
            return book.contents(playbook, self._language)
        return book.hits(self._desk.search(query, self._language, _TOP), playbook, self._language)

    def open(self, event: gr.EventData) -> str:
        return self.opened(event.value)

    def opened(self, id: str | None) -> str:
        playbook = self._desk.live.current()
        entry = playbook.get(id, self._language) if id else None
        return book.entry(entry, playbook, self._language, self._desk.now().date())
