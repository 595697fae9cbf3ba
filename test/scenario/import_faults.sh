#!/bin/sh
# usage: test/scenario/import_faults.sh
# What can go wrong with a file and around it: each time a sentence, nothing half-written, and a server that goes on.
# Files that are none, a line that is cut in the middle of an upload, the reading helpers killed, the disk full.
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"
rows=3000

# Files that nobody should take: NAME, then what the sentence says.
hostile() {
	python3 - "$dir" <<-'END'
		import sys, zipfile
		at = sys.argv[1] + "/"
		types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
		rels = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
		        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>')
		book = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
		        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r"/>'
		        '</sheets></workbook>')
		def make(name, sheet):
		    with zipfile.ZipFile(at + name, "w", zipfile.ZIP_DEFLATED) as z:
		        z.writestr("[Content_Types].xml", types)
		        z.writestr("_rels/.rels", rels % ("officeDocument", "xl/workbook.xml"))
		        z.writestr("xl/workbook.xml", book)
		        z.writestr("xl/_rels/workbook.xml.rels", rels % ("worksheet", "sheet.xml"))
		        z.writestr("xl/sheet.xml", sheet)
		begin = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
		end = '</sheetData></worksheet>'
		make("bomb.xlsx", begin + " " * (600 << 20) + end)
		make("entity.xlsx", '<!DOCTYPE a [<!ENTITY b "c">]>' + begin + '<row><c t="str"><v>&b;</v></c></row>' + end)
		make("wide.xlsx", begin + '<row r="1"><c r="BDWGN1" t="str"><v>x</v></c></row>' + end)
		whole = open(at + "wide.xlsx", "rb").read()
		open(at + "cut.xlsx", "wb").write(whole[:len(whole) * 2 // 3])
		open(at + "old.xlsx", "wb").write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096)
		open(at + "text.xlsx", "wb").write("姓名,性别\n".encode())
		open(at + "nul.csv", "wb").write("姓名,性别\n林\0一,男\n".encode())
		open(at + "empty.csv", "wb").close()
		open(at + "large.csv", "wb").write(b"a,b\n" * (50 << 18))
	END
}

batches() { api /batches | grep -o '"id":' | wc -l; }
alive() { curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "$url/healthz"; }

refused() { # FILE WORDS
	page /import -o "$dir/page"
	send /import -F kind=children -F "file=@$dir/$1"
	is "${went%% *}" "${3-422}" "$1: refused"
	ok "$1: with a sentence" grep -qi "$2" "$dir/answer"
	is "$(alive)" 200 "$1: the server goes on"
}

# The processes in which files are read: children of the server.
wardens() { ps -o pid= --ppid $server; }

roster >"$dir/roster.csv"
hostile
place sqlite faults
furnish || exit 1
token=$("$tongxin" token create $db --user officer)
serve
sign_in
before=$(batches)
refused empty.csv 'is empty'
refused bomb.xlsx 'too large'
refused entity.xlsx 'declarations'
refused wide.xlsx 'columns'
refused cut.xlsx 'cut off\|damaged'
refused old.xlsx 'old kind\|password\|damaged'
refused nul.csv 'bytes that no text has'
refused large.csv 'too large\|larger\|too long\|too much' 413
is "$(batches)" "$before" 'nothing is begun by any of them'
page /import -o "$dir/page"
send /import -F kind=children -F "file=@$dir/text.xlsx"
is "${went%% *}" 303 'text that is called .xlsx is read as the text it is'
batch=${went##*/}
ok 'and looked through' over

before=$(batches)
proof=$(sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -n 1)
page /import -o "$dir/answer" --limit-rate 40k --max-time 1 -F kind=children -F "file=@$dir/roster.csv" -F "csrf=$proof" 2>"$dir/err"
is "$(batches)" "$before" 'a line that is cut in the middle of the file begins nothing'
is "$(alive)" 200 'and the server goes on'

kill -KILL $(wardens)
refused roster.csv 'could not be read\|being read' 503
is "$(batches)" "$before" 'whoever reads files is killed: nothing is begun'
ok 'other pages are as before' test "$(page /children -o /dev/null -w '%{http_code}')" = 200
stop
exits 0 'the journal is whole' "$tongxin" journal verify $db
plan
