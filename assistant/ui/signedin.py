"""Who is signed in, as the window's events know it: that name stands in the box of the name, whatever was sent."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.door import Person


class SignedBlocks(gr.Blocks):
    """Blocks in which every event that reads the box `agent` gets the name of the one who is signed in."""

    agent: gr.Textbox | None = None

    async def process_api(
        self, block_fn: Any, inputs: list[Any], state: Any = None, request: Any = None, *more: Any, **named: Any
    ) -> dict[str, Any]:
        who = person(request)
        if who is not None and self.agent is not None:
            boxes = (self.fns[block_fn] if isinstance(block_fn, int) else block_fn).inputs
            signed = zip(boxes, inputs, strict=True)
            inputs = [who.name if box._id == self.agent._id else value for box, value in signed]
        return await super().process_api(block_fn, inputs, state, request, *more, **named)


def person(request: gr.Request | None) -> Person | None:
    """Who has signed in behind an event; None with sign-in off."""
    found = getattr(request.request.state, "person", None) if request is not None and request.request else None
    return found if isinstance(found, Person) else None
