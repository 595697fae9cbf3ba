#!/bin/sh
# usage: [ROUNDS=N] test/scenario/blobs.sh
# Works, photos of a pile and voice notes and the server that is killed: while they are taken, given, dropped and
# swept.  What was acknowledged is there, no row is without its file, and after the sweep no file without its row.
. "$(dirname "$0")/lib/house.sh"

picture() { # FILE SEED: a PNG
	python3 - "$@" <<-'END'
		import random, struct, sys, zlib
		path, r = sys.argv[1], random.Random(int(sys.argv[2]))
		w, h = 900, 700
		cells = [[bytes(r.randrange(256) for _ in range(3)) for _ in range(8)] for _ in range(8)]
		rows = [b'\0' + b''.join(cells[y * 8 // h][x * 8 // w] for x in range(w)) for y in range(h)]
		def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
		with open(path, 'wb') as f:
		    f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 2, 0, 0, 0))
		            + chunk(b'IDAT', zlib.compress(b''.join(rows), 1)) + chunk(b'IEND', b''))
	END
}

id_of() { grep -oE '^."id":"[0-9]+"' "$1" | grep -oE '[0-9]+'; }
report() { # FIGURE...
	"$tongxin" blob check $db $blobs >"$dir/report" 2>&1
	for figure in "$@"; do sed -n "s/^$figure	//p" "$dir/report"; done | xargs
}
on_disk() { find "$files" -type f | wc -l; }
take() { # CHILD NUMBER OUTPUT: prints the status
	api "/children/$1/works" -F "file=@$dir/one.png" -F what=drawing -F faces=0 -F on=$day -F "client=$2" -o "$3" -w '%{http_code}\n'
}
drop() { api "/works/$1" -X DELETE -H 'If-Match: "1"' -o /dev/null -w '%{http_code}\n'; }
pile() { api /pile_photos -F "file=@$dir/one.png" -F "class=$class" -F on=$day -F "client=$1" -o "$2" -w '%{http_code}\n'; }
give() { # PHOTO CHILD CHILD
	api "/pile_photos/$1/give" -X POST -H 'Content-Type: application/json' -o /dev/null -w '%{http_code}\n' \
		-d "{\"children\":[\"$2\",\"$3\"],\"faces\":false}"
}

picture "$dir/one.png" 1
for engine in $(engines); do
	place "$engine" blobs
	files=$dir/blobs.db.blobs blobs=
	[ "$engine" = sqlite ] || { files=$dir/files blobs="--blobs $dir/files"; }
	furnish $blobs || exit 1
	token=$("$tongxin" token create $db --user teacher)
	serve $blobs
	children=$(api '/children?limit=12' | grep -oE '"id":"[0-9]+"' | grep -oE '[0-9]+')
	class=$(api '/children?limit=1' | grep -oE '"class":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')
	first=$(echo $children | cut -d' ' -f1) second=$(echo $children | cut -d' ' -f2)
	is "$(take "$first" a0000001 "$dir/w")" 201 "$engine: a work is taken"
	is "$(pile a0000002 "$dir/p")" 201 "$engine: a photo of the pile too"
	is "$(give "$(id_of "$dir/p")" "$first" "$second")" 204 "$engine: and given to two"
	is "$(report missing length)" '0 0' "$engine: all is there"
	stop

	for round in $(seq "${ROUNDS-2}"); do
		rm -f "$dir"/k-* "$dir"/g-* "$dir"/d-*
		serve $blobs
		busy=
		for child in $children; do
			(for i in 1 2 3; do
				take "$child" "r$round-$child-$i" "$dir/k-$child-$i"
				pile "p$round-$child-$i" "$dir/g-$child-$i"
				give "$(id_of "$dir/g-$child-$i")" "$child" "$first"
				[ $i = 2 ] && { drop "$(id_of "$dir/k-$child-1")" && id_of "$dir/k-$child-1" >>"$dir/d-$child"; }
			done >/dev/null 2>&1) &
			busy="$busy $!"
		done
		tries=0
		while [ "$(cat "$dir"/k-* 2>/dev/null | grep -c '^."id"')" -lt $((round * 4)) ] && [ $tries -lt 500 ]; do
			sleep 0.02
			tries=$((tries + 1))
		done
		stop KILL
		wait $busy
		serve $blobs
		grep -l '^."id"' "$dir"/k-* >"$dir/done"
		while read -r file; do
			id=$(id_of "$file")
			grep -qx "$id" "$dir"/d-* 2>/dev/null || api "/works/$id/file" -o /dev/null -w '%{http_code}\n'
		done <"$dir/done" | sort -u >"$dir/codes"
		# One may have been dropped though its answer was lost on the way.
		ok "$engine, round $round: what was acknowledged is there ($(wc -l <"$dir/done"))" \
			test "$(grep -vx 404 "$dir/codes" | tr -d '\n')" = 200
		is "$(report missing length)" '0 0' "$engine, round $round: no row without its file"
		stop
	done
	# Killed while it sweeps.
	find "$files" -type f -exec touch -d '3 days ago' {} +
	for i in 1 2 3; do
		"$tongxin" blob sweep $db $blobs >/dev/null 2>&1 &
		sweeping=$!
		sleep 0.0$i
		kill -KILL $sweeping 2>/dev/null
		wait $sweeping 2>/dev/null
	done
	exits 0 "$engine: the sweep" "$tongxin" blob sweep $db $blobs
	is "$(report files orphans missing)" "$(on_disk) 0 0" "$engine: then all is even"
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
done
plan
