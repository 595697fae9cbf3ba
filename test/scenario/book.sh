#!/bin/sh
# usage: test/scenario/book.sh
# The book of a child with years of entries, made by the server that is shut in: in seconds, in Chinese that copies out
# right, with its typefaces, pictures as they were; a server that is killed while it makes one makes it after all.
. "$(dirname "$0")/lib/house.sh"

state() { api "/growth_books/$1" | grep -oE '"bytes":[0-9]+'; }
wait_for() { # ID: until it is made
	tries=0
	until [ -n "$(state "$1")" ] || [ $tries -gt 150 ]; do sleep 0.2 && tries=$((tries + 1)); done
}
# The most memory that a worker of the workshop ever held, in kB, until the file $dir/made is there.
most() {
	peak=0
	while [ ! -e "$dir/made" ]; do
		for warden in $(cat "/proc/$server/task/$server/children"); do
			for worker in $(cat "/proc/$warden/task/$warden/children" 2>/dev/null); do
				held=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$worker/status" 2>/dev/null)
				[ "${held:-0}" -le $peak ] || peak=$held
			done
		done
		sleep 0.01
	done
	echo $peak
}
ask() { api "/children/$child/books" -X POST -H 'Content-Type: application/json' -d '{"what":"book"}' | id; }
id() { grep -oE '"id":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+'; }

for engine in $(engines); do
	place "$engine" book
	files=$dir/book.db.blobs blobs=
	[ "$engine" = sqlite ] || { files=$dir/files blobs="--blobs $dir/files"; }
	furnish $blobs || exit 1
	token=$("$tongxin" token create $db --user head)
	serve $blobs
	# Whoever has the most entries.
	child=$(api '/growth_notes?limit=200' | grep -oE '"child":"[0-9]+"' | sort | uniq -c | sort -rn | head -n 1 | grep -oE '[0-9]{4,}')
	# A full life: a page of a teacher's words for every few weeks of it.
	said='这学期你变化很大：上课坐得住了，作业自己订正，还教会了同桌认钟表。遇到不会的题，先自己想，再来问，这是最好的学法。'
	for n in $(seq 300); do
		printf '{"child":"%s","what":"comment","on":"20%02d-%02d-15","text":"第%d段：%s%s%s%s"}\n' "$child" $((20 + n / 60)) $((n % 12 + 1)) "$n" "$said" "$said" "$said" "$said"
	done >"$dir/notes"
	while read -r one; do
		printf 'url = "%s/api/v1/growth_notes"\nrequest = "POST"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\noutput = "/dev/null"\nwrite-out = "%%{http_code}\\n"\ndata = "%s"\nnext\n' "$url" "$token" "$(printf %s "$one" | sed 's/"/\\"/g')"
	done <"$dir/notes" | curl -s -K - >"$dir/codes" 2>"$dir/curl"
	is "$(sort "$dir/codes" | uniq -c | tr -d ' \n')" 300201 "$engine: five years of comments"
	rm -f "$dir/made"
	most >"$dir/peak" &
	looking=$!
	before=$(date +%s)
	book=$(ask)
	wait_for "$book"
	took=$(($(date +%s) - before))
	: >"$dir/made"
	wait $looking
	peak=$(($(cat "$dir/peak") / 1024))
	is "$(api "/growth_books/$book/file" -X POST -o "$dir/book.pdf" -w '%{http_code}')" 200 "$engine: and fetched"
	pages=$(pdfinfo "$dir/book.pdf" | awk '/^Pages/ { print $2 }')
	echo "# $engine: $pages pages, $took s, $(wc -c <"$dir/book.pdf") bytes, the worker held $peak MB at most"
	ok "$engine: of sixty pages and more" test "$pages" -ge 60
	ok "$engine: a worker was seen ($peak MB)" test $peak -gt 0
	ok "$engine: and its memory is bounded" test $peak -le 256
	pdftotext -enc UTF-8 "$dir/book.pdf" "$dir/book.txt"
	pdftotext -enc UTF-8 -x 0 -y 60 -W 596 -H 715 "$dir/book.pdf" - | tr -d ' \n\f' >"$dir/plain" # without the head and the number of each page
	is "$(for n in $(seq 300); do grep -qF "第$n段：$said$said$said$said" "$dir/plain" || echo "$n"; done)" "" "$engine: every comment copies out as it was written"
	name=$(api "/children/$child" | grep -oE '"name":"[^"]+"' | head -n 1 | cut -d '"' -f 4)
	ok "$engine: the child's name copies out" grep -q "$name" "$dir/book.txt"
	is "$(pdffonts "$dir/book.pdf" | tail -n +3 | awk '{ print $(NF-4) $(NF-3) $(NF-2) }' | sort -u)" yesyesyes "$engine: typefaces embedded, in part, readable"
	ok "$engine: no EXIF" sh -c "! grep -aq 'Exif' '$dir/book.pdf'"
	is "$(pdfimages -list "$dir/book.pdf" | tail -n +3 | awk '$9 != "jpeg"' | wc -l)" 0 "$engine: pictures as they were"

	second=$(ask)
	stop KILL
	serve $blobs --clock "${day}T02:05:00Z" # another server would take it up after a minute
	wait_for "$second"
	api "/growth_books/$second/file" -X POST -o "$dir/second.pdf" -w "%{http_code}" >"$dir/code"
	is "$(cat "$dir/code")" 200 "$engine: killed meanwhile, it is made after all"
	stop
	is "$("$tongxin" blob check $db $blobs 2>&1 | sed -n 's/^missing	//p')" 0 "$engine: no file is lost"
done
plan
