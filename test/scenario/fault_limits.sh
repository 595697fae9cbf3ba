#!/bin/sh
# usage: test/scenario/fault_limits.sh
# Descriptors and memory used up, the workshop killed, and a clock that jumps by a day and by a year: who asks gets an
# answer or a closed line, the server lives, and all is as before when it is over.
. "$(dirname "$0")/lib/house.sh"

write() { # NAME: prints the status
	api /persons -H 'Content-Type: application/json' -H "Idempotency-Key: key-$1" -m 30 -o "$dir/answer" -w '%{http_code}' \
		-d "{\"name\":\"$1\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\"}" 2>/dev/null
}
soon() { # STATUS NAME: a write comes to it
	tries=0
	until [ "$(write "$2-$tries")" = "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}
# So many clients that say nothing; FILE appears when they are there, they leave when it is gone.
crowd() { # NUMBER FILE
	python3 - "$1" "$2" "${url##*:}" <<-'END' &
		import os, socket, sys, time
		lines = []
		for _ in range(int(sys.argv[1])):
		    one = socket.socket()
		    one.settimeout(5)
		    try:
		        one.connect(('127.0.0.1', int(sys.argv[3])))
		        lines.append(one)
		    except OSError:
		        break
		open(sys.argv[2], 'w').close()
		until = time.monotonic() + 60
		while os.path.exists(sys.argv[2]) and time.monotonic() < until:
		    time.sleep(0.05)
	END
	crowd=$!
	until [ -e "$2" ]; do sleep 0.05; done
}
descriptors() { ls "/proc/$server/fd" | wc -l; }

place sqlite limits
furnish || exit 1
token=$("$tongxin" token create $db --user officer) teacher=$("$tongxin" token create $db --user teacher)

# --- descriptors ---
(ulimit -n 96 && exec "$tongxin" serve $db --listen 127.0.0.1:0 --clock ${day}T02:00:00Z) >"$dir/said" 2>"$dir/log" &
server=$! url=
until [ -n "$url" ]; do
	url=$(sed -n 's/^listening on //p' "$dir/said")
	kill -0 $server || exit 1
	sleep 0.05
done
is "$(write few)" 201 'a server with few descriptors'
before=$(descriptors)
crowd 200 "$dir/crowd"
ok "two hundred silent clients: it keeps some for itself ($(descriptors) of 96)" test "$(descriptors)" -le 90
rm "$dir/crowd"
wait $crowd
ok 'when they have gone, it takes what is written' soon 201 crowd
is "$(api '/children?limit=200' -o "$dir/answer" -w '%{http_code}')" 200 'and shows what there is'
tries=0
while [ "$(descriptors)" -gt $((before + 12)) ] && [ $tries -lt 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
ok "and has given back the rest ($(descriptors), $before before)" test "$(descriptors)" -le $((before + 12))

# --- memory ---
officer=$token token=$teacher
child=$(api '/children?limit=1' | grep -oE '"id":"[0-9]+"' | head -n 1 | grep -oE '[0-9]+')
size=$(awk '/^VmSize/ { print $2 }' /proc/$server/status)
prlimit --pid $server --as=$((size * 1024)):
head -c 24000000 /dev/zero | tr '\0' 'a' >"$dir/large"
busy=
for i in $(seq 24); do
	api '/children?limit=200' -m 30 -o "$dir/list$i" -w '%{http_code}\n' >"$dir/code$i" 2>/dev/null &
	busy="$busy $!"
	api "/children/$child/works" -m 30 -F "file=@$dir/large" -F what=drawing -F faces=0 \
		-F on=$day -F client=memory-$i -o /dev/null -w '%{http_code}\n' >"$dir/sent$i" 2>/dev/null &
	busy="$busy $!"
done
wait $busy
echo "# read: $(cat "$dir"/code* | sort | uniq -c | tr '\n' ';') sent: $(cat "$dir"/sent* | sort | uniq -c | tr '\n' ';')"
ok 'hardly any memory left: the server lives' kill -0 $server
is "$(cat "$dir"/code* | grep -vxE '200|413|500|503|000' | wc -l)" 0 'what was asked was answered, refused or cut'
ok 'some of it was refused' grep -qxE '413|500|503|000' "$dir"/sent*
prlimit --pid $server --as=unlimited:
token=$officer
ok 'with memory again it takes what is written' soon 201 memory
is "$(api '/children?limit=200' -o "$dir/answer" -w '%{http_code}')" 200 'and shows what there is'
stop
is "$status" 0 'a polite end'
exits 0 'the journal is whole' "$tongxin" journal verify $db

# --- the clock ---
for engine in $(engines); do
	place "$engine" clock
	furnish || exit 1
	token=$("$tongxin" token create $db --user officer)
	: >"$dir/ids"
	for when in 2026-11-22 2027-11-22 2026-11-21; do
		serve --clock ${when}T02:00:00Z
		# A year ahead the officer's task may have ended: then nothing is written.
		is "$(write "$engine-$when-${status:-0}" | sed 's/422/201/')" 201 "$engine: $when"
		grep -oE '^."id":"[0-9]+"' "$dir/answer" >>"$dir/ids"
		is "$(api '/children?limit=1' -o "$dir/answer" -w '%{http_code}')" 200 "$engine: $when: read"
		stop
		is "$status" 0 "$engine: $when: a polite end"
		status=$when
		exits 0 "$engine: $when: the journal is whole" "$tongxin" journal verify $db
	done
	ok "$engine: ids rise" sort -cu "$dir/ids"
done
plan
