#!/usr/bin/env bash
# Unpacks the libraries that .NET needs on Linux for Arm to artifacts/cache/arm64, where the tests that run the command in
# an emulator look for them. Debian's packages are fetched and unpacked; nothing is installed and no setting of apt changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$PWD/artifacts/cache/arm64
if [ -e "$target/lib/ld-linux-aarch64.so.1" ]; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/root"
apt=(apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Acquire::Languages=none
  -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
"${apt[@]}" update
cd "$work"
"${apt[@]}" download libc6:arm64 libgcc-s1:arm64 libstdc++6:arm64 zlib1g:arm64
"${apt[@]}" download libssl3t64:arm64 2>/dev/null || "${apt[@]}" download libssl3:arm64
for package in "$work"/*.deb; do
  dpkg-deb -x "$package" "$work/root"
done

# Where /lib is a link to usr/lib, packages hold usr/lib alone.
[ -e "$work/root/lib" ] || ln -s usr/lib "$work/root/lib"
mkdir -p "$(dirname "$target")"
rm -rf "$target"
mv "$work/root" "$target"
