#!/bin/sh
url=$1; shift
set -- "$@" --
while [ "$1" != -- ]; do set -- "$@" -d "$1"; shift; done
shift
exec curl -sS -L --fail --max-time 6 "$@" "$url"
