#!/bin/sh
# Builds the project in the given folder and leaves in /out what its image holds.
set -eu
(cd "$1" && npm run --silent build)
cp -r "$1/dist" /out
find /out -name '*.map' -delete

# Those that deal with apps know them by their manifests.
case "$1" in
  services/gateway | services/updater | services/engine-broker)
    for manifest in services/apps/*/app.yaml; do
      install -D -m 0644 "$manifest" "/out/apps/$(basename "$(dirname "$manifest")")/app.yaml"
    done
    install -m 0644 registry/first-party.yaml /out/apps/first-party.yaml
    ;;
esac
chmod -R a+rX,go-w /out
