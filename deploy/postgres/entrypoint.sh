#!/bin/bash
# Starts PostgreSQL on the volume at /var/lib/postgresql/data. A first start makes the cluster under another name and
# renames it when it is complete, so that one that was cut leaves nothing half done. Starts as root, because the volume
# may belong to anybody (a restored backup, another image), and becomes the image's user `postgres`.
set -euo pipefail
volume=/var/lib/postgresql/data
cluster="$volume/cluster"
unfinished="$volume/cluster-unfinished"
made="$volume/.cluster-made"

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

as_postgres() { gosu postgres env -i PATH="$PATH" LC_ALL=C "$@"; }

make_cluster() {
  rm -rf "$unfinished"
  install -d -o postgres -g postgres -m 0700 "$unfinished"
  # The password reaches initdb through a pipe that postgres itself opens: never on a command line or on disk.
  as_postgres bash -c 'initdb --pgdata="$1" --username=postgres --pwfile=<(cat) --auth=scram-sha-256 \
    --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C --data-checksums --no-instructions' \
    initdb "$unfinished" </run/secrets/superuser >/dev/null
  sync "$unfinished"
  mv -T "$unfinished" "$cluster"
  sync "$volume"
}

[ -s "$volume/.mateship" ] || refuse 'The volume of PostgreSQL was not prepared. Run "docker compose up -d", which runs setup first.'
chown postgres:postgres "$volume"
chmod 0700 "$volume"
if [ -s "$cluster/PG_VERSION" ]; then
  find "$cluster" \! -user postgres -exec chown --no-dereference postgres:postgres {} +
elif [ -e "$made" ]; then
  refuse 'The volume of PostgreSQL held a database, and now it is missing. Restore it from a backup.'
else
  make_cluster
fi
[ -e "$made" ] || { : >"$made" && sync "$volume"; }
# A restored backup often lost the mode that PostgreSQL insists on.
chmod 0700 "$cluster"

found="$(cat "$cluster/PG_VERSION")"
own="$(postgres --version | sed -E 's/.* ([0-9]+).*/\1/')"
own="${own%%.*}"
[ "$found" = "$own" ] || refuse "The database was written by PostgreSQL $found, and this image holds PostgreSQL $own. Move the data with pg_dump, or start the release that made it."
exec gosu postgres env -i PATH="$PATH" LC_ALL=C postgres -D "$cluster" "$@"
