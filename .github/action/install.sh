#!/usr/bin/env bash
# Puts `syllabus` on the path of the next steps: the one that is kept, else the binary of the release, checked by its sum, else one that is
# compiled from the action's own source.
#
# In: BIN (the folder it goes to), ACTION_PATH (the action's source), REPOSITORY and SERVER (where releases are).
set -euo pipefail

fetch() {
  curl --fail --silent --show-error --location --retry 3 --max-time 120 --output "$2" "$1"
}

# Checks the file of a sum in the working folder; macOS has its own program for that.
has_sum() {
  if command -v sha256sum > /dev/null; then sha256sum --check --status "$1"; else shasum --algorithm 256 --check --status "$1"; fi
}

target() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    *) return 1 ;;
  esac
}

from_release() {
  local version name folder
  [ -n "${REPOSITORY:-}" ] || return 1
  version="$(sed -n 's/^version = "\(.*\)"$/\1/p' "$ACTION_PATH/Cargo.toml" | head -n 1)"
  name="syllabus-$version-$(target).tar.gz" || return 1
  folder="$(mktemp -d)"
  for file in "$name" "$name.sha256"; do
    fetch "${SERVER:-https://github.com}/$REPOSITORY/releases/download/v$version/$file" "$folder/$file" || return 1
  done
  # A sum that does not fit is no reason to try another way: something is wrong.
  if ! (cd "$folder" && has_sum "$name.sha256"); then
    echo "::error::$name does not have the sum that its release names"
    exit 1
  fi
  tar --extract --gzip --file "$folder/$name" --directory "$folder"
  mkdir -p "$BIN"
  install -m 755 "$(find "$folder" -type f -name syllabus | head -n 1)" "$BIN/syllabus"
}

from_source() {
  echo "There is no release for this system: compiling, which takes some minutes once."
  cargo install --locked --path "$ACTION_PATH" --root "$(dirname "$BIN")" --bin syllabus
}

if [ ! -x "$BIN/syllabus" ]; then
  from_release || from_source
fi
"$BIN/syllabus" --version
echo "$BIN" >> "$GITHUB_PATH"
