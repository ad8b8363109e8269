#!/usr/bin/env bash
# Starts Mateship from this checkout: builds what is needed and runs it, in containers or as processes.
# Needs Node.js 20 or newer, npm and git; Node 24, which the server runs on, is fetched from npm when it is not there.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: ./start-server.sh [start] [options]     install, build and run the server
       ./start-server.sh stop|status|logs|invite|uninstall [options]

Runs in containers when a Docker Engine with Compose answers, else as processes of this machine (embedded).

Options of start:
  --port <number>      port on this machine (default 8080; 0 picks a free one)
  --data-dir <folder>  embedded: where the server keeps its data (default: data in this folder, or MATESHIP_DATA_DIR)
  --config <file>      mateship.yaml to use
  --embedded           run without containers, in the foreground until Ctrl-C
  --compose            run in containers, in the background
  --json               print one JSON line when ready; progress goes to standard error

The other verbs take --data-dir (embedded) or --compose too; status takes --json; logs takes a name, -f and -n <lines>.
uninstall removes the containers and keeps the data, unless --delete-data is given.
TEXT
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

case "${1:-}" in
  -h | --help | help)
    usage
    exit 0
    ;;
esac

# The folder of this script, also when it was called through a symbolic link.
script="${BASH_SOURCE[0]}"
while [ -L "$script" ]; do
  folder="$(cd -P "$(dirname "$script")" && pwd)"
  script="$(readlink "$script")"
  case "$script" in /*) ;; *) script="$folder/$script" ;; esac
done
root="$(cd -P "$(dirname "$script")" && pwd)"

command -v node >/dev/null 2>&1 || fail 'Node.js is missing. Install Node.js 20 or newer (https://nodejs.org) and start again.'
major="$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)"
[ "$major" -ge 20 ] || fail "Node.js 20 or newer is needed; this machine has $(node --version 2>/dev/null || echo 'one that does not run'). Install a newer one and start again."
command -v npm >/dev/null 2>&1 || fail 'npm is missing. It comes with Node.js from https://nodejs.org; install it and start again.'
command -v git >/dev/null 2>&1 || fail 'git is missing. Install git and start again.'

node24="$(node "$root/tools/node24.mjs" --print)" || exit 1
# Replaces this shell, so that signals reach the server itself.
exec "$node24" "$root/cli/launch/main.mjs" "$@"
