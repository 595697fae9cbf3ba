#!/bin/sh
# usage: test/scenario/upgrade.sh
# A database of every released schema (test/fixture) is brought up to date: its tables, chains and counts, what follows
# from its facts, sealed values, a sign-in, a write. Killed before, in and after every migration it goes on where it was;
# so it does after a full disk and a lost connection; and of two servers at once neither does harm.
. "$(dirname "$0")/lib/house.sh"
house=$(dirname "$tongxin")/test/old_house
fixtures=$here/../fixture
export TONGXIN_REGIONS="${TONGXIN_REGIONS-$(dirname "$tongxin")/regions.map}"

# A fixture as $db: sets $at_url, $key, and $held and $children from the list.
lay() { # ENGINE NUMBER NAME
	place "$1" "$3"
	at_url=$(echo "$db" | sed 's/^--db //; s/ --key.*//')
	key=$dir/$3.key
	[ "$1" = postgres ] || key=$dir/$3.db.key
	grep "^$2	" "$fixtures/list" | cut -f 6 >"$key" && chmod 600 "$key"
	held=$(grep "^$2	" "$fixtures/list" | cut -f 3-5 | tr '\t' ' ') children=${held%% *}
	[ -f "$dir/$2.db" ] || xz -dc "$fixtures/$2.db.xz" >"$dir/$2.db"
	rm -f "$dir/$3.db"
	if [ "$1" = sqlite ]; then
		cp "$dir/$2.db" "$dir/$3.db"
	else
		"$house" load "$at_url" "$2" "$dir/$2.db" || exit 1
	fi
}

# One column of one row.
ask() { # ENGINE SQL
	if [ "$1" = sqlite ]; then
		sqlite3 "$dir/$called.db" "$2"
	else
		psql -q -A -t -d "$at_url" -c "$2"
	fi
}

counts() { # ENGINE
	echo $(ask "$1" 'SELECT count(*) FROM child') $(ask "$1" 'SELECT count(*) FROM person') $(ask "$1" 'SELECT count(*) FROM absence')
}

at() { ask "$1" 'SELECT max(number) FROM migration'; }

page() { curl -sS --noproxy '*' -b "$dir/jar" -c "$dir/jar" -o "$dir/page" -w '%{http_code}' "$@"; }

newest=$(ls "$here"/../../sql | sed -n 's/^\(0*\)\([0-9]*\)-.*/\2/p' | sort -n | tail -n 1)
numbers=$(cut -f 1 "$fixtures/list" | sort)

# --- every fixture, as an operator starts the new program on it ---

for number in $numbers; do
	for engine in $(engines); do
		called=old$number what="$engine, schema $number"
		lay "$engine" "$number" "$called"
		serve
		ok "$what: it is said what happens" grep -q "from schema $((${number#000})) to $newest" "$dir/log"
		is "$(page "$url/sign-in" -d 'login=officer&password=tongxin-demo')" 303 "$what: the officer signs in"
		is "$(page "$url/")" 200 "$what: Today is there"
		token=$("$tongxin" token create $db --user officer)
		api '/children?limit=1' >"$dir/one"
		child=$(sed -n 's/.*"items":\[{"id":"\([0-9]*\)","version":\([0-9]*\).*/\1/p' "$dir/one")
		version=$(sed -n 's/.*"items":\[{"id":"\([0-9]*\)","version":\([0-9]*\).*/\2/p' "$dir/one")
		is "$(page "$url/children/$child")" 200 "$what: a child's file is there"
		api "/children/$child" -H 'X-Purpose: upgrade' >"$dir/one"
		ok "$what: sealed values open" grep -qE '"id_number":"[0-9]{17}[0-9X]"' "$dir/one"
		is "$(api "/children/$child" -X PATCH -H "If-Match: \"$version\"" -H 'Content-Type: application/json' -o "$dir/one" -w '%{http_code}' -d '{"health":"20"}')" 200 "$what: a write works"
		stop
		is "$status" 0 "$what: a polite end"
		exits 0 "$what: chains, readings and records are whole" "$tongxin" journal verify $db
		is "$(counts "$engine")" "$held" "$what: nobody is lost"
		exits 0 "$what: what follows from the facts is what a recount gives" "$house" recount "$at_url" "$key"
		ok "$what: of every child" grep -qx "$children children" "$dir/out"
	done
done

# --- killed on the way: in the middle of each migration, and after each ---

oldest=$(echo "$numbers" | head -n 1)
for engine in $(engines); do
	called=killed
	lay "$engine" "$oldest" killed
	for step in $(seq $((${oldest#000} + 1)) "$newest"); do
		if [ "$engine" = postgres ]; then
			exits 0 "$engine: the connection is lost in migration $step" "$house" lost "$at_url" "$step" "$key"
		fi
		"$house" half "$at_url" "$step" "$key" 2>/dev/null
		is "$? $(at "$engine")" "137 $((step - 1))" "$engine: killed in migration $step, nothing of it is there"
		"$house" step "$at_url" "$step" "$key" 2>/dev/null
		is "$? $(at "$engine")" "137 $step" "$engine: killed after migration $step, all of it is there"
	done
	exits 0 "$engine: the next start goes on, and all is whole" "$tongxin" journal verify $db
	is "$(counts "$engine")" "$held" "$engine: nobody is lost on the way"
	# Chains that had no anchors are taken at their word as the table for them is made, and never again.
	called=bare
	lay "$engine" "$oldest" bare
	"$house" step "$at_url" "$newest" "$key" 2>/dev/null
	ask "$engine" 'DELETE FROM anchor'
	exits 1 "$engine: a chain that lost its anchor is not taken at its word" "$tongxin" journal verify $db
done

# --- two at once ---

for engine in $(engines); do
	called=both
	lay "$engine" "$oldest" both
	for one in 1 2; do
		"$tongxin" user list $db >"$dir/both.$one" 2>"$dir/both.$one.err" &
		eval "both$one=\$!"
	done
	wait $both1
	first=$?
	wait $both2
	second=$?
	ok "$engine: of two at once each is done or says why not ($first, $second)" test $((first + second)) -le 1 -a -n "$(cat "$dir/both.1" "$dir/both.2.err" "$dir/both.2")"
	exits 0 "$engine: and it is whole" "$tongxin" journal verify $db
	is "$(ask "$engine" 'SELECT count(*) FROM migration')" "$newest" "$engine: each migration once"
done
plan
