#!/bin/sh
# usage: test/scenario/jobs.sh
# Kill -9 while a list is looked through, while it is imported, and while it is taken back: after the next start each
# goes on where it was, every row once, nothing half-done; the journal is whole. A polite end in the middle does the
# same. All through the browser's own pages.
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"
rows=3000

# Where two programs may serve one database, what a dead one had claimed is free after a minute.
again() { # MINUTE
	serve --clock "${day}T02:$1:00Z"
}

children() {
	api '/left-behind?region=440804&as_of=2026-11-21' | grep -o '"children":[0-9]*' | grep -o '[0-9]*'
}

says() { grep -q "$1" "$dir/page"; }

roster >"$dir/roster.csv"
for engine in $(engines); do
	place "$engine" jobs
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	serve
	sign_in
	before=$(children)
	page /import -o "$dir/page"
	school=$(sed -n 's/.*<option value="\([0-9][0-9]*\)".*/\1/p' "$dir/page" | head -n 1)
	send /import -F kind=children -F "school=$school" -F "file=@$dir/roster.csv;type=text/csv"
	batch=${went##*/}
	is "${went%"$batch"}" "303 $url/batches/" "$engine: a list is taken and looked through later"

	ok "$engine: it is being looked through" under_way 1
	stop KILL
	again 05
	ok "$engine: and is in the end, whoever was killed" over
	ok "$engine: and says what would be imported" says '/batches/[0-9]*/run'
	is "$(children)" "$before" "$engine: nothing is imported yet"

	ready=$(sed -n 's/.*Import \([0-9,]*\) rows.*/\1/p' "$dir/page" | head -n 1 | tr -d ,)
	ok "$engine: nearly all rows are good ($ready)" test "${ready:-0}" -gt $((rows * 9 / 10))
	send "/batches/$batch/run"
	is "$went" "303 $url/batches/$batch" "$engine: it is imported later, too"
	ok "$engine: it is being imported" under_way 200
	stop KILL
	exits 0 "$engine: killed in the middle, the journal is whole" "$tongxin" journal verify $db
	again 10
	some=$(($(children) - before))
	echo "# $engine: $some of $ready children were there when it was killed"
	ok "$engine: it goes on" under_way "$some"
	stop # politely this time
	is "$status" 0 "$engine: a polite end does not wait for the whole list"
	again 15
	ok "$engine: it comes to its end" over
	is "$(($(children) - before))" "$ready" "$engine: each child once"
	after=
	: >"$dir/names"
	while :; do
		api "/children?limit=200$after" >"$dir/list"
		grep -o '"name":"林[^"]*"' "$dir/list" >>"$dir/names"
		next=$(sed -n 's/.*"next":"\([0-9]*\)".*/\1/p' "$dir/list")
		[ -n "$next" ] || break
		after="&after=$next"
	done
	is "$(sort "$dir/names" | uniq -d | wc -l)" 0 "$engine: by name, too"

	page "/batches/$batch/undo" -o "$dir/page"
	send "/batches/$batch/undo"
	batch=${went##*/}
	is "${went%"$batch"}" "303 $url/batches/" "$engine: it is taken back"
	ok "$engine: it is being taken back" under_way 100
	stop KILL
	again 20
	ok "$engine: to the end" over
	is "$(children)" "$before" "$engine: as it was before"
	ok "$engine: /metrics counts them" sh -c "curl -sS --noproxy '*' '$url/metrics' | grep -q 'tongxin_jobs{state=\"running\"} 0'"
	stop
	is "$status" 0 "$engine: a polite end"
	exits 0 "$engine: the journal is whole at the end" "$tongxin" journal verify $db
done
plan
