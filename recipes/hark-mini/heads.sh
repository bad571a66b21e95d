#!/bin/sh
# Trains heads for a hark-mini and measures them: recipes/hark-mini/heads.sh FOLDER MODEL OUT
#
# FOLDER is where train.sh made its clips, MODEL a model folder; both stay as they are. OUT gets heads/, in model/ a copy of
# the model with the heads beside it, reports in
# clean.txt, noise-10-db.txt and timed.txt. After a stop the same command goes on; another model wants another OUT.
set -eu
if [ $# -ne 3 ]; then
  echo "heads.sh: wanted FOLDER MODEL OUT; FOLDER has the clips of train.sh, MODEL is a model folder, OUT is for the heads" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
hark=${HARK:-$root/hark}
model=$(cd "$2" && pwd)
mkdir -p "$3"
out=$(cd "$3" && pwd)
cd "$1"
export HARK_JAVA_OPTIONS="${HARK_JAVA_OPTIONS:--Xmx1500m}"

data=
for i in 0 1 2 3 4; do
  data=$data${data:+,}synth-train-$i/manifest.jsonl
done
"$hark" train heads -m "$model" --data "$data" --heads "${HEADS:-lid,vad}" -o "$out/heads" --steps "${STEPS:-300}" \
  --batch 24 --resume

# Measured beside a copy of the model, with voices that neither has heard.
rm -rf "$out/model"
cp -R "$model" "$out/model"
cp "$out/heads/heads.json" "$out/heads/heads.safetensors" "$out/model"
test=
for name in commands dates-times digits letters mandarin none numbers; do
  test=$test${test:+,}synth-test-$name/manifest.jsonl
done
"$hark" train eval-heads -m "$out/model" --data "$test" > "$out/clean.txt"
"$hark" train eval-heads -m "$out/model" --data "$test" --noise 10 > "$out/noise-10-db.txt"
cat "$out/clean.txt" "$out/noise-10-db.txt"

# The same against the times of words instead of levels, where the synthesiser gave them.
for name in commands dates-times digits letters numbers; do
  grep '"words"' "synth-test-$name/manifest.jsonl" |
    sed "s|\"audio\":\"|&$PWD/synth-test-$name/|; s|,\"vad\":\[[^]]*\]||"
done > "$out/timed.jsonl"
"$hark" train eval-heads -m "$out/model" --data "$out/timed.jsonl" > "$out/timed.txt"
cat "$out/timed.txt"
