#!/usr/bin/env bash
# The step of action.yml: builds wattline unless WATTLINE names it, and runs `wattline check` on FILES.
# JUNIT and ARGUMENTS may be empty. The exit status is that of `wattline check`.
set -euo pipefail

if [ -z "${WATTLINE:-}" ]; then
    root=$(cd "$(dirname "$0")/../../.." && pwd)
    swift build -c release --package-path "$root" --product wattline
    WATTLINE=$(swift build -c release --package-path "$root" --show-bin-path)/wattline
fi
# Words and patterns of both lists are meant to be taken apart.
# shellcheck disable=SC2206
arguments=(${FILES:?name the files of checks} ${ARGUMENTS:-})
if [ -n "${JUNIT:-}" ]; then arguments+=(--junit "$JUNIT"); fi
exec "$WATTLINE" check "${arguments[@]}"
