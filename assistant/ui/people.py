"""The tab of users, for admins who have signed in: who may sign in, in which role, and with which password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.case import Language
from assistant.desk import Desk
from assistant.door import ROLES, Role, Users, passwords
from assistant.errors import AssistantError
from assistant.ui.casetexts import case_words
from assistant.ui.render import people
from assistant.ui.searching import CLICKS
from assistant.ui.sheet import PRIVATE, Updates
from assistant.ui.signedin import person


class _Refused(Exception):
    """What was asked for is not done; the message says why, in the window's words."""


class PeopleTab:
    """Every act asks anew whether whoever does it is an admin: a tab that is not shown can still be called."""

    def __init__(self, desk: Desk, language: Language) -> None:
        self._language, self._signs_in = language, desk.settings.auth
        self._users = Users(desk.settings.users_file)
        t = self._t = case_words(language)
        with gr.Column(elem_classes=["bench", "figures-page"], elem_id="people"):
            self._list = gr.HTML(js_on_load=CLICKS, apply_default_css=False, elem_id="people-list")
            self._told = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="people-told")
            with gr.Row(elem_classes="people-form"):
                self._name = gr.Textbox(label=t["user_name"], elem_id="user-name", max_lines=1)
                self._role = gr.Dropdown(
                    [(t[f"role_{role}"], role) for role in ROLES],
                    value=ROLES[0],
                    label=t["user_role"],
                    elem_id="user-role",
                    filterable=False,
                )
                self._password = gr.Textbox(
                    label=t["user_password"],
                    info=t["user_password_how"],
                    type="password",
                    elem_id="user-password",
                    visible=self._signs_in == "users",
                )
                self._save = gr.Button(t["user_save"], elem_id="user-save", elem_classes="accent")

    def wire(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        blocks.load(self.shown_to, outputs=tab, **PRIVATE)
        tab.select(self.listed, outputs=self._list, **PRIVATE)
        typed = [self._name, self._role, self._password]
        done = [self._list, self._told, self._name, self._password]
        self._save.click(self.save, inputs=typed, outputs=done, **PRIVATE)
        self._list.choose(self.remove, outputs=done, **PRIVATE)

    def shown_to(self, request: gr.Request) -> Any:
        return gr.Tab(visible=_is_admin(request))

    def listed(self, request: gr.Request) -> str:
        if not _is_admin(request):
            return ""
        try:
            return people.users(self._users.all(), self._language)
        except AssistantError as fault:
            return people.told(self._t["users_fault"].format(what=fault))

    def save(self, name: str, role: str, password: str, request: gr.Request) -> Updates:
        """A new user; or another role, and another password where one is given, for one that is there."""

        password, needs_one = password or "", self._signs_in == "users"  # a box that is not shown holds None

        def act() -> str:
            given: Role = next(known for known in ROLES if known == role)
            user = self._users.get(name)
            self._refuse("user_name_needed", not name.strip())
            self._refuse("user_own", self._is_own(name, request) and given != "admin")
            is_fit = passwords.SHORTEST <= len(password) <= passwords.LONGEST
            self._refuse("user_password_unfit", not is_fit and bool(password or (needs_one and user is None)))
            if user is None or password:
                self._users.put(user.person.name if user else name, given, password or None)
            else:
                self._users.give(name, given)
            return self._t["user_saved"].format(name=" ".join(name.split()))

        return self._done(request, act)

    def remove(self, event: gr.EventData, request: gr.Request) -> Updates:
        name = str(event.value).removeprefix("remove:")

        def act() -> str:
            self._refuse("user_own", self._is_own(name, request))
            self._users.remove(name)
            return self._t["user_removed"].format(name=name)

        return self._done(request, act)

    def _refuse(self, key: str, refused: bool) -> None:
        if refused:
            raise _Refused(self._t[key])

    def _is_own(self, name: str, request: gr.Request) -> bool:
        """Whether an admin is about to lock themselves out."""
        who, user = person(request), self._users.get(name)
        return who is not None and user is not None and user.person.name == who.name

    def _done(self, request: gr.Request, act: Callable[[], str]) -> Updates:
        """The list after the act, or what was wrong and what was typed as it was."""
        if not _is_admin(request):
            return {self._told: people.told(self._t["user_not_admin"])}
        try:
            line = act()
        except _Refused as refused:
            return {self._told: people.told(str(refused))}
        except AssistantError as fault:
            return {self._told: people.told(self._t["users_fault"].format(what=fault))}
        return {self._list: self.listed(request), self._told: people.said(line), self._name: "", self._password: ""}


def _is_admin(request: gr.Request) -> bool:
    who = person(request)
    return who is not None and who.is_admin
