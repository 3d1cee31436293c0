"""Case, passages and wishes -> the request to a model: instructions apart from data, personal data
masked, cut to the model's room. The oldest messages and the weakest passages go first, facts never."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.case import Case, Fact, Finding, Language, Message, Passage, Wishes, day
from assistant.drafting.allowances import allowances, gesture, mark
from assistant.drafting.quoting import plain, quoted
from assistant.drafting.tokens import counter
from assistant.language import Sentence
from assistant.owning import least
from assistant.privacy import Masked, mask, names_in
from assistant.prompts import Prompt, phrases, prompt
from assistant.speech import on_date, sum_of

_LEAST_KEPT = 500
"""Characters kept at each end of a last message that is too long by itself, whatever the room."""

_NOTE = 300
"""Characters of what the agent asks in their own words."""

_JOINT = 4
"""Tokens between two messages or passages, rounded up."""

_CHARACTERS_A_TOKEN = 3
"""On the safe side, for cutting a text to a number of tokens."""

Thread = tuple[Message, ...]
Advice = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What goes to the model, and what is needed to read its answer; `private` is what may not stand in it, since
    everybody would read it."""

    system: str
    user: str
    masked: Masked
    passages: tuple[Passage, ...]
    marks: frozenset[str]
    is_shortened: bool
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: the reply's language, the agent's wishes, and a draft to start from."""

    language: Language
    wishes: Wishes = field(default_factory=Wishes)
    previous: str | None = None


def to_write(case: Case, passages: Advice, order: Order, tokens: int | None = None) -> Request:
    """The request for a whole reply, in at most `tokens` (default: what the prompt allows)."""
    form = prompt("draft")
    bare = _filled(form, case, (), (), order)
    count = counter(order.language).count
    room = (tokens or form.tokens) - count(bare.system) - count(bare.user)
    messages, shown = _fitting(case.messages, passages, room, count)
    request = _filled(form, case, messages, shown, order)
    return replace(request, is_shortened=(messages, shown) != (case.messages, passages))


def to_mend(parts: Sequence[Sentence], faulty: Mapping[int, list[Finding]], case: Case, language: Language) -> Request:
    """The request to mend some sentences of a draft, `parts`; `faulty` maps their index to what is wrong."""
    hidden = Hidden(case)
    lines = [hidden.quoted(sentence.text.replace("\n", " "), f"S{i + 1}:") for i, sentence in enumerate(parts)]
    faults = [f"S{i + 1}: {hidden.plain(fault.message)}" for i, faults in faulty.items() for fault in faults]
    values = common(case, language, hidden) | {
        "promises": allowed(case, language, True, hidden),
        "draft": "\n".join(lines),
        "faults": "\n".join(quoted(fault) for fault in faults),
    }
    system, user = prompt("mend").fill(values)
    return Request(system, user, hidden.masked, (), _marks(case, ()), False)


class Hidden:
    """Texts of the case without their personal data; the same thing has one placeholder in all of them."""

    def __init__(self, case: Case) -> None:
        owner = (case.owner or "").split(",")[0]  # «Maja, Kundservice»
        told = [name for message in case.messages for name in names_in(plain(message.text))]
        self._names = [name for name in (case.customer, owner, *told) if name]
        self.masked = Masked("")

    def plain(self, text: str) -> str:
        self.masked = mask(plain(text), self._names, self.masked.values)
        return self.masked.text

    def quoted(self, text: str, who: str = "") -> str:
        return quoted(self.plain(text), who)


def _filled(
    form: Prompt, case: Case, messages: Sequence[Message], passages: Sequence[Passage], order: Order
) -> Request:
    hidden, say, wishes = Hidden(case), phrases().say, order.wishes
    customer = hidden.quoted(case.customer) if case.customer else say("nothing.customer")
    thread = [hidden.quoted(message.text, _who(message)) for message in messages]
    advice = [hidden.quoted(f"{passage.heading}\n{passage.text}", _who(passage)) for passage in passages]
    values = common(case, order.language, hidden) | {
        "customer": customer,
        "length": say(f"length.{_length(case, wishes)}"),
        "tone": say("tone.warmer" if wishes.warmer else "tone.plain") + _noted(wishes, hidden),
        "gesture": say(_gesture_wish(case, wishes)),
        "missed": "\n".join(_missed(case, hidden)) or say("nothing.missed"),
        "signature": hidden.quoted(case.owner or say(f"signature.{order.language}")),
        "promises": allowed(case, order.language, wishes.gesture, hidden),
        "passages": "\n".join(advice) or say("nothing.passages"),
        "thread": "\n|\n".join(thread) or say("nothing.thread"),
        "draft": hidden.quoted(order.previous) if order.previous else say("nothing.draft"),
    }
    system, user = form.fill(values)
    private = _private(case, hidden) if case.channel == "social" else ()
    return Request(system, user, hidden.masked, tuple(passages), _marks(case, passages), False, private)


def _private(case: Case, hidden: Hidden) -> tuple[str, ...]:
    """The personal data of the case but for the name that signs, and the sums of its facts."""
    ours = (case.owner or "").replace(",", " ").split()
    sums = [sum_of(fact.amount, language) for fact in case.facts if fact.amount for language in ("sv", "en")]
    return (*(value for value in hidden.masked.values.values() if value not in ours), *sums)


def _length(case: Case, wishes: Wishes) -> str:
    """What the channel asks for; an e-mail and a letter may be wished short."""
    if case.channel in ("chat", "sms", "social"):
        return case.channel
    return "letter" if case.channel == "letter" and wishes.length == "normal" else wishes.length


def _noted(wishes: Wishes, hidden: Hidden) -> str:
    """What the agent asks in their own words, as one line."""
    if not wishes.note:
        return ""
    return f"\n- {phrases().say('tone.note', note=' '.join(hidden.plain(wishes.note).split())[:_NOTE])}"


def _gesture_wish(case: Case, wishes: Wishes) -> str:
    """After a broken promise a gesture is offered at once, and not only where it is asked for."""
    if not wishes.gesture:
        return "gesture.none"
    return "gesture.at_once" if case.missed else "gesture.allowed"


def _missed(case: Case, hidden: Hidden) -> Iterator[str]:
    """What we said and did not keep, the first day that a new promise about it may name, and a former owner."""
    for missed in case.missed:
        due = f", due {day(missed.by)}" if missed.by else ""
        yield hidden.quoted(missed.quote.replace("\n", " "), f"said {missed.said}{due}:")
        if first := least(case, missed.about):
            yield phrases().say("missed.again", first=first.isoformat())
    if case.taken_over_from:
        yield hidden.quoted(case.taken_over_from, phrases().say("missed.taken_over"))


def common(case: Case, language: Language, hidden: Hidden) -> dict[str, str]:
    """The inputs that every prompt has: the language, the day, and the facts with their marks."""
    facts = [quoted(_fact(fact, hidden), f"[{mark(i)}]") for i, fact in enumerate(case.facts)]
    return {
        "reply_language": phrases().say(f"language.{language}"),
        "today": f"{on_date(case.today.date(), 'en', case.today.date())} {case.today:%Y, %H.%M}",
        "facts": "\n".join(facts) or phrases().say("nothing.facts"),
    }


def _fact(fact: Fact, hidden: Hidden) -> str:
    """One line: "delivery | by 2026-03-17 | 499 SEK | confirmed not so | what it says (source)"."""
    says = hidden.plain(f"{fact.says} ({fact.source})" if fact.source else fact.says).replace("\n", " ")
    so = {None: "", True: "confirmed", False: "confirmed not so"}[fact.holds]
    parts = [
        fact.about,
        f"by {fact.by:%Y-%m-%d %H:%M}".removesuffix(" 00:00") if fact.by else "",
        str(fact.amount or ""),
        so,
        says,
    ]
    return " | ".join(part for part in parts if part)


def allowed(case: Case, language: Language, with_gesture: bool, hidden: Hidden) -> str:
    """What may be promised, one line each."""
    lines = [f"- {line}" for line in allowances(case, language)]
    if with_gesture and (offer := gesture(case.policy, language)):
        lines += [f"- {offer}", hidden.quoted(", ".join(case.policy.gestures))]
    return "\n".join(lines) or phrases().say("nothing.promises")


def _marks(case: Case, passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset([mark(i) for i in range(len(case.facts))] + [passage.entry for passage in passages])


def _fitting(thread: Thread, advice: Advice, room: int, count: Callable[[str], int]) -> tuple[Thread, Advice]:
    """As much of both as `room` tokens hold. First go the passages of all entries but the best, then the
    oldest messages, then the other passages; at last the customer's last message loses its middle."""
    messages, passages = list(thread), list(advice)
    parts: list[Message | Passage] = [*thread, *advice]
    costs = {id(part): count(quoted(part.text, _who(part))) + _JOINT for part in parts}
    while sum(costs[id(message)] for message in messages) + sum(costs[id(passage)] for passage in passages) > room:
        if len({passage.entry for passage in passages}) > 1:
            passages.pop()
        elif len(messages) > 1:
            messages.pop(_oldest(messages))
        elif passages:
            passages.pop()
        else:
            messages = [without_middle(message, room * _CHARACTERS_A_TOKEN) for message in messages]
            break
    return tuple(messages), tuple(passages)


def _who(part: Message | Passage) -> str:
    return f"{part.sender}:" if isinstance(part, Message) else f"[{part.entry}]"


def _oldest(messages: Sequence[Message]) -> int:
    """The index of the oldest message but for the customer's last one."""
    last = max((i for i, message in enumerate(messages) if message.sender == "customer"), default=-1)
    return 1 if last == 0 else 0


def without_middle(message: Message, characters: int) -> Message:
    """The message with the beginning and the end of its text only, where it is longer than `characters`."""
    half = max(characters // 2, _LEAST_KEPT)
    if len(message.text) <= 2 * half:
        return message
    return replace(message, text=f"{message.text[:half]}\n[…]\n{message.text[-half:]}")
