"""The words that give a language away: function words, and what complaints are made of."""

from __future__ import annotations

WORDS = {
    "sv": "och att det som är jag inte vi har ni du för med den till av på om ett en kan ska så men mig er era ert min "
    "mitt mina var varför hur vad när från eller blev blir också efter nu hade skulle ingen inget inga igen bara "
    "redan hos där här mycket tack hej hejsan dessa detta hörde fått fick får gör gjort vill måste någon något "
    "några sedan sen i å e va nån nåt dom asså ju väl nog typ ej mvh idag igår imorgon imorn imorron vecka veckor "
    "dag dagar timmar pengar pengarna tillbaka paketet beställt beställde beställning faktura fakturan ringt "
    "ringer ringa svar svarar svarat aldrig alltid fortfarande ändå fattar funkar trasig försenad saknas fel "
    "kundtjänst kundservice kommit kom varit blivit går gå alla ingenting nere köpt köpte köp vår vårt våra hem "
    "hemma kvar två tre första andra gången gånger hälsning hälsningar vänlig vänliga kväll betala betalat lovade "
    "snälla fortsatt dålig dåligt leverans ar nar pa fran ocksa nagon nagot fatt gor vantat vantar oppet tillbaks "
    "ligger stod står kör ute utan under över kommer dig de dem se ja del ha tar sig upp oss din ditt hela vid "
    "innan behöver ut före morgon bli få inom mer än tills kronor månad månader måndag tisdag onsdag torsdag "
    "fredag lördag söndag finns enligt senast hör hon han bra nej",
    "en": "the and is to of you we i it that have has not for are was be will would with this your our my they can on "
    "at an if do does did been what when why how which there no yes please thanks thank hello dear still got get "
    "from me us just now in a so as by or but he she her his him them their who all any some more out up down off "
    "into about than then because could should also after before since until during never again only very two "
    "three week weeks day days month months time today tomorrow yesterday said says say told want need money back "
    "broken wrong late missing cancel cancelled waiting wait called calling call im ive dont didnt cant wont "
    "wheres u ur thx pls guys refund delivery parcel order's sorry kind regards sincerely yours nobody nothing "
    "another next came went gone ran third first arrival bought sold home shop hi hey morning afternoon good best "
    "take care here's hours ago each well going put pay paid know let other through without old new monday "
    "tuesday wednesday thursday friday saturday sunday tonight own right like left within both make look were go "
    "too people every ready enjoy love cheers",
    "no": "og jeg ikke det er har vi i dere dette hva hvorfor fra noe noen etter ble blir mitt min meg deg takk hei "
    "være skal kan på som til med av å ikkje eg kommer nå fikk fått gjør vil må også bare når hvordan hvor deres "
    "så men om en den et ennå pakken pengene tilbake bestilte bestilling uker fremdeles morgen svar frå noko dykk "
    "sendt tre ingen ringer du kom alle hos her ny nytt tid dag dager få gå se han hun sin hele før ut inn mer "
    "enn ved oss mye bra feil fakturaen fakturering varen produktet fungerer virker gang ganger aldri igjen "
    "forsinket levering leveringen lovet lovte ventet venter svarer knust betalt mottatt kjøpt kjøpte butikken "
    "penger uke gjerne nett dra",
    "da": "og jeg ikke det er har vi i jer dette hvad hvorfor fra noget nogen efter blev bliver mit min mig dig tak "
    "hej være skal kan på som til med af at kommer nu fik fået gør vil må også bare når hvordan hvor jeres så men om "
    "en den et endnu pakke pengene penge tilbage bestilte bestilling uger stadig hvornår modtaget gerne mine have "
    "tre ingen ringer du kom alle hos her ny nyt tid dag dage få gå se han hun sin hele før ud ind mere end ved "
    "os meget fejl forkert fakturaen varen produktet fungerer virker gang gange aldrig igen forsinket levering "
    "leveringen lovede lovet ventet venter svarer knust betalt købt købte butikken uge sendt svar morgen",
    "de": "und ich nicht das ist die der ein eine haben wir sie mit für auf zu den von dem es wird was warum wie wo "
    "mein meine bitte noch schon seit aber auch nach bei guten danke ihre sehr kein keine habe wurde hat im an in "
    "sind rechnung falsch bestellung lieferung paket geld zurück warte rufen defekt kaputt wochen",
    "nl": "het een van niet ik mijn met voor maar naar is de en wij u jullie heb nog al mij hoe wat waarom waar hallo "
    "bedankt graag bestelling pakket geen wordt bij aan zijn was er",
    "fi": "ja on en ei että se minun mutta kun oli olen mitä miksi missä vielä kiitos hei teidän meidän tämä ovat ole "
    "koska takaisin haluan rahani saapunut tilaus tilaukseni lasku milloin pakettini tulee väärin rikki tuote",
    "fr": "le la les et je ne pas vous nous est un une des que qui pour dans avec mon ma merci bonjour votre pourquoi "
    "où ai toujours commande colis reçu en au de ce",
    "es": "el la los y no que es un una por para con mi su gracias hola pero muy cuando usted se lo pedido dónde está "
    "todavía he recibido quiero dinero me en de del paquete producto factura",
    "pl": "nie jest się że do na to jak co mój moje moja mojej mi w z i dzień dobry proszę paczka paczki zamówienie "
    "gdzie jeszcze dziękuję ale od czy jestem już",
}

FUNCTION_WORDS = {
    "sv": "alla allt alltid andra annan annat bara bliva bort deras dess denna denne dessa detta dock efter egen eller emot "
    "enligt ens fast fler flera från fram före först förut genom göra gång ganska hade hans hela heller hellre hennes "
    "honom hos igen ihop inom inte innan inget ingen inga ingenting istället kanske komma kunna lite länge "
    "man medan mellan mera mest mina mitt mycket måste nog någon något några någonting när nära ofta också oss "
    "precis redan samma samt sedan själv sina sitt skola skulle snart sådan säga således tills trots "
    "till under upp utan utom vara varandra varför varje vart vems vidare vilja vilka vilken vilket våra vårt "
    "verkligen ännu åter ändå även över",
    "en": "about after again against ahead already also although always another anyone anything anyway because been "
    "before being between both cannot could does doing done down during each either else enough even ever every "
    "everyone everything from further have having here hers herself himself however into itself just keep least less "
    "like made make many maybe might mine more most much must myself neither never next nobody none nothing often "
    "once only onto other ought ours over perhaps quite rather really same shall should since some somebody someone "
    "something somewhere soon still such than that their theirs them then there these they this those though "
    "through till today together under until upon very want wanted well were what whatever when where whether which "
    "while whom whose will with within without would yours your yourself",
}
"""Words of four letters or more that every text has: they say nothing of what it is about."""

LETTERS = {"no": "ø", "da": "æø", "de": "ßü", "fr": "çèàêù", "es": "ñ¿¡", "pl": "ąęłńśźż"}
"""Letters and signs that tell a language from ours; æ is rare in Norwegian."""

NAMES = {
    "no": ("norska", "Norwegian"),
    "da": ("danska", "Danish"),
    "de": ("tyska", "German"),
    "nl": ("nederländska", "Dutch"),
    "fi": ("finska", "Finnish"),
    "fr": ("franska", "French"),
    "es": ("spanska", "Spanish"),
    "pl": ("polska", "Polish"),
}

SCRIPTS = {
    "CYRILLIC": ("ryska eller ukrainska", "Russian or Ukrainian"),
    "ARABIC": ("arabiska eller persiska", "Arabic or Persian"),
}
ANOTHER = ("ett annat språk", "another language")

SHAPES = {
    "sv": r"[åäö]|[fhlst]j|kt|(?:arna|orna|erna|ning|ningen|het|heten|lig|ligen|[aei]gt|ade|ande|else|erat|at|[^e]ar)$"
    r"|\w{3}[bdgklmnprstv]a$",
    "en": r"th|wh|sh|gh|ee|oo|ou|ea|oa|w|(?:tion|sion|ment|ness|able|ful|ce|ss|ve|ing|[aeiou]ll|[^a]me|[^r]ed)$"
    r"|[^aeiou]y$",
}
"""How words look, asked only where known words do not decide between the two; åäö of a name counts less."""
