#!/bin/sh
# Runs Squid, hands it every valid new version of the rules, and keeps its log of refusals small.
set -eu
source=/run/egress/rules.conf
rules=/run/squid/rules.conf
log=/var/log/egress/refused.log
max_log_bytes=1048576

say() { printf '{"timestamp":"%s","level":"%s","message":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2"; }

# Only definitions of our own names: a rules file can allow addresses and do nothing else.
is_valid() {
  [ "$(wc -l <"$1")" -le 20000 ] && ! LC_ALL=C grep -Evq \
    -e '^(#.{0,199})?$' \
    -e '^acl app_[a-z0-9_-]{1,100} (src [0-9.]{7,15}/29|dstdomain -n [][a-z0-9._:-]{1,253}|port [0-9]{1,5})$' \
    -e '^acl egress_(declared|granted) all-of( app_[a-z0-9_-]{1,100}){3}$' "$1"
}

# Takes the rules over when they are valid; says whether anything changed.
take_rules() {
  cp "$source" "$rules.new" 2>/dev/null || : >"$rules.new"
  if ! is_valid "$rules.new"; then
    say error 'The rules file holds a line that is not allowed; the rules from before stay.'
    return 1
  fi
  if [ -e "$rules" ] && cmp -s "$rules.new" "$rules"; then return 1; fi
  cp "$rules" "$rules.old" 2>/dev/null || : >"$rules.old"
  mv "$rules.new" "$rules"
  squid -k parse -f /etc/egress-proxy/squid.conf >/run/squid/parse.log 2>&1 && return 0
  say error 'Squid does not understand the rules file; the rules from before stay.'
  mv "$rules.old" "$rules"
  return 1
}

stamp() { stat -c '%i %Y %s' "$source" 2>/dev/null || echo absent; }

: >"$rules"
last="$(stamp)"
take_rules || :
squid -N -f /etc/egress-proxy/squid.conf &
squid=$!
trap 'kill -TERM "$squid" 2>/dev/null || :' TERM INT
say info 'The egress proxy watches its rules.'
while kill -0 "$squid" 2>/dev/null; do
  now="$(stamp)"
  if [ "$now" != "$last" ]; then
    last="$now"
    if take_rules; then
      kill -HUP "$squid"
      say info 'New rules are in force.'
    fi
  fi
  if [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -gt "$max_log_bytes" ]; then kill -USR1 "$squid"; fi
  sleep 1 &
  wait $! || :
done
wait "$squid"
