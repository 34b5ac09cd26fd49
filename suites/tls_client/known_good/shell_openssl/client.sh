#!/bin/sh
# -ign_eof: what is sent ends before what comes back has come
printf %s "$3" | timeout 5 openssl s_client -quiet -ign_eof -connect "$1:$2" \
    -CAfile ca.pem -verify_return_error -verify_ip "$1"
