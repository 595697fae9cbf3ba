#!/bin/sh
# usage: [INCREMENTS=3] [WRITES=60] [ENGINE=sqlite|postgres] test/scenario/drill.sh
# The restore drill: while eight writers write all the time, a whole backup is made and increments after it. Restored to a
# moment, and to the last increment, on both engines: all that was acknowledged by then is there, nothing that was begun
# after it, nothing else; both chains are whole. WRITES are acknowledged between two steps at least.
. "$(dirname "$0")/lib/house.sh"
increments=${INCREMENTS:-3}
DAY=$(date -u +%F) clock=
export DAY

now() { date -u +%s.%6N; }
stamp() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%S.%6NZ; }
writers() { python3 "$here/lib/drill.py" "$1" "$url" "$dir/state" 1 "$2" ${3-}; }
more() { # until so much more was acknowledged
	want=$(($(cat "$dir/state.count" 2>/dev/null || echo 0) + ${WRITES:-60})) tries=0
	until [ "$(cat "$dir/state.count" 2>/dev/null || echo 0)" -ge $want ] || [ $tries -gt 1200 ]; do
		sleep 0.05 && tries=$((tries + 1))
	done
	ok "$engine: $1 are acknowledged" test $tries -le 1200
}
settle() { # ENGINE NAME
	place "$1" "$2"
	blobs= keyfile=$dir/$2.db.key
	[ "$1" = sqlite ] || { blobs="--blobs $dir/$2.files" keyfile=$dir/$2.key; }
}
restored() { # WHAT SURE NEVER OPTION...
	what=$1 first=$2 then=$3
	shift 3
	cp "$key" "$keyfile"
	exits 0 "$engine: $what" "$tongxin" restore --from "$dir/$engine.bak" "$@" $db $blobs
	ok "$engine: $what, both chains are whole" test "$(grep -c ': whole' "$dir/out")" = 1
	serve $blobs
	is "$(writers check "$first" "$then" 2>&1)" well "$engine: $what, all that was acknowledged and nothing else"
	stop
}

for engine in ${ENGINE:-$(engines)}; do
	settle "$engine" "drill$engine"
	key=$keyfile
	furnish $blobs || exit 1
	printf '{"officer": "%s", "teacher": "%s"}' "$("$tongxin" token create $db --user officer)" \
		"$("$tongxin" token create $db --user teacher)" >"$dir/state.tokens"
	rm -f "$dir/state" "$dir/state.count" "$dir/enough"
	serve $blobs --post "sink:$dir/sink"
	writers write "$dir/enough" >"$dir/written" 2>&1 &
	writing=$!
	more 'the first writes'
	exits 0 "$engine: a whole backup, while they write" "$tongxin" backup $db $blobs --to "$dir/$engine.bak"
	since=$dir/$engine.bak chain=
	for n in $(seq "$increments"); do
		more 'more'
		if [ "$n" = $(((increments + 1) / 2)) ]; then
			moment=$(now)
			more 'and more after the moment'
		fi
		sure=$(now)
		exits 0 "$engine: increment $n" "$tongxin" backup $db $blobs --since "$since" --to "$dir/$engine.$n"
		never=$(now) since=$dir/$engine.$n
		chain="$chain $since"
	done
	more 'those that are lost with the disk'
	: >"$dir/enough"
	wait $writing
	ok "$engine: every write was taken: $(head -c 200 "$dir/written")" grep -qx '[0-9]*' "$dir/written"
	stop
	settle sqlite "moment$engine"
	restored 'back to the moment' "$moment" "$moment" --then $chain --until "$(stamp "$moment")"
	settle "$(engines | grep -o '[a-z]*$')" "last$engine"
	restored 'to the last increment' "$sure" "$never" --then $chain
done
plan
