#!/bin/sh
# Teaches a model 30 words that it does not know by LoRA: recipes/lora-words/run.sh FOLDER [MODEL]
#
# FOLDER gets the clips, run/ with adapter and model, and before/ and after/ with reports: of the new words, and of what
# the model knew, to see what it forgets. MODEL is hark-mini if not given. After a stop the same command goes on.
# Half of the training clips say what the model knows already; KEEP=0 leaves those out.
set -eu
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "run.sh: wanted FOLDER [MODEL]; FOLDER is for data and results" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
hark=${HARK:-$root/hark}
model=$root/mini/src/main/resources/dev/hark/mini/model
[ $# -lt 2 ] || model=$(cd "$2" && pwd)
mkdir -p "$1"
cd "$1"

# synth FOLDER CLIPS SEED VOICES [--words FILE]; a folder that is complete has a manifest.
synth() {
  folder=$1 clips=$2 seed=$3 voices=$4
  shift 4
  [ -f "$folder/manifest.jsonl" ] ||
    "$hark" train synth -o "$folder" --clips "${CLIPS:-$clips}" --seed "$seed" --voices "$voices" "$@"
}

# judge FOLDER MODEL: reports of a model
judge() {
  mkdir -p "$1"
  for set in new old; do
    [ -f "$1/$set.md" ] ||
      "$hark" eval "test-$set/manifest.jsonl" --model "$2" --number-words --markdown "$1/$set.md"
  done
}

synth train-new 2000 301 train --words "$here/words.txt"
synth test-new 300 302 test --words "$here/words.txt"
synth test-old 300 304 test
data=train-new/manifest.jsonl
if [ "${KEEP:-1}" != 0 ]; then
  synth train-old 1000 303 train
  data=$data:1,train-old/manifest.jsonl:1
fi

judge before "$model"
"$hark" train sft -m "$model" --data "$data" -o run --steps "${STEPS:-400}" --batch 24 --lr 3e-3 --warmup 50 \
  --precision f32 --threads 1 \
  --lora-rank 16 \
  --lora-targets q_proj,k_proj,v_proj,o_proj,out_proj,fc1,fc2,linear_1,linear_2,gate_proj,up_proj,down_proj --resume
judge after run/model
