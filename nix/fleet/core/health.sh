# shellcheck shell=bash
# fleet-health CHECKS SECONDS: repeats the checks, "name<TAB>command" a line, until all have succeeded.
# Then the running system is written down as the one to return to.
checks=$1
seconds=$2
known_good=${FLEET_KNOWN_GOOD:-/nix/var/nix/gcroots/fleet-known-good}
running=${FLEET_RUNNING:-/run/current-system}
pause=${FLEET_PAUSE:-2}

failing() {
    local name command
    while IFS=$'\t' read -r name command; do
        timeout 20 bash -c "$command" </dev/null >/dev/null 2>&1 || printf '%s ' "$name"
    done <"$checks"
}

deadline=$((SECONDS + seconds))
while still=$(failing) && [[ -n $still ]]; do
    if ((SECONDS >= deadline)); then
        echo "not well after $seconds s: $still"
        exit 1
    fi
    sleep "$pause"
done

ln -sfn "$(readlink -f "$running")" "$known_good"
echo "well: $(readlink "$known_good")"
