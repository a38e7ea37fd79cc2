#!/bin/sh
# Installs what the tests of pages and documents need: Chromium, a font with Chinese glyphs, Poppler
# (Debian, Ubuntu). Does nothing where all are there already.
set -eu

if command -v chromium >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 &&
  fc-list 2>/dev/null | grep -qi 'noto.*cjk'; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Install Chromium, Poppler and Noto Sans CJK by hand: there is no apt-get here." >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig poppler-utils
