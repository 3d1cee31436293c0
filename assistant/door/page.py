"""The page to sign in on: plain HTML without a script, in Swedish or English."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from assistant.case import Language

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "title": "Logga in",
        "name": "Namn",
        "password": "Lösenord",
        "enter": "Logga in",
        "wrong": "Namnet och lösenordet hör inte ihop. Försök igen.",
        "wait": "Det blev fel några gånger i rad. Vänta en stund ({n} s) och försök sedan igen.",
        "crossed": "Begäran kom från en annan webbplats och utfördes inte.",
        "unknown": "Inloggningen framför Ordhållig sa inte vem du är. Be den som sköter servern att titta på det.",
        "broken": "Det går inte att logga in just nu. Felet står i serverns logg.",
        "out": "Du är utloggad.",
        "other": "English",
    },
    "en": {
        "title": "Sign in",
        "name": "Name",
        "password": "Password",
        "enter": "Sign in",
        "wrong": "That name and that password do not belong together. Please try again.",
        "wait": "That went wrong a few times in a row. Wait a moment ({n} s), then try again.",
        "crossed": "The request came from another site and was not carried out.",
        "unknown": "The sign-in in front of Ordhållig did not say who you are. Ask whoever looks after the server.",
        "broken": "Nobody can sign in just now. The server's log says why.",
        "out": "You are signed out.",
        "other": "Svenska",
    },
}
_STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;color:#1c1f22;"
    "background:#f5f4f1}main{width:min(22rem,calc(100vw - 2rem))}h1{font:600 1.5rem/1.2 Georgia,serif;margin:0 0 1.2rem;"
    "color:#14585f}label{display:block;margin:0 0 1rem}input{display:block;box-sizing:border-box;width:100%;font:inherit;"
    "padding:.6rem .7rem;margin-top:.25rem;border:1px solid #8b8f94;border-radius:.5rem;background:#fff;color:inherit}"
    "button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:.5rem;background:#14585f;color:#fff;"
    "cursor:pointer}:focus-visible{outline:3px solid #2f8f8a;outline-offset:2px}p{margin:0 0 1rem}"
    "[role=alert]{border-left:4px solid #a8201a;padding-left:.8rem}a{color:inherit;float:right;line-height:2.6}"
    "@media(prefers-color-scheme:dark){body{background:#15171a;color:#e9e7e2}h1{color:#7cc4ca}"
    "input{background:#1d2024;border-color:#7a8087}button{background:#7cc4ca;color:#15171a}}"
)


def sign_in(language: Language, *, after: str, name: str = "", told: str = "", seconds: int = 0) -> str:
    """The form; `told` is what went wrong before, `after` the path to go to once signed in."""
    t = _TEXTS[language]
    role = "status" if told == "out" else "alert"
    said = f'<p role="{role}">{t[told].format(n=seconds)}</p>' if told else ""
    other = "en" if language == "sv" else "sv"
    there = f"/{other}/{after[4:]}" if after.startswith(f"/{language}/") else after
    name_focus, password_focus = ("", " autofocus") if name else (" autofocus", "")
    form = (
        '<form method="post" action="/sign-in">'
        f'<label>{t["name"]}<input name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none"'
        f' spellcheck="false" maxlength="80" required{name_focus}></label>'
        f'<label>{t["password"]}<input name="password" type="password" autocomplete="current-password" maxlength="200"'
        f" required{password_focus}></label>"
        f'<input type="hidden" name="after" value="{escape(after)}"><button>{t["enter"]}</button>'
        f'<a href="/sign-in?language={other}&amp;after={escape(quote(there, safe=""))}" lang="{other}">{t["other"]}</a></form>'
    )
    return _document(said + form, language)


def refusal(language: Language, told: str) -> str:
    return _document(f'<p role="alert">{_TEXTS[language][told]}</p>', language)


def _document(body: str, language: Language) -> str:
    title = _TEXTS[language]["title"]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Ordhållig</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>Ordhållig</h1>{body}</main></body></html>"
    )
