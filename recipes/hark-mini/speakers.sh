#!/bin/sh
# Leaves each of four speakers out of the training and measures a model on that one:
# recipes/hark-mini/speakers.sh FOLDER DIGITS
#
# FOLDER gets clips, runs and, in reports/, the results; DIGITS is the folder recordings/ of the Free Spoken Digit
# Dataset. A model of the shape of hark-mini learns from synthetic digit strings alone, then from these and more of recorded
# voices with changed vocal tracts. Copies of it then learn from these and from three of the speakers each, one that had
# learnt for 1,500 of these steps and one that had for 3,000 more; the means of the two are measured.
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

for i in 7 8; do
  [ -f synth-train-$i/manifest.jsonl ] ||
    "$hark" train synth -o synth-train-$i --clips "${CLIPS:-5000}" --seed $((1000 + i)) --voices train --topics digits
done
[ -f synth-train-10/manifest.jsonl ] ||
  "$hark" train synth -o synth-train-10 --clips "${CLIPS:-4000}" --seed 1010 --voices train --topics digits \
    --synthesizers flite,festival
synthetic=synth-train-7/manifest.jsonl:1,synth-train-8/manifest.jsonl:1
recorded=synth-train-10/manifest.jsonl:1

# train RUN START DATA STEPS OPTIONS...: a run, unless its model is there
train() {
  run=$1 start=$2 data=$3 steps=$4
  shift 4
  [ -f "$run/model/model.safetensors" ] ||
    "$hark" train sft -m "$start" --data "$data" -o "$run" --steps "${STEPS:-$steps}" --ctc 0.5 --threads 1 \
      --precision f32 --save-every 100 --resume "$@" >&2
}

# measure REPORT SPEAKER MODEL: the error rate and its interval, as two cells of the table
measure() {
  "$hark" eval "eval-$2" -m "$3" --number-words --precision f32 --markdown "reports/$1.md" >&2
  sed -n 's/^| [^|]* | [0-9]* | WER | \([^|]*%\) | \([^|]*\) |.*/\1 | \2/p' "reports/$1.md" | tail -n 1
}

train base "$root/recipes/hark-mini" $synthetic 2000 --batch 16 --lr 1.5e-3 --warmup 250 --join 0.05
train voices base/model $synthetic,$recorded 1500 --batch 24 --lr 1e-3 --warmup 100 --vocal-tract 0.7
train longer voices/model $synthetic,$recorded 3000 --batch 24 --lr 1.2e-3 --warmup 100 --vocal-tract 0.7 --seed 3

echo '| speaker left out | synthetic speech alone | 95 % interval | and the other three speakers | 95 % interval |'
echo '|---|--:|--:|--:|--:|'
for speaker in george jackson lucas nicolas; do
  [ -f digits-no-$speaker.jsonl ] || "$hark" train digits "$digits" --leave-out $speaker -o digits-no-$speaker.jsonl >&2
  [ -d eval-$speaker ] || "$hark" train digits "$digits" --speakers $speaker --eval 150 -o eval-$speaker >&2
  for start in voices longer; do
    train no-$speaker-$start $start/model $synthetic,$recorded,digits-no-$speaker.jsonl:4 600 --batch 24 --lr 8e-4 --warmup 50 \
      --vocal-tract 0.7
  done
  [ -f no-$speaker/model.safetensors ] ||
    "$hark" train export no-$speaker-voices/model --average no-$speaker-longer/model --type f32 -o no-$speaker >&2
  before=$(measure before-$speaker $speaker longer/model)
  echo "| $speaker | $before | $(measure no-$speaker $speaker no-$speaker) |"
done
