#!/bin/sh
# usage: test/scenario/sandbox.sh
# The running server is shut in and still does all its work; a list is the same read in the workshop or without; wardens
# come and go with their server.
. "$(dirname "$0")/lib/house.sh"

status_of() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"; }
wardens() { pgrep -P "$server" | tr '\n' ' '; }
roster() { # ROWS: our own format, schools of this demo
	awk -v n="$1" 'BEGIN {
		print "code,name,kind"
		for (i = 1; i <= n; i++) printf "4408%06d,学校%d,211\n", 900000 + i, i
	}'
}

for engine in $(engines); do
	place "$engine" sandbox
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	serve
	is "$(status_of $server Seccomp)" 2 "$engine: the server has a filter"
	is "$(status_of $server NoNewPrivs)" 1 "$engine: it gains no rights"
	is "$(wardens | wc -w)" 2 "$engine: two wardens"
	for warden in $(wardens); do
		is "$(status_of "$warden" Seccomp) $(status_of "$warden" NoNewPrivs)" '2 1' "$engine: a warden is shut in"
		is "$(tr -d '\0' <"/proc/$warden/cmdline")" 'tongxin: workshop' "$engine: and forgot the command line"
		[ "$(id -u)" = 0 ] || continue # nobody else may look
		is "$(ls "/proc/$warden/fd" | tr '\n' ' ')" '0 1 2 3 ' "$engine: and has one socket"
		is "$(tr -d '\0' <"/proc/$warden/environ" | wc -c)" 0 "$engine: and the environment"
	done
	for thread in /proc/$server/task/*; do
		[ "$(sed -n 's/^Seccomp:[[:space:]]*//p' "$thread/status")" = 2 ] || echo "$thread"
	done >"$dir/open"
	ok "$engine: so has every thread" test ! -s "$dir/open"

	# Writing, reading, new connections at once: checkpoints and all.
	i=0
	while [ $i -lt 40 ]; do
		api /persons -X POST -H 'Content-Type: application/json' -o "$dir/p$i" -w '%{http_code}\n' \
			-d "{\"name\":\"大人$i\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\"}" >"$dir/code$i" &
		last="${last-} $!"
		i=$((i + 1))
	done
	wait $last
	last=
	is "$(cat "$dir"/code* | sort -u)" 201 "$engine: forty writers at once"
	is "$(api '/children?limit=1' -o "$dir/page" -w '%{http_code}')" 200 "$engine: children are read"

	gone=$(wardens)
	stop
	is "$status" 0 "$engine: a polite end"
	left=
	for warden in $gone; do [ ! -d "/proc/$warden" ] || left="$left $warden"; done
	is "$left" '' "$engine: the wardens went with it"

	serve
	gone=$(wardens)
	stop KILL
	tries=0 left=$gone
	while [ -n "$left" ] && [ $tries -lt 200 ]; do
		left=
		for warden in $gone; do [ ! -d "/proc/$warden" ] || left="$left $warden"; done
		[ -z "$left" ] || sleep 0.02
		tries=$((tries + 1))
	done
	is "$left" '' "$engine: also after a sudden end"

	serve --no-sandbox
	is "$(status_of $server Seccomp) $(wardens | wc -w)" '0 0' "$engine: --no-sandbox leaves it out"
	ok "$engine: and says so" grep -q 'without the sandbox' "$dir/log"
	stop

	# The same list with and without the workshop: every byte of every answer.
	for list in good empty bad quotes; do
		case $list in
		good) roster 500 ;;
		empty) : ;;
		bad) printf '\377\376code,name\n' ;;
		quotes) printf 'code,name,kind\n"440899,x\n' ;;
		esac >"$dir/$list.csv"
		"$tongxin" import $db schools "$dir/$list.csv" --dry-run --errors "$dir/a.csv" >"$dir/a.out" 2>"$dir/a.err"
		echo $? >>"$dir/a.out"
		"$tongxin" import $db schools "$dir/$list.csv" --dry-run --errors "$dir/b.csv" --no-sandbox >"$dir/b.out" 2>"$dir/b.err"
		echo $? >>"$dir/b.out"
		ok "$engine, $list: the same said" cmp "$dir/a.out" "$dir/b.out"
		ok "$engine, $list: the same problems" cmp "$dir/a.err" "$dir/b.err"
		touch "$dir/a.csv" "$dir/b.csv"
		ok "$engine, $list: the same rows refused" cmp "$dir/a.csv" "$dir/b.csv"
		rm -f "$dir/a.csv" "$dir/b.csv"
	done
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
done
plan
