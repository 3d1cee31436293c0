"""The frame of the window as HTML: name, language, keys."""

from __future__ import annotations

from assistant.case import Language
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words


def brand(language: Language) -> str:
    return f"<h1>{words(language)['name']}</h1>"


def switch(language: Language, *, signs_out: bool = False) -> str:
    """The palette, the keys, folded away, the way to the other language, in that language, and the way out."""
    t = words(language)
    other = "en" if language == "sv" else "sv"
    pairs = (pair.split("|") for pair in t["keys_list"].split(";"))
    keys = joined(f"<dt><kbd>{esc(key)}</kbd></dt><dd>{esc(does)}</dd>" for key, does in pairs)
    out = f'<form method="post" action="/sign-out"><button>{t["sign_out"]}</button></form>' if signs_out else ""
    return (
        f'<button type="button" class="finder" data-palette>{t["palette"]} <kbd>Ctrl K</kbd></button>'
        f'<details class="keys"><summary>{t["keys"]}</summary><dl>{keys}</dl></details>'
        f'<a href="../{other}/" lang="{other}" hreflang="{other}" title="{esc(t["other_language_hint"])}">'
        f"{t['other_language']}</a>{out}"
    )
