#!/usr/bin/env bash
# Adds a large WARC in one go and once more with three kills, compares the two
# archives, and prints times and the most memory:
#
#   bench/bulk.sh MEGABYTES FOLDER...
#
# The folders hold pages of HTML, as they are or gzipped. FLAGS are more flags
# of readout add; with "--model EMPTY", EMPTY being an empty file, all but the
# engine is measured. PLAIN=1 writes the WARC without gzip.
set -euo pipefail
[ $# -gt 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
size=$1
shift
folders=$(realpath "$@")
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
go build -o "$out/readout" ./cmd/readout
go build -o "$out/crawl" ./bench/crawl
name=crawl.warc.gz
[ -z "${PLAIN:-}" ] || name=crawl.warc
# shellcheck disable=SC2086
"$out/crawl" ${PLAIN:+-plain} -size "$size" -out "$out/$name" $folders
ls -l "$out/$name" | awk '{print $5, "bytes"}'

# most PID: waits for a process and prints the most memory that it took.
most() {
	local kb=0
	while now=$(awk '/VmHWM/{print $2}' "/proc/$1/status" 2>/dev/null) && [ -n "$now" ]; do kb=$now; sleep 0.2; done
	echo "most memory: $((kb / 1024)) MB"
}

add() { # archive; in the background
	# shellcheck disable=SC2086
	exec "$out/readout" add ${FLAGS:-} --archive "$1" "$out/$name"
}

echo "== in one go"
add "$out/whole.db" 2>"$out/whole.log" &
began=$(date +%s)
most $!
wait $!
tail -1 "$out/whole.log"
third=$((($(date +%s) - began) / 4 + 1))

for n in 1 2 3; do
	echo "== killed after $third s"
	add "$out/killed.db" 2>/dev/null &
	sleep "$third"
	kill -KILL $!
	wait $! || true
done
echo "== to the end"
add "$out/killed.db" 2>"$out/killed.log" &
most $!
wait $!
tail -1 "$out/killed.log"

for db in whole killed; do
	for list in reports events statements situations actors places stories; do
		"$out/readout" "$list" --archive "$out/$db.db" --format jsonl --limit 0
	done >"$out/$db.jsonl"
done
wc -l <"$out/whole.jsonl" | awk '{print $1, "entries"}'
cmp "$out/whole.jsonl" "$out/killed.jsonl" && echo "the archives hold the same"
