#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// Computers, phones, networks, files, printers and what is done with them.
const std::string_view english_devices = R"(
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

field backups = backup | back up | backed up | copy | save | restore | file | files | photos | phone | computer | laptop | disk | drive | storage | space | cloud | data | delete | full | free | gigabytes | memory
field software = deploy | build | release | version | code | server | host | database | service | website | site | api | production | staging | test | tests | branch | commit | merge | deployment | rollback | log | error | errors | crash | load | cpu | memory | online | offline | up | down | status | container | cluster
field makers = printer | print | printing | 3d | job | filament | layer | nozzle | bed | finish | pause | cancel | progress | far | done | left

against deploy rollback
)";

}  // namespace utter::intent::phrasing
