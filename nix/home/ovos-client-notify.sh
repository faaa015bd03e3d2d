# shellcheck shell=bash
# ovos-client-notify: a notification for each answer in SESSIONS (a JSON array), for TIMEOUT milliseconds.
# It ends with the bus; systemd starts it again.

utter --json bus watch --topic ovos.utterance.speak |
    jq --unbuffered --raw-output --argjson sessions "$SESSIONS" '
        select((.context.session.session_id // "default") as $it | $sessions | index($it))
        | .data.utterance | gsub("[\n\r]"; " ")' |
    while IFS= read -r answer; do
        notify-send --app-name Assistant --expire-time "$TIMEOUT" -- Assistant "$answer"
    done
