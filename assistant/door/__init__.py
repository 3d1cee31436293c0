"""Who may come in: users with roles and passwords, or a name from a proxy; sessions that end; failures slowed down.

Off where the window listens on this machine alone. Elsewhere every route, file and call lies behind it but the
customer's own page, which has its own secret address.
"""

from __future__ import annotations

from assistant.door.entrance import Door
from assistant.door.opening import check, open_door
from assistant.door.users import ROLES, Person, Role, User, Users

__all__ = ["ROLES", "Door", "Person", "Role", "User", "Users", "check", "open_door"]
