//! What the generated course is made of: words, sentences and code with slots. `«noun»` is a word of the text's own; in code `«a»`, `«b»`,
//! `«c»` are things, `«v»`, `«w»` what is done, `«T»` and `«t»` a name, `«k»` a number, the same in all of one piece.

/// Things; each takes an `s` for more of them.
pub const NOUNS: &[&str] = &[
    "account",
    "action",
    "agent",
    "alarm",
    "anchor",
    "answer",
    "archive",
    "area",
    "backup",
    "ballast",
    "band",
    "barge",
    "basin",
    "batch",
    "beacon",
    "beam",
    "berth",
    "blank",
    "block",
    "board",
    "bolt",
    "bridge",
    "bucket",
    "buffer",
    "buoy",
    "cabin",
    "cable",
    "cache",
    "canal",
    "captain",
    "cargo",
    "chain",
    "channel",
    "chart",
    "check",
    "circle",
    "clock",
    "column",
    "compass",
    "container",
    "contract",
    "convoy",
    "counter",
    "course",
    "crane",
    "crew",
    "current",
    "cycle",
    "deck",
    "depth",
    "dock",
    "document",
    "draft",
    "drum",
    "engine",
    "event",
    "failure",
    "fender",
    "ferry",
    "field",
    "figure",
    "filter",
    "flag",
    "fleet",
    "forecast",
    "frame",
    "freight",
    "gangway",
    "gate",
    "gauge",
    "graph",
    "group",
    "harbour",
    "hatch",
    "hawser",
    "heap",
    "helm",
    "hold",
    "hook",
    "horizon",
    "hull",
    "index",
    "invoice",
    "island",
    "journal",
    "kernel",
    "keel",
    "knot",
    "label",
    "ladder",
    "lamp",
    "lane",
    "lantern",
    "layer",
    "leak",
    "ledger",
    "lever",
    "lighter",
    "limit",
    "line",
    "list",
    "load",
    "locker",
    "log",
    "manifest",
    "map",
    "margin",
    "marker",
    "mast",
    "matrix",
    "measure",
    "member",
    "message",
    "meter",
    "mirror",
    "model",
    "module",
    "mooring",
    "motor",
    "notice",
    "number",
    "oar",
    "object",
    "offer",
    "order",
    "outlet",
    "packet",
    "paddle",
    "pallet",
    "panel",
    "parcel",
    "partner",
    "passage",
    "patrol",
    "pattern",
    "permit",
    "pier",
    "pilot",
    "pipe",
    "plan",
    "plank",
    "pointer",
    "pool",
    "port",
    "process",
    "pulley",
    "pump",
    "quay",
    "query",
    "queue",
    "quota",
    "radar",
    "radio",
    "raft",
    "ramp",
    "range",
    "reader",
    "record",
    "reef",
    "register",
    "report",
    "request",
    "reserve",
    "result",
    "ribbon",
    "rope",
    "route",
    "row",
    "rudder",
    "rule",
    "sail",
    "sample",
    "scale",
    "screen",
    "seal",
    "season",
    "sector",
    "sensor",
    "session",
    "shaft",
    "shard",
    "sheet",
    "shift",
    "shore",
    "signal",
    "siren",
    "sketch",
    "slot",
    "socket",
    "sound",
    "spare",
    "stack",
    "stage",
    "stamp",
    "station",
    "stern",
    "store",
    "stream",
    "surface",
    "table",
    "tackle",
    "tank",
    "target",
    "tariff",
    "team",
    "thread",
    "ticket",
    "tide",
    "timer",
    "token",
    "tower",
    "trace",
    "track",
    "trailer",
    "tug",
    "tunnel",
    "turn",
    "union",
    "unit",
    "valve",
    "vector",
    "vessel",
    "visit",
    "voyage",
    "wagon",
    "warden",
    "watch",
    "wave",
    "weight",
    "wharf",
    "wheel",
    "whistle",
    "winch",
    "window",
    "worker",
    "yard",
    "zone",
];

/// What is done.
pub const VERBS: &[&str] = &[
    "accept", "adjust", "admit", "anchor", "answer", "arrange", "audit", "balance", "bind", "block", "board", "book",
    "build", "call", "cancel", "carry", "change", "charge", "check", "clean", "clear", "close", "collect", "compare",
    "confirm", "count", "cover", "deliver", "detect", "divide", "drain", "empty", "enter", "estimate", "exchange",
    "extend", "fasten", "fetch", "fill", "filter", "find", "follow", "forward", "gather", "guard", "guide", "hand",
    "hoist", "inspect", "join", "keep", "label", "launch", "lease", "lift", "list", "load", "lock", "lower", "map",
    "mark", "measure", "mend", "merge", "note", "offer", "open", "order", "pack", "paint", "pass", "pilot", "plan",
    "print", "publish", "pull", "pump", "raise", "read", "refuse", "release", "remove", "rename", "repair", "replace",
    "report", "request", "reserve", "review", "rotate", "sample", "scan", "seal", "search", "secure", "select", "send",
    "settle", "share", "shift", "sign", "sort", "split", "stamp", "start", "steer", "stop", "store", "stream", "test",
    "tow", "trace", "track", "transfer", "turn", "unload", "update", "verify", "visit", "wait", "warn", "watch",
    "weigh", "write",
];

/// What it is like.
pub const ADJECTIVES: &[&str] = &[
    "active", "annual", "armed", "blue", "brief", "broad", "broken", "calm", "central", "clean", "clear", "closed",
    "coastal", "cold", "common", "correct", "daily", "deep", "dense", "direct", "distant", "double", "dry", "early",
    "eastern", "empty", "even", "exact", "fast", "final", "firm", "fixed", "flat", "foreign", "formal", "free",
    "fresh", "full", "general", "gentle", "global", "grey", "half", "heavy", "hidden", "high", "hollow", "idle",
    "inner", "known", "large", "late", "lazy", "light", "linear", "local", "long", "loose", "lost", "low", "manual",
    "minor", "missing", "mobile", "narrow", "native", "neutral", "northern", "open", "outer", "parallel", "partial",
    "plain", "private", "proper", "public", "quick", "quiet", "random", "rare", "ready", "recent", "remote", "rough",
    "round", "safe", "scarce", "second", "secret", "shared", "sharp", "short", "silent", "simple", "single", "slow",
    "small", "smooth", "solid", "spare", "stable", "steady", "steep", "still", "strict", "strong", "sudden", "tall",
    "tidal", "tight", "total", "unique", "upper", "urgent", "usual", "vacant", "valid", "virtual", "visible", "warm",
    "weak", "wide", "yearly",
];

/// What modules and chapters are about.
pub const SUBJECTS: &[&str] = &[
    "Berth Planning",
    "Cargo Records",
    "Tide Tables",
    "Queues and Locks",
    "Radio Messages",
    "Crane Control",
    "Safe Storage",
    "Errors and Alarms",
    "Customs Data",
    "Fleet Tracking",
    "Weather Models",
    "Night Watch",
    "Maintenance",
    "Passenger Lists",
    "Pilot Service",
    "Route Search",
    "Shared Ledgers",
    "Signal Processing",
    "Shift Schedules",
    "Tariffs and Invoices",
    "Tests at Sea",
    "Text and Charsets",
    "Time Series",
    "Types and Traits",
    "Access at the Gate",
    "Backups Ashore",
    "Concurrency on Deck",
    "Deployment",
    "Measuring Load",
    "Networks of Sensors",
];

/// Headings of sections.
pub const HEADINGS: &[&str] = &[
    "The Idea in One Page",
    "How It Works",
    "Kinds of Work",
    "What Often Goes Wrong",
    "From a Working Day",
    "Good Habits",
    "Things to Remember",
    "Choices and Their Price",
    "Step by Step",
    "Keeping Watch",
    "Limits and Costs",
    "When It Fails",
    "Options Compared",
    "A Worked Example",
    "Settings",
    "The Model Explained",
    "A Picture from the Harbour",
    "Roles and Duties",
];

/// Sentences.
pub const SENTENCES: &[&str] = &[
    "Before you «verb» a «adj» «noun», «verb» the «noun» that «Name» keeps for it.",
    "The «thing» is there to «verb» each «noun»; without it nobody can «verb» the «noun» in time.",
    "Whoever has to «verb» the «nouns» learns soon that **«thing»** and *«thing»* are two things: you «verb» the one and «verb» the other.",
    "Call `«noun»_«noun»` to «verb» the «nouns» — if you forget it, the «thing» stays «adj».",
    "At night «Name» will «verb» the «nouns» by itself, so «verb» them in the evening and «verb» the rest in the morning.",
    "Some crews «verb» their «nouns» each week, others only when the «thing» has a «adj» «noun».",
    "One «adj» «noun» takes about «n» minutes for each «noun», and that is why the «noun» must «verb» first.",
    "When the «noun» is late, «verb» the «thing», then go the way «noun» → «noun» → «noun» once more.",
    "Keep this in mind above all: **«verb» the «noun» before the «noun»**.",
    "The inspector wants to see the «thing», the «thing» and last of all the «thing».",
    "There is more about the «adj» «noun» in [the guide to «Name»](https://example.org/guide/«noun»/«n»).",
    "You can «verb» «nouns» from the bridge with «Name», from the shore with `«noun» --«verb»`, or by a «adj» call.",
    "A «noun» that nobody may «verb» is a «noun» lost; «Name» counts «n» of them in a year.",
    "If two «nouns» «verb» the same «noun», the «adj» one wins, and the log of the «thing» says so.",
];

/// Languages of code, as often as they are met.
pub const LANGUAGES: &[&str] = &[
    "rust",
    "rust",
    "rust",
    "rust",
    "rust",
    "python",
    "python",
    "python",
    "python",
    "python",
    "yaml",
    "yaml",
    "yaml",
    "yaml",
    "bash",
    "bash",
    "bash",
    "bash",
    "bash",
    "json",
    "json",
    "json",
    "javascript",
    "javascript",
    "javascript",
    "sql",
    "sql",
    "go",
    "toml",
];

/// Code, by language.
pub const CODE: &[(&str, &str)] = &[
    (
        "rust",
        r##"
use std::collections::BTreeMap;

/// Keeps each «noun» with the «adj» «b» it waits for.
#[derive(Debug, Clone, Default)]
pub struct «T» {
    «a»s: BTreeMap<String, Vec<u32>>,
    most: usize,
}

impl «T» {
    /// Puts a «b» in its place, and says how many there are.
    pub fn «v»_«b»(&mut self, name: &str, weight: u32) -> Result<usize, String> {
        let row = self.«a»s.entry(name.to_owned()).or_default();
        if row.len() == self.most {
            return Err(format!("no «noun» for {name}: {} are enough", self.most)); // «adj» «noun»
        }
        row.push(weight);
        Ok(row.iter().filter(|each| **each >= «k»).count())
    }
}

fn main() {
    let mut «c» = «T» { most: «k», ..«T»::default() };
    match «c».«v»_«b»("«noun»", «k») {
        Ok(heavy) => println!("{heavy} above the «noun»"),
        Err(why) => eprintln!("not done: {why}"),
    }
}
"##,
    ),
    (
        "rust",
        r##"
use std::sync::mpsc::{Receiver, channel};
use std::thread;

#[derive(Clone, Copy, Debug, PartialEq)]
enum «T» {
    «Noun» { depth: f64 },
    Waiting(u16),
    Gone,
}

/// Each «noun» is asked once; the «adj» ones are left out.
fn «v»(«a»s: Receiver<«T»>) -> Vec<f64> {
    let mut depths = Vec::with_capacity(«k»);
    for «a» in «a»s {
        match «a» {
            «T»::«Noun» { depth } if depth > 0.5 => depths.push(depth),
            «T»::Waiting(minutes) => println!("{minutes} min to the «noun»"),
            _ => {}
        }
    }
    depths
}

fn main() {
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        scope.spawn(move || (0..«k»).try_for_each(|row| sender.send(«T»::Waiting(row))));
        let «b» = «v»(receiver); // «adj» «noun»
        assert!(«b».len() <= «k», "more than the «noun» holds");
    });
}
"##,
    ),
    (
        "python",
        r##"
import json
from dataclasses import dataclass, field


@dataclass(slots=True)
class «T»:
    """«sentence»"""

    name: str
    «a»s: list[float] = field(default_factory=list)

    def «v»(self, «b»: dict[str, float], *, most: int = «k») -> float | None:
        for place, (key, value) in enumerate(«b».items()):  # «adj» «noun»
            if value is None or place >= most:
                print(f"{place}: no «noun» for {key!r}")
                continue
            try:
                self.«a»s.append(float(value) / len(key))
            except ZeroDivisionError as error:
                print(f"a «noun» without a name: {error}")
        return max(self.«a»s, default=None)


if __name__ == "__main__":
    «c» = «T»("«noun»")
    found = «c».«v»({"«noun»": «k», "«noun»": 7.5})
    print(json.dumps({"«a»": found, "all": «c».«a»s}, sort_keys=True))
"##,
    ),
    (
        "python",
        r##"
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

LIMIT = «k»


def «v»_«a»s(folder: Path, *, ending: str = ".«b»") -> Iterator[tuple[str, int]]:
    """«sentence»"""
    for path in sorted(folder.rglob(f"*{ending}")):
        with path.open(encoding="utf-8") as lines:
            total = sum(len(line.split()) for line in lines if not line.startswith("#"))
        if total > LIMIT:  # too much for a «adj» «noun»
            raise ValueError(f"{path.name} has {total} words, «a» holds {LIMIT}")
        yield path.stem, total


def main() -> None:
    «c»: defaultdict[str, set[int]] = defaultdict(set)
    for name, total in «v»_«a»s(Path("/srv/«noun»")):
        «c»[name.lower()].add(total % LIMIT)
    print(*(f"{key:<12} {values}" for key, values in «c».items()), sep="\n")
"##,
    ),
    (
        "yaml",
        r##"
# «adj» «noun»
apiVersion: «a».example.org/v2
kind: «T»
metadata:
  name: «b»-«c»
  labels: {port: "«noun»", shift: «adj»}
spec:
  cranes: «k»
  berths:
    - name: «noun»
      image: "registry.example.org/«b»:«k»"   # «noun»
      env:
        - {name: MOST_«A», value: "«k»"}
      command: ["«v»", "--«noun»", "--quiet"]
  when: |
    «v» the «noun» at noon
    «w» the «noun» at dusk
"##,
    ),
    (
        "yaml",
        r##"
on:
  schedule: [{cron: "«k» 4 * * *"}]
jobs:
  «v»-«a»:
    runs-on: &place ubuntu-latest
    timeout-minutes: 30
    strategy:
      matrix: {«b»: [«noun», «noun»], fast: [true, false]}
    steps:
      - uses: actions/checkout@v4
      - name: "«v» the «noun»"
        if: ${{ matrix.fast && github.ref == 'refs/heads/«c»' }}
        run: |
          ./«t» «v» --«a» ${{ matrix.«b» }}
          ./«t» «w» --most «k»
"##,
    ),
    (
        "bash",
        r##"
#!/usr/bin/env bash
set -euo pipefail

«A»="${1:?which «a»}"
for file in "/srv/$«A»"/*.«b»; do
  if [[ -s "$file" && "$file" != *old* ]]; then
    echo "«v» $(basename "$file")" >&2   # «adj» «noun»
    «t» «v» --most «k» "$file" || exit 1
  fi
done
curl -fsS "https://example.org/«c»?most=«k»" | jq -r '.«b»s[] | .name' | sort -u
"##,
    ),
    (
        "bash",
        r##"
«v»_«a»() {
  local «b»="$1" tries=«k»
  while ! «t» ping "$«b»" 2>/dev/null; do
    (( tries-- > 0 )) || { printf 'no «noun» at %s\n' "$«b»"; return 1; }
    sleep 0.5   # the «noun» is «adj»
  done
}

export MOST_«A»=«k»
find . -name '*.«c»' -mtime +7 -print0 | xargs -0 -r «t» «w» --to "${HOME}/«noun»"
«v»_«a» "«noun».example.org" && echo "«noun» is open"
"##,
    ),
    (
        "json",
        r##"
{
  "$schema": "https://example.org/«a».json",
  "«b»": [
    { "name": "«noun»", "does": ["«v»:«noun»", "«w»:«noun»"], "place": "«c»/«k»/*" },
    { "name": "«noun»", "does": "«v»:*", "unless": { "«adj»": false, "depth": -«k».5 } }
  ],
  "most": «k»
}
"##,
    ),
    (
        "javascript",
        r##"
import { «T» } from "./«a».js";

/** «adj» «noun» */
export async function «v»(«b», { most = «k» } = {}) {
  const answer = await fetch(`/«c»/${«b».id}?most=${most}`);
  if (!answer.ok) throw new Error(`no «noun»: ${answer.status}`);
  const all = (await answer.json()).filter((one) => one.weight > «k»); // «noun»
  return all.map(({ id, ...rest }) => new «T»(id, rest ?? null));
}
"##,
    ),
    (
        "javascript",
        r##"
class «T» extends HTMLElement {
  #«a»s = new Map();

  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.«v»(target.dataset.«b», «k»));
  }

  «v»(«b», most) {
    const now = this.#«a»s.get(«b») ?? 0; // «adj» «noun»
    this.#«a»s.set(«b», Math.min(now + 1, most));
    this.title = [...this.#«a»s].map(([name, count]) => `${name}: ${count}`).join("\n");
  }
}
"##,
    ),
    (
        "sql",
        r##"
-- «adj» «noun»
SELECT v.«a»_id, COUNT(*) AS visits, AVG(v.«b») AS mean_«b»
FROM «c»s AS v
LEFT JOIN «t» AS t ON t.id = v.«a»_id
WHERE v.entered_at >= '2023-04-01' AND v.«b» > «k»
GROUP BY v.«a»_id HAVING COUNT(*) > 12
ORDER BY visits DESC, mean_«b» LIMIT 40;
"##,
    ),
    (
        "go",
        r##"
package «a»

import "fmt"

// «T» can «v» each «noun».
type «T» struct{ depth map[string]float64 }

func (t *«T») «Verb»(name string) (float64, error) {
	depth, known := t.depth[name]
	if !known {
		return 0, fmt.Errorf("no «b» %q in the «noun»", name)
	}
	return depth * «k», nil
}
"##,
    ),
    (
        "toml",
        r##"
[«a»]
name = "«T»"
most = «k»
open = true
«b»s = ["«noun»", "«noun»"]   # «adj»
"##,
    ),
];
