#include "utter/intent/phrasing/lexicon_data.hpp"

namespace utter::intent::phrasing {

// The house: lights, heating, blinds, doors, appliances, security, cleaning.
const std::string_view english_home = R"(
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

field fireside = fire | fireplace | flame | flames | wood | log | stove | chimney | smoke | warm | light | burn | embers | cosy
field wellness = sauna | hot tub | jacuzzi | pool | bath | tub | shower | water | temperature | warm | hot | degrees | jets | fill | run | ready | heat | steam | foam | bubbles
field access = door | lock | code | key | pin | guest | access | entry | enter | visitor | cleaner | temporary | delete | create | unlock | open | let in | grant | revoke | smart

against raise lower
against increase lower
against decrease raise
)";

}  // namespace utter::intent::phrasing
