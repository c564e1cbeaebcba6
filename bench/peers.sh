#!/usr/bin/env bash
# Times readout and its peers on the same texts, in processor time, each on one
# core, start-up included:
#
#   bench/peers.sh TEXT...
#
# CORENLP names a folder with the jars of Stanford CoreNLP and its English
# models (edu.stanford.nlp:stanford-corenlp with its dependencies), BASE one with
# the encoder's base weights (see train/train.py) and PYTHON an interpreter that
# has torch, onnx and onnxruntime. What is not named is left out.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
texts=$(realpath "$@")
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
go build -o "$out/readout" ./cmd/readout

TIMEFORMAT='%U %S'
spent() { # name, command...
	local name=$1 t
	shift
	t=$({ time "$@" >"$out/log" 2>&1; } 2>&1) || { tail -3 "$out/log" >&2; return 1; }
	awk -v n="$name" -v k="$count" '{ printf "%-34s %8.2f s, %6.3f s a text\n", n, $1 + $2, ($1 + $2) / k }' <<<"$t"
}

count=$(wc -l <<<"$texts")
export GOMAXPROCS=1
spent 'readout read, everything' "$out/readout" read --format jsonl $texts
if [ -n "${CORENLP:-}" ]; then
	printf '%s\n' $texts >"$out/list"
	spent 'CoreNLP pos,depparse,ner' java -XX:ActiveProcessorCount=1 -Xmx6g -cp "$CORENLP/*" edu.stanford.nlp.pipeline.StanfordCoreNLP \
		-annotators tokenize,pos,lemma,depparse,ner -threads 1 -fileList "$out/list" -outputFormat json -outputDirectory "$out"
	spent 'the same and coref,quote' java -XX:ActiveProcessorCount=1 -Xmx6g -cp "$CORENLP/*" edu.stanford.nlp.pipeline.StanfordCoreNLP \
		-annotators tokenize,pos,lemma,depparse,ner,coref,quote -threads 1 -fileList "$out/list" -outputFormat json -outputDirectory "$out"
fi
if [ -n "${BASE:-}" ]; then
	go test -run xxx -bench Encode -cpu 1 ./internal/encoder | grep pieces
	OMP_NUM_THREADS=1 "${PYTHON:-python3}" bench/encoder.py --base "$BASE"
fi
