#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// Questions, courtesy, verbs that tell and idioms: how things are said rather than what.
const std::string_view english_manner = R"(
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

filler: any chance you can | would you kindly | could you just | can you just | can you quickly | could you quickly
filler: can you go ahead and | it would be lovely if you | it would be helpful if you | i would really like
filler: i would really like to | i really want to | i really need to | i really want | i really need | i am gonna need you to
filler: i am going to need you to | gonna need you to | i would like you to | i d like you to | i d love to | i am in the mood to
filler: i am desperate to | i have been meaning to | mind if i | do you mind if i | is it okay to | is it okay if i
filler: is it ok if i | is it alright if | would it be ok to | would it be okay to | will it be okay to | will it be ok to
filler: would it be alright to | am i able to | are we able to | is there a chance | is there any possibility | any possibility of
filler: is it at all possible to | think you could | think you can | reckon you could | reckon you can | do us a favour and
filler: do us a favor and | be a legend and | be a sport and | be a pal and
filler: right then | now then | honestly | basically | just wondering | just checking | quick question | question for you
filler: i have a question | here is the thing | if you would be so kind | if that is possible | whenever you are ready
filler: when you are ready | when you have time | when you get a sec | as quickly as possible | as soon as possible | pronto
filler: sharpish | right this second | this second | on the double | while you are at it | sweetheart | darling | bro | bruv
filler: my friend | my dear | old chap | there is a good chap | if you get a chance
question how = how do you go about~9 | how do i go about~9 | how does one~9 | how would one~9 | what is involved in~7
question how = teach me to~8 | in which way | what is the trick to~8 | what is the secret to~7
question howto = how do you go about | how do i go about | how does one | how would one | what is the trick to~8
question when = what year~7 | whenabouts | when exactly | how early~6 | how late~6 | in what year~8 | in which month~7
question where = where abouts | where about | where exactly | in what place | what location~8 | what town~6 | what city~6
question where = which city~6 | which town~6 | in what city~7 | in which country~6
question who = by whom | what is the name of the person~8 | what is the name of the man~7 | what is the name of the woman~7
question why = for what reason | what is the reason~9 | what was the reason~9 | what is the cause~8 | how is it that~8
question why = why in the world | why on earth | what is the cause of | reason for~7 | reason why~9
question howlong = how long left | how long is left | how many more minutes~8 | how many more hours~8 | how much more time
question howlong = how long have i got~9 | how long do i have~9 | how long has
question ask = give me an idea of~7 | give me an update on~8 | give me the latest on~8 | what is the latest on~8
question ask = what is the story with~8 | what is the craic with~8 | what is happening with~8 | any update on~8 | any updates on~8
question ask = where are we with~7 | provide me with~6 | provide~5 | refresh my memory~7 | talk to me about~6 | let us hear~5
question ask = show us~6 | give us~5 | gimme~5
light: typical specific particular certain exact necessary required given various correct actual total overall entire shortly
light: certainly definitely absolutely instantly provide receive allow involve require understand soonest earliest
)";

}  // namespace utter::intent::phrasing
