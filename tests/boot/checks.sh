# shellcheck shell=bash
# What the scripts inside of a booted container share. Each check is a line of /run/utter-out/results.
exec >>/run/utter-out/log 2>&1
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

# check NAME COMMAND...
check() {
    local name=$1 found=bad
    shift
    if "$@"; then found=good; fi
    echo "$found $name" >>/run/utter-out/results
}

# eventually COMMAND...: within ten seconds.
eventually() {
    for _ in $(seq 50); do
        if "$@"; then return 0; fi
        sleep 0.2
    done
    return 1
}

property() {
    systemctl show --property "$1" --value "$2"
}

is_up() {
    [[ $(property ActiveState "$1") == active && $(property SubState "$1") == running ]]
}

# waits_for BUS PART
waits_for() {
    (($(property ActiveEnterTimestampMonotonic "$1") <= $(property ExecMainStartTimestampMonotonic "$2")))
}

answers() {
    curl --silent --fail --max-time 2 "http://127.0.0.1:${1:-8181}/health" | grep -q '"status":"ok"'
}

# Killed, a service is another process within six seconds.
comes_back() {
    local before now
    before=$(property MainPID "$1")
    [[ $before != 0 ]] || return 1
    kill -9 "$before"
    for _ in $(seq 60); do
        now=$(property MainPID "$1")
        if [[ $now != 0 && $now != "$before" ]] && is_up "$1"; then return 0; fi
        sleep 0.1
    done
    return 1
}
