#!/bin/bash
# Drives zorgkring through a whole workshop by mouse and keyboard under Xvfb, with a picture of every step, and
# checks the exported files. Usage: workshop.sh BIN OUT [WxH]   Needs Xvfb, xdotool, import, jq, python3, zenity.
# Places are those of the window at 1280x800; on a machine without a GPU it takes some four minutes.
set -u
BIN=$(realpath "${1:?usage: workshop.sh BIN OUT [WxH]}")
mkdir -p "${2:?usage: workshop.sh BIN OUT [WxH]}"; OUT=$(realpath "$2")
SIZE=${3:-1280x800}; W=${SIZE%x*}; H=${SIZE#*x}
TITLE="Werkatelier Ootmarsum"
CARE=(Zwaluwhoven Vlaspoort Vlasbocht)           # 24-uurszorglocaties that stand alone in their village
MOVES=("90 60" "95 80" "-110 70")                # where each goes, in points
N_SKETCHES=9 N_DOTS=6

# The map between the panels, and where the panel of the werkatelier begins; the panels have fixed sizes.
ML=304 MR=$((W - 360)) MT=51 MB=$((H - 33)); PT=$((MB - 270)); CX=$(((ML + MR) / 2)) CY=$(((MT + MB) / 2))
ZOOM=$((W * 200 / 1920 < H * 200 / 1080 ? W * 200 / 1920 : H * 200 / 1080))   # of what a room sees, in percent

export HOME="$OUT/home" XDG_RUNTIME_DIR="$OUT/run" LC_ALL=C.UTF-8
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
rm -rf "$HOME" "$XDG_RUNTIME_DIR" "$OUT/uitvoer" "$OUT"/*.png "$OUT/plan.gpkg"; mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

APP= XVFB=
trap '[ -n "$APP" ] && kill $APP 2>/dev/null; [ -n "$XVFB" ] && kill $XVFB 2>/dev/null; wait 2>/dev/null' EXIT
for _ in 1 2 3; do                               # two at once may take the same display; the later one dies
    Xvfb -displayfd 3 -screen 0 "${W}x${H}x24" 3>"$XDG_RUNTIME_DIR/display" >/dev/null 2>&1 & XVFB=$!
    for _ in $(seq 50); do [ -s "$XDG_RUNTIME_DIR/display" ] && break; sleep 0.1; done
    sleep 1; kill -0 $XVFB 2>/dev/null && break
done
DISPLAY=:$(cat "$XDG_RUNTIME_DIR/display"); export DISPLAY

N=0; FAILED=0 PACE=$((W * H / 1024000))          # a larger window is drawn slower without a GPU
nap() { local ms=$(($1 * PACE)); sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"; }
fail() { echo "FOUT: $*"; FAILED=1; }
key() { local k; for k in "$@"; do xdotool key --clearmodifiers "$k"; nap 450; done; }
# A field gets the keyboard a frame after the key that opens it.
typed() { nap 500; xdotool type --delay 25 -- "$1"; nap 300; }
click() { xdotool mousemove "$1" "$2"; nap 150; xdotool click 1; nap 450; }
look() { nap 900; import -window root "$OUT/$(printf %02d $N)-$1.png"; N=$((N + 1)); }
drag() { # x1 y1 x2 y2 [name of a picture halfway]
    xdotool mousemove "$1" "$2"; nap 300; xdotool mousedown 1; nap 200
    local i; for i in 1 2 3 4 5 6 7 8; do
        xdotool mousemove $(($1 + ($3 - $1) * i / 8)) $(($2 + ($4 - $2) * i / 8)); nap 80
    done
    [ -n "${5:-}" ] && look "$5"
    xdotool mouseup 1; nap 600
}
focus() { xdotool windowfocus --sync "$(xdotool search --name zorgkring | head -1)"; sleep 0.2; }
start() {
    "$BIN" "$@" >>"$OUT/zorgkring.log" 2>&1 & APP=$!
    for _ in $(seq 100); do xdotool search --name zorgkring >/dev/null 2>&1 && break; sleep 0.1; done
    local win; win=$(xdotool search --name zorgkring | head -1)
    [ -n "$win" ] || { fail "no window"; exit 1; }
    xdotool windowmove "$win" 0 0 windowsize "$win" "$W" "$H"; nap 4000; focus
}
goto() { key ctrl+k; typed "$1"; key Return; nap 1200; key Escape; }   # through the palette, nothing selected
tab() { key F9; click $((ML + $1)) $((PT + 27)); }                      # opens the panel at the tab at an x
RONDES=48 STEMMEN=208 BESLUITEN=297
dot() { click $((ML + 420)) $((PT + $1)); }                             # a dot on the row at a y

# 1. The demo region.
start; look begin

# 2. The werkatelier, its rounds, and two bookmarks.
key F9; click $((ML + 96)) $((PT + 65)); typed "$TITLE"; look titel; key Return
for i in 0 1 2; do click $((ML + 82)) $((PT + 103 + 38 * i)); done; look rondes
key Home; nap 1000; key ctrl+shift+b; typed "Heel Twente"; look bladwijzer; key Return
key ctrl+k; typed ootm; look zoeken; key Return; nap 1200
key ctrl+shift+b; typed "Ootmarsum"; key Return; look bladwijzers; key F9 Escape Home; nap 1000

# 3. Presenting, there and back.
key F5; look presenteren; key Right; look presenteren-1; key Right; look presenteren-2; key Left; look presenteren-terug
key F5; look na-presenteren

# 4. Three rounds: the clock, three sketches, and a location that is moved.
for i in 0 1 2; do
    n=$((i + 1))
    tab $RONDES; click $((ML + 425)) $((PT + 106 + 38 * i)); look "ronde-$n-klok"; key F9
    goto "Woonzorghuis ${CARE[i]}"
    key ctrl+p
    click $((CX - 210)) $((CY + 45)); click $((CX - 110)) $((CY + 45)); click $((CX - 110)) $((CY + 125))
    xdotool mousemove $((CX - 210)) $((CY + 125)); look "ronde-$n-schetsen"
    click $((CX - 210)) $((CY + 125)); click $((CX - 210)) $((CY + 45))
    click $((W - 190)) 128; typed "Woonhof $n"; key Return
    click $((ML + 180)) 87; click $((CX - 160)) $((CY + 165)); click $((CX - 10)) $((CY + 215)); click $((ML + 48)) 162
    click $((ML + 72)) 87; click $((CX + 90)) $((CY + 190)); typed "Meer groen $n"; key Return; look "ronde-$n-geschetst"
    key ctrl+p Escape w
    read -r dx dy <<<"${MOVES[i]}"; drag $CX $CY $((CX + dx)) $((CY + dy)) "ronde-$n-slepen"; look "ronde-$n-wat-als"
    key w Escape
done

# 5. Comparing: the difference, the divider, before and after.
key Home; nap 1000; click $((W - 327)) 535; look verschil; click $((W - 327)) 561; look schuif
drag $CX $((CY + 200)) $((CX + 160)) $((CY + 200)); look schuif-versleept
key b; look voor; key b; look na
key F5; look vergelijken-in-de-zaal; key F5
goto Ootmarsum; look schuif-van-dichtbij; click $((W - 327)) 561; look verschil-van-dichtbij
click $((W - 327)) 535; key F6; look legenda; key F6

# 6. A vote about the ten opgaven: dots, and their order.
tab $STEMMEN; click $((ML + 84)) $((PT + 66)); look nieuwe-stemming
typed "Welke opgaven eerst?"
key Tab Tab Tab Tab Return; look tien-opgaven; click $((ML + 173)) $((PT + 66)); look stemming-open
dot 164; dot 164; dot 202; look stippen
click $((ML + 355)) $((PT + 70)); look op-volgorde; click $((ML + 355)) $((PT + 70)); nap 400
key F5; click $((W - 340 * ZOOM / 100)) $((H - 40 * ZOOM / 100)); look stemming-in-de-zaal; key F5 F9

# 7. A note, and a decision with a place.
key ctrl+shift+n; look plek-van-briefje; click $((CX - 130)) $((CY + 210)); typed "Oversteek gevaarlijk"; look briefje
key Tab; typed 3; key Tab Return; look briefje-geplakt
tab $BESLUITEN; click $((ML + 116)) $((PT + 66)); typed "Halte bij het dorpshuis"; key Tab; typed "gemeente Dinkelland"
key Tab Tab Return; look plek-aanwijzen; click $((CX + 90)) $((MT + 320 * (PT - MT) / 446)); look plek-gekozen
click $((ML + 116)) $((PT + 66)); key Tab Tab Tab Tab Return; look besluit; key F9

# 8. The program dies between two dots.
tab $STEMMEN; xdotool mousemove $((ML + 100)) $((PT + 200)); xdotool click --repeat 15 --delay 40 4; nap 500
dot 164; look voor-de-klap; sleep 1.2; kill -9 $APP; wait $APP 2>/dev/null

# 9. It is started again and gives back what there was.
start; look terughalen; key Return; nap 2000; look teruggehaald
key F9; look rondes-terug; click $((ML + STEMMEN)) $((PT + 27)); look stippen-terug
dot 202; dot 164; look verder-gestemd; click $((ML + BESLUITEN)) $((PT + 27)); look besluiten-terug; key F9
goto "Woonzorghuis ${CARE[0]}"; look schetsen-terug

# 10. The project, through the file dialog of GTK, and the files.
key ctrl+shift+s; DIALOG=
for _ in $(seq 50); do DIALOG=$(xdotool search --onlyvisible --name zenity | head -1); [ -n "$DIALOG" ] && break; sleep 0.1; done
if [ -n "$DIALOG" ]; then
    sleep 0.8; xdotool windowfocus "$DIALOG"; sleep 0.3; key ctrl+a; typed "$OUT/plan.gpkg"; look opslaan; key Return; nap 2000; focus
else
    fail "no file dialog to save the project with"
fi
look opgeslagen
key ctrl+e; look exporteren
# The field with the folder, and the button: their place follows from the height of the dialog, which is in the middle.
click $((W / 2 - 80)) $((H / 2 + 154)); key ctrl+a; typed "$OUT/uitvoer"; look map-ingevuld
click $((W / 2 + 170)) $((H / 2 + 239)); nap 1500; look geexporteerd

# What the files hold.
cd "$OUT" || exit 1
[ -s plan.gpkg ] || fail "plan.gpkg was not saved"
have=$(jq '.features | length' uitvoer/schetsen.geojson); [ "$have" = $N_SKETCHES ] || fail "sketches: $have, not $N_SKETCHES"
for shape in vlak pijl tekst; do
    have=$(jq --arg s $shape '[.features[] | select(.properties.vorm == $s)] | length' uitvoer/schetsen.geojson)
    [ "$have" = 3 ] || fail "sketches of the shape $shape: $have, not 3"
done
have=$(jq '[.features[].properties.ronde] | unique | length' uitvoer/schetsen.geojson); [ "$have" = 3 ] || fail "rounds of sketches: $have"
have=$(jq -r '[.features[].properties.tekst] | join("|")' uitvoer/notities.geojson)
[ "$have" = "Oversteek gevaarlijk" ] || fail "notes: $have"
python3 - $N_DOTS <<'PY' || fail "votes or decisions"
import csv, sqlite3, sys
votes = list(csv.DictReader(open("uitvoer/stemmingen.csv", encoding="utf-8-sig")))
dots = sum(int(row["stemmen"]) for row in votes)
assert len(votes) == 10 and dots == int(sys.argv[1]), f"{len(votes)} subjects, {dots} dots"
decisions = list(csv.DictReader(open("uitvoer/besluiten.csv", encoding="utf-8-sig")))
assert [row["wat"] for row in decisions] == ["Halte bij het dorpshuis"], decisions
assert decisions[0]["x_rd"] and decisions[0]["werkatelier"], decisions
tables = [name for name, in sqlite3.connect("plan.gpkg").execute("select name from sqlite_master where type = 'table'")]
assert len(tables) > 20, tables
PY
[ $FAILED = 0 ] && echo "goed: $N pictures in $OUT"
exit $FAILED
