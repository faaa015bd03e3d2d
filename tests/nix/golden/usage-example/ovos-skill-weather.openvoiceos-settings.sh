#!/bin/sh
umask 077
/nix/store/00000000000000000000000000000000-coreutils/bin/mkdir -p "$XDG_CONFIG_HOME/mycroft/skills/ovos-skill-weather.openvoiceos"
/nix/store/00000000000000000000000000000000-coreutils/bin/cp --no-preserve=mode /etc/ovos/mycroft.conf "$XDG_CONFIG_HOME/mycroft/mycroft.conf"
# What is declared wins over what the skill has written there.
settings="$XDG_CONFIG_HOME/mycroft/skills/ovos-skill-weather.openvoiceos/settings.json"
[ -s "$settings" ] || echo '{}' > "$settings"
/nix/store/00000000000000000000000000000000-jq/bin/jq --slurp 'add' "$settings" /etc/ovos/skills/ovos-skill-weather.openvoiceos/settings.json \
   \
  > "$settings.new"
/nix/store/00000000000000000000000000000000-coreutils/bin/mv "$settings.new" "$settings"
