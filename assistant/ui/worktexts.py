"""The words of what surrounds a reply: the palette and its keys, the list of cases, what is done with a warning."""

from __future__ import annotations

SV: dict[str, str] = {
    # The palette
    "palette": "Sök allt",
    "palette_hint": "Sök ärende, handbok eller kommando",
    "palette_commands": "Gör",
    "palette_tabs": "Gå till",
    "palette_cases": "Ärenden",
    "palette_none": "Inget passar. Pröva med ett namn, ett ärendenummer eller några ord.",
    "do_new": "Nytt ärende",
    "do_line": "Skriv till assistenten",
    "do_draft": "Gå till svaret",
    "do_next": "Nästa markering",
    "do_previous": "Förra markeringen",
    "do_take": "Ta omskrivningen",
    "do_dismiss": "Avfärda markeringen",
    "do_fact": "Lägg till ett faktum",
    "do_copy": "Godkänn och kopiera svaret",
    "do_sent": "Markera som skickat",
    "do_language": "Byt till engelska",
    "do_keys": "Visa tangenterna",
}

EN: dict[str, str] = {
    # The palette
    "palette": "Search everything",
    "palette_hint": "Search cases, the playbook or commands",
    "palette_commands": "Do",
    "palette_tabs": "Go to",
    "palette_cases": "Cases",
    "palette_none": "Nothing fits. Try a name, a case number or a few words.",
    "do_new": "New case",
    "do_line": "Write to the assistant",
    "do_draft": "Go to the reply",
    "do_next": "Next mark",
    "do_previous": "Previous mark",
    "do_take": "Take the rewrite",
    "do_dismiss": "Dismiss the mark",
    "do_fact": "Add a fact",
    "do_copy": "Approve and copy the reply",
    "do_sent": "Mark as sent",
    "do_language": "Switch to Swedish",
    "do_keys": "Show the keys",
}
