#!/usr/bin/env bash
# A real S3-compatible server (Debian's swift with its s3api) in a folder of its own, for the contract
# tests of the evidence store: one of each daemon, one copy of everything. Ends with its parent's pipe.
set -eu
dir=$1 port=$2
mkdir -p "$dir/disk/sda"
cd "$dir"

server() { # name, port, pipeline
  cat >"$1.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
workers = 0
user = $(id -un)
swift_dir = $dir
devices = $dir/disk
mount_check = false
log_name = $1
log_address = $dir/no-log
[pipeline:main]
pipeline = $3
CONF
}
ring() { # name, port
  swift-ring-builder $1.builder create 4 1 1
  swift-ring-builder $1.builder add "r1z1-127.0.0.1:$2/sda" 1
  swift-ring-builder $1.builder rebalance
}
for kind in account container object; do
  port=$((port + 1))
  ring $kind $port >/dev/null &
  server $kind $port "$kind-server"
  printf '[app:%s-server]\nuse = egg:swift#%s\n' $kind $kind >>$kind.conf
done
wait
memcached -l 127.0.0.1 -p $((port + 1)) -u "$(id -un)" &
server proxy "$2" "catch_errors cache listing_formats bulk s3api tempauth slo dlo versioned_writes symlink proxy-server"
cat >>proxy.conf <<CONF
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
error_suppression_limit = 100000
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((port + 1))
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
[filter:symlink]
use = egg:swift#symlink
CONF
for kind in account container object proxy; do swift-$kind-server $kind.conf >$kind.log 2>&1 & done
trap 'kill $(jobs -p)' EXIT
cat >/dev/null
