"""The line, top to bottom: open a case, search the playbook, write a draft, check it, and the gate.

The only room that knows all the others. What is sent is the text that was checked last, and an
overpromise that is sent all the same needs a person's reason, which is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant import conversation, following, playbook
from assistant.accounts import Accounts
from assistant.asked import remembered
from assistant.case import OVERPROMISES, Case, Draft, Fact, Finding, Language, Message, Promise, Review, Wishes
from assistant.casefile import STOCKHOLM, load_case, local, policy_in
from assistant.dismissing import Dismissal, still_open
from assistant.errors import AssistantError, Unavailable
from assistant.language import detect
from assistant.moved import basis
from assistant.naming import signed
from assistant.pasted import readable
from assistant.prompts import prompt
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.drafting import Kept
    from assistant.ledger import Ledger, Owed, Receipt
    from assistant.search import Hit, Notice, Search
    from assistant.sources import Found, Missing, Source

T = TypeVar("T")
_PLAIN = Wishes()
_TOP = 5
_MAIL = "mail"
"""What the ledger calls e-mail."""


class NeedsReason(AssistantError):
    """The gate: these overpromises are still in the text, and nobody has given a reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"{len(findings)} open overpromises", where="the reply", now="mend them, or give a reason for sending them"
        )
        self.findings = tuple(findings)


class Overtaken(AssistantError):
    """The case has gone on elsewhere: these messages, the customer's or our own, are not in the thread."""

    def __init__(self, news: Sequence[Message]) -> None:
        super().__init__(f"{len(news)} new messages", where="the case", now="read them, then send the reply again")
        self.news = tuple(news)


@dataclass(frozen=True, slots=True)
class Example:
    """A case to try the desk with; it leaves no trace in the ledger."""

    name: str
    case: Case


@dataclass(frozen=True, slots=True)
class Sitting:
    """What an agent has before them: the case (None: nothing opened yet) and the wishes for the draft."""

    case: Case | None = None
    wishes: Wishes = _PLAIN


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk makes of a line: the sitting before and after it, the passages that answer a
    question, the promises that the ledger has and those that only the thread shows, a fact that was told,
    and whether a draft is to be written now."""

    request: conversation.Request
    before: Sitting
    sitting: Sitting
    hits: tuple[Hit, ...] = ()
    owed: tuple[Owed, ...] = ()
    said: tuple[Promise, ...] = ()
    fact: Fact | None = None

    @property
    def writes(self) -> bool:
        return self.request.kind in ("case", "customer", "write")


def open_desk(settings: Settings, *, wait: bool = True) -> Desk:
    """The desk with its playbook read; BadInput when the playbook has a fault.

    With `wait=False` the search answers at once by words alone until its index stands.
    """
    return Desk(settings, wait=wait)


class Desk:
    """The whole line for one company, with all that it needs from outside in `settings`."""

    def __init__(self, settings: Settings, *, wait: bool = True) -> None:
        self.settings = settings
        self._wait = wait
        self._checked = remembered(self._weigh)
        self.policy = policy_in(settings.playbooks)
        self.live = playbook.LivePlaybook(playbook.folders(settings.playbooks), self.policy)

    # A case

    def open_case(self, text: str) -> Case:
        """A new case with the customer's first message; or Unreadable, and nothing is lost."""
        now = self.now()
        message = Message("customer", readable(text), now)
        language = self._answered_in(message.text)
        return Case(today=now, policy=self.policy, id=_new_id(now), language=language, messages=(message,))

    def _answered_in(self, text: str) -> Language:
        """The language of the reply: the customer's; to Norwegian and Danish as it is set; else English."""
        detected = detect(text)
        return self.settings.nordic_replies if detected.is_nordic else detected.language

    def hear(self, case: Case, text: str) -> Case:
        """The case with a further message of the customer."""
        message = Message("customer", readable(text), self.now())
        return replace(case, messages=(*case.messages, message))

    def take_up(self, id: str) -> Case:
        """A case of the ledger as it stands today, with its thread; BadInput when there is none."""
        return following.taken_up(self.ledger().cases.dossier(id), self.now(), self.policy)

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        folders = playbook.folders(self.settings.playbooks)
        files = sorted({file.name: file for folder in folders for file in _example_files(folder)}.values())
        return tuple(Example(file.stem, load_case(file, self.policy)) for file in files)

    def examples(self) -> tuple[Example, ...]:
        """The cases to try the desk with, by name."""
        return self._examples

    def is_exercise(self, case: Case) -> bool:
        return any(case.id == example.case.id for example in self.examples() if case.id)

    def warm_up(self) -> None:
        """Loads what the first complaint would else wait for."""
        self.check("Hej.", Case(today=self.now(), policy=self.policy))
        self.search("hej")

    def now(self) -> datetime:
        """The desk's wall clock, without a zone, to the minute."""
        return local(datetime.now(UTC)).replace(second=0, microsecond=0)

    # Search

    @cached_property
    def _search(self) -> Search:
        from assistant.search import open_search

        return open_search(self.settings, self.live, wait=self._wait)

    def search(self, query: str, language: Language | None = None, top: int = _TOP) -> tuple[Hit, ...]:
        """The playbook's best entries for a question or a complaint, one hit an entry."""
        return self._search.search(query, language, top)

    def is_clear(self, hits: Sequence[Hit]) -> bool:
        """Whether these hits answer, or are only the nearest that the playbook has."""
        return self._search.is_clear(hits)

    def note_gap(self, query: str, language: Language | None = None) -> None:
        """Notes a question that was asked to the end and has no clear answer, for `playbook gaps`."""
        from assistant.search import gaps

        hits = self.search(query, language, 1)
        if not self.is_clear(hits):
            gaps.note(self.settings.data_dir, query, hits[0].entry if hits else None, self.now())

    def search_notices(self) -> tuple[Notice, ...]:
        """What the search does otherwise than it is set up to."""
        return self._search.notices

    # Facts

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Where facts are looked up; none where SOURCES is not set. BadInput for a fault in the map."""
        from assistant import sources

        return sources.read_sources(self.settings.sources) if self.settings.sources else ()

    def look_up(self, case: Case, given: Mapping[str, str]) -> tuple[Found | Missing, ...]:
        """What the company's systems say of a case; what was not `given` is asked with what the customer wrote."""
        from assistant import sources

        known = {"case": case.id or "", **sources.told_in(case.complaint, [n for s in self.sources for n in s.needs])}
        known |= {name: value for name, value in given.items() if value.strip()}
        return tuple(sources.look_up(self.sources, known, case.today.replace(tzinfo=STOCKHOLM)))

    # Write

    @property
    def has_model(self) -> bool:
        """Whether a language model is set up to write."""
        return bool(self.settings.openai_api_key or self.settings.openai_base_url)

    @property
    def is_without_model(self) -> bool:
        """Whether the composer writes: no model is set up, or the day's budget is spent."""
        return not self.has_model or self.accounts.is_spent

    def write(
        self, case: Case, wishes: Wishes = _PLAIN, *, previous: str | None = None, reader: Language | None = None
    ) -> Iterator[str | Draft]:
        """The words as they come, and last the draft, which may differ from them where it was mended.

        Without a model, or when it fails, the composer writes; then `notice` says what happened, in the
        language of the `reader`, and `unfinished` holds what had come. `previous` is the draft that the
        wishes are about.
        """
        for piece in self._written(case, wishes, previous, reader):
            draft = piece if isinstance(piece, str | Draft) else piece.draft
            if isinstance(draft, Draft):
                taken = self.accounts.taken(case.id) if self.has_model else draft.tokens
                draft = replace(draft, made_from=basis(case), tokens=taken)
            yield draft

    def kept(self, case: Case) -> Kept:
        """A whole draft at once, with the reviews on the way to it."""
        from assistant.drafting import Kept

        *_, last = self._written(case, _PLAIN, None, None)
        if isinstance(last, Kept):
            return last
        assert isinstance(last, Draft)
        review = self.check(last.text, case)
        return Kept(last, review, review, review)

    def _written(
        self, case: Case, wishes: Wishes, previous: str | None, reader: Language | None
    ) -> Iterator[str | Draft | Kept]:
        from assistant.drafting import WriterFailed, keep_to_facts, write
        from assistant.providers import chat_model

        case = self.with_history(replace(case, language=case.language or self._answered_in(case.complaint)))
        entries = self._situations(case, wishes)
        model = chat_model(self.settings, "draft", self.accounts.noting("draft", case.id))
        if model is None:
            yield self._compose(case, entries, wishes)
            return
        try:
            if self.accounts.is_spent:
                raise WriterFailed("spent", reader or "sv")
            for piece in write(case, entries, wishes, model, previous=previous):
                yield keep_to_facts(piece, case, model, self.check) if isinstance(piece, Draft) else piece
        except WriterFailed as failed:
            draft = self._compose(case, entries, wishes)
            told = failed.notice_in(reader) if reader else failed.notice
            yield replace(draft, notice=told, unfinished=failed.so_far or None)

    @cached_property
    def accounts(self) -> Accounts:
        """What the language model takes, by case and by day."""
        return Accounts(self.settings, self.ledger)

    def draft(self, case: Case, wishes: Wishes = _PLAIN) -> Draft:
        """A whole draft at once."""
        *_, last = self.write(case, wishes)
        assert isinstance(last, Draft)
        return last

    def _situations(self, case: Case, wishes: Wishes) -> list[playbook.Entry]:
        """What the playbook has on the complaint, best first, in the language of the reply."""
        book = self.live.current()
        language = wishes.language or case.language or detect(case.complaint).language
        hits = self.search(case.complaint, language)
        found = [book.get(hit.entry, language) for hit in hits]
        return [entry for entry in found if entry is not None and entry.group == "situations"]

    def _compose(self, case: Case, situations: Sequence[playbook.Entry], wishes: Wishes) -> Draft:
        from assistant.composing import compose

        return compose(case, self.live.current(), [entry.id for entry in situations], wishes)

    # Talk

    def answer(self, line: str, sitting: Sitting, language: Language = "sv") -> Answer:
        """What the agent's line asks for, done as far as it needs no writing."""
        return self.do(self.read(line, sitting), sitting, language)

    def read(self, line: str, sitting: Sitting) -> conversation.Request:
        """What the line asks for: by the rules; where they are unsure by the model, as far as it can be taken back."""
        from assistant.drafting import means
        from assistant.providers import chat_model

        request = conversation.read(line, sitting.case, sitting.wishes)
        if request.kind != "unsure" or sitting.case is None or "wish" not in request.choices or self.is_without_model:
            return request
        model = chat_model(self.settings, "draft", self.accounts.noting("intent", sitting.case.id))
        meaning = means(line, sitting.case, model) if model else None
        if meaning == "wish":
            return conversation.granted(line.strip(), request.wishes)
        return replace(request, kind="question", choices=()) if meaning == "question" else request

    def do(self, request: conversation.Request, sitting: Sitting, language: Language = "sv") -> Answer:
        """The same for a request that is already understood, for instance since the agent was asked."""
        after = replace(sitting, wishes=request.wishes)
        if request.kind == "customer" and sitting.case is not None:
            after = replace(after, case=self.hear(sitting.case, request.text))
        elif request.kind in ("case", "customer"):
            after = Sitting(self.open_case(request.text))
        if request.channel and after.case is not None:
            after = replace(after, case=replace(after.case, channel=request.channel))
        case = after.case
        if request.kind == "promised" and case is not None:
            return Answer(request, sitting, after, owed=self.promised(case), said=self._said(case))
        if request.kind == "fact" and case is not None:
            fact = conversation.fact_in(request.text, request.about or "other", case)
            return Answer(request, sitting, after, fact=fact)
        hits = self.search(request.text, language, 3) if request.kind == "question" else ()
        return Answer(request, sitting, after, hits)

    def promised(self, case: Case) -> tuple[Owed, ...]:
        """What the ledger has of promises in the case, kept and broken ones too."""
        return self._from_ledger(case, partial(following.promised, case), ())

    def _said(self, case: Case) -> tuple[Promise, ...]:
        """The promises in our replies of the thread that the ledger does not have."""
        noted = {owed.quote for owed in self.promised(case)}
        ours = [message for message in case.messages if message.sender == "agent"]
        reviews = [self.check(message.text, replace(case, today=message.at or case.today)) for message in ours]
        return tuple(promise for review in reviews for promise in review.promises if promise.quote not in noted)

    # Check, and the gate

    def check(self, text: str, case: Case) -> Review:
        return self._checked(text, case)

    def _weigh(self, text: str, case: Case) -> Review:
        from assistant.checker import check

        return following.watched(check(text, case, stale_after=self.settings.stale_after), case)

    @property
    def has_judge(self) -> bool:
        """Whether a language model is configured that a second opinion can be asked of."""
        from assistant.providers import chat_model

        return chat_model(self.settings, "judge") is not None

    def judge(self, text: str, case: Case, reader: Language | None = None) -> Review:
        """The review with a language model's second opinion beside it; one call, some seconds. What goes wrong is
        told in the language of the `reader`, or that of the text."""
        from assistant.judge import second_opinion, withheld
        from assistant.providers import chat_model

        review = self.check(text, case)
        model = chat_model(self.settings, "judge", self.accounts.noting("judge", case.id))
        if model and self.accounts.is_spent:
            return withheld(review, reader or review.language, model, "spent")
        return second_opinion(text, case, review, model, reader) if model else review

    def approve(self, text: str, case: Case, reason: str | None = None, dismissed: Sequence[Dismissal] = ()) -> Review:
        """The review of the very text that is to leave; NeedsReason while an overpromise is open that nobody
        has dismissed with a reason of its own."""
        review = self.check(text, case)
        overpromises = [f for f in still_open(review.findings, dismissed) if f.kind in OVERPROMISES]
        if overpromises and not (reason or "").strip():
            raise NeedsReason(overpromises)
        return review

    def catch_up(self, case: Case, key: str) -> None:
        """Overtaken where the ledger has what the case's thread has not, but for the reply with this `key`."""
        if not case.id or not self.settings.has_ledger or self.is_exercise(case):
            return
        if news := self.ledger().cases.unseen(case.id, case.messages, key):
            raise Overtaken(news)

    def send(
        self,
        case: Case,
        text: str,
        *,
        draft: Draft | None,
        reason: str | None = None,
        by: str,
        key: str,
        dismissed: Sequence[Dismissal] = (),
    ) -> Receipt:
        """Notes the reply as sent, with every promise in it, in one transaction; once for each `key`.

        Overtaken where the case's thread lacks what came meanwhile; NeedsReason at the gate; Unavailable when the ledger does not answer, and then nothing was
        noted. An exercise passes the gate as well, and leaves no trace.
        """
        from assistant import outbox
        from assistant.ledger import Reply, rehearsed

        self.catch_up(case, key)
        case = self.with_history(case)
        review = self.approve(text, case, reason, dismissed)
        reply = Reply(
            key=key,
            case=replace(case, id=case.id or _new_id(case.today), customer=signed(case)),
            text=text,
            review=review,
            by=by,
            sent=datetime.now(UTC),
            writer=draft.writer if draft else "agent",
            playbook=self.live.last.fingerprint,
            reason=reason.strip() or None if reason else None,
            prompts=prompt("draft").version,
            channel=_MAIL if case.channel in (None, "email") else case.channel,
            draft=draft.text if draft else None,
            shown=self.check(draft.text, case).findings if draft else (),
            passages=draft.passages if draft else (),
            dismissed=tuple(dismissed),
        )
        if self.is_exercise(case):
            return rehearsed(reply)
        receipt = self.ledger().record(reply)
        if self.settings.outbox is not None:
            outbox.lay(self.settings.outbox, reply)
        return receipt

    def with_history(self, case: Case) -> Case:
        """With what the ledger knows of the case."""
        return case if case.missed else self._from_ledger(case, partial(following.with_history, case), case)

    def _from_ledger(self, case: Case, ask: Callable[[Ledger], T], otherwise: T) -> T:
        """What the ledger says of a case; `otherwise` where it can know nothing, or does not answer."""
        if not case.id or not self.settings.has_ledger or self.is_exercise(case):
            return otherwise
        try:
            return ask(self.ledger())
        except Unavailable:
            return otherwise

    def ledger(self) -> Ledger:
        """The ledger, opened when first needed; Unavailable when it cannot be."""
        return self._ledger

    @cached_property
    def _ledger(self) -> Ledger:
        from assistant.ledger import open_ledger

        return open_ledger(self.settings.ledger_url)

    def ledger_fault(self) -> Unavailable | None:
        """Why nothing can be noted as sent now, or None."""
        try:
            self.ledger()
        except Unavailable as fault:
            return fault
        return None


def _new_id(now: datetime) -> str:
    """Short enough to say on the phone, and not to be guessed from its neighbour."""
    return f"{now:%y%m%d}-{secrets.token_hex(3).upper()}"


def _example_files(folder: Path) -> list[Path]:
    return list((folder / "examples").glob("*.yaml"))
