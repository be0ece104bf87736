"""Packages for npm: a small one that everybody installs, which starts the program, and one for each platform that carries it. npm installs
the platform's own, as it says which system, processor and C library it is for."""

import json
from pathlib import Path
from typing import Any

from facts import ROOT, Project, Target, readme
from same_bytes import Entry, entry, write_tar_gz


def platform_name(name: str, target: Target) -> str:
    """The name of a platform's package. `npm/syllabus.js` looks for the same."""
    libc = {"glibc": "-gnu", "musl": "-musl"}.get(target.npm.get("libc", ""), "")
    return f"{name}-{target.npm['os']}-{target.npm['cpu']}{libc}"


def write_platform_package(
    folder: Path, name: str, project: Project, target: Target, program: Entry, licences: list[Entry]
) -> Path:
    """Writes the package that carries the program of a platform."""
    of_platform = platform_name(name, target)
    about = {
        **_about(of_platform, project),
        "description": f"The program of {name} for {target.name}",
        "preferUnplugged": True,
        **{key: [value] for key, value in target.npm.items()},
    }
    return _write(folder, about, [Entry(target.program, program.content, is_program=True), *licences])


def write_main_package(folder: Path, name: str, project: Project, targets: list[Target], licences: list[Entry]) -> Path:
    """Writes the package that is named when it is installed."""
    about = {
        **_about(name, project),
        "description": project.description,
        "keywords": project.keywords,
        "bin": {"syllabus": "bin/syllabus.js"},
        "engines": {"node": ">=18"},
        "optionalDependencies": {platform_name(name, target): project.version for target in targets},
    }
    start = entry("bin/syllabus.js", ROOT / "release/npm/syllabus.js", is_program=True)
    return _write(folder, about, [start, Entry("README.md", readme(project).encode()), *licences])


def _about(name: str, project: Project) -> dict[str, Any]:
    about: dict[str, Any] = {"name": name, "version": project.version, "license": project.licence}
    # npm refuses what is published with provenance from another repository than this.
    if project.repository is not None:
        about["repository"] = {"type": "git", "url": f"git+{project.repository}.git"}
    return about


def _write(folder: Path, about: dict[str, Any], entries: list[Entry]) -> Path:
    text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
    path = folder / f"{about['name'].removeprefix('@').replace('/', '-')}-{about['version']}.tgz"
    inside = [Entry(f"package/{one.path}", one.content, one.is_program) for one in entries]
    write_tar_gz(path, [Entry("package/package.json", text.encode()), *inside])
    return path
