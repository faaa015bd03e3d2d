#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

const std::string_view spanish_lexicon = R"(
determiner: el la los las un una unos unas mi mis tu tus este esta estos estas ese esa esos esas cada
determiner: algún alguna algunos algunas lo
function: yo me te se nos le les es está están son soy eres ser estar hay y e o u pero también a al de
function: del en con por para sin sobre entre hasta desde hacia que como si ya aquí ahí allí así más muy
function: ha he has han haber va vas voy ir puede puedes puedo podría podrías debo debe deberías tengo
function: tienes tiene tener quiere quieres todo toda todos todas hoy algo ahora mismo otra otro vez bien
function: cual mí ti conmigo haz está esté solo sólo un poco poco

vague: muy más nuevo nueva bueno buena rápido poco actual bien hoy
filler: por favor | porfa | hola oye | oye | eh | bueno | vale | venga | pues | a ver | mira
filler: puedes | podrías | puede usted | me puedes | me podrías | podría | quiero | quisiera
filler: me gustaría | necesito | quiero que | necesito que | me apetece | te importaría | serías tan amable de
filler: sería posible | es posible | tal vez | quizás | quizá | gracias | muchas gracias | rápido
filler: rápidamente | ahora | ahora mismo | en este momento | enseguida | cuando puedas | sabes
filler: sabes si | me pregunto | quiero saber | quisiera saber | me gustaría saber | para mí | hazme el favor de
filler: si puedes | si no te importa | qué tal si | ve | vamos a | vamos | tengo que | hay que | a poder ser

negation: no nunca
past: aron ieron aba aban
copula: es está son están ha han tiene
bygone: era fue fueron estaba estaban había tenía
modal: puede podría debe debería necesita
light: venir ir dar poner hacer traer llevar dejar buscar necesitar ayudar decir mostrar mirar ver comprobar
light: saber pensar encontrar listo nuevo libre lleno vacío alto bajo grande pequeño rápido lento tarde temprano
light: cerca lejos estado número cantidad porcentaje punto lugar momento minuto hora día semana mes año mañana
light: noche gente alguien todos próximo último primero otro más menos ya todavía pronto
distant: él ella ellos ellas nosotros nuestro nuestra nuestros nuestras su sus era fue fueron
distant: estaba estaban había tenía ayer porque aunque

question ask = qué | cuál | cuáles | dime~7 | dame~5 | muéstrame~6 | enséñame~6 | cuéntame~6 | decirme~7
question ask = escuchar~5 | oír~5 | me dices~7 | saber~6 | leeme~5 | contarme~6 | mostrarme~6 | darme~5 | di~6 | cuenta~5
question how = cómo
question when = cuándo | a qué hora
question where = dónde | adónde
question who = quién | quiénes
question why = por qué
question howmany = cuántos | cuántas
question howmuch = cuánto | cuánta
question howlong = cuánto tiempo | cuánto~7
question yesno = ^es | ^está | ^hay | ^son | ^están

action set = pon | poner | ponme | ponga | programa | programar | establece | ajusta~8 | crea~8 | inicia~7
action set = configura | activa~6 | nuevo~6 | nueva~6 | empieza~6 | empezar~6 | pones | prográmame | crear~8
action set = iniciar~7 | ponerme | cambia~7
action make = crea | crear | haz~7 | hacer~6 | pon~6
action add = añade | añadir | agrega | agregar | mete~8 | apunta~9 | anota~8 | pon~7 | incluye | apuntar~9
action add = suma~5 | meter~8 | comprar~5
action remove = quita | quitar | elimina | eliminar | borra | borrar | tacha | saca~7
action cancel = cancela | cancelar | borra~8 | borrar~8 | elimina~8 | eliminar~8 | quita~9 | quitar~9
action cancel = anula | anular | para~6 | detén~8 | apaga~7 | olvida~7 | detener~8
action stop = para | parar | detén | detener | termina~7 | basta | apaga~7 | corta~6 | deja de
action pause = pausa | pausar | para~6 | espera~6
action resume = continúa | reanuda | sigue | seguir | continuar
action next = siguiente | salta | pasa~7 | próxima | próximo | sáltate | cambia~5
action previous = anterior | atrás | vuelve~7
action repeat = repite | repetir | otra vez
action start = empieza | comienza | inicia | arranca | empezar | iniciar
action play = pon | ponme | reproduce | toca | escuchar | oír | reproducir | poner | escucha | ponga | ver~5
action open = abre | abrir | sube~6 | levanta~7 | ábreme
action close = cierra | cerrar | baja~6
action lock = bloquea | cierra con llave | echa la llave
action unlock = desbloquea | abre~5
action call = llama | llamar | telefonea | marca
action send = envía | enviar | manda | mandar | escribe~7 | mándale | envíale
action list = lista | enumera | muestra | muéstrame | enséñame | lee~8 | léeme~8 | mostrar | ver~7 | leer~8
action find = busca | buscar | encuentra | encontrar | localiza
action wake = despierta | despiértame | despertar | despertarme | levantarme~8 | levantar~7 | despiertes
action remind = recuérdame | recordar | recuerda | recordarme | recordatorio | que no se me olvide | no olvides
action remind = no me dejes olvidar | acordarme~8 | acuérdate~7 | avísame~6
action translate = traduce | traducir | se dice | traducción
action define = define | significa | significado | definición | quiere decir
action spell = deletrea | se escribe | deletrear
action calculate = calcula | calcular
action help = ayuda | ayúdame | ayudar | ayudarme | échame una mano
action buy = compra | comprar
action clean = limpia | limpiar | aspira | barre
action navigate = llévame | navega | cómo llego | ruta | cómo voy
action increase = sube | subir | aumenta | aumentar | más~4 | incrementa | súbele | súbelo
action decrease = baja | bajar | reduce | disminuye | reducir | menos~6 | bájale | bájalo

state on = enciende | encender | prende | prender | activa | activar | conecta~8 | dale a~6 | pon~5
state off = apaga | apagar | desactiva | desactivar | desconecta~8 | quita~5

means: más alto = volume increase
means: más fuerte = volume increase
means: más bajo = volume decrease
means: muy alto = volume decrease
means: no oigo nada = volume increase
means: no se oye = volume increase
means: más luz = lamp increase
means: menos luz = lamp decrease
means: está oscuro = lamp on
means: muy oscuro = lamp on
means: no veo nada = lamp on
means: tengo frío = temperature increase
means: hace frío aquí = temperature increase
means: tengo calor = temperature decrease
means: hace calor aquí = temperature decrease
means: hazme reír = ask joke
means: algo gracioso = joke
means: qué hora = ask clock
means: tienes hora = ask clock
means: qué día = ask date
means: a qué estamos = ask date
means: qué fecha = ask date

topic idiom = el tiempo pasa | el tiempo vuela | a tiempo | al mismo tiempo | mucho tiempo | todo el tiempo
topic clock = hora | tiempo~3
topic date = fecha | día~8
topic month = mes
topic timer = temporizador | cuenta atrás | cronómetro~7 | reloj~5 | minutero~8 | timer
topic alarm = alarma | despertador
topic reminder = recordatorio
topic weather = tiempo | clima | pronóstico | llueve~7 | llover~7 | lluvia~7 | paraguas~7 | sol~6 | nieve~6
topic weather = temperatura~4 | fuera~6 | nevar~6 | lloviendo~7 | abrigo~6
topic rain = lluvia | llover | llueve | lloviendo | paraguas~9
topic lamp = luz | luces | lámpara | bombilla | iluminación | lámparas
topic volume = volumen | sonido | ruido~6
topic mute = silencio | cállate | calla | silencia
topic music = música | canción | tema~7 | canciones | playlist~7 | álbum~7
topic radio = radio | emisora
topic movie = película | peli | cine~5
topic television = televisión | tele | televisor | tv
topic news = noticias | titulares | actualidad | pasa en el mundo | novedades~7
topic joke = chiste | broma | gracioso~7 | reír~7
topic story = cuento | historia
topic shopping = compra | compras | supermercado~7
topic list = lista
topic todo = tareas | tarea | pendientes
topic calendar = calendario | agenda | cita~7 | citas~7 | planes~6
topic appointment = cita | reunión | evento
topic note = nota | notas | apunta~5
topic temperature = temperatura | calefacción~9 | termostato | grados~6
topic heating = calefacción | calefactor | radiador
topic fan = ventilador
topic door = puerta
topic window = ventana
topic garage = garaje | cochera
topic blinds = persiana | persianas | cortina | cortinas
topic coffee = café | cafetera~7
topic message = mensaje | sms | texto~7
topic email = correo | email | mail
topic picture = foto | imagen~7
topic word = palabra
topic traffic = tráfico | atasco | atascos
topic recipe = receta
topic price = precio | cuesta~8 | vale~5
topic battery = batería | pila
topic wifi = wifi | internet~7
topic name = nombre | te llamas
topic version = versión
topic abilities = habilidades | funciones | sabes hacer | puedes hacer | capacidades
topic greeting = hola | buenos días | buenas tardes | buenas noches
topic farewell = adiós | hasta luego | hasta mañana | chao
topic howareyou = cómo estás | qué tal estás
topic remaining = queda | falta | quedan | resta
topic color = color
topic percent = por ciento
topic tomorrow = mañana
topic week = semana
topic home = casa
topic everything = todo

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
)";

const std::string_view french_lexicon = R"(
determiner: le la les l un une des mon ma mes ton ta tes ce cet cette ces chaque quelque
function: je j me m tu te t se s nous vous est es sont suis être et ou mais aussi à au aux de d du en
function: dans avec pour sans sur sous entre vers par que qu qui si y ici là très plus bien ai as a ont
function: avoir va vas peux peut pourrais pourrait dois doit devrais tout toute tous toutes quelque chose
function: il ça cela c aujourd hui maintenant encore
filler: s il te plaît | s il vous plaît | hé | ok | euh | bon | alors | tu peux | peux tu | pourrais tu
filler: tu pourrais | est ce que tu peux | est ce que | je voudrais | j aimerais | je veux | il me faut
filler: j ai besoin de | peut être | merci | vite | maintenant | tout de suite | sais tu | dis moi si
negation: ne n pas jamais
past: aient èrent
copula: est sont a ont
bygone: était étaient avait
modal: peut pourrait doit devrait
distant: elle elles ils lui leur leurs notre nos son sa ses était étaient avait hier
question ask = quel | quelle | quels | quelles | quoi | dis~7 | donne~5 | montre~6 | raconte~6
question how = comment
question when = quand | à quelle heure
question where = où
question who = qui est | qui
question why = pourquoi
question howmuch = combien
action set = mets | règle | programme | crée~8 | lance~7 | mettre | régler
action add = ajoute | ajouter | mets~7 | note~7
action remove = enlève | supprime | retire | efface
action cancel = annule | supprime~8 | arrête~8 | annuler
action stop = arrête | stop | arrêter | coupe~6
action play = joue | mets~9 | écouter | lance~7 | jouer | passe~6
action open = ouvre | ouvrir
action close = ferme | fermer
action call = appelle | appeler | téléphone à
action wake = réveille | réveiller
action remind = rappelle | rappeler | rappel
action increase = augmente | monte | plus fort~8
action decrease = baisse | diminue | moins fort~8
state on = allume | allumer | active
state off = éteins | éteindre | coupe~7 | désactive
topic lamp = lumière | lampe | lumières | lampes | éclairage
topic music = musique | chanson | morceau
topic volume = volume | son
topic weather = météo | temps~7 | pleuvoir~7 | pluie~7 | parapluie~7
topic clock = heure
topic date = date | jour~8
topic timer = minuteur | compte à rebours
topic alarm = réveil | alarme
topic reminder = rappel
topic news = actualités | nouvelles | infos | informations
topic joke = blague
topic temperature = température | chauffage | thermostat
topic list = liste
topic shopping = courses
against on off
against increase decrease
against open close
against add remove
against play stop
against set cancel
)";

const std::string_view italian_lexicon = R"(
determiner: il lo la l i gli le un uno una mio mia miei mie tuo tua questo questa questi queste ogni
function: io mi tu ti si ci vi è sei sono essere e o ma anche a al alla allo di del della dei delle d in
function: nel nella con per senza su sul sulla tra fra da dal dalla che se qui lì molto più bene ha ho hai
function: hanno avere va puoi può potresti devo deve tutto tutta tutti tutte qualcosa oggi adesso ora
function: ancora c
filler: per favore | per piacere | ehi | ok | allora | puoi | potresti | mi puoi | vorrei | voglio | mi serve
filler: ho bisogno di | forse | magari | grazie | subito | adesso | ora | sai | mi piacerebbe
negation: non mai
past: ava avano arono irono
copula: è sono ha hanno
bygone: era erano aveva
modal: può potrebbe deve dovrebbe
distant: lui lei loro noi nostro nostra suo sua suoi era erano aveva ieri
question ask = che | quale | quali | qual | cosa | dimmi~7 | dammi~5 | mostrami~6 | raccontami~6
question how = come
question when = quando | a che ora
question where = dove
question who = chi
question why = perché
question howmuch = quanto | quanta
action set = imposta | metti | crea~8 | avvia~7 | impostare
action add = aggiungi | metti~7 | aggiungere
action remove = togli | rimuovi | elimina | cancella~7
action cancel = annulla | cancella | elimina~8 | ferma~8
action stop = ferma | basta | smetti
action play = riproduci | metti~9 | suona | ascoltare
action open = apri | aprire
action close = chiudi | chiudere
action call = chiama | telefona
action wake = svegliami | sveglia~7
action remind = ricordami | ricorda | promemoria
action increase = alza | aumenta
action decrease = abbassa | diminuisci
state on = accendi | accendere | attiva
state off = spegni | spegnere | disattiva
topic lamp = luce | luci | lampada
topic music = musica | canzone | brano
topic volume = volume | suono~7
topic weather = meteo | tempo~7 | piove~7 | pioggia~7 | ombrello~7
topic clock = ora | ore
topic date = data | giorno~8
topic timer = timer | conto alla rovescia
topic alarm = sveglia | allarme
topic reminder = promemoria
topic news = notizie | titoli
topic joke = barzelletta | battuta~8
topic temperature = temperatura | riscaldamento | termostato
topic list = lista
topic shopping = spesa
against on off
against increase decrease
against open close
against add remove
against play stop
against set cancel
)";

const std::string_view portuguese_lexicon = R"(
determiner: o a os as um uma uns umas meu minha meus minhas teu tua este esta estes estas esse essa cada
function: eu me tu te se é és são sou está estão ser estar e ou mas também à ao aos de do da dos das em no
function: na nos nas com para pra por sem sobre entre até que como aqui aí muito mais bem há tem tenho
function: tens ter vai vou pode podes podia poderia devo deve tudo todo toda todos todas algo hoje agora
function: você
filler: por favor | se faz favor | ei | ok | então | podes | pode | poderia | você pode | gostava de
filler: gostaria de | eu quero | quero | preciso de | preciso | talvez | obrigado | obrigada | já | agora
filler: sabes | sabe
negation: não nunca
past: aram eram iram ava avam
copula: é são está estão tem
bygone: era foi tinha estava
modal: pode poderia deve deveria
distant: ele ela eles elas nós nosso nossa seu sua era foi tinha ontem
question ask = qual | quais | que | diz~7 | diga~7 | mostra~6 | conta~6 | dá~5
question how = como
question when = quando | a que horas
question where = onde
question who = quem
question why = porquê | por que
question howmuch = quanto | quanta
action set = põe | coloca | define | cria~8 | inicia~7 | ajusta
action add = adiciona | acrescenta | põe~7 | coloca~7
action remove = remove | tira | apaga~7 | elimina
action cancel = cancela | anula | apaga~8 | para~6
action stop = para | pare | parar
action play = toca | reproduz | põe~9 | ouvir | coloca~7
action open = abre | abrir
action close = fecha | fechar
action call = liga~6 | telefona | chama
action wake = acorda | acordar
action remind = lembra | lembrar | lembrete
action increase = aumenta | sobe | aumentar
action decrease = baixa | diminui | reduz
state on = liga | acende | ligar | ativa
state off = desliga | apaga | desligar | desativa
topic lamp = luz | luzes | lâmpada
topic music = música | canção
topic volume = volume | som
topic weather = tempo | previsão | chover~7 | chuva~7 | guarda chuva~7 | clima
topic clock = hora | horas
topic date = data | dia~8
topic timer = temporizador | contagem regressiva
topic alarm = alarme | despertador
topic reminder = lembrete
topic news = notícias | manchetes
topic joke = piada
topic temperature = temperatura | aquecimento | termostato
topic list = lista
topic shopping = compras
against on off
against increase decrease
against open close
against add remove
against play stop
against set cancel
)";

}  // namespace utter::intent::phrasing
