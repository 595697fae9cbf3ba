# Sourced by the scenarios: TAP, and a real server of their own on a free port of the loopback, in a directory that
# goes away with them. TONGXIN names the program, else it is build/tongxin; TX_PG_URL brings PostgreSQL in.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
tongxin=${TONGXIN:-$here/../../build/tongxin}
dir=$(mktemp -d)
count=0 bad=0 server= pgs=
day=2026-11-21 clock="--clock 2026-11-21T02:00:00Z" # empty: the true time

ok() { # NAME COMMAND...: does it succeed
	name=$1
	shift
	count=$((count + 1))
	if "$@" >"$dir/ok.out" 2>&1; then
		echo "ok $count - $name"
		return
	fi
	bad=$((bad + 1))
	echo "not ok $count - $name"
	head -n 12 "$dir/ok.out" | sed 's/^/# /'
}

is() { ok "$3" same "$1" "$2"; } # GOT WANT NAME
same() { [ "$1" = "$2" ] || { printf 'got  %s\nwant %s\n' "$1" "$2" && false; }; }

exits() { # STATUS NAME COMMAND...: ends with it; output in $dir/out and $dir/err
	want=$1 name=$2
	shift 2
	"$@" >"$dir/out" 2>"$dir/err" </dev/null
	got=$?
	ok "$name: exit status $want" same "$got: $(head -n 2 "$dir/err")" "$want: $(head -n 2 "$dir/err")"
}

skip() { count=$((count + 1)) && echo "ok $count # SKIP $1"; }

# A place for a database: sets $db, the options that name it.
place() { # ENGINE NAME
	if [ "$1" = sqlite ]; then
		db="--db sqlite:$dir/$2.db"
	else
		pgs="$pgs tx_$2_$$"
		psql -q -d "$TX_PG_URL" -c "CREATE DATABASE tx_$2_$$ TEMPLATE template0" || exit 1
		db="--db $(echo "$TX_PG_URL" | sed "s,^\([a-z]*://[^/]*\)/[^?]*,\1/tx_$2_$$,") --key $dir/$2.key"
	fi
}

engines() { echo sqlite ${TX_PG_URL:+postgres}; }

# A school's demonstration on $db, what it prints in $dir/demo. script/test has made one for all to copy (TX_DEMO).
furnish() { # [--blobs DIR]
	at=$(echo "$db" | sed 's/^--db //; s/ --key.*//')
	case ${TX_DEMO:+$#}$at in
	0sqlite:*)
		file=${at#sqlite:} && cp "$TX_DEMO/logins" "$dir/demo" && cp "$TX_DEMO/e2e.db" "$file" &&
			cp "$TX_DEMO/e2e.db.key" "$file.key" && cp -r "$TX_DEMO/e2e.db.blobs" "$file.blobs"
		;;
	0*)
		placed=$(echo "$at" | sed 's,.*/\([^/?]*\)?.*,\1,') && cp "$TX_DEMO/logins" "$dir/demo" &&
			cp "$TX_DEMO/pg.db.key" "${db##* --key }" && psql -q -d "$TX_PG_URL" -c "DROP DATABASE $placed" \
			-c "CREATE DATABASE $placed TEMPLATE tx_demo STRATEGY FILE_COPY"
		;;
	*) "$tongxin" demo $db "$@" --size school --as-of $day >"$dir/demo" ;;
	esac
}

# Starts the server on $db; sets $server and $url.
serve() {
	rm -f "$dir/said"
	"$tongxin" serve $db --listen 127.0.0.1:0 $clock "$@" >"$dir/said" 2>"$dir/log" &
	server=$!
	tries=0 url=
	while [ -z "$url" ]; do
		url=$(sed -n 's/^listening on //p' "$dir/said" 2>/dev/null)
		tries=$((tries + 1))
		[ $tries -lt 6000 ] && kill -0 $server 2>/dev/null || { cat "$dir/log" >&2 && echo 'Bail out! no server' && exit 1; }
		[ -n "$url" ] || sleep 0.01
	done
}

# Until the server has done what was left to be done in the background.
rest() {
	tries=0
	until curl -sS --noproxy '*' "$url/metrics" | grep -c 'tongxin_jobs{state="\(waiting\|running\)"} 0' | grep -q 2 || [ $tries -gt 100 ]; do
		sleep 0.2 && tries=$((tries + 1))
	done
}

stop() { # [SIGNAL]; sets $status
	kill -"${1:-TERM}" $server
	wait $server 2>/dev/null
	status=$?
	server=
}

# curl as the officer: api PATH [OPTION]...
api() {
	where=$1
	shift
	curl -sS --noproxy '*' -H "Authorization: Bearer $token" "$@" "$url/api/v1$where"
}

finish() {
	[ -z "$server" ] || { kill -KILL $server && wait $server; } 2>/dev/null
	for name in $pgs; do
		psql -q -d "$TX_PG_URL" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" 2>/dev/null
	done
	# What a scenario mounted, the innermost first; who still looks at it keeps no folder behind.
	awk -v under="$dir/" 'index($2, under) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r at; do umount -l "$at"; done
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

plan() { echo "1..$count" && [ $bad = 0 ] && [ $count -gt 0 ]; }
