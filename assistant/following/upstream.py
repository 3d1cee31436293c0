"""What failed promises point to further up, and how many people may hear of them: `upstream.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.case import ABOUT, Language
from assistant.errors import BadInput

_FILE = Path(__file__).with_name("upstream.yaml")


@dataclass(frozen=True, slots=True)
class Hearers:
    """Each unhappy customer tells `least` to `most` others, says `source` (by language)."""

    least: int
    most: int
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Upstream:
    hearers: Hearers
    advice: Mapping[str, Mapping[str, str]]

    def advise(self, about: str, language: Language) -> str:
        return self.advice[about][language]


@cache
def upstream() -> Upstream:
    """BadInput when a kind lacks its advice or the range is none."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    hear, kinds = data["hear"], data["kinds"]
    lacking = [about for about in ABOUT if set(kinds.get(about, {})) != {"sv", "en"}]
    if lacking or not 0 < hear["least"] < hear["most"]:
        raise BadInput(f"lacks {lacking[0] if lacking else 'a range'}", where=str(_FILE), now="write sv and en for it")
    return Upstream(Hearers(hear["least"], hear["most"], {"sv": hear["sv"], "en": hear["en"]}), kinds)
