#!/usr/bin/env bash
# Renews what README shows of the program: the transcript, by running README's
# first command, and the table, by measuring on the data sets in FOLDER.
#
# usage: eval/readme.sh [FOLDER]     without FOLDER the table stays as it is
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

command=$(sed -n 's/^    \(go run .*\)/\1/p' README.md | head -1)
{ printf '```\n$ %s\n' "$command"; NO_COLOR=1 $command; printf '```\n'; } >"$tmp/transcript"
if [ $# -gt 0 ]; then
	go run ./cmd/readout eval --data "$1" --markdown >"$tmp/figures"
fi

# Between "<!-- NAME -->" and "<!-- end -->" stands what the file NAME holds.
awk -v tmp="$tmp" '
	/^<!-- end -->$/ { skip = 0 }
	!skip { print }
	/^<!-- (transcript|figures) -->$/ {
		file = tmp "/" $2
		if ((getline line <file) > 0) {
			skip = 1
			print line
			while ((getline line <file) > 0) print line
		}
	}
' README.md >"$tmp/README.md"
cat "$tmp/README.md" >README.md
