"""The language of a text, and its sentences with their exact places."""

import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.language import detect, sentences, without_greeting

SWEDISH = """
Hej! Jag beställde en soffa den 3 februari och den har fortfarande inte kommit.
Var är mitt paket?
var e mitt paket
Hej, jag vill ha pengarna tillbaka nu
jag har vantat i tre veckor och ingen svarar nar jag ringer
Hej har ni oppet pa lordag
ni lovade att det skulle vara klart i fredags
skulle komma idag men ingen dök upp
asså va fan håller ni på med
fattar inte varför ni tar betalt två gånger
Fakturan är fel.
Fel faktura igen!!
Kan ni ringa mig?
hallå nån där??
Ingen leverans. Inget svar.
Tack för hjälpen!
Trasig vid leverans
Försenad igen
order 7781 saknas fortfarande
min router funkar inte, har kört reboot och factory reset, support säger bara "try again later"
Er customer service är ett skämt, har mailat tre gånger utan svar
Hej, min tracking säger delivered men jag har inte fått nåt
Paketet står som "delivered" men jag har inte sett röken av det.
Jag köpte en MacBook Pro hos er på Black Friday och den är DOA.
iPhone 15 Pro Max skärmen svart efter update
Hej Anna, tack för att du hör av dig. Vi återkommer i morgon.
Med vänlig hälsning, Maja
Hei på er! Jag undrar var min beställning är någonstans.
Vi bor i Tønder sommartid men paketet skulle till Malmö, var är det?
Kære kund stod det i mejlet, men jag är svensk och fattar inte ett ord av det.
Jag fick svar på tyska: "Sehr geehrte Kundin" och inget mer. Vad gör jag nu?
vi står i receptionen i Tällberg å vårt rum e upptaget
Alla fyra stolparna i Gränna nere mitt i semestertrafiken. Skärpning @laddvägen 🔌😤
hej!! finns tröjan (vit, S) i butik i Luleå? Hinner ej online innan julbordet på lör
beställde ny telefon, fick en tegelsten. BOKSTAVLIGEN en tegelsten i lådan. 12 990 kr.
VARFÖR SVARAR INGEN I TELEFON
😡😡 tredje gången nu!!
Bredbandet ligger nere
uppsägning av abonnemang
blev dubbeldebiterad
Batteriet dör efter en timme
hej, when kommer paketet?
mer info på https://www.example.com/track/your-order-here tack
"""

ENGLISH = """
Where is my parcel?
wheres my order
The sofa I ordered on 3 February still hasn't arrived.
I want my money back.
u guys said friday its now tuesday
no reply for 2 weeks
Third time I'm calling about this!
Refund please
Thanks for nothing
broken on arrival
been waiting since monday for someone to call
Hi Anna, thank you for getting in touch. We will call you tomorrow.
Kind regards, Maja
My flat in Södermalm has had no heating since Tuesday
We live in Västra Frölunda and the technician never showed up
I bought it at Åhléns on Götgatan, Malmö office won't help
spa day voucher expired during pregnancy bed rest. 1 290 kr gone??
Graduation suit: trousers came, jacket didn't.
Crown came loose, in pain
hinge snapped after 2 months, shop says "user error". Seriously?
order 7781 says shipped, lenses ran out yesterday, im blind as a bat
DOA out of the box. Nice.
The invoice says "förfallodatum 31 mars" - what does that mean?
Your driver left a note saying "ingen hemma" but I was home all day.
WHY IS NOBODY ANSWERING THE PHONE
Never again.
smh. three weeks.
cancel my subscription
discount code not working
"""

OTHERS = {
    ("norska", "Norwegian"): """
Hei, jeg har ikke fått pakken min ennå. Hvor er den?
Hei! Jeg bestilte en sofa for tre uker siden, og den har fremdeles ikke kommet.
Jeg vil ha pengene tilbake
hvor er pakken min?
Kan dere ringe meg i morgen?
eg har ikkje fått noko svar frå dykk
Jeg har ventet i tre uker og ingen svarer
Fakturaen er feil
""",
    ("danska", "Danish"): """
Hej, jeg har ikke modtaget min pakke endnu. Hvornår kommer den?
Hvor bliver min ordre af? Jeg har skrevet til jer tre gange.
Jeg vil gerne have mine penge tilbage
Hvorfor bliver jeg trukket to gange?
""",
    ("tyska", "German"): """
Guten Tag, ich habe mein Paket noch nicht erhalten.
Wo ist mein Paket?
Ich möchte mein Geld zurück
Die Lieferung ist seit drei Wochen überfällig und niemand antwortet mir.
""",
    ("finska", "Finnish"): """
Hei, tilaukseni ei ole vielä saapunut. Missä se on?
Haluan rahani takaisin, koska tuote on rikki.
""",
    ("franska", "French"): """
Bonjour, je n'ai toujours pas reçu mon colis.
Où est ma commande ? Je vous ai écrit trois fois.
""",
    ("spanska", "Spanish"): """
Hola, todavía no he recibido mi pedido.
¿Dónde está mi paquete?
""",
    ("polska", "Polish"): """
Dzień dobry, nie otrzymałem jeszcze mojej paczki.
Gdzie jest moje zamówienie?
""",
    ("nederländska", "Dutch"): """
Hallo, ik heb mijn pakket nog niet ontvangen.
Waar blijft mijn bestelling? Ik wil mijn geld terug.
""",
    ("ryska eller ukrainska", "Russian or Ukrainian"): """
Здравствуйте, где моя посылка?
Доброго дня, я досі не отримала замовлення A-1042
""",
    ("arabiska eller persiska", "Arabic or Persian"): "مرحبا، أين طلبي؟",
    ("ett annat språk", "another language"): """
您好，我的包裹在哪里？
Γεια σας, πού είναι το δέμα μου;
""",
}


def lines(texts: str) -> list[str]:
    return texts.strip().splitlines()


@pytest.mark.parametrize("default", ["sv", "en"])
@pytest.mark.parametrize(
    ("text", "language"),
    [*((text, "sv") for text in lines(SWEDISH)), *((text, "en") for text in lines(ENGLISH))],
)
def test_swedish_and_english_are_told_whatever_the_default(text, language, default):
    detected = detect(text, default)
    assert (detected.language, detected.other) == (language, None)


@pytest.mark.parametrize(("text", "names"), [(text, names) for names, texts in OTHERS.items() for text in lines(texts)])
def test_another_language_is_named_and_answered_in_english(text, names):
    detected = detect(text)
    assert (detected.language, detected.other) == ("en", names)


@pytest.mark.parametrize("default", ["sv", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "4417 88 12",
        "😀😀",
        "??!",
        "12 990",
        "A-1042",
        "https://example.com/where-is-the",
        "...",
        "\0",
        "\ud800",
    ],
)
def test_what_tells_nothing_gets_the_default(text, default):
    assert detect(text, default).language == default
    assert detect(text, default).other is None


def test_a_long_text_is_told_by_its_beginning():
    assert detect("Jag har väntat i tre veckor. " * 200 + "the and is to of you " * 20_000).language == "sv"


# Sentences: ¦ stands where one ends

SENTENCES = {
    # abbreviations
    "Vi kan t.ex. byta den.¦ Säg till.": "t.ex.",
    "Vi kan t. ex. byta den.": "t. ex.",
    "Jag ringer kl. 14.¦ Hör av dig annars.": "kl.",
    "Det tar ca. 3 dagar.¦ Sedan ringer vi.": "ca.",
    "Bl.a. Anna har sett felet.": "bl.a. before a name",
    "Order nr. 4 är på väg.": "nr.",
    "Priset är 499 kr. inkl. moms per månad.": "kr. inkl.",
    "Du får 200 kr.¦ Vi beklagar.": "kr. at the end",
    "du får 200 kr.¦ vi skickar idag": "kr. in a chat",
    "Ta med legitimation, kvitto m.m.¦ Vi ses där.": "m.m. at the end",
    "Ta med kvitto m.m. till butiken.": "m.m. within",
    "Det gäller soffor, fåtöljer osv. i hela sortimentet.": "osv.",
    "Paketet går vecka 8, dvs. senast den 20 februari.": "dvs.",
    "Blir nog på tis eller ons.¦ Sms:ar dig när tiden är spikad.": "ons. at the end",
    "Tekniker kommer tis. 3 mars.": "tis.",
    "Den kommer 3 mar.¦ Vi hör av oss.": "mar. at the end",
    "Det tar tio min.¦ De har öppet.": "min. at the end",
    "Farida, leg. optiker": "leg.",
    "Enl. PostNord är den i Örebro, f.d. Adolfsberg.": "enl., f.d.",
    "Jag ringer dig p.g.a. felet, fr.o.m. nu direkt.": "p.g.a., fr.o.m.",
    "Det är mitt ord.¦ Vi ringer.": "ord is a word",
    "Mr. Smith will call you.¦ Dr. Jones too.": "titles",
    "Bring e.g. your receipt, i.e. the paper one.": "e.g., i.e.",
    "We call you at 5 p.m. on Friday.": "p.m. within",
    "We call you at 5 p.m.¦ Please stay near the phone.": "p.m. at the end",
    "call you at 5 pm.¦ thanks": "pm. in a chat",
    "It is here on Mon. March 3.¦ Come by.": "Mon. March",
    "It is approx. 3 km vs. 5 before.": "approx., vs.",
    "Send us the reg. no. in a DM.": "reg. no.",
    "Order no. 4 is late.¦ No.¦ We can't.": "no. and No.",
    "Chairs, tables, etc. are in stock.¦ Beds etc.¦ We will see.": "etc.",
    # numbers, dates, names
    "Det kostar 12.50 eller 1.299,00 kr.": "decimals",
    "Vi ses den 3. mars kl 09.15.¦ Ta med kvittot.": "a dated day",
    "Senast den 17.¦ Vi hör av oss.": "a day at the end",
    "vi ses kl 8.¦ hejdå": "an hour at the end, chat",
    "Den 3:e kommer den.¦ Den 4:e ringer jag.": "ordinals",
    "Det är på 2. våningen.": "2. within",
    "Ring 08-123 45 67.¦ Vi svarar.": "phone numbers",
    "Uppdatera till version 2.4.1.¦ Starta om.": "versions",
    "Anna B. Lind ringer dig.¦ A. Ek också.": "initials",
    "Du står vid hållplats B.¦ Där stannar bussen.": "one letter at the end",
    "Det går på Plan B. Lind ringer.": "Plan B is read as a name",
    # addresses
    "Läs mer på https://exempel.se/hjalp?a=1!b.c.¦ Hör av dig.": "URL",
    "Se www.exempel.se.¦ Där står det.": "www",
    "Skriv till anna.lind@exempel.se.¦ Jag svarar.": "e-mail",
    "Booking.com har din bokning.": "names with dots",
    "Använd Node.js eller .NET.¦ Klart.": "products",
    # stops in a row
    "Va?!¦ Nej!!!¦ Okej...¦ Då så.": "?! !!! ...",
    "Jag tror... att det går…¦ Men vi får se… eller?": "pauses",
    "Hej!¦Vad trist.¦ Klart!¦Vi ringer.": "no space after the mark",
    "Nu är det klart.¦Vi ringer dig.": "no space after the full stop",
    "Är det klart?¦Ja.": "no space after the question",
    "Vänta ...¦ Nu kommer det.": "space before the dots",
    "Bra !¦ Tack .¦ Hej då": "space before the stop",
    # quotes and brackets
    "Du skrev: ”Var är paketet?”¦ Det är i Örebro.": "a quotation that ends the sentence",
    "”När kommer det?” frågade du.¦ I morgon.": "a quotation within",
    'He said "never again!" and left.': "English quotes",
    "(Vi ringer innan.)¦ Sedan kommer bilen.": "in brackets",
    "Förlåt (och till hunden!), det var fel.": "stop in a bracket within",
    "Det är klart (se bilden nedan!) men inte hos dig.": "bracket before a small letter",
    "[Bilaga 1.]¦ Se ovan.": "square brackets",
    # smileys
    "Hej Amy! 👋¦ Ja, vi har en 39:a kvar.": "emoji after a stop",
    "Nu funkar det igen 👍¦ Ligger den nere så ring.": "emoji as a stop",
    "nu funkar det 😊¦ hör av dig": "emoji in a chat",
    "Bra fråga :)¦ Fyra finns kvar.": "a smiley",
    "Tack ;-)¦ Vi hörs <3": "smileys",
    "Vi ❤️ våra kunder.": "a heart as a verb",
    "🎉 Grattis! 🎉🎉¦ Du vann 👨‍👩‍👧": "emoji first and last",
    "Klart 👍🏽👍🏽¦ Vi ses 🧘": "emoji with a skin colour",
    # lines
    "Hej Anna,¦\n\nTack för ditt mejl.¦ Vi ringer.¦\n\nMed vänlig hälsning¦\nMaja": "a letter",
    "Hej Anna,¦\r\n\r\nTack för ditt mejl.¦\r\nVi ringer.¦\r\n\r\nMvh¦\r\nMaja": "Windows lines",
    "Hej,¦\rvi ringer¦\u2028snart": "old and odd line ends",
    "Så här gör du:¦\n- ring oss¦\n- vänta på svar¦\n* klart": "dashes",
    "Så här gör du:¦\n1. Ring oss.¦\n2. Vänta på svar.¦\n3) Klart": "numbers",
    "Raka datum.¦ - Tisdag 15/12 kommer hällen.¦ - Glasbiten ligger till den 17.¦ - Tracking får du.": "inline dashes",
    "1. Ring oss.¦ 2. Vänta på svar.": "inline numbers",
    "Order\t4417\tklar\nSumma\t499 kr".replace("\n", "¦\n"): "tabs",
    "Det är\u00a0klart.¦\u00a0Vi ringer kl.\u00a014.": "no-break spaces",
    "  \n\n Hej! ¦ \n\n\n  Hej då.  \n": "white space around",
    "Rad ett utan punkt¦\nrad två utan punkt": "short lines without stops",
    "Jag har bokat en ny tid åt dig på torsdag och ringer samma morgon.¦ Allt gott¦\nElsa": "a signature",
    "I have booked a new time for you on Thursday and call at eight.¦ Take care,¦\nAdnan, Support": "in English",
    "Vi skickar en ny soffa till dig i nästa vecka och hämtar den gamla.¦\nHej så länge": "a new line after a stop",
    "> Var är mitt paket? ¦Jag har väntat i tre veckor nu och ingen av er\n> svarar mig.¦\nNu då.": "quoted mail",
    "Från: Anna Lind¦\nDatum: 3 mars¦\nÄmne: Var är soffan?": "mail headers",
    # salutations in one line with the text
    "Hej Anna,¦ tack för ditt mejl.": "Hej Anna,",
    "hej anna,¦ tack för ditt mejl": "hej anna,",
    "Hej Lena och Tommy,¦ usch vad trist.": "two names",
    "Hej hela Kranen!¦ de två datumen stämmer": "Hej hela Kranen!",
    "Hej igen Ann-Sofie,¦ nu är det klart.": "hej igen",
    "God morgon,¦ vi har öppnat.": "god morgon",
    "Dear Mr. Smith,¦ thank you.": "Dear Mr. Smith",
    "Hi there,¦ we got it.": "hi there",
    "Dear all of you,¦ no child should sit alone.": "dear all",
    "Hi Dilan,¦ the doors are shut.": "Hi Dilan,",
    "Bästa Bertil Hökås,¦ tack för brevet.": "Bästa",
    "hej vi skickar en ny i morgon, lovar": "no salutation: hej vi",
    "Hello we will refund you today, I promise.": "no salutation: hello we",
    "Hi there is a problem with it, sorry.": "no salutation: hi there is",
    "Bästa lösningen är att vänta, tror jag.": "no salutation: bästa",
    # chats
    "tack.¦ jag ringer imorgon.¦ hejdå": "small letters",
    "ok.¦ så du får den imorgon.¦ å sen ringer jag.": "spoken",
    "asså det e klart nu va så ring mig": "no stop at all",
    "the 99 kr is waived.¦ there's a free bike for you.¦ ok?¦ bye": "small letters in English",
    "JA.¦ NEJ.¦ VI RINGER.": "capitals",
}


@pytest.mark.parametrize("marked", SENTENCES, ids=SENTENCES.values())
def test_the_sentences_of_a_text(marked):
    text = marked.replace("¦", "")
    assert [sentence.text for sentence in sentences(text)] == [part.strip() for part in marked.split("¦")]


LETTER = """\
Paketet lämnade lagret i går kväll och ligger nu på terminalen i Örebro, där det sorteras i natt.¦ Jag ringer dig i
morgon före klockan tolv och berättar var det är.¦ Är du inte hemma går det lika bra att skriva till mig på
maja@exempel.se, jag läser mina mejl hela dagen.¦ Tack för att du sa till!"""


@pytest.mark.parametrize("width", [65, 72, 78])
@pytest.mark.parametrize("quote", ["", "> ", ">> "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_a_mail_program_broke_are_one_sentence(width, quote, end):
    wanted = [" ".join(part.split()) for part in LETTER.split("¦")]
    wrapped = textwrap.wrap(" ".join(wanted), width)
    text = end.join(["Hej Anna,", "", *(quote + line for line in wrapped), "", "Vänliga hälsningar", "Maja"])
    *found, farewell, name = [sentence.text.replace(f"{end}{quote}", " ") for sentence in sentences(text)][1:]
    found[0] = found[0].removeprefix(quote)
    assert (found, farewell, name) == (wanted, "Vänliga hälsningar", "Maja")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t"])
def test_nothing_has_no_sentence(text):
    assert sentences(text) == []


TEXTS = st.text() | st.lists(
    st.sampled_from(
        "Hej Anna, |. |! |? |… |... |kl. 14 |t.ex. |den 3. mars |\n|\r\n|\n\n|\t|\u00a0|> |- |1. |👍 |:) |” |( |) |"
        "vi ringer |Vi ringer |imorgon |https://a.se/b?c=d. |a@b.se |Mr. |B. |\u2028|\ud800|\0".split("|")
    )
).map("".join)


@given(TEXTS)
@example("Hej!\n" * 3)
def test_offsets_are_exact_in_order_and_only_white_space_lies_between(text):
    end = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert text[end : sentence.start].strip() == ""
        end = sentence.end
    assert text[end:].strip() == ""


@given(TEXTS)
def test_any_text_has_a_language(text):
    assert detect(text).language in ("sv", "en")


@pytest.mark.parametrize(
    "unit",
    [" ", ".", "!", ". ", "a. ", "a.\n", "\n", "😀", "😀 ", "> ", "- ", "1. ", "(", "”", "Hej ", "a@", "a.", "www."],
)
def test_fifty_thousand_characters_are_no_trap(unit):
    """Each shape once took minutes in some splitter: nothing here may grow with the square of the text."""
    text = "a" + unit * (50_000 // len(unit)) + "b"
    assert "".join(sentence.text for sentence in sentences(text)).replace(" ", "") != ""
    assert detect(text)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Hej Anna, jag ringer i morgon.", "jag ringer i morgon."),
        ("Hej Anna! 👋 Jag ringer.", "Jag ringer."),
        ("Jag ringer Anna, lovar.", "Jag ringer Anna, lovar."),
        ("hej vi skickar en ny i morgon, lovar", "hej vi skickar en ny i morgon, lovar"),
        ("Hej Anna,", "Hej Anna,"),
        ("", ""),
    ],
)
def test_without_greeting(sentence, rest):
    assert without_greeting(sentence) == rest
