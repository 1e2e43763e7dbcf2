#!/usr/bin/env bash
# Writes docs/images/report.png anew: the figures of the report of campaigns/table3.yaml, with the pointer over one of them.
# Usage: docs/images/report.sh [REPORT], a folder with report.html; without one the campaign is run first. Needs Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
report=${1:-$work/report}
if [ $# -eq 0 ]; then
  dotnet run -c Release --project src/IsacCluster.Cli -- run campaigns/table3.yaml --data "$work/data" --out "$report"
fi

# The page as it is, with what stands above the results and below the figures left out.
pointer='for (const e of document.querySelectorAll("nav, section:not(#results), .lead, .notice, .tiles, footer")) e.remove();
setTimeout(() => {
  const plot = document.querySelectorAll(".plot")[0], box = plot.getBoundingClientRect();
  plot.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + box.width * 0.36, clientY: box.top + box.height * 0.6}));
}, 1500);'
{
  sed 's#</body></html>##' "$report/report.html"
  printf '<script>%s</script></body></html>\n' "$pointer"
} > "$work/picture.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=3000 --window-size=1240,1120 \
  --screenshot="$PWD/docs/images/report.png" "file://$work/picture.html" 2> /dev/null
ls -l docs/images/report.png
