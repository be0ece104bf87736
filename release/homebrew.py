"""The formula for Homebrew, which takes the archives of the release by their sums. A tap of your own holds it as Formula/syllabus.rb."""

from facts import Project, Target

_FORMULA = """\
class {name} < Formula
  desc "{description}"
  homepage "{repository}"
  version "{version}"
  license any_of: [{licences}]

{platforms}
  def install
    bin.install "syllabus"
    bash_completion.install "completions/syllabus.bash" => "syllabus"
    zsh_completion.install "completions/_syllabus"
    fish_completion.install "completions/syllabus.fish"
    man1.install Dir["man/*.1"]
  end

  test do
    (testpath/"chapters/one.md").write "# One\\n"
    system bin/"syllabus", "build"
    assert_path_exists testpath/"output/one.html"
  end
end
"""

_ARCHIVE = """\
    on_{arch} do
      url "{url}"
      sha256 "{sum}"
    end
"""


def formula(project: Project, archives: list[tuple[Target, str]]) -> str:
    """The text of the formula, from the platforms whose archives it names, each with the sum of its archive."""
    systems: dict[str, list[str]] = {}
    # In the order that `brew style` asks for.
    for target, sha256 in sorted(archives, key=lambda row: (row[0].homebrew["os"] != "macos", row[0].homebrew["arch"])):
        url = f"{project.download_folder()}/{project.archive_name(target)}.{target.archive}"
        part = _ARCHIVE.format(arch=target.homebrew["arch"], url=url, sum=sha256)
        systems.setdefault(target.homebrew["os"], []).append(part)
    platforms = ["".join([f"  on_{system} do\n", "\n".join(parts), "  end\n"]) for system, parts in systems.items()]
    return _FORMULA.format(
        name=project.name.capitalize(),
        description=project.description,
        repository=project.repository,
        version=project.version,
        licences=", ".join(f'"{licence}"' for licence in project.licence.split(" OR ")),
        platforms="\n".join(platforms),
    )
