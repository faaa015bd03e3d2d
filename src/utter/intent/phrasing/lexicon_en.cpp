#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// The form is described in lexicon_data.hpp. What is listed is how people ask for things, not what
// any one skill does: a line belongs here when a thesaurus or a phrase book would have it.
// lexicon_en_manner.cpp and the files beside it say the rest by subject.
const std::string_view english_lexicon = R"(
determiner: a an the this that these those my your some any every our
function: we us
function: it its is are am be been being to of for in on at by with
function: from into onto about as and or but so then than there here me i you us
function: will would shall should can could may might must do does did have has had having s d
vague: later earlier early anymore few couple else instead nearby somewhere somehow rather quite
vague: just really actually quite very pretty such too also even only well now yet still ever
function: out over up off down through around along more one ones if when while myself yourself
vague: current way look looks looking seem seems sure own new old good nice great whole rest bit little
function: got get gets getting going gonna go let be like kind sort sorts kinds types lot lots bunch again
function: right over all both each own same thing things stuff something anything everything
vague: today currently nowadays lately soon ago away back across per via mine yours

filler: please | hey | hi there | oh | ok | okay | alright | um | uh | er | hmm | well | so | yo
filler: could you | can you | would you | will you | could i | can i | may i | can we | could we
filler: shall we | let us | could you maybe | maybe | perhaps | kindly | possibly | if possible
filler: would you mind | do you mind | do you think you could | do you think you can | be so kind
filler: i would like | i d like | i would love | i d love | i want | i wanna | i want you to
filler: i need you to | i need to | i need | i would like to | i d like to | i want to | i wish to
filler: i am trying to | i am going to | i have to | i got to | i gotta | i would appreciate
filler: is it possible to | is there any way to | is there a way to | any chance you could
filler: any chance of | any chance | is there any chance | how about | what about | why do not you
filler: why not | go ahead and | be a dear and | be a love and | do me a favor and
filler: do me a favour and | do me a favor | do me a favour | if you do not mind | if you would
filler: if you could | if you can | for me | for us | thanks | thank you | cheers | ta | mate | love
filler: buddy | pal | dude | man | quickly | quick | real quick | a second | for a second | in here
filler: right now | at the moment | straight away | right away | immediately | as soon as you can
filler: when you get a chance | when you get a minute | when you have a moment | asap | at once
filler: do you know | do you happen to know | i wonder | i was wondering | wonder | any idea
filler: have you any idea | got any idea | i am wondering | i am curious | curious | you know
filler: time to | it is time to | it is about time to | i think | i guess | i suppose | i fancy
filler: fancy | you reckon | do you reckon | reckon | need to know | i need to know | want to know
filler: i want to know | i would like to know | i d like to know | let me know | actually | anyway
filler: i could do with | i could use | could do with | could use | make sure | make sure that | for once
filler: ooh | ah | aah | oops | wow | whoa | gosh | no no | no no no | nope | nah | that is fine | that is ok
filler: would be nice | would be great | would be good | would be lovely | would be helpful
filler: for a moment | for a bit | for a while | for a sec | for a minute | a sec | for now | are we in | are we on
filler: by any chance | of mine | want | like to | need | sorry | excuse me
filler: i am looking to | i was hoping to | i was hoping you could | help me to | would it be possible to
filler: i would be grateful if you | see if you can | is it ok to | it would be nice if | it would be great if | why do not we
filler: be a star and | be an angel and | if that is ok | if that is okay | if it is not too much trouble
filler: i would prefer | i had rather | i am dying to | i am keen to | i feel like | it is about time we | we should
filler: we want to | we would like to | we have to | let me | allow me to | it is time for | for my sake | in a moment | one more thing
filler: check if | check whether | check that | see if | see whether | find out if | find out whether | tell me if
filler: tell me whether | do you know if | do you know whether | can you tell me if | let me know if | let me know whether
filler: i want to know if | i need to know if | i wonder if | i wonder whether | could you check if

copula: is are am has have
bygone: was were had did got
bygone: went came saw ate broke rang sat took became knew thought bought brought fell felt held kept met paid
bygone: sold stood wore wrote gave told said drank drove flew grew slept spoke swam threw began rose shook stole
bygone: taught caught built sang drew hung hid chose blew lent spent won led
modal: can could should may might must will would needs need
inflected: s ing
telling: list find define translate spell calculate convert count navigate ask
light: come go arrive get give do make put take bring send let start run grab fetch fix use need want help
light: try keep leave stay turn work happen handle manage sort deal show see look say talk speak hear know
light: think guess feel have prepare expect suppose finish complete done check tell ready
light: news info information detail level count amount number percentage percent point place area moment
light: minute hour day week month year tonight tomorrow morning afternoon evening today room people everyone
light: everybody somebody someone anyone anybody high low full empty big small large bad fast slow late soon
light: early close near far free available busy hot cold open new latest final main whole wrong safe possible
light: status state progress update left remaining longer long short next last first second another other
light: fill half double extra fresh proper properly little maximum minimum more less much many few up down
light: please ready set currently already usual usually always normal default chance go home house kitchen
light: back away around outside inside pretty fully completely exactly about roughly supposed
distant: he she they them him her his hers their theirs ours himself herself themselves
negation: not never nor
past: ed
distant: went came saw ate broke rang sat took became knew thought bought brought fell felt held kept met
distant: paid sold stood wore wrote gave told said drank drove flew grew slept spoke swam threw
distant: was were used ought since although because unless however

question ask = what | which | whats | tell me~7 | show me~6 | give me~6 | tell~6 | show~6 | give~5
question ask = crack~7 | say~6 | hit me with~6
question ask = lost track of | forgotten | forgot | remind me of
question ask = read me~6 | fill me in~7 | catch me up~7 | check~7 | find out~8 | look up~7 | see~5
question ask = run me through~6 | let me see~6 | let me hear~6 | get me~4 | remind me what~8 | hear~3
question how = how | in what way
question when = when | what time~5 | how soon
question where = where | whereabouts
question who = who | whom | whose
question why = why | how come
question howmany = how many | how much~6 | what number of
question howmuch = how much | how many~6 | what amount | what is the cost~6 | how expensive~7
question howlong = how long | how much time | how much longer
question yesno = ^any | ^anything | ^anybody | ^anyone
question yesno = ^is | ^are | ^was | ^were | ^does | ^did | ^has | ^had | ^am

action set = set | set up | set _ up | put _ on~6 | start~7 | make~7 | create~9 | add~5
action set = get _ going~6 | put~6 | program~8 | schedule~8 | kick off~5 | begin~6 | arrange~7
action set = new~7 | stick~5 | pop~5 | chuck~5 | whack~5 | enable~4 | turn _ to~7 | give me~4
action set = make it~8 | adjust~8 | change~8
action make = make | create | build~7 | new~7 | set up~8 | add~6 | start~6 | begin~6 | generate~8
action add = add | put~7 | stick~6 | pop~6 | chuck~6 | append | include | insert | throw in~7
action add = put _ on~7 | put _ down~7 | write down~7 | write~6 | jot down~8 | note down~8 | jot _ down~8 | note _ down~8 | write _ down~8 | note~6
action add = record~5 | make~4 | create~5 | buy~5 | get~3 | run out of~8 | we are out of~8
action add = out of~7 | running low on~7 | low on~7
action jot = write down | write _ down | jot down | jot _ down | note down | note _ down | take down~8
action jot = take _ down~8 | get _ down in writing~8
action remove = remove | delete | take _ off | erase | cross _ off | scratch~8 | strike~7 | drop~7
action remove = get rid of | clear~8 | wipe~8 | cancel~7 | take off~8 | cross off | bin~7 | scrap~8
action remove = do not need~7 | no longer need~7
action cancel = cancel | stop~8 | delete~8 | remove~8 | clear~8 | end~7 | kill~8 | dismiss | scrap
action cancel = turn _ off~8 | switch _ off~8 | shut _ off~8 | call off | call _ off | abort | drop~7
action cancel = forget~7 | disable~8 | never mind~8 | nevermind~8 | get rid of~9 | do not need~8
action cancel = no longer need~8 | quit~7 | void~6 | undo~4 | silence~5 | ditch~8 | axe~7 | bin~7
action pause = stop _ for a moment | stop _ for a bit | stop _ for a while | turn _ off for a bit
action wait = hold on | hang on | wait | hold up | one moment | just a moment | wait a moment
action dismiss = never mind | nevermind | forget it | forget that | forget about it | forget about that
action dismiss = do not worry about it | do not worry about that | do not worry | do not bother | leave it
action dismiss = no matter | scrap that | scrap it | skip it~7 | it does not matter | drop it
action stop = stop | halt | end~8 | quit~8 | cease | cut~6 | kill~7 | shut _ off~8 | turn _ off~7
action stop = switch _ off~7 | cancel~8 | shut up~7 | enough~7 | knock it off~7 | turn off~7 | abort~8
action stop = stop playing | silence~6 | cut _ out~7 | no more~7 | pause~4
action pause = pause | hold~6 | freeze~6 | suspend | hang on~5 | stop~6 | take a break~6 | hold on~6
action resume = resume | continue | carry on | keep going | unpause | pick up where~8 | restart~5
action resume = go on~7 | play~5 | start again~7 | keep playing
action next = next | skip | skip ahead | another~7 | move on~8 | forward~7 | change~5 | pass~5
action next = skip this | a different~7 | something else~7 | do not like this~7
action previous = previous | go back | last~6 | back~6 | rewind~7 | before~4 | earlier~5 | play again~7
action repeat = repeat | say again | say that again | once more | one more time | come again
action repeat = again~8 | pardon | replay~7 | did not catch that | did not hear that
action start = start | begin | launch | run~8 | initiate | kick off | fire up~8 | go~4 | get started
action start = open~6 | turn _ on~6 | get _ going | set off~7 | activate~8 | commence
action play = play | put on | put _ on | let me hear | stick on | stick _ on | throw on | throw _ on | hear~9
action play = listen to | listen~9 | chuck on | chuck _ on | pop on | pop _ on | blast~8 | spin~7
action play = start~6 | queue~7 | queue up~8 | bang on~8 | bang _ on~8 | turn _ on~5 | whack _ on~8
action play = give me some~6 | cue up~8 | cue~7 | whack on~8 | fire up~5 | stream~8 | get _ on~5
action play = start some~9 | get some music on | watch~6 | in the mood for~7 | want to hear~9 | wanna hear~9 | feel like~5 | sing~5
action open = open | launch~8 | open up | unlock~4 | start~6 | run~6 | raise~6 | pull up~7 | draw back
action open = bring up~7 | roll up~7 | load~6 | go to~5 | unroll~5
action close = close | shut | shut _ down~7 | exit~8 | quit~7 | draw~6 | lower~6 | pull down~7
action close = roll down~7 | drop~5
action lock = lock | lock up | bolt | secure~9 | deadbolt
action unlock = unlock | unbolt | open~5 | let _ in~5
action call = call | phone | ring | dial | give _ a call | give _ a ring | give _ a bell | ring up
action call = get _ on the phone | get _ on the line | buzz~6 | reach~5 | speak to~6 | talk to~6
action call = get hold of~7 | get in touch with~6 | facetime~7
action send = send | text~7 | message~7 | shoot~7 | drop _ a line~7 | write~6 | write to~7 | fire off~7
action send = ping~6 | email~5 | let _ know~5 | forward~5
action list = list | read out | go through~7 | read~8 | enumerate | name~6 | show~8 | show me~8
action list = what is on~8 | what are~5 | tell me~5 | read back~8 | review~7 | view~8 | display~8 | see~6
action list = check~6 | have i got~6 | do i have~7 | what have i got~7
action find = find | search | search for | look for | look up | google | locate~9 | hunt for~8 | hunt~7
action find = track down~8 | get me information~6 | information~5 | info~5 | read up on~6 | lost~6
action find = where is~7 | find out~7 | seek | show me~4 | look into~7
action wake = wake | wake up | wake _ up | wake me | wake us | wake me up | wake us up | get _ up~8 | rouse | get _ out of bed~8 | be up~7 | up at~7
action wake = get me up | i need to be up~8 | i have to be up~8 | awake~7
action remind = remind | do not let me forget | do not forget~8 | nudge~8 | prompt~6
action remind = reminder | jog my memory~8 | remember~7 | i need to remember | i must remember
action remind = help me remember | note to self~7 | alert me to~6 | ping me~6 | notify~6
action remind = make sure i do not forget
action count = count | count down | countdown | tally
action convert = convert | change~6 | turn into~6 | turn _ into~6 | work out~4 | in terms of~5
action translate = translate | translation | how do you say | how do i say | how would you say
action translate = how would i say | what is the word for~8 | say~5 | how to say | put into~5
action define = define | meaning | definition | mean~9 | means~9 | stand for~6 | explain~6
action define = what is meant by~8 | describe~4
action spell = spell | spelled | spelt | spelling | write~4 | letters~5
action calculate = calculate | work out | figure out~8 | add up | sum | solve~8 | equals~7
action calculate = maths~7 | math~7 | equal~6
action help = help | assist | give me a hand | assistance | lend me a hand | stuck~6 | confused~5
action buy = buy | order | purchase | pick up~6 | get some~4 | shop for
action buy = run out of~9 | ran out of~9 | running out of~9 | running low on~9 | running short of~9
action buy = we are out of~9 | i am out of~9 | get more~8 | stock up on~9 | need more~9
action buy = need to get some~9 | have to get some~9 | should get some~9 | need to get more~9
action book = book | reserve | reservation | make a reservation | get a table~6
action take = take | snap | capture | grab~7 | shoot~6
action clean = clean | vacuum | hoover | sweep | mop~7 | tidy~8 | dust~6
action navigate = navigate | directions | take me to | get to~7 | how do i get to | route | drive to
action navigate = get me to | take me to | bring me to | guide me to | show me the way to
action navigate = get us to | take us to | bring us to | drive me to
action navigate = head to~6 | way to | guide me to~8 | bring me to~6
action increase = increase | raise | up~6 | boost | bump up | bump _ up | crank up | crank _ up
action increase = turn up | turn _ up | bring up~7 | bring _ up~7 | put up~7 | put _ up~7 | push up~8
action increase = pump up | pump _ up | nudge up~8 | nudge _ up~8 | higher | whack up | whack _ up
action increase = jack up | jack _ up | more~4 | amp up | amp _ up | step up~7 | ramp up | lift~6
action increase = max~7 | maximum~6
action decrease = decrease | lower | reduce | turn down | turn _ down | bring down | bring _ down
action decrease = cut~5 | drop~7 | put down~5 | put _ down~5 | knock down~8 | knock _ down~8 | less~6
action decrease = take down~6 | take _ down~6 | nudge down~8 | nudge _ down~8 | ease off~6 | tone down
action decrease = tone _ down | minimum~6 | dial down | dial _ down | dial back~8 | keep _ down~8
action decrease = keep it down~8 | crank down | crank _ down

state on = turn on | turn _ on | switch on | switch _ on | put on~8 | put _ on~8 | power on | power up
state on = power _ on | power _ up | activate | enable | light up~7 | light _ up~7 | flip on | flip _ on
state on = flick on | flick _ on | hit~5 | on$ | start~5 | stick on~8 | stick _ on~8 | pop on~8 | lit~7
state on = pop _ on~8 | get _ on~7 | whack on~8 | whack _ on~8 | fire up~8 | bring on~6 | bang on~7
state on = bang _ on~7 | illuminate~9 | boot up~7 | leave _ on~6 | chuck on~8 | chuck _ on~8 | flip~4
state on = run~5 | engage~8 | boot~6
state off = turn off | turn _ off | switch off | switch _ off | shut off | shut _ off | power off
state off = power _ off | power down | power _ down | deactivate | disable | kill | cut~7 | flip off
state off = flip _ off | flick off | flick _ off | off$ | out$~5 | knock off~8 | knock _ off~8 | stop~6
state off = shut down~8 | shut _ down~8 | put out~7 | put _ out~7 | pop off~8 | pop _ off~8 | douse~8
state off = get _ off~5 | whack off~6 | whack _ off~7 | extinguish | black out~6 | not need~4

means: turn it up = volume increase
means: crank it up = volume increase
means: pump it up = volume increase
means: turn it down = volume decrease
means: louder = volume increase
means: quieter = volume decrease
means: softer = volume decrease
means: make it louder = volume increase
means: too loud = volume decrease
means: so loud = volume decrease
means: too quiet = volume increase
means: can not hear = volume increase
means: can barely hear = volume increase
means: can hardly hear = volume increase
means: hard to hear = volume increase
means: speak up = volume increase
means: pipe down = volume decrease
means: hurts my ears = volume decrease
means: deafening = volume decrease
means: brighter = lamp increase
means: dimmer = lamp decrease
means: dim = lamp decrease
means: brighten = lamp increase
means: too bright = lamp decrease
means: too dark = lamp on
means: so dark = lamp on
means: it is dark = lamp on
means: dark in = lamp on
means: pitch black = lamp on
means: can not see = lamp on
means: can not see a thing = lamp on
means: lights out = lamp off
means: let there be light = lamp on
means: darken = lamp decrease
means: warmer = temperature increase
means: hotter = temperature increase
means: cooler = temperature decrease
means: colder = temperature decrease
means: warm up = temperature increase
means: cool down = temperature decrease
means: heat up = temperature increase
means: warm it up = temperature increase
means: cool it down = temperature decrease
means: too cold in = temperature increase
means: too hot in = temperature decrease
means: too warm in = temperature decrease
means: it is cold in = temperature increase
means: it is hot in = temperature decrease
means: freezing in = temperature increase
means: boiling in = temperature decrease
means: i am freezing = temperature increase
means: i am cold = temperature increase
means: i am chilly = temperature increase
means: i am boiling = temperature decrease
means: i am hot = temperature decrease
means: i am too hot = temperature decrease
means: i am too cold = temperature increase
means: i am roasting = temperature decrease
means: stuffy = temperature decrease
means: be quiet = mute
means: make me laugh = ask joke
means: crack me up = ask joke
means: cheer me up = ask joke
means: cheer us up = ask joke
means: something funny = joke
means: anything funny = joke
means: give me a laugh = ask joke
means: need a laugh = ask joke
means: have the time = ask clock
means: got the time = ask clock
means: what time = ask clock
means: what is the time = ask clock
means: what hour = ask clock
means: how late is it = ask clock
means: what day = ask date
means: which day = ask date
means: what date = ask date
means: which month = ask month
means: spare me = stop

topic clock = time | clock~7 | hour~6 | oclock~6
topic date = date | day~8 | calendar~3 | weekday~7 | day of the week~8 | month~7 | year~5
topic month = month
topic timer = timer | countdown | clock~6 | stopwatch~6 | timing~7
topic timer = count down~7 | count me down~7
topic alarm = alarm | wake up call | alarm clock | buzzer~7 | wake up~5 | morning call~7
topic reminder = reminder | remind~8 | note~4 | prompt~5
topic weather = weather | forecast | outside~8 | outdoors~8 | climate~6 | rain~8 | sun~7
topic weather = sunny~8 | snow~8 | umbrella~8 | brolly~8 | coat~7 | jacket~7 | raincoat~8 | cloudy~8
topic weather = nice outside~8 | nasty out~8 | miserable out~8 | lovely out~8 | conditions~9 | nice out~9
topic weather = windy~8 | chilly~6 | nippy~6 | degrees~4 | meteorological~8 | wet~5 | cold out~7
topic weather = hot out~7 | warm out~7 | out there~6 | storm~6 | humid~6 | shorts~4
topic weather = temperature~4 | sunglasses~5 | sunscreen~5 | pouring~7 | drizzle~7 | stormy~7 | foggy~7
topic rain = rain | raining | rainy | umbrella~9 | brolly~9 | wet~7 | shower~6 | showers~8 | drizzle~8
topic rain = pour~7 | pouring~8 | raincoat~8 | precipitation | dry~5
topic lamp = light | lamp | bulb | lighting | lights | lantern~7 | chandelier~6 | spotlight~7
topic lamp = brightness~7 | leds~6 | illumination
topic volume = volume | sound | audio~8 | loudness | noise~6 | loud~7
topic mute = mute | silence | shush | hush | shut up | quiet | zip it | silent | no sound
topic music = music | song | tune | track | tunes | songs | playlist~7 | album~7 | jam~6 | beats~6
topic music = melody~7 | number~2 | record~4 | radio~4 | something to listen to~8 | jams~6 | bangers~6
topic album = album | record~7 | lp
topic playlist = playlist | mix~6
topic radio = radio | station | fm | broadcast~6
topic podcast = podcast | episode~6 | show~4
topic movie = movie | film | flick | picture~4 | cinema~5 | motion picture
topic video = video | clip | youtube~6 | footage~6
topic television = tv | television | telly | box~3 | the box~6 | tube~4 | screen~4 | goggle box
topic news = news | headlines | current events | current affairs | happening in the world
topic news = going on in the world | what is happening~6 | what is new~6 | latest~5 | headline | bulletin
topic news = world events | in the papers~8 | breaking~5 | going on~4 | whats new~6
topic joke = joke | gag | pun | wisecrack | funny~7 | humor~6 | humour~6 | laugh~7 | one liner~8 | jokes
topic joke = giggle~7 | hilarious~6 | riddle~4
topic story = story | tale | bedtime story | fairy tale
topic fact = fact | trivia | facts | did you know~6
topic quote = quote | quotation | saying~5 | wisdom~5 | inspiration~6
topic shopping = shopping | groceries | grocery | shop~7 | supermarket~7 | basket~6 | errands~4 | store~5
topic list = list | checklist
topic todo = to do | todo | task | tasks | chore~7 | chores~7 | to dos | agenda~4
topic calendar = calendar | schedule | agenda | diary | appointment~7 | appointments~7 | event~7
topic calendar = meeting~6 | meetings~6 | plans~7 | planned~6 | plan~5 | my day~6 | day look~6 | busy~5
topic calendar = coming up~6 | on the books~7 | booked~5
topic appointment = appointment | meeting | event | engagement | calendar~6 | catch up~4
topic note = note | memo | notes | write down~6 | jot~7
topic temperature = temperature | thermostat | heating~9 | heat~8 | warmth~7 | degrees~8 | how hot~7
topic temperature = how cold~7 | how warm~7 | climate~7 | heater~7 | ac~6 | radiator~7 | hot~4 | cold~4
topic temperature = air conditioning~6 | cool~4 | warm~4
topic heating = heating | heat | heater | radiator | radiators | boiler~7 | thermostat~7
topic aircon = air conditioning | air conditioner | ac | aircon | air con | cooling~8
topic fan = fan | ventilator | ventilation~6
topic door = door | gate~7 | entrance~6 | doors
topic window = window
topic garage = garage | carport~6
topic blinds = blinds | curtains | shades | shutters | drapes | blind | curtain
topic plug = plug | socket | outlet | switch~5
topic coffee = coffee | espresso~7 | brew~6 | cuppa~4
topic kettle = kettle
topic oven = oven | cooker~7 | stove~6 | hob~5
topic vacuumcleaner = vacuum | hoover | roomba | robot vacuum | vacuum cleaner | floor~4 | floors~5
topic phonecall = call | phone call
topic phone = phone | mobile | cell | cellphone | smartphone | handset
topic message = message | text | sms | text message | dm | note~3 | messages | texts
topic email = email | mail | inbox~7 | emails | e mail
topic picture = picture | photo | photograph | snapshot | pic | selfie~7 | snap~6
topic screenshot = screenshot | screen shot | screen grab | capture the screen
topic camera = camera | webcam
topic word = word | term~7
topic language = language | tongue~5
topic traffic = traffic | congestion | jam~5 | jams~6 | roads~6 | commute~8 | drive~4 | gridlock
topic commute = commute | way to work~8 | drive to work~8 | journey~6 | get to work~8
topic map = map | maps
topic restaurant = restaurant | place to eat | somewhere to eat | bistro~7 | diner~7 | eat~5 | food~4
topic recipe = recipe | how do i cook~7 | how do i make~5 | how do you make~5 | cook~6 | dish~5
topic price = price | cost | worth~7 | how much is~6 | going for~5 | pricey~6
topic stock = stock | share | shares | stocks | share price | stock price | stock market | market~5
topic score = score | result~7 | win~5 | won~6 | results~7
topic game = game | match~7 | fixture~6 | play a game
topic coin = coin | heads or tails | toss~6 | flip~4
topic dice = dice | die | d six | d20
topic roll = roll | throw~7 | toss~6
topic random = random | pick~5 | choose~5
topic battery = battery | charge~8 | juice~6 | power left~8 | batteries
topic wifi = wifi | wi fi | internet~7 | network~7 | wireless~6
topic bluetooth = bluetooth
topic name = name | called~8 | call you~7 | named~8
topic version = version | release~7 | software~4
topic abilities = skills~8 | abilities | features~8 | capabilities | can you do | you can do
topic abilities = capable of | can i ask you | can i ask~8 | can i say to you | could i ask you | abilities
topic abilities = are you able to do | could you do | what can you~6 | functions~6 | good for~4
topic greeting = hello | hi | good morning | good evening | good afternoon | hey there | howdy
topic greeting = greetings | good day | hiya
topic farewell = bye | goodbye | see you | see you later | good night | farewell | cya | so long
topic farewell = catch you later | take care
topic gratitude = thanks a lot | much appreciated | thank you so much | many thanks
topic howareyou = how are you | how is it going | how are you doing | how do you do | you alright
topic sunrise = sunrise | sun rise | sun come up | sun up | dawn~8 | daybreak
topic sunset = sunset | sun set | sun go down | sundown | dusk~7 | get dark~8
topic exchange = exchange rate | currency~7
topic next_ = upcoming | coming
topic remaining = left | remaining | remain | to go~6 | longer~7 | until~4 | till~4
topic status = status | state | progress | going~3 | doing~3
topic color = color | colour | shade~6 | hue
topic brightness = brightness | bright~7 | lighting~5 | dimness~7
topic percent = percent | percentage
question tomorrow = tomorrow
question tonight = tonight | this evening
question morning = morning | afternoon~3 | evening~3
topic week = week
topic weekend = weekend
topic home = home | house
topic search = wikipedia~8 | web~7 | online~7 | internet~7
topic synonym = synonym | another word
topic snooze = snooze | five more minutes | a few more minutes~8 | sleep in~6 | a bit longer in bed~7
topic snooze = ten more minutes | let me sleep~7
topic sleep = sleep | bed~6 | nap~8 | bedtime~7
topic scene = scene | mood | mode | setting~5
topic room = room
topic everything = everything | all of them

topic timer = time me | start timing | begin timing
idiom: time will tell | time flies | next time | last time | first time | every time | a long time | long time
idiom: in time | all the time | at the same time | for the first time | every day | all day | long day
idiom: good old days | the other day | these days | day by day | some day | day and night | have a nice day
idiom: every week | every month | every year | all year | what do you mean | so to speak | as a matter of fact
idiom: in the long run | by heart | on purpose | at all costs | for good | in general | as usual | by the way
idiom: piece of cake | break a leg | hit the road | once in a blue moon | spill the beans | bite the bullet
idiom: an arm and a leg | on the ball | over the moon | blind eye | step by step | out of the blue | by ear
idiom: small step | travel light | show business | cold feet | cold shoulder | cut corners | hit the nail
idiom: let the cat out of the bag | call it a day | back to square one | beat around the bush | in a nutshell
idiom: on thin ice | on cloud nine | the last straw | the bottom line | up in the air | point of view | on air
idiom: a matter of time | the rest of my life | the time of my life | once upon a time | from time to time
idiom: at the end of the day | the big picture | common sense | second nature | a blessing in disguise | make sense
idiom: turn of events | turn of phrase | open secret | light hearted | heart of gold | heart of the matter | by chance
idiom: food for thought | work of art | point of no return | state of mind | state of affairs | peace of mind
idiom: in the first place | on second thought | on the other hand | one way or another | take for granted | long ago
topic parcel = parcel | package | delivery | shipment | order~7 | mail~6 | post~6 | courier~7
topic rubbish = rubbish | trash | garbage | bin | waste | refuse | bins | recycling~8 | litter~7 | dustbin
topic rubbish = trash can
topic lawn = lawn | grass | turf | garden~7 | yard~7
topic garden = garden | yard | lawn~8 | plants~8 | flowers~8 | flower bed~9 | flower beds~9 | backyard | plant~8
topic water = water | watering | sprinkler~8 | irrigation | irrigate
topic sprinkler = sprinkler | sprinklers | irrigation~9 | garden hose~7
action mow = mow | cut the grass | trim~7 | cut the lawn | mower~8 | lawnmower~8
topic pet = pet | dog~8 | cat~8 | puppy~8 | kitten~8
topic dog = dog | puppy | hound | doggy
topic cat = cat | kitty | kitten
action feed = feed | give _ food | give _ something to eat | fill _ bowl | dinner for~6 | food for~7
topic laundry = laundry | washing | clothes~8 | washer~8 | washing machine~9 | dryer~7 | wash~7
topic washer = washing machine | washer | laundry~7
topic dryer = dryer | tumble dryer | drier
topic dishes = dishes | dish washer | dishwasher | plates~7
action wash = wash | clean~8 | rinse | scrub~8
action finish = finish | finished | done | complete | completed | ready~8 | through with | over~6
topic oven = oven | cooker | stove~8
action heat = heat | heat up | preheat | warm up | warm _ up | heat _ up | get _ hot | get _ warm | warm~8
action heat = defrost~7 | toasty~6
topic car = car | vehicle | auto | automobile | my ride~6
topic range = range | how far can~8 | reach~5
action charge = charge | charged | charging | charge up | plugged in~7
topic battery = battery | charge~8 | power left | juice | charged~7
topic bus = bus | coach~8 | tram~7 | shuttle~7
topic train = train | rail | railway | metro~7 | subway~7 | tram~7
topic transit = bus~8 | train~8 | tram~8 | subway~8 | metro~8 | ferry~8
action depart = depart | leave | departure | go~6 | set off~8 | take off~7 | departing
action arrive = arrive | get here | get in~7 | come~7 | show up | turn up~6 | land~7 | due~7 | be here | arrival
action arrive = come in~7 | reach~6 | get there
topic delay = on time | delay | late | delayed | running late | on schedule | punctual | behind schedule | delays
topic delay = held up~8
topic flight = flight | plane | airplane
topic taxi = taxi | cab | uber~8 | ride~7 | lift~6 | lyft~8
topic traffic = traffic | congestion | jam~8 | jams~8 | gridlock | roads~7
topic nearest = nearest | closest | nearby | near me | close by | around here | close to me | in the area
topic nearest = near here | in the neighbourhood | in the neighborhood | near | local~7
topic pharmacy = pharmacy | chemist | drugstore | drug store
topic fuel = petrol | gas | gasoline | fuel | diesel~8
topic shop = shop | store | supermarket~7
topic cash = cash machine | atm | cashpoint
topic restaurant = restaurant | place to eat | somewhere to eat | diner | bistro | cafe~7
action reserve = book | reserve | reservation | make a reservation | booking | hold~5 | get _ table~7
topic table = table | spot~6 | seats~7 | somewhere to eat~6
topic recipe = recipe | how do i cook | how do you cook | how do i bake | cook~7 | bake~6 | how to make
topic recipe = how to cook | ingredients~7
action cook = cook | make~6 | bake | prepare~8 | fix~5 | cooking | whip up~8
topic calories = calories | calorie | fattening~8 | kilojoules | energy~4 | high in calories
topic coffee = coffee | espresso | cappuccino~8 | latte~8 | cuppa~7 | cup of joe
action brew = brew | make~8 | prepare~8 | fix~8 | pour~7 | get _ going~6
action drink = drink | drank | drunk | had a glass of~8 | sip~7 | swallow~6
action log = log | record | track~7 | note~8 | put down~7 | put me down for~8 | mark down | register | write down~7
action log = save~7 | enter~7 | note down~8 | add~5 | mark~6
topic steps = steps | step count | walked~8 | step goal | how far have i walked
topic weight = weight | weigh | scale~7 | kilos~5 | pounds~4
action weigh = weigh | weight~8
topic medicine = medicine | medication | pill | pills | tablets | meds | drugs~7 | tablet~7
topic workout = workout | exercise | training | work out | fitness | gym~7 | exercises
action exercise = exercise | work out | train~7 | workout | training~8
topic meditation = meditation | meditate | mindfulness | breathing exercise~8 | relaxation~8
action meditate = meditate | relax~8 | calm down~8 | unwind~8 | mindfulness~8 | meditation~9 | breathing exercise~7
action meditate = chill out~7 | de stress~7
action relax = relax | calm down | unwind | chill out | chill~7 | destress | less stressed~8
topic noise = noise | sounds | sound~8
topic sleep = sleep | asleep | fall asleep | bedtime~8 | bed~8 | nap~8 | snooze~6 | go to sleep | good night~7
topic book = book | audiobook | audio book | novel~8 | story~6 | chapter~7
action read = read | read out | read aloud | read to me | narrate~8 | read _ out
action shuffle = shuffle | mix up | random order | randomize | mix _ up | jumble | in any order | not in order~8
action shuffle = randomly | out of order~6
topic song = song | track | tune | music~8
action sing = sing | sung | song by~7 | singer | artist~7
topic name = name | called | call yourself | title~7 | named
action identify = what song | name that tune | which song | what is playing | what am i listening to | recognize
action identify = identify
topic balance = balance | how much money | in the bank | in my account | overdrawn~8 | account~8
topic balance = how much have i got in~7 | money left~8
topic account = account | bank | savings~8 | checking~7
topic money = money | cash | funds | dough~6
action pay = pay | transfer | send~8 | give~7 | wire~9 | owe~7 | settle~7 | reimburse~8 | venmo~8 | pay back
action spend = spend | spent | pay for~8 | expense | expenses | spending | paid~7 | money go~8 | money went~8
action spend = cost me~7
topic bills = bill | bills | invoice~8 | invoices~8 | rent~7 | payment due | unpaid~7
action convert = convert | exchange | change _ into | turn _ into | swap~8 | in terms of
topic exchange = exchange rate | currency | conversion rate | worth~6
topic price = price | cost | worth~8 | value | how much is | going for | how expensive| trading at~8
topic price = selling for~8
topic stock = stock | shares | share price | stock price | stock market~8
topic crypto = bitcoin | ethereum | crypto | cryptocurrency | dogecoin
action print = print | print out | print _ out | run off~7 | make a copy~7 | hard copy~8 | printout | get _ printed
topic document = document | file~7 | paper~7 | report~7 | pdf~8
topic speed = speed | how fast | how quick | fast~6 | slow~6 | quick~5
topic internet = internet | wifi~9 | connection~8 | network~9 | web~7 | broadband | wireless~8 | online~6
topic wifi = wifi | wi fi | wireless | network~8 | internet~8 | wlan
topic password = password | passcode | passphrase | key~6 | pin~7 | login~7 | network key
action update = update | upgrade | latest version~8 | newest version~8 | up to date~8 | patch~7 | updates
action update = something new to install~7 | install~6
topic software = software | firmware | program~7 | system~6
action restart = restart | reboot | start again~8 | turn _ off and on again | off and on again | power cycle
action restart = reset~8 | start over~7 | restarted | boot up again
topic computer = computer | pc | laptop~8
topic slower = slower | slow down | slow _ down | more slowly | not so fast | too fast | too quickly | less fast
topic slower = take it easy~6 | slowly~8
topic faster = faster | speed up | more quickly | too slow | quicker | speed _ up
action speak = speak | talk | say~8 | talking | speech~8 | voice~6 | answer~6
topic language = language | tongue~6 | english~7 | french~7 | german~7 | spanish~7 | italian~7 | portuguese~7
topic language = dutch~7 | chinese~7 | japanese~7
action switch = switch | change | swap~8 | set~5
topic horoscope = horoscope | stars~7 | star sign | zodiac | in store~6 | fortune~7
topic moon = moon | lunar | full moon
topic sunrise = sunrise | sun rise | sun come up | get light~9 | daybreak | dawn | first light | sun up
topic sunset = sunset | sun set | sun go down | get dark | dusk | nightfall | sun setting | sundown | sunsets
topic air = air | atmosphere | pollution~8 | polluted~8 | smog~8
topic pollen = pollen | hay fever | allergy~8 | allergies~8
topic humidity = humidity | humid | damp | moist | moisture | how dry~7 | muggy~8 | dampness
topic wind = wind | windy | breeze | breezy | gust | gusts | blowy
topic uv = uv | sunscreen | sun cream | suncream | burnt~7 | sunburn | sunburnt | ultraviolet | sun block
topic alarm_system = alarm system | security system | burglar alarm | security | house alarm | home alarm
topic alarm_system = security alarm
action arm = arm | activate | set~7 | turn _ on~7 | turn on~7 | armed | put _ on~6 | secure~7
action disarm = disarm | deactivate
topic house = house | home | flat~7 | apartment~7
topic doorbell = doorbell | door bell | bell~8 | rang~7
topic camera = camera | cam | webcam | cctv
action show = show | let me see | display~8 | pull up~8 | bring up~8 | view | have a look at | put _ on screen
action show = see~6 | give me a view of | take a look at | look at~7
topic home = at home | home | in the house | get back~7 | got back~7 | come home | came home | been home
topic person = anyone | anybody | someone | somebody | everyone~6
action announce = announce | broadcast | tell everyone | tell everybody | let everyone know | let everybody know
action announce = tell the house | tell the whole house | make an announcement | announcement | shout~7
action announce = tell them all~7 | call out~7
topic phone = phone | mobile | cell | cell phone | cellphone | handset | smartphone
action find = find | locate | look for | search | lost | where is | track down | can not find | seen my | misplaced
action find = hunt for | where are | where did i put | where did i leave
topic number = number | digits~7 | phone number
topic contact = contact | contacts | address book | phone book
topic voicemail = voicemail | voicemails | voice mail | answering machine | voice message | voice messages
topic voicemail = leave me a message | left me a message | left a message
action call = call | phone | ring | dial | give _ a call | give _ a ring | get _ on the phone | get _ on the line
action call = ring up | call up
topic missed = missed | while i was out | tried to call | tried to reach
topic email = email | mail | emails | e mail | inbox~8 | written to me~7
action compose = send | write | compose | draft | shoot~7 | drop~7 | email~6 | mail~6
topic meeting = meeting | conference | call~6 | appointment~7 | video call~8
action join = join | enter | connect | hop on | get me into | dial into | take me in | dial in | hop into | jump on
action join = jump into
topic microphone = microphone | mic | mike
topic mute = mute | silence | unmute~5 | on mute | mute me
topic screenshot = screenshot | screen shot | screen grab | capture the screen | capture _ screen
topic screenshot = picture of the screen | picture of my screen | image of my screen | image of the screen
topic screenshot = grab the screen
topic screen = screen | display | monitor
topic brightness = brightness | bright~8 | brighter | dim~7 | darker~7
topic photo = photo | picture | photograph | selfie | shot~8 | snapshot | pic | image~8
action take_photo = take a photo | take a picture | snap~8 | photograph | take a selfie | capture~8
topic torch = torch | flashlight | flash light
topic app = app | application | program | apps
action launch = open | launch | start | run | fire up | bring up | open up | load | boot up | pull up~8 | show me~4
action launch = use~5 | get _ running | get _ open
topic stopwatch = stopwatch | stop watch | time me | start timing | begin timing | lap timer
action measure = measure | test | check | gauge
action calculate = calculate | work out | figure out | do the maths | do the math
action calculate = how much is~5 | add up | do the sum
topic tip = tip | gratuity
topic random = random | any number | pick a number | at random | arbitrary
topic riddle = riddle | brain teaser | puzzle | puzzle me | conundrum | teaser~8
topic quiz = quiz | trivia | question~6 | test my knowledge | quiz me
topic history = history | historic | historical
action happen = happen | happened | took place | take place | occur | go on~5 | going on~6 | events~6
topic holiday = holiday | christmas~6 | easter~6 | thanksgiving~6 | halloween~6 | new year~6 | bank holiday
topic subtitle = subtitle | subtitles | caption | captions | closed captions
topic fan = fan | ventilator | blower~7
topic metronome = metronome | click track | beat~7 | tempo~7
topic energy = energy | power | electricity | watts | consumption~7 | kilowatts
action use = use | consume | usage | consumption | draw~7 | drain~7 | using | used | pull~5
topic solar = solar | solar panels | panels | photovoltaic
action produce = produce | generate | output | make~7 | production | yield | producing | give~4 | making~7
topic pool = pool | swimming pool
topic gate = gate | barrier
action let_in = let _ in | open~6 | buzz _ in | let in
topic garage = garage | carport~8
topic bedtime = bedtime | good night | go to bed | going to bed | off to bed | time for bed | off to sleep
topic bedtime = call it a night | hit the hay | night night | turning in
topic goodbye = goodbye | leaving | heading out | i am off | see you later | bye | going out | going to work
topic goodbye = off to work | be back later | on my way out | leave the house
topic focus = focus | concentrate | concentration | pomodoro | focused
topic game = game | match | fixture | play~4 | playing~5 | up against~6 | plays~4
action win = win | won | beat~8 | victory | victorious | lose~7 | lost~6 | score~6
topic score = score | result | final score | win~6 | won~6
topic task = task | to do | todo | chore | job~5 | tasks | chores | things to do | to dos | have to do
topic task = still have to do
action complete = complete | finish | finished | done | tick off | tick _ off | check off | check _ off | cross off
action complete = cross _ off | mark _ as done | mark off | done with | mark _ done | accomplished
topic expenses = expenses | spending | money~5 | spent~8 | costs~7
topic vacuum = vacuum | hoover | vacuum cleaner | roomba | robot vacuum
action dock = dock | back to base | return~7 | go home~8 | back home~7 | send _ home | home~5 | charging station~7
action dock = send _ back | bring _ home | go back~7
topic blinds = blinds | shades | shutters | curtains | drapes | blind | curtain | roller blind
topic curtains = curtains | drapes | blinds~9
action open = go up~8 | let up~7 | raise~8 | lift~7 | opened | pull up~9
action close = go down~8 | let down~8 | shut | lower~8 | closed | pull down~9 | let _ down~8 | bring down~7
action close = bring _ down~7
topic notification = notification | notifications | alerts | alert~7 | pings~7
topic disturb = do not disturb | disturb | quiet mode | leave me alone~8
topic podcast = podcast | podcasts
topic station = station | channel~7
topic channel = channel | station~7
topic radio = radio | fm
action tune = tune | tune in | tune in to | listen to~7 | put on~6
action watch = watch | see~6 | put on~7 | view~8
action define = define | definition | meaning | mean | stand for | explain
action spell = spell | spelling | spelled | spelt | how is _ written | letters in~7
action roll = roll | throw | cast~6 | toss~8
action flip = flip | toss | throw~8 | spin~5
topic coin = coin | heads or tails
topic die = dice | die
action praise = good job | well done | nice work | great job | good work | great work | you did great | good going
action praise = you are the best | you are good
topic praise = good job | well done | nice work | great job | good work | great work | nice job | excellent work
topic praise = you did great | you did well | proud of you | awesome | amazing | great job
action lose = lost | missing | can not find | misplaced
topic calendar = calendar | schedule | diary | agenda | planner
topic appointment = appointment | meeting | event | plans~7 | engagement | appointments | meetings
topic plans = plans | planned | plan | busy~8 | free~7 | what is happening~6 | up to~4
topic busy = busy | free | available | occupied
action schedule = schedule | add~7 | book~8 | set up~8 | pencil in | put _ in~6 | enter~7 | plan~8 | arrange
action schedule = put down~6 | write _ in~7 | pencil _ in | create~7 | make~6
topic score = score | scores
topic note = note | memo | notes
topic story = story | tale
topic definition = definition | meaning
topic temperature = temperature | how warm | how cold | how hot | degrees~7 | warm enough~7

action extend = extend | prolong | lengthen | stretch~6 | add more~7 | give _ more time~8 | more time~6 | longer~5
action renew = renew | extend~8 | prolong~8
action postpone = postpone | delay | put off | put _ off~7 | push back | push _ back | defer | hold off~7
action postpone = reschedule~8 | move~7 | shift~7
action reschedule = reschedule | rearrange | move~9 | shift~9 | postpone~9 | push back~9 | push _ back~9 | bring forward~9
action reschedule = bring _ forward~9 | put back~7 | put _ back~7 | change the time of | put off~8 | delay~8 | change~6
action move = move | shift | transfer~8 | relocate | reschedule~7 | slide~7
action transfer = transfer | move~9 | send~8 | shift~9 | wire | put~4
action empty = empty | clear~9 | clear out | clean out | wipe~8 | wipe _ clean | delete everything | remove everything~9
action empty = get rid of everything | throw everything~8
action reject = reject | decline | refuse | turn _ down~7 | ignore~8 | deny | not answer~8 | not pick up~8 | not take~7
action reject = not picking up~8 | get rid of~6 | send _ away~7
action accept = accept | approve | agree to | say yes to | confirm~7
action reply = reply | answer | respond | write back | write _ back | text back | text _ back | message back~9 | send back~7
action reply = send _ back~7 | response~9 | get back to~8
action answer = answer | reply~9 | respond~9 | pick up~7 | take the call~8
action block = block | bar | ban | blacklist
action freeze = freeze | block~8 | suspend~8
action report = report | flag~7
action recommend = recommend | suggest | advise | propose | recommendation | suggestion | suggestions | idea~8 | ideas~8
action recommend = inspire~8 | inspiration~8 | come up with~8 | pick~7 | choose~6 | what is a good~8
action choose = choose | pick | select | decide~7
action compare = compare | comparison | difference~8
action keep = keep | save~9 | store~8 | hold on to~8 | preserve~7 | set aside~8 | put aside~8
action save = save | keep~8 | store | set aside | put aside | put away~8 | stash | stow~7 | bookmark~8 | remember~6
action record = record | tape | capture~7 | recording
action return = return | give back | give _ back | bring back | bring _ back | take back | take _ back | hand back | send back~8
action submit = submit | hand in | hand _ in | turn in | turn _ in | send in
action rent = rent | hire | lease | rental
action lend = lend | borrow~7 | loan
action invite = invite | ask _ over~8 | have _ over~7
action share = share | post~7 | publish~7
action post = post | publish | share~8 | upload~7 | put up~7
action download = download | fetch~6
action upload = upload | send up~5
action copy = copy | duplicate
action install = install | set up~7
action uninstall = uninstall | remove~9 | delete~9 | get rid of~8
action connect = connect | pair | link | hook up | hook _ up | connection~7
action disconnect = disconnect | unpair | cut off~8 | unplug~7 | drop~6
action enlarge = enlarge | maximize | maximise | bigger | larger | expand | full screen | make _ big
action shrink = shrink | minimize | minimise | smaller | collapse
action hide = hide | conceal | get _ out of the way | put away~7 | out of sight~8 | minimize~7
action replace = replace | replacement | swap | substitute | instead~7 | exchange~7 | stand in
action rewind = rewind | go back~9 | jump back | skip back | wind _ back | take _ back~7 | wind back | backwards~7
action forward = fast forward | skip forward | skip ahead | jump ahead | jump forward | move ahead | move forward | go forward
action repair = repair | fix | mend | service~7 | broken~6
action refill = refill | fill up | fill _ up | top up | top _ up | replenish
action deliver = deliver | bring~8 | drop off | drop _ off | delivered | delivery~8
action bring = bring | fetch | deliver~8 | carry~7 | take~5 | send~6 | get~5
action practise = practise | practice | rehearse | revise | study~8 | brush up on | go over~8
action study = study | learn | revise~8 | practise~8 | practice~8
action teach = teach | show me how to | learn~7 | explain how~7
action explain = explain | describe | description
action tell = tell | narrate~8 | recite | recount
action recite = recite | tell~7 | read~7 | say~6
action remember = remember | memorize | memorise | keep in mind | do not forget~8 | recall
action imitate = imitate | mimic | impersonate | impression~7
action rhyme = rhyme | sound like~7 | sounds like~7
action split = split | divide | share~8 | go halves | each~4
action donate = donate | donation | contribute~8
action expire = expire | run out~8 | expiry | valid until~8 | good until~7 | end~6
action spoil = spoil | go bad | rot | gone bad | gone off~8 | went bad
action apply = apply | application~7 | request~7
action type = type | key in | write~8 | enter~8
action dictate = dictate | dictation | type~8 | write~7 | write down~7 | put down~5 | what i say~7
action leak = leak | leakage | drip | seep | burst~7 | dribble
action fly = fly | flight | by plane | by air | on a plane
action drive = drive | by car | take the car
action walk = walk | on foot | stroll
action jog = jog | run | ran | running | jogging | jogged
action eat = eat | ate | have for dinner~7 | dine~8 | meal~7
action stay = stay | spend the night | sleep~6
action brush = brush | clean~7 | scrub~7
action treat = cure | heal | treat
action hurt = hurt | ache | pain
action measure = weigh~5 | take my~6
action begin = begin | start | commence
action reset = reset | start over~8 | restart~7
action choose_ = vote | elect
action protect = protect | guard | secure~8
action gain = gain | earn | make~5
action lose_ = lose | drop~6
action improve = improve | better~7 | optimize
action sort = sort | order~6 | arrange~8 | organize | organise
action mark = mark | tag | flag~8 | label
action follow = follow | track~7 | subscribe~8
action unfollow = unsubscribe | unfollow
action estimate = estimate | guess~7 | roughly~5
topic favourite = favourite | favorite | favourites | favorites | thumbs up~8 | liked~8
action like = thumbs up | favourite~8 | favorite~8 | this is great~7 | enjoy~8
topic queue = queue | up next~8 | line up | next up~8
topic bass = bass | low end | lows
topic treble = treble | highs
topic gift = gift | present | something nice for~7 | something for~4
topic birthday = birthday | born~8 | date of birth | birth
topic age = age | old~6 | how old
topic distance = distance | far~7 | how far | far away | how many miles | how many kilometres | miles away | a long way~7
topic traveltime = travel time | journey time | how long is the drive | how long is the trip | how long does it take
topic direction = directions | direction | route | the way to~9 | my way to~9 | which way~8
topic hotel = hotel | place to stay | somewhere to stay | place to sleep | somewhere to sleep | accommodation | lodging
topic hotel = motel | hostel | inn | bed and breakfast | spend the night~7 | room~5
topic ticket = ticket | seat~6 | pass~6
topic airport = airport | terminal~7
topic luggage = luggage | baggage | suitcase | bags
topic hospital = hospital | clinic | emergency room
topic doctor = doctor | physician | gp | medic
topic vet = vet | veterinarian | veterinary | animal doctor
topic dentist = dentist | teeth~5
topic meal = meal | dinner | lunch | supper | breakfast | food~7 | something to eat | brunch
topic dinner = dinner | supper | evening meal | tonight~3
topic lunch = lunch | midday meal
topic substitute = substitute | replacement | alternative | instead of | in place of | stand in~9 | what else~6
topic ingredient = ingredient
topic step = step | instruction~8
topic show_ = show~5 | series | sitcom | soap opera | program~6 | programme~7
topic wallpaper = wallpaper | background~8 | desktop picture
topic file = file | document~9
topic document = document | file~9 | letter~5
topic folder = folder | directory
topic tab = tab | window~6
topic memory = memory | ram
topic processor = cpu | processor | load~5
topic storage = storage | disk space | hard drive | disk | space~6 | gigabytes~7 | drive~4
topic leak = leak | leaking | drip~9 | dripping | burst pipe | burst~7 | flood~7 | water~4
topic sensor = sensor | detector
topic inside = inside | indoors | in the house | indoor
topic outside = outside | outdoors | out there~8
topic warning = warning | alert | alarm~5 | notice~7
topic storm = storm | hurricane | thunderstorm | tornado | gale | thunder~8 | lightning~7 | typhoon
topic heatwave = heat wave | heatwave
topic transaction = transaction | payment | purchase | purchases | account activity | activity~6 | paid~7 | bought~7 | spent~7
topic limit = limit | cap~7 | ceiling~5 | the most i can~8 | maximum~6
topic pin = pin | pin code | pin number | code~6 | passcode~8
topic card = card | credit card | debit card | bank card | visa card
topic savings = savings | savings account | piggy bank~7
topic speakerphone = speakerphone | speaker phone | speaker | loudspeaker | loud speaker | hands free
topic mood = mood | feeling~8 | feelings~8 | feel~7 | spirits~7
topic run_ = run | jog | running | jogging
topic tooth = tooth | teeth | toothbrush
topic sound_ = sound | noise
topic kindword = compliment | kind words | something nice | flatter | praise~8 | nice things | ego~6 | i am great~7
topic timezone = time difference | time zone | hours ahead | hours behind
topic age_ = years old
topic kids = kids | children | child | kid | little ones
topic baby = baby | infant | newborn
topic mother = mother | mum | mom | mama
topic father = father | dad | papa
topic wife = wife | spouse~8
topic friend = friend | buddy~6 | mate~5
topic doctor_ = appointment~3
topic pipe = pipe | plumbing
topic keys = key | keys
topic bag = bag | backpack | handbag
topic photo = photos | pictures~9 | snapshots
topic meaning = mean | meaning
topic length = length | how long~7 | duration
topic height = height | how tall | tall~8 | how high~8
topic size = size | how big | how large
topic depth = depth | how deep
topic amount = amount | sum~7 | quantity
topic tax = tax | taxes | vat
topic salary = salary | wage | wages | pay check | paycheck | income
topic debt = debt | owe~7 | loan~7
topic job = job | position~6 | vacancy~8
topic school = school | class | lesson~8
topic homework = homework | assignment | assignments
topic exam = exam | test~6
topic team = team | club~6 | side~4
topic player = player
topic winner = winner | champion
topic story_ = fairy tale | tale | fable | legend~7
topic poem = poem | verse | poetry
topic lyrics = lyrics | words of the song
topic singer = singer | vocalist | artist~8 | band~7 | musician~8 | whose voice~7 | sings~8 | sung~8
topic band = band | group~7 | artist~8 | act~4
topic instrument = guitar | piano | violin | drums
topic genre = genre | style~7 | type of music
topic actor = actor | actress | cast~7 | star~5 | starring~8
topic director = director
topic author = author | writer | wrote~8 | written by~9
topic capital = capital | capital city
topic country = country | nation
topic population = population | inhabitants | how many people live | people live in
topic place = place | spot~8 | location | somewhere~6
topic address = address | street address
topic neighbourhood = neighborhood | neighbourhood | area~7
topic opening = opening hours | opening times | open until~8 | close at~6 | still open~7 | what time does _ open | what time does _ close
topic clothes = clothes | outfit | clothing | wear~8 | dress~7 | what to wear
topic insurance = insurance | policy~6 | cover~5
topic contract = contract | agreement~8
topic invoice = invoice | bill~8
topic form = form | paperwork~8
topic question_ = question
topic help_ = help
topic emergency = emergency | ambulance~8 | police~6
topic fire = fire | flame | flames | smoke~6
topic smoke = smoke | smoke detector~8
topic gas = gas
topic plumber = plumber
topic cleaner = cleaner
topic guest = guest | visitor | company~4
topic visitor = visitor | guest | someone at the door
topic plant = plant | plants | flower | flowers | fern | orchid | houseplant | soil~7 | thirsty~7
topic tree = tree
topic fish = fish | aquarium~7
topic bird = bird
topic horse = horse
topic bedroom = bedroom
topic living = living room | lounge | sitting room
topic kitchen = kitchen
topic bathroom = bathroom | washroom | toilet~6
topic cellar = cellar | basement
topic attic = attic | loft
topic office = office | study~6
topic hallway = hallway | hall | corridor

action lead = guide | lead~9 | navigate~8 | direct~8 | take me~7 | take us~7 | take me to~8 | take us to~8
action navigate = lead us to~9 | lead me to~9 | guide us to | find my way~9 | find our way~9 | get me home | take me home | take us home
action navigate = drive us to | which way to~8 | my way to~7
action snooze_ = snooze | sleep another~9 | let me sleep~9 | wake me again~9 | five more minutes | ten more minutes
action postpone = snooze~6
topic colour = red | blue | green | yellow | purple | pink | orange | white | turquoise | colour | color
action colour_ = colour | color | paint~7 | tint~8
action erase = throw away | throw _ away | get rid of | delete | erase | wipe | remove | empty~8 | clear~9
topic free = free | time for~5 | gap~8 | a gap~8 | spare time~9 | slot~7 | fit _ in~8 | squeeze _ in~8 | busy~8
topic free = got anything on~9 | booked~8 | anything planned~9
action cook_ = boil | grill | roast | fry | bake | steam | cook | simmer | barbecue | microwave
action enter = enter | type in~9 | put in~7 | put down~7
topic caller = caller | call~7
topic purchase = buy~8 | purchase | paid for~8 | bought | spend~6 | spent~7
topic comedy = comedy | film~7 | movie~7
topic watch_ = something to watch | what to watch | worth watching | anything good on~8
topic animal = cow | lion | donkey | elephant | dog | cat | sheep | pig | duck | horse | frog | rooster | animal
topic roar = roar | moo | bark | meow | sound~6 | noise~6
topic sick = sick | ill | unwell | not well | not feeling well | poorly | under the weather
topic machine = machine | computer~8 | device~7 | system~7
topic load = load | busy~6 | usage~7
topic start_ = start | beginning | begin
topic degree = degrees | temperature~9 | how hot | how cold | how warm
topic thermometer = thermometer | thermostat~7

field sky = weather | forecast | rain | raining | snow | sun | sunny | cloud | cloudy | wind | windy | storm | thunder | lightning | fog | mist | hail | frost | ice | umbrella | coat | jacket | temperature | degrees | humid | humidity | pressure | climate | drizzle | shower | pour | wet | dry | cold | hot | warm | cool | freezing | mild | chilly | breeze | breezy | blow | gust | direction | strong | outside | outdoors | wear | clear | bright | overcast | uv | sunscreen | burn | tan | shade
field heavens = moon | full moon | phase | crescent | lunar | eclipse | star | stars | planet | constellation | tide | sunrise | sunset | sun | dawn | dusk | rise | set | dark | light | night | sky | shine | twilight | daylight | horizon
field lighting = light | lamp | bulb | brightness | bright | dim | dark | darkness | colour | color | glow | shine | torch | flashlight | lantern | candle | see | night
field heat = heating | heat | heater | radiator | thermostat | temperature | degrees | boiler | warm | warmth | cold | cool | hot | toasty | cosy | freezing | boiling | chilly | stuffy | air conditioning | ac | fan | air | ventilation | climate | preheat | defrost
field air = air | quality | pollution | polluted | pollen | smog | dust | allergy | hay fever | breathe | clean | bad | fresh | humidity | humid | damp | moisture | dry | ventilation | fan | purifier | filter | oxygen | smoke
field energy = energy | power | electricity | electric | watt | watts | kilowatt | consumption | usage | use | consume | meter | current | solar | panel | panels | produce | production | output | generate | grid | charge | battery | draw | draining | plug | socket | outlet
field battery = battery | charge | charged | charging | charger | power | juice | plug | low | full | empty | drain | percent | percentage | left | last | die | level
field car = car | vehicle | auto | drive | driving | range | tyre | tire | engine | fuel | petrol | gas | diesel | tank | park | parking | garage | charge | charged | battery | seat | windscreen | traffic | road | mileage | oil | miles | kilometers | key | trunk | boot | defrost | lock | unlock
field fuel = petrol | gas | gasoline | diesel | fuel | litre | gallon | station | pump | tank | fill up | cheap | cheapest | price | cost | car
field transport = bus | train | tram | subway | metro | underground | ferry | line | stop | station | platform | depart | departure | leave | arrive | arrival | catch | ride | ticket | timetable | schedule | delay | delayed | late | on time | route | connection | cancel | cancelled | run | running | go | come | commute | journey
field road = traffic | jam | road | roads | highway | motorway | route | way | drive | commute | accident | congestion | stuck | slow | detour | directions | navigate | distance | far | map | travel | journey | trip | heavy | clear
field flying = flight | plane | airplane | aeroplane | airport | airline | gate | terminal | land | landed | take off | takeoff | board | boarding | delay | delayed | depart | departure | arrive | arrival | luggage | baggage | pass | seat | fly | pilot | status
field taxi = taxi | cab | uber | lyft | ride | lift | pick up | pick me up | driver | fare | car | drop off
field hotel = hotel | room | check in | check out | suite | stay | night | book | reserve | reservation | hostel | lodging | bed | guest | vacation | holiday | trip
field dining = restaurant | table | reserve | reservation | book | booking | dinner | lunch | breakfast | eat | food | meal | people | party | seat | dine | cafe | bistro | menu | waiter | tip | bill | tonight | takeaway | takeout | delivery | order | pizza | hungry
field cooking = recipe | cook | cooking | bake | baking | make | prepare | dish | ingredient | ingredients | meal | oven | dinner | food | kitchen | fry | boil | grill | roast | soup | cake | teach | step | steps | need | degrees
field oven = oven | stove | cooker | hob | heat | preheat | bake | roast | grill | degrees | temperature | hot | warm
field coffee = coffee | espresso | cappuccino | latte | tea | cup | mug | brew | brewing | pot | kettle | machine | drink | caffeine | beans | pour | strong
field diet = calories | calorie | energy | fat | fattening | carbs | protein | sugar | vitamin | diet | food | eat | healthy | weight | kilojoules | nutrition | high | low | count
field drink = water | drink | drank | drunk | glass | cup | bottle | litre | liter | ounce | ounces | thirsty | hydrate | hydration | intake | juice | milk | beer | wine
field health = medicine | medication | pill | pills | tablet | tablets | meds | dose | drug | prescription | doctor | pharmacy | chemist | sick | pain | blood | pressure | pulse | heart | temperature | weight | weigh | scale | symptom | clinic | hospital | dentist | nurse | take | taken
field fitness = workout | exercise | training | train | gym | cardio | yoga | run | running | steps | step | walk | walked | miles | kilometers | goal | target | calories | lift | weights | stretch | fit | fitness | session | push ups | sweat | ready
field calm = meditate | meditation | relax | relaxed | relaxing | calm | breathe | breathing | mindfulness | mindful | stress | stressed | peace | quiet | zen | session | guide | guided | exercise | soothe
field bed = sleep | asleep | bed | bedtime | night | nap | wake | snooze | dream | tired | pillow | rest | doze | drift | lullaby | good night | noise | sounds
field waking = alarm | wake | wake up | up | snooze | morning | early | oclock | ring | clock | set | time | bed | sleep
field timing = timer | countdown | stopwatch | minute | minutes | second | seconds | hour | hours | time | clock | count | left | remaining | egg | ring | lap | beep | running
field calendar = calendar | schedule | agenda | diary | appointment | appointments | meeting | meetings | event | events | plan | plans | planned | busy | free | available | day | week | monday | tuesday | wednesday | thursday | friday | saturday | sunday | tomorrow | today | weekend | booked | slot | invite | remind | lunch | dinner | pencil in
field meetings = meeting | call | conference | join | attend | mute | microphone | mic | video | camera | screen | share | invite | host | zoom | participant | dial in
field tasks = task | tasks | to do | todo | list | chore | chores | done | finish | finished | complete | completed | tick | check off | tick off | cross off | mark | finish | item | job | due | left
field notes = note | notes | write | write down | jot | jot down | memo | record | save | remember | dictate | take down | text
field reminding = remind | reminder | remember | forget | memory | note | nudge | alert | notify | due
field shopping = shopping | list | groceries | grocery | buy | store | shop | supermarket | basket | cart | order | milk | bread | eggs | butter | cheese | item | items | need | run out
field parcels = parcel | package | delivery | deliver | delivered | order | shipment | ship | shipped | shipping | track | tracking | arrive | arrived | mail | post | courier | box | mailman | postman | expect | expecting | come | came | out for delivery | doorstep | news
field mail = email | mail | inbox | message | messages | send | sent | write | written | letter | reply | forward | read | unread | new | subject | attachment | draft | compose | spam | come in
field chat = message | text | sms | send | reply | chat | write | tell | read | unread | whatsapp | dm | voicemail | answering machine | leave
field calls = call | phone | ring | dial | number | contact | contacts | voicemail | missed | answer | hang up | redial | reach | speak | talk | line | mobile | cell | rang | caller | message
field lost = lost | find | where | look for | search | locate | seen | anywhere | misplaced | missing | hiding | ring | phone | keys | wallet
field music = music | song | songs | track | tune | album | artist | band | singer | sing | play | playing | playlist | listen | hear | radio | shuffle | repeat | volume | sound | random | order | mix | skip | next | pause | genre | beat | rhythm | melody | concert | loud | rock | jazz | pop | classical
field rhythm = metronome | beat | beats | bpm | tempo | tick | click | rhythm | tap | music
field volume = volume | sound | loud | louder | quiet | quieter | noise | hear | mute | silence | ears | audio | speaker
field radio = radio | station | tune | fm | am | broadcast | channel | listen | news | music
field television = tv | television | telly | channel | show | series | episode | film | movie | watch | watching | screen | remote | subtitle | subtitles | caption | captions | program | programme | season | stream | cinema | actor | video | display
field reading = book | books | audiobook | read | reading | chapter | page | story | novel | author | listen | continue | left off | kindle | title | library | narrator
field podcasts = podcast | episode | show | listen | play | latest | host | subscribe | resume
field news = news | headline | headlines | latest | happening | world | paper | report | story | current | events | politics | bulletin
field sport = game | match | score | team | win | won | lose | lost | beat | play | playing | fixture | league | season | goal | goals | point | points | cup | championship | tournament | football | soccer | basketball | baseball | hockey | tennis | cricket | final | against | standings | kick off | result
field money = money | bank | account | balance | pay | payment | transfer | send | owe | savings | checking | credit | debit | card | overdrawn | spend | spent | spending | expense | expenses | cost | bill | bills | due | rent | budget | salary | loan | interest | cash | dollar | dollars | euro | euros | pound | pounds | wire | afford | wallet | fee
field exchange = exchange | currency | convert | rate | dollar | dollars | euro | euros | pound | pounds | yen | franc | francs | peso | pesos | rupee | rupees | worth | change | money | buck | bucks | swap | against
field market = stock | stocks | share | shares | price | market | bitcoin | ethereum | crypto | coin | trade | trading | invest | investment | worth | value | up | down | rise | fall | gain | index | company
field words = word | define | definition | mean | meaning | explain | spell | spelling | letters | dictionary | synonym | translate | translation | language | say | pronounce | pronunciation | sentence | phrase
field languages = language | translate | translation | speak | talk | say | english | french | german | spanish | italian | portuguese | dutch | chinese | japanese | russian | polish | switch | change | answer | word
field maths = calculate | plus | minus | times | divided | multiply | add | subtract | sum | number | percent | square | root | equal | maths | math | equation
field chance = dice | die | roll | throw | coin | flip | toss | heads | tails | random | pick | choose | number | odds | guess | luck | draw | sides
field fun = joke | funny | laugh | riddle | puzzle | quiz | trivia | question | game | brain teaser | pun | humor | tease | solve | guess | answer | round | fun | play | test | knowledge
field facts = fact | facts | history | historic | interesting | know | learn | event | events | happened | day | trivia | wikipedia | information
field feasts = christmas | easter | halloween | thanksgiving | new year | holiday | birthday | anniversary | celebrate | party | fall | date | day | sleeps | until | till
field fortune = horoscope | star | stars | sign | zodiac | aries | taurus | gemini | cancer | leo | virgo | libra | scorpio | sagittarius | capricorn | aquarius | pisces | future | luck | fate | in store
field garden = garden | lawn | grass | plant | plants | flower | flowers | tree | water | watering | sprinkler | sprinklers | mow | mower | cut | trim | hedge | soil | yard | grow | seed | irrigation | hose | leaves | tall
field pets = pet | dog | cat | fish | feed | fed | food | dinner | eat | bowl | walk | treat | hungry | dispense | feeder | kibble | puppy | kitten | bird | hamster
field cleaning = vacuum | hoover | clean | cleaning | mop | floor | floors | dust | robot | sweep | dirt | dirty | carpet | dock | base | home | tidy | mess | dishes | wash | washing | dishwasher
field laundry = laundry | washing | wash | washer | dryer | washing machine | clothes | cycle | spin | dry | wet | done | finished | load | iron | shirt | fold | clean
field rubbish = bin | rubbish | trash | garbage | waste | recycling | collection | collect | pick up | put out | empty | emptying | paper | plastic | glass | compost | truck
field doors = door | gate | lock | unlock | open | close | shut | key | knock | bell | doorbell | ring | front | back | entrance | visitor | garage | let in | ajar | bolt | guest
field security = alarm | security | arm | armed | disarm | burglar | camera | house | away | leave | leaving | sensor | motion | protect | intruder | guard | thief | system
field watching = camera | see | show | view | watch | look | door | doorbell | monitor | feed | footage | video | picture | screen
field presence = home | house | who | anyone | anybody | someone | in | back | here | there | come | leave | arrive | empty | out | left | away
field leaving = leave | leaving | goodbye | bye | off | out | heading | go | away | home | work | house | trip | see you
field speaking = speak | talk | talking | say | slow | slower | slowly | fast | faster | quickly | speed | voice | loud | repeat | clear | understand | word
field announcing = announce | announcement | broadcast | tell | everyone | everybody | house | message | intercom | shout | inform | page
field computer = computer | system | restart | reboot | shut down | update | upgrade | install | software | version | program | app | application | file | folder | screen | display | monitor | desktop | keyboard | mouse | window | launch | open | run | turn off | latest | new | download | bug | crash
field screen = screen | display | monitor | brightness | bright | dim | dark | screenshot | picture | image | capture | grab | snap | save
field network = wifi | internet | network | wireless | router | connect | connection | speed | fast | slow | download | upload | password | key | online | bandwidth | signal | ping | test | log in | type | guest
field printing = print | printer | printout | copy | page | paper | ink | hard copy | document | scan | sheet | report
field photos = photo | picture | selfie | camera | shot | photograph | snap | capture | image | pic | smile | cheese | moment | album | video
field sound_sleep = noise | white noise | rain | ocean | forest | waves | sounds | sound | sleep | asleep | fall asleep | nature
field swimming = pool | swim | water | temperature | warm | cold | heat
field age = old | age | birthday | born | year | years
field focus = focus | concentrate | pomodoro | work | session | study | distraction | disturb | notifications | quiet | mode | productive
field locate = near | nearby | nearest | close | closest | around | area | find | where | place | local | shop | store
field praise = good | great | awesome | amazing | well done | excellent | nice | brilliant | fantastic | perfect | job | work | proud | wonderful | smart | best

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

}  // namespace utter::intent::phrasing
