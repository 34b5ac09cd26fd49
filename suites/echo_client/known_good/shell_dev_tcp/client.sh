#!/bin/bash
# bash itself connects: no other program is needed
exec 3<>"/dev/tcp/$1/$2" || exit 1
printf %s "$3" >&3
read -r -t 4 -N "${#3}" reply <&3 || exit 1
echo "$reply"
