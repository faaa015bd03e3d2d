#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// The form is described in lexicon_data.hpp. What is listed is how people ask for things, not what
// any one skill does: a line belongs here when a thesaurus or a phrase book would have it.
const std::string_view english_lexicon = R"(
determiner: a an the this that these those my your some any every
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
filler: for a moment | for a bit | for a while | for a sec | for a minute | a sec | for now | are we in | are we on
filler: by any chance | of mine | want | like to | need | sorry | excuse me

distant: he she they them him her his hers their theirs we our ours himself herself themselves
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
action wake = wake | wake up | wake _ up | get _ up~8 | rouse | get _ out of bed~8 | be up~7 | up at~7
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
action calculate = calculate | compute | work out | figure out~8 | add up | sum | solve~8 | equals~7
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
