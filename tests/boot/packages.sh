#!/usr/bin/env bash
# Inside the booted container: what the Debian packages do.
set -uo pipefail
# shellcheck source=tests/boot/checks.sh
source /run/utter-test/checks.sh

parts=(utter@bus utter@core utter@skills utter@platform utter@listener utter@audio)
# As a newcomer has it, who is asked nothing.
unset DEBIAN_FRONTEND

install() {
    apt-get --yes --no-install-recommends install "/run/utter-packages/$1"/*.deb </dev/null
}

# Whatever is called as we are, but for what the package manager keeps of what it did.
traces() {
    find /etc /usr /var /run/utter /run/systemd/system -name '*utter*' -o -name 'ovos-*' |
        grep -Ev '^/var/(cache|lib/apt|log|tmp)/|/(ovos-test.target|utter-check.service)$' | sort
    getent passwd utter
    getent group utter
}

ask() {
    utter ask --timeout 10 "$@"
}

sets_a_timer() {
    ask "set a timer for fifty minutes" | grep -q '50 minutes'
}

remembers() {
    ask "how much time is left on my timer" | grep -q 'minutes'
}

makes_a_voice() {
    curl --silent --fail --max-time 5 -H 'Content-Type: application/json' \
        -d '{"name": "Anna", "lang": "en-US"}' http://127.0.0.1:8080/voices
}

has_the_voice() {
    curl --silent --fail --max-time 5 http://127.0.0.1:8080/voices | grep -q '"Anna"'
}

has_its_page() {
    [[ ! -e /usr/share/utter/dashboard ]] ||
        curl --silent --fail --max-time 5 http://127.0.0.1:8080/ | grep -qi '<!doctype html>'
}

version_is() {
    [[ $(dpkg-query --show --showformat '${Version}' utter-server) == *"$1" ]]
}

is_idle() {
    [[ $(property ActiveState utter) == inactive && $(systemctl is-enabled utter) == disabled ]]
}

has_ended() {
    [[ $(property ActiveState "$1") == inactive ]]
}

is_another_process() {
    [[ $(property MainPID utter) != "$1" ]] && is_up utter
}

can_do_little_harm() {
    systemd-analyze security --no-pager --threshold=20 "$1" >/run/security || { tail -n 3 /run/security; return 1; }
}

has_gone() {
    ! command -v utter && ! systemctl cat utter && [[ -z $(pgrep -x utter) ]]
}

keeps_its_state() {
    [[ -s /var/lib/utter/scheduler.db && -s /var/lib/utter/platform.db ]] && grep -q '# mine' /etc/utter/utter.toml
}

has_its_copyright() {
    [[ -s /usr/share/doc/utter/copyright && -s /usr/share/doc/utter-server/copyright ]]
}

leaves_nothing() {
    diff /run/traces <(traces)
}

traces >/run/traces
check "the packages install and ask nothing" install now
check "nothing starts by itself" is_idle
check "each says whose it is" has_its_copyright
echo '# mine' >>/etc/utter/utter.toml

check "the service starts" systemctl enable --now utter
check "the bus answers on 8181" eventually answers 8181
check "the platform answers on 8080" eventually answers 8080
check "it has its page" has_its_page
check "it can do little harm" can_do_little_harm utter.service
check "it sets a timer" sets_a_timer
check "it makes a voice" makes_a_voice
check "it comes back within six seconds" comes_back utter
check "the timer is remembered" eventually remembers
check "the voice is there" eventually has_the_voice

before=$(property MainPID utter)
check "a newer version installs" install next
check "it is the newer one" version_is +1
check "it was started anew" eventually is_another_process "$before"
check "the timer survives an upgrade" eventually remembers
check "the voice survives an upgrade" eventually has_the_voice

check "its parts take its place" systemctl enable --now "${parts[@]}"
check "the whole has made place" eventually has_ended utter
for part in "${parts[@]}"; do check "$part is up" eventually is_up "$part"; done
for part in "${parts[@]:1}"; do check "$part waits for the bus" waits_for utter@bus "$part"; done
check "the bus of the parts answers" eventually answers 8181
check "the platform of the parts answers" eventually answers 8080
for part in "${parts[@]}"; do
    check "$part can do little harm" can_do_little_harm "$part.service"
    check "$part comes back within six seconds" comes_back "$part"
done
check "the parts remember the timer" eventually remembers
check "the parts remember the voice" eventually has_the_voice

systemctl --no-pager status utter "${parts[@]}"
journalctl --no-pager -b -u utter -u 'utter@*'
check "the packages can be removed" apt-get --yes remove utter utter-data
check "everything of them has ended" has_gone
check "state and settings stay" keeps_its_state
check "and come back with the packages" install now
check "they can be purged" apt-get --yes purge utter utter-data utter-server utter-dashboard
check "purging leaves nothing" leaves_nothing
systemctl --no-block poweroff
