"""The palette (Ctrl+K): one line that searches commands, the cases of the ledger and the playbook."""

from __future__ import annotations

import gradio as gr

from assistant.case import Language
from assistant.desk import Desk
from assistant.errors import Unavailable
from assistant.ledger import Matter
from assistant.ui.ledger import LedgerTab
from assistant.ui.render import palette
from assistant.ui.searching import CLICKS, SearchTab
from assistant.ui.sheet import PRIVATE
from assistant.ui.texts import words

_CASES, _ENTRIES = 5, 4


class Palette:
    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk, self._language = desk, language
        t = words(language)
        with gr.Column(elem_id="palette"):
            self._query = gr.Textbox(
                label=t["palette"], placeholder=t["palette_hint"], max_lines=1, container=False, elem_id="palette-query"
            )
            self._found = gr.HTML(self.look(""), js_on_load=CLICKS, apply_default_css=False, elem_id="palette-found")

    def wire(self, search: SearchTab, ledger: LedgerTab, tabs: gr.Tabs) -> None:
        self._query.change(self.look, self._query, self._found, trigger_mode="always_last", **PRIVATE)
        opened = self._found.entry(search.open, outputs=search.entry, **PRIVATE)
        opened.then(lambda: gr.Tabs(selected="search"), outputs=tabs, **PRIVATE)
        ledger.open_from(self._found, tabs)

    def look(self, query: str) -> str:
        query = query.strip()
        hits = self._desk.search(query, self._language, _ENTRIES) if query else ()
        return palette.found(query, self._cases(query), hits, self._desk.live.current(), self._language)

    def _cases(self, query: str) -> list[Matter]:
        """None where nothing was typed, or the ledger does not answer: the window tells that elsewhere."""
        try:
            return self._desk.ledger().cases.find(query, limit=_CASES) if query else []
        except Unavailable:
            return []
