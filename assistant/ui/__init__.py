"""The window: what an agent works in. `serve(desk)` starts it; Gradio is imported only then."""

from assistant.ui.server import serve

__all__ = ["serve"]
