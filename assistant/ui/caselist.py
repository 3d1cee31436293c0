"""The list of cases beside the talk: mine, due or all, with what is overdue and who has heard nothing for too long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from assistant import following
from assistant.calendar import after_business_hours
from assistant.case import Language, When
from assistant.casefile import local
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.ledger import Ledger
from assistant.ui.ledger import LedgerTab
from assistant.ui.render import caselist
from assistant.ui.searching import CLICKS
from assistant.ui.sheet import PRIVATE
from assistant.ui.texts import words

_AHEAD = 8
"""Business hours that «due» looks ahead: a working day."""
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list. `by` is when something in it is due, or the customer should hear from us."""

    id: str
    customer: str | None
    owner: str | None
    opening: str | None = None
    by: When | None = None
    overdue: bool = False
    silent: bool = False


class CaseList:
    def __init__(self, desk: Desk, language: Language, agent: gr.Textbox) -> None:
        self._desk, self._language, self._agent = desk, language, agent
        t = words(language)
        with gr.Column(elem_id="cases"):
            self._head = gr.HTML(js_on_load=None, apply_default_css=False)
            kinds = [(t[f"cases_{kind}"], kind) for kind in ("due", "mine", "all")]
            look: dict[str, Any] = {"container": False, "show_label": False, "elem_classes": "facet"}
            self._kind = gr.Radio(kinds, value="due", label=t["palette_cases"], elem_id="cases-kind", **look)
            self._words = gr.Textbox(
                label=t["cases_find"], placeholder=t["cases_find"], max_lines=1, container=False, elem_id="cases-find"
            )
            self._list = gr.HTML(js_on_load=CLICKS, apply_default_css=False, elem_id="cases-list")

    def wire(self, blocks: gr.Blocks, ledger: LedgerTab, tabs: gr.Tabs, tab: gr.Tab, sent: gr.HTML) -> None:
        shows = [blocks.load, tab.select, self._kind.change, self._words.change, self._agent.change, sent.change]
        inputs = [self._kind, self._words, self._agent]
        gr.on(shows, self.listed, inputs, [self._head, self._list], trigger_mode="always_last", **PRIVATE)
        ledger.open_from(self._list, tabs)

    def listed(self, kind: str, typed: str | None, agent: str | None) -> tuple[str, str]:
        """The head with what presses, and the cases; both empty where the ledger does not answer or has none."""
        now = datetime.now(UTC)
        typed, owner = typed or "", (agent or "").strip() or None  # a box left empty may hold None
        try:
            ledger = self._desk.ledger()
            pressing = self._pressing(ledger, now, owner if kind == "mine" else None)
            if kind == "due":
                found = [one for one in pressing.values() if _fits(one, typed)]
            else:
                matters = ledger.cases.find(typed, owner=owner if kind == "mine" else None, limit=_SHOWN)
                found = [pressing.get(m.id) or Listed(m.id, m.customer, m.owner, m.opening) for m in matters]
            is_any = bool(found or pressing or typed or ledger.cases.find(limit=1))
        except AssistantError:
            return "", ""
        head = caselist.head(list(pressing.values()), self._language) if is_any else ""
        none = "cases_none_due" if kind == "due" and not typed else "cases_none"
        return head, caselist.rows(found[:_SHOWN], local(now).date(), self._language, none) if is_any else ""

    def _pressing(self, ledger: Ledger, now: datetime, owner: str | None) -> dict[str, Listed]:
        """Cases with a promise that is due, the overdue first, and those whose customer should hear from us."""
        policy = self._desk.policy
        ahead = after_business_hours(local(now), _AHEAD, policy.opens, policy.closes) - local(now)
        found: dict[str, Listed] = {}
        for owed in ledger.due(now, ahead, who=owner, limit=_SHOWN):
            one = Listed(owed.case, owed.customer, owed.owner, owed.opening, owed.by, owed.is_overdue(now))
            found.setdefault(owed.case, one)
        for update in following.updates(ledger, policy, now, owner=owner):
            matter = update.matter
            known = found.get(matter.id) or Listed(matter.id, matter.customer, matter.owner, matter.opening, update.by)
            found[matter.id] = replace(known, silent=update.silent)
        return found


def _fits(one: Listed, typed: str) -> bool:
    named = " ".join(filter(None, [one.id, one.customer, one.opening, one.owner])).casefold()
    return all(word in named for word in typed.casefold().split())
