#!/usr/bin/env bash
# Records this folder again: a quarter of an hour on a quiet machine. See ../recording/README.md.
set -euo pipefail
source "$(dirname "$0")/../recording/lab.sh"

start_services
start_load 14
at 4:00 deploy storefront storefront@06b4dd9 ida 'Opening hours on the start page' publish 'Open from eight to ten'
at 6:20 apply v2
at 8:00 deploy checkout checkout@7c2e5a1 marek 'Release 2.14.1: base image renewed' release 2.14.1
at 9:30 deploy checkout checkout@d418f60 lena 'Gift notes for one order in ten' flag gift_notes 10
at 13:45 finish '' none
