#!/bin/sh
# usage: [ENGINE='sqlite postgres'] test/scenario/fault_clock.sh
# The machine's clock jumps under a server that runs: a day forth and back, to 1970, to 2050, and to stay. Who has signed
# in stays so, what is written is in order, the day's work is done for a day that came and for no other, and nothing is
# forgotten because of a year that never was.
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"
cc -shared -fPIC -D_GNU_SOURCE -O1 -o "$dir/clock.so" "$here/lib/clock.c" -ldl || { skip 'no compiler' && plan && exit; }
printf '#!/bin/sh\nCLOCK_FILE="%s" LD_PRELOAD="%s" exec "%s" "$@"\n' "$dir/clock" "$dir/clock.so" "$tongxin" >"$dir/moved"
chmod +x "$dir/moved"
program=$tongxin

jump() { # HOURS [STEADY-HOURS]: off the time of the start; in place, for the server looks at these very bytes
	printf '%+020d\n%+020d\n' $(($1 * 3600)) $((${2:-0} * 3600)) | dd of="$dir/clock" conv=notrunc 2>/dev/null
}
ask() { # SQL
	case $db in
	*sqlite:*) sqlite3 "$dir/clock.db" "$1" ;;
	*) psql -qtA -d "$(echo "$db" | sed 's/^--db //; s/ --key.*//')" -c "$1" ;;
	esac
}
settled() { ask "SELECT value FROM meta WHERE name = 'settled_to'"; }
soon() { # WHAT COMMAND...: becomes what it says, within a minute
	want=$1 tries=0
	shift
	until [ "$("$@")" = "$want" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || { echo "it is $("$@")" && return 1; }
		sleep 0.2
	done
}
doubts() { grep -c 'the machine.s clock has jumped' "$dir/log"; }
write() { # NAME: prints the status
	api /persons -H 'Content-Type: application/json' -H "Idempotency-Key: key-$1" -o "$dir/answer" -w '%{http_code}' \
		-d "{\"name\":\"$1\",\"sex\":\"1\",\"birth_date\":\"1960-01-01\"}"
}
today() { page / -o "$dir/page" -w '%{http_code}'; }
# What a clock that is wrong must not take away.
kept() {
	for table in person child journal visit outbox outbox_text notice session card token draft blob; do
		echo "$table $(ask "SELECT count(*) FROM $table")"
	done
}
same_kept() { # NAME
	kept >"$dir/now"
	ok "$1: nothing is forgotten" awk 'NR == FNR { was[$1] = $2; next }
		$2 < was[$1] { print $1, "had", was[$1], "and has", $2; bad = 1 } END { exit bad }' "$dir/before" "$dir/now"
}
works() { # NAME
	is "$(write "$engine-$1")" 201 "$engine, $1: what is written is taken"
	grep -oE '^."id":"[0-9]+"' "$dir/answer" >>"$dir/ids"
	is "$(today)" 200 "$engine, $1: who has signed in is still in"
	is "$(api '/children?limit=1' -o "$dir/answer" -w '%{http_code}')" 200 "$engine, $1: programs read"
}

for engine in ${ENGINE:-sqlite}; do
	place "$engine" clock
	furnish || exit 1
	token=$("$program" token create $db --user officer)
	printf '%+020d\n%+020d\n' 0 0 >"$dir/clock"
	: >"$dir/ids"
	tongxin=$dir/moved
	serve
	tongxin=$program
	sign_in
	rest
	works start
	ok "$engine: the day is settled" soon $day settled

	jump 24
	ok "$engine, a day forth: the next day is settled" soon 2026-11-22 settled
	is "$(write "$engine-forth")" 201 "$engine, a day forth: what is written is taken"
	grep -oE '^."id":"[0-9]+"' "$dir/answer" >>"$dir/ids"
	is "$(doubts)" 0 "$engine, a day forth: it is believed"
	rest
	kept >"$dir/before"
	jump 0
	ok "$engine, a day back: it is doubted" soon 1 doubts
	is "$(settled)" 2026-11-22 "$engine, a day back: no day is settled twice"
	same_kept "$engine, a day back"
	works back
	jump 24
	sleep 1
	sign_in
	works again
	kept >"$dir/before"

	jump $((-56 * 365 * 24))
	ok "$engine, 1970: it is doubted" soon 2 doubts
	is "$(today)" 200 "$engine, 1970: who has signed in is still in"
	is "$(api '/children?limit=1' -o "$dir/answer" -w '%{http_code}')" 200 "$engine, 1970: programs read"
	is "$(write "$engine-1970" | sed 's/422/201/')" 201 "$engine, 1970: what is written is taken or refused"
	grep -oE '^."id":"[0-9]+"' "$dir/answer" >>"$dir/ids"
	kept >"$dir/before"
	jump $((24 * 365 * 24))
	ok "$engine, 2050: it is doubted" soon 3 doubts
	sleep 2
	is "$(settled)" 2026-11-22 "$engine, 2050: no day of it is settled"
	is "$(today)" 303 "$engine, 2050: who signed in long ago is out"
	same_kept "$engine, 2050"
	jump 24
	sleep 1
	works 'right again'

	# A year that stays is the year: an hour later, by the clock that no hand moves.
	jump $((40 * 24))
	ok "$engine, forty days: it is doubted" soon 4 doubts
	is "$(settled)" 2026-11-22 "$engine, forty days: no day of it is settled"
	jump $((40 * 24 + 2)) 2
	ok "$engine, forty days that stay: settled" soon 2026-12-31 settled
	stop
	is "$status" 0 "$engine: a polite end"
	exits 0 "$engine: the journal is whole" "$program" journal verify $db
	ok "$engine: ids rise" sort -cu "$dir/ids"
done
plan
