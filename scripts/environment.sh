#!/usr/bin/env bash
# Makes .venv from requirements.lock: finds Python 3.10 (also pyenv's), else lets uv get one. Called by make.
# A second call with the same lock file does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "make: $*"; exit 1; }

stamp=".venv/.made-from-$(sha256sum requirements.lock | cut -c1-16)"
[ -e "$stamp" ] && exit 0

free_kb=$(df -Pk . | awk 'NR==2 {print $4}')
[ "$free_kb" -gt 4500000 ] || fail "not enough disk space: the environment needs 4.5 GB, $((free_kb / 1000)) MB are free"

# uv: the one on the machine, else one of our own in .tools
find_uv() {
  if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
  if [ ! -x .tools/bin/uv ]; then
    command -v python3 >/dev/null 2>&1 || fail "no python3 on this machine: install Debian's package python3"
    say "Getting uv (the package installer) into .tools …"
    if ! python3 -m venv .tools >/dev/null 2>&1; then
      rm -rf .tools
      if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing Debian's package python3-venv …"
        { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1 \
          || fail "could not install python3-venv: apt-get install python3-venv"
        python3 -m venv .tools || fail "python3 -m venv does not work on this machine"
      else
        fail "python3 -m venv does not work: install Debian's package python3-venv"
      fi
    fi
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==0.9.*" 2>/dev/null \
      || .tools/bin/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null \
      || fail "could not get uv from the package registry: is there a network?"
  fi
  printf '%s\n' ".tools/bin/uv"
}

# Python 3.10: Rasa 3.6 and Django 5.2 agree on no other. A pyenv shim may be there and not work, so each is tried.
find_python() {
  local candidate
  for candidate in "$(command -v python3.10 2>/dev/null || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python /usr/local/bin/python3.10; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

uv=$(find_uv)
python=$(find_python)
if [ -z "$python" ]; then
  say "No Python 3.10 here: getting one through uv …"
  "$uv" python install 3.10 >/dev/null 2>&1 || fail "no Python 3.10: install it (for example with pyenv) and call make again"
  python=$("$uv" python find 3.10)
fi

say "Making .venv with $("$python" --version), installing $(grep -c '==' requirements.lock) packages (2.8 GB; half a minute to some minutes) …"
[ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null \
  || { rm -rf .venv; "$uv" venv --quiet --python "$python" .venv; }
VIRTUAL_ENV="$PWD/.venv" "$uv" pip sync --quiet --require-hashes requirements.lock \
  || fail "installing the packages failed (see above); call make again to go on"
rm -f .venv/.made-from-*
touch "$stamp"
say "The environment is ready."
