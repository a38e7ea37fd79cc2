#!/bin/sh
# Installs what the tests of the pages need: Chromium and a font with Chinese glyphs (Debian, Ubuntu).
# Does nothing where both are there already.
set -eu

if command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Install Chromium and Noto Sans CJK by hand: there is no apt-get here." >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig
