#!/usr/bin/env bash
# Compiles a stand-in for libstdc++ to a folder (artifacts/cache/libstdcxx), where the system's own is older than GCC 13's, as on Debian 12: for the
# tests of the engine torchsharp. Start dotnet with LD_LIBRARY_PATH=FOLDER; the .NET host loads libstdc++ before any of our code runs.
# Elsewhere it does nothing. See stand-in.c.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$here/../../artifacts/cache/libstdcxx}
symbol_version=GLIBCXX_3.4.32

system=$(ldconfig -p 2>/dev/null | sed -nE 's|^\s*libstdc\+\+\.so\.6 \(.*x86-64.*\) => (.*)$|\1|p' | head -n 1)
if [ -z "$system" ] || grep -q "$symbol_version" "$system" || [ -e "$folder/libstdc++.so.6" ]; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The system's library is named by its full path, because the stand-in has taken its short name.
gcc -shared -Wl,-soname,"$(readlink -f "$system")" -o "$work/system.so" -x c /dev/null

# Programs compare the versions of a library before its functions: ours has all names of the system's, and one more.
{
  strings "$system" | grep -E '^(GLIBCXX|CXXABI)_[A-Z0-9_.]+$' | sort -u | sed 's/$/ {};/'
  echo "$symbol_version { global: _ZSt21ios_base_library_initv; local: *; };"
} > "$work/versions"
gcc -O1 -shared -fPIC -Wl,-soname,libstdc++.so.6 -Wl,--version-script="$work/versions" -Wl,--no-as-needed -Wl,--allow-shlib-undefined \
  -o "$work/libstdc++.so.6" "$here/stand-in.c" "$work/system.so"
mkdir -p "$folder"
mv "$work/libstdc++.so.6" "$folder/"
