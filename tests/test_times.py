"""What complaints desks write of time, in Swedish and English, and the moment that it comes to.

In the tables the expression stands in square brackets, with its prepositions; a sentence without
brackets holds no time. An expected date alone is a deadline; `past`, `now` and `length` say what else
it is, `ambiguous` that another common reading is a week earlier. 2026 has Easter on 5 April and
Midsummer's Eve on 19 June.
"""

import itertools
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case import day
from assistant.checker import times
from assistant.checker.times import grammar, reading, shapes
from assistant.checker.times.canonical import canonical
from assistant.checker.times.openings import WORD
from assistant.errors import BadInput

THURSDAY = datetime(2026, 3, 12, 10)
FRIDAY = datetime(2026, 3, 13, 10)
SUNDAY_EVENING = datetime(2026, 3, 15, 20)
LATE = datetime(2026, 3, 12, 22, 30)
BEFORE_EASTER = datetime(2026, 3, 30, 9)
BEFORE_ASCENSION = datetime(2026, 5, 12, 14)
BEFORE_MIDSUMMER = datetime(2026, 6, 15, 14)
DECEMBER = datetime(2026, 12, 14, 10)

SWEDISH = {
    THURSDAY: """
        Du får svar [i dag].                                      | 2026-03-12
        Du får svar [idag].                                       | 2026-03-12
        Vi ringer dig [i kväll].                                  | 2026-03-12
        Jag ringer [i eftermiddag].                               | 2026-03-12T18:00
        Du har besked [innan dagen är slut].                      | 2026-03-12
        Du har besked [senast i morgon].                          | 2026-03-13
        Jag hör av mig [i morgon bitti].                          | 2026-03-13T10:00
        Jag hör av mig [imorgon bitti].                           | 2026-03-13T10:00
        Hon ringer [i morgon förmiddag].                          | 2026-03-13T12:00
        Vi ringer [i morgon fm].                                  | 2026-03-13T12:00
        Vi ringer [på tisdag em].                                 | 2026-03-17T18:00
        Jag ringer [imorrn kväll].                                | 2026-03-13
        Du har den [i övermorgon].                                | 2026-03-14
        Jag ringer [på fredag].                                   | 2026-03-13
        Du har den [senast på fredag].                            | 2026-03-13
        Du har den [senast fredag].                               | 2026-03-13
        Vi ses [nu på onsdag].                                    | 2026-03-18
        Den kommer [kommande måndag].                             | 2026-03-16
        Den kommer [nästa onsdag].                                | 2026-03-18
        Den kommer [nästa fredag].                                | 2026-03-20 ambiguous
        Den kommer [fredag nästa vecka].                          | 2026-03-20
        Vi hörs [i nästa vecka, på tisdag].                       | 2026-03-17
        Vi ses [på måndag om en vecka].                           | 2026-03-23
        Den kommer [måndag eller tisdag].                         | 2026-03-17
        Han kommer [på tors eller fre].                           | 2026-03-20
        Den kommer [lördag/söndag].                               | 2026-03-15
        Du får svar [inom 24 timmar].                             | 2026-03-13T10:00
        Du får svar [inom 24h].                                   | 2026-03-13T10:00
        Du får svar [inom ett dygn].                              | 2026-03-13T10:00
        Du får svar [inom 24–48 timmar].                          | 2026-03-14T10:00
        Jag ringer [inom en timme].                               | 2026-03-12T11:00
        Jag ringer [inom en halvtimme].                           | 2026-03-12T10:30
        Jag ringer [om en kvart].                                 | 2026-03-12T10:15
        Jag ringer [om en och en halv timme].                     | 2026-03-12T11:30
        Jag ringer [om 1,5 timme].                                | 2026-03-12T11:30
        Pengarna kommer [inom 5 bankdagar].                       | 2026-03-19
        Pengarna kommer [inom fem bankdagar].                     | 2026-03-19
        Den skickas [inom 2–3 arbetsdagar].                       | 2026-03-17
        Den skickas [inom en till två vardagar].                  | 2026-03-16
        Du får besked [nästa arbetsdag].                          | 2026-03-13
        Vi är klara [om en vecka].                                | 2026-03-19
        Vi är klara [om fjorton dagar].                           | 2026-03-26
        Vi är klara [om ett par dagar].                           | 2026-03-15
        Vi är klara [inom några dagar].                           | 2026-03-17
        Vi är klara [om en dag eller två].                        | 2026-03-14
        Vi är klara [inom loppet av två veckor].                  | 2026-03-26
        Vi hör av oss [de närmaste dagarna].                      | 2026-03-17
        Vi hör av oss [inom de närmaste två dagarna].             | 2026-03-14
        Avtalet ändras [om tre månader].                          | 2026-06-12
        Det sker [under veckan].                                  | 2026-03-15
        Det sker [den här veckan].                                | 2026-03-15
        Det sker [i slutet av veckan].                            | 2026-03-15
        Det sker [innan veckan är slut].                          | 2026-03-15
        Det sker [under nästa vecka].                             | 2026-03-22
        Det sker [i början av nästa vecka].                       | 2026-03-18
        Det sker [i mitten av nästa vecka].                       | 2026-03-19
        Det sker [veckan efter nästa].                            | 2026-03-29
        Du har den [till helgen].                                 | 2026-03-15
        Du har den [före helgen].                                 | 2026-03-13
        Vi hörs [efter helgen].                                   | 2026-03-16
        Vi hörs [nästa helg].                                     | 2026-03-22 ambiguous
        Den kommer [v. 14].                                       | 2026-04-05
        Den kommer [v14].                                         | 2026-04-05
        Den kommer [under vecka 14].                              | 2026-04-05
        Den kommer [i v. 14–15].                                  | 2026-04-12
        Han kommer [torsdag v. 13].                               | 2026-03-26
        Den kommer [den 3:e].                                     | 2026-04-03
        Den kommer [den 14].                                      | 2026-03-14
        Den kommer [den femtonde].                                | 2026-03-15
        Den kommer [den 27 eller 28 mars].                        | 2026-03-28
        Den kommer [3/5].                                         | 2026-05-03
        Den kommer [senast den 3/5].                              | 2026-05-03
        Den kommer [den 3 maj].                                   | 2026-05-03
        Den kommer [den 3:e maj 2027].                            | 2027-05-03
        Den kommer [27–29 mars].                                  | 2026-03-29
        Den kommer [2026-03-20].                                  | 2026-03-20
        Den kommer [20.3.2026].                                   | 2026-03-20
        Den kommer [tis 17/3].                                    | 2026-03-17
        Den kommer [fredag den 13:e].                             | 2026-03-13
        Den kommer [senast i morgon, fredag den 13 mars].         | 2026-03-13
        Det är klart [före den 1 april].                          | 2026-03-31
        Det är klart [efter den 15 april].                        | 2026-04-16
        Det gäller [från och med i morgon].                       | 2026-03-13
        Det gäller [från den 1 november].                         | 2026-11-01
        Rummet är ert [från den 1 april till den 3 april].        | 2026-04-03
        Vi betalar [vid månadsskiftet].                           | 2026-04-03
        Vi betalar [före månadsskiftet].                          | 2026-03-31
        Vi betalar [månadsskiftet mars/april].                    | 2026-04-03
        Vi betalar [i slutet av månaden].                         | 2026-03-31
        Vi betalar [senast sista mars].                           | 2026-03-31
        Vi betalar [sista bankdagen i månaden].                   | 2026-03-31
        Vi betalar [under nästa månad].                           | 2026-04-30
        Vi betalar [i början av april].                           | 2026-04-10
        Vi betalar [i mitten av april].                           | 2026-04-20
        Vi betalar [första veckan i april].                       | 2026-04-07
        Vi betalar [under april].                                 | 2026-04-30
        Vi betalar [andra måndagen i april].                      | 2026-04-13
        Vi är klara [före kvartalsskiftet].                       | 2026-03-31
        Vi är klara [före årsskiftet].                            | 2026-12-31
        Vi är klara [till sommaren].                              | 2026-09-23
        Vi är klara [före sommaren].                              | 2026-06-22
        Vi öppnar igen [i vår].                                   | 2026-06-21
        Vi är klara [till jul].                                   | 2026-12-24
        Jag ringer [kl. 14].                                      | 2026-03-12T14:00
        Jag ringer [före kl 16].                                  | 2026-03-12T16:00
        Jag ringer [senast klockan tre].                          | 2026-03-12T15:00
        Jag ringer [halv tre].                                    | 2026-03-12T14:30
        Jag ringer [kvart över tre].                              | 2026-03-12T15:15
        Jag ringer [tio i halv tre].                              | 2026-03-12T14:20
        Jag ringer [vid 15-tiden].                                | 2026-03-12T15:00
        Jag ringer [vid tretiden].                                | 2026-03-12T15:00
        Jag ringer [före lunch].                                  | 2026-03-12T12:00
        Jag ringer [vid lunch].                                   | 2026-03-12T13:00
        Jag ringer [efter lunch].                                 | 2026-03-12T18:00
        Jag ringer [efter kl 15].                                 | 2026-03-12
        Jag ringer [i dag före 16].                               | 2026-03-12T16:00
        Jag ringer [kl. 9].                                       | 2026-03-13T09:00
        Teknikern kommer [mellan 8 och 12].                       | 2026-03-12T12:00
        Teknikern kommer [kl 8–10 på måndag].                     | 2026-03-16T10:00
        Teknikern kommer [i morgon 9–11].                         | 2026-03-13T11:00
        Teknikern kommer [på måndag mellan ett och tre].          | 2026-03-16T15:00
        Teknikern kommer [i morgon halv nio].                     | 2026-03-13T08:30
        Teknikern kommer [i kväll klockan sju].                   | 2026-03-12T19:00
        Teknikern kommer [klockan sex på morgonen].               | 2026-03-13T06:00
        Teknikern kommer [tisdag den 5 maj mellan kl 8 och 10].   | 2026-05-05T10:00
        Du har den [senast på fredag den 13:e kl 15].             | 2026-03-13T15:00
        Du har den [på fredag senast kl. 12].                     | 2026-03-13T12:00
        Vi lägger om servern [i natt].                            | 2026-03-13T06:00
        [På tisdag] byter vi och du är igång [till tio].          | 2026-03-17; 2026-03-17T10:00
        [På måndag] byter vi, och bilderna får du [dagen efter].  | 2026-03-16; 2026-03-17
        [I morgon] ringer jag, och [på fredag nästa vecka] igen.  | 2026-03-13; 2026-03-20
        Jag skickar den [omgående].                               | now 2026-03-12T10:00
        Jag skickar den [på en gång].                             | now 2026-03-12T10:00
        Vi har köer [just nu].                                    | now 2026-03-12T10:00
        Paketet gick [i tisdags].                                 | past 2026-03-10
        Paketet gick [i går kl. 14].                              | past 2026-03-11T14:00
        Paketet gick [för tre dagar sedan].                       | past 2026-03-09
        Paketet gick [två veckor sen].                            | past 2026-02-26
        Paketet gick [den 3 mars].                                | past 2026-03-03
        Paketet gick [den 3:e].                                   | past 2026-03-03
        Paketet gick [förra veckan].                              | past 2026-03-05
        Felet är känt [sedan den 3 mars].                         | past 2026-03-03
        Felet är känt [sedan i måndags].                          | past 2026-03-09
        Vi bytte det [i februari].                                | past 2026-02-28
        Du har väntat [de senaste två veckorna].                  | past 2026-02-26
        Han fick beskedet [i dag].                                | past 2026-03-12
        Den lagades [senast den 18 februari].                     | past 2026-02-18
        Reparationen tar [tre dagar].                             | length 2026-03-15
        Det tar [2–3 arbetsdagar].                                | length 2026-03-17
        Du har [14 dagars] ångerrätt.                             | length 2026-03-26
        Du har [30 dagars] öppet köp.                             | length 2026-04-11
        Ångerrätten [på 14 dagar] gäller.                         | length 2026-03-26
        Den blir klar [på två dagar].                             | 2026-03-14
        Du kan lämna den i vår butik.                             |
        Vi har öppet på måndagar.                                 |
        Vi skickar listan varje fredag kl 10.                     |
        Butiken har öppet 9–17.                                   |
        Butiken har öppet mån–fre 9–18.                           |
        Ring oss vardagar kl. 8–16.                               |
        Vi svarar dygnet runt alla dagar.                         |
        Du betalar 99 kr en gång i veckan.                        |
        Den senaste uppdateringen är bra.                         |
        Den andra skickar vi snarast, så fort vi kan, inom kort.  |
        Ring 08-123 45 67 eller 0771-12 34 56.                    |
        Artikel 12-34 i version 4.2 kostar 14.30 kr.              |
        Det gäller order 3/5 och steg 2/3, betyg 4/5.             |
        Vi svarar 24/7 och 9/10 kunder är nöjda.                  |
        Ordernummer 20260312 gäller två skor i storlek 41.        |
        Trevlig helg och glad påsk!                               |
        Tack för att du hör av dig, ha en fin kväll!              |
        Du har pengarna [om en dryg vecka].                       | 2026-03-19
        Jag ringer [i overmorgon].                                | 2026-03-14
        Jag aterkommer [pa mandag].                               | 2026-03-16
        Du har den [pa lordag].                                   | 2026-03-14
        Teknikern kommer [i kvall].                               | 2026-03-12
        Du far svar [nasta vecka].                                | 2026-03-22
        Du får den [nästa veka].                                  | 2026-03-22
        Pengarna ar hos dig [inom tva veckor].                    | 2026-03-26
        Pengarna kommer [inom atta dagar].                        | 2026-03-20
        Vi ringer [imorgonbitti].                                 | 2026-03-13T10:00
        Jag mejlar dig [på tisdgag].                              | 2026-03-17
        Det har legat still [sedan i måndags].                    | past 2026-03-09
        Du har väntat i över [en månad].                          | length 2026-04-12
        Vi har telefontid vardagar 8-12.                          |
        Bindningstiden är [24 månader].                           | length 2028-03-12
        Du får svar [före nästa veckas slut].                     | 2026-03-22
        Du får svar [det närmaste dygnet].                        | 2026-03-13T10:00
        Du får svar så fort vi vet mer.                           |
        Vi betalar ut [den 25:e denna månad].                     | 2026-03-25
        Vi betalar ut [den 25 nästa månad].                       | 2026-04-25
        Vi betalar ut [den 1/4 2026].                             | 2026-04-01
        Vi betalar ut [veckan efter påsk].                        | 2026-04-12
        Felet är rättat fr.o.m. nästa faktura.                    |
        Paketet skannades senast i Örebro.                        |
        Fakturan skickades [2 mars].                              | past 2026-03-02
        Ordernr 12/3 och artikel 14-15 gäller.                    |
        Jag ringer [dan efter i morgon].                          | 2026-03-14
        Jag ringer [på tisdan].                                   | 2026-03-17
        Jag ringer [på fredan].                                   | 2026-03-13
        Vi hör av oss [om en knapp månad].                        | 2026-04-12
        Jag skickar etiketten [senast i eftermiddag kl tre].      | 2026-03-12T15:00
        Du far den [i borjan av nasta vecka].                     | 2026-03-18
        Vi ringer [pa lordag formiddag].                          | 2026-03-14T12:00
        Jag hor av mig [inom nagra dagar].                        | 2026-03-17
        Vi gar igenom det [i borjan pa april].                    | 2026-04-10
        Delen är här [senast den 30/4 -26].                       | 2026-04-30
        Delen är här [veckan innan påsk].                         | 2026-03-29
        Delen är här [på söndag kväll].                           | 2026-03-15
        Delen är här [någon gång mellan måndag och onsdag].       | 2026-03-18
        Delen är här [den 16-18 mars].                            | 2026-03-18
        Delen är här [i månadsskiftet mars/april].                | 2026-04-03
        Delen är här [om två till tre veckor].                    | 2026-04-02
        Delen är här [inom 2 arb.dagar].                          | 2026-03-16
        Delen är här redan [i övermorgon före klockan tolv].      | 2026-03-14T12:00
        Delen är här [torsdagen den 26:e mars].                   | 2026-03-26
        Delen är här [senare i veckan].                           | 2026-03-15
        Delen är här [till nästa vecka].                          | 2026-03-22
        Delen är här [under andra halvan av april].               | 2026-04-30
        Delen är här [under Q2].                                  | 2026-06-30
        Delen är här tidigast på måndag.                          |
        Delen är här inte förrän [på måndag].                     | 2026-03-16
        Delen är här absolut [senast på måndag].                  | 2026-03-16
        Delen är här [senast kl 18.00 den 20 mars].               | 2026-03-20T18:00
        Delen är här [lunchtid på måndag].                        | 2026-03-16T13:00
        Delen är här [i natt].                                    | 2026-03-13T06:00
        Delen är här [inom ett halvår].                           | 2026-09-12
        Delen är här [om ett par, tre veckor].                    | 2026-04-02
        Delen är här i sinom tid.                                 |
        Delen är här förr eller senare.                           |
        Jag har jobbat här [i fem år].                            | length 2031-03-12
        Ni hade lovat svar [i går].                               | past 2026-03-11
        Det skulle ha kommit [i tisdags].                         | past 2026-03-10
        Teknikern var här [kl 10 i går].                          | past 2026-03-11T10:00
        Jouren svarar mellan 17 och 22 alla dagar.                |
    """,
    FRIDAY: """
        Jag ringer [på fredag].                                   | 2026-03-20
        Du har den [senast fredag].                               | 2026-03-20
        Du har den [nästa fredag].                                | 2026-03-20
        Du har den [fredagen den 13:e].                           | 2026-03-13
        Vi ses [på måndag].                                       | 2026-03-16
        Du får svar [inom en bankdag].                            | 2026-03-16
        Du har den [före helgen].                                 | 2026-03-13
        Vi gör det [under veckan].                                | 2026-03-15
        Den gick [i fredags].                                     | past 2026-03-06
    """,
    SUNDAY_EVENING: """
        Jag ringer [i kväll].                                     | 2026-03-15
        Jag ringer [före 21].                                     | 2026-03-15T21:00
        Jag ringer [under veckan].                                | 2026-03-15
        Jag ringer [nästa vecka].                                 | 2026-03-22
        Jag ringer [på söndag].                                   | 2026-03-22
        Du har den [före helgen].                                 | 2026-03-20
        Du får svar [inom en arbetsdag].                          | 2026-03-16
    """,
    LATE: """
        Jag ringer [före kl 23].                                  | 2026-03-12T23:00
        Jag ringer [kl 8].                                        | 2026-03-13T08:00
        Jag ringer [före elva].                                   | 2026-03-12T23:00
        Jag ringer [före lunch].                                  | 2026-03-13T12:00
        Jag ringer [på förmiddagen].                              | 2026-03-13T12:00
        Jag ringer [inom två timmar].                             | 2026-03-13T00:30
        Jag ringer [i kväll].                                     | 2026-03-12
    """,
    BEFORE_EASTER: """
        Du har den [till påsk].                                   | 2026-04-06
        Du har den [före påsk].                                   | 2026-04-02
        Du har den [efter påsk].                                  | 2026-04-07
        Du har den [på skärtorsdagen].                            | 2026-04-02
        Du har den [tisdagen efter påsk].                         | 2026-04-07
        Du har den [första vardagen efter påsk].                  | 2026-04-07
        Du har den [inom 5 bankdagar].                            | 2026-04-08
        Du har den [nästa onsdag].                                | 2026-04-08 ambiguous
        Du har den [den 31:a].                                    | 2026-03-31
        Det skickades [v. 13].                                    | past 2026-03-29
        Det skickades [den 25 mars].                              | past 2026-03-25
        Pengarna kommer [inom 5 bankdar].                         | 2026-04-08
        Pengarna kommer [inom tio arbetsdagar].                   | 2026-04-15
        Du får besked [första vardagen efter påsk].               | 2026-04-07
        Du får besked [första arbetsdagen efter helgen].          | 2026-04-07
        Du får besked [efter helgen].                             | 2026-04-07
        Du får besked [på långfredagen].                          | 2026-04-03
        Du får besked [annandag påsk].                            | 2026-04-06
        Du får besked [tisdagen efter påsk].                      | 2026-04-07
    """,
    BEFORE_MIDSUMMER: """
        Du har den [före midsommar].                              | 2026-06-18
        Du har den [till midsommar].                              | 2026-06-19
        Du har den [efter midsommar].                             | 2026-06-22
        Du har den [torsdagen före midsommar].                    | 2026-06-18
        Du har den [inom 5 bankdagar].                            | 2026-06-23
        Du har den [efter sommaren].                              | 2026-09-24
        Vi svarar [inom fyra arbetsdagar].                        | 2026-06-22
        Vi svarar [före midsommarafton].                          | 2026-06-18
        Vi svarar [efter midsommar].                              | 2026-06-22
        Vi svarar senast dagen [före midsommarafton].             | 2026-06-18
    """,
    DECEMBER: """
        Du har den [före jul].                                    | 2026-12-23
        Du har den [fredagen före jul].                           | 2026-12-18
        Du har den [efter jul].                                   | 2026-12-28
        Du har den [mellan jul och nyår].                         | 2026-12-31
        Du har den [i mellandagarna].                             | 2026-12-30
        Du har den [efter nyår].                                  | 2027-01-04
        Du har den [efter årsskiftet].                            | 2027-01-04
        Du har den [i januari].                                   | 2027-01-31
        Den kommer [3/1].                                         | 2027-01-03
        Du har den [v. 2].                                        | 2027-01-17
        Du har den [på trettondagen].                             | 2027-01-06
        Du har den [inom 10 bankdagar].                           | 2026-12-30
        Du har den [nästa år].                                    | 2027-12-31
        Beställningen kom in [den 2 december].                    | past 2026-12-02
        God jul och gott nytt år!                                 |
        Pengarna kommer [inom tio bankdagar].                     | 2026-12-30
        Paketet är hos dig [före jul].                            | 2026-12-23
        Paketet är hos dig [lagom till jul].                      | 2026-12-24
        Paketet är hos dig [innan julafton].                      | 2026-12-23
        Paketet är hos dig [i mellandagarna].                     | 2026-12-30
        Paketet är hos dig [före nyår].                           | 2026-12-30
        Paketet är hos dig [efter nyår].                          | 2027-01-04
        Paketet är hos dig [efter trettonhelgen].                 | 2027-01-07
        Paketet är hos dig dagen [före julafton].                 | 2026-12-23
        Paketet är hos dig [i januari].                           | 2027-01-31
        Paketet är hos dig [den 3:e januari].                     | 2027-01-03
        Paketet är hos dig [den 2/1].                             | 2027-01-02
        Paketet är hos dig [v. 2].                                | 2027-01-17
        Paketet är hos dig [i början av nästa år].                | 2027-03-31
        Paketet är hos dig [före årets slut].                     | 2026-12-31
        Paketet är hos dig [innan året är slut].                  | 2026-12-31
    """,
    BEFORE_ASCENSION: """
        Vi svarar [inom två arbetsdagar].                         | 2026-05-15
        Vi svarar [nästa arbetsdag].                              | 2026-05-13
        Vi svarar [efter Kristi himmelsfärd].                     | 2026-05-15
        Vi svarar innan långhelgen.                               |
    """,
}

ENGLISH = {
    THURSDAY: """
        You'll hear from me [today].                              | 2026-03-12
        I'll call you [later today].                              | 2026-03-12
        I'll call you [tonight].                                  | 2026-03-12
        I'll call you [this afternoon].                           | 2026-03-12T18:00
        I'll call you [by EOD].                                   | 2026-03-12
        I'll call you [by COB Friday].                            | 2026-03-13
        I'll call you [by close of business].                     | 2026-03-12
        I'll call you [by end of play tomorrow].                  | 2026-03-13
        I'll call you [before the end of the day].                | 2026-03-12
        I'll call you [tomorrow].                                 | 2026-03-13
        I'll call you [first thing tomorrow].                     | 2026-03-13T10:00
        I'll call you [tomorrow morning].                         | 2026-03-13T12:00
        I'll call you [tmrw afternoon].                           | 2026-03-13T18:00
        I'll call you [the day after tomorrow].                   | 2026-03-14
        I'll call you [on Friday].                                | 2026-03-13
        I'll call you [by Friday at the latest].                  | 2026-03-13
        I'll call you [no later than Friday noon].                | 2026-03-13T12:00
        I'll call you [before Tuesday].                           | 2026-03-16
        I'll call you [this Wednesday].                           | 2026-03-18
        I'll call you [next Wednesday].                           | 2026-03-18
        I'll call you [next Friday].                              | 2026-03-20 ambiguous
        I'll call you [Friday next week].                         | 2026-03-20
        I'll call you [Monday week].                              | 2026-03-23
        I'll call you [a week on Monday].                         | 2026-03-23
        I'll call you [a week from Friday].                       | 2026-03-20
        I'll call you [a week today].                             | 2026-03-19
        I'll call you [on Monday or Tuesday].                     | 2026-03-17
        I'll call you [Fri or Mon].                               | 2026-03-16
        You'll hear [within 24 hours].                            | 2026-03-13T10:00
        You'll hear [within 24-48 hours].                         | 2026-03-14T10:00
        You'll hear [within the hour].                            | 2026-03-12T11:00
        You'll hear [in half an hour].                            | 2026-03-12T10:30
        You'll hear [in under an hour].                           | 2026-03-12T11:00
        You'll hear [in an hour and a half].                      | 2026-03-12T11:30
        You'll hear [within 5 business days].                     | 2026-03-19
        You'll hear [within five working days].                   | 2026-03-19
        You'll hear [within 2-3 working days].                    | 2026-03-17
        You'll hear [the next working day].                       | 2026-03-13
        You'll hear [in a day or two].                            | 2026-03-14
        You'll hear [in a couple of days].                        | 2026-03-15
        You'll hear [within a few days].                          | 2026-03-17
        You'll hear [over the next few days].                     | 2026-03-17
        You'll hear [in the coming days].                         | 2026-03-17
        You'll hear [in a week].                                  | 2026-03-19
        You'll hear [in two weeks' time].                         | 2026-03-26
        You'll hear [two weeks from today].                       | 2026-03-26
        You'll hear [three days from Monday].                     | 2026-03-19
        You'll hear [in a fortnight].                             | 2026-03-26
        You'll hear [this week].                                  | 2026-03-15
        You'll hear [by the end of the week].                     | 2026-03-15
        You'll hear [before the week is out].                     | 2026-03-15
        You'll hear [early next week].                            | 2026-03-18
        You'll hear [by the end of next week].                    | 2026-03-22
        You'll hear [the week after next].                        | 2026-03-29
        You'll hear [by the weekend].                             | 2026-03-13
        You'll hear [before the weekend].                         | 2026-03-13
        You'll hear [over the weekend].                           | 2026-03-15
        You'll hear [after the weekend].                          | 2026-03-16
        You'll hear [next weekend].                               | 2026-03-22 ambiguous
        You'll hear [in week 14].                                 | 2026-04-05
        You'll hear [w/c 6 April].                                | 2026-04-12
        You'll hear [in the week commencing 6 April].             | 2026-04-12
        You'll hear [by the 14th].                                | 2026-03-14
        You'll hear [on the 3rd].                                 | 2026-04-03
        You'll hear [on the fifteenth].                           | 2026-03-15
        You'll hear [on 20 March].                                | 2026-03-20
        You'll hear [on March 20th].                              | 2026-03-20
        You'll hear [on the 20th of March 2027].                  | 2027-03-20
        You'll hear [on 20/03/2026].                              | 2026-03-20
        You'll hear [on 20/3].                                    | 2026-03-20
        You'll hear [by 2026-03-20].                              | 2026-03-20
        You'll hear [on Fri 20 Mar].                              | 2026-03-20
        You'll hear [between 20 and 22 March].                    | 2026-03-22
        You'll hear [on Tuesday the 17th].                        | 2026-03-17
        You'll hear [before 30 June].                             | 2026-06-29
        It applies [from tomorrow].                               | 2026-03-13
        It applies [from 1 November].                             | 2026-11-01
        You'll hear [by the end of the month].                    | 2026-03-31
        You'll hear [by month end].                               | 2026-03-31
        You'll hear [later this month].                           | 2026-03-31
        You'll hear [on the last working day of the month].       | 2026-03-31
        You'll hear [next month].                                 | 2026-04-30
        You'll hear [in early April].                             | 2026-04-10
        You'll hear [in mid-April].                               | 2026-04-20
        You'll hear [by the end of April].                        | 2026-04-30
        You'll hear [in the first week of April].                 | 2026-04-07
        You'll hear [in April].                                   | 2026-04-30
        You'll hear [in May].                                     | 2026-05-31
        You'll hear [on the first Monday in April].               | 2026-04-06
        You'll hear [in Q2].                                      | 2026-06-30
        You'll hear [by the end of the year].                     | 2026-12-31
        You'll hear [by the summer].                              | 2026-09-23
        I'll call you [at 2pm].                                   | 2026-03-12T14:00
        I'll call you [by 5].                                     | 2026-03-12T17:00
        I'll call you [by half past five].                        | 2026-03-12T17:30
        I'll call you [at half three].                            | 2026-03-12T15:30
        I'll call you [at a quarter to four].                     | 2026-03-12T15:45
        I'll call you [by noon].                                  | 2026-03-12T12:00
        I'll call you [before lunch].                             | 2026-03-12T12:00
        I'll call you [after lunch].                              | 2026-03-12T18:00
        I'll call you [after 3 pm].                               | 2026-03-12
        I'll call you [at 5 o'clock].                             | 2026-03-12T17:00
        I'll call you [by 17.00].                                 | 2026-03-12T17:00
        I'll call you [by 10.30].                                 | 2026-03-12T10:30
        I'll call you [at nine].                                  | 2026-03-13T09:00
        I'll call you [before 9 tomorrow].                        | 2026-03-13T09:00
        I'll call you [tomorrow at two].                          | 2026-03-13T14:00
        I'll call you [by six this evening].                      | 2026-03-12T18:00
        I'll call you [at eight tonight].                         | 2026-03-12T20:00
        I'll call you [at six tomorrow morning].                  | 2026-03-13T06:00
        I'll call you [on Tuesday at one].                        | 2026-03-17T13:00
        I'll come [between 8 and 10 on Monday].                   | 2026-03-16T10:00
        I'll come [on Monday between eight and noon].             | 2026-03-16T12:00
        I'll come [on Friday, nine to twelve].                    | 2026-03-13T12:00
        I'll come [tomorrow, 8–10am].                             | 2026-03-13T10:00
        I'll come [Tuesday 5 May between 8 and 10].               | 2026-05-05T10:00
        I'll come [by Friday the 13th at 3pm].                    | 2026-03-13T15:00
        I'll come [by four o'clock on Monday at the latest].      | 2026-03-16T16:00
        I'll come [on Wednesday morning, before twelve].          | 2026-03-18T12:00
        [On Friday] we swap it and you're back [by three].        | 2026-03-13; 2026-03-13T15:00
        We dig [on the 25th] and splice [the day after].          | 2026-03-25; 2026-03-26
        I'll send it [right away].                                | now 2026-03-12T10:00
        I'll send it [immediately].                               | now 2026-03-12T10:00
        It left us [yesterday].                                   | past 2026-03-11
        It left us [on Tuesday].                                  | past 2026-03-10
        It left us [last week].                                   | past 2026-03-05
        It left us [three days ago].                              | past 2026-03-09
        It left us [on 3 March].                                  | past 2026-03-03
        It left us [on the 3rd].                                  | past 2026-03-03
        It was booked [at 08.05 today].                           | past 2026-03-12T08:05
        It has been down [since Monday].                          | past 2026-03-09
        It has been down [since 3 March].                         | past 2026-03-03
        I haven't heard from them [in two weeks].                 | past 2026-02-26
        We changed it [in February].                              | past 2026-02-28
        The repair takes [three days].                            | length 2026-03-15
        It takes [2-3 working days].                              | length 2026-03-17
        You have a [30-day] guarantee.                            | length 2026-04-11
        It can take [up to five working days].                    | length 2026-03-19
        We are open on Mondays.                                   |
        We send the list every Friday at 10.                      |
        We're open 9-5.                                           |
        Our lines are open Monday to Friday, 9am to 5pm.          |
        You can reach us on weekdays, 8am to 6pm.                 |
        It costs £5 a month and comes twice a week.               |
        May I help you? You may call, and the march goes on.      |
        The sat nav sat on the shelf in the sun.                  |
        You are free to get a second opinion in minute detail.    |
        It concerns order 3/5, step 2/3, rated 4/5.               |
        Item 12-34 in version 4.2 costs 14.30 kr.                 |
        Call 08-123 45 67 or +46 8 12 34 56.                      |
        We answer 24/7 and 9/10 customers are pleased.            |
        We'll do it as soon as possible, soon, any day now.       |
        Order 2 may arrive first, and Friday's parcel second.     |
        Merry Christmas, and have a good weekend!                 |
        You'll have it [within five (5) business days].           | 2026-03-19
        You'll have it shortly.                                   |
        You'll have it in due course.                             |
        You'll have it [the Monday after next].                   | 2026-03-23
        You'll have it [on or before Tuesday].                    | 2026-03-17
        You'll have it [on wensday].                              | 2026-03-18
        You'll have it [by firday].                               | 2026-03-13
        You'll have it [on thrusday].                             | 2026-03-19
        You'll have it [within 5 buisness days].                  | 2026-03-19
        You'll have it within 2 weaks.                            |
        It has been stuck [since Monday].                         | past 2026-03-09
        You've waited [over a month].                             | length 2026-04-12
        You wrote to us [two days ago].                           | past 2026-03-10
        I haven't heard [in five days].                           | past 2026-03-07
        The shop is open Monday to Friday, 9 to 5.                |
        The chat is staffed from 9 to 17.                         |
        It usually takes [3-5 business days].                     | length 2026-03-19
        Order 12/3 and item 14-15.                                |
        We'll sort it [in the next working day or two].           | 2026-03-16
        We'll sort it [within a day or two].                      | 2026-03-14
        We'll sort it [by lunchtime tomorrow].                    | 2026-03-13T12:00
        We'll sort it [tomorrow by 10am at the latest].           | 2026-03-13T10:00
        We'll sort it [on Friday the 20th].                       | 2026-03-20
        We'll sort it [between 16 and 18 March].                  | 2026-03-18
        We'll sort it [16-18 March].                              | 2026-03-18
        We'll sort it [the week after Easter].                    | 2026-04-12
        We'll sort it [in the second half of April].              | 2026-04-30
        We'll sort it [towards the end of the month].             | 2026-03-31
        We'll sort it [within ten to fourteen days].              | 2026-03-26
        We'll sort it [within 10 - 14 working days].              | 2026-04-01
        We'll sort it [within one calendar month].                | 2026-04-12
        We'll sort it not before Monday.                          |
        We'll sort it Monday at the earliest.                     |
        We'll sort it [by Monday morning].                        | 2026-03-16T12:00
        We'll sort it [before the month is out].                  | 2026-03-31
        We'll sort it [within a week].                            | 2026-03-19
        We'll sort it [a week tomorrow].                          | 2026-03-20
        We'll sort it [two weeks from now].                       | 2026-03-26
        We'll sort it [one week from tomorrow].                   | 2026-03-20
        We'll sort it [in an hour or two].                        | 2026-03-12T12:00
        We'll sort it [in 2-3 hrs].                               | 2026-03-12T13:00
        We'll sort it [by half four].                             | 2026-03-12T16:30
        We'll sort it [Monday through Wednesday].                 | 2026-03-18
        We'll sort it [by the 1st of next month].                 | 2026-04-01
        We'll sort it [before the 1st].                           | 2026-03-31
        We'll sort it one of these days.                          |
        We'll sort it soon.                                       |
        It was due [last Tuesday].                                | past 2026-03-10
        It was due [on Tuesday] but never came.                   | past 2026-03-10
        You've been with us [for ten years].                      | length 2036-03-12
        He came [last night].                                     | past 2026-03-11
        It was delivered [in February].                           | past 2026-02-28
        Offer valid [until 31 March].                             | 2026-03-31
    """,
    FRIDAY: """
        I'll call you [on Friday].                                | 2026-03-20
        I'll call you [by Friday].                                | 2026-03-20
        I'll call you [next Friday].                              | 2026-03-20
        I'll call you [on Friday 13 March].                       | 2026-03-13
        I'll call you [within one business day].                  | 2026-03-16
        I'll call you [by Friday week].                           | 2026-03-20
        I called you [last Friday].                               | past 2026-03-06
    """,
    SUNDAY_EVENING: """
        I'll call you [tonight].                                  | 2026-03-15
        I'll call you [before nine].                              | 2026-03-15T21:00
        I'll call you [by 10pm].                                  | 2026-03-15T22:00
        I'll call you [this week].                                | 2026-03-15
        I'll call you [before the weekend].                       | 2026-03-20
        I'll call you [within a business day].                    | 2026-03-16
    """,
    LATE: """
        I'll call you [at 8].                                     | 2026-03-13T08:00
        I'll call you [before eleven].                            | 2026-03-12T23:00
        I'll call you [by midnight].                              | 2026-03-12
        I'll call you [within two hours].                         | 2026-03-13T00:30
        I'll call you [before lunch].                             | 2026-03-13T12:00
        I wrote to you [this morning].                            | past 2026-03-12T12:00
    """,
    BEFORE_EASTER: """
        You'll have it [by Easter].                               | 2026-04-05
        You'll have it [before Easter].                           | 2026-04-02
        You'll have it [after Easter].                            | 2026-04-07
        You'll have it [on Good Friday].                          | 2026-04-03
        You'll have it [on the Tuesday after Easter].             | 2026-04-07
        You'll have it [on the first working day after Easter].   | 2026-04-07
        You'll have it [within 5 working days].                   | 2026-04-08
        You'll have it [next Thursday].                           | 2026-04-09 ambiguous
        You'll have it [by the first].                            | 2026-04-01
        You'll have it [within five working days].                | 2026-04-08
        You'll have it [the first working day after Easter].      | 2026-04-07
        You'll have it [by Good Friday].                          | 2026-04-03
        You'll have it [Easter Monday].                           | 2026-04-06
        You'll have it after the bank holiday.                    |
    """,
    BEFORE_MIDSUMMER: """
        You'll have it [before Midsummer].                        | 2026-06-18
        You'll have it [by Midsummer's Eve].                      | 2026-06-19
        You'll have it [on the Monday after Midsummer].           | 2026-06-22
        You'll have it [within 5 business days].                  | 2026-06-23
        You'll have it [in four business days].                   | 2026-06-22
        You'll have it [before midsummer].                        | 2026-06-18
    """,
    DECEMBER: """
        You'll have it [before Christmas].                        | 2026-12-24
        You'll have it [by Christmas Eve].                        | 2026-12-24
        You'll have it [after Christmas].                         | 2026-12-28
        You'll have it [between Christmas and New Year].          | 2027-01-01
        You'll have it [after New Year].                          | 2027-01-04
        You'll have it [in the new year].                         | 2027-01-31
        You'll have it [in January].                              | 2027-01-31
        You'll have it [on 3 January].                            | 2027-01-03
        You'll have it [by year end].                             | 2026-12-31
        You'll have it [within ten working days].                 | 2026-12-30
        You'll have it in time [for Christmas].                   | 2026-12-25
        You'll have it [early in the new year].                   | 2027-01-10
        You'll have it [by the end of the year].                  | 2026-12-31
        You'll have it [on Boxing Day].                           | 2026-12-26
    """,
    BEFORE_ASCENSION: """
        You'll have it [within two working days].                 | 2026-05-15
        You'll have it [after Ascension Day].                     | 2026-05-15
    """,
}

CASES = [
    pytest.param(
        language,
        today,
        *(part.strip() for part in row.split("|")),
        id=f"{language} {today:%a} {row.split('|')[0].strip()}",
    )
    for language, table in (("sv", SWEDISH), ("en", ENGLISH))
    for today, rows in table.items()
    for row in rows.strip().splitlines()
]


def told(found):
    """A time as the tables write it."""
    kind = "past " if found.past else "now " if found.now else "length " if found.length else ""
    when = found.when.isoformat(timespec="minutes") if isinstance(found.when, datetime) else found.when.isoformat()
    return f"{kind}{when.removesuffix('T00:00')}{' ambiguous' if found.ambiguous else ''}"


@pytest.mark.parametrize(("language", "today", "marked", "expected"), CASES)
def test_what_desks_write_comes_to_the_right_moment(language, today, marked, expected):
    text = re.sub(r"[\[\]]", "", marked)
    found = times.find(text, language, today)
    assert [text[time.start : time.end] for time in found] == re.findall(r"\[(.*?)\]", marked)
    # lengths in hours are moments, lengths in days are days: the table tells both by their day
    assert "; ".join(told(time) for time in found) == expected


def test_the_tables_are_large_enough():
    assert sum(case.values[0] == "sv" for case in CASES) >= 150
    assert sum(case.values[0] == "en" for case in CASES) >= 150


def test_unusual_spaces_dashes_and_apostrophes_change_nothing():
    plain = "Du har den inom 2-3 bankdagar, senast kl. 14 på fredag."
    written = "Du har den inom 2–3\u00a0bankdagar, senast kl.\u202f14 på\nfredag."
    assert times.find(written, "sv", THURSDAY) == times.find(plain, "sv", THURSDAY)
    assert times.find("in two weeks’ time", "en", THURSDAY) == times.find("in two weeks' time", "en", THURSDAY)


DATA = Path(__file__).parent.parent.parent / "shared" / "data"
NOT_FOR_A_DESK = {
    "American and other days that a Swedish or British desk does not promise by": (
        "en-00021 en-00030 en-00429 en-00433 en-00439 en-01014 en-01015 en-01019 en-01031 en-01032 en-01037 en-01054 en-01061 "
        "en-01064 en-01091 en-02742 en-02750"
    ),
    "feasts of calendars that it does not reckon with": (
        "en-00475 en-00476 en-00479 en-00786 en-00795 en-00812 en-00813 en-00832 en-00836 en-00847 en-00854 en-00855 en-00856 "
        "en-00858 en-00864 en-00866 en-00870 en-00877 en-00880 en-00886 en-00887 en-00888 en-00896 en-00898 en-00899 en-00906 "
        "en-00929 en-00932 en-00941 en-00945 en-00950 en-02741"
    ),
    "the day on which clocks are changed in America": "en-01067 en-01070 en-01074",
    "code of calendars, not of letters": "en-00060 en-00195 en-00196 en-00209 en-00249 en-00316 en-00658 en-00733 en-00734 en-02495",
    "no time at all": "sv-00360 en-01926 en-02654",
    "no Swedish and no English that anybody writes": "sv-00294 en-01275",
}
"""By identifier: what a complaints desk cannot meet. Everything else in the two files is measured."""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nineteen_of_twenty_expressions_of_others_come_to_the_same_day(language):
    path = DATA / f"times-{language}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    excluded = " ".join(NOT_FOR_A_DESK.values()).split()
    judged = [row for row in rows if row["id"] not in excluded]
    missed = [row["text"] for row in judged if not _agrees(row, language)]
    assert len(missed) <= 0.05 * len(judged), missed


def _agrees(row, language):
    found = times.find(row["text"], language, datetime.fromisoformat(row["reference_time"]).replace(tzinfo=None))
    expected, tolerance = date.fromisoformat(row["latest_date"]), row.get("tolerance_days", 0)
    return any(abs((day(time.when) - expected).days) <= tolerance for time in found)


WORDS = sorted({word for language in ("sv", "en") for table in grammar.of(language).words.values() for word in table})
WORDS += sorted({word for language in ("sv", "en") for word in grammar.of(language).leads.roles})
WORDS += [
    *"0123456789",
    "12",
    "24",
    "31",
    "2026",
    *".,:;-–/()?!'’\u00a0\n",
    "kl",
    "pm",
    "o'clock",
    "sedan",
    "ago",
    "va",
    "och",
    "İ",
    "ſ",
    "K",
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=8).map("".join),
)
TODAYS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["sv", "en"]), TODAYS)
def test_any_text_gives_exact_places_in_order_and_no_deadline_before_today(text, language, today):
    found = times.find(text, language, today)
    assert found == times.find(text, language, today)
    end = 0
    for time in found:
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end].strip() == text[time.start : time.end]
        assert time.past or time.now or time.length or day(time.when) >= today.date()
        end = time.end


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["sv", "en"]))
def test_looking_only_where_a_shape_can_begin_loses_nothing(text, language):
    """The index of openings against every shape tried at every word."""
    spoken = grammar.of(language)
    plain = canonical(text)
    places = [word.start() for word in WORD.finditer(plain) if grammar.STARTS.match(plain, word.start())]
    every = {shape for listed in spoken.shapes.values() for shape in listed}
    tried = {(shape, at) for shape in every for at in places if shape.pattern.match(plain, at)}
    assert {(shape, match.start()) for shape, match in spoken.matches(plain)} == tried


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "kl 8 ",
        "måndag ",
        "monday or ",
        "1 ",
        "12/5-",
        "en ",
        "inom ",
        "9",
        "den ",
        "- ",
        "å",
        "1.1.",
        "the next ",
        "mellan 8 och 9 ",
        "nästa vecka, ",
    ],
)
def test_a_very_long_text_is_read_to_its_end(text, language):
    long = text * (50_000 // len(text)) + "2026-03-20"
    found = times.find(long, language, THURSDAY)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "must hold exactly"),
        ("{", "cannot be read"),
        ("parts: {}", "must hold exactly"),
    ],
)
def test_a_broken_file_of_times_stops_the_checker(tmp_path, monkeypatch, content, told):
    (tmp_path / "times-sv.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(shapes, "RULES", tmp_path)
    with pytest.raises(BadInput, match=told) as error:
        shapes.load("sv")
    assert "times-sv.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("templates: ['<weekday>']", "templates: ['<weekdy>']", "<weekdy> is neither a part nor a table"),
        ("templates: ['<weekday>']", "template: ['<weekday>']", "a shape with"),
        ("templates: ['<feast>']", "templates: ['(<feast>']", "unterminated"),
        ("reader: feast", "reader: feest", "feest"),
    ],
)
def test_a_slip_in_the_file_of_times_is_named(tmp_path, monkeypatch, old, new, told):
    content = (shapes.RULES / "times-sv.yaml").read_text(encoding="utf-8")
    assert old in content
    (tmp_path / "times-sv.yaml").write_text(content.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(shapes, "RULES", tmp_path)
    _forget()
    try:
        with pytest.raises(BadInput, match=re.escape(told)):
            times.find("på fredag", "sv", THURSDAY)
    finally:
        _forget()


def _forget():
    grammar.of.cache_clear()
    reading._grammar.cache_clear()
