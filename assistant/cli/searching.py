"""`ordhallig search`: a question or a complaint in, the playbook's best entries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli import inputs
from assistant.cli.drafting import Format, Tongue, wanted
from assistant.errors import BadInput
from assistant.language import detect

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.search import Hit

_UNCLEAR = {
    (True, "sv"): "Inget tydligt svar i handboken. Det här ligger närmast:",
    (True, "en"): "No clear answer in the playbook. These are the nearest:",
    (False, "sv"): "Inget i handboken liknar det.",
    (False, "en"): "Nothing in the playbook is like that.",
}
"""By whether there are any hits at all, and the language of the query."""


def search(
    query: Annotated[str, typer.Argument(help="What to look for.")] = "",
    language: Annotated[Tongue | None, typer.Option(help="Entries in this language first.")] = None,
    top: Annotated[int, typer.Option(min=1, max=50, help="How many entries.")] = 5,
    format: Annotated[Format, typer.Option(help="Text or JSON.")] = Format.text,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One {id, query, language?} a line in, hits out.")] = False,
) -> None:
    """Search the playbook by question, keyword or a whole complaint."""
    from assistant.desk import open_desk

    if jsonl:
        desk = open_desk(inputs.settings())
        raise typer.Exit(int(inputs.answer_rows("-", lambda row, where: _row(desk, row, where, top)) > 0))
    if not query.strip():
        raise BadInput("the query is empty", where="search", now="give words to look for")
    text = inputs.plain(query, "search")
    desk = open_desk(inputs.settings())
    hits = desk.search(text, wanted(language), top)
    desk.note_gap(text, wanted(language))
    if format is Format.json:
        inputs.print_json({"query": query, **_found(hits, desk)}, indent=2)
        return
    if not desk.is_clear(hits):
        typer.echo(_UNCLEAR[bool(hits), detect(text).language])
    for hit in hits:
        typer.echo(f"{hit.score:.2f}  {hit.entry} ({hit.language})  {hit.heading}\n      {_line(hit.text)}")


def _row(desk: Desk, row: dict[str, Any], where: str, top: int) -> dict[str, Any]:
    query, language = row.get("query"), row.get("language")
    if not isinstance(query, str):
        raise BadInput("has no query", where=where)
    if language not in (None, "sv", "en"):
        raise BadInput(f"language {language!r} is not one of sv, en", where=where)
    return _found(desk.search(inputs.plain(query, where), language, top), desk)


def _found(hits: Sequence[Hit], desk: Desk) -> dict[str, Any]:
    """`clear` is false where the hits are only the nearest that there is."""
    return {"hits": [_record(hit) for hit in hits], "clear": desk.is_clear(hits)}


def _record(hit: Hit) -> dict[str, Any]:
    return {
        "entry": hit.entry,
        "group": hit.group,
        "language": hit.language,
        "heading": hit.heading,
        "text": hit.text,
        "score": round(hit.score, 4),
    }


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else f"{flat[:157]}…"
