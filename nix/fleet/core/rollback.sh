# shellcheck shell=bash
# fleet-rollback: makes the last system that was well the running one, and the one that the machine starts.
known_good=${FLEET_KNOWN_GOOD:-/nix/var/nix/gcroots/fleet-known-good}
running=${FLEET_RUNNING:-/run/current-system}
profile=${FLEET_PROFILE:-/nix/var/nix/profiles/system}

if ! good=$(readlink -f "$known_good") || [[ ! -x $good/bin/switch-to-configuration ]]; then
    echo "there is no system that was well to return to"
    exit 1
fi
if [[ $good == "$(readlink -f "$running")" && $good == "$(readlink -f "$profile")" ]]; then
    echo "$good runs already: what is wrong did not come with a new generation"
    exit 1
fi

echo "returning to $good"
nix-env --profile "$profile" --set "$good"
# A switch that is still under way holds the lock; its end is waited for.
for attempt in 1 2 3 4 5; do
    if "$good/bin/switch-to-configuration" switch; then
        exit 0
    fi
    echo "attempt $attempt failed"
    sleep "${FLEET_PAUSE:-10}"
done
exit 1
