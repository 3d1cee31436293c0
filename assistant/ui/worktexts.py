"""The words of what surrounds a reply: the palette and its keys, the list of cases, what is done with a warning."""

from __future__ import annotations

SV: dict[str, str] = {
    "fault_full": (
        "Svaret kunde inte noteras som skickat: disken är full. Texten ligger kvar, och inget är noterat. "
        "Frigör utrymme och pröva sedan igen. Teknisk upplysning: {what}"
    ),
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
    # The list of cases
    "cases_due": "Att göra",
    "cases_mine": "Mina",
    "cases_all": "Alla",
    "cases_find": "Sök ärende",
    "cases_silent": "tyst för länge",
    "cases_late_count": "försenade",
    "cases_silent_count": "tysta för länge",
    "cases_none": "Inget ärende här.",
    # What is done with a warning
    "because_promise": "Lovat tidigare",
    "second_agrees": "Språkmodellen håller med",
    "second_differs": "Språkmodellen ser det på ett annat sätt",
    "ask": "Fråga efter faktat",
    "ask_done": "Frågan är kopierad. Skriv in svaret här:",
    "ask_question": "Hej! Jag svarar en kund och vill skriva: ”{quote}” Stämmer det, och vem har bekräftat det?",
    "dismiss": "Avfärda",
    "dismiss_why": "Varför är det inget problem här?",
    "reason_no_promise": "Det är inget löfte",
    "reason_confirmed": "Det är bekräftat",
    "reason_agreed": "En chef har godkänt det",
    "reason_own": "Eget skäl, och Enter",
    "dismissed_one": "1 avfärdad varning",
    "dismissed": "{n} avfärdade varningar",
    "undismiss": "Ångra",
    "clear_dismissed": "Inget mer att rätta till; skälen sparas med svaret",
}

EN: dict[str, str] = {
    "fault_full": (
        "The reply could not be noted as sent: the disk is full. The text is still here, and nothing was noted. "
        "Make room, then try again. Technical detail: {what}"
    ),
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
    # The list of cases
    "cases_due": "To do",
    "cases_mine": "Mine",
    "cases_all": "All",
    "cases_find": "Find a case",
    "cases_silent": "silent too long",
    "cases_late_count": "overdue",
    "cases_silent_count": "silent too long",
    "cases_none": "No case here.",
    # What is done with a warning
    "because_promise": "Promised earlier",
    "second_agrees": "The language model agrees",
    "second_differs": "The language model sees it otherwise",
    "ask": "Ask for the fact",
    "ask_done": "The question is copied. Write the answer here:",
    "ask_question": "Hello! I am answering a customer and want to write: “{quote}” Is that right, and who has confirmed it?",
    "dismiss": "Dismiss",
    "dismiss_why": "Why is it no problem here?",
    "reason_no_promise": "It is no promise",
    "reason_confirmed": "It is confirmed",
    "reason_agreed": "A manager has approved it",
    "reason_own": "A reason of your own, and Enter",
    "dismissed_one": "1 dismissed warning",
    "dismissed": "{n} dismissed warnings",
    "undismiss": "Undo",
    "clear_dismissed": "Nothing more to mend; the reasons are kept with the reply",
}
