#!/bin/sh
# usage: test/scenario/fault_postgres.sh
# The database server of PostgreSQL is stopped, started again, loses its connections, and stands behind a line that
# swallows everything: every page says so in the reader's language, nothing acknowledged is lost, and all is well again
# by itself when it is back. It has a server of its own.
. "$(dirname "$0")/lib/house.sh"
script=$here/../../script
[ -n "${TX_PG_URL-}" ] || { skip 'no PostgreSQL' && plan && exit; }
line=
end() {
	[ -z "$line" ] || kill $line 2>/dev/null
	finish
	"$script/pg" stop "$own" >/dev/null 2>&1
	rm -rf "$own"
}
own=$(mktemp -d)
trap end EXIT

code() { curl -sS --noproxy '*' -m 40 -o "$dir/answer" -w '%{http_code}' "$@" 2>/dev/null; }
person() { # NAME: a record, in Chinese
	code -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H 'Accept-Language: zh-CN' \
		-H "Idempotency-Key: $1" -d "{\"name\":\"$1\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\"}" "$url/api/v1/persons"
}
look() { code -H "Authorization: Bearer $token" "$url/api/v1/persons?limit=1"; }
answers() { [ "$("$@")" = "$want" ]; }
soon() { # STATUS COMMAND...: within a minute
	want=$1 tries=0
	shift
	until answers "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.2
	done
}
away() { # NAME
	is "$(person "$1")" 503 "$2: what is written is refused"
	ok "$2: in Chinese" grep -q '数据库现在连不上' "$dir/answer"
	is "$(code -H 'Accept-Language: en' "$url/sign-in")" 503 "$2: a page too"
	ok "$2: with a sentence" grep -q 'The database cannot be reached' "$dir/answer"
	is "$(code "$url/healthz")" 503 "$2: /healthz tells"
	is "$(code "$url/s/tongxin.css" -I)" "$style" "$2: what needs no database is there"
}
back() { # NAME
	ok "$1: what is read is back" soon 200 look
	ok "$1: what is written too" soon 201 person "又$1"
	is "$(code "$url/healthz")" 200 "$1: /healthz tells"
}

"$script/pg" start "$own" >"$dir/pg" || exit 1
echo pass >"$dir/mode"
python3 "$here/lib/proxy.py" "$own/.s.PGSQL.5432" "$dir" &
line=$!
until [ -e "$dir/port" ]; do sleep 0.05; done
db="--db postgresql://tongxin@127.0.0.1:$(cat "$dir/port")/test --key $dir/fault.key"
"$tongxin" demo $db --size school --as-of $day >/dev/null || exit 1
token=$("$tongxin" token create $db --user officer)
serve
style=$(code "$url/s/tongxin.css" -I)
is "$(person 甲一)" 201 'a record'

"$script/pg" stop "$own"
away 甲二 stopped
"$script/pg" start "$own" >/dev/null
back started

i=0
while [ $i -lt 5 ]; do
	psql -qtA -h "$own" -U tongxin test -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE
		datname = 'test' AND pid <> pg_backend_pid()" >/dev/null
	is "$(look)" 200 "connections ended, $i: what is read is not even late"
	ok "connections ended, $i: what is written at the second try" soon 201 person "丙$i"
	i=$((i + 1))
done

# Longer than the silence after which a server is asked whether it is there.
psql -qtA -h "$own" -U tongxin test -c 'BEGIN; SELECT pg_advisory_xact_lock(32773617271466350)' -c 'SELECT pg_sleep(7)' \
	-c 'COMMIT' >"$dir/held" 2>&1 &
held=$!
until psql -qtA -h "$own" -U tongxin test -c 'SELECT 1 FROM pg_locks WHERE locktype = '"'advisory'" | grep -q 1; do sleep 0.05; done
is "$(person 丁零)" 201 'a server that is only slow is waited for'
wait $held

echo cut >"$dir/mode"
away 丁一 'line cut'
echo pass >"$dir/mode"
back 'line whole'

echo swallow >"$dir/mode"
away 戊一 'line dead'
echo pass >"$dir/mode"
back 'line alive'

stop
is "$status" 0 'a polite end'
exits 0 'the journal is whole' "$tongxin" journal verify $db
plan
