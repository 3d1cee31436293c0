"""The tab that searches the playbook: results as one types, the entry opens beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.case import Language, Message
from assistant.desk import Desk
from assistant.playbook import Entry, Group, overdue
from assistant.ui.render import book
from assistant.ui.sheet import PRIVATE, Updates, hidden
from assistant.ui.texts import words

_TOP = 8
_DEEP = 50
"""So many are asked for where only one kind of entry is wanted."""
CLICKS = "window.ordhallig.clicks(element, trigger, watch) /* 'entry' 'example' 'choose' 'preview' 'case' */"
_LINKED = "() => [new URLSearchParams(location.search).get('entry') || '']"
_GROUPS: tuple[Group, ...] = ("situations", "steps", "principles")


class SearchTab:
    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk, self._language = desk, language
        t = words(language)
        with gr.Row(elem_classes=["bench", "two", "library"]):
            with gr.Column(elem_classes="aside"):
                self._query = gr.Textbox(
                    label=t["search_box"], placeholder=t["search_empty"], elem_id="query", max_lines=1, container=False
                )
                with gr.Row(elem_id="facets"):
                    self._place_facets()
                self._hits = gr.HTML(self.look("", "", language), js_on_load=CLICKS, apply_default_css=False)
            with gr.Column(elem_classes="middle"):
                self.entry = gr.HTML(
                    self.opened("", language), js_on_load=CLICKS, apply_default_css=False, elem_id="entry"
                )
                self._preview = gr.HTML(js_on_load=CLICKS, apply_default_css=False, elem_id="preview")
        self._link = hidden("linked-entry")

    def _place_facets(self) -> None:
        t = words(self._language)
        kinds = [(t["facet_all"], ""), *((t[f"groups_{group}"], group) for group in _GROUPS)]
        look: dict[str, Any] = {"container": False, "show_label": False, "elem_classes": "facet"}
        self._group = gr.Radio(kinds, value="", label=t["facet_group"], elem_id="facet-group", **look)
        spoken = [("Svenska", "sv"), ("English", "en")]
        self._spoken = gr.Radio(spoken, value=self._language, label=t["facet_language"], elem_id="facet-spoken", **look)

    def wire(self, blocks: gr.Blocks, tabs: gr.Tabs) -> None:
        wanted = [self._query, self._group, self._spoken]
        gr.on(
            [self._query.change, self._group.change, self._spoken.change],
            self.look,
            wanted,
            self._hits,
            trigger_mode="always_last",
            **PRIVATE,
        )
        self._query.submit(self.note, [self._query, self._spoken], **PRIVATE)
        for shown in (self._hits, self.entry):
            shown.entry(self.open_in, self._spoken, [self.entry, self._preview], **PRIVATE)
        self.entry.preview(self.preview, self._spoken, self._preview, **PRIVATE)
        blocks.load(self.linked, self._link, [self.entry, tabs], js=_LINKED, **PRIVATE)

    def look(self, query: str, group: Group | str, spoken: Language) -> str:
        """The best entries for what has been typed; the table of contents while nothing has."""
        desk = self._desk
        playbook = desk.live.current()
        fault = book.fault(str(desk.live.fault), self._language) if desk.live.fault else ""
        if not query.strip():
            return fault + book.contents(playbook, spoken, self._language, group)
        found = desk.search(query, spoken, _DEEP if group else _TOP)
        shown = [hit for hit in found if group in ("", hit.group)][:_TOP]
        return fault + book.hits(shown, playbook, self._language, query, is_clear=desk.is_clear(found))

    def note(self, query: str, spoken: Language) -> None:
        """A question asked to its end, with Enter: where it has no answer, the playbook's writer will hear of it."""
        self._desk.note_gap(query, spoken)

    def open(self, event: gr.EventData) -> str:
        return self.opened(event.value, self._language)

    def open_in(self, spoken: Language, event: gr.EventData) -> tuple[str, str]:
        return self.opened(event.value, spoken), ""

    def linked(self, id: str) -> Updates:
        """The entry that the page's address names, as somebody shared it."""
        if not id:
            return gr.skip()  # type: ignore[no-any-return]
        return self.opened(id, self._language), gr.Tabs(selected="search")  # type: ignore[return-value]

    def opened(self, id: str, spoken: Language) -> str:
        """The entry, in the other language where it is not written in the one wanted."""
        desk = self._desk
        playbook, today = desk.live.current(), desk.now().date()
        found = self._found(id, spoken)
        if id and found is None:
            return book.unknown(id, self._language)
        is_due = bool(found and overdue([found], today, desk.settings.review_days))
        return book.entry(found, playbook, self._language, today, spoken=spoken, is_due=is_due)

    def preview(self, spoken: Language, event: gr.EventData) -> str:
        """The draft that an entry's own example leads to, with the entry as it is written now."""
        entry = self._found(event.value, spoken)
        if entry is None or entry.example is None:
            return ""
        case = entry.example
        if not case.messages:
            case = replace(case, messages=(Message("customer", entry.customer_phrases[0], case.today),))
        return book.preview(case, self._desk.draft(case), self._language)

    def _found(self, id: str, spoken: Language) -> Entry | None:
        playbook = self._desk.live.current()
        other: Language = "en" if spoken == "sv" else "sv"
        return playbook.get(id, spoken) or playbook.get(id, other)
