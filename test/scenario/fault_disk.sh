#!/bin/sh
# usage: [CUTS=8] test/scenario/fault_disk.sh
# The disk under a server that runs: full, refusing every write, read-only at the start; and a log of SQLite that was
# torn or spoilt when the machine died. What is refused is refused with a sentence in the reader's language, reading goes
# on, nothing is half-written, and all is well again by itself when there is room.
[ -n "${TX_OWN_MOUNTS-}" ] || TX_OWN_MOUNTS=1 exec unshare "$([ "$(id -u)" = 0 ] && echo -m || echo -Urm)" sh "$0"
. "$(dirname "$0")/lib/house.sh"
cuts=${CUTS:-8} small=$dir/small

write() { # NAME: a record, in Chinese; prints the status
	api /persons -H 'Content-Type: application/json' -H 'Accept-Language: zh-CN' -H "Idempotency-Key: key-$1" \
		-d "{\"name\":\"$1\",\"sex\":\"1\",\"birth_date\":\"1980-01-01\"}" -o "$dir/answer" -w '%{http_code}'
}
picture() { # NUMBER: a work of a child
	curl -sS --noproxy '*' -H "Authorization: Bearer $teacher" -H 'Accept-Language: en' -F "file=@$dir/one.png" -F what=drawing \
		-F faces=0 -F on=$day -F "client=$(echo "$1" | tr " " -)" -o "$dir/answer" -w '%{http_code}' "$url/api/v1/children/$child/works"
}
refused() { [ "$(write "$1-$tries")" = 503 ]; }
taken() { [ "$(write "$1-$tries")" = 201 ]; }
until_is() { # COMMAND...: two hundred tries
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.05
	done
}
trouble() { # NAME: with the disk as it is
	ok "$1: what is written is refused" until_is refused "$1"
	ok "$1: in Chinese" grep -q '服务器现在不能写入' "$dir/answer"
	is "$(picture "$1-picture")" 503 "$1: a picture too"
	ok "$1: with a sentence" grep -q 'its disk is full or broken' "$dir/answer"
	is "$(api '/persons?limit=1' -o "$dir/answer" -w '%{http_code}')" 200 "$1: reading goes on"
	is "$(curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "$url/sign-in")" 200 "$1: so do pages"
}
well() { # NAME
	ok "$1: what is written is taken" until_is taken "$1"
	is "$(picture "$1-picture")" 201 "$1: a picture too"
}

python3 - "$dir/one.png" <<'END'
import struct, sys, zlib
chunk = lambda t, d: struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
with open(sys.argv[1], 'wb') as f:
    f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 64, 48, 8, 2, 0, 0, 0)) + chunk(
        b'IDAT', zlib.compress(b''.join(b'\0' + bytes(192) for _ in range(48)))) + chunk(b'IEND', b''))
END
mkdir "$small"
mount -t tmpfs -o size=96m tmpfs "$small" || { skip 'no file system of its own' && plan && exit; }
db="--db sqlite:$small/disk.db"
furnish || exit 1
token=$("$tongxin" token create $db --user officer) teacher=$("$tongxin" token create $db --user teacher)
serve
child=$(curl -sS --noproxy '*' -H "Authorization: Bearer $teacher" "$url/api/v1/children?limit=1" | grep -oE '"id":"[0-9]+"' | grep -oE '[0-9]+')
well before

dd if=/dev/zero of="$small/filler" bs=64k 2>/dev/null
trouble full
rm "$small/filler"
well 'room again'

prlimit --pid $server --fsize=1:
trouble refusing
prlimit --pid $server --fsize=unlimited:
well 'no longer refusing'
stop
is "$status" 0 'a polite end'
exits 0 'the journal is whole' "$tongxin" journal verify $db
exits 0 'files and rows are even' "$tongxin" blob check $db

mount -o remount,ro "$small"
exits 1 'a disk that is read-only at the start' "$tongxin" serve $db --listen 127.0.0.1:0
ok 'with a sentence' grep -q 'The database cannot be opened' "$dir/err"
mount -o remount,rw "$small"

# A disk that takes nothing from the first moment on; the index of SQLite's log is there, since somebody reads.
mkfifo "$dir/hold"
sqlite3 "$small/disk.db" <"$dir/hold" >"$dir/held" &
exec 5>"$dir/hold"
echo 'BEGIN; SELECT count(*) FROM person;' >&5
until [ -s "$dir/held" ]; do sleep 0.01; done
printf '#!/bin/sh\nulimit -S -f 1 && exec "%s" "$@"\n' "$tongxin" >"$dir/refused"
chmod +x "$dir/refused"
program=$tongxin tongxin=$dir/refused
serve
trouble 'from the start'
prlimit --pid $server --fsize=unlimited:
well 'room again after that'
stop
tongxin=$program
exec 5>&-

# --- the log, torn and spoilt ---
serve
i=0
while [ $i -lt 60 ]; do
	[ "$(write "torn$i")" = 201 ] || echo "not written: $i"
	i=$((i + 1))
done >"$dir/lost"
is "$(cat "$dir/lost")" '' 'sixty more'
stop KILL
mkdir "$dir/torn"
cp "$small/disk.db" "$small/disk.db-wal" "$small/disk.db.key" "$dir/torn/"
cp -r "$small/disk.db.blobs" "$dir/torn/"
python3 - "$small/disk.db-wal" "$dir/wal" "$cuts" <<'END'
import random, sys
log, r = open(sys.argv[1], 'rb').read(), random.Random(9)
for i in range(int(sys.argv[3])):
    now, at = bytearray(log), r.randrange(max(0, len(log) - 200000), len(log))
    if i % 4 == 0:
        now = log + bytes(r.randrange(256) for _ in range(r.randrange(1, 9000)))
    elif i % 4 == 1:
        now = log[:at]
    elif i % 4 == 2:
        now[at] ^= 1 << r.randrange(8)
    else:
        now[at:] = bytes(len(log) - at)
    open(sys.argv[2] + str(i), 'wb').write(now)
END
db="--db sqlite:$dir/torn/disk.db"
cp "$dir/torn/disk.db" "$dir/kept"
i=0
while [ $i -lt "$cuts" ]; do
	cp "$dir/kept" "$dir/torn/disk.db" && cp "$dir/wal$i" "$dir/torn/disk.db-wal" && rm -f "$dir/torn/disk.db-shm"
	what=$(echo 'bytes after its end,cut off,one bit,zeros to its end' | cut -d, -f$((i % 4 + 1)))
	exits 0 "log $i, $what: the journal is whole" "$tongxin" journal verify $db
	there=$(sqlite3 "$dir/torn/disk.db" "SELECT count(*) FROM person WHERE name LIKE 'torn%'")
	is "$(sqlite3 "$dir/torn/disk.db" 'PRAGMA integrity_check')" ok "log $i, $what: so is the file ($there of 60)"
	[ $((i % 4)) != 0 ] || is "$there" 60 "log $i, $what: nothing acknowledged is lost"
	i=$((i + 1))
done
plan
