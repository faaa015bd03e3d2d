#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// Music, radio, television, volume, news and sport.
const std::string_view english_media = R"(
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

field library = library | book | books | loan | borrow | borrowed | lend | renew | return | due | overdue | fine | shelf | reserve | title | author | copy
field cinema = cinema | film | films | movie | movies | screening | showing | show | playing | ticket | tickets | seat | seats | row | trailer | premiere | start | evening | tonight | popcorn | theatre | theater | concert | opera | gig | stage | performance | stadium | venue | event
field singing = karaoke | lyrics | words | song | sing | singing | text | screen | chorus | verse | tune | melody
field tuning = tune | tuner | guitar | violin | string | strings | note | pitch | sharp | flat | sound | instrument | play | chord | capo | ukulele | bass

against mute unmute
)";

}  // namespace utter::intent::phrasing
