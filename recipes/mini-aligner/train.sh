#!/bin/sh
# Makes the data of a small forced aligner and trains it: recipes/mini-aligner/train.sh FOLDER
#
# FOLDER gets the clips, in run/ the checkpoints and at the end model/, and in export/ the model in bfloat16. After a
# stop the same command goes on.
# It begins with the encoder of hark-mini. To try it out: CLIPS=20 STEPS=2 recipes/mini-aligner/train.sh FOLDER
set -eu
if [ $# -ne 1 ]; then
  echo "train.sh: wanted FOLDER, for data and model" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
mini=$root/mini/src/main/resources/dev/hark/mini/model
mkdir -p "$1"
cd "$1"

# synth FOLDER CLIPS SEED VOICES; a folder that is complete has a manifest.
synth() {
  [ -f "$1/manifest.jsonl" ] ||
    "$hark" train synth -o "$1" --clips "${CLIPS:-$2}" --seed "$3" --voices "$4" \
      --topics commands,dates,digits,letters,mandarin,numbers,times
}

synth dev 60 2055 dev
synth test 300 2077 test
synth train-0 1500 2000 train
synth train-1 2500 2001 train

mkdir -p start
cp "$root/recipes/mini-aligner/config.json" "$root/recipes/mini-aligner/tokenizer_config.json" start
cp "$mini/vocab.json" "$mini/merges.txt" start

"$hark" train align -m start --from "$mini" --data train-0/manifest.jsonl:3,train-1/manifest.jsonl:5 \
  --dev dev/manifest.jsonl -o run --steps "${STEPS:-5000}" --batch 16 --lr 2e-3 --warmup 100 \
  --join 0.2 --most-joined 4 --longest 18 --precision f32 --threads 1 --save-every 100 --eval-every 400 --resume
"$hark" train export run/model -o export --type bf16
exec "$hark" train shifts test/manifest.jsonl -m export
