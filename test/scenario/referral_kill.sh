#!/bin/sh
# usage: test/scenario/referral_kill.sh
# Kill -9 while referrals are sent and answered: what was acknowledged is there, whole, with what was handed over; what
# a device sends again with its number is not there twice; what was taken on can be done; the journal is whole.
. "$(dirname "$0")/lib/house.sh"

children=60

# One referral a child, each with the number of the device; answers' ids by number.
orders() { # OUTPUT-PREFIX
	i=0
	while read -r child; do
		[ $i = 0 ] || echo next
		cat <<-END
			url = "$url/api/v1/referrals"
			header = "Authorization: Bearer $token"
			header = "Content-Type: application/json"
			data = "{\"child\":\"$child\",\"to\":\"$agency\",\"what\":\"referral\",\"basis\":\"statutory\",\"law\":\"LPM 43\",\"reason\":\"kill $i\",\"parts\":\"basics family contact school\",\"client\":\"kill-$i\"}"
			output = "$1-$i"
			write-out = "$i %{http_code}\n"
			noproxy = "*"
			silent
		END
		i=$((i + 1))
	done <"$dir/children"
}

# Sends them all at once; acknowledged ones in $1.done.
load() { # OUTPUT-PREFIX
	orders "$1" >"$dir/orders"
	curl -K "$dir/orders" >"$1.codes" 2>/dev/null &
	running=$!
}

gather() { # OUTPUT-PREFIX
	wait $running
	sed -n 's/ 201$//p' "$1.codes" | sort >"$1.done"
}

# "NUMBER ID" of the acknowledged ones.
ids() { # OUTPUT-PREFIX
	while read -r i; do
		echo "$i $(sed -n 's/^."id":"\([0-9]*\)".*/\1/p' "$1-$i")"
	done <"$1.done"
}

until_answers() { # OUTPUT-PREFIX NUMBER
	while [ "$(find "$dir" -name "${1##*/}-*" | wc -l)" -lt "$2" ]; do
		sleep 0.02
	done
}

as() { # TOKEN METHOD PATH [BODY]
	curl -sS --noproxy '*' -X "$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H 'X-Purpose: care' \
		${4:+-d "$4"} "$url/api/v1$3"
}

pages() { # TOKEN PATH: all pages of a list
	after=
	while :; do
		as "$1" GET "$2$after" >"$dir/page"
		cat "$dir/page"
		next=$(sed -n 's/.*"next":"\([0-9]*\)".*/\1/p' "$dir/page")
		[ -n "$next" ] || break
		after="&after=$next"
	done
}

for engine in $(engines); do
	place "$engine" referral
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	hospital=$("$tongxin" token create $db --user hospital)
	serve
	agency=$(as "$token" GET '/agencies?limit=200' | tr '{' '\n' | grep '"sort":"hospital"' | grep '"closed_on":null' |
		sed -n 's/.*"id":"\([0-9]*\)".*/\1/p' | head -n 1)
	as "$token" GET '/children?limit=200' | grep -o '"id":"[0-9]*","version"' | sed 's/[^0-9]//g' | tail -n $children >"$dir/children"
	# Some wait there already: they are taken back, so that each child can be referred.
	as "$hospital" GET '/referrals?limit=200' | tr '{' '\n' | grep '"state":"sent"' | sed -n 's/.*"id":"\([0-9]*\)".*/\1/p' >"$dir/waiting"
	while read -r id; do
		as "$token" POST "/referrals/$id/withdraw" >"$dir/out"
	done <"$dir/waiting"
	before=$(pages "$token" '/referrals?limit=200' | grep -o '"due_at"' | wc -l)

	load "$dir/a"
	until_answers "$dir/a" 15
	stop KILL
	gather "$dir/a"
	first=$(wc -l <"$dir/a.done")
	echo "# $engine: $first of $children were acknowledged before the end"
	ok "$engine: the end came in the middle" test "$first" -gt 0 -a "$first" -lt $children
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db

	serve
	ids "$dir/a" >"$dir/first"
	whole=0
	while read -r _ id; do
		as "$hospital" GET "/referrals/$id" >"$dir/one"
		grep -q '"state":"sent"' "$dir/one" && grep -q '\\"part\\":\\"school\\"' "$dir/one" && whole=$((whole + 1))
	done <"$dir/first"
	is "$whole" "$first" "$engine: every acknowledged one is there with what was handed over"

	load "$dir/b"
	gather "$dir/b"
	is "$(wc -l <"$dir/b.done")" "$children" "$engine: all are sent once more"
	ids "$dir/b" | sort >"$dir/all"
	sort "$dir/first" | comm -23 - "$dir/all" >"$dir/others"
	is "$(wc -l <"$dir/others")" 0 "$engine: what was acknowledged answers as before"
	is "$(pages "$token" '/referrals?limit=200' | grep -o '"due_at"' | wc -l)" $((before + children)) "$engine: none is there twice"

	# Answers, and the end in the middle of them.
	cut -d' ' -f2 "$dir/all" | while read -r id; do
		as "$hospital" POST "/referrals/$id/accept" '{}' >"$dir/yes-$id" 2>/dev/null || break
	done &
	answering=$!
	until_answers "$dir/yes" 15
	stop KILL
	wait $answering
	exits 0 "$engine: the journal is whole after answers" "$tongxin" journal verify $db
	serve
	lost=0 done=0
	for file in "$dir"/yes-*; do
		grep -q '"state":"accepted"' "$file" || continue
		id=${file##*-}
		as "$hospital" GET "/referrals/$id" | grep -q '"state":"accepted"' || lost=$((lost + 1))
		as "$hospital" POST "/referrals/$id/finish" '{"outcome":"well"}' | grep -q '"state":"done"' && done=$((done + 1))
	done
	is "$lost" 0 "$engine: no acknowledged answer is lost"
	ok "$engine: what was taken on can be done" test "$done" -gt 0
	stop
	is "$status" 0 "$engine: a polite end"
	exits 0 "$engine: the journal is whole at the end" "$tongxin" journal verify $db
	rm -f "$dir"/a* "$dir"/b* "$dir"/yes-*
done
plan
