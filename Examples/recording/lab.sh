# shellcheck shell=bash
# A small machine to record outages on. Sourced by every example's record.sh; the story reads there, the verbs are here.
#
# The machine is a set of Linux namespaces: own host name, loopback, processes and mounts. So ports never clash, two
# recordings can run at once, no name of the real machine gets into a log, and when the script ends, however it ends,
# the kernel ends every process that it started. The scripts that source this set -euo pipefail.

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
example=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3 # Debian's own, which sees Debian's psycopg2
postgres=/usr/lib/postgresql/15/bin
: "${DATA_DISK:=512M}"              # size of the volume under the database
: "${CERTIFICATE_SECONDS:=2592000}" # how long the payment provider's certificate is valid
: "${RECEIPT_BYTES:=2000}"          # size of the receipt kept with an order
: "${MINUTE:=60}"                   # seconds in a minute of the story; MINUTE=10 is a rehearsal

if [[ -z ${IN_LAB:-} ]]; then
    for program in nginx prometheus prometheus-node-exporter prometheus-nginx-exporter prometheus-postgres-exporter \
        terraform openssl jq $postgres/postgres; do
        command -v "$program" >/dev/null || { echo "$0: $program is missing, see $lab/README.md" >&2; exit 1; }
    done
    [[ $example/ != /srv/* ]] || { echo "$0: the lab covers /srv, work in a copy elsewhere" >&2; exit 1; }
    rootless=()
    ((EUID == 0)) || rootless=(--user --map-current-user --keep-caps)
    export IN_LAB=1 TZ=UTC LC_ALL=C.UTF-8
    exec unshare "${rootless[@]}" --mount --uts --ipc --net --pid --fork --kill-child --mount-proc bash "$0" "$@"
fi

# bash is this machine's first process, and the kernel hands a first process only the signals that it traps.
trap 'exit 130' INT TERM

# as USER COMMAND…: an unprivileged user when run as root, else whoever runs the script.
as() {
    local user=$1
    shift
    if ((EUID == 0)); then exec setpriv --reuid="$user" --regid="$user" --clear-groups "$@"; else exec "$@"; fi
}

wait_for() { # wait_for WHAT COMMAND…
    local what=$1
    shift
    for _ in {1..100}; do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    echo "$what did not come up" >&2
    exit 1
}

fetch() { $python -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' "$1"; }

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

start_machine() {
    hostname checkout-1
    $python "$lab/loopback.py"
    mount -t tmpfs -o mode=755 lab /srv
    mount -t tmpfs -o mode=755,size="$DATA_DISK" pgdata /var/lib/postgresql
    cp -r "$lab/app" /srv/checkout
    cp -r "$lab/conf" /srv/conf
    mkdir -p /srv/{postgresql,nginx/html/static,prometheus,payments,terraform,out} /srv/logs/{nginx,app,postgres,lab}
    printf '127.0.0.1 localhost checkout-1 payments.internal\n' >/srv/hosts
    mount --bind /srv/hosts /etc/hosts
    printf '{}\n' >/srv/checkout/flags.json
    printf 'body { font: 1rem sans-serif }\n' >/srv/nginx/html/static/shop.css
    publish 'Welcome'
    if ((EUID == 0)); then
        chown -R postgres: /var/lib/postgresql /srv/postgresql
        chown -R www-data: /srv/nginx /srv/prometheus /srv/checkout /srv/logs/nginx
    fi
}

start_postgres() {
    # The write-ahead log has a place of its own, so that a full data volume first stops new rows, and only later the server.
    (as postgres $postgres/initdb --pgdata=/var/lib/postgresql/data --waldir=/srv/postgresql/wal --username=postgres \
        --auth=trust --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=4 >/srv/logs/lab/initdb.log)
    cat /srv/conf/postgresql.conf >>/var/lib/postgresql/data/postgresql.conf
    (as postgres $postgres/postgres -D /var/lib/postgresql/data) >>/srv/logs/postgres/postgresql.log 2>&1 &
    export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
    wait_for PostgreSQL psql -qc 'SELECT 1'
    psql -qc 'CREATE DATABASE shop'
    export PGDATABASE=shop
    psql -qv ON_ERROR_STOP=1 -f "$lab/schema.sql"
}

start_payments() {
    "$lab/certificate.sh" /srv/payments payments.internal "$CERTIFICATE_SECONDS"
    $python "$lab/payments.py" /srv/payments >>/srv/logs/lab/payments.log 2>&1 &
    cp /srv/payments/ca.pem /srv/checkout/ca.pem
}

start_app() { # start_app VERSION
    (cd /srv/checkout && VERSION=$1 RECEIPT_BYTES=$RECEIPT_BYTES as www-data $python server.py) \
        >>/srv/logs/app/checkout.log 2>&1 &
    app=$!
    wait_for 'the application' grep -q "listening.*version=$1" /srv/logs/app/checkout.log
}

start_nginx() {
    (as www-data nginx -p /srv/nginx -c /srv/conf/nginx.conf -e /srv/logs/nginx/error.log) &
    wait_for nginx fetch http://127.0.0.1:8000/health
}

start_monitoring() {
    (as www-data prometheus-node-exporter --web.listen-address=127.0.0.1:9100 --collector.disable-defaults --collector.cpu \
        --collector.meminfo --collector.loadavg --collector.filesystem --collector.netdev) >/srv/logs/lab/node.log 2>&1 &
    (as www-data prometheus-nginx-exporter -web.listen-address=127.0.0.1:9113 \
        -nginx.scrape-uri=http://127.0.0.1:8009/status) >/srv/logs/lab/nginx-exporter.log 2>&1 &
    (PGUSER=exporter DATA_SOURCE_NAME='host=127.0.0.1 user=exporter dbname=shop sslmode=disable' \
        as www-data prometheus-postgres-exporter --web.listen-address=127.0.0.1:9187 --disable-settings-metrics) \
        >/srv/logs/lab/postgres-exporter.log 2>&1 &
    (as www-data prometheus --config.file=/srv/conf/prometheus.yml --storage.tsdb.path=/srv/prometheus/data \
        --web.listen-address=127.0.0.1:9090) >/srv/logs/lab/prometheus.log 2>&1 &
    wait_for Prometheus fetch http://127.0.0.1:9090/-/ready
}

start_services() {
    start_machine
    start_postgres
    start_payments
    apply v1
    start_app 2.14.0
    start_nginx
    start_monitoring
}

# The story's clock starts with the load.
start_load() { # start_load MINUTES
    story=$(date +%s)
    $python "$lab/load.py" http://127.0.0.1:8000 $(($1 * MINUTE)) >/srv/logs/lab/load.log 2>&1 &
}

at() { # at MINUTES:SECONDS COMMAND…
    local when=$((${1%:*} * MINUTE + 10#${1#*:} * MINUTE / 60))
    sleep $((story + when - $(date +%s)))
    echo "$(now) $*"
    shift
    "$@"
}

apply() { # apply v1|v2: one real terraform run; v2's plan is kept
    (
        unset TF_CLI_CONFIG_FILE
        export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
        cd /srv/terraform || exit
        cp "$lab/terraform/main.tf" .
        [[ -d .terraform ]] || terraform init -no-color >/srv/logs/lab/terraform.log
        terraform plan -no-color -input=false -var-file="$example/terraform/$1.tfvars" -out=change.tfplan \
            >>/srv/logs/lab/terraform.log
        terraform show -json change.tfplan >/srv/out/plan.json
        terraform apply -no-color -input=false change.tfplan >>/srv/logs/lab/terraform.log
    )
}

deploy() { # deploy SERVICE REF AUTHOR TITLE COMMAND…: listed, then really done
    # shellcheck disable=SC2016 # $ARGS is jq's
    jq -nc --arg time "$(now)" --arg service "$1" --arg title "$4" --arg ref "$2" --arg author "$3" '$ARGS.named' \
        >>/srv/out/deploys.ndjson
    shift 4
    "$@"
}

publish() { # publish BANNER: the storefront's start page
    printf '<!doctype html>\n<link rel="stylesheet" href="/static/shop.css">\n<h1>%s</h1>\n' "$1" >/srv/nginx/html/index.html
}

flag() { # flag NAME PERCENT: switches a feature of the application on for some of the orders
    jq --arg name "$1" --argjson percent "$2" '.[$name] = $percent' /srv/checkout/flags.json >/srv/flags.json
    cp /srv/flags.json /srv/checkout/flags.json
    kill -HUP "$app"
}

release() { # release VERSION [FILE…]: the new version takes the port over while the old one finishes its requests
    local version=$1 old=$app
    shift
    (($# == 0)) || cp "$@" /srv/checkout/
    start_app "$version"
    kill -TERM "$old"
}

finish() { # finish CAUSE KIND: takes the files out; everything still running ends with the machine
    $python "$lab/export_metrics.py" http://127.0.0.1:9090 "$story" "$lab/series.txt" >/srv/out/metrics.om
    mkdir -p /srv/out/logs
    cp -r /srv/logs/{nginx,app,postgres} /srv/out/logs/
    $python "$lab/truth.py" /srv/out/logs/nginx/access.log "$1" "$2" >/srv/out/truth.json
    local destination=${OUTPUT:-$example}
    mkdir -p "$destination"
    rm -rf "$destination/logs"
    cp -r --no-preserve=mode,ownership /srv/out/. "$destination/"
    [[ -z ${KEEP_LAB_LOGS:-} ]] || cp -r --no-preserve=mode,ownership /srv/logs/lab "$KEEP_LAB_LOGS"
    cat "$destination/truth.json"
}
