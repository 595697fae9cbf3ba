#!/bin/sh
# usage: test/scenario/disk_full.sh
# The disk is full in the middle of an import: it says so, what was acknowledged is there, nothing is half-written, pages
# can still be read; and when there is room again, the same list completes what is missing.
[ -n "${TX_OWN_MOUNTS-}" ] || TX_OWN_MOUNTS=1 exec unshare "$([ "$(id -u)" = 0 ] && echo -m || echo -Urm)" sh "$0"
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"
rows=3000

room() { mount -o "remount,size=$1k" "$dir/small"; }
used() { df -k --output=used "$dir/small" | tail -n 1; }
children() { sqlite3 "file:$dir/small/disk.db?mode=ro" 'SELECT count(*) FROM child'; }

roster >"$dir/roster.csv"
mkdir "$dir/small"
mount -t tmpfs -o size=64m tmpfs "$dir/small" || { skip 'no file system of its own' && plan && exit; }
db="--db sqlite:$dir/small/disk.db"
furnish || exit 1
school=$(sqlite3 "$dir/small/disk.db" 'SELECT code FROM school ORDER BY id LIMIT 1')
before=$(children)
room $(($(used) + 3000))
exits 3 'the disk is full in the middle of an import' "$tongxin" import $db children "$dir/roster.csv" --school "$school"
ok 'and it is said' grep -qi 'disk\|database\|full' "$dir/err"
code() { curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "$url$1"; }
# Whether the log of SQLite has room left in itself decides how far a start comes.
for more in 0 16 40 64 100 200; do
	room $(($(used) + more))
	serve
	is "$(code /sign-in)" 200 "a server starts all the same, and pages are there ($more KB)"
	is "$(code /healthz)" 200 'and it answers'
	stop
done
some=$(($(children) - before))
echo "# $some of $rows children are there"
ok 'a part of them is there, unit by unit' test $((some % 200)) = 0 -a $some -lt $rows
room 65536
exits 0 'the journal is whole' "$tongxin" journal verify $db
exits 0 'with room again, the same list' "$tongxin" import $db children "$dir/roster.csv" --school "$school"
is "$(cat "$dir/out")" "rows $rows, new $((rows - some)), changed 0, same $some, refused 0" 'brings those who were missing'
exits 0 'and the journal is whole' "$tongxin" journal verify $db

# Bringing an old database up to date: nothing is half done, and it goes on when there is room again.
number=$(cut -f 1 "$here/../fixture/list" | sort | head -n 1)
xz -dc "$here/../fixture/$number.db.xz" >"$dir/small/old.db"
grep "^$number	" "$here/../fixture/list" | cut -f 6 >"$dir/small/old.db.key" && chmod 600 "$dir/small/old.db.key"
room $(($(used) + 900))
exits 3 'the disk is full while tables are brought up to date' "$tongxin" user list --db "sqlite:$dir/small/old.db"
ok 'and it is said' grep -q 'The tables could not be brought up to date' "$dir/err"
reached=$(sqlite3 "file:$dir/small/old.db?mode=ro" 'SELECT max(number) FROM migration')
echo "# it came to schema $reached"
ok 'not to the end' test "$reached" -lt "$(ls "$here"/../../sql | sed -n 's/^0*\([0-9]*\)-.*/\1/p' | sort -n | tail -n 1)"
room 65536
exits 0 'with room again it goes on, and all is whole' "$tongxin" journal verify --db "sqlite:$dir/small/old.db"
plan
