#!/bin/sh
# Builds docker/Dockerfile without a Docker engine, with Debian's buildah, and tries the image. As root, on Debian 12:
#   scripts/image.sh          build, print the size, try
#   scripts/image.sh build    build only
#   scripts/image.sh try      try what was built
# With a Docker engine none of this is needed: docker build -f docker/Dockerfile -t parley .
set -eu

cd "$(dirname "$0")/.."
BASE=docker.io/library/node:24-bookworm-slim
CA=${NODE_EXTRA_CA_CERTS:-}
work=$(mktemp -d)
container=
pid=
trap '[ -z "$pid" ] || kill -KILL "$pid"; [ -z "$container" ] || b rm "$container" >/dev/null; rm -rf "$work"' EXIT

b() { buildah --storage-driver vfs "$@"; }

install_tools() {
  command -v buildah >/dev/null && command -v debootstrap >/dev/null && return
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends buildah debootstrap >/dev/null
}

# The base image: from its registry or, where that cannot be reached, made alike from Debian's and npm's packages.
ensure_base() {
  b inspect --type image "$BASE" >/dev/null 2>&1 && return
  timeout 60 buildah --storage-driver vfs pull -q "$BASE" 2>/dev/null && return
  echo "no registry here: making $BASE from packages"
  mirror=$(sed -n 's/^URIs: *\(.*debian\)\/*$/\1/p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/root" "${mirror:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
    { tail -n 20 "$work/log"; exit 1; }
  (cd "$work" && npm pack --silent "node-linux-$(node -p process.arch)@24" npm@11 >/dev/null)
  mkdir -p "$work/node" "$work/npm"
  tar -xzf "$work"/node-linux-*.tgz -C "$work/node" --strip-components=1
  tar -xzf "$work"/npm-*.tgz -C "$work/npm" --strip-components=1
  install -m 0755 "$work/node/bin/node" "$work/root/usr/local/bin/node"
  mkdir -p "$work/root/usr/local/lib/node_modules"
  mv "$work/npm" "$work/root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/root/usr/local/bin/npx"
  chroot "$work/root" useradd --uid 1000 --create-home node
  rm -rf "$work/root/var/cache/apt/archives/"*.deb "$work/root/var/lib/apt/lists/"*
  container=$(b from scratch)
  b add -q "$container" "$work/root" / >/dev/null
  b config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$container"
  b commit -q "$container" "$BASE" >/dev/null
  b rm "$container" >/dev/null
  container=
}

build() {
  set -- --isolation chroot --pull-never --format docker -q -f docker/Dockerfile -t parley
  [ -z "$CA" ] || set -- "$@" --build-arg NODE_EXTRA_CA_CERTS=/ca.crt --volume "$CA:/ca.crt:ro"
  b bud "$@" .
  echo "size: $(b images --format '{{.Size}}' parley), of which the base image $(b images --format '{{.Size}}' "$BASE")"
}

in_container() {
  # Another folder than /data: what is mounted over a folder that the image declares a volume does not show up here.
  b run --isolation chroot --volume "$work/data:/volume" --env DATA_DIR=/volume --env METRICS_PORT=0 "$@"
}

# Starts the image as its own user on a volume, waits for its health check, stops it, and sees that nothing is left running.
run_once() {
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  rm -f "$work/data/pid"
  began=$(date +%s)
  in_container --env PORT="$port" "$container" -- \
    sh -c 'echo $$ >/volume/pid; exec node --max-semi-space-size=64 --enable-source-maps dist/src/main.js' >"$work/out" 2>&1 &
  running=$!
  until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null; do
    kill -0 "$running" 2>/dev/null && [ $(($(date +%s) - began)) -lt 60 ] || { cat "$work/out"; exit 1; }
    sleep 0.2
  done
  pid=$(cat "$work/data/pid")
  echo "ready after $(($(date +%s) - began)) s as user $(awk '/^Uid:/ { print $2 }' "/proc/$pid/status")"
  in_container --env PORT="$port" "$container" -- node -e "$(health_command)" && echo "its health check is content"
  kill -TERM "$pid"
  pid=
  wait "$running"
  [ ! -e "$work/data/postgres/data/postmaster.pid" ] || { echo 'the embedded database was left running'; exit 1; }
  echo "stopped in order"
}

# The very check that the image declares.
health_command() {
  b inspect --type image parley | node -e 'let t="";process.stdin.on("data",(c)=>t+=c).on("end",()=>console.log(JSON.parse(t).Docker.config.Healthcheck.Test[3]))'
}

try() {
  container=$(b from --pull-never parley)
  install -d -m 0711 -o 10001 -g 10001 "$work/data"
  run_once
  echo "again, on the same volume:"
  run_once
}

install_tools
ensure_base
[ "${1:-}" = try ] || build
[ "${1:-}" = build ] || try
