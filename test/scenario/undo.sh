#!/bin/sh
# usage: test/scenario/undo.sh
# An import taken back on the command line, beside a running server; what was edited since is left and named; an undo
# taken back; the journal is whole after each.
. "$(dirname "$0")/lib/house.sh"
roster=$here/lib/roster.csv

batch() { sed -n 's/^batch //p' "$dir/err"; }
children() { api '/left-behind?region=440804&as_of=2026-11-21' | grep -o '"children":[0-9]*'; }
person() { api "/persons?q=$1" | grep -o '"id":"[0-9]*"' | grep -o '[0-9]*'; }
whole() { ok 'the journal is whole' "$tongxin" journal verify $db; }

for engine in $(engines); do
	place "$engine" undo
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	serve
	before=$(children)
	exits 0 "$engine: a list" "$tongxin" import $db children "$roster" --school 2144804001
	batch=$(batch)
	taken=$(children)
	parent=$(person 13000009900)
	exits 0 "$engine: taken back" "$tongxin" undo $db "$batch"
	line=$(cat "$dir/out")
	is "$(echo "$line" | sed 's/[0-9][0-9]*/N/; s/[0-9][0-9]*/N/')" 'changes N, undone N, left 0' 'says how much'
	is "$(echo "$line" | tr -dc '0-9 ' | awk '{ print ($1 == $2 && $1 > 50) }')" 1 'all of it'
	is "$(children)$(person 13000009900)" "$before" 'the server counts them no longer'
	whole
	exits 0 "$engine: once more" "$tongxin" undo $db "$batch"
	is "$(cat "$dir/out")" "$line" 'finds nothing left to do'

	# The newest undo that did something is the second last batch.
	undo=$(api '/batches?limit=200' | grep -o '"id":"[0-9]*","version":[0-9]*,"what":"undo"' | grep -o '"id":"[0-9]*"' |
		grep -o '[0-9]*' | sort -n | tail -n 2 | head -n 1)
	exits 0 "$engine: the undo taken back" "$tongxin" undo $db "$undo"
	is "$(children) $(person 13000009900)" "$taken $parent" 'they are there again, by the same numbers'
	whole

	version=$(api "/persons/$parent" | grep -o '"version":[0-9]*' | grep -o '[0-9]*')
	is "$(api "/persons/$parent" -X PATCH -H "If-Match: \"$version\"" -H 'Content-Type: application/json' \
		-d '{"phone":"13000009999"}' -o "$dir/patch" -w '%{http_code}')" 200 'somebody edits one of them'
	exits 1 "$engine: taken back again" "$tongxin" undo $db "$batch"
	is "$(cat "$dir/err")" "tongxin: person $parent, create: changed by somebody since (phone)" 'names what is left, and no value'
	is "$(sed 's/.*left //' "$dir/out") $(person 13000009999)" "1 $parent" 'and leaves it'
	whole
	exits 1 "$engine: no such batch" "$tongxin" undo $db 12345
	exits 1 "$engine: no number at all" "$tongxin" undo $db list
	exits 2 "$engine: none named" "$tongxin" undo $db
	stop
done
plan
