#!/usr/bin/env bash
# Inside the booted container: what the units of NixOS do.
set -uo pipefail
# shellcheck source=tests/boot/checks.sh
source /run/utter-test/checks.sh

utter=$(echo /nix/store/*-utter-0.1.0/bin/utter)
skill=ovos-skill-weather.openvoiceos
parts=(ovos-messagebus ovos-core ovos-skills ovos-audio ovos-listener utter-platform ovos-wyoming "$skill")
asking=(env UTTER_CONFIG=/etc/ovos/utter.toml UTTER_BUS_URL=ws://127.0.0.1:8181/core
    UTTER_BUS_KEY_FILE=/run/secrets/ovos-api-keys "$utter" ask --timeout 10)

asks_for_a_key() {
    [[ $(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 2 --http1.1 \
        -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
        -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' http://127.0.0.1:8181/core) == 401 ]]
}

understands() {
    "${asking[@]}" "stelle einen timer auf fünf minuten" | grep -q '5 Minuten'
}

remembers() {
    "${asking[@]}" "wie lange läuft mein timer noch" | grep -q 'Minuten'
}

# What was declared, the secret, and what the skill itself has written.
has_its_settings() {
    local file=/var/lib/ovos/python/$skill/config/mycroft/skills/$skill/settings.json
    [[ $(jq -r '[.units, .api_key, .own] | join(" ")' "$file") == 'metric hush kept' ]] &&
        [[ $(stat -c '%a %U' "$file") == '600 ovos' ]]
}

# The launcher that stands in for the skill writes down what it finds.
can_reach_the_bus() {
    grep -qx 'fe27a1d9c4b84f0f9d1c35a9a0b7e6d2 me' "/var/lib/ovos/python/$skill/key" &&
        [[ $(jq -r '.websocket | "\(.host):\(.port)\(.route)"' \
            "/var/lib/ovos/python/$skill/config/mycroft/mycroft.conf") == 127.0.0.1:8181/core ]]
}

models_are_linked() {
    local models=/var/lib/ovos/models
    [[ $(stat -c '%a %U' $models) == '750 ovos' ]] &&
        [[ $(readlink $models/piper-de_DE-thorsten-medium) == /nix/store/*-piper-de_DE-thorsten-medium ]] &&
        [[ $(readlink $models/faster-whisper-base) == /nix/store/*-faster-whisper-base ]]
}

keys_are_private() {
    [[ $(stat -c '%a %U' /run/ovos/api-keys) == '600 ovos' ]]
}

for part in "${parts[@]}"; do check "$part is up" is_up "$part"; done
for part in ovos-core ovos-skills ovos-audio ovos-listener utter-platform "$skill"; do
    check "$part waits for the bus" waits_for ovos-messagebus "$part"
done
check "health answers" answers
check "the bus asks for a key" asks_for_a_key
check "the platform answers" answers 8080
check "the keys are private" keys_are_private
check "the models are linked" models_are_linked
check "the assistant understands" understands
check "the Python skill can reach the bus" can_reach_the_bus
for part in "${parts[@]}"; do check "$part comes back within six seconds" comes_back "$part"; done
check "the Python skill has its settings" has_its_settings
# Each part finds the bus again by itself.
check "the timer is remembered" eventually remembers
systemctl --no-pager status "${parts[@]}"
journalctl --no-pager -b -u 'ovos-*' -u utter-platform
systemctl --no-block poweroff
