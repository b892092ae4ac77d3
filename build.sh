#!/usr/bin/env bash
# Restores the tools and runs Cake: ./build.sh --target=Report --experiment=quickstart
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v dotnet >/dev/null 2>&1; then
  echo "build.sh: the .NET SDK was not found, expected 'dotnet' of version 10 on PATH. Install it from https://dotnet.microsoft.com/download and try again." >&2
  exit 2
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Programs that end within seconds gain nothing by the runtime's profiles of them.
export DOTNET_TieredPGO=0

[ -d artifacts/cake ] || echo "build.sh: restoring the tools and compiling the build script; the first time takes a minute." >&2
if ! restored=$(dotnet tool restore 2>&1); then
  printf '%s\n' "$restored" >&2
  echo "build.sh: the tools of .config/dotnet-tools.json could not be restored. Check the network and the NuGet sources ('dotnet nuget list source')." >&2
  exit 2
fi

# For the programs that Cake starts; Cake itself is kept from colours by build/console.cake.
[ -t 1 ] || export NO_COLOR=1
exec dotnet cake "$@"
