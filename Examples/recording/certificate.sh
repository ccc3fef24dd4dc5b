#!/usr/bin/env bash
# certificate.sh FOLDER NAME SECONDS: a certificate authority (ca.pem) and a server certificate (server.pem with its key)
# that expires to the second. `openssl ca` because `openssl x509` counts validity in whole days.
set -euo pipefail
cd "$1"
name=$2
when() { date -u -d "$1" +%Y%m%d%H%M%SZ; }

cat >ca.conf <<CONF
[ca]
default_ca = lab
[lab]
new_certs_dir = .
database = index
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
CONF
: >index
printf 'subjectAltName = DNS:%s\n' "$name" >server.ext

{
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 365 -subj '/CN=Shop Internal CA' \
        -addext 'keyUsage = critical, keyCertSign' -keyout ca.key -out ca.pem
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$name" -keyout server.key -out server.csr
    openssl ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key -extfile server.ext -in server.csr -out server.crt \
        -startdate "$(when '-30 days')" -enddate "$(when "+$3 seconds")"
} 2>openssl.log || { cat openssl.log >&2; exit 1; }
cat server.crt server.key >server.pem
