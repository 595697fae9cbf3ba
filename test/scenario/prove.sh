#!/bin/sh
# usage: test/scenario/prove.sh
# A backup each night and the proof that it is one: restored aside, counted, written down; what is wrong with it is said and
# stays said until a proof is good again.
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
