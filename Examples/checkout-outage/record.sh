#!/usr/bin/env bash
# Records this folder again: a quarter of an hour on a quiet machine. See ../recording/README.md.
set -euo pipefail
source "$(dirname "$0")/../recording/lab.sh"

start_services
start_load 12
at 4:05 deploy storefront storefront@4c1e9a2 ida 'Autumn banner on the start page' publish 'Autumn sale: jackets 20 % off'
at 4:30 apply v2
at 5:10 deploy checkout checkout@b7702df marek 'Gift notes for one order in ten' flag gift_notes 10
at 11:00 finish terraform_data.database_role_limits terraform
