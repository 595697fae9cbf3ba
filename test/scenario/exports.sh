#!/bin/sh
# usage: test/scenario/exports.sh
# Lists leave a real server that is shut in: a masked one at once, numbers in plain when somebody else has agreed. The
# files are workbooks, come in again as they were, and leave nothing behind in the server's directory.
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"

send() { # PATH [OPTION]...: a form of the page in $dir/page; sets $went
	proof=$(sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -n 1)
	to=$1
	shift
	went=$(page "$to" -o "$dir/answer" -w '%{http_code} %{redirect_url}' --data-urlencode "csrf=$proof" "$@")
}

ask() { # FIELD...: sets $export
	page /export -o "$dir/page"
	send /export --data-urlencode list=children --data-urlencode 'purpose=To check the roll' "$@"
	export=${went##*/}
}

made() { # until no bar is left; half a minute at most
	tries=0
	while page "/exports/$export" -o "$dir/page" && grep -q '<progress' "$dir/page"; do
		tries=$((tries + 1))
		[ $tries -lt 150 ] || return 1
		sleep 0.2
	done
	grep -q "/exports/$export/file" "$dir/page"
}

fetch() { # FILE
	page "/exports/$export" -o "$dir/page"
	send "/exports/$export/file"
	cp "$dir/answer" "$1"
}

sheets() { python3 -c 'import sys, zipfile; print(sum("worksheets/sheet" in n for n in zipfile.ZipFile(sys.argv[1]).namelist()))' "$1"; }
again() { # FILE: what the import says of it
	"$tongxin" import $db children "$1" --dry-run 2>/dev/null | tail -n 1
}

for engine in $(engines); do
	place "$engine" exports
	furnish || exit 1
	serve --clock "${day}T02:00:00Z"

	sign_in head
	ask -d form=own -d format=xlsx
	ok "$engine: a masked list is made at once" made
	fetch "$dir/masked.xlsx"
	is "$went" '200 ' "$engine: and fetched"
	ok "$engine: a workbook with families" test "$(sheets "$dir/masked.xlsx")" -ge 5
	ask -d form=national -d format=xlsx -d plain=1
	page "/exports/$export" -o "$dir/page"
	ok "$engine: numbers in plain wait for somebody" grep -q 'Waits for somebody to agree' "$dir/page"
	page /export -o "$dir/page"
	send "/exports/$export/file"
	is "${went%% *}" 409 "$engine: there is no file yet"

	sign_in officer
	page "/exports/$export" -o "$dir/page"
	send "/exports/$export/approve"
	is "${went%% *}" 303 "$engine: the officer agrees"
	sign_in head
	ok "$engine: the file is made" made
	fetch "$dir/roll.xlsx"
	is "$(sheets "$dir/roll.xlsx")" 2 "$engine: the form and the watermark"
	ask -d form=oneroster
	ok "$engine: the files of OneRoster" made
	fetch "$dir/roster.zip"
	is "$(python3 -m zipfile -l "$dir/roster.zip" | grep -c '\.csv')" 9 "$engine: nine of them"
	stop
	is "$status" 0 "$engine: a polite end"
	is "$(find "$dir" -mindepth 1 -name 'tmp.*' | wc -l)" 0 "$engine: no temporary file stays"
	again "$dir/masked.xlsx" >"$dir/said"
	ok "$engine: out and in again is the same" grep -q 'new 0, changed 0, same [1-9][0-9]*, refused 0' "$dir/said"
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
done
plan
