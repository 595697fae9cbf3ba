#!/bin/sh
# usage: test/package/calls_post.sh MACHINE      (see script/prove-package)
# tongxin-setup-calls and tongxin-setup-post under a live systemd: what runs, as whom, how open; the media server lost
# and found again; a message through a gateway on this machine, from inside the sandbox.
. "$(dirname "$0")/lib/machine.sh"
. "$(dirname "$0")/../scenario/lib/lists.sh"
gate=$dir/gate
trap 'kill $gateway 2>/dev/null; finish' EXIT
gateway=

is_figure() { [ "$(figure "$1")" = "$2" ]; }
said() { m journalctl -u tongxin --no-pager | grep -c "$1"; }
said_times() { [ "$(said "$1")" -ge "$2" ]; }
owner() { m ps -o user= -p "$(m systemctl show -P MainPID "$1")" | tr -d ' '; }

answer county string 440811
ok 'installed with an answer' apt install --no-install-recommends /srv/new.deb
ok 'it is well' soon healthy
ok 'without an address nothing is set up' sh -c "! '$root/script/machine' run '$machine' tongxin-setup-calls"
ok 'and nothing is installed' gone /usr/bin/janus

in_net sh -ec 'ip link add house0 type veth peer name house1; ip addr add 10.77.0.2/24 dev house0; ip link set house0 up; ip link set house1 up'
ok 'calls, with one command' m tongxin-setup-calls
ok 'all three run' active tongxin tongxin-janus tongxin-coturn
ok 'calls are open' soon said_times 'calls are open' 1
for unit in janus coturn; do
	is "$(m systemctl is-enabled $unit || :)" masked "Debian's own unit is masked: $unit"
	is "$(owner tongxin-$unit)" tongxin-rtc "its account has no rights: $unit"
	sandbox tongxin-$unit.service 2.0
done
sandbox tongxin.service 2.0
in_net ss -lntH | awk '{ print $4 }' | sort -u >"$dir/ports"
ok 'the media server is on the loopback' grep -q '^127.0.0.1:21088$' "$dir/ports"
ok 'and nowhere else' sh -c "! grep -v '^127' '$dir/ports' | grep 2108"
was=$(m systemctl show -P MainPID tongxin-janus)
m kill -KILL "$was"
ok 'the media server killed, it is found again' soon said_times 'calls are open' 2
ok 'another one' test "$(m systemctl show -P MainPID tongxin-janus)" != "$was"
ok 'once more: the secrets stay' sh -c "was=\$(md5sum <'$machine/etc/tongxin-rtc/rtc.conf') &&
	'$root/script/machine' run '$machine' tongxin-setup-calls && [ \"\$was\" = \"\$(md5sum <'$machine/etc/tongxin-rtc/rtc.conf')\" ]"
ok 'all of the machine is well' all_green

# --- messages: invented people, whose numbers go to this machine only ---
cp "$root/packaging/post/post.conf" "$machine/srv/post.conf"
ok 'the example is refused' sh -c "! '$root/script/machine' run '$machine' tongxin-setup-post /srv/post.conf"
m sh -ec 'systemctl stop tongxin; install -d -o tongxin -g tongxin -m 0700 /var/lib/tongxin/demo; cd /var/lib/tongxin/demo
	runuser -u tongxin -- tongxin demo --db sqlite:/var/lib/tongxin/demo/demo.db --size school >/dev/null
	cp -a demo.db.key /srv/demo.key; install -m 0600 /srv/demo.key /etc/tongxin/key
	echo TONGXIN_DB=sqlite:/var/lib/tongxin/demo/demo.db >/etc/default/tongxin; systemctl start tongxin'
mkdir "$gate" && echo take >"$gate/mode" && : >"$gate/asked" && : >"$gate/taken" && : >"$gate/mails"
in_net python3 "$root/test/scenario/lib/gateway.py" "$gate" 2>"$gate/log" &
gateway=$!
ok 'a gateway on this machine' soon test -s "$gate/ports"
read -r sms mail <"$gate/ports"
printf '[sms]\nurl = http://127.0.0.1:%s/send\nbearer = open-sesame\nbody = {"to":"{to}","content":"{text}"}\n' "$sms" \
	>"$machine/srv/post.conf"
ok 'messages, with one command' m tongxin-setup-post /srv/post.conf
is "$(mode /etc/tongxin/post)" '600 root' 'its passwords are for root'
ok 'another database is served, and well' soon healthy
ok 'the postman is there' soon is_figure tongxin_postman_up 1

# As who keeps the system of the invented county; the jar of one sign-in, by https.
page() { # PATH [OPTION]...
	where=$1
	shift
	web -c "$dir/jar" -b "$dir/jar" -H 'Accept-Language: en' "$@" "https://localhost$where"
}
sign_in admin
page /admin/outbox -o "$dir/page"
client=$(sed -n 's/.*name="client" value="\([0-9a-f]*\)".*/\1/p' "$dir/page")
send /admin/outbox/trial -F "client=$client" -F to=13900000001
is "${went%% *}" 303 'a trial message is sent'
ok 'the gateway has it' soon grep -q ' 13900000001$' "$gate/taken"
sandbox tongxin.service 2.0
ok 'all of the machine is well' all_green

# --- and all of it goes away with a purge ---
ok 'purged' apt purge tongxin
for file in /etc/tongxin/post /etc/tongxin-rtc /etc/systemd/system/tongxin.service.d /etc/systemd/system/tongxin-janus.service; do
	ok "gone: $file" gone "$file"
done
is "$(state tongxin-janus)" inactive 'the media server is stopped'
plan
