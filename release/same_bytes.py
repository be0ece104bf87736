"""Archives whose bytes depend on their content only: one time for all, no owner, entries in the order they are given."""

import gzip
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

# The earliest that a ZIP can say: 1980-01-01.
TIME = 315_532_800


@dataclass(frozen=True)
class Entry:
    """A file of an archive."""

    path: str
    content: bytes
    is_program: bool = False

    @property
    def mode(self) -> int:
        return 0o755 if self.is_program else 0o644


def entry(path: str, file: Path, is_program: bool = False) -> Entry:
    return Entry(path, file.read_bytes(), is_program)


def write_tar_gz(path: Path, entries: list[Entry]) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in entries:
            info = tarfile.TarInfo(file.path)
            info.size, info.mode, info.mtime = len(file.content), file.mode, TIME
            archive.addfile(info, io.BytesIO(file.content))
    with path.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write(tar.getvalue())


def write_zip(path: Path, entries: list[Entry]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in entries:
            info = zipfile.ZipInfo(file.path)
            # As a system with permissions makes it, and a plain file: installers look at both.
            info.create_system, info.external_attr = 3, (0o100000 | file.mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.content)
