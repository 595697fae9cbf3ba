#!/bin/sh
# usage: test/scenario/rtc.sh
# Calls with the real media server and relay, in a network of their own: three browsers in a call (test/rtc/talk.mjs);
# what the files of `tongxin rtc config` open and what they keep shut; a shut-in server that finds the media server,
# loses it and finds it again.
if [ -z "${TX_ALONE-}" ]; then
	for part in janus turnserver setpriv unshare ip node; do
		command -v $part >/dev/null || { echo 'ok 1 # SKIP no media server on this machine' && echo 1..1 && exit 0; }
	done
	alone=$(dirname "$0")/../rtc/alone
	"$alone" true || { echo 'ok 1 # SKIP no network of its own on this machine' && echo 1..1 && exit 0; }
	TX_ALONE=1 exec "$alone" sh "$0"
fi
. "$(dirname "$0")/lib/house.sh"
root=$here/../..
address=10.77.0.1
build=${BUILD:-$(dirname "$tongxin")}

# TAP of another program, as part of ours.
within() { # FILE
	awk -v n=$count '/^(not )?ok / { sub(/ok [0-9]+/, "ok " ++n) } !/^1\.\./' "$1"
	more=$(grep -cE '^(not )?ok ' "$1") && count=$((count + more))
	bad=$((bad + $(grep -c '^not ok ' "$1")))
}

# The media server and the relay: media; media_end.
media=
media() {
	rm -f "$dir/ready" && mkfifo "$dir/ready"
	"$root/script/rtc" "$dir/rtc" >"$dir/ready" 2>"$dir/media" &
	media=$!
	read -r ready <"$dir/ready" && [ "$ready" = ready ] || { cat "$dir/media" && echo 'Bail out! no media server' && exit 1; }
}
media_end() {
	[ -z "$media" ] || { kill $media && wait $media; } 2>/dev/null
	media=
}
trap 'media_end; finish' EXIT

said() { # TEXT TIMES: that often in the log, soon
	tries=0
	until [ "$(grep -c "$1" "$dir/log")" -ge "$2" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || { cat "$dir/log" && return 1; }
		sleep 0.1
	done
}

exits 0 'rtc config' "$tongxin" rtc config "$dir/rtc" --address $address
is "$(ls "$dir/rtc" | tr '\n' ' ')" 'janus.jcfg janus.plugin.videoroom.jcfg janus.transport.http.jcfg rtc.conf turnserver.conf ' 'it writes five files'
is "$(stat -c %a "$dir/rtc" "$dir"/rtc/* | sort -u | tr '\n' ' ')" '600 700 ' 'for nobody else'
cp "$dir/rtc/rtc.conf" "$dir/kept"
exits 1 'secrets in use stay' "$tongxin" rtc config "$dir/rtc" --address $address
ok 'and are as they were' cmp "$dir/kept" "$dir/rtc/rtc.conf"
"$tongxin" rtc config "$dir/other" --address $address --public 203.0.113.9 --port 24000
cat "$dir"/rtc/*conf "$dir"/rtc/*jcfg "$dir"/other/*conf "$dir"/other/*jcfg | grep -oE '[0-9a-f]{48}' | sort | uniq -c |
	awk '{ print $1 }' | sort | uniq -c | awk '{ print $1 "x" $2 }' | tr '\n' ' ' >"$dir/secrets"
is "$(cat "$dir/secrets")" '2x1 8x2 ' 'secrets of each place: four in two files, the key in one'
ok 'what the world sees stands in the relay' grep -q "^external-ip=203.0.113.9/$address" "$dir/other/turnserver.conf"
ok 'and in the address for browsers' grep -q 'turn_url = turn:203.0.113.9:3478' "$dir/other/rtc.conf"
exits 2 'an address of letters' "$tongxin" rtc config "$dir/x" --address here
exits 2 'a port of letters' "$tongxin" rtc config "$dir/x" --address $address --port x
exits 1 'a place that is not there' "$tongxin" rtc config "$dir/no/where" --address $address

BUILD=$build TONGXIN=$tongxin node "$root/test/rtc/talk.mjs" $address >"$dir/talk" 2>"$dir/talk.err"
is $? 0 'a call of three'
within "$dir/talk"

media
ask() { curl -sS --noproxy '*' -m 5 "$@"; }
ok 'nobody speaks with the media server from outside' sh -c "! curl -s -m 2 http://$address:21088/janus/info && ! curl -s -m 2 http://$address:21089/admin/info"
ok 'nor here without its secret' sh -c "curl -s --noproxy '*' -d '{\"janus\":\"create\",\"transaction\":\"x\"}' http://127.0.0.1:21088/janus | grep -q '\"code\":403'"
ok 'nor as its administrator' sh -c "curl -s --noproxy '*' -d '{\"janus\":\"list_sessions\",\"transaction\":\"x\"}' http://127.0.0.1:21089/admin | grep -q '\"code\":403'"
secret=$(sed -n 's/^turn_secret = //p' "$dir/rtc/rtc.conf")
ok 'the relay passes on to the media server alone' sh -c "turnutils_uclient -W $secret -e 10.77.0.2 -n 1 -m 1 -X $address 2>&1 | grep -q '403'"

place sqlite rtc
furnish || exit 1
serve --rtc "$dir/rtc/rtc.conf"
ok 'a shut-in server finds it' said 'calls are open' 1
is "$(sed -n 's/^Seccomp:[[:space:]]*//p' /proc/$server/status)" 2 'it is shut in'
media_end
ok 'it sees that the media server is lost' said 'the media server is lost' 1
ok 'and answers all the same' curl -fsS --noproxy '*' -o "$dir/page" "$url/sign-in"
media
ok 'and finds it again' said 'calls are open' 2
stop
is "$status" 0 'a polite end'

export TONGXIN_RTC="$dir/rtc/rtc.conf"
serve
ok 'by the environment too' said 'calls are open' 1
stop
unset TONGXIN_RTC
sed 's/^api_secret = .*/api_secret = 0123456789abcdef0123/' "$dir/rtc/rtc.conf" >"$dir/wrong.conf" && chmod 600 "$dir/wrong.conf"
serve --rtc "$dir/wrong.conf"
ok 'secrets that are not the media server'"'"'s' said 'does not take the secrets' 1
stop
serve
is "$(grep -c rtc "$dir/log")" 0 'without --rtc there is not a word of it'
stop

bare() { exits 1 "$1" "$tongxin" serve $db --listen 127.0.0.1:0 --rtc "$2"; }
bare 'no such file' "$dir/none.conf"
cp "$dir/rtc/rtc.conf" "$dir/open.conf" && chmod 644 "$dir/open.conf"
bare 'a file that everybody may read' "$dir/open.conf"
ok 'with a reason' grep -q 'open to everybody' "$dir/err"
echo 'nonsense = 1' >"$dir/bad.conf" && chmod 600 "$dir/bad.conf"
bare 'a file of something else' "$dir/bad.conf"
ok 'with its line' grep -q 'line 1' "$dir/err"
plan
