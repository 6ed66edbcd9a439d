#!/usr/bin/env bash
# Builds deploy/Containerfile and has its image run a night, where no registry of images is reached:
# the root of Debian 13, whose Python is 3.13 as well, stands in for the base image.
# Needs root, buildah, debootstrap, and a mirror of Debian and of PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
base=docker.io/library/python:3.13-slim-trixie
authorities=/etc/ssl/certs/ca-certificates.crt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates trixie "$work/root" >"$work/log"
ln -s /usr/bin/python3 "$work/root/usr/local/bin/python"
cp "$authorities" "$work/root$authorities"
tar -C "$work/root" -cf "$work/root.tar" .
container=$(buildah from scratch)
buildah add -q "$container" "$work/root.tar" /
buildah config --env PIP_CERT="$authorities" --env SSL_CERT_FILE="$authorities" "$container"
buildah commit -q --rm "$container" "$base"

buildah bud -q --pull-never -f deploy/Containerfile -t recwatch .
container=$(buildah from --pull-never localhost/recwatch)
buildah run --hostname recwatch "$container" -- sh -euc '
  test "$(id -u)" = 10001
  ! touch /opt/recwatch/written 2>/dev/null
  recwatch init --neutral --zone UTC
  recwatch check
  recwatch schedule --once --sources demo
  recwatch health
  ls /data/outbox'
buildah rm "$container" >/dev/null
