"""The palette as HTML: commands, tabs, cases and entries of the playbook that fit what was typed, best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.case import Language
from assistant.ledger import Matter
from assistant.playbook import Playbook
from assistant.ui.casetexts import case_words
from assistant.ui.render.book import title
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words

if TYPE_CHECKING:
    from assistant.search import Hit

KEYS = {
    "new": "Ctrl+Alt+N",
    "line": "",
    "draft": "F2",
    "next": "F8",
    "previous": "Shift+F8",
    "take": "F9",
    "dismiss": "Shift+F9",
    "fact": "",
    "copy": "Ctrl+Shift+Enter",
    "sent": "Ctrl+Alt+Enter",
    "language": "",
    "keys": "?",
}
"""What can be done from the palette, in its order, and the key that does it anywhere; desk.js does it."""


def found(query: str, matters: Sequence[Matter], hits: Sequence[Hit], playbook: Playbook, language: Language) -> str:
    """The options for `query`; all commands and tabs while nothing has been typed."""
    t = words(language)
    commands = [
        _option("do", name, t[f"do_{name}"], key=key) for name, key in KEYS.items() if _fits(query, t[f"do_{name}"])
    ]
    tabs = [_option("tab", name, name) for name in _tabs(language) if _fits(query, name)]
    cases = [_option("case", m.id, m.customer or m.id, " · ".join(filter(None, [m.id, m.owner]))) for m in matters]
    entries = [
        _option("entry", hit.entry, title(hit.entry, playbook, hit.language), t[f"group_{hit.group}"]) for hit in hits
    ]
    groups = (
        (t["palette_commands"], commands),
        (t["palette_tabs"], tabs),
        (t["palette_cases"], cases),
        (t["tab_search"], entries),
    )
    listed = joined(_group(name, options) for name, options in groups if options)
    none = "" if listed else f'<p class="faint" role="status">{t["palette_none"]}</p>'
    return f'<div role="listbox" id="palette-list" tabindex="0" data-query="{esc(query)}" aria-label="{t["palette"]}">{listed}</div>{none}'


def _tabs(language: Language) -> tuple[str, ...]:
    t, of_cases = words(language), case_words(language)
    return (t["tab_reply"], t["tab_review"], t["tab_search"], of_cases["tab_cases"], of_cases["tab_figures"])


def _fits(query: str, told: str) -> bool:
    """Whether every word typed begins a word of what is told."""
    begun = told.casefold().split()
    return all(any(word.startswith(typed) for word in begun) for typed in query.casefold().split())


def _group(name: str, options: Iterable[str]) -> str:
    return f'<div role="group" aria-label="{esc(name)}"><p aria-hidden="true">{esc(name)}</p>{joined(options)}</div>'


def _option(kind: str, value: str, told: str, beside: str = "", *, key: str = "") -> str:
    key = f"<kbd>{key}</kbd>" if key else ""
    also = f"<span>{esc(beside)}</span>" if beside else ""
    return f'<div role="option" aria-selected="false" data-{kind}="{esc(value)}"><strong>{esc(told)}</strong>{also}{key}</div>'
