#!/bin/sh
# usage: test/scenario/outbox.sh
# Messages to people, through a real gateway on this machine that takes them, is in trouble for an hour, says nothing,
# talks nonsense, or takes them and never says so; the postman and the server are killed with kill -9 in between. None
# is lost, none is taken twice but under the same key. Mails too, TLS with a wrong and a right certificate, the sink.
. "$(dirname "$0")/lib/house.sh"
. "$(dirname "$0")/lib/lists.sh"
gates=

end() {
	for gate in $gates; do kill "$gate" 2>/dev/null; done
	finish
}
trap end EXIT

gateway() { # NAME [OPTION]...: sets $gate, its directory, and $sms and $mail, its ports
	gate=$dir/$1
	shift
	mkdir -p "$gate"
	echo take >"$gate/mode"
	: >"$gate/asked" && : >"$gate/taken" && : >"$gate/mails"
	python3 "$here/lib/gateway.py" "$gate" "$@" 2>"$gate/log" &
	gates="$gates $!"
	until [ -e "$gate/ports" ]; do sleep 0.05; done
	read -r sms mail <"$gate/ports"
}
mode() { echo "$1" >"$gate/mode.part" && mv "$gate/mode.part" "$gate/mode"; }

conf() { # SMS-URL [LINE]...
	{
		echo 'timeout = 2'
		[ $# -lt 2 ] || echo "$2"
		printf '[sms]\nurl = %s\nbearer = open-sesame\nbody = {"to":"{to}","content":"{text}"}\n' "$1"
		printf '[mail]\nurl = smtp://127.0.0.1:%s\nfrom = no-reply@county.example\nname = 同心\n' "$mail"
	} >"$dir/post"
	chmod 600 "$dir/post"
}

at() { serve --clock "${day}T$1:00Z" --post "$dir/post"; }
trial() { # TO
	page /admin/outbox -o "$dir/page"
	client=$(sed -n 's/.*name="client" value="\([0-9a-f]*\)".*/\1/p' "$dir/page")
	send /admin/outbox/trial -F "client=$client" -F "to=$1"
	[ "${went%% *}" = 303 ]
}
again() { page /admin/outbox -o "$dir/page" && send /admin/outbox/again && [ "${went%% *}" = 303 ]; }

soon() { # COMMAND...: within half a minute
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}
lines() { grep -c " $2\$" "$gate/$1"; } # FILE TO
keys() { grep " $1\$" "$gate/asked" | sort -u | grep -c .; }
is_asked() { [ "$(lines asked "$1")" -ge "$2" ]; }
is_taken() { [ "$(lines taken "$1")" -ge 1 ]; }
says() { page /admin/outbox | grep -q "$1"; }
state() { # NAME STATE: the figure
	curl -sS --noproxy '*' "$url/metrics" | sed -n "s/^tongxin_outbox{channel=\"$1\",state=\"$2\"} //p"
}
is_state() { [ "$(state "$1" "$2")" = "$3" ]; }
named() { # NAME PARENT: the process of this name
	for stat in /proc/[0-9]*/stat; do
		{ read -r pid name _ parent _ <"$stat"; } 2>/dev/null || continue
		[ "$name" = "($1)" ] && [ "$parent" = "$2" ] && echo "$pid" && return
	done
}
postman() { named tx-postman "$(named tx-mother "$server")"; }
postman_is_back() { new=$(postman) && [ -n "$new" ] && [ "$new" != "$old" ]; }

for engine in $(engines); do
	place "$engine" post
	furnish || exit 1
	gateway "$engine"
	conf "http://127.0.0.1:$sms/send"

	# --- well ---
	at 02:00
	sent=$(state sms sent) rows=$(curl -sS --noproxy '*' "$url/metrics" | sed -n 's/^tongxin_outbox{.*} //p' | awk '{ n += $1 } END { print n }')
	sign_in admin
	ok "$engine: a trial message is sent" trial 13900000001
	ok "$engine: the gateway has it" soon is_taken 13900000001
	ok "$engine: and it stands as sent" soon is_state sms sent $((sent + 1))
	ok "$engine: a mail is sent" trial mother@example.com
	ok "$engine: the mail server has it" soon grep -q 'A trial message of Tongxin: it has arrived.' "$gate/mails"
	ok "$engine: to whom it should" grep -q 'To: <mother@example.com>' "$gate/mails"

	# --- an hour of trouble, the server killed again and again ---
	mode trouble
	ok "$engine: a message is written" trial 13900000002
	ok "$engine: the gateway is in trouble" soon is_asked 13900000002 1
	for when in 02:10 02:25 02:45 03:05; do
		stop KILL
		seen=$(lines asked 13900000002)
		at $when
		ok "$engine: killed, and asked again at $when" soon is_asked 13900000002 $((seen + 1))
	done
	sign_in admin
	ok "$engine: the page says that it waits" soon says 'the gateway cannot take it just now'
	stop KILL
	mode take
	at 03:25
	ok "$engine: after an hour it is taken" soon is_taken 13900000002
	ok "$engine: and stands as sent" soon is_state sms sent $((sent + 2))
	is "$(lines taken 13900000002) $(keys 13900000002)" "1 1" "$engine: once, and under one key all the time"

	# --- no answer, nonsense ---
	sign_in admin
	mode silent
	ok "$engine: another" trial 13900000003
	ok "$engine: no answer is no end" soon says 'takes too long to answer'
	mode garbage
	ok "$engine: again" again
	ok "$engine: nonsense is none either" soon says 'gave an answer that was not understood'
	mode take
	ok "$engine: again at once" again
	ok "$engine: then it is taken" soon is_taken 13900000003
	is "$(lines taken 13900000003) $(keys 13900000003)" "1 1" "$engine: once"

	# --- the postman dies with one in its hand ---
	mode silent
	ok "$engine: one more" trial 13900000004
	ok "$engine: it is under way" soon is_asked 13900000004 1
	old=$(postman)
	ok "$engine: the postman is killed" kill -KILL "$old"
	mode take
	ok "$engine: another is forked" soon postman_is_back
	ok "$engine: which brings it" soon is_taken 13900000004
	ok "$engine: and it stands as sent" soon is_state sms sent $((sent + 4))
	is "$(lines taken 13900000004) $(keys 13900000004)" "1 1" "$engine: once"

	# --- taken, but nobody heard of it: the server is killed then ---
	mode late
	ok "$engine: and one more" trial 13900000005
	ok "$engine: the gateway takes it and does not say so" soon is_taken 13900000005
	stop KILL
	mode take
	at 03:40
	ok "$engine: it is asked again" soon is_asked 13900000005 2
	ok "$engine: and stands as sent" soon is_state sms sent $((sent + 5))
	is "$(keys 13900000005)" 1 "$engine: under the same key, by which the gateway knows it"

	# --- a polite end does not wait for a gateway that is silent ---
	sign_in admin
	mode silent
	ok "$engine: and another" trial 13900000006
	ok "$engine: under way" soon is_asked 13900000006 1
	stop
	is "$status" 0 "$engine: the server ends politely"

	# --- a wrong certificate, then the right one ---
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
		-keyout "$dir/tls.key" -out "$dir/tls.crt" 2>/dev/null
	gateway "$engine-tls" --tls "$dir/tls.crt" "$dir/tls.key"
	conf "https://localhost:$sms/send"
	at 03:50
	sign_in admin
	ok "$engine: whose certificate nobody signed gets nothing" soon says 'could not show that it is the right one'
	is "$(lines asked 13900000006)" 0 "$engine: not even asked"
	stop
	conf "https://localhost:$sms/send" "ca = $dir/tls.crt"
	at 04:05
	sign_in admin
	ok "$engine: whose is known gets it" soon is_taken 13900000006
	ok "$engine: and it stands as sent" soon is_state sms sent $((sent + 6))

	# --- what waits is in the backup; nothing of it can be read anywhere ---
	mode trouble
	ok "$engine: the last" trial 13900000007
	ok "$engine: it waits" soon is_state sms waiting 1
	stop
	exits 0 "$engine: a backup" "$tongxin" backup $db --to "$dir/$engine.bak"
	"$tongxin" restore --from "$dir/$engine.bak" --key "$([ "$engine" = sqlite ] && echo "$dir/post.db.key" || echo "$dir/post.key")" --check >"$dir/check"
	ok "$engine: carries the message" grep -Eq "^table	outbox	$((rows + 8))([^0-9]|\$)" "$dir/check"
	ok "$engine: and its text" grep -q '^table	outbox_text	1' "$dir/check"
	[ "$engine" = postgres ] || is "$(grep -c -a -e 1390000000 -e 'it has arrived' "$dir/post.db" "$dir/post.db-wal" 2>/dev/null | grep -v ':0')" "" "$engine: no number and no text in the database"
	is "$(cat "$dir"/log* | grep -c -e 1390000000 -e open-sesame -e arrived)" 0 "$engine: nor in the log"

	# --- what is refused at the start ---
	printf '[sms]\nurl = https://sms.example.cn/\nbody = {to}{text}\n' >"$dir/far" && chmod 600 "$dir/far"
	exits 1 "$engine: a demonstration writes to nobody outside" "$tongxin" serve $db --listen 127.0.0.1:0 --post "$dir/far"
	ok "$engine: and says so" grep -q 'a demonstration writes to nobody outside' "$dir/err"
	printf '[sms]\nurl = https://sms.example.cn/\nbearer = s3cret\ncolour = red\n' >"$dir/far"
	exits 1 "$engine: a wrong file" "$tongxin" serve $db --listen 127.0.0.1:0 --post "$dir/far"
	ok "$engine: is named with its line, and no secret" sh -c "grep -q 'line 4: no such key in this section: colour' '$dir/err' && ! grep -q s3cret '$dir/err'"

	# --- the sink ---
	rm -rf "$dir/sink"
	TONGXIN_POST=sink:$dir/sink serve --clock "${day}T04:20:00Z"
	ok "$engine: what waited comes into the sink" soon grep -q 'to: 13900000007' -r --include='*.txt' "$dir/sink"
	is "$(cat "$dir/sink"/*.txt | head -n 1)" sms "$engine: as a text message"
	stop
done
plan
