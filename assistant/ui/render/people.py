"""The users of the window as HTML, for admins."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.case import Language
from assistant.door import User
from assistant.ui.casetexts import case_words
from assistant.ui.render.markup import esc, joined


def users(found: Sequence[User], language: Language) -> str:
    """Each user with the role, and the way out."""
    t = case_words(language)
    rows = joined(_row(user, language) for user in found)
    head = f'<div class="lead"><h2>{t["tab_users"]}</h2><p>{t["users_how"]}</p></div>'
    return f'{head}<ul class="people">{rows}</ul>' if rows else f'{head}<p class="faint">{t["users_none"]}</p>'


def _row(user: User, language: Language) -> str:
    t, name = case_words(language), esc(user.person.name)
    by_proxy = "" if user.password else f" · {t['user_by_proxy']}"
    return (
        f'<li data-user="{name}"><strong>{name}</strong><span>{t[f"role_{user.person.role}"]}{by_proxy}</span>'
        f'<button type="button" class="quiet" data-choose="remove:{name}" '
        f'aria-label="{t["user_remove"]}: {name}">{t["user_remove"]}</button></li>'
    )


def told(line: str) -> str:
    return f'<p class="fault" role="alert">{esc(line)}</p>'


def said(line: str) -> str:
    return f'<p class="faint" role="status">{esc(line)}</p>'
