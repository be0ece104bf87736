"""Looks whether everything is ready for a release: the tag, the changelog, the repository. Prints what the changelog says of the version.

    python3 release/check.py [TAG]

Without TAG it only says what is missing, and the workflow goes on to make packages that are not published.
"""

import re
import sys

from facts import ROOT, Project, declared_repository, project, runner_repository


def notes(about: Project, changelog: str) -> str | None:
    """What the changelog says of a version; None where it has no heading for it."""
    parts = re.split(r"^## (.+)\n", changelog, flags=re.MULTILINE)
    # The heading may go on with a date.
    found = [text.strip() for heading, text in zip(parts[1::2], parts[2::2]) if heading.split()[0] == about.version]
    return found[0] if found else None


def missing(about: Project, changelog: str, tag: str | None) -> list[str]:
    """What has to be done before the release."""
    faults = []
    if tag is not None and tag != f"v{about.version}":
        faults.append(f"the tag is {tag}, but Cargo.toml says version {about.version}")
    if notes(about, changelog) is None:
        faults.append(f"CHANGELOG.md has no heading `## {about.version}`")
    if declared_repository() is None:
        faults.append(
            "Cargo.toml has no `repository`: crates.io, docs.rs, cargo binstall, `syllabus init` and the formula need it"
        )
    elif runner_repository() not in (None, declared_repository()):
        faults.append(f"`repository` in Cargo.toml is {declared_repository()}, but this is {runner_repository()}")
    return faults


def main() -> None:
    tag = sys.argv[1] if len(sys.argv) > 1 else None
    about, changelog = project(), (ROOT / "CHANGELOG.md").read_text("utf-8")
    faults = missing(about, changelog, tag)
    for fault in faults:
        print(f"{'error' if tag else 'before a release'}: {fault}", file=sys.stderr)
    if tag and faults:
        sys.exit(1)
    print(notes(about, changelog) or "")


if __name__ == "__main__":
    main()
