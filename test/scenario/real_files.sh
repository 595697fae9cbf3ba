#!/bin/sh
# usage: test/scenario/real_files.sh
# Spreadsheets as other programs really write them: LibreOffice (from CSV, and with formatted dates), exceljs, SheetJS,
# XML by hand as Excel and WPS write it, and our own export; each imported, imported again (all same), exported, imported again (all same).
. "$(dirname "$0")/lib/house.sh"
roster=$here/lib/roster.csv

office() { # TO FROM...: let LibreOffice convert
	to=$1
	shift
	timeout 120 soffice "-env:UserInstallation=file://$dir/office" --headless --norestore --convert-to "$to" --outdir "$dir/made" "$@" \
		>"$dir/office.log" 2>&1 </dev/null
}

make_files() {
	mkdir -p "$dir/made" "$dir/from"
	cp "$roster" "$dir/from/csv.csv"
	node "$here/lib/make_book.mjs" fods "$roster" "$dir/from/dates.fods" || exit 1
	# Text in every column: so people open a CSV who know what a spreadsheet does to numbers.
	columns=$(head -n 1 "$roster" | tr ',' '\n' | awk '{ printf "%s%d/2", n++ ? "/" : "", NR }')
	ok 'LibreOffice makes an .xlsx from CSV' office "xlsx:Calc MS Excel 2007 XML" "--infilter=CSV:44,34,76,1,$columns" "$dir/from/csv.csv"
	ok 'and one with formatted dates' office "xlsx:Calc MS Excel 2007 XML" "$dir/from/dates.fods"
	ok 'and an .ods' office ods "$dir/from/dates.fods"
	ok 'and an .xls' office "xls:MS Excel 97" "$dir/from/dates.fods"
	ok 'exceljs makes one, with a title, stars and a hidden sheet' node "$here/lib/make_book.mjs" exceljs "$roster" "$dir/made/exceljs.xlsx"
	ok 'SheetJS makes one' node "$here/lib/make_book.mjs" xlsx "$roster" "$dir/made/sheetjs.xlsx"
	ok 'one by hand as Excel' python3 "$here/lib/hand_book.py" excel "$roster" "$dir/made/excel.xlsx"
	ok 'one by hand as WPS' python3 "$here/lib/hand_book.py" wps "$roster" "$dir/made/wps.xlsx"
}

says() { is "$(cat "$dir/out")" "$1" "$2"; }

# Imported, the same again, out as our own workbook, in again.
there_and_back() { # ENGINE FILE
	book=$(basename "$2" .xlsx)
	place "$1" "real_$(echo "$book" | tr -cd 'a-z')"
	furnish || exit 1
	exits 0 "$1, $book: imported" "$tongxin" import $db children "$2" --school 2144804001 --form-day $day
	says 'rows 12, new 12, changed 0, same 0, refused 0' "$1, $book: all of it"
	exits 0 "$1, $book: imported again" "$tongxin" import $db children "$2" --school 2144804001 --form-day $day
	says 'rows 12, new 0, changed 0, same 12, refused 0' "$1, $book: changes nothing"
	rm -f "$dir/own.xlsx"
	exits 0 "$1, $book: exported" "$tongxin" export $db children --to "$dir/own.xlsx" --plain --purpose test
	exits 0 "$1, $book: our own workbook" "$tongxin" import $db children "$dir/own.xlsx"
	ok "$1, $book: is all same" grep -qE '^rows [1-9][0-9]*, new 0, changed 0, same [1-9][0-9]*, refused 0$' "$dir/out"
	exits 0 "$1, $book: the journal is whole" "$tongxin" journal verify $db
}

refused() { # ENGINE FILE WORD: with a sentence that holds the word
	exits 1 "$1: $(basename "$2") is refused" "$tongxin" import $db children "$2" --school 2144804001
	ok "$1: with a sentence about it" grep -qi "$3" "$dir/err"
}

make_files
for engine in $(engines); do
	for file in csv dates exceljs sheetjs excel wps; do
		there_and_back "$engine" "$dir/made/$file.xlsx"
	done
	refused "$engine" "$dir/made/dates.ods" 'ods\|LibreOffice\|xlsx'
	refused "$engine" "$dir/made/dates.xls" 'xls'
done
plan
