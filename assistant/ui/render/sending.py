"""The gate and what comes after it, as HTML: open overpromises, the receipt, notices, faults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.case import Draft, Language, Tokens
from assistant.casefile import local
from assistant.errors import AssistantError
from assistant.ledger import Owed, Receipt
from assistant.moved import Part
from assistant.ui import written
from assistant.ui.render.markup import esc, joined
from assistant.ui.texts import words


def gate(count: int, language: Language) -> str:
    t = words(language)
    told = t["gate_one"] if count == 1 else t["gate"].format(n=count)
    return f'<p class="gate" role="alert">{esc(told)}</p>'


def receipt(done: Receipt, language: Language, today: datetime) -> str:
    """What was noted, with each promise and its time."""
    t = words(language)
    sent = written.when_of(local(done.sent), language, today.date())
    key = "sent_exercise" if not done.recorded else "sent_again" if done.again else "sent"
    listed = joined(_owed(owed, language, today) for owed in done.promises)
    owed = f"<h4>{t['sent_promises']}</h4><ul>{listed}</ul>" if listed else f"<p>{t['sent_nothing']}</p>"
    return f'<div class="receipt" role="status"><p>{esc(t[key].format(when=sent))}</p>{owed}</div>'


def _owed(owed: Owed, language: Language, today: datetime) -> str:
    t = words(language)
    due = t["due"].format(when=written.when_of(owed.by, language, today.date())) if owed.by else t["no_due"]
    amount = f" · {written.sum_of(owed.amount, language)}" if owed.amount else ""
    reason = f'<span class="reason">{esc(t["sent_reason"].format(reason=owed.reason))}</span>' if owed.reason else ""
    return f"<li><strong>{esc(due)}</strong>{esc(amount)} · {esc(owed.who)}<span>{esc(owed.quote)}</span>{reason}</li>"


def notice(draft: Draft | None, language: Language) -> str:
    """What happened on the way to the draft; the words of a broken stream are kept at hand."""
    if draft is None or not draft.notice:
        return ""
    t = words(language)
    had = ""
    if draft.unfinished:
        words_so_far = f"<blockquote>{esc(draft.unfinished)}</blockquote>"
        had = f"<details><summary>{t['notice_unfinished']}</summary>{words_so_far}</details>"
    return f'<div class="notice" role="status"><p>{esc(draft.notice)}</p>{had}</div>'


def stale(came: Sequence[Part], language: Language) -> str:
    """That the draft is older than what has come, and the way to a new one."""
    if not came:
        return ""
    again = f'<button type="button" data-choose="again">{words(language)["moved_again"]}</button>'
    return f'<div class="notice" role="status"><p>{_came(came, language)}</p><div class="choices">{again}</div></div>'


def asks_first(came: Sequence[Part], language: Language) -> str:
    """What has come since the draft was made, before it is marked as sent all the same."""
    return f'<p class="fault" role="alert">{_came(came, language)} {esc(words(language)["moved_ask"])}</p>'


def _came(came: Sequence[Part], language: Language) -> str:
    return esc(" ".join(words(language)[f"moved_{part}"] for part in came))


def writer(draft: Draft | None, text: str, language: Language) -> str:
    """Who wrote the text in the box."""
    t = words(language)
    if draft is None:
        return f'<p class="writer">{t["writer_agent"]}</p>' if text.strip() else ""
    by = t["writer_composer"] if draft.writer == "composer" else t["writer_model"].format(writer=draft.writer)
    edited = f" · {t['writer_edited']}" if text.strip() != draft.text.strip() else ""
    return f'<p class="writer">{esc(by)}{edited}{esc(_took(draft.tokens, language))}</p>'


def _took(tokens: Tokens, language: Language) -> str:
    """What the model has taken for the case."""
    if not tokens.total:
        return ""
    key = "writer_tokens_about" if tokens.is_estimate else "writer_tokens"
    read, wrote = (written.count_of(count, language) for count in (tokens.read, tokens.written))
    return f" · {words(language)[key].format(read=read, written=wrote)}"


def fault(error: AssistantError | None, key: str, language: Language) -> str:
    """A fault in the window's words, with the error's own line for whoever can mend it."""
    if error is None:
        return ""
    return f'<p class="fault" role="alert">{esc(words(language)[key].format(what=error))}</p>'


def said(key: str, language: Language) -> str:
    return f'<p class="fault" role="alert">{esc(words(language)[key])}</p>'
