#!/bin/sh
# usage: test/scenario/prove.sh
# A backup each night and the proof that it is one: restored aside, counted, written down; what is wrong with it is said and
# stays said until a proof is good again. Increments between two nights, and what is made where none can be.
. "$(dirname "$0")/lib/house.sh"

metric() { curl -sS --noproxy '*' "$url/metrics" | sed -n "s/^tongxin_backup_proof_$1 //p"; }
prove() { "$tongxin" prove $db --backups "$dir/safe" "$@"; }

place sqlite town
mkdir -m 700 "$dir/safe"
furnish || exit 1
serve
rest
is "$(metric good)" 0 'none yet'
exits 0 'the first night' prove
ok 'proven' grep -q '^proven	' "$dir/out"
is "$(sed -n 's/^files	//p' "$dir/out")" "$(find "$dir/town.db.blobs" -type f | wc -l)" 'with every file'
is "$(metric good)" 1 'and a running server knows'
is "$(stat -c %a "$dir"/safe/*.bak) $(ls -A "$dir/safe" | grep -vc bak)" '600 0' 'nothing else is left beside it'
for n in 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
	: >"$dir/safe/20200101T0000${n}Z.bak"
done
: >"$dir/safe/20200101T000000Z.inc"
: >"$dir/safe/mine.bak"
exits 0 'the second night, with a heap of old ones' prove
is "$(cat "$dir/out")" 'kept	14' 'is only kept: it was proven this month'
is "$(ls "$dir"/safe/20*.bak | wc -l) $(ls "$dir"/safe/20*.inc 2>/dev/null | wc -l)" '14 0' 'fourteen are left, and no increment older than they'
ok 'what is not of our making stays' test -e "$dir/safe/mine.bak"

# --- each hour what is new ---
named() { sed -n "s/^$1	//p" "$dir/out"; }
restored() { # NAME FILE...: how many of the persons that were written in between are in it
	cp "$dir/town.db.key" "$dir/$1.db.key" && name=$1 && shift
	"$tongxin" restore --from "$dir/safe/$whole" --then "$@" --db "sqlite:$dir/$name.db" >"$dir/ok.out" 2>&1 || cat "$dir/ok.out"
	sqlite3 "$dir/$name.db" "SELECT count(*) FROM person WHERE id IN ($came)"
}
person() { api /persons -H 'Content-Type: application/json' -d '{"name":"周时时","sex":"1","birth_date":"1980-01-01"}' | grep -oE '^."id":"[0-9]+"' | grep -oE '[0-9]+'; }
token=$("$tongxin" token create $db --user officer)
whole=$(cd "$dir/safe" && ls 20*.bak | tail -n 1)
came=$(person)
exits 0 'the first hour' prove --increment
first=$dir/safe/$(named increment)
ok 'is small' test $(($(stat -c %s "$first") * 4)) -lt "$(stat -c %s "$dir/safe/$whole")"
came=$came,$(person)
for n in 1 2 3; do
	prove --increment >"$dir/hour$n" 2>&1 &
	eval "hour$n=\$!"
done
for n in 1 2 3; do
	eval "wait \$hour$n"
	is "$? $(cut -f 1 "$dir/hour$n")" '0 increment' "one of three that are started at once ($n)"
done
is "$(restored hours "$dir"/safe/*.inc) $(restored hour "$first")" '2 1' 'they go on from each other, in the order of their names'
"$tongxin" key rotate $db >"$dir/out" 2>&1
exits 0 'where rows do not tell it' prove --increment
ok 'a whole one is made' test -s "$dir/safe/$(named whole)"
ok 'and why' grep -q '^tongxin: no increment: keys were changed' "$dir/err"
whole=$(named whole)
came=$(person)
exits 0 'the hour after that' prove --increment
is "$(restored on "$dir/safe/$(named increment)")" 1 'goes on from that one'
dd if=/dev/zero of="$dir/safe/$(named increment)" bs=1 seek=200 count=40 conv=notrunc 2>"$dir/dd"
exits 0 'after one that is damaged' prove --increment
ok 'a whole one' test -s "$dir/safe/$(named whole)"
: >"$dir/safe/20200101T000100Z.bak.part"
exits 0 'an hour after a kill' prove --increment
ok 'nothing half-written is left' sh -c "! ls '$dir'/safe/*.part 2>/dev/null | grep ."
: >"$dir/safe/20990101T000000Z.inc"
exits 1 'one from the future' prove --increment
ok 'in a sentence' grep -q 'the clock stands before the newest backup' "$dir/err"
is "$(metric good)" 0 'and it is known'
rm "$dir/safe/20990101T000000Z.inc"
exits 2 'both at once' prove --increment --now
exits 0 'the night after' prove
is "$(ls "$dir/safe" | grep -c '^20.*bak$')" 14 'fourteen'

# --- what is wrong with it ---
gone=$(find "$dir/town.db.blobs" -type f | head -n 1)
mv "$gone" "$dir/aside"
exits 1 'a file is missing' prove --now
ok 'in a sentence' grep -q '^tongxin: the proof failed: files are missing' "$dir/err"
is "$(metric good)" 0 'and it is known'
mv "$dir/aside" "$gone"
exits 0 'the file is back' prove
ok 'what failed is tried again the next night' grep -q '^proven	' "$dir/out"
is "$(metric good)" 1 'and good again'
sqlite3 "$dir/town.db" "DELETE FROM person WHERE id = (SELECT min(id) FROM person)"
exits 1 'a record was taken out past the program' prove --now
ok 'that is seen' grep -q '^tongxin: the proof failed: the person [0-9]* of .*is gone' "$dir/err"
stop
exits 1 'no place' prove --backups "$dir/nowhere"
ok 'in a sentence' grep -q '^tongxin: the proof failed: nothing can be written' "$dir/err"
exits 1 'the wrong key' prove --key "$dir/demo"
exits 2 'usage' "$tongxin" prove $db
plan
