# shellcheck shell=bash
# ovos-client: what `utter` does for somebody at a desktop. The assistant's bus is in utter.toml, and the
# same machine's HTTP address in OVOS_URL.

usage() {
    cat <<'EOF'
Usage: ovos-client TEXT...    ask, and print the answer
       ovos-client --listen   listen, as if the wake word had been said
       ovos-client --stop     end what is being said or done
       ovos-client --prompt   ask in a window, and show the answer as a notification
EOF
}

# `utter ask` would answer in this process where no assistant runs.
reach() {
    if ! curl --silent --fail --max-time 5 --output /dev/null "$OVOS_URL/health"; then
        echo "ovos-client: no assistant answers at $OVOS_URL"
        return 4
    fi
}

case ${1-} in
    --listen) exec utter bus send ovos.mic.listen ;;
    --stop) exec utter bus send ovos.stop ;;
    --prompt)
        question=$(zenity --entry --title Ask --text "") || exit 0
        answer=$(reach && utter ask -- "$question" 2>/dev/null) || true
        exec notify-send --app-name Assistant -- "$question" "$answer"
        ;;
    -h | --help) usage ;;
    "" | -*)
        usage >&2
        exit 2
        ;;
    *)
        reach >&2 || exit
        exec utter ask -- "$@"
        ;;
esac
