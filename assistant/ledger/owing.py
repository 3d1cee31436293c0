"""What is ours to keep of what a reply says, what we only watch, and what was merely told.

A sentence that a fact carries is not always a promise of ours. The table, first line that fits:

| the sentence | for the ledger it is |
| --- | --- |
| says more than is known, has no time, or leans on the policy alone | ours to keep: we are the ones who said it |
| leans on a fact that something is *not* so, or on one of stock ("next delivery to us on the 24th") | watched to its day; with no day, told |
| leans on a fact, and somebody else acts, outside what the customer has bought from us (bank, authority, grid) | the same |
| leans on a fact of how things stand, and names no time ("the parcel is on its way") | told |
| any other that leans on a fact | ours to keep |

Delivery, repair and refund are ours also when a carrier, a technician or a bank carries them out: the customer has
them from us. What is watched stands on the due list, so that the customer hears of a change from us first, and in
no figure of kept promises: nobody here can keep it. What was told is in the reply and in no list.
"""

from __future__ import annotations

from typing import Literal

from assistant.case import Case, Promise

Owing = Literal["keep", "watch", "told"]

_BOUGHT = ("delivery", "shipping", "replacement", "refund", "compensation", "repair")
"""What a customer has from us, whoever carries it out."""
_STANDS = ("delivery", "shipping", "stock", "service", "contract", "other")
"""What a fact with no time says is a state of things, not something still to be done."""


def about(promise: Promise, case: Case) -> str:
    """What it is about: what the fact behind it says, but for an answer of the agent's own on the fact's day."""
    if promise.verdict != "supported" or promise.because.fact is None or promise.about == "contact":
        return promise.about
    return case.facts[promise.because.fact].about


def owing(promise: Promise, case: Case) -> Owing:
    """What a promise of a reply in this case is for the ledger."""
    if promise.verdict != "supported" or promise.because.fact is None:
        return "keep"
    fact = case.facts[promise.because.fact]
    not_ours = fact.holds is False or fact.about == "stock" or (promise.theirs and fact.about not in _BOUGHT)
    if promise.by is None:
        return "told" if not_ours or fact.about in _STANDS else "keep"
    return "watch" if not_ours else "keep"
