#!/usr/bin/env bash
# Builds the site that is published.
#
# In: SOURCE (may be empty), SITE (the folder it goes to), CACHE.
set -euo pipefail

arguments=(--output "$SITE" --cache "$CACHE" --format github)
[ -z "$SOURCE" ] || arguments+=("$SOURCE")
syllabus build "${arguments[@]}"
echo "site=$SITE" >> "$GITHUB_OUTPUT"
