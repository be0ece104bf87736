"""Tries a program: it tells its version and builds the sample course. Prints one sum for all bytes of the site, which is the same on every
platform and in whichever way the program was installed.

    python3 release/sample.py PROGRAM
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from facts import ROOT, Refusal, project

# How the variables begin that tell where a site will be, or which day it is.
TELLING = ("CI", "GITHUB_", "GITLAB", "NETLIFY", "SOURCE_DATE_EPOCH")


def site_sum(program: str) -> str:
    """Builds the sample course with a program, and returns the sum of its site."""
    said = subprocess.run([program, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    expected = f"{project().name} {project().version}"
    if said != expected:
        raise Refusal(f"`{program} --version` says {said}, not {expected}")
    # Away from this repository, too: an address that is found would be in the site.
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(TELLING)}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "chapters", Path(folder, "chapters"))
        command = [program, "build", "chapters", "--output", "site", "--no-cache", "--quiet"]
        built = subprocess.run(command, check=False, cwd=folder, env=quiet, stderr=subprocess.PIPE, text=True)
        if built.returncode != 0:
            raise Refusal(f"`{program}` does not build the sample course:\n{built.stderr}")
        return _sum(Path(folder, "site"))


def _sum(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            content = path.read_bytes()
            whole.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()


if __name__ == "__main__":
    try:
        # An absolute path, as the program runs in another folder.
        print(site_sum(str(Path(shutil.which(sys.argv[1]) or sys.argv[1]).resolve())))
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
