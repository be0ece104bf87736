"""Wheels for PyPI: `pip install syllabus` and `uvx syllabus` put the program itself on the path. No Python of ours is in them."""

import base64
import hashlib
from pathlib import Path

from facts import Project, Target, readme
from same_bytes import Entry, write_zip


def write_wheel(folder: Path, project: Project, target: Target, program: Entry, licences: list[Entry]) -> Path:
    """Writes the wheel of a platform: its program, and the texts of licences."""
    name = f"{project.name}-{project.version}"
    info = f"{name}.dist-info"
    entries = [
        Entry(f"{name}.data/scripts/{target.program}", program.content, is_program=True),
        *(Entry(f"{info}/licenses/{text.path}", text.content) for text in licences),
        Entry(f"{info}/METADATA", _metadata(project, licences).encode()),
        Entry(f"{info}/WHEEL", _wheel(target).encode()),
    ]
    lines = [f"{one.path},sha256={_sum(one.content)},{len(one.content)}\n" for one in entries]
    entries.append(Entry(f"{info}/RECORD", "".join([*lines, f"{info}/RECORD,,\n"]).encode()))
    path = folder / f"{name}-py3-none-{target.wheel}.whl"
    write_zip(path, entries)
    return path


def _metadata(project: Project, licences: list[Entry]) -> str:
    fields = [
        ("Metadata-Version", "2.4"),
        ("Name", project.name),
        ("Version", project.version),
        ("Summary", project.description),
        ("Keywords", ",".join(project.keywords)),
        ("License-Expression", project.licence),
        *(("License-File", text.path) for text in licences),
        ("Classifier", "Environment :: Console"),
        ("Classifier", "Programming Language :: Rust"),
        ("Classifier", "Topic :: Education"),
        ("Requires-Python", ">=3.8"),
        ("Description-Content-Type", "text/markdown; charset=UTF-8; variant=GFM"),
    ]
    if project.repository is not None:
        fields.append(("Project-URL", f"Source, {project.repository}"))
    return "".join(f"{name}: {value}\n" for name, value in fields) + "\n" + readme(project)


def _wheel(target: Target) -> str:
    tags = "".join(f"Tag: py3-none-{platform}\n" for platform in target.wheel.split("."))
    return f"Wheel-Version: 1.0\nGenerator: syllabus\nRoot-Is-Purelib: false\n{tags}"


def _sum(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
