#!/bin/sh
# usage: [ROUNDS=2] [SEED=0] [ENGINE=sqlite|postgres] test/scenario/crash.sh
# Kill -9 at a moment of chance while eight writers send records, pictures, changes and messages and a list is imported:
# after the next start nothing acknowledged is lost, nothing is done twice when it is sent again with its key, the list
# and the messages are done, and both chains of the journal are whole; at the end no file is without its row.
. "$(dirname "$0")/lib/house.sh"
rounds=${ROUNDS:-2}
export SEED="${SEED:-0}" DAY=$day

# The clock goes on by five minutes each time: what a dead process had claimed is free after one.
start() { serve $blobs --post "sink:$dir/sink" --clock "$(date -u -d "${day}T02:00:00Z + $((5 * $1)) minutes" +%Y-%m-%dT%H:%M:%SZ)"; }
writers() { python3 "$here/lib/writers.py" "$1" "$url" "$dir/state" "$2" "$server"; }
report() { "$tongxin" blob check $db $blobs 2>&1 | sed -n "s/^$1	//p"; }

for engine in ${ENGINE:-$(engines)}; do
	place "$engine" crash
	files=$dir/crash.db.blobs blobs=
	[ "$engine" = sqlite ] || { files=$dir/files blobs="--blobs $dir/files"; }
	rm -rf "$dir/sink"
	furnish $blobs || exit 1
	printf '{"officer": "%s", "teacher": "%s"}' "$("$tongxin" token create $db --user officer)" \
		"$("$tongxin" token create $db --user teacher)" >"$dir/state.tokens"
	start 0
	round=0 written=0
	while [ $round -lt "$rounds" ]; do
		round=$((round + 1))
		sent=$(writers load $round 2>"$dir/python")
		[ -n "$sent" ] || { cat "$dir/python" && kill -KILL $server; }
		wait $server 2>/dev/null
		server=
		[ -z "$sent" ] || written=$((written + ${sent%% *}))
		ok "$engine, round $round: killed when ${sent%% *} of ${sent##* } were acknowledged" test "${sent:-0}" != 0
		exits 0 "$engine, round $round: the journal is whole" "$tongxin" journal verify $db
		is "$(report missing) $(report length)" '0 0' "$engine, round $round: no row without its file"
		start $round
		is "$(writers check $round 2>&1)" well "$engine, round $round: all that was acknowledged, and nothing twice"
	done
	lists=$(((rounds + 1) / 2 * 120))
	is "$(writers children 0)" "$lists $lists" "$engine: every child of the lists once"
	stop
	is "$status" 0 "$engine: a polite end"
	exits 0 "$engine: the journal is whole at the end" "$tongxin" journal verify $db
	find "$files" -type f -exec touch -d '3 days ago' {} +
	exits 0 "$engine: the sweep" "$tongxin" blob sweep $db $blobs
	is "$(report files) $(report orphans) $(report missing)" "$(find "$files" -type f | wc -l) 0 0" "$engine: files and rows are even"
	echo "# $engine: killed $rounds times, $written writes acknowledged, $(cat "$dir/out" | sed -n 's/^files	//p') files"
done
plan
