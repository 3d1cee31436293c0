"""Hides personal data behind placeholders before a language model sees a text, and puts it back after.

    masked = mask("Ring mig på 070-123 45 67. /Anna")
    masked.text                                   # "Ring mig på ⟦TEL1⟧. /⟦FIRST1⟧"
    masked.restore("Jag ringer dig på TEL1.")     # "Jag ringer dig på 070-123 45 67."

Found: Swedish personal and coordination numbers, phones, e-mails, cards, IBAN, bankgiro and plusgiro,
bank accounts, street addresses, postcodes with their towns, registration plates (`patterns.yaml`), the
names that the caller knows, and names where a text says that they are some: signatures, introductions,
greetings, "my husband Lars". Dates, sums and numbers of orders stay, since a reply needs them.

Not found: names in running text that nothing announces ("Kevin på er support"), nicknames, places of
work, addresses with neither number nor postcode, numbers spelt out in words, user names, plates and
account numbers with no word beside them that says what they are.
"""

from assistant.privacy.masking import Masked, mask, names_in

__all__ = ["Masked", "mask", "names_in"]
