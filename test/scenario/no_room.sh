#!/bin/sh
# usage: test/scenario/no_room.sh
# No room where backups go: nothing half-written remains, and the next increment goes on from the last one that is whole.
# No room under a PostgreSQL server (one of its own) while the tables are brought up to date: a sentence, and with room the
# same command goes on where it was.
[ -n "${TX_OWN_MOUNTS-}" ] || TX_OWN_MOUNTS=1 exec unshare "$([ "$(id -u)" = 0 ] && echo -m || echo -Urm)" sh "$0"
. "$(dirname "$0")/lib/house.sh"
small=$dir/small
export TONGXIN_REGIONS="${TONGXIN_REGIONS-$(dirname "$tongxin")/regions.map}"

fill() { dd if=/dev/zero of="$small/filler" bs=4k 2>/dev/null; }
finish_all() {
	[ ! -d "$small/pg" ] || "$here/../../script/pg" stop "$small/pg" 2>/dev/null
	umount -l "$small" 2>/dev/null
	finish
}
trap finish_all EXIT
left() { (cd "$1" && ls -A) | tr '\n' ' '; }

chmod 711 "$dir"
mkdir "$small"
mount -t tmpfs -o size=64m tmpfs "$small" || { skip 'no file system of its own' && plan && exit; }
place sqlite town
furnish || exit 1
exits 0 'a whole backup' "$tongxin" backup $db --to "$small/whole"
exits 0 'an increment' "$tongxin" backup $db --since "$small/whole" --to "$small/one"
echo 'Correct-horse-7-battery' | "$tongxin" user add $db --name zhang --role officer --full-name 张三 >"$dir/out" 2>&1
fill
exits 1 'an increment without room' "$tongxin" backup $db --since "$small/one" --to "$small/two"
ok 'in a sentence' grep -q '^tongxin: .*space left' "$dir/err"
is "$(left "$small")" 'filler one whole ' 'nothing of it is there'
rm "$small/filler"
exits 0 'with room the same' "$tongxin" backup $db --since "$small/one" --to "$small/two"
cp "$dir/town.db.key" "$dir/again.db.key"
exits 0 'and all of them together' "$tongxin" restore --from "$small/whole" --then "$small/one" "$small/two" --db "sqlite:$dir/again.db"
ok 'give what was there' sh -c "'$tongxin' user list --db 'sqlite:$dir/again.db' | grep -q '^zhang'"

mkdir -m 700 "$small/safe"
exits 0 'by the timers' "$tongxin" prove $db --backups "$small/safe" --increment
was=$(left "$small/safe")
fill
exits 1 'the next hour without room' "$tongxin" prove $db --backups "$small/safe" --increment
ok 'in a sentence' grep -q '^tongxin: the proof failed: .*space left' "$dir/err"
is "$(left "$small/safe")" "$was" 'nothing of it is there'
rm "$small/filler"
exits 0 'the hour after' "$tongxin" prove $db --backups "$small/safe" --increment
ok 'an increment' grep -q '^increment	' "$dir/out"

# --- a server that has none ---
if [ -z "${TX_PG_URL-}" ] || [ "$(id -u)" != 0 ] || grep -q ' 1$' /proc/self/uid_map; then
	skip 'no server of its own' && plan && exit
fi
umount "$small" && mount -t tmpfs -o size=400m tmpfs "$small" || exit 1
TX_PG_URL=$("$here/../../script/pg" start "$small/pg") || exit 1
place postgres old
at_url=$(echo "$db" | sed 's/^--db //; s/ --key.*//') number=$(head -n 1 "$here/../fixture/list" | cut -f 1)
grep "^$number	" "$here/../fixture/list" | cut -f 6 >"$dir/old.key" && chmod 600 "$dir/old.key"
xz -dc "$here/../fixture/$number.db.xz" >"$dir/old.db"
"$(dirname "$tongxin")/test/old_house" load "$at_url" "$number" "$dir/old.db" || exit 1
held=$(psql -q -A -t -d "$at_url" -c 'SELECT count(*) FROM person')
fill
failed=0
# What is full first, a table or the server's own log, decides whether the server itself lives on.
for more in 0 1000 2000 4000; do
	truncate -s "-$((more * 1024))" "$small/filler"
	"$tongxin" user list $db >"$dir/out" 2>"$dir/err"
	status=$?
	[ $status = 0 ] && break
	failed=$((failed + 1))
	ok "no room, $more KB more: exit status $status, with a sentence" grep -q '^tongxin: ' "$dir/err"
	"$here/../../script/pg" start "$small/pg" >"$dir/out" 2>&1
done
ok 'it was refused' test $failed -ge 1
rm "$small/filler"
"$here/../../script/pg" start "$small/pg" >"$dir/out" 2>&1
exits 0 'with room it goes on' "$tongxin" user list $db
exits 0 'and all is whole' "$tongxin" journal verify $db
is "$(psql -q -A -t -d "$at_url" -c 'SELECT count(*) FROM person')" "$held" 'nobody is lost'
pgs=
plan
