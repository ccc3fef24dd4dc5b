#!/usr/bin/env bash
# Records this folder again: a quarter of an hour on a quiet machine. See ../recording/README.md.
set -euo pipefail
source "$(dirname "$0")/../recording/lab.sh"

start_services
start_load 12
at 3:30 deploy checkout checkout@5f7a90c marek 'Release 2.14.1: base image renewed' release 2.14.1
at 5:00 apply v2
at 6:10 deploy storefront storefront@c3310be ida 'Winter coats on the start page' publish 'Winter coats are here'
at 6:50 deploy checkout checkout@9d3f0b1 lena 'Release 2.15.0: coupon codes in any spelling' \
    release 2.15.0 "$example/release/pricing.py"
at 11:00 finish checkout@9d3f0b1 deploy
