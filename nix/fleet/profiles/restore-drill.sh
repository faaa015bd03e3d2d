# shellcheck shell=bash
# fleet-restore-drill HOST PATH...: restores the newest backup of each path into an empty folder, asks every
# SQLite database in it whether it is whole, and writes down for Prometheus when that last went well.
host=$1
shift
age_max=${BACKUP_AGE_MAX:-$((2 * 24 * 3600))}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

taken=$(restic snapshots --json --latest 1 --host "$host" --tag utter | jq --raw-output 'max_by(.time).time // empty')
if [[ -z $taken ]]; then
    echo "there is no backup of $host"
    exit 1
fi
age=$(($(date +%s) - $(date --date "$taken" +%s)))
if ((age > age_max)); then
    echo "the newest backup is of $taken, $((age / 3600)) h ago"
    exit 1
fi

restic restore latest --host "$host" --tag utter --target "$folder" --verify

for path; do
    if [[ ! -d $folder$path ]]; then
        echo "$path is not in the backup"
        exit 1
    fi
done

databases=0
while IFS= read -r -d '' database; do
    answer=$(sqlite3 "$database" 'PRAGMA integrity_check' 2>&1) || true
    if [[ $answer != ok ]]; then
        echo "${database#"$folder"}: $answer"
        exit 1
    fi
    databases=$((databases + 1))
done < <(find "$folder" -name '*.db' -print0)

{
    echo "# HELP utter_restore_drill_success_seconds When a backup was last restored and found whole, in Unix time"
    echo "# TYPE utter_restore_drill_success_seconds gauge"
    echo "utter_restore_drill_success_seconds $(date +%s)"
    echo "# HELP utter_restore_drill_backup_seconds When that backup was made, in Unix time"
    echo "# TYPE utter_restore_drill_backup_seconds gauge"
    echo "utter_restore_drill_backup_seconds $(date --date "$taken" +%s)"
} >"$METRICS.new"
mv "$METRICS.new" "$METRICS"
echo "the backup of $taken is whole: $(du -sh "$folder" | cut -f1), $databases databases"
