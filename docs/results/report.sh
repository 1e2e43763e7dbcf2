#!/usr/bin/env bash
# Runs committed campaigns anew and puts their results.csv, report and figures into docs/results; links to files that are not kept go.
# Usage: docs/results/report.sh NAME... with `isac` on the path, as in docs/results/report.sh table2 table3 users
set -euo pipefail
cd "$(dirname "$0")/../.."

work=${ISAC_WORK:-$(mktemp -d)} # ISAC_WORK keeps what is computed
for name in "$@"; do
  if ! isac run "campaigns/$name.yaml" --data "$work/data" --out "$work/$name" > "$work/$name.log" 2>&1; then
    tail -5 "$work/$name.log" >&2
    exit 1
  fi
  kept="docs/results/$name"
  cp "$work/$name/results.csv" "$kept/"
  for figure in "$kept"/*.svg; do [ ! -e "$figure" ] || cp "$work/$name/figures/$(basename "$figure")" "$kept/"; done
  if [ ! -e "$kept/report.html" ]; then # the results alone are kept
    echo "$name $(grep -o 'sha256:[0-9a-f]*' "$work/$name/report.html" | tail -1)"
    continue
  fi
  sed -E -e 's#<span class="files">(<a href="figures/[^<]*</a> ?)+</span>##g' \
    -e 's#<a href="results.json">results.json</a>, ##g' -e 's#Figures: the folder <code>figures</code>, each as SVG and PNG\.##g' \
    -e "s# --data $work/data##g" -e "s# --out $work/$name##g" "$work/$name/report.html" > "$kept/report.html"
  echo "$name $(grep -o 'sha256:[0-9a-f]*' "$kept/report.html" | tail -1)"
done
