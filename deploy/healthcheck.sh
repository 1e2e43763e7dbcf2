#!/usr/bin/env bash
# Exit code 0 if the silo on this host says that it lives: healthcheck.sh [PORT]. Bash alone, so that the images need no curl.
set -euo pipefail
port=${1:-8080}
exec 3<> "/dev/tcp/127.0.0.1/$port"
printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
[[ $status =~ ^HTTP/1\.[01]\ 200\  ]]
