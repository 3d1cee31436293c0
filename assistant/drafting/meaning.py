"""What a line in the talk is, by a language model: asked only where the rules are unsure, and only for what can be
taken back. A fact or a customer's words change the case, so those the agent says themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from assistant.case import Case
from assistant.drafting.reading import readable
from assistant.drafting.request import Hidden
from assistant.drafting.streaming import Broken, Late, chunks
from assistant.prompts import prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.drafting.streaming import Stop

Meaning = Literal["wish", "question"]
_MEANT: dict[str, Meaning] = {"instruction": "wish", "question": "question"}
_ENOUGH = 2000
"""Characters of an answer that should be one word, thoughts before it included."""


def asked(line: str, case: Case) -> tuple[str, str]:
    """The request: instructions, and the line as data without its personal data."""
    return prompt("intent").fill({"line": Hidden(case).quoted(line)})


def means(line: str, case: Case, model: BaseChatModel, stop: Stop | None = None) -> Meaning | None:
    """What the model takes the line for; None where it is unsure, says something else, or fails."""
    from langchain_core.messages import HumanMessage, SystemMessage

    system, user = asked(line, case)
    said = ""
    try:
        for chunk in chunks(model, [SystemMessage(system), HumanMessage(user)], stop):
            said += str(chunk.text)
            if len(said) > _ENOUGH:
                return None
    except (Late, Broken):
        return None
    return _MEANT.get(re.sub(r"\W+", "", readable(said, str, frozenset()).text).lower())
