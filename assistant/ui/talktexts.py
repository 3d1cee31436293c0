"""The words of the talk about a draft: where it goes, what it was made from, what was promised, what it has cost.

They belong to those of texts.py and are asked for there.
"""

from __future__ import annotations

SV: dict[str, str] = {
    "channel": "Kanal",
    "channel_email": "Mejl",
    "channel_chat": "Chatt",
    "channel_letter": "Brev",
    "channel_social": "Sociala medier",
    "channel_sms": "Sms",
    "said_channel_email": "Nu som mejl.",
    "said_channel_chat": "Nu som chatt, högst tre meningar.",
    "said_channel_letter": "Nu som brev.",
    "said_channel_social": "Nu för sociala medier: inget ur ärendet, bara en hänvisning till ett privat meddelande.",
    "said_channel_sms": "Nu som sms.",
    "said_promised": "Det här har kunden fått lovat av oss:",
    "said_promised_none": "Inga löften är noterade i ärendet, och tråden visar inget heller.",
    "only_thread": "står i tråden, inte i liggaren",
    "said_fact": "Jag har lagt till det bland fakta i ärendet:",
    "corrected": "i stället för: {says}",
    "choose_fact": "Ett faktum: {about}",
    "choose_wish": "En ändring i utkastet",
    "said_note": "Jag skriver om utkastet så.",
    "said_beyond": (
        "Det kan jag inte utan språkmodell. Ändra gärna direkt i texten. Jag kan göra den kortare, längre, varmare, "
        "sakligare, på svenska, på engelska, utan gest och för en annan kanal."
    ),
    "answer_sv": "svenska",
    "answer_en": "engelska",
    "writer_tokens": "ärendet hittills: {read} token in, {written} ut",
    "writer_tokens_about": "ärendet hittills: uppskattningsvis {read} token in, {written} ut",
    "changed": "Det här har ändrats i texten",
    "moved_messages": "Ett meddelande har kommit sedan utkastet skrevs.",
    "moved_facts": "Fakta i ärendet har ändrats sedan utkastet skrevs.",
    "moved_again": "Skriv om med det nya",
    "moved_ask": "Läs svaret en gång till. Håller det ändå, klicka igen för att markera det som skickat.",
}

EN: dict[str, str] = {
    "channel": "Channel",
    "channel_email": "E-mail",
    "channel_chat": "Chat",
    "channel_letter": "Letter",
    "channel_social": "Social media",
    "channel_sms": "Text message",
    "said_channel_email": "As an e-mail now.",
    "said_channel_chat": "As a chat now, three sentences at most.",
    "said_channel_letter": "As a letter now.",
    "said_channel_social": "For social media now: nothing of the case, only where to write in private.",
    "said_channel_sms": "As a text message now.",
    "said_promised": "This is what the customer has our word for:",
    "said_promised_none": "No promise is noted in the case, and the thread shows none either.",
    "only_thread": "in the thread, not in the ledger",
    "said_fact": "I have added it to the facts of the case:",
    "corrected": "in place of: {says}",
    "choose_fact": "A fact: {about}",
    "choose_wish": "A change to the draft",
    "said_note": "I am rewriting the draft like that.",
    "said_beyond": (
        "I cannot do that without a language model. Please change the text itself. I can make it shorter, longer, warmer, "
        "plainer, in Swedish, in English, without the gesture, and for another channel."
    ),
    "answer_sv": "Swedish",
    "answer_en": "English",
    "writer_tokens": "the case so far: {read} tokens in, {written} out",
    "writer_tokens_about": "the case so far: some {read} tokens in, {written} out",
    "changed": "What has changed in the text",
    "moved_messages": "A message has come since the draft was written.",
    "moved_facts": "The facts of the case have changed since the draft was written.",
    "moved_again": "Write it again with what is new",
    "moved_ask": "Read the reply once more. If it still holds, click again to mark it as sent.",
}
