#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// Words, languages, sums, jokes, games and small talk.
const std::string_view english_talk = R"(
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

field boardgames = chess | checkers | game | move | piece | pawn | knight | bishop | rook | queen | king | check | mate | board | opponent | play | resign | win | draw | turn | square | dice | card
field sayings = quote | saying | proverb | words | wisdom | wise | author | famous | inspire | inspiration | motivation | say | day | read

against synonym antonym
)";

}  // namespace utter::intent::phrasing
