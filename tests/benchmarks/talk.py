"""How long the desk itself takes with a language model, against a server on loopback: from a complaint to the request at
the server (search, prompt, masking), from the first words at us to the window, and twenty conversations at once.

    PYTHONPATH=.:tests .venv/bin/python tests/benchmarks/talk.py [COMPLAINTS]
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import Any

from model_server import Answer, serving, words

from assistant.desk import Desk, open_desk
from assistant.evaluation import gold
from assistant.settings import from_environment

_LATE = 0.95
_AT_ONCE = 20
_SERVER_SECONDS = 2.0
_REPLY = "Hej,\n\nDet är jag ledsen för. Jag har ditt ärende nu, {name}.\n\nKundservice"


def main(complaints: int) -> None:
    texts = list(dict.fromkeys(text.case.complaint for text in gold.texts("sv", "test") if text.case.complaint))
    with tempfile.TemporaryDirectory() as folder, serving(Answer()) as server:
        desk = open_desk(from_environment({"DATA_DIR": folder, "OPENAI_BASE_URL": server.address}))
        desk.warm_up()
        reached: list[float] = []

        def answering(_: dict[str, Any]) -> Answer:
            reached.append(perf_counter())
            return Answer(words(_REPLY.format(name="Maja")))

        server.answering = answering
        desk.draft(desk.open_case(texts[0]))
        before, first = [], []
        for text in texts[1 : complaints + 1]:
            reached.clear()
            began = perf_counter()
            pieces = desk.write(desk.open_case(text))
            next(pieces)
            first.append(perf_counter() - reached[0])
            before.append(reached[0] - began)
            list(pieces)
        print(f"before the model is called: {_told(before)}")
        print(f"from the request at the server to the first words here: {_told(first)}")
        _at_once(desk, server, texts[:_AT_ONCE])


def _at_once(desk: Desk, server: Any, texts: list[str]) -> None:
    """Each conversation is answered with its own word, which must be in its own draft and in no other."""

    def answering(request: dict[str, Any]) -> Answer:
        asked = request["messages"][-1]["content"]
        (name,) = [f"nr{i}x" for i in range(_AT_ONCE) if f"nr{i}x" in asked]
        return Answer(words(_REPLY.format(name=name)), first_after=_SERVER_SECONDS)

    server.answering = answering
    cases = [replace(desk.open_case(f"{text}\nnr{i}x"), owner="Maja") for i, text in enumerate(texts)]
    began = perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as at_once:
        drafts = list(at_once.map(desk.draft, cases))
    took = perf_counter() - began
    right = sum(f"nr{i}x" in draft.text and draft.writer != "composer" for i, draft in enumerate(drafts))
    print(f"{_AT_ONCE} at once against {_SERVER_SECONDS:g} s: {took:.1f} s, {right} of {len(drafts)} right")


def _told(seconds: list[float]) -> str:
    ordered = sorted(1000 * second for second in seconds)
    return (
        f"median {ordered[len(ordered) // 2]:.0f} ms, p95 {ordered[int(_LATE * len(ordered))]:.0f} ms ({len(ordered)})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
