#!/bin/sh
# usage: test/scenario/copied_file.sh
# Who copies the database without the key file reads no C4 or C5 value in it, and no child's name in the journal;
# with another key file it cannot be opened. Keys are changed by a process that is killed again and again beside a
# running server, and so is the key file.
. "$(dirname "$0")/lib/house.sh"

# Values of these fields in all pages of a list, a line each.
values() { # PATH FIELDS
	after=
	while :; do
		api "$1?limit=200$after" -H 'X-Purpose: scenario' >"$dir/page"
		grep -oE "\"($2)\":\"[^\"]+\"" "$dir/page" | sed 's/^[^:]*:"//; s/"$//'
		next=$(sed -n 's/.*"next":"\([0-9]*\)".*/\1/p' "$dir/page")
		[ -n "$next" ] || break
		after="&after=$next"
	done
}

# Which of the lines in $2 the file $1 holds, in whatever bytes stand around them.
found() { LC_ALL=C grep -aoFf "$2" "$1" | sort -u | head -n 5; }

grounds='封存的理由：此文不得为人所见'

# A C5 text, by the officer of civil affairs.
seal_order() {
	child=$(api '/children?limit=1' | grep -oE '"id":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')
	person=$(api "/parents?child=$child&limit=1" | grep -oE '"person":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')
	curl -sS --noproxy '*' -o "$dir/order" -w '%{http_code}' -H "Authorization: Bearer $civil" \
		-H 'Content-Type: application/json' "$url/api/v1/protection_orders" -d "{\"child\":\"$child\",
		\"person\":\"$person\",\"issued_by\":\"court\",
		\"document_no\":\"2026-1\",\"from\":\"2026-11-01\",\"grounds\":\"$grounds\"}"
}

# The database as somebody carries it away, while the server runs.
copied() { # ENGINE
	if [ "$1" = sqlite ]; then
		cat "$dir/copy.db" "$dir/copy.db-wal"
	else
		pg_dump -d "$at_url"
	fi >"$dir/copy"
}

for engine in $(engines); do
	place "$engine" copy
	at_url=$(echo "$db" | sed 's/^--db //; s/ --key.*//')
	key=$dir/copy.key
	[ "$engine" = postgres ] || key=$dir/copy.db.key
	rm -f "$dir"/copy.key "$dir"/copy.db.key
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	civil=$("$tongxin" token create $db --user civil)
	serve
	is "$(seal_order)" 201 "$engine: a sealed text is written"
	values /children 'id_number|phone|address|student_number' >"$dir/secrets"
	values /persons 'id_number|phone' >>"$dir/secrets"
	echo "$grounds" >>"$dir/secrets"
	# A number with six noughts at its end stands in many a moment counted in microseconds.
	grep -vE '^[0-9]*0{6}$' "$dir/secrets" | sort -u >"$dir/sorted"
	mv "$dir/sorted" "$dir/secrets"
	echo "# $engine: $(wc -l <"$dir/secrets") values are looked for"
	ok "$engine: there are secrets to look for" test "$(wc -l <"$dir/secrets")" -gt 300
	copied "$engine" || exit 1
	is "$(found "$dir/copy" "$dir/secrets")" "" "$engine: the copied database tells none of them"
	# PostgreSQL writes bytes in hex.
	while read -r line; do printf %s "$line" | od -An -v -tx1 | tr -d ' \n' && echo; done <"$dir/secrets" >"$dir/hex"
	is "$(found "$dir/copy" "$dir/hex")" "" "$engine: nor in hex"
	values /children name | sort -u >"$dir/names"
	ok "$engine: the looking can find: names are not sealed" test -n "$(found "$dir/copy" "$dir/names")"

	# Besides the columns that are there for a name (a referral and a deed keep it as it was handed over) nothing says one.
	if [ "$engine" = sqlite ]; then
		python3 - "$dir/copy.db" "$dir/bare.db" <<-'END'
			import sqlite3, sys
			db = sqlite3.connect(sys.argv[1])
			db.execute("VACUUM INTO ?", (sys.argv[2],))
			bare = sqlite3.connect(sys.argv[2])
			for table in ("child", "person", "account", "referral", "home_member", "deed_signature"):
			    bare.execute("UPDATE %s SET name = ''" % table)
			bare.commit()
			bare.execute("VACUUM")
			print(bare.execute("SELECT count(*) FROM journal_body").fetchone()[0])
		END
		is "$(found "$dir/bare.db" "$dir/names")" "" "$engine: no child's name is in the journal"
	else
		pg_dump -d "$at_url" -t journal -t journal_body -t readlog >"$dir/bare"
		is "$(found "$dir/bare" "$dir/names")" "" "$engine: no child's name is in the journal"
	fi

	# Another installation's key opens nothing.
	"$tongxin" demo --db "sqlite:$dir/other$engine.db" --size school --as-of $day || exit 1
	exits 1 "$engine: another installation's key" "$tongxin" journal verify --db "$at_url" --key "$dir/other$engine.db.key"

	# Rotation, killed again and again beside the server.
	before=$(api "/children?limit=200" -H 'X-Purpose: scenario' | cksum)
	kills=0 midway=0
	while [ $kills -lt 12 ]; do
		"$tongxin" key rotate $db 2>"$dir/rotate" &
		one=$!
		sleep "0.$(printf %02d $((kills * 2 + 2)))"
		kill -KILL $one 2>/dev/null
		wait $one 2>/dev/null
		kills=$((kills + 1))
		[ "$("$tongxin" key list $db | grep -c 'in use')" = "$("$tongxin" key list $db | cut -f 1,2 | sort -u | wc -l)" ] ||
			midway=$((midway + 1))
	done
	echo "# $engine: $midway of $kills times it was killed under way"
	"$tongxin" key rotate $db 2>"$dir/rotate"
	result=$?
	is "$result" 0 "$engine: a rotation that is killed comes to its end"
	is "$(api "/children?limit=200" -H 'X-Purpose: scenario' | cksum)" "$before" "$engine: the server answers as before"
	exits 0 "$engine: old keys are dropped" "$tongxin" key rotate $db --drop-old
	is "$("$tongxin" key list $db | grep -c 'in use')" "$("$tongxin" key list $db | cut -f 1,2 | sort -u | wc -l)" "$engine: one key of each class is in use"
	is "$("$tongxin" key list $db | grep -c retired)" 0 "$engine: no retired one is left"
	is "$(api "/children?limit=200" -H 'X-Purpose: scenario' | cksum)" "$before" "$engine: the server knows the new ones"
	is "$(api /persons -H 'Content-Type: application/json' -o /dev/null -w '%{http_code}' -d '{"name":"新人","phone":"13912345678"}')" 201 "$engine: and writes by them"
	copied "$engine" || exit 1
	is "$(found "$dir/copy" "$dir/secrets")" "" "$engine: the copied database tells nothing still"
	stop

	# Another key file.
	exits 0 "$engine: the key file is changed" "$tongxin" key rewrap $db --new "$dir/$engine.new"
	exits 1 "$engine: the old one is refused" "$tongxin" journal verify $db
	exits 0 "$engine: the new one opens" "$tongxin" journal verify --db "$at_url" --key "$dir/$engine.new"
	exits 1 "$engine: a file that is another's is not overwritten" "$tongxin" key rewrap --db "$at_url" --key "$dir/$engine.new" --new "$dir/other$engine.db.key"
	mv "$dir/$engine.new" "$key"
	serve
	is "$(api "/children?limit=200" -H 'X-Purpose: scenario' | cksum)" "$before" "$engine: the server answers as before with it"
	phone=$(grep -E '^1[3-9][0-9]{9}$' "$dir/secrets" | head -n 1)
	ok "$engine: numbers are found again by it" test -n "$(api "/children?limit=5&q=$phone" | grep -o '"id"'; api "/persons?limit=5&q=$phone" | grep -o '"id"')"
	stop
done
plan
