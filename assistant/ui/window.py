"""The window in one language: its frame, its five tabs, and what the browser keeps."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from assistant.case import Language
from assistant.desk import Desk
from assistant.ui.casetexts import case_words
from assistant.ui.figures import FiguresTab
from assistant.ui.ledger import LedgerTab
from assistant.ui.palette import Palette
from assistant.ui.people import PeopleTab
from assistant.ui.render import frame
from assistant.ui.replying import ReplyTab
from assistant.ui.reviewing import ReviewTab
from assistant.ui.searching import SearchTab
from assistant.ui.sheet import PRIVATE
from assistant.ui.signedin import SignedBlocks
from assistant.ui.texts import words


def window(desk: Desk, language: Language) -> Any:
    """All of the window; texts are static, so each language has its own."""
    t = words(language)
    auth = desk.settings.auth
    with SignedBlocks(title=t["name"], analytics_enabled=False, fill_width=True) as blocks:
        with gr.Row(elem_id="top"):
            gr.HTML(frame.brand(language), elem_id="brand")
            agent = blocks.agent = gr.Textbox(
                label=t["you"],
                placeholder=t["you_hint"],
                elem_id="agent",
                max_lines=1,
                container=False,
                interactive=auth == "off",
            )
            gr.HTML(frame.switch(language, signs_out=auth == "users"), elem_id="switch")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(t["tab_reply"], id="reply") as reply_tab:
                reply = ReplyTab(desk, language, agent)
            with gr.Tab(t["tab_review"], id="review"):
                review = ReviewTab(desk, language)
            with gr.Tab(t["tab_search"], id="search"):
                search = SearchTab(desk, language)
            with gr.Tab(case_words(language)["tab_cases"], id="cases") as cases:
                ledger = LedgerTab(desk, language, agent)
            with gr.Tab(case_words(language)["tab_figures"], id="figures-tab") as figures_tab:
                figures = FiguresTab(desk, language, agent)
            if auth != "off":
                with gr.Tab(case_words(language)["tab_users"], id="users", visible=False) as users_tab:
                    PeopleTab(desk, language).wire(blocks, users_tab)
        palette = Palette(desk, language)
        ledger.wire(cases)
        figures.wire(figures_tab)
        reply.take_up_from(ledger.next, ledger.chosen, tabs)
        reply.wire(tabs, search)
        review.wire()
        search.wire(blocks, tabs)
        palette.wire(search, ledger, tabs)
        reply.cases.wire(blocks, ledger, tabs, reply_tab, reply.receipt)
        _keep(blocks, [*reply.kept_boxes(), *review.kept_boxes()], reply, review)
    return blocks


def _keep(blocks: gr.Blocks, boxes: list[gr.Textbox], reply: ReplyTab, review: ReviewTab) -> None:
    """Everything typed goes into the browser's storage as it changes, and comes back at a reload."""
    ids = json.dumps([box.elem_id for box in boxes])
    gr.on(
        [box.change for box in boxes],
        fn=None,
        inputs=boxes,
        js=f"(...values) => window.ordhallig.keep({ids}, values)",
        api_visibility="private",
    )
    split = len(reply.kept_boxes())

    def restore(*values: str) -> dict[Any, Any]:
        return reply.restored(*values[:split]) | review.restored(*values[split:])

    restored = blocks.load(
        restore,
        inputs=boxes,
        outputs=[*reply.outputs(), *review.outputs()],
        js=f"() => window.ordhallig.kept({ids})",
        **PRIVATE,
    )
    restored.then(None, js="() => window.ordhallig.listen()", **PRIVATE)
