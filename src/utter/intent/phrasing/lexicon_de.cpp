#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

const std::string_view german_lexicon = R"(
compounds
determiner: der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner
determiner: dein deine deinen dieser diese dieses diesen diesem jeder jede jedes jeden kein keine
function: ich mich mir du dich dir es ist bin bist sind sein seid und oder aber auch zu zum zur im in
function: am an auf aus bei beim mit nach von vom vor für um über unter durch gegen ohne bis seit ab
function: da hier dort dann denn wenn ob dass als wie so noch schon mal gerade jetzt nun eben doch
function: hat habe hast haben hab werde wirst wird werden würde würdest kann kannst können könntest
function: könnte soll sollst sollte sollen muss musst müssen darf darfst dürfte will willst wollen
function: mag möchte möchtest etwas was man sich uns heute gleich bald wieder nochmal zu
function: alle allem allen aller alles los her hin rein raus rum dran drauf davon dazu einmal brauche

filler: bitte | hey | hallo du | ok | okay | also | äh | ähm | hm | na | ach | mal | doch | bitte mal
vague: viel bisschen wenig sehr ganz machen tun neu neue neuen gut guten gute gerade sagt sieht bringt aktuell
vague: aktuelle nur heute
filler: brauche ich | bräuchte ich | möchte ich | will ich | hätte ich gern | ein bisschen
filler: kannst du | könntest du | kannst du bitte | könntest du bitte | würdest du | würdest du bitte
filler: kannst du mir | könntest du mir | würdest du mir | kann ich | könnte ich | darf ich
filler: können wir | könnten wir | ich möchte | ich will | ich würde gern | ich würde gerne
filler: ich hätte gern | ich hätte gerne | ich brauche | ich bräuchte | vielleicht | eventuell
filler: wäre es möglich | ist es möglich | sei so gut und | sei so nett und | sei so lieb und
filler: gern | gerne | schnell | kurz | eben | gerade | im moment | jetzt | sofort | gleich
filler: weißt du | weisst du | ich frage mich | ich wüsste gern | ich wüsste gerne | ich will wissen
filler: ich möchte wissen | danke | vielen dank | für mich | für uns | wenn es geht | wenn du kannst
filler: wie wäre es mit | wie wärs mit | lass uns | lass | hast du | gib mir mal | eigentlich | wohl
filler: nochmal kurz | es wäre schön wenn | mir | hätte gern | hätte gerne

negation: nicht nie niemals
copula: ist sind hat haben
bygone: war waren hatte hatten wurde wurden
modal: kann könnte soll sollte muss müsste darf braucht
light: kommen gehen machen tun geben nehmen stellen bringen holen lassen brauchen sagen zeigen schauen sehen
light: prüfen wissen denken finden fertig bereit neu frei voll leer hoch niedrig groß klein schnell langsam spät
light: früh nah weit stand anzahl menge prozent punkt ort moment minute stunde tag woche monat jahr morgen abend
light: leute jemand alle nächste letzte erste andere mehr weniger schon noch bald
distant: er sie ihm ihn ihr ihnen ihre ihren ihrem wir unser unsere war waren wurde
distant: wurden hatte hatten weil obwohl damals gestern

question ask = was | welche | welcher | welches | welchen | sag~7 | sag mir~7 | sage~7 | nenn~7
question ask = nenne~7 | zeig~6 | zeige~6 | erzähl~6 | gib~5 | wissen~6 | verrat~7 | verrate~7 | lies~5
question how = wie
question when = wann | um wie viel uhr~7 | ab wann
question where = wo | wohin | woher
question who = wer | wem | wen | mit wem
question why = warum | wieso | weshalb
question howmany = wie viele | wieviele | wie viel~6 | wieviel~6
question howmuch = wie viel | wieviel
question howlong = wie lange | wie viel zeit | wieviel zeit
question yesno = ^ist | ^sind | ^war | ^hat | ^bin

action set = stell | stelle | setz | setze | stell _ ein | stelle _ ein | richte _ ein | starte~7
action set = mach~7 | mache~7 | erstelle~8 | leg _ an~8 | lege _ an~8 | programmier~8 | stellen
action set = einstellen | setzen | starten~7 | erstellen~8 | neuer~6 | neue~6 | ändere~7 | aktivier~6
action set = start~6 | beginne~6 | anlegen~7 | planen~7 | plane~7
action make = erstelle | mach | mache | leg _ an | lege _ an | erstellen | anlegen | schreib~6
action add = füg _ hinzu | füge _ hinzu | hinzufügen | setz~7 | setze~7 | schreib~8 | schreibe~8
action add = pack~8 | packe~8 | tu~7 | notier~8 | notiere~8 | ergänze | nimm _ auf~8 | setzen~7
action add = schreiben~8 | eintragen~9 | trag _ ein~9 | trage _ ein~9 | dazu~6
action remove = entfern | entferne | lösch | lösche | streich | streiche | nimm _ runter | löschen
action remove = entfernen | streichen | nimm _ von~6 | wirf _ raus~8
action cancel = brich _ ab | abbrechen | stopp~8 | stoppe~8 | lösch~9 | lösche~9 | beende~8 | storniere
action cancel = storniere | vergiss~7 | stell _ ab~8 | schalt _ aus~8 | schalte _ aus~8 | mach _ aus~8
action cancel = entferne~8 | löschen~9 | stoppen~8 | beenden~8 | abstellen~8 | ausschalten~8
action cancel = brauche nicht mehr~8 | nicht mehr~8 | brauche ich nicht mehr~8 | ausmachen~8 | abbruch | weg~5
action stop = stopp | stoppe | halt | beende~8 | hör auf | hör _ auf | stoppen | aufhören | anhalten
action stop = halte _ an | schluss~7 | ende~6 | mach _ aus~7 | schalte _ aus~7 | schalt _ aus~7
action pause = pause | pausier | pausiere | halt _ an | halte _ an | anhalten | unterbrich | warte~6
action resume = fortsetzen | setz _ fort | setze _ fort | weiter | mach weiter | weitermachen
action resume = weiterspielen | spiel weiter
action next = nächster | nächste | nächstes | nächsten | überspring | überspringe | weiter~8 | skip
action next = anderes~7 | andere~7 | ein anderer~7
action previous = vorheriger | vorherige | voriges | vorigen | vorige | zurück | letzter~6 | letzte~6
action repeat = wiederhol | wiederhole | noch einmal | nochmal | sag das nochmal
action start = starte | start | beginn | beginne | öffne~6 | leg los | fang an | schalte _ ein~6
action play = spiel | spiele | spiel _ ab | spiele _ ab | hör~9 | höre~9 | hören~9 | leg _ auf~9
action play = lege _ auf~9 | mach _ an~8 | mache _ an~8 | abspielen | spielen | starte~6 | anhören
action play = laufen~4 | lass _ laufen~8 | ich will hören~8
action open = öffne | öffnen | mach _ auf | mache _ auf | aufmachen | starte~6 | fahr _ hoch | zieh _ hoch
action open = fahre _ hoch | ziehe _ hoch | zieh _ auf | hochfahren
action close = schließ | schließe | schließen | mach _ zu | mache _ zu | zumachen | fahr _ runter
action close = fahre _ runter | zieh _ zu | runterfahren | beende~6 | lass _ runter
action lock = sperr _ ab | schließ _ ab | schließe _ ab | verriegle | abschließen | verriegeln | absperren
action unlock = sperr _ auf | schließ _ auf | schließe _ auf | entriegle | aufschließen | entriegeln
action call = ruf _ an | rufe _ an | anrufen | telefonier | wähl | wähle | klingel _ durch
action send = schick | schicke | sende | schreib~7 | schicken | senden | verschick
action list = zeig | zeige | liste _ auf | zähl _ auf | zähle _ auf | nenn | nenne | lies _ vor | vorlesen
action list = auflisten | was steht~7 | anzeigen | liste~5 | gibt es~6
action find = such | suche | finde | suchen | finden | google | schau nach | schlag _ nach | wo ist~7
action wake = weck | wecke | wecken | aufwecken | aufstehen~8 | aufwachen | wach~8 | raus aus dem bett~8
action remind = erinner | erinnere | erinnern | denk _ dran~7 | vergesse~6 | erinnerung | merk~7
action remind = nicht vergessen~8 | daran denken~8
action translate = übersetz | übersetze | übersetzen | übersetzung | heißt~7 | sagt man~9
action define = bedeutet | bedeutung | definiere | definition | heißt~6 | erklär~7 | erkläre~7
action spell = buchstabier | buchstabiere | buchstabiert | schreibt man | geschrieben~7
action calculate = rechne | berechne | rechnen | ausrechnen | rechne _ aus | ergibt~8 | macht~5
action help = hilf | hilfe | helfen | unterstütz | unterstützung
action buy = kauf | kaufe | kaufen | besorg | bestell | bestelle
action take = nimm _ auf | knips | schieß~6
action clean = putz | saug | sauge | saugen | staubsaugen | wisch | reinige | sauber machen
action navigate = navigier | navigiere | bring mich | weg nach | route | führ mich | fahren nach~7
action increase = erhöh | erhöhe | erhöhen | dreh _ auf | drehe _ auf | dreh _ hoch | mach _ höher | hoch
action increase = höher | mehr~5 | steigere | aufdrehen | stell _ höher | stelle _ höher | rauf
action decrease = verringer | verringere | reduzier | reduziere | senk | senke | dreh _ runter
action decrease = drehe _ runter | runter | niedriger | weniger~6 | dreh _ zurück~8 | senken | leiser~6

state on = schalt _ ein | schalte _ ein | schalt _ an | schalte _ an | mach _ an | mache _ an | an$
state on = einschalten | anschalten | anmachen | aktivier | aktiviere | ein$ | knips _ an | dreh _ auf~6
state on = aktivieren | angeschaltet | eingeschaltet | brennen~6
state off = schalt _ aus | schalte _ aus | schalt _ ab | schalte _ ab | mach _ aus | mache _ aus | aus$
state off = ausschalten | abschalten | ausmachen | deaktivier | deaktiviere | knips _ aus | stell _ ab
state off = stelle _ ab | dreh _ ab | lösche~4 | ausgeschaltet

means: lauter = volume increase
means: mach lauter = volume increase
means: leiser = volume decrease
means: zu laut = volume decrease
means: zu leise = volume increase
means: verstehe nichts = volume increase
means: höre nichts = volume increase
means: heller = lamp increase
means: dunkler = lamp decrease
means: dimm = lamp decrease
means: dimme = lamp decrease
means: zu dunkel = lamp on
means: so dunkel = lamp on
means: zu hell = lamp decrease
means: wärmer = temperature increase
means: kälter = temperature decrease
means: kühler = temperature decrease
means: zu kalt = temperature increase
means: zu warm = temperature decrease
means: zu heiß = temperature decrease
means: mir ist kalt = temperature increase
means: ich friere = temperature increase
means: mir ist warm = temperature decrease
means: mir ist heiß = temperature decrease
means: bring mich zum lachen = ask joke
means: muntere mich auf = ask joke
means: etwas lustiges = joke
means: was lustiges = joke
means: wie spät = ask clock
means: wieviel uhr = ask clock
means: wie viel uhr = ask clock
means: welcher tag = ask date
means: welchen tag = ask date
means: der wievielte = ask date
means: den wievielten = ask date

topic clock = uhrzeit | uhr | zeit~7 | spät~6
topic date = datum | tag~8 | wochentag~7 | kalender~3
topic month = monat
topic timer = timer | countdown | eieruhr | küchenwecker~8 | kurzzeitwecker | stoppuhr~6 | uhr~4 | wecker~5
topic alarm = wecker | alarm | weckruf | weckzeit~8
topic reminder = erinnerung | erinnerungen | notiz~4
topic weather = wetter | vorhersage | draußen~8 | wettervorhersage | regen~7 | regnet~7 | regnen~7
topic weather = sonne~6 | schnee~6 | schneit~6 | regenschirm~7 | schirm~6 | jacke~6 | wetterbericht
topic weather = wolken~6 | sonnig~7 | windig~6 | grad~4 | temperaturen~6 | schirm~7
topic rain = regen | regnen | regnet | regenschirm~9 | schirm~8 | schauer~7 | nass~7
topic lamp = licht | lampe | lichter | lampen | beleuchtung | leuchte | birne~7 | helligkeit~6
topic volume = lautstärke | ton | laut~7 | sound | klang~7
topic mute = stumm | ruhe | still | leise~7 | stummschalten
topic music = musik | lied | song | stück~7 | titel~7 | track | mucke | lieder | playlist~7 | album~7
topic radio = radio | sender
topic podcast = podcast
topic movie = film | kino~5 | spielfilm
topic television = fernseher | fernsehen | tv | glotze | flimmerkiste
topic news = nachrichten | schlagzeilen | neuigkeiten | passiert in der welt | los in der welt
topic news = neues~7 | tagesschau~6 | meldungen~8
topic joke = witz | witze | scherz | lustig~7 | gag | lachen~7
topic story = geschichte | märchen | gutenachtgeschichte
topic fact = fakt | fakten | wissenswertes
topic shopping = einkauf | einkaufsliste | einkaufszettel | einkaufen | lebensmittel~7 | supermarkt~6
topic list = liste | zettel~7
topic todo = aufgabe | aufgaben | aufgabenliste | todo | erledigen~7
topic calendar = kalender | termin~7 | termine~7 | terminkalender | geplant~6 | ansteht~6
topic appointment = termin | verabredung | besprechung~7 | treffen~6
topic note = notiz | notizen | notier~7 | notiere~7
topic temperature = temperatur | heizung~9 | thermostat | grad~6 | wärme~7 | klimaanlage~6 | heizen~8
topic heating = heizung | heizkörper | thermostat~7 | heizen
topic aircon = klimaanlage | klima
topic fan = ventilator | lüfter
topic door = tür | haustür | tor~7 | eingang~6
topic window = fenster
topic garage = garage | garagentor
topic blinds = rollladen | rollläden | rollo | rollos | jalousie | jalousien | vorhang | vorhänge
topic plug = steckdose
topic coffee = kaffee | kaffeemaschine~7
topic vacuumcleaner = staubsauger | saugroboter | boden~4
topic phonecall = anruf
topic phone = handy | telefon | smartphone
topic message = nachricht | sms | textnachricht
topic email = email | mail | post~5 | e mail
topic picture = foto | bild | selfie~7
topic word = wort
topic language = sprache
topic traffic = verkehr | stau | arbeitsweg~7
topic recipe = rezept | koche~5
topic price = preis | kostet~8 | kosten
topic score = ergebnis | spielstand | gewonnen~6
topic coin = münze | kopf oder zahl
topic dice = würfel | würfle
topic battery = akku | batterie
topic wifi = wlan | internet~7 | netzwerk~7
topic name = name | namen | heißt du | heißt~5
topic version = version | softwarestand
topic abilities = fähigkeiten | funktionen | kannst~4 | was kannst du~9
topic greeting = hallo | guten morgen | guten tag | guten abend | servus | moin
topic farewell = tschüss | auf wiedersehen | bis später | gute nacht | ciao
topic howareyou = wie geht es dir | wie gehts
topic sunrise = sonnenaufgang | sonne _ auf
topic sunset = sonnenuntergang | sonne _ unter | dunkel~5
topic remaining = übrig | noch zeit~7 | restzeit | verbleibend
topic color = farbe
topic brightness = helligkeit
topic percent = prozent
topic tomorrow = morgen
topic week = woche
topic home = haus | zuhause | wohnung
topic snooze = schlummern | schlummer | schlafen~7
topic scene = szene | stimmung
topic everything = alles

against on off
against increase decrease
against open close
against lock unlock
against add remove
against start stop
against set cancel
against play stop
against next previous
against pause resume
against make cancel
against set remove
against make remove
against on stop
)";

const std::string_view dutch_lexicon = R"(
compounds
determiner: de het een mijn je jouw deze dit die dat elke geen
function: ik me mij u je jij is ben bent zijn en of maar ook te om in op aan uit bij met naar van voor
function: over onder door tegen zonder tot er hier daar dan als zo nog al even nu heeft heb hebt
function: hebben wordt worden zal zou zult kan kun kunt kunnen moet moeten mag mogen wil wilt willen
function: wat iets men zich ons vandaag straks weer heel erg alle alles eens toch maar
filler: alsjeblieft | alstublieft | hé | ok | oké | eh | kun je | kan je | kunt u | zou je | wil je
filler: ik wil | ik zou graag | ik wil graag | misschien | graag | even | snel | nu | meteen | dank je
filler: bedankt | weet je | mag ik | kan ik | wil je alsjeblieft | zou je kunnen
negation: niet nooit
copula: is zijn heeft hebben
bygone: was waren had hadden werd werden
modal: kan kunnen moet moeten mag zou
distant: hij zij ze hem haar hun hen wij we onze was waren werd had hadden omdat
question ask = wat | welke | welk | vertel~7 | zeg~7 | toon~6 | geef~5
question how = hoe
question when = wanneer | hoe laat~7
question where = waar
question who = wie
question why = waarom
question howlong = hoe lang
question yesno = ^is | ^zijn | ^was | ^heeft
action set = stel | zet | maak~7 | start~7 | stel _ in
action add = voeg _ toe | zet~7 | schrijf~7 | toevoegen
action cancel = annuleer | stop~8 | verwijder~8 | wis~8
action stop = stop | houd op
action play = speel | draai | zet _ op~8 | luister
action call = bel | telefoneer
action remind = herinner | herinnering
action wake = wek | maak _ wakker
action increase = verhoog | omhoog | harder~7
action decrease = verlaag | omlaag | zachter~7
state on = zet _ aan | doe _ aan | schakel _ in | aan$
state off = zet _ uit | doe _ uit | schakel _ uit | uit$
topic lamp = licht | lamp | lichten | lampen | verlichting
topic music = muziek | nummer~7 | liedje | lied
topic volume = volume | geluid
topic weather = weer | weerbericht | buiten~7 | regen~7
topic timer = timer | kookwekker
topic alarm = wekker | alarm
topic news = nieuws | krantenkoppen
topic joke = grap | mop
topic temperature = temperatuur | verwarming | thermostaat
against on off
against increase decrease
against add cancel
against play stop
against set cancel
)";

}  // namespace utter::intent::phrasing
