#!/bin/sh
# usage: test/scenario/crash.sh
# Kill -9 under a load of writes: no acknowledged write is lost, none is done twice when it is sent again with its
# key, and the journal is whole.
. "$(dirname "$0")/lib/house.sh"

clients=6 each=150

# The orders of one client, for curl: one request after the other on one connection.
orders() { # CLIENT ROUND OUTPUT-PREFIX
	i=0
	while [ $i -lt $each ]; do
		[ $i = 0 ] || echo next
		cat <<-END
			url = "$url/api/v1/persons"
			header = "Authorization: Bearer $token"
			header = "Content-Type: application/json"
			header = "Idempotency-Key: $2-$1-$i"
			data = "{\"name\":\"大人$2$1$i\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\"}"
			output = "$3-$1-$i"
			write-out = "$1-$i %{http_code}\n"
			noproxy = "*"
			silent
		END
		i=$((i + 1))
	done
}

load() { # ROUND OUTPUT-PREFIX: all clients at once; acknowledged orders in $2.done
	client=0 running=
	while [ $client -lt $clients ]; do
		orders $client "$1" "$2" >"$dir/orders.$client"
		curl -K "$dir/orders.$client" >"$2.$client.codes" 2>/dev/null &
		running="$running $!"
		client=$((client + 1))
	done
}

gather() { # OUTPUT-PREFIX
	wait $running
	cat "$1".*.codes | sed -n 's/ 201$//p' | sort >"$1.done"
}

# "ORDER ID" of the listed orders, out of the answers.
ids() { # OUTPUT-PREFIX LIST
	grep -oE '^."id":"[0-9]+"' "$1"-* | sed 's,.*/[^/-]*-,,; s,:[^0-9]*, ,; s,"$,,' | sort | join - "$2"
}

# Waits until so many answers are there.
until_answers() { # OUTPUT-PREFIX NUMBER
	while [ "$(find "$dir" -name "${1##*/}-*" | wc -l)" -lt "$2" ]; do
		sleep 0.02
	done
}

for engine in $(engines); do
	place "$engine" crash
	"$tongxin" demo $db --size school --as-of $day || exit 1
	token=$("$tongxin" token create $db --user officer)
	for round in 1 2 3; do
		serve
		load $round "$dir/a$round"
		until_answers "$dir/a$round" $((round * 200))
		stop KILL
		gather "$dir/a$round"
		first=$(wc -l <"$dir/a$round.done")
		echo "# $engine, round $round: $first of $((clients * each)) were acknowledged before the end"
		ok "$engine, round $round: the end came in the middle" test "$first" -gt 0 -a "$first" -lt $((clients * each))
		exits 0 "$engine, round $round: the journal is whole" "$tongxin" journal verify $db

		serve
		ids "$dir/a$round" "$dir/a$round.done" >"$dir/ids"
		sed "s,.* ,,; s,.*,url = \"$url/api/v1/persons/&\"," "$dir/ids" >"$dir/look"
		is "$(wc -l <"$dir/ids")" "$first" "$engine, round $round: every answer has its id"
		curl -sS --noproxy '*' -H "Authorization: Bearer $token" -K "$dir/look" -w '\n%{http_code}\n' 2>/dev/null |
			grep -c '^200$' >"$dir/found"
		is "$(cat "$dir/found")" "$first" "$engine, round $round: every acknowledged write is there"

		load $round "$dir/b$round"
		gather "$dir/b$round"
		is "$(wc -l <"$dir/b$round.done")" $((clients * each)) "$engine, round $round: all are sent once more"
		ids "$dir/b$round" "$dir/a$round.done" >"$dir/ids2"
		ok "$engine, round $round: who was acknowledged gets the same answer" cmp "$dir/ids" "$dir/ids2"
		stop
		is "$status" 0 "$engine, round $round: a polite end"
	done
	serve
	# Every name once: 900 orders of three rounds, whatever happened in between.
	after=
	: >"$dir/names"
	while :; do
		api "/persons?limit=200$after" >"$dir/page"
		grep -o '"name":"大人[0-9]*"' "$dir/page" >>"$dir/names"
		next=$(sed -n 's/.*"next":"\([0-9]*\)".*/\1/p' "$dir/page")
		[ -n "$next" ] || break
		after="&after=$next"
	done
	is "$(wc -l <"$dir/names") $(sort -u "$dir/names" | wc -l)" "$((3 * clients * each)) $((3 * clients * each))" "$engine: none was done twice"
	stop
	exits 0 "$engine: the journal is whole at the end" "$tongxin" journal verify $db
done
plan
