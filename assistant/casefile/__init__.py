"""Reads case and policy files: YAML or JSON in, frozen records out, or an error that names file, line and key.

Strict (`spec/case.md`): an unknown or doubled key, an impossible date or a wrong type stops the
reading. `document` takes the text apart, `values` reads single values, `records` the whole.
"""

from assistant.casefile.document import Loader
from assistant.casefile.reading import (
    case_from,
    default_policy,
    load_case,
    load_policy,
    parse_case,
    policy_in,
    strict_json,
    when_from,
)
from assistant.casefile.values import STOCKHOLM, local

__all__ = [
    "STOCKHOLM",
    "Loader",
    "case_from",
    "default_policy",
    "load_case",
    "load_policy",
    "local",
    "parse_case",
    "policy_in",
    "strict_json",
    "when_from",
]
