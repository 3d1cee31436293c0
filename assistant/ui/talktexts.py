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
}
