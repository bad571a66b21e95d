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
for i in 1 2 3 4 5; do
  synth synth-train-$i 5000 $((1000 + i)) train
  data=$data,synth-train-$i/manifest.jsonl:4
done
# What is hardest to tell apart, and what is asked for most, once more.
synth synth-train-6 10000 1006 train letters,dates,times,commands
synth synth-train-7 5000 1007 train digits
synth synth-train-8 5000 1008 train digits
data=$data,synth-train-6/manifest.jsonl:14,synth-train-7/manifest.jsonl:2,synth-train-8/manifest.jsonl:2
# The voices that are made of recordings of people are few, and most like the speakers to come.
much=letters,letters,letters,letters,dates,dates,times,times,commands,commands,digits,numbers
synth synth-train-9 12000 1009 train $much flite,festival
data=$data,synth-train-9/manifest.jsonl:24
# And with the sounds of other languages, whose recorded voices are more.
synth synth-train-11 8000 1011 train digits accents
synth synth-train-12 9000 1012 train digits,numbers,numbers,dates,times,commands,commands accents
data=$data,synth-train-11/manifest.jsonl:1,synth-train-12/manifest.jsonl:5

# Held-out voices: a few clips of each topic to watch the run, more to evaluate the model with.
rm -f dev.part
for topics in commands dates,times digits letters mandarin none numbers; do
  name=$(echo $topics | tr , -)
  synth "synth-dev-$name" 60 55 dev $topics
  synth "synth-test-$name" 300 77 test $topics
  head -n 20 "synth-dev-$name/manifest.jsonl" | sed "s|\"audio\":\"|&synth-dev-$name/|" >> dev.part
done
mv dev.part dev.jsonl

if [ -n "$digits" ]; then
  "$hark" train digits "$digits" -o digits.jsonl
  data=$data,digits.jsonl:4
fi

# train RUN START SEED STEPS RATE CTC MASKS: a run, unless its model is there
train() {
  [ -f "$1/model/model.safetensors" ] ||
    "$hark" train sft -m "$2" --data "$data" --dev dev.jsonl -o "$1" --seed $3 --steps "${STEPS:-$4}" --lr $5 --ctc $6 \
      --spec-augment $7 --warmup 300 --batch 24 --vocal-tract 0.7 --threads 1 --precision f32 --eval-every 1000 \
      --save-every 200 --resume
}

# The mean of runs that begin where another ended is better than each of them on voices that none has heard, and so is
# that of this mean and a short run that begins with it.
train run-1 "$root/recipes/hark-mini" 1 27400 1.2e-3 0.5 0.5
train run-2 run-1/model 2 4000 1.0e-3 0.5 0.5
train run-3 run-2/model 3 4000 1.0e-3 0.5 0.5
[ -f mean/model.safetensors ] ||
  "$hark" train export run-1/model --average run-2/model,run-3/model --type f32 -o mean
train run-4 mean 4 3000 3e-4 0 0.3
exec "$hark" train export run-4/model --average mean -o hark-mini
