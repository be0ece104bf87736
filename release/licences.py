"""The licences of all that is in a program: the crates that are linked in for a platform, with the C that they bring; Rust's own library; the
grammars that colour code; data and fonts. Refuses a licence that nobody has looked at.

    python3 release/licences.py TARGET
"""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from facts import ROOT, Refusal, Target, target_named

# Whoever adds one reads it first: what must be passed on beside its text?
ACCEPTED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0",
    "Unlicense", "Zlib",
}  # fmt: skip

# What is no crate, and a part of the names of the targets that have it.
NOTICES = [
    ("figures for emoji, from Unicode CLDR", "src/repair/data/LICENSE-UNICODE", ""),
    ("Literata, the font", "themes/default/fonts/OFL.txt", ""),
    ("musl, the C library", "release/notices/musl.txt", "-musl"),
    ("Zig, whose compiler of C brings a small library of its own", "release/notices/zig.txt", "-linux-"),
]

_NAME = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)([-_.].*)?", re.IGNORECASE)
_CODE = {".c", ".h", ".js", ".py", ".rs", ".toml"}
_LINE = "=" * 100


def third_party(target: Target, grammars: str) -> str:
    """The text for a platform; `grammars` is what `licences_of_grammars` returns."""
    parts = [
        "What is in this program besides its own code, and under which licences. Each text stands once, after the names of those it is for.\n"
    ]
    # By its words: many texts differ in blanks and line ends only.
    texts: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    for crate in linked_crates(target):
        for text in _texts(crate):
            words = " ".join(text.split())
            texts.setdefault(words, text)
            users.setdefault(words, []).append(f"{crate['name']} {crate['version']} ({crate['license']})")
    parts += [_part(", ".join(names), texts[words]) for words, names in sorted(users.items(), key=lambda row: row[1])]
    parts += [_part(title, (ROOT / path).read_text("utf-8")) for title, path, of in NOTICES if of in target.name]
    parts.append(_part("grammars that colour code, taken from bat", grammars))
    parts.append(_part("the standard library of Rust", _of_rust()))
    return "\n".join(parts)


def licences_of_grammars() -> str:
    """The texts that come with the grammars, as their crate tells them. Compiles what prints them."""
    command = ["cargo", "run", "--quiet", "--locked", "--example", "grammar-licences"]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def linked_crates(target: Target) -> list[dict[str, Any]]:
    """The crates that the program for a platform is made of, without this project's own, by name."""
    command = [
        "cargo",
        "metadata",
        "--format-version=1",
        "--locked",
        "--features=release",
        f"--filter-platform={target.name}",
    ]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    needs = {
        node["id"]: [other["pkg"] for other in node["deps"] if any(kind["kind"] is None for kind in other["dep_kinds"])]
        for node in found["resolve"]["nodes"]
    }
    root = found["resolve"]["root"]
    linked, next_ones = set(), [root]
    while next_ones:
        crate = next_ones.pop()
        if crate not in linked:
            linked.add(crate)
            next_ones += needs[crate]
    return sorted(
        (one for one in found["packages"] if one["id"] in linked - {root}),
        key=lambda one: (one["name"], one["version"]),
    )


def _texts(crate: dict[str, Any]) -> list[str]:
    """The texts of a crate's licences, each once."""
    if not _is_accepted(crate["license"]):
        raise Refusal(
            f"{crate['name']} has the licence {crate['license']}, which is not in ACCEPTED of release/licences.py: read it first"
        )
    folder = Path(crate["manifest_path"]).parent
    paths = [Path(parent) / name for parent, _, names in os.walk(folder) for name in names]
    paths = sorted(path for path in paths if _NAME.fullmatch(path.name) and path.suffix not in _CODE)
    if not paths:
        return [_standard_text(crate)]
    return list(dict.fromkeys(path.read_text("utf-8", errors="replace") for path in paths))


def _standard_text(crate: dict[str, Any]) -> str:
    """The text of the MIT licence, for a crate that offers it and comes without."""
    if "MIT" not in re.split(r"[^\w.-]+", crate["license"]):
        raise Refusal(f"{crate['name']} comes without the text of its licence, {crate['license']}: find it")
    names = [re.sub(r" *<.*?>", "", name) for name in crate["authors"]] or [f"the authors of {crate['name']}"]
    text = (ROOT / "release/notices/mit.txt").read_text("utf-8").replace("AUTHORS", ", ".join(names))
    return f"The crate comes without the text of its licence; this is the usual one.\n\n{text}"


def _is_accepted(expression: str | None) -> bool:
    """Whether of each `AND` one of the `OR`s is accepted."""
    needed = re.split(r"\s+AND\s+", (expression or "").replace("/", " OR "))
    return all(any(one.strip(" ()") in ACCEPTED for one in re.split(r"\s+OR\s+", part)) for part in needed)


def _of_rust() -> str:
    command = ["rustc", "--print=sysroot"]
    folder = Path(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip())
    path = folder / "share/doc/rust/COPYRIGHT-library.html"
    if not path.is_file():
        raise Refusal(f"there is no {path}: take a toolchain of rustup, which brings it")
    reader = _Words()
    reader.feed(path.read_text("utf-8"))
    return re.sub(r"\n\s*\n+", "\n\n", "".join(reader.words)).strip() + "\n"


class _Words(HTMLParser):
    """The text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _part(title: str, text: str) -> str:
    return f"{_LINE}\n{title}\n{_LINE}\n\n{text.strip()}\n"


if __name__ == "__main__":
    try:
        print(third_party(target_named(sys.argv[1]), licences_of_grammars()), end="")
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
