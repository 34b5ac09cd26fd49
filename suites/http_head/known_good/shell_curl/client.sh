#!/bin/sh
exec curl -sS --fail --max-time 6 -I "$1"
