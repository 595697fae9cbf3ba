#!/bin/sh
# usage: test/scenario/drain.sh
# SIGTERM under load: whatever was sent before it is answered, streams end cleanly, nothing acknowledged is lost.
. "$(dirname "$0")/lib/house.sh"

for engine in $(engines); do
	place "$engine" drain
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	stream=-
	"$tongxin" dump routes | grep -q ' /events ' && stream=/events
	serve
	where=${url#http://}
	python3 "$here/lib/drain.py" "${where%:*}" "${where##*:}" $server "$token" $stream "$dir/ids" >"$dir/drained"
	wait $server
	is $? 0 "$engine: a polite end"
	server=
	is "$(grep fresh "$dir/drained")" 'fresh 200 of 200' "$engine: requests on connections that had just come"
	is "$(grep used "$dir/drained")" 'used 40 of 40' "$engine: requests on connections in use"
	is "$(grep late "$dir/drained")" 'late 8 of 8' "$engine: requests whose body was on its way"
	[ $stream = - ] || is "$(grep stream "$dir/drained")" 'stream ended' "$engine: the event stream"
	is "$(grep within "$dir/drained")" 'within ten seconds' "$engine: it does not take long"
	is "$(grep door "$dir/drained")" 'door shut' "$engine: nobody is let in any more"
	serve
	sed "s,.*,url = \"$url/api/v1/persons/&\"," "$dir/ids" >"$dir/look"
	curl -sS --noproxy '*' -H "Authorization: Bearer $token" -K "$dir/look" -w '\n%{http_code}\n' 2>/dev/null |
		grep -c '^200$' >"$dir/found"
	is "$(cat "$dir/found")" 208 "$engine: every acknowledged write is there"
	stop
	is "$status" 0 "$engine: a polite end with nothing to do"
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
done
plan
