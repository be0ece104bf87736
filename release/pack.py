"""Makes everything that a release publishes, from one program for each platform: archives with their sums and the formula for Homebrew, wheels
for PyPI, packages for npm. The same programs give the same bytes. Nothing is uploaded.

    python3 release/pack.py --programs FOLDER --out FOLDER [--npm-name NAME]

In FOLDER each program lies as TARGET/syllabus (or syllabus.exe); targets without one are left out. One of them must run here, as completions
and manual pages are printed by the program itself.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import npm
from facts import ROOT, Project, Refusal, Target, project, targets
from homebrew import formula
from licences import licences_of_grammars, third_party
from same_bytes import Entry, entry, write_tar_gz, write_zip
from wheels import write_wheel

# The shells, and the files in which they look for completions.
SHELLS = {
    "bash": "syllabus.bash",
    "elvish": "syllabus.elv",
    "fish": "syllabus.fish",
    "powershell": "_syllabus.ps1",
    "zsh": "_syllabus",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--npm-name", default=os.environ.get("NPM_NAME"))
    given = arguments.parse_args()
    about = project()
    programs = [(target, given.programs / target.name / target.program) for target in targets()]
    programs = [(target, path) for target, path in programs if path.is_file()]
    if not programs:
        raise Refusal(f"there is no program in {given.programs}: it should be {given.programs}/TARGET/syllabus")
    extras = printed_files([path for _, path in programs])
    grammars = licences_of_grammars()
    folders = {name: given.out / name for name in ("github", "pypi", "npm", "npm/platforms")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)

    archives = []
    for target, path in programs:
        program = entry(target.program, path, is_program=True)
        texts = [entry(name, ROOT / name) for name in ("LICENSE-APACHE", "LICENSE-MIT")]
        texts.append(Entry("THIRD-PARTY-LICENSES.txt", third_party(target, grammars).encode()))
        archives.append((target, write_archive(folders["github"], about, target, [program, *texts, *extras])))
        write_wheel(folders["pypi"], about, target, program, texts)
        if given.npm_name:
            npm.write_platform_package(folders["npm/platforms"], given.npm_name, about, target, program, texts)
    if given.npm_name:
        own = [entry(name, ROOT / name) for name in ("LICENSE-APACHE", "LICENSE-MIT")]
        npm.write_main_package(folders["npm"], given.npm_name, about, [target for target, _ in programs], own)
    named = [(target, sha256) for target, sha256 in archives if target.homebrew]
    if named and about.repository:
        (folders["github"] / f"{about.name}.rb").write_text(formula(about, named), "utf-8")


def write_archive(folder: Path, about: Project, target: Target, entries: list[Entry]) -> str:
    """Writes an archive and the file with its sum; returns the sum."""
    inside = about.archive_name(target)
    path = folder / f"{inside}.{target.archive}"
    write = write_zip if target.archive == "zip" else write_tar_gz
    write(path, [Entry(f"{inside}/{one.path}", one.content, one.is_program) for one in entries])
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    # As `sha256sum --check` reads it, with the line end of every system.
    path.with_name(f"{path.name}.sha256").write_bytes(f"{sha256}  {path.name}\n".encode())
    return sha256


def printed_files(programs: list[Path]) -> list[Entry]:
    """What stands beside a program in an archive: texts, completions, manual pages. These two are of whichever program runs here."""
    program = next((path.resolve() for path in programs if runs(path)), None)
    if program is None:
        raise Refusal("no program of these runs here, and so none can print completions and manual pages")
    texts = [entry(name, ROOT / name) for name in ("README.md", "CHANGELOG.md")]
    for shell, name in SHELLS.items():
        script = subprocess.run([program, "completions", shell], check=True, stdout=subprocess.PIPE).stdout
        texts.append(Entry(f"completions/{name}", script))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "man", folder, "--quiet"], check=True)
        texts += [entry(f"man/{page.name}", page) for page in sorted(Path(folder).iterdir())]
    return texts


def runs(program: Path) -> bool:
    try:
        return subprocess.run([program.resolve(), "--version"], check=False, stdout=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    try:
        main()
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
