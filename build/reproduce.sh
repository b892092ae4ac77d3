#!/usr/bin/env bash
# Reproduces pinned experiments as .github/workflows/reproduce.yml does: build/reproduce.sh [NAME...]
# Without names, every pinned experiment whose corpus is synthesised; the others need recordings, and are named.
# Leaves artifacts/reproduction.md; ends with 0 (identical), 1 (a bit differs) or 2 (could not be run).
# BAKEOFF_DLL names a compiled command to use instead of building one.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

if [ "${1:-}" = --cache-key ]; then
  # Digests of the pinned recordings and features: the same as long as neither changes.
  for lock in experiments/*.lock.yaml; do
    [ -e "$lock" ] && awk '/^  [a-z]+:$/ { stage = $1 } /^    output:/ && (stage == "download:" || stage == "featurize:") { print stage, $2 }' "$lock"
  done | sha256sum | cut -c1-32
  exit 0
fi

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for lock in experiments/*.lock.yaml; do
    [ -e "$lock" ] || continue
    name=$(basename "$lock" .lock.yaml)
    if grep -q 'dataset\.synthetic\.' "$lock"; then names+=("$name"); else echo "$name: needs recordings; name it to reproduce it"; fi
  done
fi
if [ ${#names[@]} -eq 0 ]; then
  echo "reproduce.sh: no experiment is pinned, expected experiments/NAME.lock.yaml. Pin one with 'dotnet cake --target=Pin --experiment=NAME'." >&2
  exit 2
fi

if [ -z "${BAKEOFF_DLL:-}" ]; then
  ./build.sh --target=Build || exit 2
  BAKEOFF_DLL=artifacts/bin/bakeoff/bakeoff.dll
fi

mkdir -p artifacts
summary=artifacts/reproduction.md
part=$(mktemp)
trap 'rm -f "$part"' EXIT
printf '## Reproduction of pinned experiments\n\n' >"$summary"
worst=0
for name in "${names[@]}"; do
  echo "== $name"
  : >"$part"
  dotnet exec "$BAKEOFF_DLL" reproduce "$name" --markdown="$part"
  code=$?
  if [ -s "$part" ]; then cat "$part" >>"$summary"; else printf '### %s: could not be run (exit code %s)\n\n' "$name" "$code" >>"$summary"; fi
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
done

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
exit "$worst"
