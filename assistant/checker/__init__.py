"""check(text, case) -> Review: finds each promise in a draft and weighs it against facts and policy.

Pure, deterministic, without network: the same text and case give the same review.
"""

from assistant.checker.checking import check

__all__ = ["check"]
