#!/bin/sh
# usage: test/scenario/refusals.sh
# A database that does not fit is refused: exit status 1, one sentence that says why, and not a byte of it is changed.
. "$(dirname "$0")/lib/house.sh"
unset LC_ALL LC_MESSAGES
export LANG=C.UTF-8

change() { # ENGINE SQL
	if [ "$1" = sqlite ]; then
		sqlite3 "$dir/bad.db" "$2"
	else
		psql -q -d "$at_url" -c "$2"
	fi
}

# All there is to change.
print_of() { # ENGINE
	if [ "$1" = sqlite ]; then
		cksum <"$dir/bad.db" && ls "$dir" | grep '^bad\.'
	else
		psql -q -A -t -d "$at_url" -c "SELECT table_name, column_name, data_type FROM information_schema.columns
			WHERE table_schema = 'public' ORDER BY 1, 2; SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1" \
			-c "$([ -n "$(psql -q -A -t -d "$at_url" -c "SELECT to_regclass('migration')")" ] && echo 'SELECT * FROM migration ORDER BY 1' || echo 'SELECT 1')"
	fi | cksum
}

# A sound one to spoil.
sound() { # ENGINE
	if [ "$1" = sqlite ]; then
		rm -f "$dir"/bad.db* && cp "$dir/sound.db" "$dir/bad.db" && cp "$dir/sound.db.key" "$dir/bad.db.key"
		db="--db sqlite:$dir/bad.db" key=$dir/bad.db.key
	else
		psql -q -d "$TX_PG_URL" -c "DROP DATABASE IF EXISTS tx_bad_$$" -c "CREATE DATABASE tx_bad_$$ TEMPLATE tx_sound_$$"
		pgs="$pgs tx_bad_$$" at_url=$(echo "$sound_url" | sed "s,tx_sound_$$,tx_bad_$$,") key=$dir/sound.key
		db="--db $at_url --key $key"
	fi
}

refused() { # ENGINE WHAT SENTENCE
	before=$(print_of "$1")
	exits 1 "$1, $2" "$tongxin" user list $db
	ok "$1, $2: it is said: $3" grep -qF -- "$3" "$dir/err"
	is "$(wc -l <"$dir/err")$(grep -c '^tongxin: ' "$dir/err")" 11 "$1, $2: in one sentence"
	exits 1 "$1, $2: no server starts" "$tongxin" serve $db --listen 127.0.0.1:0
	is "$(print_of "$1")" "$before" "$1, $2: nothing is changed"
}

# What is wrong, how it is made so, what is said of it.
cases() {
	cat <<-'END'
		newer|INSERT INTO migration (number, name, at) VALUES (9999, 'later', '')|is of a newer program (schema 9999)
		an edited migration|UPDATE migration SET digest = 'of another text' WHERE number = 3|Migration 3 of this database is not that of this program
		a migration of another name|UPDATE migration SET name = 'other' WHERE number = 2|Migration 2 of this database is not that of this program
		a migration left out|DELETE FROM migration WHERE number = 2|Migration 2 of this database is not that of this program
		another program's migrations|UPDATE migration SET name = 'theirs' WHERE number = 1|is another program's
		a column missing|ALTER TABLE child DROP COLUMN ethnicity|“child.ethnicity TEXT null” is missing
		a column too many|ALTER TABLE child ADD COLUMN zodiac TEXT|it has “child.zodiac TEXT null”, which nobody asked for
		a table missing|DROP TABLE tie|“index tie_child tie(child,id)” is missing
		an index missing|DROP INDEX child_school|“index child_school child(school,id)” is missing
		a column renamed|ALTER TABLE child RENAME COLUMN ethnicity TO people|“child.ethnicity TEXT null” is missing
		never finished|DELETE FROM meta WHERE name = 'key'|was never finished
	END
}


for engine in $(engines); do
	place "$engine" sound
	sound_url=$(echo "$db" | sed 's/^--db //; s/ --key.*//')
	"$tongxin" init $db --region 440804 --admin keeper >"$dir/keepers" || exit 1
	cases >"$dir/cases"
	while IFS='|' read -r what sql says; do
		sound "$engine"
		change "$engine" "$sql" || exit 1
		refused "$engine" "$what" "$says"
	done <"$dir/cases"

	sound "$engine"
	"$tongxin" init --db "sqlite:$dir/$engine-other.db" --region 440804 --admin keeper >"$dir/keepers"
	cp "$dir/$engine-other.db.key" "$dir/wrong.key"
	db="$db --key $dir/wrong.key"
	refused "$engine" "another installation's key" 'is the key file of another installation'
	echo 'not a key' >"$dir/wrong.key"
	refused "$engine" 'no key at all' 'The key file cannot be used'
	LANG=zh_CN.UTF-8 "$tongxin" user list $db 2>"$dir/err"
	ok "$engine: in Chinese where the operator reads Chinese" grep -q '密钥文件' "$dir/err"
done

sound sqlite
rm -f "$dir/bad.db" && sqlite3 "$dir/bad.db" 'CREATE TABLE theirs(a INT); INSERT INTO theirs VALUES (1)'
refused sqlite "somebody else's database" "is another program's"
exits 1 "sqlite, somebody else's database: nothing is made in it" "$tongxin" init --db "sqlite:$dir/bad.db" --key "$dir/new.key" --region 440804 --admin keeper
: >"$dir/bad.db"
refused sqlite 'an empty file' 'This database is empty'
echo 'This is a letter to somebody, longer than the head of a database would be; one hundred bytes and more of it.' >"$dir/bad.db"
refused sqlite 'no database at all' 'file is not a database'
rm -f "$dir/bad.db"
exits 1 'sqlite, no file at all' "$tongxin" user list $db
ok 'sqlite, no file at all: none is made' test ! -e "$dir/bad.db"
sound sqlite
change sqlite 'PRAGMA journal_mode=DELETE; PRAGMA page_size=4096; VACUUM; PRAGMA journal_mode=WAL' >"$dir/null"
refused sqlite 'pages of another size' 'its pages have 4096 bytes instead of 8192'
sound sqlite
sqlite3 "$dir/bad.db" .dump | sed 's/phone_tail TEXT/phone_tail BLOB/' >"$dir/dump.sql"
rm -f "$dir/bad.db" && { echo 'PRAGMA page_size=8192;' && cat "$dir/dump.sql"; } | sqlite3 "$dir/bad.db"
refused sqlite 'a column of another type' 'it has “child.phone_tail BLOB null” where “child.phone_tail TEXT null” should be'
if [ -n "${TX_PG_URL-}" ]; then
	sound postgres
	change postgres 'ALTER TABLE child ALTER COLUMN name TYPE varchar(40)'
	refused postgres 'a column of another type' 'where “child.name TEXT” should be'
	sound postgres
	change postgres 'DROP SCHEMA public CASCADE; CREATE SCHEMA public'
	refused postgres 'an empty database' 'This database is empty'
	change postgres 'CREATE TABLE theirs(a INT)'
	refused postgres "somebody else's database" "is another program's"
	exits 1 "postgres, somebody else's database: nothing is made in it" "$tongxin" init --db "$at_url" --key "$dir/new.key" --region 440804 --admin keeper
fi
plan
