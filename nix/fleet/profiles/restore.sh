# shellcheck shell=bash
# fleet-restore [SNAPSHOT] [HOST]: puts the assistant's state back as a backup has it, by default the newest
# of this machine. What is there now is kept beside it.
snapshot=${1:-latest}
host=${2:-$(uname -n)}

if [[ -r $ENVIRONMENT_FILE ]]; then
    set -a
    # shellcheck source=/dev/null
    . "$ENVIRONMENT_FILE"
    set +a
fi

folder=$(mktemp -d --tmpdir=/var restore.XXXXXX)
trap 'rm -rf "$folder"' EXIT
restic restore "$snapshot" --host "$host" --tag utter --target "$folder" --verify

state=$folder$SNAPSHOT_FOLDER/lib/ovos
if [[ ! -d $state ]]; then
    echo "fleet-restore: the backup has no /var/lib/ovos" >&2
    exit 1
fi

systemctl stop 'ovos-*.service'
before=/var/lib/ovos.before-$(date +%Y%m%d-%H%M%S)
mv /var/lib/ovos "$before"
mv "$state" /var/lib/ovos
chown -R ovos:ovos /var/lib/ovos
systemd-tmpfiles --create
systemctl start multi-user.target
echo "restored; what was there is in $before"
