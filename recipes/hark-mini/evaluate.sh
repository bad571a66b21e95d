#!/bin/sh
# Measures a model on the sets of train.sh: recipes/hark-mini/evaluate.sh FOLDER MODEL [DIGITS]
#
# FOLDER is where train.sh made its clips, MODEL a model folder or hark-mini, DIGITS the recordings of digits.
# Prints a Markdown table; the reports behind it go to FOLDER/reports. PRECISION=f32 measures without quantisation.
set -eu
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  echo "evaluate.sh: wanted FOLDER MODEL [DIGITS]" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
case $2 in */*) model=$(cd "$2" && pwd) ;; *) model=$2 ;; esac
digits=
[ $# -lt 3 ] || digits=$(cd "$3" && pwd)
cd "$1"
precision=${PRECISION:-q8}
mkdir -p "reports/$precision"

# measure NAME CLIPS [OPTIONS]: a row of the table
measure() {
  name=$1 clips=$2
  shift 2
  report="reports/$precision/$name.md"
  "$hark" eval "$clips" -m "$model" --precision "$precision" --number-words --markdown "$report" --title "$name" "$@"
  languages=$(sed -n 's/^- Languages found: //p' "$report" | tr -d '\\')
  empty=$(sed -n 's/^\([0-9]* of [0-9]*\) were given text.*/\1/p' "$report")
  rate=$(sed -n 's/^| [A-Z][a-z]* | [0-9]* | [A-Z]* | \([^|]*%\) | \([^|]*\) |.*/\1 | \2/p' "$report" | tail -n 1)
  printf '| %s | %s | %s |\n' "$name" "${rate:-$empty given words | }" "$languages"
}

echo '| set | error rate | 95 % interval | language found |'
echo '|---|--:|--:|---|'
for topics in digits numbers letters dates-times commands mandarin none; do
  measure "$topics" "synth-test-$topics/manifest.jsonl" --detect-language
done
for decibels in 20 10 5; do
  measure "digits at $decibels dB" synth-test-digits/manifest.jsonl --noise $decibels
done
if [ -n "$digits" ]; then
  for speaker in george jackson lucas nicolas; do
    [ -d "eval-$speaker" ] || "$hark" train digits "$digits" --speakers $speaker --eval 150 -o "eval-$speaker"
    measure "speaker $speaker" "eval-$speaker"
    for decibels in 20 10 5; do
      measure "speaker $speaker at $decibels dB" "eval-$speaker" --noise $decibels
    done
  done
fi
