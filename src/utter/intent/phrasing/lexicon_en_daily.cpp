#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// The day: timers, alarms, reminders, calendars, lists, shopping, messages, calls, work and money.
const std::string_view english_daily = R"(
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

field cardmoney = card | credit | debit | bank | block | freeze | lost | stolen | stole | pin | limit | purchase | fraud | replace | new | lock | unlock | use | account | contactless
field sharing = split | share | divide | bill | each | person | people | owe | pay | ways | between | tip | total | check
field socialmedia = post | tweet | share | publish | facebook | instagram | twitter | mastodon | wall | status | follower | followers | friend | like | comment | message | photo | feed | story | social
field working = work | job | office | desk | meeting | room | boss | colleague | team | project | report | deadline | shift | overtime | salary | pay | leave | vacation | holiday | expense | expenses | receipt | client | lunch | travel | taxi | claim | file | submit | approve | month | contract | hire | apply | vacancy | position
field purchase = buy | order | price | cost | cheap | cheapest | expensive | deal | offer | discount | product | item | shop | store | return | refund | money back | receipt | warranty | size | fit | broken | exchange | ship | voucher | gift card | points | balance | redeem | account | cart | basket | pay | worth | new | spend | collect
field lending = loan | mortgage | interest | rate | borrow | repay | payment | monthly | month | year | years | instalment | installment | debt | bank | credit | house | amount | owe
field utilities = meter | reading | gas | electricity | water | supplier | power | submit | send | report | bill | month | counter | value | last

against grant revoke
against create remove
against allow limit
against cheap expensive
)";

}  // namespace utter::intent::phrasing
