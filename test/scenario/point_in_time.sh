#!/bin/sh
# usage: test/scenario/point_in_time.sh
# A whole backup, increments while people write, a mistake; back to the moment before it, and to the newest, on both
# engines and across them: every record as it was then, both chains whole. And every order that must be refused.
. "$(dirname "$0")/lib/house.sh"

now() { date -u +%Y-%m-%dT%H:%M:%S.%6NZ; }
check() { "$tongxin" restore --from "$1" --key "$key" --check; }
# What a restore writes itself, and who was used when: the rest is to be the same to the row. name_key and match_* are
# built anew, and must come out the same. What was sealed again differs, and a child's file_version goes up: of those two
# the number, and that each is what its journal says (the restore verifies).
own='anchor|counter|journal|meta|readlog|readlog_child|account_use|idempotency|failure|job|blob_gone'
same_rows() { # FILE FILE
	for n in 1 2; do
		check "$(eval echo "\$$n")" | grep '^table' | grep -vE "	($own)	" | sed -E 's/(	(child|person)	[0-9]*	).*/\1/' >"$dir/rows$n"
	done
	test -s "$dir/rows1" && diff "$dir/rows1" "$dir/rows2"
}
person() { api /persons -H 'Content-Type: application/json' -d "{\"name\":\"$1\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\",\"phone\":\"13012340077\"}" | grep -oE '^."id":"[0-9]+"' | grep -oE '[0-9]+'; }
rename() { api "/persons/$1" -X PATCH -H "If-Match: \"$2\"" -H 'Content-Type: application/json' -d "{\"name\":\"$3\"}" -o /dev/null -w '%{http_code}'; }
named() { api "/persons/$1" | grep -oE '"name":"[^"]*"'; }
settle() { # ENGINE NAME: a place, with the key of the first
	place "$1" "$2"
	files=$dir/$2.db.blobs blobs= keyfile=$dir/$2.db.key
	[ "$1" = sqlite ] || { files=$dir/$2.files blobs="--blobs $dir/$2.files" keyfile=$dir/$2.key; }
	[ -z "${key:-}" ] || cp "$key" "$keyfile"
}

for engine in $(engines); do
	key=
	settle "$engine" town
	first=$db first_blobs=$blobs first_files=$files key=$keyfile e=$dir/$engine
	if [ "$engine" = sqlite ]; then
		"$tongxin" demo $db $blobs --size school >"$dir/demo" || exit 1
		cp "$key" "$dir/first.key"
	else
		cp "$dir/first.key" "$key" && "$tongxin" restore --from "$dir/sqlite.bak" $db $blobs >"$dir/demo" || exit 1
	fi
	token=$("$tongxin" token create $db --user officer)
	serve --clock "$(now | cut -c1-19)Z" $blobs
	rest
	kept=$(person 周有人)
	grown=$(api /children -H 'Content-Type: application/json' -d '{"name":"卫长大","sex":"1","birth_date":"2003-01-01","no_id_reason":"1","household_region":"440804101209"}' | grep -oE '^."id":"[0-9]+"' | grep -oE '[0-9]+')
	before=$(now)
	exits 0 "$engine: a whole backup" "$tongxin" backup $db $blobs --to "$e.bak"

	# --- 14:05: somebody new, a file, a password; 14:07 is the moment; 14:08 the mistake ---
	ann=$(person 安一)
	is "$(rename "$kept" 1 周改名)" 200 "$engine: a change"
	echo Correct-horse-7-battery | "$tongxin" user password $first --name teacher >"$dir/out" 2>&1 || cat "$dir/out"
	exits 0 "$engine: an increment" "$tongxin" backup $first $first_blobs --since "$e.bak" --to "$e.1"
	is "$(stat -c %a "$e.1")" 600 "$engine: nobody else reads it"
	ok "$engine: it is small ($(stat -c %s "$e.1") of $(stat -c %s "$e.bak"))" test $(($(stat -c %s "$e.1") * 4)) -lt "$(stat -c %s "$e.bak")"
	ok "$engine: no name stands in it" sh -c "! grep -qa '安一' '$e.1'"
	bob=$(person 伯二)
	is "$(rename "$ann" 1 安改名)" 200 "$engine: a change before the moment"
	moment=$(now)
	"$tongxin" backup $first $first_blobs --to "$e.then" >"$dir/out" # for comparing with
	is "$(api "/persons/$bob" -X DELETE -H 'If-Match: "1"' -o /dev/null -w '%{http_code}')" 204 "$engine: a mistake"
	is "$(rename "$ann" 2 误)" 200 "$engine: and another"
	exits 0 "$engine: the next increment" "$tongxin" backup $first $first_blobs --since "$e.1" --to "$e.2"
	late=$(person 迟三)
	is "$(curl -sS --noproxy '*' -H "Authorization: Bearer $token" -o /dev/null -w '%{http_code}' -d 'answer=erase&law=x' "$url/children/$grown/erase")" 303 "$engine: somebody grown up is erased"
	exits 0 "$engine: and one more" "$tongxin" backup $first $first_blobs --since "$e.2" --to "$e.3"
	stop

	# --- back to the moment ---
	settle sqlite "moment$engine"
	exits 0 "$engine: back to the moment" "$tongxin" restore --from "$e.bak" --then "$e.1" "$e.2" --until "$moment" $db $blobs
	ok "$engine: verified" grep -q ': whole' "$dir/out"
	ok "$engine: with the password of 14:06" sh -c "grep -q 'changes were carried out again' '$dir/err' && ! grep -q passwords '$dir/err'"
	"$tongxin" backup $db $blobs --to "$e.moment" >"$dir/out" || cat "$dir/err"
	ok "$engine: every row as it was then" same_rows "$e.then" "$e.moment"
	serve --clock "$(now | cut -c1-19)Z" $blobs
	is "$(named "$ann") $(named "$bob") $(named "$kept") $(named "$late")" '"name":"安改名" "name":"伯二" "name":"周改名" ' "$engine: served as before the mistake"
	stop

	# --- all there is, onto the other engine when there is one ---
	[ "$engine" = sqlite ] || continue
	settle "$(engines | grep -o "[a-z]*$")" newest
	exits 0 "$engine: the newest, on the other engine" "$tongxin" restore --from "$e.bak" --then "$e.1" "$e.2" "$e.3" $db $blobs
	"$tongxin" backup $db $blobs --to "$e.newest" >"$dir/out"
	"$tongxin" backup $first $first_blobs --to "$e.last" >"$dir/out"
	ok "$engine: every row as it was at the end" same_rows "$e.last" "$e.newest"

	# --- what must be refused, in a sentence, and nothing made; the same code on both engines ---
	ok "$engine: who was erased is there before that" test "$(sqlite3 "$dir/momentsqlite.db" "SELECT count(*) FROM child WHERE id = $grown")" = 1
	settle "$engine" erased
	exits 0 "$engine: back to the moment, with all there is since" "$tongxin" restore --from "$e.bak" --then "$e.1" "$e.2" "$e.3" --until "$moment" $db $blobs
	ok "$engine: erased again, and that is said" grep -q 'records that were erased after that moment were erased again' "$dir/err"
	is "$(sqlite3 "$dir/erased.db" "SELECT count(*) FROM child WHERE id = $grown; SELECT count(*) FROM person WHERE id = $bob; SELECT count(*) FROM journal_body b JOIN journal j ON j.county = b.county AND j.seq = b.seq WHERE j.record = $grown AND length(b.sealed) > 0" | tr '\n' ' ')" '0 1 0 ' "$engine: with what the journal kept of it"
	settle "$engine" bad
	refused() { # NAME PATTERN WORD...
		what=$1 pattern=$2
		shift 2
		exits 1 "$engine: $what" "$tongxin" "$@"
		ok "$engine: $what, in a sentence" grep -q "^tongxin: .*$pattern" "$dir/err"
	}
	refused 'in another order' 'another order' restore --from "$e.bak" --then "$e.2" "$e.1" $db $blobs
	refused 'one is missing' 'missing' restore --from "$e.bak" --then "$e.2" $db $blobs
	refused 'an increment alone' 'is an increment' restore --from "$e.1" $db $blobs
	refused 'a whole one as an increment' 'no increment' restore --from "$e.bak" --then "$e.then" $db $blobs
	refused 'before the backup' 'before this backup' restore --from "$e.bak" --then "$e.1" --until "$before" $db $blobs
	refused 'after the last' 'knows nothing' restore --from "$e.bak" --then "$e.1" --until "$(now)" $db $blobs
	refused 'still to come' 'still to come' restore --from "$e.bak" --then "$e.1" --until 2199-01-01T00:00:00Z $db $blobs
	refused 'no moment' 'takes a moment' restore --from "$e.bak" --then "$e.1" --until 14:07 $db $blobs
	head -c 900 "$e.2" >"$e.cut"
	refused 'cut off' 'cut off' restore --from "$e.bak" --then "$e.1" "$e.cut" $db $blobs
	"$tongxin" init --db "sqlite:$dir/stranger.db" --region 440804 --admin chen >"$dir/out"
	refused 'the wrong key' 'not the key file' restore --from "$e.bak" --then "$e.1" --check --key "$dir/stranger.db.key"
	refused 'since a stranger' 'not the key file' backup --db "sqlite:$dir/stranger.db" --since "$e.1" --to "$e.x"
	refused 'over another one' 'there is' backup $first $first_blobs --since "$e.2" --to "$e.3"
	refused 'since nothing' 'cannot be read' backup $first $first_blobs --since "$e.none" --to "$e.x"
	refused 'into nowhere' 'cannot be' backup $first $first_blobs --since "$e.2" --to "$e.no/x"
	settle sqlite momentsqlite
	refused 'since another history' 'does not go on' backup $db --since "$e.3" --to "$e.x"
	"$tongxin" key rotate $first >"$dir/out" 2>&1
	refused 'after the keys changed' 'keys were changed' backup $first $first_blobs --since "$e.3" --to "$e.x"
	ok "$engine: none of those left anything" sh -c "! ls '$dir'/bad.db '$dir'/bad.db.restoring '$e'.x* 2>/dev/null | grep ."
done
plan
