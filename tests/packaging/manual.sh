#!/usr/bin/env bash
# manual.sh REFERENCE PROGRAM...: whether man understands the manual page that is written of each program, and
# whether that of `utter` has every verb of the reference of its command line.
set -euo pipefail

reference=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
write=$(dirname "${BASH_SOURCE[0]}")/../../packaging/manual

for program in "$@"; do
    page=$folder/$(basename "$program").1
    "$write" "$program" >"$page"
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS FILES "SEE ALSO"; do
        grep -qx ".SH $section" "$page" || { echo "$program: no section $section"; exit 1; }
    done
done

missing=$(comm -23 <(sed -n 's/^## utter //p' "$reference" | sort) \
    <(sed -n 's/^\.SS "\(.*\)"$/\1/p' "$folder/utter.1" | sort))
if [[ $missing ]]; then
    printf 'not in the manual page:\n%s\n' "$missing"
    exit 1
fi

if ! command -v groff >/dev/null; then
    echo "skipped: groff is not installed"
    exit 77
fi
said=$(groff -man -K utf8 -T utf8 -ww -z "$folder"/*.1 2>&1)
if [[ $said ]]; then
    echo "$said"
    exit 1
fi
