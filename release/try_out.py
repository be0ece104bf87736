"""Installs what `pack.py` made, each thing into a fresh environment, and tries it there: the version, the sample course, the same bytes.

    python3 release/try_out.py [--out FOLDER --target TARGET] [--crate FILE] [--sum SUM]

FOLDER is what `pack.py` wrote. FILE is what `cargo package` wrote; it is compiled, which takes minutes. SUM is what `sample.py` printed elsewhere.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from facts import Refusal, Target, project, target_named
from npm import platform_name
from sample import site_sum

# What is tried, and how it is installed into a folder; the latter returns the path of the program.
Try = tuple[str, Callable[[Path], str]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--target")
    arguments.add_argument("--crate", type=Path)
    arguments.add_argument("--sum")
    given = arguments.parse_args()
    tries = packed(given.out.resolve(), target_named(given.target)) if given.out is not None else []
    if given.crate is not None:
        tries.append(("crate", lambda folder: from_crate(folder, given.crate.resolve())))
    sums = set(filter(None, [given.sum]))
    for what, install in tries:
        # Windows keeps files of programs that have just ended for a while.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found = site_sum(install(Path(folder)))
        print(f"{what}: {found}", flush=True)
        sums.add(found)
    if len(sums) > 1:
        raise Refusal("the sites are not the same")


def packed(out: Path, target: Target) -> list[Try]:
    """What `pack.py` made for a platform."""
    about = project()
    archive = out / "github" / f"{about.archive_name(target)}.{target.archive}"
    wheel = out / "pypi" / f"{about.name}-{about.version}-py3-none-{target.wheel}.whl"
    tries: list[Try] = [
        ("archive", lambda folder: from_archive(folder, archive)),
        ("wheel", lambda folder: from_wheel(folder, wheel)),
    ]
    main = list((out / "npm").glob("*.tgz"))
    if main:
        own = (out / "npm/platforms").glob(f"*{platform_name('', target)}-{about.version}.tgz")
        packages = [*main, *own]
        tries.append(("npm package", lambda folder: from_npm(folder, packages)))
    return tries


def from_archive(folder: Path, archive: Path) -> str:
    expected = archive.with_name(f"{archive.name}.sha256").read_text("utf-8").split()[0]
    if sha256(archive.read_bytes()).hexdigest() != expected:
        raise Refusal(f"{archive} does not have the sum that is written beside it")
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return path_of(next(folder.iterdir()))


def from_wheel(folder: Path, wheel: Path) -> str:
    run(folder, [sys.executable, "-m", "venv", folder / "venv"])
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(
        folder,
        [programs / "python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel],
    )
    return path_of(programs)


def from_npm(folder: Path, packages: list[Path]) -> str:
    (folder / "package.json").write_text("{}", "utf-8")
    run(
        folder, [shutil.which("npm") or "npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", *packages]
    )
    return path_of(folder / "node_modules/.bin")


def from_crate(folder: Path, crate: Path) -> str:
    with tarfile.open(crate) as packed:
        packed.extractall(folder / "source", filter="data")
    source = next((folder / "source").iterdir())
    run(folder, ["cargo", "install", "--quiet", "--locked", "--path", source, "--root", folder], home=None)
    return path_of(folder / "bin")


def path_of(folder: Path) -> str:
    found = shutil.which("syllabus", path=str(folder))
    if found is None:
        raise Refusal(f"there is no program in {folder}")
    return found


def run(folder: Path, command: list[str | Path], home: str | None = "home") -> None:
    """Runs a command that installs, with a home of its own unless it needs that of its user."""
    own = {} if home is None else {"HOME": str(folder / home), "USERPROFILE": str(folder / home)}
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise Refusal(f"`{' '.join(map(str, command))}` fails:\n{done.stdout}")


if __name__ == "__main__":
    try:
        main()
    except Refusal as refusal:
        sys.exit(f"error: {refusal}")
