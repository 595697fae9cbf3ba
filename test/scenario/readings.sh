#!/bin/sh
# usage: test/scenario/readings.sh
# Who looked is on record: a second after the answer even a kill -9 takes nothing back; a polite end writes the
# counts of repeats; what is exported stands in the read log; both chains are whole.
. "$(dirname "$0")/lib/house.sh"

readings() { # how many there are, out of the verdict
	"$tongxin" journal verify $db 2>"$dir/verify.err" | sed -n 's/.* \([0-9]*\) readings.*/\1/p'
}

for engine in $(engines); do
	place "$engine" readings
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	serve # the demonstration leaves books to be made, and reading for them is on record too
	rest
	stop
	start=$(readings)
	serve
	child=$(api '/children?limit=1' | grep -o '"id":"[0-9]*"' | head -n 1 | grep -o '[0-9]*')
	sleep 1
	stop KILL
	is "$(readings)" $((start + 1)) "$engine: a list that was read is on record a second later"

	serve
	is "$(api "/children/$child" -o "$dir/file" -w '%{http_code}')" 200 "$engine: a file is read"
	sleep 1
	stop KILL
	is "$(readings)" $((start + 2)) "$engine: so is a file"

	serve
	is "$(api "/children/$child" -H 'X-Purpose: visit' -o "$dir/file" -w '%{http_code}')" 200 "$engine: a file is opened"
	stop KILL
	is "$(readings)" $((start + 3)) "$engine: what was opened for a purpose is on record at once"

	serve
	for i in 1 2 3 4; do api "/children/$child" -o "$dir/file"; done
	stop
	is "$status" 0 "$engine: a polite end"
	is "$(readings)" $((start + 5)) "$engine: it writes the reading, and how often it was repeated"

	exits 0 "$engine: an export" "$tongxin" export $db children --to "$dir/$engine.csv"
	pages=$((($(wc -l <"$dir/$engine.csv") - 1 + 199) / 200))
	is "$(readings)" $((start + 5 + pages)) "$engine: each page of an export is a reading"
	exits 0 "$engine: both chains are whole, and every record" "$tongxin" journal verify $db
	exits 0 "$engine: at a quick look too" "$tongxin" journal verify --quick $db
done
plan
