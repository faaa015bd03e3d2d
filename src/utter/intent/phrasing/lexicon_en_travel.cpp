#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// Travel, roads, cars, weather and the sky.
const std::string_view english_travel = R"(
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

field parking = park | parking | parked | car park | lot | space | spot | meter | garage | ticket | permit | fine | level | expire | hour | minutes | pay | car | near
field hospitality = hotel | room | reception | check in | check out | key | towel | towels | pillow | pillows | blanket | housekeeping | breakfast | service | minibar | guest | stay | floor | lobby | bring | send | bed | night | checkout | luggage | late
field sea = tide | tides | high | low | water | sea | beach | wave | waves | surf | coast | harbour | harbor | bay | coming | going | swim | current
field winter = snow | ski | skiing | slope | slopes | lift | lifts | piste | resort | snowboard | ice | powder | deep | fresh | avalanche | conditions | mountain | open | closed
field papers = passport | visa | id | licence | license | permit | expire | expires | expiry | valid | renew | apply | application | embassy | border | country | travel | document | form | residence | enter | required | need
field packing = pack | packing | suitcase | bag | luggage | clothes | take | bring | list | trip | travel | socks | beach | warm | weather | toothbrush | charger | holiday
field heavens_watch = star | stars | planet | planets | constellation | sky | night | tonight | see | visible | bright | look | moon | telescope | saturn | jupiter | venus | mars | comet | shooting star | satellite | galaxy | where
field earth = earthquake | quake | tremor | magnitude | strong | shake | ground | volcano | eruption | seismic | near | recent | today | tsunami
field rides = bike | bicycle | scooter | ride | unlock | lock | rent | helmet | station | return | finish | end | start | trip | dock
field aboard = flight | plane | check in | boarding | pass | seat | gate | luggage | bag | suitcase | airline | airport | online | belt | carousel | lost | passport | upgrade | window | aisle
field driving = wiper | wipers | windscreen | windshield | seat | heat | heating | mirror | horn | headlights | indicator | engine | trunk | window | windows | clean | spray | warm | driver | passenger | rear | front | fuel | tyre

against checkin checkout
)";

}  // namespace utter::intent::phrasing
