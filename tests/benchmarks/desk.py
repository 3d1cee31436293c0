"""50 agents who send at once, through the whole desk: `python -m tests.benchmarks.desk [ROUNDS]`.

Each has a draft before them that was checked, as the window does; then all press the button at the same moment: the
gate, the look at what came meanwhile, the record of the reply. Every fifth presses twice. SQLite in a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median, quantiles
from threading import Barrier

from assistant.case import Case, Draft
from assistant.desk import Desk, open_desk
from assistant.settings import from_environment

AGENTS = 50
COMPLAINT = (
    "Hej!\n\nFinns studsmattan i lager? Jag beställde den i går, order {n}, och vår dotter fyller fem på lördag. "
    "Annars vill jag ha pengarna tillbaka.\n\nHanna Nyström"
)


def prepared(desk: Desk, round: int) -> list[tuple[Case, Draft]]:
    """A case and its checked draft for each agent."""
    cases = [replace(desk.open_case(COMPLAINT.format(n=1000 * round + n)), owner=f"Agent {n}") for n in range(AGENTS)]
    drafts = [(case, desk.draft(case)) for case in cases]
    for case, draft in drafts:
        desk.check(draft.text, case)
    return drafts


def at_once(desk: Desk, round: int) -> list[float]:
    """Milliseconds of each send of a round."""
    work, together = prepared(desk, round), Barrier(AGENTS)

    def send(n: int) -> Iterator[float]:
        case, draft = work[n]
        together.wait()
        for _ in range(2 if n % 5 == 0 else 1):
            start = time.perf_counter()
            desk.send(case, draft.text, draft=draft, by=f"Agent {n}", key=f"{round}-{n}")
            yield (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(AGENTS) as pool:
        return [ms for took in pool.map(lambda n: list(send(n)), range(AGENTS)) for ms in took]


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(from_environment({"DATA_DIR": folder, "EMBEDDINGS_MODEL": "none"}))
        at_once(desk, 0)  # what the first ones would else wait for
        took = [ms for round in range(1, rounds + 1) for ms in at_once(desk, round)]
        found = len(desk.ledger().cases.find(limit=10_000))
        print(
            f"{AGENTS} agents at once, {rounds} times: median {median(took):.0f} ms, p95 {quantiles(took, n=20)[-1]:.0f} ms"
        )
        print(f"cases {found} of {AGENTS * (rounds + 1)}; promises {len(desk.ledger().promises())}")
        desk.ledger().close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
