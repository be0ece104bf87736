#!/usr/bin/env bash
# What changes for readers between two builds, as markdown: pages, questions, links, repairs.
#
# In: two folders, each with `site` (a site) and `course.json` (what `syllabus inspect` says of it). The first may be missing.
set -euo pipefail

before="$1" after="$2"
echo '## What changes for readers'
echo
if [ ! -f "$before/course.json" ]; then
  echo 'There is nothing to compare with: the commit that this is based on is not here (`fetch-depth: 0`), or has no course.'
  exit 0
fi

jq --raw-output --null-input --slurpfile old "$before/course.json" --slurpfile new "$after/course.json" \
  --rawfile sums_before "$before/site/.syllabus/manifest" --rawfile sums_after "$after/site/.syllabus/manifest" '
  # What readers see has no markup of its own in this summary.
  def plain: gsub("[\\n\\r|<>`\\[\\]]"; " ");
  def sums: split("\n") | map(select(test("^[0-9a-f]{64} "))) | map({key: .[65:], value: .[:64]}) | from_entries;
  def pages: .chapters | map({key: .url, value: .}) | from_entries;
  def questions: [.chapters[] | . as $chapter | .questions[]? | {key: .id, value: {chapter: $chapter.title, stem}}] | from_entries;
  def broken: [.chapters[] | . as $chapter | .links[]? | select(.status | IN("broken", "broken-anchor", "missing-image")) | "\($chapter.source): \(.href)"];
  def repairs: [.chapters[].repairs[]?] | length;
  def list($title; $items): if ($items | length) == 0 then empty else
    "\n**\($title)** (\($items | length))\n", ($items[:20][] | "- \(plain)"), (if ($items | length) > 20 then "- … and \(($items | length) - 20) more" else empty end) end;
  ($sums_before | sums) as $sums_before | ($sums_after | sums) as $sums_after | $old[0] as $old | $new[0] as $new |
  ($old | pages) as $pages_before | ($new | pages) as $pages_after |
  [$pages_after | keys_unsorted[] | select($pages_before[.] | not)] as $added |
  [$pages_before | keys_unsorted[] | select($pages_after[.] | not)] as $left |
  [$left[] | select($sums_after[.])] as $moved | ($left - $moved) as $gone |
  [$pages_after | keys_unsorted[] | select($pages_before[.]) | select($pages_after[.].source as $source
      | (($sums_after[$source] // $sums_after[.]) != ($sums_before[$source] // $sums_before[.])) or ($pages_before[.].title != $pages_after[.].title))] as $changed |
  ($old | questions) as $asked | ($new | questions) as $asks |
  [
    list("New pages"; $added | map("\($pages_after[.].title) – \(.)")),
    list("Pages that are gone: links from elsewhere will fail"; $gone | map("\($pages_before[.].title) – \(.)")),
    list("Pages that moved: their old addresses lead on"; $moved | map("\($pages_before[.].title) – \(.)")),
    list("Changed pages"; $changed | map("\($pages_after[.].title) – \(.)")),
    list("New questions"; [$asks | to_entries[] | select($asked[.key] | not) | "\(.value.chapter): \(.value.stem)"]),
    list("Questions that are gone, or whose stem or choices changed: students begin them anew"; [$asked | to_entries[] | select($asks[.key] | not) | "\(.value.chapter): \(.value.stem)"]),
    list("Links that break"; ($new | broken) - ($old | broken)),
    list("Links that work again"; ($old | broken) - ($new | broken)),
    (($new | repairs) - ($old | repairs) | if . == 0 then empty else "\n**Damaged places that are repaired**: \(if . > 0 then "+" else "" end)\(.)" end)
  ] as $lines | if ($lines | length) == 0 then "Nothing." else $lines[] end'
