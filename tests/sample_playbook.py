"""Small complete playbooks that the tests write into a folder of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.playbook import layout

LISTS = {
    "find_out": [
        "- `delivery` Where is it?",
        "- `contact` Who has been told?",
        "- `refund` Is it approved?",
        "- `other` Since when?",
    ],
    "safe": [
        "- I will answer you {answer_by}.",
        "- You will hear from me {answer_by}.",
        "- I will write to you {answer_by}.",
    ],
    "unsafe": [f'- "You will have it {day}." – nobody has confirmed it' for day in ("today", "soon", "now", "tonight")],
    "avoid": ["- Blame.", "- Vague words.", "- Jargon.", "- Delay."],
}
STEP = [
    "Be short.",
    "- I have read it all.",
    "- [chat] I am with you.",
    "- [letter] I have read your whole letter.",
    "- You ordered {item} {since}.",
]


def header(id: str, language: str, group: str, phrases: Sequence[str], title: str) -> list[str]:
    questions = [f"question {i} about {title}" for i in range(layout.AGENT_QUESTIONS[group])]
    lines = ["---", f"id: {id}", f"title: {title}", f"language: {language}", "owner: Support", "reviewed: 2026-11-21"]
    lines += ["related: []", "agent_questions:", *(f'  - "{question}"' for question in questions)]
    if group == "situations":
        padded = [*phrases, *(f"{title} number {i}" for i in range(layout.CUSTOMER_PHRASES - len(phrases)))]
        lines += ["customer_phrases:", *(f'  - "{phrase}"' for phrase in padded)]
        lines += ["example:", "  today: 2026-03-12T10:00", "  facts:", '    - {about: delivery, says: "on its way"}']
    return [*lines, "---"]


def entry(id: str, language: str, group: str = "situations", phrases: Sequence[str] = (), title: str = "") -> str:
    """The text of a faultless entry."""
    lines = header(id, language, group, phrases, title or id.replace("_", " "))
    for part in layout.PARTS[group]:  # type: ignore[index]
        lines += ["", f"## {part.heading(language)}"]  # type: ignore[arg-type]
        if group == "situations" and part.key == "say":
            for step in layout.step_headings(language).values():  # type: ignore[arg-type]
                lines += ["", f"### {step}", *STEP]
        elif part.key == "say":
            lines += [f"- Wording number {i}." for i in range(part.least)]
        else:
            lines += LISTS.get(part.key, [f"Text about {title or id.replace('_', ' ')}."])
    return "\n".join([*lines, ""])


def write(folder: Path, texts: dict[str, str]) -> Path:
    """Writes `{"situations/sv/late_delivery": text}` as files below `folder`."""
    for name, text in texts.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def small(folder: Path) -> Path:
    """A playbook of one step, one principle and one situation, in both languages."""
    kinds = {"listen": "steps", "promise_less": "principles", "late_delivery": "situations"}
    texts = {
        f"{group}/{language}/{id}": entry(id, language, group)
        for id, group in kinds.items()
        for language in ("sv", "en")
    }
    return write(folder, texts)
