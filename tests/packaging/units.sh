#!/usr/bin/env bash
# units.sh UTTER UNIT...: whether systemd understands the units, and whether those of the system leave a
# service little to do harm with. A user's unit has what the user has.
set -euo pipefail

# The program is not installed here; any that can be run stands in for it.
utter=$1
shift
if ! command -v systemd-analyze >/dev/null; then
    echo "skipped: systemd-analyze is not installed"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for unit in "$@"; do
    copy=$folder/$(basename "${unit/@./@core.}") # a template is judged by one of its units
    sed "s|/usr/bin/utter|$utter|" "$unit" >"$copy"
    said=$(systemd-analyze verify --recursive-errors=no "$copy" 2>&1) || { echo "$said"; exit 1; }
    if [[ -n $said ]]; then
        echo "$said"
        exit 1
    fi
    [[ $unit == */user/* ]] || systemd-analyze security --offline=yes --threshold=20 --no-pager "$copy" | tail -1
done
