#!/bin/sh
# Makes the data of hark-mini and trains it: recipes/hark-mini/train.sh FOLDER [DIGITS]
#
# FOLDER gets the clips, the runs, and at the end the model, in hark-mini/. After a stop the same command goes on.
# DIGITS is the folder recordings/ of the Free Spoken Digit Dataset; without it there is only synthetic speech.
# docs/training.md has the rest. To try it out: CLIPS=20 STEPS=2 recipes/hark-mini/train.sh FOLDER
set -eu
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "train.sh: wanted FOLDER [DIGITS]; FOLDER is for data and model, DIGITS has recordings of digits" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
digits=
[ $# -lt 2 ] || digits=$(cd "$2" && pwd)
mkdir -p "$1"
cd "$1"

# With a larger heap decoded clips are kept in a third of it; reading them again costs little.
export HARK_JAVA_OPTIONS="${HARK_JAVA_OPTIONS:--Xmx1500m}"

# synth FOLDER CLIPS SEED VOICES [TOPICS [SYNTHESIZERS]]; a folder that is complete has a manifest.
synth() {
  [ -f "$1/manifest.jsonl" ] ||
    "$hark" train synth -o "$1" --clips "${CLIPS:-$2}" --seed "$3" --voices "$4" ${5:+--topics "$5"} \
      ${6:+--synthesizers "$6"}
}

synth synth-train-0 4000 1000 train
data=synth-train-0/manifest.jsonl:4
for i in 1 2 3 4; do
  synth synth-train-$i 5000 $((1000 + i)) train
  data=$data,synth-train-$i/manifest.jsonl:4
done
# What is hardest to tell apart, and what is asked for most, once more.
synth synth-train-6 10000 1006 train letters,dates,times,commands
synth synth-train-7 5000 1007 train digits
synth synth-train-8 5000 1008 train digits
data=$data,synth-train-6/manifest.jsonl:4,synth-train-7/manifest.jsonl:2,synth-train-8/manifest.jsonl:2
# The voices that are made of recordings of people are few, and most like the speakers to come.
much=letters,letters,letters,letters,dates,dates,times,times,commands,commands,digits,numbers
synth synth-train-9 12000 1009 train $much flite,festival
data=$data,synth-train-9/manifest.jsonl:6
recorded=flite,festival
if command -v pico2wave >/dev/null; then
  recorded=flite,festival,pico
else
  echo "train.sh: pico2wave is not on the PATH; trained without its two voices" >&2
fi
# Letters sound alike and are confused most, so of these there is much that is said once only.
often=letters,letters,letters,letters,letters
synth synth-train-20 24000 1020 train $often,letters,dates,times,commands,commands,numbers,digits espeak-ng
synth synth-train-21 14000 1021 train $often,letters,dates,times,commands,commands,numbers,digits $recorded
synth synth-train-22 8000 1022 train $often,dates,times,commands,commands,numbers,digits espeak-ng
synth synth-train-23 8000 1023 train $often,dates,times,commands,commands,numbers,digits $recorded
synth synth-train-24 5000 1024 train mandarin
# Commands, dates and times have most words and are learnt last.
last=commands,commands,dates,times
synth synth-train-25 16000 1025 train $last espeak-ng
synth synth-train-26 8000 1026 train $last $recorded
for i in 20 21 22 23; do
  data=$data,synth-train-$i/manifest.jsonl:12
done
data=$data,synth-train-24/manifest.jsonl:8
# Who reads digit by digit sounds otherwise than who says a number in one go.
synth synth-train-30 4000 1030 train single-digits $recorded
synth synth-train-31 6000 1031 train single-digits espeak-ng
synth synth-train-33 8000 1033 train single-letters $recorded
synth synth-train-34 12000 1034 train single-letters espeak-ng
data=$data,synth-train-30/manifest.jsonl:4,synth-train-31/manifest.jsonl:4

# Held-out voices: a few clips of each topic to watch the run, more to evaluate the model with.
rm -f dev.part
for topics in commands dates,times digits letters mandarin none numbers; do
  name=$(echo $topics | tr , -)
  synth "synth-dev-$name" 60 55 dev $topics
  synth "synth-test-$name" 300 77 test $topics
  head -n 20 "synth-dev-$name/manifest.jsonl" | sed "s|\"audio\":\"|&synth-dev-$name/|" >> dev.part
done
mv dev.part dev.jsonl

people=
if [ -n "$digits" ]; then
  "$hark" train digits "$digits" -o digits.jsonl
  people=,digits.jsonl:4
fi
common=$data

# train RUN START SEED STEPS RATE CTC MASKS CHANGED: a run, unless its model is there
train() {
  [ -f "$1/model/model.safetensors" ] ||
    "$hark" train sft -m "$2" --data "$data" --dev dev.jsonl -o "$1" --seed $3 --steps "${STEPS:-$4}" --lr $5 --ctc $6 \
      --spec-augment $7 --augment-share $8 --warmup 200 --batch 24 --vocal-tract 0.7 --threads 1 \
      --precision "${PRECISION:-bf16}" --eval-every 1000 --save-every 200 --resume
}

# round I STEPS RATE: two runs from the same weights, side by side, in another order each, and the mean of both
round() {
  first=run-$(($1 * 2)) second=run-$(($1 * 2 + 1))
  train $first $start $(($1 * 2)) $2 $3 0 0.2 0.7 & beside=$!
  train $second $start $(($1 * 2 + 1)) $2 $3 0 0.2 0.7 || { wait $beside; exit 1; } # none is left behind
  wait $beside
  start=mean-$1
  [ -f $start/model.safetensors ] || "$hark" train export $first/model --average $second/model -o $start --type f32
}

# The first learns what speech is in all noise, the others what the clips say that are not changed, too.
data=$common,synth-train-33/manifest.jsonl:12,synth-train-34/manifest.jsonl:6$people
train run-1 "$root/recipes/hark-mini" 1 12000 1.5e-3 0.5 0.3 0.9
start=run-1/model
round 1 6000 8e-4
round 2 4000 5e-4
data=$common,synth-train-33/manifest.jsonl:4,synth-train-34/manifest.jsonl:2
data=$data,synth-train-25/manifest.jsonl:16,synth-train-26/manifest.jsonl:14$people
round 3 8000 8e-4
round 4 6000 5e-4
[ -f hark-mini/model.safetensors ] || "$hark" train export $start -o hark-mini --type bf16
