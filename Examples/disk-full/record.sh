#!/usr/bin/env bash
# Records this folder again: a quarter of an hour on a quiet machine. See ../recording/README.md.
set -euo pipefail
DATA_DISK=104M # half full when the shop opens
RECEIPT_BYTES=24000
source "$(dirname "$0")/../recording/lab.sh"

start_services
start_load 12
at 3:20 deploy storefront storefront@82d0f3e ida 'Shop closes at ten on Sundays' publish 'Open on Sunday until ten'
at 4:10 apply v2
at 5:00 deploy checkout checkout@e05c1d4 marek 'Gift notes for one order in five' flag gift_notes 20
at 11:00 finish /var/lib/postgresql disk
