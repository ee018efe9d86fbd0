#!/usr/bin/env bash
# make test: installs the Debian packages of the browser tests, checks style and types, trains what changed, validates
# the data, plays the stories, and runs pytest: logic, API, console, dialogues turn by turn, the whole stack as real
# processes, and the website in a headless Chromium. With --full also the tests marked slow, and then the bars of
# `make evaluate` and `make bench`. Needs no settings: .env is left alone, data lie in a folder that is removed.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }
python=.venv/bin/python
data_dir=$(mktemp -d)
trap 'rm -rf "$data_dir"' EXIT
export DATA_DIR="$data_dir" ENV_FILE=/dev/null RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=3

step "Debian packages for the browser tests"
bash scripts/debian_packages.sh chromium chromium-driver

step "Style and types"
$python -m ruff check .
$python -m ruff format --check .
$python -m mypy

step "Model"
$python scripts/train.py

step "rasa data validate"
$python -m bot.engine data validate --fail-on-warnings >"$data_dir/validate.log" 2>&1 || { tail -20 "$data_dir/validate.log"; exit 1; }
# Rasa exits 0 in spite of some warnings: read them. The harmless ones are explained in docs/developers.md.
if grep -E "UserWarning|WARNING" "$data_dir/validate.log" | grep -vE -f scripts/harmless_warnings.txt; then
  echo "rasa data validate warns (see above)"; exit 1
fi
echo "valid"

# --e2e, or the messages are not read and only intent and action compared
step "rasa test core: stories through the real engine"
$python -m bot.engine test core --e2e --model models/client-questions.tar.gz --stories tests/dialogues --out "$data_dir/results" \
  --endpoints tests/dialogues/endpoints.yml --fail-on-prediction-errors >"$data_dir/stories.log" 2>&1 \
  || { cat "$data_dir/results/failed_test_stories.yml" 2>/dev/null; tail -15 "$data_dir/stories.log"; exit 1; }
grep -E "Correct: +[0-9]+ / [0-9]+" "$data_dir/stories.log" | tail -1 || true

step "pytest"
if [ "${1:-}" = "--full" ]; then
  $python -m pytest -q
  $python -m benchmarks.understanding --check
  $python -m benchmarks.bench --check --without-peer
else
  $python -m pytest -q -m "not slow"
fi
