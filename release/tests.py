"""Tests of the scripts that make a release, with programs that are none: `python3 release/tests.py`. Whether the real ones work is tried by
`try_out.py`."""

import contextlib
import hashlib
import json
import sys
import tarfile
import tempfile
import unittest
import zipfile
from dataclasses import replace
from pathlib import Path

import check
import facts
import homebrew
import licences
import npm
import pack
import same_bytes
import wheels

PROJECT = replace(facts.project(), version="1.2.3", repository="https://example.org/ann/syllabus")
LINUX = facts.target_named("x86_64-unknown-linux-gnu")
WINDOWS = facts.target_named("x86_64-pc-windows-msvc")
TEXTS = [same_bytes.Entry("LICENSE-MIT", b"MIT\n")]


def program(target: facts.Target) -> same_bytes.Entry:
    return same_bytes.Entry(target.program, b"a program", is_program=True)


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))


class Archives(Folder):
    def test_an_archive_has_one_folder_a_program_that_runs_and_a_sum(self) -> None:
        sha256 = pack.write_archive(self.folder, PROJECT, LINUX, [program(LINUX), *TEXTS])
        name = "syllabus-1.2.3-x86_64-unknown-linux-gnu"
        with tarfile.open(self.folder / f"{name}.tar.gz") as archive:
            modes = {one.name: one.mode for one in archive.getmembers()}
        self.assertEqual(modes, {f"{name}/syllabus": 0o755, f"{name}/LICENSE-MIT": 0o644})
        self.assertEqual((self.folder / f"{name}.tar.gz.sha256").read_text("utf-8"), f"{sha256}  {name}.tar.gz\n")

    def test_windows_has_a_zip(self) -> None:
        pack.write_archive(self.folder, PROJECT, WINDOWS, [program(WINDOWS)])
        with zipfile.ZipFile(self.folder / "syllabus-1.2.3-x86_64-pc-windows-msvc.zip") as archive:
            self.assertEqual(archive.namelist(), ["syllabus-1.2.3-x86_64-pc-windows-msvc/syllabus.exe"])

    def test_the_same_files_give_the_same_bytes(self) -> None:
        for write in (same_bytes.write_zip, same_bytes.write_tar_gz):
            sums = set()
            for name in ("a", "b"):
                write(self.folder / name, [program(LINUX), *TEXTS])
                sums.add(hashlib.sha256((self.folder / name).read_bytes()).hexdigest())
            self.assertEqual(len(sums), 1)


class Wheels(Folder):
    def test_a_wheel_lists_its_files_with_their_sums(self) -> None:
        path = wheels.write_wheel(self.folder, PROJECT, LINUX, program(LINUX), TEXTS)
        self.assertEqual(path.name, "syllabus-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl")
        with zipfile.ZipFile(path) as wheel:
            record = wheel.read("syllabus-1.2.3.dist-info/RECORD").decode().splitlines()
            self.assertEqual([line.split(",")[0] for line in record], wheel.namelist())
            # `printf 'a program' | sha256sum`, as base64 for addresses.
            self.assertIn("sha256=1p6ozaJDNzPBzgLeZdqPSOaj27prsYh2ogYpCOVO98s,9", ",".join(record[0].split(",")[1:]))
            tags = wheel.read("syllabus-1.2.3.dist-info/WHEEL").decode()
            self.assertIn("Tag: py3-none-manylinux_2_17_x86_64\nTag: py3-none-manylinux2014_x86_64\n", tags)
            self.assertEqual(wheel.getinfo("syllabus-1.2.3.data/scripts/syllabus").external_attr >> 16, 0o100755)
            metadata = wheel.read("syllabus-1.2.3.dist-info/METADATA").decode()
        self.assertIn("Name: syllabus\nVersion: 1.2.3\n", metadata)
        self.assertIn("\n\n# syllabus\n", metadata)

    def test_links_of_the_readme_lead_into_the_repository(self) -> None:
        text = facts.readme(PROJECT)
        self.assertRegex(text, r"!\[[^\]]+\]\(https://example.org/ann/syllabus/raw/v1.2.3/docs/[\w.-]+\)")
        self.assertIn("[`chapters/`](https://example.org/ann/syllabus/blob/v1.2.3/chapters/README.md)", text)
        self.assertIn("](https://example.org/ann/syllabus/blob/v1.2.3/LICENSE-MIT)", text)
        self.assertIn("](https://rustup.rs)", text)
        self.assertIn("`[Roles](../02-iam/03-roles.md#-policies)`", text, "code stays")
        self.assertIn("](LICENSE-MIT)", facts.readme(replace(PROJECT, repository=None)))


class Npm(Folder):
    def about(self, path: Path) -> dict[str, object]:
        with tarfile.open(path) as package:
            found = package.extractfile("package/package.json")
            assert found is not None
            about: dict[str, object] = json.load(found)
            return about

    def test_each_platform_has_a_package_that_installers_choose(self) -> None:
        path = npm.write_platform_package(self.folder, "@ann/syllabus", PROJECT, LINUX, program(LINUX), TEXTS)
        self.assertEqual(path.name, "ann-syllabus-linux-x64-gnu-1.2.3.tgz")
        about = self.about(path)
        self.assertEqual((about["os"], about["cpu"], about["libc"]), (["linux"], ["x64"], ["glibc"]))
        with tarfile.open(path) as package:
            self.assertEqual(package.getmember("package/syllabus").mode, 0o755)

    def test_the_main_package_asks_for_all_of_them(self) -> None:
        path = npm.write_main_package(self.folder, "@ann/syllabus", PROJECT, facts.targets(), TEXTS)
        about = self.about(path)
        names = [npm.platform_name("@ann/syllabus", target) for target in facts.targets()]
        self.assertEqual(about["optionalDependencies"], dict.fromkeys(names, "1.2.3"))
        self.assertEqual(len(set(names)), len(facts.targets()))
        self.assertIn("@ann/syllabus-win32-x64", names)


class Formula(unittest.TestCase):
    def test_it_names_the_archives_of_each_system(self) -> None:
        archives = [(target, target.name[:7]) for target in facts.targets() if target.homebrew]
        text = homebrew.formula(PROJECT, archives)
        folder = "https://example.org/ann/syllabus/releases/download/v1.2.3"
        arm = f'  on_macos do\n    on_arm do\n      url "{folder}/syllabus-1.2.3-aarch64-apple-darwin.tar.gz"\n'
        self.assertIn(f'{arm}      sha256 "aarch64"\n    end\n', text)
        self.assertEqual(text.count("sha256 "), 4)

    def test_without_a_repository_there_is_none(self) -> None:
        with self.assertRaises(facts.Refusal):
            homebrew.formula(replace(PROJECT, repository=None), [(facts.target_named("aarch64-apple-darwin"), "sum")])


class Licences(unittest.TestCase):
    def test_of_what_all_apply_each_is_accepted_and_of_what_may_be_chosen_one(self) -> None:
        for expression in ("MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "GPL-2.0 OR BSD-3-Clause"):
            self.assertTrue(licences._is_accepted(expression), expression)
        for refused in (None, "", "GPL-3.0-only", "MIT AND MPL-2.0", "(MIT OR ISC) AND GPL-2.0"):
            self.assertFalse(licences._is_accepted(refused), refused)

    def test_what_comes_without_a_text_has_that_of_mit_or_is_refused(self) -> None:
        crate = {"name": "a", "license": "Zlib OR MIT", "authors": ["Ann <ann@example.org>", "Ben"]}
        self.assertIn("Copyright (c) Ann, Ben\n", licences._standard_text(crate))
        with self.assertRaises(facts.Refusal):
            licences._standard_text({**crate, "license": "Zlib OR MIT-0"})

    def test_what_is_linked_in_is_found_with_its_texts(self) -> None:
        text = licences.third_party(LINUX, "Permission for a grammar.")
        for part in (
            "mimalloc",
            "Permission for a grammar.",
            "SIL OPEN FONT LICENSE",
            "UNICODE LICENSE V3",
            "The Rust Standard Library",
            "Zig contributors",
        ):
            self.assertIn(part, text)
        # The C that a crate brings.
        self.assertIn("K.Kosako", text)
        self.assertNotIn("tempfile", {crate["name"] for crate in licences.linked_crates(LINUX)}, "only tests need it")


class Ready(unittest.TestCase):
    CHANGELOG = "# Changelog\n\n## Unreleased\n\nNothing.\n\n## 1.2.3 – 2027-01-31\n\n- A thing.\n\n## 1.2.2\n\n- An older one.\n"

    def test_the_notes_are_those_of_the_version(self) -> None:
        self.assertEqual(check.notes(PROJECT, self.CHANGELOG), "- A thing.")
        self.assertIsNone(check.notes(replace(PROJECT, version="1.2"), self.CHANGELOG))

    def test_what_does_not_fit_is_told(self) -> None:
        faults = check.missing(PROJECT, "# Changelog\n", "v1.2.4")
        self.assertEqual(
            faults[:2],
            ["the tag is v1.2.4, but Cargo.toml says version 1.2.3", "CHANGELOG.md has no heading `## 1.2.3`"],
        )
        self.assertFalse(
            [fault for fault in check.missing(PROJECT, self.CHANGELOG, "v1.2.3") if "repository" not in fault]
        )


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    failed = len(result.failures) + len(result.errors)
    # For `./test`, which counts.
    print(f"{result.testsRun - failed} passed; {failed} failed;")
    sys.exit(1 if failed else 0)
