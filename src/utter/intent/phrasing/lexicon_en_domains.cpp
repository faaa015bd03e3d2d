#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// What lexicon_en.cpp says of the language as a whole, this adds by subject: verbs, things and
// idioms as a thesaurus lists them. The form is described in lexicon_data.hpp.
const std::string_view english_domains = R"(
question howto = how do | how does | how did | how can i | how should | how could i | how to | how would
question how = how do~9 | how does~9 | how did~9 | how can i~9 | how should~9 | how could i~9 | how to~9 | how would~9
strict: who why howmany howto
verb: wait sleep work travel grow spoil fade corrupt begin end become seem mean exist happen live die
verb: eat drink cook smell taste feel hurt burn melt freeze fall rise sink float fly swim run walk crawl jump climb
verb: bring carry wear hold keep lose win beat fight kill hunt catch chase bite sting bark howl sing dance laugh cry
verb: smile speak lie cheat steal rob owe own belong contain consist include require deserve cost weigh last
verb: love hate like prefer enjoy fear hope believe think know understand remember forget learn teach study fail pass
verb: buy sell pay earn spend invest rent hire build make produce invent discover create destroy break crack leak rust
verb: rot grow bloom wilt shine glow sparkle blow flow pour drip rain snow thunder attract repel absorb reflect emit
verb: use suit fit match depend rely differ vary change improve worsen increase decrease affect cause prevent protect
verb: come go get arrive leave stay remain return appear disappear vanish move turn roll spin slide stick hang stand
verb: sit kneel sweep wash clean stain dry soak cover hide protect attack defend invade rule govern vote elect retire
verb: marry divorce raise bear born celebrate commit solve fix repair matter count help hinder annoy bother bore
verb: amuse scare frighten surprise shock inspire answer write read draw paint play perform act compete
verb: see hear watch look find seek hurt heal cure damage poison infect spread multiply divide equal exceed
verb: lead follow guide join meet split separate unite attend host visit explore cross reach touch push pull
verb: throw kick hit punch shoot stab cut chop slice peel boil fry roast bake wag tick ring buzz hum rattle squeak
reports: say said tell told ask asked think thought claim suggest mention hear heard wonder know knew believe wrote
personal: i me my mine myself we us our ours you your yours it this that these those the here now today tonight
personal: tomorrow morning afternoon evening next there s
addressed: you your yours yourself
general: a an there every everyone everybody people most many few all both no such one each
joins: because since when while before after until so although though as
question ask = what should i | what would you~8 | what can you recommend~8 | do you have~5 | have you got~5 | do i have~5
question how = walk me through~8 | talk me through~8 | show me how~8 | teach me how~8 | in what manner | by what means
question howlong = until when~5 | for how long | how many minutes~7 | how many hours~7 | how much more time | how soon~5
question when = on what day | on which day | at what time~8 | what day is~6 | until when~7 | till when~7 | by when | since when~7 | what date is~6 | when is the next | what time is the~7
question where = in which place | what place~7 | which way~6 | at which | which street~6
question who = which person | whose turn | what person
question ask = i would like to see~6 | inform me~7 | give me the~6 | let me have~6 | bring me up to date~7 | i need to see~6 | i would like to hear~6 | update me on~8 | brief me~7 | have you got~5 | do we have~4 | do you have~5 | is there~6 | are there~6 | have we got~5 | do i have~5 | have i got~5

filler: could someone | can someone | could somebody | can somebody | can anybody | is anyone able to | have someone | get someone to
filler: would you please | could you please | can you please | i just want to | i just need to | i would rather | go on and | be sure to
filler: is there some way to | any way to | any way you could | could you possibly | would you be able to | are you able to | i am about to
filler: i am ready to | i am ready for | ready for | time for | i am in need of | i am after | pretty please | if you please | thanks a lot in advance
filler: this minute | this instant | in the meantime | from now on | for today | at this point | one more time please | much obliged | i say
filler: i do not know how to | i never know how to | i am not sure how to | do you think | i am thinking of | i am planning to | i intend to | i aim to
question ask = what does _ say | what do _ say | how is _ doing | how are _ doing | how is _ looking | how are _ looking | any news on | any word on

idiom: play by the rules | play with fire | play it safe | play it by ear | light at the end of the tunnel | see the light | in light of
idiom: come to light | bring to light | weather the storm | storm in a teacup | call the shots | call it quits | close call | call names
idiom: in order to | law and order | stop at nothing | stop and smell | take note of | by the book | book by its cover | open book
idiom: read my mind | read my lips | read between the lines | read the room | list goes on | speak volumes | message in a bottle
idiom: set in stone | set sail | record straight | turn a page | turn the tables | turn the other cheek | turn over a new leaf
idiom: switch sides | change of heart | change my mind | changed my mind | for a change | home sweet home | home is where | drive me crazy | drive me mad
idiom: run for it | out of steam | door to door | key to success | watch your step | watch your mouth | watch out | track record | clear the air
idiom: hot potato | cold war | warm welcome | bird in the hand | early bird | tip of the iceberg | ring a bell | saved by the bell | head over heels
idiom: cross my mind | cross the line | draw the line | hold your breath | hold my breath | lose my mind | lost my mind | give up hope
idiom: pay attention | pay the price | pay a visit | kill time | kill two birds | around the clock | against the clock | like clockwork
idiom: split second | just in time | high time | time and tide | time is money | waste of time | ahead of time | behind the times | my cup of tea
idiom: snowed under | sleep like a log | sleeping dogs lie | rise and shine | sky is the limit | skin deep | long story | story short | tall story
idiom: water under the bridge | in hot water | test the waters | same boat | rock the boat | miss the boat | train of thought | off the handle
idiom: takes two | what it takes | so what | says who | no way | my type | your type | goes on forever | ever after
idiom: climate change | culture | alter ego | old age | new age | middle age | stone age | golden | universe | meaning of life | answer to life

topic lamp = night light | nightlight | ceiling light | table lamp | floor lamp | fairy lights | string lights
topic lamp = led strip | reading light | bedside lamp | desk lamp | luminaire | downlights | uplighter
means: see what i am doing = lamp on
means: sitting in the dark = lamp on
means: stumbling around in the dark = lamp on
means: like a cave = lamp on
means: gloomy in = lamp on
means: some light = lamp on
means: bit of light = lamp on
means: more light = lamp increase
means: less light = lamp decrease
means: blinding = lamp decrease
means: hurting my eyes = lamp decrease
means: too bright for = lamp decrease
means: put the lights out = lamp off
state on = fire _ up~8 | start _ up~8 | get _ running~8 | set _ going~8 | turn _ back on | switch _ back on | throw on~7
state on = throw _ on~7 | get _ up and running~8 | bring _ to life~7 | kick on~7 | kick _ on~7 | have _ on~7 | set _ running~8
state off = cut the power to~8 | cut off~8 | cut _ off~8 | unplug~6 | do not need _ on~8 | leave _ off~7 | turn _ back off
state off = shut _ off | put _ to sleep~6 | have _ off~7 | take _ offline~7 | no longer need _ on~8 | stop _ running~8
topic appliance = appliance | device~8 | gadget | gizmo | machine~7 | equipment~7
topic plug = power strip~8 | wall socket | power outlet | smart plug | power point~7
topic fan = ceiling fan | desk fan | extractor~7 | extractor fan
topic purifier = air purifier | air cleaner | air filter~7 | purifier
topic humidifier = humidifier | vaporizer~8 | vaporiser~8 | dehumidifier~5
topic dehumidifier = dehumidifier | dehumidify~8
topic heater = heater | space heater | radiator~8 | fan heater | electric heater | heating~7
topic fireplace = fireplace | fire~7 | hearth~8 | log burner~8 | wood stove~8 | flames~6
topic fridge = fridge | refrigerator | icebox~8 | larder~6
topic freezer = freezer | deep freeze
topic microwave = microwave
topic toaster = toaster
topic kettle = tea kettle | electric kettle | water for tea~7
topic dishes = washing up~8 | crockery~8 | dirty plates~8
topic laundry = clothes in the wash~8 | dirty clothes~8 | load of washing | garments~6 | linen~6
topic bath = bath | bathtub | tub~8 | hot tub~4 | soak~6
topic hottub = hot tub | jacuzzi | whirlpool~8 | spa~6
topic shower = shower
topic tap = tap | faucet | water tap
topic toilet = toilet | loo | lavatory | restroom | wc
topic bed = bed | mattress~8
topic seat = seat | chair~8 | place to sit~8
topic elevator = elevator | lift
topic stairs = stairs | staircase | steps~6
topic roof = roof | sunroof~6
topic ceiling = ceiling
topic wall = wall
topic floor = floor | carpet~7 | rug~6 | ground~5
topic corner = corner
topic nursery = nursery | babys room | kids room~8 | childrens room~8
topic bedroom = master bedroom | sleeping room
topic living = front room~8 | family room~8 | den~6
topic office = study~7 | workroom | workplace~8 | work~6
topic patio = patio | terrace | veranda | porch | deck~7 | balcony~7
topic garden = back garden | flowerbed | flowerbeds | allotment~7
topic shed = shed
topic driveway = driveway | drive~4
topic blinds = window shades | venetian blinds | roller blinds | awning~7
means: let some light in = blinds open
means: let the sun in = blinds open
means: keep the sun out = blinds close
topic window = windows | skylight~7 | pane~6
topic windscreen = windscreen | windshield | front window~8
topic wiper = wiper | wipers | windscreen wipers
topic door = front door~9 | back door~9 | doorway
topic lock = lock | latch~8 | bolt~7 | deadbolt
topic code = code | pin~8 | passcode | combination~7 | access code | entry code | pin code
topic access = access | entry~7 | permission~7 | let _ in~7
topic alarm_system = burglar alarm | intruder alarm | house alarm | home security | alarm~7
action arm = put _ on guard~7 | set _ to armed | start _ up~4 | protect the house~7
action disarm = unset~8 | turn _ off~6 | switch _ off~6 | turn off~6 | stand down~7
topic intruder = intruder | burglar | thief | break in | prowler
topic motion = motion | movement | moving~8 | movements
topic camera = security camera | cctv | surveillance | doorbell camera | baby monitor~6 | video feed~8
topic smoke = smoke alarm | fire alarm~8 | carbon monoxide~6
topic smoke = fire detector~8
topic visitor = visitor | caller~5 | at the door | who is there~6
topic presence = presence | at home~6 | anybody home~8 | someone home~8 | occupied~7

topic vacuumcleaner = vacuuming | cleaning robot | robot cleaner | robot~7 | hoovering
action clean = clean up | give _ a clean | give _ a wipe~8 | wipe~8 | wipe down~8 | scrub | polish~7 | tidy up~8 | do the floors~7
action clean = mop | vacuuming | hoovering | dust~7 | spotless~6 | make _ clean | sweep up | wash~8 | rinse~7 | freshen up~7
action wipe = wipe | wipe off | wipe down | clean~7 | rub~6
topic dirt = dirt | mess | crumbs~8 | dust~8 | dirty | filthy~8 | messy | stain~7
action dock = back to its base | return to base | go back home | back to its dock | go charge~7 | back on the charger~8

action spray = spray | squirt | sprinkle~7
action fill = fill | fill up | top up | top _ up | draw~5 | run~5
action drain = drain | empty~8 | let out~6
action boil = boil | bring to a boil | bring _ to a boil | get _ boiling
action tilt = tilt | lean~7 | angle~7 | recline~7
action raise = raise | lift | lift up | put up~7 | put _ up~7 | bring up~7 | elevate | higher~7 | move up~8 | move _ up~8
action lower = lower | bring down | bring _ down | let down~8 | put down~7 | drop | move down~8 | move _ down~8 | take down~6
action flatten = flat | flatten | lie flat | lay flat | level out~6

topic temperature = thermometer~6 | heat level~8 | setpoint
means: turn the heating up = temperature increase
means: turn the heat up = temperature increase
means: turn up the heat = temperature increase
means: turn down the heat = temperature decrease
means: warm the place up = temperature increase
means: warm _ up a bit = temperature increase
means: cool _ down a bit = temperature decrease
means: a few degrees warmer = temperature increase
means: a few degrees cooler = temperature decrease
means: freezing my = temperature increase
means: like an oven in = temperature decrease
means: like a sauna = temperature decrease
means: like an icebox = temperature increase
means: like a fridge in = temperature increase
means: i am shivering = temperature increase
means: i am sweating = temperature decrease
means: my teeth are chattering = temperature increase
means: sweltering = temperature decrease
means: it is freezing = temperature increase
means: it is boiling = temperature decrease
means: it is chilly in = temperature increase
means: it is a bit cold = temperature increase
means: it is a bit chilly = temperature increase
means: it is a bit warm = temperature decrease
means: getting cold in = temperature increase
means: getting hot in = temperature decrease
means: draughty = temperature increase

action play = get _ playing | start playing | have _ on~7 | crank up~5 | let _ play~8 | get some _ going~8 | put some _ on~9
action play = stick some _ on~9 | throw some _ on~9 | give us some~5 | some _ on~6 | play us | play me | how about some~7 | let us have some~8
action play = turn on some~8 | pipe~5 | broadcast~5 | could do with some~6 | fancy some~6
topic music = bit of music | background music | something to dance to~8 | something to listen to~8 | some tunes | sounds~5 | the stereo~6
topic music = something upbeat~7 | something relaxing~7 | something calm~7 | something chill~7 | something mellow~7 | the album~6 | artist~4
topic song = number~3 | single~7 | hit~5 | anthem~7 | ballad~8 | jam~7 | this one~4 | melody~8
topic playlist = playlist | mixtape | mix~7 | my mix
topic band = group~8 | act~6 | musicians~8
topic concert = concert | gig | live show~8 | live music~8
topic opera = opera
topic theatre = theatre | theater | play~4 | musical~7 | on stage~7
topic cinema = cinema | movies~9 | movie theater | movie theatre | pictures~6 | big screen~7 | multiplex
topic movie = blockbuster~8 | feature film | films | movies
topic show_ = tv show | tv series | television show | box set | season~6
topic lyrics = lyrics | the words to | words to | words of | text of~8 | what is _ singing~7 | lyric
topic karaoke = karaoke | sing along~7
action sing = sing along | croon~8 | hum~6 | chant~6 | sing a song | burst into song~8
topic station = radio station | broadcaster~8 | frequency~7
topic podcast = pod~4 | podcasts | latest episode~6
topic audiobook = audiobook | audio book | book on tape | book~6 | novel~6 | my story~4
action resume = resume | pick up where | carry on | take up again~8 | go back to~5 | unpause | where i left off | where we left off | left off~7
action resume = continue with | proceed~8 | get back to~6 | go ahead~5
action pause = give _ a rest~6 | stop for a moment | hold that~7 | pause that | put on hold | put _ on hold | take a breather~6 | freeze that~6
action stop = stop _ from~6 | make _ stop | put an end to | quit | that is enough | that will do | cut it out | give it a rest~8 | no more of~7
action stop = shut _ up~7 | turn that off~8 | do not want _ anymore~8 | had enough of~8 | finish~6 | wrap up~6 | break off~8
action next = on to the next | the one after | jump to the next | something different~7 | change it~7 | play a different | skip it | next one | not this
action next = switch to the next | bored of this~8 | sick of this~8 | tired of this~8 | hate this~7 | get me the next
action previous = the one before | last one~7 | one back~8 | play that again~6 | go back to the previous | previously~5
action repeat = on repeat | loop | on loop | repeat that | say it again | what did you say | what was that | one more time | over and over
action shuffle = shuffled | mix it up | random~8 | at random | in random order
topic volume = loudness | sound level | how loud | noise level~7
means: some music = play music
means: some tunes = play music
means: some background music = play music
means: bit of music = play music
means: louder please = volume increase
means: a bit louder = volume increase
means: a little louder = volume increase
means: a bit quieter = volume decrease
means: a little quieter = volume decrease
means: make it quieter = volume decrease
means: make it softer = volume decrease
means: keep it down = volume decrease
means: keep the noise down = volume decrease
means: blast it = volume increase
means: can not hear a thing = volume increase
means: can not hear you = volume increase
means: can not hear it = volume increase
means: can not hear anything = volume increase
means: turn that down = volume decrease
means: turn that up = volume increase
means: turn this up = volume increase
means: turn this down = volume decrease
means: tone it down = volume decrease
means: bring it down a notch = volume decrease
means: up a notch = volume increase
means: down a notch = volume decrease
means: ease it off = volume decrease
means: blow out my eardrums = volume decrease
means: waking the baby = volume decrease
means: wake the neighbours = volume decrease
topic mute = mute | no sound | sound off~8 | not a sound~7 | quiet please~8 | stop talking | be silent | kill the sound | cut the sound
action mute = mute | silence | turn off the sound | turn the sound off | hush
action unmute = unmute | sound back on | turn the sound back on

action set = make _ for~5 | put _ to~8 | set _ for | leave _ at~7 | bring _ to~7 | take _ to~6 | get _ to~6 | bump _ to~8 | knock _ to~7
action set = drop _ to~7 | raise _ to~7 | lower _ to~7 | move _ to~6 | put _ at~8 | keep _ at~7 | turn _ down to~6 | turn _ up to~6 | dial _ to~8
topic timer = egg timer | kitchen timer | minute timer | timers | time for _ minutes~5
means: minute warning = timer set
means: count down from = timer set
means: countdown from = timer set
topic alarm = alarms | wake me~6 | wake up alarm | get up~5
action wake = get _ up at~9 | up by~7 | be awake~8 | get me out of bed | wake us | rouse | make sure i am up | have to get up~8 | need to get up~8 | be up at~8 | be up by~8
topic snooze = snooze | few more minutes | little longer in bed | not yet~4 | go back to sleep~5 | keep sleeping~7
topic reminder = reminders | heads up~7 | notification~6 | alert~5
action remind = remember to | must not forget | can not forget | let me not forget | do not want to forget | give me a nudge | give me a heads up~8 | give me a shout~7
action remind = make sure i remember | see to it that i | prod~7 | keep me from forgetting | so i do not forget | i keep forgetting~7 | i always forget~7 | i will forget~8
action remind = tip me off~5 | need reminding | reminding | have me remember
topic stopwatch = chronometer
topic calendar = itinerary~6 | my week~5 | my diary | my day~7 | lined up~6 | have on~5 | on my plate~7 | what is on today~6
topic appointment = get together~7 | catch up~6 | date~3 | session~5 | interview~6 | visit~5 | consultation~8 | checkup~7
action schedule = set up | fix up~8 | slot _ in~8 | fit _ in~7 | organise~7 | organize~7 | plan | put _ in the diary | get _ in the diary | block out~8 | block off~8
action schedule = lock in~7 | make a date~7 | line up~7 | put _ on the calendar | pencil | set~6
action postpone = move _ back | move _ to later | hold off on~8 | do _ later~7 | another time~6 | shift _ back | rain check~7 | not now~5
action cancel = cancel | call _ off | scrub~6 | withdraw~7 | revoke~8 | take back~5 | back out of~8 | get out of~6 | scratch~7 | nix~8 | do away with~7
action cancel = no longer want | do not want _ anymore | do not need _ anymore | not going ahead~7 | changed my mind~6 | undo~6 | reverse~5
topic anniversary = anniversary
topic deadline = deadline | due date | due by~8 | due on~7 | cut off date~7
topic due = due | deadline~8 | hand in by~8
topic timezone = time over in~7 | time is it in~6
topic daylight = daylight | daylight saving

action add = put _ in~6 | chuck _ on~7 | pop _ on~7 | stick _ on~8 | throw _ on~7 | slap _ on~7 | get _ on~5 | tack on~8 | write _ on | jot _ on | include _ on~8 | put _ onto | add _ on
action add = need _ on~6 | we need more~6 | run out of~8 | ran out of~8 | out of~7
action remove = take _ out | take out~6 | pull _ off~7 | drop _ from~8 | strike _ from | scrub~6 | get _ off~7 | cut~5 | lose~4 | revoke~8 | withdraw~6 | discard | ditch~8 | clear out~7
action remove = do not want _ on~6 | no longer want~6 | already got~5 | already bought~6 | already have~5 | undo~5 | toss~6 | dump~7
topic list = my lists | listing | roster~6 | register~5 | inventory~7
topic shopping = the shops | errand~5 | market list~8 | grocery run~8 | weekly shop | food shop | supermarket run~8
action buy = get me~6 | get us~6 | get some more | pick some up~8 | grab some~6 | purchase | acquire~7 | procure~8 | obtain~6 | snap up~7 | pay for~5 | short on~7 | running out of | running low
action buy = almost out of~8 | nearly out of~8 | all out of~8 | have no _ left~7 | no more _ left~7 | last of the~6 | low on~8 | restock~8 | replenish~8
action reorder = reorder | order more | order again | order _ again | buy again | buy _ again | get more~8 | get some more~8 | restock | replenish | another order | same as last time~7
action reorder = same again | repeat my order | order another | stock up~8
action order = order | place an order | put in an order | have _ delivered | get _ delivered | send for~7
topic order = order | purchase~7 | delivery~6
topic cart = cart | basket | trolley | shopping bag~6
topic product = product | item~8 | article~7 | goods~7 | merchandise
topic price = cost | how much does _ cost | how much do _ cost | expensive~8 | fee | fare~8 | pay for~7 | set me back~8 | price tag | how pricey
topic price = how much for | how much are | how much would | what would _ cost | going rate | asking price
topic cheap = cheap | cheapest | best deal~9 | best price | lowest price | bargain~8 | inexpensive | affordable | low cost | for less~7 | least expensive | budget~6
topic expensive = expensive | costly | pricey | steep~5
topic discount = discount | coupon~8 | voucher~7 | promo~8 | sale~7 | special offer | deal~7 | offers~7 | reduction | money off | savings~5
topic voucher = voucher | gift card | gift certificate | gift voucher | store credit~8
topic points = points | loyalty points | reward points | rewards~8 | bonus points | miles~5
topic membership = membership | subscription~7 | member~7
topic subscription = subscription | plan~5 | membership~7 | subscribed
topic receipt = receipt | proof of purchase | bill~5 | slip~5
topic refund = refund | money back | get _ money back | reimbursement~8 | reimburse | my money back | give me back~6
topic warranty = warranty | guarantee
action return = send _ back | send back | take _ back | bring _ back | give back | give _ back | get rid of~4 | exchange~5 | does not fit~4
action redeem = redeem | cash in | use~6 | apply~6 | spend~6
action exchange = exchange | swap | trade~8 | switch~6 | trade in~8
topic size = how big | how large | dimensions~8 | measurements~8
topic shop = outlet~5 | retailer~8 | mall~7 | shopping centre~7 | shopping center~7 | boutique~7
topic bakery = bakery | baker
topic opening = opening hours | opening times | business hours | open till | open until | hours of | closing time | what time does _ shut | how late is _ open | still open | open on~6 | when does _ open | when does _ close
topic opening = when does _ shut | are they open | open at | shut at | closes at | opens at | until when | open late | open today~8 | closed on~7 | shut on~7
action open = open up | opens | pop open~8 | unseal~7 | crack open~8 | slide open | raise up~6 | roll up | throw open | swing open | let me see~3 | let out~5
action close = shut | shuts | close up | slam~7 | seal~6 | pull to~6 | roll down | slide shut | shut up~3
action launch = fire up | get me into~7 | switch to~6 | take me to~5 | get _ up~5 | load up | kick off~6 | get _ started

topic message = line~3 | texts | chat message | voice message~6 | instant message | note to~6
action send = drop _ a message | drop _ a text | drop _ a note | shoot _ a message | shoot _ a text | let _ know | let _ know that | tell _ that | tell~6 | get word to~8 | pass on~7 | fire off | message | text
action send = ping | pass along~7 | get a message to | get _ to~3 | dispatch | transmit~8 | submit~7 | forward | relay~8 | say to~6 | send over | send out | hit up~6 | shoot over | inform~7 | write to
action reply = get back to | respond to | write back to | answer back~7 | send an answer | hit _ back~6 | reply back
action read = read me | read out loud | let me hear~6 | what does _ say~7 | go over~6 | run through~7
action call = make a call to | place a call to | put me through to | put _ through to | connect me with | connect me to~8 | speak with | speak to | talk to | talk with | get me~4 | have a word with~7
action call = get _ on the blower | have a chat with~7 | video call | call up | reach out to~7 | phone up | ring _ up | call _ up | give _ a buzz | give _ a shout~5 | get through to~8 | ring for~5
action call = contact~8 | get ahold of | get a hold of | want to speak to | need to speak to | need to talk to
action hangup = hang up | end the call | put the phone down | cut the call | finish the call | get off the phone
topic voicemail = mailbox~6 | voicemail box
topic contact = phone number | contact details | contact info
topic number = telephone number | phone numbers
topic email = electronic mail | new mail | mails | mailbox~8 | post~4
topic spam = spam | junk mail | junk
topic attachment = attachment | attached file
topic autoreply = out of office | auto reply | autoreply | automatic reply | automatic replies | vacation responder | away message | auto responder | i am away~6 | on vacation~5
topic vacation = vacation | holiday~8 | time off~8 | leave~4 | days off~8 | trip~6 | getaway~7 | annual leave~8
topic chat = chat | conversation | thread~6
topic group = group | team~6 | channel~4
topic video_call = video call | facetime | video chat | zoom call | skype

topic meeting = conference call | standup~7 | huddle~7 | briefing~7 | team meeting | sync~5
topic meetingroom = meeting room | conference room | boardroom | board room | room to meet~7 | somewhere to meet~7
topic desk = desk | workstation~8 | place to work~7 | workplace~7 | hot desk
topic office = workplace | at work~6
topic presentation = presentation | slides | slide deck | deck~5 | slideshow | powerpoint~8
topic spreadsheet = spreadsheet | excel sheet | table~3
topic report = report | summary~7 | write up~6 | overview~6
action summarise = summarise | summarize | sum up | recap | give me the gist | boil down~6 | brief me on~8 | overview~6 | in short~7 | bring me up to speed~8
topic expense = expense | expenses | expense report | expense claim | outlay~7 | business cost~7 | costs~6
action claim = claim | claim back | expense~7 | put in for~7 | get back~5 | reimburse~8
action submit = submit | file | hand in | hand _ in | turn in | turn _ in | send in | send off~7 | put in~7 | put forward~6 | send~6 | pass on~7 | report~7 | lodge~7
action approve = approve | sign off on | green light | authorise | authorize
topic salary = pay~6 | earnings~8 | payslip~8 | pay slip~8 | payday~7
topic colleague = colleague | coworker | co worker | workmate
topic boss = boss | manager | supervisor
topic employee = employee | staff | worker~8 | personnel
topic ticket_ = support ticket | issue~6 | bug~6 | problem report
topic project = project | assignment~5
topic build = build | compile~6 | compilation~6 | pipeline~7 | ci~6
topic tests = tests | test suite | unit tests
action deploy = deploy | roll out | release~8 | ship~7 | push _ to production | push _ live | push~6 | go live~8 | get _ live | publish~7 | launch~6 | put _ live | put _ into production
action rollback = roll back | roll _ back | revert | undo~7 | back out~7 | go back to the previous version | reverse~6
topic server = server | host | machine~6 | box~4 | node~6 | instance~6
topic database = database | db
topic website = website | web site | site | web page | homepage
topic up_ = online | running | alive | reachable | working~8 | responding | available~7 | live~7 | up and running
topic down_ = offline | unreachable | crashed | dead~7 | not working~8 | not responding | outage
topic load = workload | how busy | how loaded | utilisation | utilization | strain~6
topic error = error | errors | fault~8 | problem~7 | failure | issue~7 | bug~6 | trouble~6 | wrong~4
topic log_ = log file | logs
topic code_ = source code | repository~7 | repo~7

topic navigation = navigation | gps | sat nav | satnav
action navigate = get to | how do i get | how do we get | how can i get | way from | route to | direct me to | direct us to | lead me to | steer me to | point me to~7 | bring me | get me | take us | plot a route | plot a course | show me the way
action navigate = find a route to | best way to~7 | quickest way to~8 | fastest way to~8 | shortest way to~8 | head for~7 | go to~5 | drive me | on my way to~6 | navigate me
topic route = route | path | itinerary~7 | course~6 | road~5 | directions
topic distance = miles to | kilometers to | how near | how far away
topic traveltime = how long will it take | how long to get | drive time | eta | time to get to | when will i get to | how long does it take to get | when do we arrive~7 | how long is the journey | how long is the flight~6
topic traffic = tailback~8 | tailbacks~8 | traffic jams | queues~5 | hold ups~8 | road conditions~8 | roadworks~7 | how are the roads~8 | congested | clogged~7 | backed up~7 | bumper to bumper~8 | stuck on the road~7
topic accident = accident | crash | collision | wreck~7 | pile up~7
topic parking = parking | car park | parking lot | parking space | parking spot | place to park | somewhere to park | park~8 | park the car | leave the car~6 | parked~6
topic fuel = fill up | filling station | gas station | petrol station | service station | refuel~8
topic charger = charging station | charging point | charger | place to charge
topic road = road | street | highway~7 | motorway~7 | lane~6
topic toll = toll | tolls | toll road
topic bus = next bus | bus stop~8 | coach
topic stop_ = bus stop | station~7 | stop~5
topic train = rail | trains | railway~8 | train station~7
topic platform = platform | track~6
topic timetable = timetable | schedule~8 | departures
topic ferry = ferry | boat~7 | ship~6
topic boat = boat | ship~8 | vessel | yacht~7
topic bicycle = bicycle | bike | cycle~8 | two wheeler~7 | pushbike
topic scooter = scooter | e scooter | kick scooter
topic ride = ride | trip~8 | journey~6 | lift~5
topic taxi = get me a ride~8 | give me a lift~7 | a ride to~7 | a lift to~7 | minicab | driver to pick~6
topic rentalcar = rental car | hire car | rented car | a rental~8 | car hire | car rental | rent a car~8 | hire a car~8
topic car = wheels~6 | motor~6 | set of wheels~7 | something to drive~8
topic tyre = tyre | tire | tyres | tires | wheel~7 | wheels~6
topic engine = engine | motor~8
topic trunk = trunk | boot~6 | tailgate~7
topic horn = horn | hooter | honk
topic mileage = mileage | odometer | miles on
topic oil = oil
topic carservice = service~6 | oil change~7 | garage~5 | mechanic~7
topic licence = licence | license | permit~7
topic plate = number plate | license plate | licence plate
topic flight = fly~7 | flying~7 | flights | plane ticket~7
action checkin = check in | check _ in | check in for | get checked in | checked in | online check in
action checkout = check out | check _ out | checkout | leave the hotel~7
topic boarding = boarding pass | boarding card | boarding
topic luggage = suitcase | suitcases | baggage | bag~8 | bags~8 | cases~6 | checked bag | holdall~7
topic carousel = carousel | baggage belt | belt~6 | baggage claim~8 | luggage belt
topic gate = boarding gate | departure gate
topic seat_ = window seat~7 | aisle seat~7
topic airline = airline | carrier~7 | airways~8
topic trip = trip | travel~7 | journey | voyage~8 | tour~7 | excursion~8 | vacation~7 | getaway~8
topic passport = passport | travel document~8
topic visa = visa | entry permit~8 | travel permit~8
topic hotel = suite~6 | bnb | airbnb~7 | lodgings | room for the night~8 | bed for the night~8
topic roomservice = room service | to my room~5 | up to the room~5
topic towel = towel | towels
topic reservation = reservation | booking
topic tour = tour | guided tour | sightseeing~7
topic sights = sights | attractions | things to see~8 | places to visit~8 | landmarks | worth seeing~8 | worth visiting~7 | tourist spots~8
topic museum = museum | gallery~7 | exhibition~7
topic beach = beach | seaside~8 | shore~7 | coast~7
topic tide = tide | tides | high water~8 | low water~8
topic currency = foreign money~8 | local money~8
topic embassy = embassy | consulate
topic weather = precipitation~7 | barometer~5 | sleet~7 | hail~7 | blizzard~7 | frost~7 | thunder~6 | overcast~7 | clouds~7 | clear skies~7 | how is it outside | like outside | like out | out there today
topic weather = nice day~6 | good day for~5 | dress warmly~6 | wrap up warm~7 | wellies~6 | jumper~5 | sweater~6 | gloves~5 | scarf~5 | hat~4 | flip flops~4
topic weather = chucking it down~8 | raining cats and dogs~8 | bucketing down~8 | sky looking~7 | worth going outside~7 | looking outside~8 | going to be hot~7 | going to be cold~7 | going to be nice~6
topic weather = going to be warm~7 | going to be sunny~8 | going to clear up~7 | cold out today~7
topic rain = chucking it down | bucketing down | raining cats and dogs | tipping down~8 | get wet~7 | get soaked~8 | downpour | cloudburst | wellies~6
topic snow = snow | snowing | snowfall | blizzard~8 | flurries~8 | slush~6 | snowflakes
topic ice = ice | icy | frost~8 | black ice | frozen~6
topic fog = fog | foggy | mist | misty | haze~7 | visibility~6
topic sun = sun | sunshine | sunny | sunlight
topic cloud = cloud | cloudy | clouds | overcast | grey sky~8
topic wind = gale~7 | blustery | windspeed | gusts | gusty
topic storm = thunderstorms | lightning~8 | thunder~8 | hurricane | cyclone | tornado | twister~8
topic pollen = pollen count | hayfever | grass pollen | sneezing~6 | allergens~8
topic earthquake = earthquake | quake | tremor~9 | seismic~8 | earth tremor | ground shake~8 | ground shaking~8
topic flood = flood | flooding | high water~6
topic ski = ski | skiing | slopes~8 | piste~8 | snowboard~7 | snow conditions~6

action tell = let me have~5 | spill~4 | share~6 | relate~5
topic news = news story | whats going on in the world | happening today~5 | happened today~5 | hear about today~5 | in the papers | top stories | press~5 | newspaper~7 | latest news | goings on~6
topic sports = sport | sports | sporting~8
topic score = final result | who won | who is winning | who is ahead | how did _ do~7 | how did _ get on~7 | how are _ doing~6 | outcome~7 | scoreline
topic game = fixture | contest~6 | bout~6 | derby~7 | kick off~6 | tip off~5 | whos playing~6
topic standings = standings | table~5 | league table | rankings~8 | ranking~8 | leaderboard~8 | top of the league~7 | position in the league
topic team = squad~8 | side~6
topic player = striker~6 | goalkeeper~6 | quarterback~6
topic race = race | grand prix
topic olympics = olympics | olympic games
topic balance = bank balance | account balance | how much do i have in~8 | how rich~5 | how broke~5 | funds left~8 | cash do i have~8 | money do i have~8 | money have i got~8 | money is left~8 | in my checking~7 | how much is left on~7
topic bank = bank | branch~6
topic atm = atm | cash machine | cashpoint | cash dispenser | hole in the wall~7 | get cash~6 | withdraw cash~7
action deposit = deposit | pay in~7 | put into~5
action withdraw = withdraw | take out~6 | get out~4
action pay = pay off | settle up | cough up~6 | make a payment | pay for | clear~5 | foot~5
topic payment = payment | instalment | installment | repayment | installments
topic loan = loan | credit~6 | borrow~8 | borrowed~8 | borrowing~8 | lend me~6 | mortgage~7
topic mortgage = mortgage | home loan | house loan | housing loan
topic interest = interest | interest rate | apr~7
topic bill_ = electricity bill~8 | gas bill~8 | phone bill~8 | water bill~8
topic tax = tax return~8 | tax refund~7 | income tax
topic budget = budget | spending limit~7 | afford~7
topic invest = investment | portfolio | investments | holdings~7
topic charity = charity | good cause | charitable | nonprofit
action donate = donate | give to~5 | make a donation | contribute | chip in~6 | support~6
topic fraud = fraud | scam | stolen~6 | suspicious charge~7
topic allowance = allowance | pocket money
topic wallet = wallet | purse
topic lottery = lottery | lotto | jackpot~7

action order_ = takeaway | takeout | take out food | food delivery | get in food~7 | order in
topic takeaway = takeaway | takeout | food delivery | order in~8 | delivery food
topic restaurant = somewhere nice to eat | eatery | place for dinner | place for lunch | where to eat | where can i eat | grab a bite~7 | steakhouse~7 | pizzeria~7 | dine~7
topic cafe = cafe | coffee shop | coffee house | tea room~7
topic bar = bar | pub | tavern | inn~5
topic table_ = table for | seats for~6
topic menu = menu | dishes~5 | what do they serve~8
topic drink = drink | beverage | something to drink | thirsty~6
topic cocktail = cocktail | mixed drink | long drink~7
topic wine = wine | bottle of red | bottle of white | red wine | white wine | vino | a red~6 | a white~4 | a rose~5
topic beer = beer | ale | lager | pint~7
topic tea = tea | cuppa~8 | chai~6 | brew~5
topic breakfast = breakfast | brekkie
topic meal = dish~7 | something for dinner | grub~7 | something to cook~7 | bite to eat
topic dessert = dessert | pudding~7 | sweet~5 | afters
topic snack = snack | nibble~7 | bite~5
topic hungry = hungry | starving | famished | peckish | could eat a horse
topic recipe = how is _ made~7 | how do you cook | how would i make~6 | how do i prepare~8 | how to bake | how to prepare | what do i need to make~7 | what do i need for~5 | cooking instructions | directions for~4 | make a good~5
topic ingredient = what goes into | what goes in | what is in a~7 | what do i need to mix~7 | makings of~7 | components~6 | what do you put in~7
action mix = mix | blend | stir~7 | combine~8 | shake~5 | make~5 | prepare~6
action match_ = goes with | go with | go well with | pair with | pairs with | match | suit | suits | fit with~7 | complement | accompany | go together with | pair~8
action serve = serve | dish up
topic calories = calorie count | calorific~8 | how fattening | kcal
topic nutrition = nutrition | nutritional | carbs~7 | protein~7 | vitamins~7 | healthy~7 | good for me~5
topic vegetarian = vegetarian | vegan~8 | meatless | plant based | without meat
topic gluten = gluten | gluten free
topic expiry = expiry | expiry date | use by date | best before | sell by date | shelf life | go off | goes off | going off~8 | going bad | gone off | past its date~8 | still good~8 | still ok~6 | safe to eat~7 | keep for~6
topic leftovers = leftovers | left over
topic cook_time = how long should i cook | how long do i cook | cooking time | how long to cook | how long to boil | how long to bake | how long does _ take to cook

topic word = word for
action translate = put _ into | render~7 | say _ in | how is _ said | what is _ in~6 | what does _ mean in~6 | what do they call~6 | turn _ into | express~5 | interpret~7
action define = what does _ mean | what does _ stand for | meaning of | sense of~6 | what is a~4 | what is an~4 | what do you mean by | clarify~6 | tell me what _ means | in plain english~6 | what exactly is~5
action pronounce = pronounce | pronunciation | say correctly~6 | how do you say~6 | enunciate
action spell = how do you write | how do i write | how is _ spelled | what letters are in | letter by letter | how do you spell
topic synonym = similar word | word like~7 | word meaning~5 | another way to say | another way of saying | other words for | another term | different word for
topic antonym = antonym | opposite | contrary~7 | reverse of~6
topic grammar = grammar | conjugate~7 | tense~6
topic dictionary = dictionary | thesaurus~7
topic encyclopedia = encyclopedia | wikipedia
action calculate = add _ and | multiply | subtract | divide | times~4 | plus~5 | minus~5 | how many is~6 | do a sum | crunch the numbers~8 | reckon up~7 | tot up~8 | total~7
topic calculation = calculation | maths | math | sum~6 | arithmetic | equation~7
topic root = square root | root~6
topic percentage = percentage | percent | per cent
action convert = how many _ in~6 | how much is _ in~6 | in metric~6 | express _ in | switch _ to~6 | equivalent~7 | equal to~5 | conversion
topic unit = unit | measurement~7
topic average = average | mean~5
topic random = surprise me~7 | any old~5 | whichever~5
topic coin = heads tails | coin toss | coin flip
topic number_ = random number

topic joke = funny story~7 | knock knock~7 | something silly~7 | make me smile~7 | make us laugh~8 | bored~3 | one liner | amuse me~7 | humour me~6 | make me giggle
topic riddle = brainteaser | puzzle | enigma
topic story = story | bedtime tale | read me a story | once upon a time~6 | yarn~7 | tell a tale
topic fact = something interesting~8 | something i do not know~7 | did you know | teach me something~8 | fun fact | random fact | tell me something new~7 | trivia | titbit~7
topic quote = proverb~8 | adage | motto~6 | maxim | aphorism | famous words~8 | words of wisdom~8 | something wise~8 | something inspiring~8 | inspire me~8 | motivational~7 | inspirational | inspiration~8 | famous saying
topic compliment = compliment | praise | flattery | flatter | butter me up~7 | boost my ego~8
topic insult = insult | roast me~7
topic advice = advice | tip~5 | guidance~7 | counsel~8
topic opinion = opinion | view~4 | what do you think~8 | thoughts on~8 | take on~6
topic howareyou = you ok | how are things | hows it going | what is up~7 | how do you feel | how was your day~7 | how have you been | how is life
topic greeting = hey there | good to see you~7 | nice to meet you~7 | morning~4 | whats up~5 | sup
topic farewell = good bye | so long | ciao~8 | cheerio | talk to you later | see you around | until next time | ta ta
topic gratitude = thank you very much | thanks very much | i appreciate it | i am grateful | you are a star~6 | you are a lifesaver~7
topic apology = apologise | apologize | apology | forgive me~8 | my bad~8
topic abilities = can you help me with~7 | what do you do~8 | what are you for~8 | what else can you do | commands~8 | what can i say~8 | what can i ask | what can i ask you | show me what you have got~8 | what are you good at | feature set | ideas of what to say~8 | things can i ask~8
topic abilities = what you can do | what are your skills | examples of what~7 | how do i use you~8 | what you are capable of | options~5 | what to ask you~8 | new here~6 | what do you support~7 | what are you able | what could you do | tricks~6
topic identity = who are you | your name | what are you called | what are you~6 | who am i talking to | introduce yourself | tell me about yourself | who made you~5 | who built you~5
topic maker = who made you | who built you | who created you | your creator | your maker | who invented you | who programmed you
topic age = how old | what age | when were you born | date of birth~7
topic birthday = bday | born on
topic love = adore
topic bored = bored | boring | boredom | nothing to do | entertain me~7 | something to do~7 | something fun~7
action entertain = entertain | amuse | keep me busy~7
topic chess = chess
topic game_ = board game | video game | card game
action play_game = play a game | have a game of~8 | fancy a game~8 | up for a game~8 | a round of~8 | a match of~8 | challenge~7
action resign = resign | give up | surrender | concede | throw in the towel | you win~8 | admit defeat
action guess = guess | have a guess | take a stab~7
action win = come out on top~7 | triumph | champion~5
action bet = bet | wager~8

topic version = which build~5 | which release~6 | what version
action update = bring _ up to date | get the latest~6 | install the latest~7 | new version~7 | upgrade to
action restart = reboot | turn _ off and on | start afresh~6 | restart yourself | power cycle | reset
action shutdown = shut down | shut _ down | power off | power down | turn yourself off | switch yourself off | turn _ off~7 | go to sleep~5
topic computer = machine~7 | desktop~7 | workstation~7 | laptop | notebook~5 | mac~6 | tablet~5
topic device = device | gadget | appliance~7
topic phone = iphone | android~6 | telephone~8
topic tablet = tablet | ipad
topic screen = monitor | display | tv screen
topic keyboard = keyboard
topic mouse_ = mouse | pointer~7 | cursor~7
topic headphones = headphones | earphones | headset | earbuds | ear buds | airpods~8
topic speaker = speaker | speakers | sound system~7 | stereo~7 | soundbar~8 | boombox~7
topic bluetooth = wireless pairing~7 | pair~4
topic wifi = wlan | wireless network | internet connection~8 | hotspot~7
topic password = wifi code~8 | network password | passwords | credentials~8 | login details~8 | wifi key
topic internet = net~6 | the web~6 | internet connection | online connection
topic network = network | lan
topic settings = settings | preferences | options~6 | configuration | control panel
topic language = which language | tongue | lingo~6
topic notification = notifications | alerts | notices~7 | pop ups~7
topic darkmode = dark mode | dark theme | night mode~8
topic file = document~8
topic folder = directory
topic storage = room on~5 | free space | storage space | space left | memory left~6 | gigs~6 | how full~7
topic backup = backup | back up | backed up | back _ up | safety copy | copy of~6
action backup_ = back up | back _ up | make a copy of~7 | save a copy of~8
topic virus = virus | malware~8 | antivirus~6
topic printer = printer
topic scanner = scanner | scan
action scan = scan | digitize~7 | digitise~7
action copy = make a copy | photocopy | clone~6 | replicate~7
action paste = paste
action undo = undo | revert | take that back~7 | reverse that~7
action delete_ = delete | bin | trash | get rid of
action save = hold on to~7 | keep a copy~7 | archive~6 | back up~5
action zoom = zoom | zoom in | magnify | closer~5
action scroll = scroll | page down~6
action search_ = look around for~8 | browse~7 | scour~7 | dig up~7 | bing~6
action find = come across~5 | know a good~6 | i am looking for | we are looking for | on the lookout for~8 | in search of | on the hunt for | need to find | help me find | who sells~5
action find = find me | have you seen | seen~6 | whereabouts of | where have i put | where did _ go~7 | where has _ gone~7 | where could~6 | can not seem to find | nowhere to be found~8 | gone missing~8 | did i leave~6
action show = put _ up | get _ on the screen | throw _ up~5 | let me look at | let us see | present~5 | flash up~7 | bring _ up | call up~6 | pull _ up | give me a look at~8 | put _ on the screen | show us | see~6
action check = check | look at~7 | have a look at | take a look at | inspect | examine | verify | test~6 | look into~7 | look over~8 | monitor~6 | keep an eye on~7 | look in on~8 | peek~7
action track = track | trace | follow | keep track of | monitor~7 | locate~7 | where is~7 | whereabouts~7 | keep tabs on~8 | status of~7
action monitor = monitor | watch~6 | keep an eye on | observe | supervise~7
action limit = limit | restrict | cap | cut _ to~7 | cut _ down to~8 | no more than~7 | at most~6 | only allow~7 | ration~7
action allow = allow | permit | give~5 | grant | enable~6 | approve~6
action grant = grant | give~6 | let _ have~8 | allow~8 | hand~5
action revoke = revoke | withdraw | take away | take _ away | cancel~7 | remove~8 | delete~8 | rescind
action create = create | make | set up | set _ up | generate | produce~6 | come up with~6 | draw up~7 | compose~7 | put together~8 | establish~7 | form~3 | start~6 | open~5
action edit = edit | change~8 | alter | modify | amend | correct~7 | fix~6 | update~7 | adjust~7 | rewrite~7
action rename = rename | change the name of | call _ something else~7
action replace = change~6 | substitute | swap _ for | trade _ for~7
action move = transfer | carry~5 | drag~7 | put~4 | take~4 | bring~4
action stop_ = end | finish | done~7 | terminate | wind up~5 | conclude~8 | complete~7 | over with~6 | be done with~8 | done riding~7
action end = end | finish | stop~8 | terminate | conclude | close~6 | wrap up | done~7 | complete~7
action simulate = simulate | pretend | make believe | act as if | make it look like | fake~8 | look as if | look like~5 | appear~5
action pretend = pretend | make it look like | make it look as if | act as if | act like~7 | simulate | appear~6
action rest = take a break | relax~7
action sit = sit up | sit upright | upright | sit
action feed = give _ a meal | give _ dinner | give _ breakfast | give _ something to eat | hungry~6 | feeding | fed | give _ some food | give _ food
action water = water | give _ water | give _ a drink | hydrate | irrigate | sprinkle~6 | thirsty~6
action cut_ = cut | trim | chop~6 | clip~7 | snip~7 | shave~6
action measure = take~4 | measure | gauge | reading~6 | check~6 | test~6 | determine~6
action weigh = put on weight~6 | lost weight~6
action tune = tune | tune up | in tune | out of tune~8 | sounds off~7 | get _ in tune
topic instrument = instrument | ukulele | cello | bass guitar | keyboard~5 | saxophone | trumpet | flute | banjo | harp | clarinet
topic guitar = guitar | six string~7
topic string = string | strings
topic tone = tone | pitch~8 | note~7

topic doctor = gp | physician | general practitioner | doc | medical~6 | specialist~6 | surgery~4 | medical appointment~7
topic dentist = dental~8 | toothache~7
topic nurse = nurse
topic hospital = emergency room | clinic | infirmary | a and e
topic bloodpressure = blood pressure | pressure~5
topic bloodsugar = blood sugar | glucose | sugar level | blood glucose | sugar levels | sugar~6
topic heartrate = heart rate | pulse | heartbeat | heart beating | beats per minute | heart beats | ticker~5 | bpm~5
topic weight = how heavy | on the scales~7 | my weight | how much do i weigh | kilograms~5
topic medicine = medicament | prescription~8 | dose~7 | remedy~6 | painkiller~7 | aspirin~6 | vitamins~6 | antibiotics~7
topic allergy = allergy | allergies | allergic | hay fever~8
topic symptom = symptom | headache~6 | fever~7 | cough~7 | sore throat~7
topic period = period | menstruation | cycle~6 | time of the month | menstrual
topic pregnancy = pregnancy | pregnant
topic sleep_ = did i sleep | sleeping | sleep quality | night of sleep~7
topic steps = paces~6 | pedometer~7 | step counter | how much have i walked~8
topic workout = gym session~8 | exercise session | fitness session | training session | sweat session~7 | cardio~7 | work myself out~6
topic yoga = yoga | stretching~6 | pilates~6
topic run_ = runs | my running | jogs
topic meditation = breathing~7 | mindful | meditate | calm my mind~7
topic diaper = diaper | nappy | diapers | nappies | pampers~7
topic baby = newborn | toddler~8 | little one | bub~6 | our daughter~5 | our son~5
topic kids = kiddos | youngsters | children | boys~6 | girls~6 | son~5 | daughter~5
topic homework = school work | schoolwork | assignment | hand in~5 | due for school~6
topic lesson = lesson | class | lecture | classes | lessons | course~6 | seminar~7 | period~4 | lectures
topic school = college~6 | university~6
topic exam = exam | test | quiz~5 | finals~7 | midterm~8
topic grade = grade | mark~6 | marks~7 | grades
topic teacher = teacher | professor~7 | tutor~7
topic flashcards = flash cards | flashcards | cards~5 | vocabulary cards~7
action quiz = quiz me | test me | ask me questions | ask me some questions | question me | test my knowledge | examine me~7 | give me a test~8 | practise~6 | revise~7 | go over~6 | drill me~8
topic chore = chore | chores | housework | household job | household jobs | household task | household tasks | cleaning duty~7
topic turn = turn | whose go~7 | who has to~6
topic screentime = screen time | time on the tablet | tablet time | device time | time on the computer~7 | time on screens | hour of screens~7 | play on _ devices~6 | on the ipad~5 | gaming time~7
topic bedtime = time to sleep~8 | tuck in~7 | hit the sack~8 | time for sleep
topic toy = toy
topic nanny = nanny | babysitter | sitter~8 | child minder | childminder
topic pet = pets | dog~8 | cat~8 | rabbit~7 | hamster~7 | pooch~7
topic fish = fishes | fish tank~8 | goldfish
topic aquarium = aquarium | fish tank | tank~5 | fishtank
topic chicken = chicken | chickens | hen | hens | rooster~7 | poultry~8
topic egg = egg | eggs
topic coop = coop | henhouse | hen house | chicken house
topic vet = animal clinic
topic plant = plants | houseplants | greenery~7 | herbs~6
topic lawn = grass | lawns
topic weed = weed | weeds
topic tree = trees
topic rubbish = bins | garbage can | dustbins | wheelie bin | black bin | trash day~7 | bin day~7 | bin men~7 | collection~5 | garbage truck~7
topic recycling = recycling | paper bin~7 | blue bin~6 | plastics~6
topic parcel = packages | post~7 | courier | delivery man~7 | mailman~6 | amazon~5 | shipment | letter~4
topic stamp = stamp | postage
topic plumber = plumber | plumbing~6
topic electrician = electrician
topic tradesman = handyman | repairman | craftsman | tradesman | builder~7 | workman~7
action repair = sort out~7 | put right~7 | get _ fixed | get _ repaired | get someone to~4 | make _ work~6 | patch up~7 | dripping~4 | out of order~6
action recommend = do you know a good~8 | know a good~8 | which would you~6 | what would you~6 | give me a tip~6 | point me to~6 | what is the best~6 | any suggestions | any recommendations | got any ideas~7 | what can you recommend
topic hairdresser = hairdresser | barber | hair salon | hair stylist | salon~6 | haircut~8 | hair cut~8 | hair~5
topic haircut = haircut | hair cut | trim~6 | hair appointment | hair done~7 | hair~6
topic massage = massage | spa~5
topic library = library
topic loan_ = borrowed | loan | lending~7
topic church = church | mass~5
topic prayer = prayer | pray | praying | prayers | worship~6
topic mecca = mecca | qibla | kaaba
topic police = police | cops | law enforcement
topic emergency = emergency | urgent~5 | sos~8 | nine one one | ambulance | paramedics~8
topic job = employment | vacancies | work~4 | opening~5 | positions~7 | career~6 | hiring~7 | openings~7 | vacancy | who is hiring~8
topic cv = cv | resume~4 | curriculum vitae
topic apartment = apartment | flat | condo~8 | studio~5 | two bedroom~7 | one bedroom~7 | place to live~8 | somewhere to live~8 | home~5 | house~6 | place to rent~7
topic rent = rent | lease | to let~8 | rental | renting
topic landlord = landlord
topic election = election | vote | poll~7 | ballot~7
topic candidate = candidate | runner~3
topic president = president | head of state
topic constellation = constellation | star sign~4 | group of stars~7
topic planet = planet | jupiter~5 | saturn~5 | venus~5 | mars~4
topic star = star | stars
topic nightsky = night sky | sky tonight | in the sky~6 | stars~5
topic satellite = satellite | space station~7 | iss~7
topic moon = lunar phase | moonlight~6 | crescent~7
topic horoscope = star signs | zodiac sign | my fortune~7
topic knitting = knitting | knit | crochet~7
topic row_ = row | rows
action count = count up | add one~5 | how many~4 | increment~7 | keep count
topic print3d = 3d print | 3d printer | print job~7 | three d print | three d printer | my print~5
topic photoframe = photo frame | picture frame | digital frame
topic slideshow = slideshow | slide show
topic ebook = ebook | kindle | e reader
topic bookmark = bookmark | my place~4
topic page = page
topic chapter = chapter
topic magazine = magazine
topic blog = blog
topic social = social media | facebook | instagram | twitter | mastodon | tiktok~7 | linkedin~7
topic tweet = tweet | post~7
action post = put _ up on | put up on~7 | publish | upload | send out a tweet | tell my followers~8 | status update~6
action follow = keep up with~7 | shadow~5
topic followers = followers | fans~5 | subscribers~7
topic remaining = still have | do i still have | is there left | how much more | what is left | left to | remaining | yet to~5 | still take~6 | still go~5 | to spare~6
topic status = how is _ going | how far along | how is _ coming along | how are _ doing~5 | what is going on with~7 | anything wrong with~5 | condition~6 | state of | any problems with~6
action finish = come to an end | be ready | be over | get done | be done | finished | going to be finished | how far along~6
topic last_ = last | latest | most recent | newest | previous~8
topic history = log~4 | record~4 | records~6
topic free = vacant | unoccupied | any _ left~5 | anybody in~5 | in use~6 | taken~5 | unused~6
topic favourite = usual~7 | beloved~7 | preferred~8
topic everyone = everyone | everybody | all of us | the whole family~8 | the family~7 | whole house~7
topic secret = secret | private~6 | confidential
topic location = location | position~6 | where am i~8 | my whereabouts
topic person = people~6 | guy~5 | individual~7
topic name = title~6 | surname~6 | first name
topic colour = beige | brown | violet | magenta | cyan | teal | warm white~8
topic light_mode = scene | mood lighting~8 | ambience | atmosphere~6 | ambiance
topic party = party | celebration | bash~7 | get together~5
topic gift = gift ideas | something to give~8 | what to give~8 | what should i give~7
topic festival = festival | fair~5
topic card = plastic~3 | visa~4 | mastercard~7
topic crypto = coins~4 | btc | eth | token~6
topic stock = equities | ticker~7 | nasdaq~7 | dow~6 | stock exchange
topic energy = kilowatt hours | power usage | electricity usage | juice~4
topic meter = meter | counter~6 | metre~4 | reading~5
topic reading = reading | readings | meter reading | value~5
topic supplier = supplier | provider~8 | utility~7 | power company~8
topic insurance = insured | coverage~8
topic noise = racket~7 | din~8
topic sleep = slumber | shut eye~8 | forty winks~8 | drift off~8 | doze off~8 | nod off~8
action relax = de stress | wind down | calm me~8 | calm me down | breathe~5 | mellow~5 | destress
action sleep_ = sleep | fall asleep | go to sleep | get some sleep | nod off
topic ambience = white noise | rain sounds | ocean sounds | nature sounds | soothing sounds~8 | sounds of~7 | sleep sounds | calming sounds~8 | relaxing sounds~8
action wait = wait | hold on | hang on | just a second | just a sec | give me a second | give me a minute | one second | one sec | hold your horses~8 | hold that thought~8 | hang about~7 | bear with me~7
topic wait = wait~6
action dismiss = cancel that | cancel it~7 | leave that | forget what i said | forget i said | forget i asked | not to worry | that is fine forget it | never mind that | drop that | on second thought~6 | disregard | disregard that | ignore that | scratch that | strike that
action help = help out | need a hand | give us a hand | support~7 | aid~8 | rescue~5 | walk me through~6
action teach = walk me through | show me how | run me through~7 | guide me through | talk me through | step by step~6

field parking = park | parking | parked | car park | lot | space | spot | meter | garage | ticket | permit | fine | level | expire | hour | minutes | pay | car | near
field takeaway = order | food | meal | dinner | pizza | burger | sushi | curry | deliver | delivery | delivered | driver | courier | takeaway | takeout | restaurant | hungry | menu | portion | arrive | bring | eat
field hospitality = hotel | room | reception | check in | check out | key | towel | towels | pillow | pillows | blanket | housekeeping | breakfast | service | minibar | guest | stay | floor | lobby | bring | send | bed | night | checkout | luggage | late
field beauty = hair | haircut | hairdresser | barber | salon | nails | beard | shave | colour | cut | trim | stylist | appointment | slot | massage | spa | facial | makeup
field library = library | book | books | loan | borrow | borrowed | lend | renew | return | due | overdue | fine | shelf | reserve | title | author | copy
field cinema = cinema | film | films | movie | movies | screening | showing | show | playing | ticket | tickets | seat | seats | row | trailer | premiere | start | evening | tonight | popcorn | theatre | theater | concert | opera | gig | stage | performance | stadium | venue | event
field larder = fridge | refrigerator | freezer | pantry | milk | cheese | butter | eggs | ham | bread | yoghurt | yogurt | vegetables | fruit | meat | fish | cream | groceries | expire | expiry | spoil | bad | fresh | date | left | use | eat | out of | run out | keep | leftovers
field infant = baby | infant | child | toddler | cry | crying | asleep | sleep | awake | wake | nap | bottle | diaper | nappy | feed | fed | milk | crib | cot | nursery | dry | wet | dirty | change | changed | fresh
field vitals = blood | pressure | sugar | glucose | heart | pulse | rate | beat | beating | oxygen | temperature | fever | measure | measurement | reading | value | level | high | low | log | record | cholesterol | insulin | weight | latest | last | morning
field doctor = doctor | physician | gp | dentist | nurse | appointment | visit | surgery | clinic | see | book | prescription | checkup | specialist | hospital | sick | pain | teeth | tooth | eye | optician | vaccine | shot
field school = school | class | lesson | lecture | course | teacher | professor | homework | assignment | exam | test | grade | study | learn | revise | practise | practice | quiz | subject | maths | math | history | biology | chemistry | physics | geography | english | room | timetable | schedule | due | hand in | monday | tomorrow
field childhood = kid | kids | child | children | boy | girl | son | daughter | screen | tablet | ipad | allowance | pocket money | chore | chores | bedtime | play | allowed | allow | limit | time | toys | game
field cardmoney = card | credit | debit | bank | block | freeze | lost | stolen | stole | pin | limit | purchase | fraud | replace | new | lock | unlock | use | account | contactless
field sharing = split | share | divide | bill | each | person | people | owe | pay | ways | between | tip | total | check
field socialmedia = post | tweet | share | publish | facebook | instagram | twitter | mastodon | wall | status | follower | followers | friend | like | comment | message | photo | feed | story | social
field backups = backup | back up | backed up | copy | save | restore | file | files | photos | phone | computer | laptop | disk | drive | storage | space | cloud | data | delete | full | free | gigabytes | memory
field fireside = fire | fireplace | flame | flames | wood | log | stove | chimney | smoke | warm | light | burn | embers | cosy
field wellness = sauna | hot tub | jacuzzi | pool | bath | tub | shower | water | temperature | warm | hot | degrees | jets | fill | run | ready | heat | steam | foam | bubbles
field sea = tide | tides | high | low | water | sea | beach | wave | waves | surf | coast | harbour | harbor | bay | coming | going | swim | current
field winter = snow | ski | skiing | slope | slopes | lift | lifts | piste | resort | snowboard | ice | powder | deep | fresh | avalanche | conditions | mountain | open | closed
field papers = passport | visa | id | licence | license | permit | expire | expires | expiry | valid | renew | apply | application | embassy | border | country | travel | document | form | residence | enter | required | need
field packing = pack | packing | suitcase | bag | luggage | clothes | take | bring | list | trip | travel | socks | beach | warm | weather | toothbrush | charger | holiday
field singing = karaoke | lyrics | words | song | sing | singing | text | screen | chorus | verse | tune | melody
field working = work | job | office | desk | meeting | room | boss | colleague | team | project | report | deadline | shift | overtime | salary | pay | leave | vacation | holiday | expense | expenses | receipt | client | lunch | travel | taxi | claim | file | submit | approve | month | contract | hire | apply | vacancy | position
field software = deploy | build | release | version | code | server | host | database | service | website | site | api | production | staging | test | tests | branch | commit | merge | deployment | rollback | log | error | errors | crash | load | cpu | memory | online | offline | up | down | status | container | cluster
field purchase = buy | order | price | cost | cheap | cheapest | expensive | deal | offer | discount | product | item | shop | store | return | refund | money back | receipt | warranty | size | fit | broken | exchange | ship | voucher | gift card | points | balance | redeem | account | cart | basket | pay | worth | new | spend | collect
field lending = loan | mortgage | interest | rate | borrow | repay | payment | monthly | month | year | years | instalment | installment | debt | bank | credit | house | amount | owe
field housing = apartment | flat | house | home | rent | lease | landlord | bedroom | bathroom | room | kitchen | garden | city | town | area | neighbourhood | buy | sell | live | move | square | price | let | furnished
field heavens_watch = star | stars | planet | planets | constellation | sky | night | tonight | see | visible | bright | look | moon | telescope | saturn | jupiter | venus | mars | comet | shooting star | satellite | galaxy | where
field earth = earthquake | quake | tremor | magnitude | strong | shake | ground | volcano | eruption | seismic | near | recent | today | tsunami
field wine_and_bar = wine | red | white | rose | bottle | glass | drink | cocktail | mix | shake | gin | vodka | rum | whiskey | whisky | tequila | beer | ingredient | ingredients | recipe | ice | pair | match | cheese | meat | fish | dinner | serve
field tuning = tune | tuner | guitar | violin | string | strings | note | pitch | sharp | flat | sound | instrument | play | chord | capo | ukulele | bass
field boardgames = chess | checkers | game | move | piece | pawn | knight | bishop | rook | queen | king | check | mate | board | opponent | play | resign | win | draw | turn | square | dice | card
field crafts = knit | knitting | crochet | row | rows | stitch | stitches | pattern | yarn | sew | sewing | needle | count | counter | scarf | finish
field faith = pray | prayer | church | mosque | temple | mass | service | bible | verse | god | mecca | direction | fast | sunset | sunday | imam | priest
field sayings = quote | saying | proverb | words | wisdom | wise | author | famous | inspire | inspiration | motivation | say | day | read
field farm = chicken | chickens | hen | hens | egg | eggs | coop | lay | laid | barn | cow | cows | sheep | goat | horse | stable | feed | close | open | night | in | out
field aquaria = aquarium | tank | fish | water | pump | filter | temperature | feed | food | clean | warm | light | degrees
field makers = printer | print | printing | 3d | job | filament | layer | nozzle | bed | finish | pause | cancel | progress | far | done | left
field rides = bike | bicycle | scooter | ride | unlock | lock | rent | helmet | station | return | finish | end | start | trip | dock
field aboard = flight | plane | check in | boarding | pass | seat | gate | luggage | bag | suitcase | airline | airport | online | belt | carousel | lost | passport | upgrade | window | aisle
field driving = wiper | wipers | windscreen | windshield | seat | heat | heating | mirror | horn | headlights | indicator | engine | trunk | window | windows | clean | spray | warm | driver | passenger | rear | front | fuel | tyre
field access = door | lock | code | key | pin | guest | access | entry | enter | visitor | cleaner | temporary | delete | create | unlock | open | let in | grant | revoke | smart
field utilities = meter | reading | gas | electricity | water | supplier | power | submit | send | report | bill | month | counter | value | last
field handyman = plumber | electrician | repair | fix | broken | tap | boiler | pipe | leak | roof | paint | painter | carpenter | find | near | good | recommend | come | help | handyman | mend

against raise lower
against on off
against grant revoke
against increase lower
against decrease raise
against create remove
against allow limit
against deploy rollback
against mute unmute
against checkin checkout
against synonym antonym
against cheap expensive
)";

}  // namespace utter::intent::phrasing
