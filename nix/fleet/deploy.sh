# shellcheck shell=bash
# deploy: from a flake with nixosConfigurations of the fleet to machines that run them (docs/fleet.md).

flake=${FLEET_FLAKE:-.}
ssh_options=(-o ConnectTimeout=10)

usage() {
    cat <<'EOF'
Usage: deploy COMMAND HOST

  plan HOST        say what this machine is, what it needs, and whether it evaluates
  recipient HOST   print the age recipient of its SSH host key, for .sops.yaml
  secrets HOST     edit secrets/HOST.yaml
  install HOST     install NixOS over whatever runs there now: EVERYTHING ON ITS DISK IS LOST
  switch HOST      build, try, and keep it if the machine is well afterwards
  rollback HOST    return to the last system that was well
  status HOST      print what runs there and how it is

FLEET_FLAKE is the flake (.), FLEET_USER who logs in (you), FLEET_INSTALL_USER who logs in to be
installed over (root), FLEET_ADDRESS another address than the site's.
EOF
}

die() {
    echo "deploy: $*" >&2
    exit 1
}

# A value of the host's configuration, as JSON.
value() {
    nix eval --json "$flake#nixosConfigurations.$host.config.$1"
}

address() {
    if [[ -n ${FLEET_ADDRESS-} ]]; then
        echo "$FLEET_ADDRESS"
        return
    fi
    local found
    found=$(value "fleet.hosts.$host" | jq --raw-output '.address // .meshAddress')
    [[ -n $found && $found != null ]] || die "$host has no address; set FLEET_ADDRESS"
    echo "$found"
}

not_the_example() {
    [[ $(value fleet.example) == false ]] ||
        die "the site is the example; make your own (docs/fleet.md)"
}

on_host() {
    # shellcheck disable=SC2029 # what is ours is expanded here
    ssh "${ssh_options[@]}" "$target" "$@"
}

plan() {
    value fleet.hosts."$host" | jq .
    echo "disk that would be erased: $(value fleet.disk.device | jq --raw-output .)"
    echo "secrets it needs: $(value fleet.secrets.needed | jq --raw-output 'keys | join(", ")')"
    nix build --dry-run "$flake#nixosConfigurations.$host.config.system.build.toplevel"
}

recipient() {
    # One connection, so that a fingerprint you compared before is the one that is believed.
    ssh-keyscan -t ed25519 "$(address)" 2>/dev/null | cut -d' ' -f2- | ssh-to-age
}

secrets() {
    local file=secrets/$host.yaml needed
    if [[ ! -e $file ]]; then
        needed=$(value fleet.secrets.needed | jq --raw-output 'keys[] | . + ": \"\""')
        mkdir -p secrets
        # The plain text is empty yet: what is secret is only ever written by the editor that sops starts.
        printf '%s\n' "$needed" >"$file"
        if ! sops encrypt --in-place "$file"; then
            rm -f "$file"
            die "sops could not encrypt; does .sops.yaml name the recipients of $file?"
        fi
        echo "$file is new; fill in its values. git has to know the file: git add $file"
    fi
    sops "$file"
}

install_host() {
    not_the_example
    local to answer
    to=${FLEET_INSTALL_USER:-root}@$(address)
    echo "Everything on $(value fleet.disk.device) of $to will be lost. Its name, to go on:"
    read -r answer
    [[ $answer == "$host" ]] || die "not installed"
    # The host key stays what it was, because the secrets are encrypted for it.
    nixos-anywhere --flake "$flake#$host" --copy-host-keys --target-host "$to"
    echo "Once it has started: FLEET_FLAKE=$flake deploy status $host"
}

switch() {
    not_the_example
    local seconds good now
    seconds=$(($(value fleet.health.timeout) + 60))
    good=$(on_host readlink /nix/var/nix/gcroots/fleet-known-good) ||
        die "$host has never been found well, so there is no way back; on it: systemctl start fleet-health"

    echo "== build"
    nix build --no-link "$flake#nixosConfigurations.$host.config.system.build.toplevel"

    echo "== try; the way back opens in $((seconds + 120)) s by itself, should the machine be out of reach"
    on_host sudo systemctl stop fleet-dead-man.timer 2>/dev/null || true
    on_host sudo systemd-run --quiet --unit=fleet-dead-man --on-active="$((seconds + 120))" \
        "$good/sw/bin/fleet-rollback"
    local tried=true
    nixos-rebuild test --flake "$flake#$host" --target-host "$target" --sudo || tried=false

    echo "== is it well?"
    # A connection of its own: that the new system lets us in is part of the question.
    if $tried && timeout "$seconds" ssh -o ControlPath=none "${ssh_options[@]}" "$target" \
        sudo systemctl start fleet-health.service; then
        on_host sudo systemctl stop fleet-dead-man.timer
        echo "== keep it"
        nixos-rebuild boot --flake "$flake#$host" --target-host "$target" --sudo
        echo "$host runs the new system"
        return
    fi

    on_host sudo journalctl --unit=fleet-health --lines=5 --output=cat >&2 || true
    # It waits for a return that is under way, and fails when that is done already.
    on_host sudo systemctl start fleet-rollback.service 2>/dev/null || true
    now=$(on_host readlink -f /run/current-system) || true
    if [[ $now == "$good" ]]; then
        on_host sudo systemctl stop fleet-dead-man.timer || true
        die "$host was not well with the new system, and runs the one before it again"
    fi
    die "$host was not well with the new system and is out of reach; it returns within $((seconds + 120)) s"
}

rollback() {
    on_host sudo /run/current-system/sw/bin/fleet-rollback
}

status() {
    # shellcheck disable=SC2016 # is expanded over there
    on_host 'echo "system:  $(readlink -f /run/current-system)"
        echo "well:    $(readlink /nix/var/nix/gcroots/fleet-known-good || echo never yet)"
        echo "started: $(uptime -s)"
        systemctl --failed --no-legend --plain
        df -h / | tail -1'
}

command=${1-}
host=${2-}
case $command in
    plan | recipient | secrets | install | switch | rollback | status) ;;
    -h | --help)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
if [[ ! $host =~ ^[a-z0-9][a-z0-9-]*$ ]]; then
    usage >&2
    exit 2
fi
case $command in
    plan | recipient | secrets) "$command" ;;
    install) install_host ;;
    *)
        target=${FLEET_USER:-$USER}@$(address)
        "$command"
        ;;
esac
