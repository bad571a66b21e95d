#!/bin/sh
# Leaves each of four speakers out of the training and measures a model on that one:
# recipes/hark-mini/speakers.sh FOLDER DIGITS
#
# FOLDER gets clips, runs and, in reports/, the results; DIGITS is the folder recordings/ of the Free Spoken Digit
# Dataset. A model of the shape of hark-mini learns from synthetic digits alone, said in one go, with changed vocal tracts.
# Two copies of it then learn from these, from synthetic digits said one by one, and from three of the speakers, each in
# another order; the mean of the two is measured on the fourth.
# Prints a Markdown table. After a stop the same command goes on. To try it out:
# CLIPS=20 STEPS=2 recipes/hark-mini/speakers.sh FOLDER DIGITS
set -eu
if [ $# -ne 2 ]; then
  echo "speakers.sh: wanted FOLDER DIGITS; FOLDER is for data and runs, DIGITS has recordings of digits" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
digits=$(cd "$2" && pwd)
mkdir -p "$1"
cd "$1"
mkdir -p reports
export HARK_JAVA_OPTIONS="${HARK_JAVA_OPTIONS:--Xmx1500m}"

# synth I CLIPS TOPIC [SYNTHESIZERS]: digits of these, unless they are there
synth() {
  [ -f synth-train-$1/manifest.jsonl ] ||
    "$hark" train synth -o synth-train-$1 --clips "${CLIPS:-$2}" --seed $((1000 + $1)) --voices train --topics $3 \
      ${4:+--synthesizers "$4"}
}
synth 7 5000 digits
synth 8 5000 digits
synth 10 4000 digits flite,festival
synth 14 4000 digits pico
spoken=synth-train-7/manifest.jsonl:5,synth-train-8/manifest.jsonl:5,synth-train-10/manifest.jsonl:7,synth-train-14/manifest.jsonl:4
# The speakers read one digit at a time, so for the copies most of what is synthetic is joined of single digits, too.
synth 30 4000 single-digits flite,festival,pico
synth 31 6000 single-digits espeak-ng
synth 32 3000 single-digits accents
joined=synth-train-7/manifest.jsonl:3,synth-train-8/manifest.jsonl:2,synth-train-10/manifest.jsonl:3,synth-train-14/manifest.jsonl:1
joined=$joined,synth-train-30/manifest.jsonl:10,synth-train-31/manifest.jsonl:5,synth-train-32/manifest.jsonl:5

# train RUN START DATA STEPS OPTIONS...: a run, unless its model is there
train() {
  run=$1 start=$2 data=$3 steps=$4
  shift 4
  [ -f "$run/model/model.safetensors" ] ||
    "$hark" train sft -m "$start" --data "$data" -o "$run" --steps "${STEPS:-$steps}" --batch 24 --ctc 0.5 --vocal-tract 0.7 \
      --threads 1 --precision "${PRECISION:-bf16}" --save-every 100 --resume "$@" >&2
}

# measure REPORT SPEAKER MODEL: the error rate and its interval, as two cells of the table
measure() {
  "$hark" eval "eval-$2" -m "$3" --number-words --precision f32 --markdown "reports/$1.md" >&2
  sed -n 's/^| [^|]* | [0-9]* | WER | \([^|]*%\) | \([^|]*\) |.*/\1 | \2/p' "reports/$1.md" | tail -n 1
}

train base "$root/recipes/hark-mini" $spoken 9000 --lr 1.5e-3 --warmup 300 --seed 5

echo '| speaker left out | synthetic speech alone | 95 % interval | and the other three speakers | 95 % interval |'
echo '|---|--:|--:|--:|--:|'
for speaker in george jackson lucas nicolas; do
  [ -f digits-no-$speaker.jsonl ] || "$hark" train digits "$digits" --leave-out $speaker -o digits-no-$speaker.jsonl >&2
  [ -d eval-$speaker ] || "$hark" train digits "$digits" --speakers $speaker --eval 150 -o eval-$speaker >&2
  for seed in 2 3; do
    train no-$speaker-$seed base/model $joined,digits-no-$speaker.jsonl:28 600 --lr 8e-4 --warmup 50 --seed $seed
  done
  [ -f no-$speaker/model.safetensors ] ||
    "$hark" train export no-$speaker-2/model --average no-$speaker-3/model --type f32 -o no-$speaker >&2
  before=$(measure before-$speaker $speaker base/model)
  echo "| $speaker | $before | $(measure no-$speaker $speaker no-$speaker) |"
done
