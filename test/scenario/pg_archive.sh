#!/bin/sh
# usage: test/scenario/pg_archive.sh
# doc/postgresql.md as it stands there: a server of its own that archives its log, a base copy, a mistake, and back to the
# moment before it; the journal is whole and knows nothing of the mistake.
. "$(dirname "$0")/lib/house.sh"

now() { date -u +%Y-%m-%dT%H:%M:%S.%6N+00; }
town() { db="--db postgresql:///test?host=$1&user=tongxin --key $dir/key"; }
pg() { "$here/../../script/pg" "$@"; }
owner() { stat -c %U "$dir/one/data"; }
add() { echo Correct-horse-7-battery | "$tongxin" user add $db --name "$1" --role officer >"$dir/out" 2>&1 || cat "$dir/out"; }
again() { psql -qAt -h "$1" -U tongxin -d test -c "$2"; }

exits 1 'no server: said in a sentence' "$tongxin" journal verify --db "postgresql:///test?host=$dir/none" --key "$dir/key"
[ -n "${TX_PG_URL:-}" ] || { plan && exit; }
trap '[ -z "$server" ] || kill -KILL $server; pg stop "$dir/one" 2>/dev/null; pg stop "$dir/two" 2>/dev/null; finish' EXIT
chmod 755 "$dir" && mkdir -p "$dir/one" "$dir/two"
mkdir -m 777 "$dir/wal"
pg start "$dir/one" >/dev/null && pg stop "$dir/one"
cat >>"$dir/one/data/postgresql.conf" <<CONF
wal_level = replica
archive_mode = on
archive_command = 'test ! -f $dir/wal/%f && cp %p $dir/wal/%f'
full_page_writes = on
CONF
pg start "$dir/one" >/dev/null
town "$dir/one"
"$tongxin" init $db --region 440804 --admin chen >"$dir/out" 2>&1 || { cat "$dir/out"; exit 1; }
add one
exits 0 'a base copy of the running server' pg_basebackup -h "$dir/one" -U tongxin -D "$dir/two/data" -X none -c fast --no-verify-checksums
add two
moment=$(now)
add mistake
again "$dir/one" 'SELECT pg_switch_wal()' >/dev/null
last=$(again "$dir/one" "SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")
until ls "$dir/wal" | grep -q . && [ "$(again "$dir/one" 'SELECT last_archived_wal >= '"'$last'"' OR failed_count > 0 FROM pg_stat_archiver')" = t ]; do sleep 0.05; done
pg stop "$dir/one"

# --- another machine: the copy, the archive, the moment ---
cat >>"$dir/two/data/postgresql.conf" <<CONF
unix_socket_directories = '$dir/two'
archive_mode = off
restore_command = 'cp $dir/wal/%f %p'
recovery_target_time = '$moment'
recovery_target_action = promote
CONF
touch "$dir/two/data/recovery.signal"
[ "$(id -u)" -ne 0 ] || chown -R "$(owner)" "$dir/two"
chmod 700 "$dir/two/data"
exits 0 'it comes up' pg start "$dir/two"
tries=0
until [ "$(again "$dir/two" 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ] || [ $tries -gt 200 ]; do sleep 0.05 && tries=$((tries + 1)); done
town "$dir/two"
exits 0 'the journal up to the moment' "$tongxin" journal verify $db
ok 'is whole' grep -q ': whole' "$dir/out"
"$tongxin" user list $db >"$dir/users"
is "$(grep -cwE 'one|two' "$dir/users") $(grep -cw mistake "$dir/users")" '2 0' 'what was before is there, the mistake is not'
plan
