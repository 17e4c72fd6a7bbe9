#!/usr/bin/env bash
# Every independent check in one call: GEOS, PROJ, GDAL and QGIS look at what zorgkring made.
#
#     tests/oracle/run.sh [PROGRAM]
#
# PROGRAM is target/release/zorgkring where it is left out. Wants the packages python3-venv, python3-qgis and gdal-bin;
# shapely and pyproj are installed apart, in target/oracle. Exit code 1 when one of them differs or is not there.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../target/release/zorgkring}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export SOURCE_DATE_EPOCH=1767225600 QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$work"
failed=0

check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    echo "right  $name"
  else
    echo "WRONG  $name"
    tail -n 20 "$work/log" | sed 's/^/       /'
    failed=1
  fi
}

gdal_reads_all() { # FILE: every feature of every layer, without a word of complaint
  ! ogrinfo -ro -al "$1" 2>&1 | grep -m 5 -E '^(ERROR|Warning)'
}

"$program" demo --uit demo >/dev/null
layers=()
for file in demo/*.geojson; do layers+=(--laag "$(basename "$file" .geojson)=$file"); done
"$program" importeer plan.gpkg "${layers[@]}" >/dev/null
"$program" voorstel --demo --uit voorstel >/dev/null
"$program" exporteer plan.gpkg --formaat gpkg --uit uit.gpkg >/dev/null

apart="$here/../../target/oracle"
[ -x "$apart/bin/python" ] || { python3 -m venv "$apart" && "$apart/bin/pip" install -q "shapely>=2" pyproj; }
# The bindings of QGIS are the system's own.
python=/usr/bin/python3
check "GEOS and PROJ: the proposal worked out anew" "$apart/bin/python" "$here/check_proposal.py" demo voorstel
check "GEOS: the areas that are read" "$apart/bin/python" "$here/check_areas.py" "$program" demo/gemeente.geojson demo/kern.geojson
check "GDAL: a project" gdal_reads_all plan.gpkg
check "GDAL: an export" gdal_reads_all uit.gpkg
check "QGIS: a project" $python "$here/check_qgis.py" plan.gpkg
check "QGIS: an export" $python "$here/check_qgis.py" uit.gpkg
check "QGIS: edited at the same time" $python "$here/qgis_session.py" "$program"
check "SQLite: a hundred interleavings" $python "$here/interleave.py" "$program" 100
exit $failed
