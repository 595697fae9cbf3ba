#!/bin/sh
# usage: test/package/install.sh MACHINE      (see script/prove-package)
# Installed without an answer, with a wrong and a right one; what runs then, and what it keeps from whom.
. "$(dirname "$0")/lib/machine.sh"

in_net ip address add 2001:db8::77/64 dev lo nodad
ok 'installed without an answer' apt install /srv/new.deb
ok 'it says which one command to run' told 'One command does it: dpkg-reconfigure tongxin'
is "$(state tongxin)" inactive 'and is not started'
ok 'there is no page yet' test "$(code https://127.0.0.1/)" = 000

answer county string 440899
ok 'set up for a county that is none' again
ok 'a sentence says so' told '"440899" is no county: the code has six digits'
answer county string zhanjiang
ok 'set up for a word' again
ok 'a sentence says so' told '"zhanjiang" is no county'
ok 'nothing is made' gone /etc/tongxin/key

answer county string 440811
ok 'set up for a county' again
ok 'it says where the first passwords are' told '/etc/tongxin/first-passwords'
ok 'but not which' sh -c "! grep -q \"\$(cut -f 2 '$machine/etc/tongxin/first-passwords' | head -n 1)\" '$dir/apt'"
ok 'the service and its front run' active tongxin nginx
is "$(code https://127.0.0.1/sign-in)" 200 'the page to sign in, by https'
ok 'it is well' healthy
is "$(web -o /dev/null -w '%{http_code} %{redirect_url}' http://localhost/)" '301 https://localhost/' 'http leads to https'
ok 'the certificate has the name of the machine' sh -c "openssl x509 -in '$machine/etc/ssl/tongxin/fullchain.pem' -noout \
	-checkhost tongxin-test.example.gov.cn | grep -q 'does match'"
for address in 127.0.0.1 ::1 2001:db8::77; do
	ok "and its address $address" sh -c "openssl x509 -in '$machine/etc/ssl/tongxin/fullchain.pem' -noout -checkip $address | grep -q 'does match'"
done
ok 'http leads to https by that address, too' sh -c "nsenter -t \$(cat '$machine.pid') -n curl -s --noproxy '*' -o /dev/null -w '%{redirect_url}' \
	'http://[2001:db8::77]/' | grep -qx 'https://\[2001:db8::77\]/'"
ok 'all of the machine is well' all_green

is "$(mode /etc/tongxin/key)" '600 root' 'the key is for root'
is "$(mode /etc/tongxin)" '700 root' 'and lies'
is "$(mode /etc/tongxin/first-passwords)" '600 root' 'the first passwords are for root'
is "$(mode /etc/ssl/tongxin/key.pem)" '600 root' 'the key of the certificate is for root'
is "$(mode /var/lib/tongxin)" '700 tongxin' 'the data is for the service'
is "$(mode /var/lib/tongxin/county.db)" '600 tongxin' 'the database'
is "$(mode /run/tongxin)" '750 tongxin' 'the socket is for the front'
ok 'no key beside the database' gone /var/lib/tongxin/county.db.key
is "$(logins)" 'admin admin-auditor admin-security ' 'three keepers'
sandbox tongxin.service 2.0
ok 'a bill of materials' sh -c "python3 -m json.tool <'$machine/usr/share/doc/tongxin/sbom.cdx.json'"
for page in tongxin.1 tongxin-serve.1 tongxin-post.5 tongxin-admin.8 tongxin-setup-calls.8; do
	ok "a page of the manual: $page" test -e "$machine/usr/share/man/man${page##*.}/$page.gz"
done

# --- backups by themselves: each timer's service once, and what they made gives the county again ---
ok 'the timers run' active tongxin-backup-night.timer tongxin-backup-hour.timer
is "$(m systemctl is-enabled tongxin-backup-night.timer tongxin-backup-hour.timer | sort -u)" enabled 'and do so after a restart'
ok 'the backup of the night' m systemctl start tongxin-backup@night
ok 'it was proven' sh -c "'$root/script/machine' run '$machine' journalctl -u tongxin-backup@night --no-pager | grep -q 'proven'"
is "$(figure tongxin_backup_proof_good)" 1 'as the service knows'
echo 'a-long-password-of-ours' | m tongxin-admin user add --name zhang --role officer --full-name 张三
ok 'what is new in the hour' m systemctl start tongxin-backup@hour
kept=$(cd "$machine/var/lib/tongxin/backups" && ls)
ok "a backup and an increment are there: $(echo "$kept" | tr '\n' ' ')" test "$(echo "$kept" | sed 's/.*\.//' | tr '\n' ' ')" = 'bak inc '
for file in $kept; do
	is "$(mode /var/lib/tongxin/backups/"$file")" '600 tongxin' "for the service: $file"
done
m sh -ec "cd /var/lib/tongxin/backups && install -m 0600 /etc/tongxin/key /srv/again.db.key &&
	tongxin restore --from *.bak --then *.inc --db sqlite:/srv/again.db"
is "$(m tongxin user list --db sqlite:/srv/again.db | cut -f 1 | sort | tr '\n' ' ')" 'admin admin-auditor admin-security zhang ' 'both give the county again'
sandbox tongxin-backup@night.service 2.0

answer county string 110101
ok 'set up again with another county' again
ok 'it goes on' active tongxin nginx
ok 'with its own' whole
ok 'it is well after that' healthy
m systemctl reboot >/dev/null 2>&1 || :
tail --pid="$(cat "$machine.pid")" -s 0.1 -f /dev/null
"$root/script/machine" stop "$machine"
"$root/script/machine" start "$machine"
ok 'and after a restart of the machine' soon healthy
plan
