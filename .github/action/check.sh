#!/usr/bin/env bash
# Checks the chapters of a pull request: annotates what is doubtful, and sums up what changes for readers. Runs no code of the pull request.
#
# In: SOURCE (may be empty), STRICT (true or false), CACHE, WORK (a folder for what is made), BASE (the commit that it is compared with).
set -euo pipefail

# An empty list is an error in the shell of macOS, so lists are written out only where something is in them.
source=()
[ -z "$SOURCE" ] || source=("$SOURCE")
strict=()
[ "$STRICT" != true ] || strict=(--strict)

status=0
syllabus check ${source[@]+"${source[@]}"} ${strict[@]+"${strict[@]}"} --format github --cache "$CACHE" || status=$?

# The site before and after: its name, and the folder of its cache.
site() {
  mkdir -p "$WORK/$1"
  syllabus build ${source[@]+"${source[@]}"} --output "$WORK/$1/site" --quiet --cache "$2" --base-url https://example.invalid/ > "$WORK/$1/log" 2>&1 || return 1
  syllabus inspect ${source[@]+"${source[@]}"} --cache "$2" > "$WORK/$1/course.json" 2> "$WORK/$1/log" || true
}

if site after "$CACHE"; then
  before="$WORK/base"
  if git cat-file -e "$BASE^{commit}" 2> "$WORK/log" && git worktree add --quiet --detach "$before" "$BASE"; then
    (cd "$before" && site before "$WORK/before/cache") || rm -rf "$WORK/before"
    git worktree remove --force "$before"
  fi
  bash "$ACTION_PATH/.github/action/summary.sh" "$WORK/before" "$WORK/after" >> "$GITHUB_STEP_SUMMARY"
elif [ "$status" = 0 ]; then
  # What the check does not see stands in the log. Its lines could be taken for commands of the runner.
  stop="$RANDOM$RANDOM$RANDOM"
  echo "::error::the site cannot be built; the log of this step says why"
  printf '::stop-commands::%s\n' "$stop"
  cat "$WORK/after/log"
  printf '::%s::\n' "$stop"
  status=3
fi
exit "$status"
