#!/bin/sh
url=$1; shift
for pair in "$@"; do case $pair in user=*) user=${pair#*=};; password=*) password=${pair#*=};; esac; done
exec curl -sS -L --fail --max-time 6 -u "$user:$password" "$url"
