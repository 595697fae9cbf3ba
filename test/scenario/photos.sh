#!/bin/sh
# usage: test/scenario/photos.sh
# Photographs and the server that is shut in: sent, seen, refused; killed while many are sent, nothing that was
# acknowledged is lost and nothing is left behind for good.
. "$(dirname "$0")/lib/house.sh"

picture() { # FILE WIDTH HEIGHT SEED: a PNG
	python3 - "$@" <<-'END'
		import random, struct, sys, zlib
		path, w, h, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
		r = random.Random(seed)
		cells = [[bytes(r.randrange(256) for _ in range(3)) for _ in range(8)] for _ in range(8)]
		rows = []
		for y in range(h):
		    row = b''.join(cells[y * 8 // h][x * 8 // w] for x in range(w))
		    rows.append(b'\0' + row)
		def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
		with open(path, 'wb') as f:
		    f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 2, 0, 0, 0))
		            + chunk(b'IDAT', zlib.compress(b''.join(rows), 1)) + chunk(b'IEND', b''))
	END
}

send() { # FILE NUMBER OUTPUT: prints the status
	api "/visits/$visit/photos" -H 'Accept-Language: en' -F "file=@$1" -F "client=$2" -o "$3" -w '%{http_code}\n'
}
id_of() { grep -oE '^."id":"[0-9]+"' "$1" | grep -oE '[0-9]+'; }
look() { api "/photos/$1/file" -H 'X-Purpose: test' -o "$2" -w '%{http_code}\n'; }
report() { "$tongxin" blob "$1" $db $blobs 2>&1 | sed -n "s/^$2	//p"; }
on_disk() { find "$files" -type f | wc -l; }

picture "$dir/one.png" 1600 1200 1
head -c 41000000 /dev/zero >"$dir/large.jpg"
head -c 60000000 /dev/zero >"$dir/huge.jpg"
head -c 3000 "$dir/one.png" >"$dir/cut.png"
picture "$dir/bomb.png" 9000 8000 2
printf '\000\000\000\030ftypheic\000\000\000\000mif1heic' >"$dir/apple.jpg"

for engine in $(engines); do
	place "$engine" photos
	rm -f "$dir"/p-* "$dir"/c-*
	files=$dir/photos.db.blobs blobs=
	[ "$engine" = sqlite ] || { files=$dir/files blobs="--blobs $dir/files"; }
	furnish $blobs || exit 1
	is "$(stat -c %a "$files")" 700 "$engine: the directory is nobody else's"
	token=$("$tongxin" token create $db --user director)
	serve $blobs
	rest # the demonstration leaves books to be made and files to be taken away
	first=$(on_disk)
	ok "$engine: the demo has pictures" test "$first" -gt 3
	visit=$(api '/visits?limit=1' | grep -oE '"id":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')

	is "$(send "$dir/one.png" a1 "$dir/first")" 201 "$engine: one is sent"
	is "$(look "$(id_of "$dir/first")" "$dir/got.jpg")" 200 "$engine: and comes back"
	is "$(head -c 3 "$dir/got.jpg" | od -An -tx1 | tr -d ' ')" ffd8ff "$engine: as a JPEG"
	is "$(send "$dir/one.png" a1 "$dir/again")" 200 "$engine: sent again it is the same"
	is "$(id_of "$dir/again")" "$(id_of "$dir/first")" "$engine: the very same"
	is "$(send "$dir/large.jpg" a2 "$dir/out")" 422 "$engine: 41 MB"
	ok "$engine: with a sentence" grep -q 'larger than 20 MB' "$dir/out"
	is "$(send "$dir/huge.jpg" a3 "$dir/out")" 413 "$engine: 60 MB"
	is "$(send "$dir/cut.png" a4 "$dir/out")" 400 "$engine: cut off"
	is "$(send "$dir/bomb.png" a5 "$dir/out")" 413 "$engine: seventy million pixels"
	is "$(send "$dir/apple.jpg" a6 "$dir/out")" 422 "$engine: HEIC"
	is "$(on_disk)" $((first + 1)) "$engine: nothing of those is left"
	is "$(report check files) $(report check young)" "$((first + 1)) 0" "$engine: all is there"
	stop

	for round in 1 2 3 4; do
		serve $blobs
		visits=$(api '/visits?limit=12' | grep -oE '^."items".*|"id":"[0-9]+"' | grep -oE '"id":"[0-9]+"' | grep -oE '[0-9]+')
		sending=
		for visit in $visits; do
			(for i in 1 2 3; do send "$dir/one.png" "c$round$i" "$dir/p-$round-$visit-$i"; done >"$dir/c-$round-$visit" 2>/dev/null) &
			sending="$sending $!"
		done
		tries=0
		while [ "$(cat "$dir"/c-$round-* 2>/dev/null | wc -l)" -lt $((round * 3)) ] && [ $tries -lt 500 ]; do
			sleep 0.02
			tries=$((tries + 1))
		done
		stop KILL
		wait $sending
		grep -l '^."id"' "$dir"/p-$round-* >"$dir/done"
		ok "$engine, round $round: some were acknowledged ($(wc -l <"$dir/done"))" test -s "$dir/done"

		serve $blobs
		while read -r file; do look "$(id_of "$file")" "$dir/got.jpg"; done <"$dir/done" | sort -u >"$dir/codes"
		is "$(cat "$dir/codes")" 200 "$engine, round $round: each of those is there"
		is "$(report check missing) $(report check length)" '0 0' "$engine, round $round: no row without its file"
		stop
	done
	find "$files" -type f -exec touch -d '3 days ago' {} +
	left=$(report check orphans)
	echo "# $engine: $left files were left behind by four crashes"
	before=$(on_disk)
	exits 0 "$engine: the sweep" "$tongxin" blob sweep $db $blobs
	is "$(on_disk)" $((before - left)) "$engine: takes just those away"
	is "$(report check files) $(report check orphans) $(report check missing)" "$(on_disk) 0 0" "$engine: then all is even"
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db

	victim=$(find "$files" -type f | head -n 1)
	mv "$victim" "$dir/aside"
	exits 1 "$engine: a file is missing" "$tongxin" blob check $db $blobs
	mv "$dir/aside" "$victim"
	exits 0 "$engine: and is back" "$tongxin" blob check $db $blobs
	exits 0 "$engine: keys are changed" "$tongxin" key rotate $db --drop-old
	serve $blobs
	is "$(look "$(id_of "$dir/first")" "$dir/after.jpg")" 200 "$engine: and it still opens"
	stop
done
exits 1 'a place that cannot be made' "$tongxin" serve --db "sqlite:$dir/photos.db" --blobs "$dir/no/such/place"
exits 2 'a verb that is none' "$tongxin" blob dance --db "sqlite:$dir/photos.db"
plan
