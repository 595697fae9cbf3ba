#!/bin/sh
# usage: test/scenario/lists.sh
# Lists in and out on the command line: dry run, refused rows, exit statuses; the same list again changes nothing;
# what was exported can be imported; also beside a running server.
. "$(dirname "$0")/lib/house.sh"
roster=$here/lib/roster.csv faults=$here/lib/roster-faults.csv

children() { api '/left-behind?region=440804&as_of=2026-11-21' | grep -o '"children":[0-9]*'; }

for engine in $(engines); do
	place "$engine" lists
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	school="--school 2144804001"

	exits 0 "$engine: dry run" "$tongxin" import $db children "$roster" $school --dry-run
	is "$(cat "$dir/out")" 'rows 12, new 12, changed 0, same 0, refused 0' 'says what would be'
	exits 0 "$engine: dry run again" "$tongxin" import $db children "$roster" $school --dry-run
	is "$(cat "$dir/out")" 'rows 12, new 12, changed 0, same 0, refused 0' 'for it wrote nothing'

	exits 1 "$engine: a list with faults, dry" "$tongxin" import $db children "$faults" $school --dry-run --errors "$dir/why.csv"
	is "$(cat "$dir/out")" 'rows 12, new 4, changed 0, same 0, refused 8' 'says how many'
	is "$(cut -d: -f1 "$dir/err" | sort -s -t' ' -k2n | uniq | tr '\n' ';')" \
		'row 3, 出生日期;row 4, 身份证号;row 5, 性别;row 7, 户籍地;row 7, 入学年月;row 9, 姓名;row 10, 母亲外出日期;row 12, 父亲身份证号;row 13, 班级;' \
		'each fault with row and column'
	is "$(wc -l <"$dir/why.csv")" 9 'the refused rows go to a file with a heading'

	exits 1 "$engine: the list with faults, in earnest" "$tongxin" import $db children "$faults" $school --errors "$dir/why.csv"
	is "$(cat "$dir/out")" 'rows 12, new 4, changed 0, same 0, refused 8' 'takes the good rows in'
	exits 1 "$engine: the refused rows as they are" "$tongxin" import $db children "$dir/why.csv" $school
	is "$(cat "$dir/out")" 'rows 8, new 0, changed 0, same 0, refused 8' 'are refused again, their last column left aside'

	serve
	before=$(children)
	exits 0 "$engine: the right list, beside a running server" "$tongxin" import $db children "$roster" $school
	is "$(cat "$dir/out")" 'rows 12, new 8, changed 0, same 4, refused 0' 'brings the other eight'
	is "$before $(children)" '"children":154 "children":162' 'the server counts them at once'
	exits 0 "$engine: once more" "$tongxin" import $db children "$roster" $school
	is "$(cat "$dir/out")" 'rows 12, new 0, changed 0, same 12, refused 0' 'changes nothing'
	stop

	for kind in schools classes absences; do
		exits 0 "$engine: export $kind" "$tongxin" export $db $kind --to "$dir/$kind.csv"
		exits 0 "$engine: import $kind" "$tongxin" import $db $kind "$dir/$kind.csv"
		rows=$(($(wc -l <"$dir/$kind.csv") - 1))
		is "$(cat "$dir/out")" "rows $rows, new 0, changed 0, same $rows, refused 0" "$engine: $kind out and in again is the same"
	done
	exits 0 "$engine: export children" "$tongxin" export $db children --to "$dir/children.csv"
	ok "$engine: numbers leave masked" sh -c "grep -q '440804\*\*\*\*\*\*\*\*' '$dir/children.csv' && ! grep -qE '440804[0-9]{11}' '$dir/children.csv'"
	is "$(stat -c %a "$dir/children.csv")" 600 "$engine: and the file is nobody else’s"
	"$tongxin" import $db children "$dir/children.csv" $school >"$dir/out" 2>/dev/null
	ok "$engine: masked values brought back harm nothing" grep -q ' new 0, changed 0, ' "$dir/out"
	exits 0 "$engine: export as JSON" "$tongxin" export $db children --to "$dir/children.json"
	ok "$engine: is JSON" python3 -c 'import json, sys; [json.loads(line) for line in open(sys.argv[1])]' "$dir/children.json"
	"$tongxin" journal tail $db >"$dir/tail"
	ok "$engine: the journal says that lists left" grep -q 'export' "$dir/tail"

	exits 1 "$engine: a file that is not there" "$tongxin" import $db children "$dir/none.csv"
	exits 1 "$engine: a school that is not there" "$tongxin" import $db children "$roster" --school 1
	printf '姓名,星座\n林小春,白羊\n' >"$dir/heads.csv"
	exits 1 "$engine: headings there are not" "$tongxin" import $db children "$dir/heads.csv" $school
	ok 'says which' grep -q '星座' "$dir/err"
	printf '\377\376\000x\n' >"$dir/noise.csv"
	exits 1 "$engine: no CSV in UTF-8" "$tongxin" import $db children "$dir/noise.csv" $school
	: >"$dir/empty.csv"
	exits 1 "$engine: an empty file" "$tongxin" import $db children "$dir/empty.csv" $school
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
done
plan
