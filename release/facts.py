"""What the scripts of a release know: Cargo.toml, the platforms of targets.toml, and where the repository is."""

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class Refusal(Exception):
    """Why something cannot be made, and what to do: shown as it is."""


@dataclass(frozen=True)
class Target:
    """A row of targets.toml."""

    name: str
    archive: str
    wheel: str
    npm: dict[str, str]
    homebrew: dict[str, str] = field(default_factory=dict)

    @property
    def program(self) -> str:
        return "syllabus.exe" if "windows" in self.name else "syllabus"


@dataclass(frozen=True)
class Project:
    """What Cargo.toml says. The repository is None as long as neither it nor the runner knows one."""

    name: str
    version: str
    description: str
    licence: str
    keywords: list[str]
    repository: str | None

    def archive_name(self, target: Target) -> str:
        """The folder in an archive, and its name without the ending. `.github/action/install.sh` and cargo binstall expect it."""
        return f"{self.name}-{self.version}-{target.name}"

    def download_folder(self) -> str:
        """Where the files of the release will be."""
        if self.repository is None:
            raise Refusal("no repository is known: set `repository` in Cargo.toml")
        return f"{self.repository}/releases/download/v{self.version}"


def runner_repository() -> str | None:
    """The repository that a workflow of GitHub runs in."""
    name = os.environ.get("GITHUB_REPOSITORY")
    return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}" if name else None


def declared_repository() -> str | None:
    """The repository that Cargo.toml names."""
    named = _package().get("repository")
    return named.removesuffix("/").removesuffix(".git") if named else None


def project() -> Project:
    package = _package()
    return Project(
        package["name"],
        package["version"],
        package["description"],
        package["license"],
        package["keywords"],
        declared_repository() or runner_repository(),
    )


def targets() -> list[Target]:
    rows = tomllib.loads((ROOT / "release/targets.toml").read_text("utf-8"))["target"]
    return [Target(**row) for row in rows]


def target_named(name: str) -> Target:
    for target in targets():
        if target.name == name:
            return target
    raise Refusal(f"release/targets.toml has no target {name}")


def readme(project: Project) -> str:
    """The README for places where its relative links lead nowhere: they lead into the repository, at this version."""
    text = (ROOT / "README.md").read_text("utf-8")
    if project.repository is None:
        return text
    at = f"v{project.version}"
    places = {"!": f"{project.repository}/raw/{at}/", "": f"{project.repository}/blob/{at}/"}
    # Code stays as it is; so does what has a scheme or is an anchor.
    code_or_link = re.compile(r"`[^`\n]*`|(?P<link>(?P<picture>!?)\[(?:`[^`\n]*`|[^\]`])*\]\()(?![a-z]+:|#)")
    return code_or_link.sub(lambda found: found["link"] + places[found["picture"]] if found["link"] else found[0], text)


def _package() -> dict[str, Any]:
    package: dict[str, Any] = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
    return package
