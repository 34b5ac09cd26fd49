# -t 60: what is outstanding when the client ends its side
exec socat -t 60 "OPENSSL-LISTEN:$PORT,fork,reuseaddr,backlog=128,cert=$CERTFILE,key=$KEYFILE,cafile=$CAFILE,verify=0" EXEC:cat
