#!/bin/sh
# usage: test/scenario/backup.sh
# A backup while people write and files come and go, and back again: on both engines and across them, killed under way,
# cut, changed, with the wrong key, on a full disk, into a place that is not empty.
. "$(dirname "$0")/lib/house.sh"

report() { "$tongxin" blob check $db $blobs 2>&1 | sed -n "s/^$1	//p"; }
check() { "$tongxin" restore --from "$1" --key "$2" --check; } # FILE KEY
# What must be equal: all but what a backup and a restore write themselves.
same_rows() { # FILE FILE KEY
	check "$1" "$3" | grep '^table' | grep -vE '	(anchor|counter|journal|meta)	' >"$dir/rows1"
	check "$2" "$3" | grep '^table' | grep -vE '	(anchor|counter|journal|meta)	' >"$dir/rows2"
	test -s "$dir/rows1" && diff "$dir/rows1" "$dir/rows2"
}
same_files() { # DIR DIR: every file of the second is in the first, the same
	(cd "$2" && find . -type f | sort | xargs -r sha256sum) >"$dir/files2"
	(cd "$1" && sha256sum --quiet -c "$dir/files2") && test -s "$dir/files2"
}
picture() { # FILE
	python3 - "$1" <<-'END'
		import struct, sys, zlib
		def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
		rows = b''.join(b'\0' + bytes((x * y) % 251 for x in range(3 * 400)) for y in range(300))
		open(sys.argv[1], 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 400, 300, 8, 2, 0, 0, 0))
		    + chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b''))
	END
}
# Where things of this engine lie: $db names the database, $blobs the directory, $keyfile the key.
settle() { # ENGINE NAME
	place "$1" "$2"
	files=$dir/$2.db.blobs blobs= keyfile=$dir/$2.db.key
	[ "$1" = sqlite ] || { files=$dir/$2.files blobs="--blobs $dir/$2.files" keyfile=$dir/$2.key; }
}
other() { [ "$1" = sqlite ] && echo "${TX_PG_URL:+postgres}" || echo sqlite; }

picture "$dir/one.png"
for engine in $(engines); do
	settle "$engine" "town"
	first=$db first_blobs=$blobs first_files=$files key=$keyfile
	furnish $blobs || exit 1

	# --- while a server writes, and a picture is taken and one taken away again and again ---
	token=$("$tongxin" token create $db --user officer)
	serve $blobs
	(while [ ! -e "$dir/enough" ]; do
		api /persons -H 'Content-Type: application/json' -d '{"name":"周有人","sex":"1","birth_date":"1980-01-01"}' -o /dev/null -w '%{http_code}\n'
	done >"$dir/codes") &
	writing=$!
	visits=$("$tongxin" token create $db --user director)
	(token=$visits
	visit=$(api '/visits?limit=1' | grep -oE '"id":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')
	n=0
	while [ ! -e "$dir/enough" ]; do
		n=$((n + 1))
		api "/visits/$visit/photos" -F "file=@$dir/one.png" -F "client=b$n" -o "$dir/photo" -w '%{http_code}\n'
		photo=$(grep -oE '^."id":"[0-9]+"' "$dir/photo" | grep -oE '[0-9]+')
		[ $((n % 2)) = 0 ] || api "/photos/$photo" -X DELETE -H 'If-Match: "1"' -o /dev/null -w 'away %{http_code}\n'
	done >"$dir/codes2") &
	sending=$!
	sleep 1
	for i in 1 2 3; do
		exits 0 "$engine: a backup while people write ($i)" "$tongxin" backup $db $blobs --to "$dir/$engine$i.bak"
		is "$(sed -n 's/^missing	//p' "$dir/out")" 0 "$engine: no file is missing in it"
	done
	touch "$dir/enough"
	wait $writing $sending
	rm "$dir/enough"
	ok "$engine: people were writing ($(grep -c 201 "$dir/codes"))" grep -q 201 "$dir/codes"
	ok "$engine: and pictures came ($(grep -c '^201' "$dir/codes2"))" grep -q '^201' "$dir/codes2"
	ok "$engine: and went ($(grep -c '^away 20' "$dir/codes2"))" grep -q '^away 20' "$dir/codes2"
	stop
	is "$(stat -c %a "$dir/${engine}1.bak")" 600 "$engine: nobody else reads it"
	ok "$engine: no name stands in it" sh -c "! grep -qa '周有人' '$dir/${engine}3.bak'"
	ok "$engine: nor the key" sh -c "! grep -qaf '$key' '$dir/${engine}3.bak'"

	# --- what is there at rest, on the same engine and on the other, and back ---
	exits 0 "$engine: at rest" "$tongxin" backup $db $blobs --to "$dir/$engine.bak"
	exits 1 "$engine: not over another one" "$tongxin" backup $db $blobs --to "$dir/$engine.bak"
	settle "$engine" "again"
	cp "$key" "$keyfile"
	exits 0 "$engine: restored" "$tongxin" restore --from "$dir/$engine.bak" $db $blobs
	ok "$engine: and verified" grep -q ': whole' "$dir/out"
	is "$(report files) $(report missing) $(report orphans)" "$(find "$files" -type f | wc -l) 0 0" "$engine: every file with its row"
	ok "$engine: each to the byte" same_files "$first_files" "$files"
	exits 0 "$engine: a backup of that" "$tongxin" backup $db $blobs --to "$dir/$engine-again.bak"
	ok "$engine: has the same rows" same_rows "$dir/$engine.bak" "$dir/$engine-again.bak" "$key"
	touch "$files/.restoring" # as if it had been killed after its last step
	is "$(report missing) $(report orphans) $(test -e "$files/.restoring" || echo gone)" '0 0 gone' "$engine: no mark stays where files are in use"
	exits 1 "$engine: a place with content" "$tongxin" restore --from "$dir/$engine.bak" $db $blobs
	token=$("$tongxin" token create $db --user officer)
	serve $blobs
	is "$(api /children?limit=1 -o /dev/null -w '%{http_code}')" 200 "$engine: it serves"
	before=$(api /persons -H 'Content-Type: application/json' -d '{"name":"新来","sex":"1","birth_date":"1980-01-01"}' | grep -oE '^."id":"[0-9]+"' | grep -oE '[0-9]+')
	ok "$engine: new ids begin far above the old ($before)" test $((before % 8796093022208)) -gt 1048576
	stop

	if [ -n "$(other "$engine")" ]; then
		settle "$(other "$engine")" "across"
		cp "$key" "$keyfile"
		exits 0 "$engine: onto the other engine" "$tongxin" restore --from "$dir/$engine.bak" $db $blobs
		ok "$engine: to the byte there, too" same_files "$first_files" "$files"
		exits 0 "$engine: and from there" "$tongxin" backup $db $blobs --to "$dir/$engine-across.bak"
		ok "$engine: the same rows across" same_rows "$dir/$engine.bak" "$dir/$engine-across.bak" "$key"
		settle "$engine" "home"
		cp "$key" "$keyfile"
		exits 0 "$engine: and home again" "$tongxin" restore --from "$dir/$engine-across.bak" $db $blobs
		exits 0 "$engine: once more" "$tongxin" backup $db $blobs --to "$dir/$engine-home.bak"
		ok "$engine: the same rows at home" same_rows "$dir/$engine.bak" "$dir/$engine-home.bak" "$key"
		rm -rf "$dir"/across.* "$dir"/home.*
	fi

	# --- what is wrong is said, and nothing is made ---
	bak=$dir/$engine.bak size=$(stat -c %s "$bak")
	settle "$engine" "bad"
	cp "$key" "$keyfile"
	refused() { # NAME FILE [PATTERN]
		exits 1 "$engine: $1" "$tongxin" restore --from "$2" $db $blobs
		ok "$engine: $1, in a sentence" grep -q "^tongxin: .*$3" "$dir/err"
	}
	head -c $((size / 2)) "$bak" >"$dir/half.bak"
	refused 'cut off' "$dir/half.bak" 'cut off'
	head -c 10 "$bak" >"$dir/ten.bak"
	refused 'ten bytes' "$dir/ten.bak" 'not a backup'
	for at in 12 60 $((size / 3)) $((size - 3)); do
		python3 -c "import sys; d = bytearray(open('$bak', 'rb').read()); d[$at] ^= 1; open('$dir/bit.bak', 'wb').write(d)"
		refused "a bit at $at" "$dir/bit.bak" .
	done
	cat "$bak" "$dir/ten.bak" >"$dir/more.bak"
	refused 'more at its end' "$dir/more.bak" 'changed'
	refused 'no such file' "$dir/none.bak" 'cannot be read'
	refused 'a picture' "$dir/one.png" 'not a backup'
	"$tongxin" init --db "sqlite:$dir/stranger.db" --region 440804 --admin chen >"$dir/out" && cp "$dir/stranger.db.key" "$keyfile"
	refused 'the wrong key' "$bak" 'not the key file'
	rm -rf "$dir"/stranger.* "$keyfile"
	refused 'no key' "$bak" 'key file is not there'
	cp "$key" "$keyfile"
	mkdir -p "$files" && touch "$files/mine"
	refused 'files that lie there' "$bak" 'not empty'
	ok "$engine: they are left alone" test -e "$files/mine"
	rm -r "$files"
	ok "$engine: none of those left a database" sh -c "! ls '$dir'/bad.db '$dir'/bad.db-wal '$dir'/bad.db.restoring 2>/dev/null | grep ."

	# --- killed at any moment ---
	for after in 0.05 0.12 0.2 0.3 0.45 0.7; do
		"$tongxin" restore --from "$bak" $db $blobs >"$dir/out" 2>"$dir/err" &
		one=$!
		sleep $after
		kill -KILL $one 2>/dev/null
		wait $one 2>/dev/null && break
		"$tongxin" journal verify $db >"$dir/out" 2>"$dir/err" && break
	done
	ok "$engine: killed half-way it does not serve, or is whole ($after s)" sh -c "[ ! -e '$dir/bad.db' ] || grep -q whole '$dir/out'"
	if ! "$tongxin" journal verify $db >"$dir/out" 2>"$dir/err"; then
		exits 0 "$engine: and begins anew" "$tongxin" restore --from "$bak" $db $blobs
	fi
	is "$(report missing) $(report orphans) $(report young)" '0 0 0' "$engine: no file is lost or over"
	ok "$engine: to the byte after all" same_files "$first_files" "$files"
	for after in 0.03 0.08 0.15; do
		"$tongxin" backup $first $first_blobs --to "$dir/killed.bak" >"$dir/out" 2>&1 &
		one=$!
		sleep $after
		kill -KILL $one 2>/dev/null
		wait $one 2>/dev/null || ok "$engine: killed after $after s there is no backup" test ! -e "$dir/killed.bak"
		rm -f "$dir/killed.bak"
	done
	exits 0 "$engine: the next one is made" "$tongxin" backup $first $first_blobs --to "$dir/killed.bak"
	ok "$engine: and nothing beside it" test ! -e "$dir/killed.bak.part"
	rm -f "$dir/killed.bak" "$dir"/*.db.restoring*

	# --- a file that was lost before is said, and the rest is kept ---
	rm "$first_files/$(sed -n '1s/^[0-9a-f]*  //p' "$dir/files2")"
	exits 0 "$engine: with a file lost" "$tongxin" backup $first $first_blobs --to "$dir/lost.bak"
	is "$(sed -n 's/^missing	//p' "$dir/out")" 1 "$engine: it is counted"
	rm -rf "$dir"/*.bak "$dir"/again.* "$dir"/bad.* "$dir"/town.*
done

# --- a full disk, on both ways ---
settle sqlite full
furnish || exit 1
"$tongxin" backup $db --to "$dir/full.bak" >"$dir/out" || exit 1
limited() { (ulimit -f 1500 && trap '' XFSZ && exec "$tongxin" "$@"); } # no file larger than 1500 blocks
exits 1 'no room for the backup' limited backup $db --to "$dir/room.bak"
ok 'no room: in a sentence' grep -q '^tongxin: .*cannot be written' "$dir/err"
ok 'no room: nothing is left' sh -c "! ls '$dir'/room.bak* 2>/dev/null | grep ."
cp "$dir/full.db.key" "$dir/small.db.key"
exits 1 'no room for the database' limited restore --from "$dir/full.bak" --db "sqlite:$dir/small.db"
ok 'no room for it: in a sentence' grep -q '^tongxin: .*cannot be written' "$dir/err"
ok 'no room for it: no database' test ! -e "$dir/small.db"
exits 0 'and with room' "$tongxin" restore --from "$dir/full.bak" --db "sqlite:$dir/small.db"
exits 2 'usage' "$tongxin" restore --from "$dir/full.bak"
exits 2 'usage' "$tongxin" backup $db
plan
