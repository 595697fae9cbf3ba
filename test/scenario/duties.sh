#!/bin/sh
# usage: test/scenario/duties.sh
# The duties of a county of its own: sound ones are served, faulty ones are refused at start with file and line.
. "$(dirname "$0")/lib/house.sh"

own=$dir/duties
mkdir "$own"
cp "$here/../../data/duties/"*.csv "$own"
exits 0 'the duties of the program are sound' "$tongxin" duty check "$own"
exits 0 'and listed' "$tongxin" duty list "$own"
ok 'each a line' test "$(wc -l <"$dir/out")" = 19
exits 1 'a directory without them' "$tongxin" duty check "$dir"
exits 2 'no directory' "$tongxin" duty check
exits 2 'no such verb' "$tongxin" duty dance "$own"

place sqlite duties
exits 0 'demo' "$tongxin" demo $db --size school --as-of $day

refused() { # NAME FAULT
	exits 1 "$1: checked" "$tongxin" duty check "$own"
	ok "$1: named with file and line" grep -q "$2" "$dir/err"
	exits 1 "$1: not served" "$tongxin" serve $db --listen 127.0.0.1:0 --duties "$own"
	ok "$1: named at start" grep -q "$2" "$dir/err"
	exits 1 "$1: nor by any other command" env TONGXIN_DUTIES="$own" "$tongxin" user list $db
	cp "$here/../../data/duties/"*.csv "$own"
}
sed -i 's/care.visit_every_green/0/' "$own/duties.csv"
refused 'a period of zero' 'duties.csv:5: the period is zero: 0'
echo 'village,civil,director,3' >>"$own/ladders.csv"
refused 'a circle' 'ladders.csv:2: this ladder goes round in a circle: village'
sed -i 's/^conference,/Case Conference,/' "$own/duties.csv"
refused 'a wrong code' 'duties.csv:11: no code of a duty'

exits 0 'sound again: another command' env TONGXIN_DUTIES="$own" "$tongxin" user list $db
serve --duties "$own"
ok 'served' test -n "$url"
stop
is "$status" 0 'and ended'
plan
