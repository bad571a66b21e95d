#!/bin/sh
# Trains a student with and without a teacher and measures both: recipes/distillation/run.sh FOLDER [TEACHER]
#
# Same student, same clips of spoken digits, same steps, seeds 1 to 3. FOLDER gets the clips, a folder for each run and
# table.md. After a stop the same command goes on. TEACHER is a model folder with the vocabulary of hark-mini; without
# it, hark-mini teaches. docs/training.md tells more. To try it out: CLIPS=20 STEPS=2 recipes/distillation/run.sh FOLDER
set -eu
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "run.sh: wanted FOLDER [TEACHER]; FOLDER is for clips and runs, TEACHER is a model folder" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
teacher=$root/mini/src/main/resources/dev/hark/mini/model
[ $# -lt 2 ] || teacher=$(cd "$2" && pwd)
mkdir -p "$1"
cd "$1"

# synth FOLDER CLIPS SEED VOICES: clips, of which those of up to five digits are used.
synth() {
  [ -f "$1/manifest.jsonl" ] ||
    "$hark" train synth -o "$1" --clips "${CLIPS:-$2}" --seed "$3" --voices "$4" --topics digits
  grep -E '"text":"language English<asr_text>[a-z]+( [a-z]+){0,4}"' "$1/manifest.jsonl" > "$1/short.jsonl"
}

synth train 3000 501 train
synth test 400 503 test

mkdir -p student
cp "$root/recipes/distillation/student.json" student/config.json
for file in generation_config.json merges.txt tokenizer_config.json vocab.json; do
  cp "$teacher/$file" student/
done

# train NAME SEED COMMAND...: one run, unless its model is there; at its end it is measured on the test voices.
train() {
  run=$1-$2
  seed=$2
  shift 2
  [ -f "$run/model/model.safetensors" ] ||
    "$hark" train "$@" --data train/short.jsonl --dev test/short.jsonl -o "$run" --seed "$seed" --join 0 \
      --steps "${STEPS:-1000}" --batch 16 --lr 3e-3 --warmup 100 --ctc 0.5 --no-augment --precision f32 --threads 1 \
      --save-every 250 --eval-every 1000 --resume
}

for seed in 1 2 3; do
  train labels $seed sft -m student
  train teacher $seed distill --teacher "$teacher" --student-config student --teacher-cache answers --hidden-weight 1
done

{
  echo "| run | word error rate |"
  echo "|---|--:|"
  for run in labels-1 labels-2 labels-3 teacher-1 teacher-2 teacher-3; do
    sed -n 's/.*"wer": \([0-9.]*\)}/\1/p' "$run/metrics.jsonl" | tail -n 1 |
      awk -v run="$run" '{ printf "| %s | %.2f %% |\n", run, 100 * $1 }'
  done
} > table.md
cat table.md
