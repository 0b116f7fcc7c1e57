#!/usr/bin/env bash
# need.sh PROGRAM: fine when the program is there; else installs Debian's package, or says what to install.
set -euo pipefail
program=$1

case "$program" in
    chromium) packages="chromium" ;;
    npm) packages="nodejs npm" ;;
    *) echo "need.sh does not know $program" >&2; exit 2 ;;
esac

if command -v "$program" >/dev/null; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need $program. Install it first; on Debian: sudo apt-get install $packages" >&2
    exit 1
fi
echo "Installing $packages …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # two packages are two words
apt-get install -qq -y --no-install-recommends $packages >/dev/null
