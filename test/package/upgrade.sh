#!/bin/sh
# usage: test/package/upgrade.sh MACHINE      (see script/prove-package)
# From an older version to this one; removed and installed again; purged with and without the data.
. "$(dirname "$0")/lib/machine.sh"

files() { (cd "$machine" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./root -o -path ./srv \
	-o -path ./var/log -o -path ./var/cache -o -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/lib/systemd \) -prune \
	-o -print | grep -v '^./var/lib/nginx/' | LC_ALL=C sort); }

depends=$(dpkg-deb -f "$machine/srv/new.deb" Depends)
ok 'what it depends on' apt satisfy --no-install-recommends "$depends"
m apt-get -q -y install --no-install-recommends debconf >/dev/null 2>&1
files >"$dir/before"

# --- an older version ---
answer county string 440811
ok 'the older version' apt install --no-install-recommends /srv/old.deb
ok 'it runs' active tongxin nginx
ok 'it is well' soon healthy
is "$(m tongxin --version)" 'tongxin 0.0.9' 'it is older'
echo 'a-long-password-of-ours' | m tongxin-admin user add --name zhang --role officer --full-name 张三
was=$(logins)
m cp /etc/tongxin/key /srv/key

ok 'the newer version' apt install --no-install-recommends /srv/new.deb
ok 'it runs' active tongxin nginx tongxin-backup-night.timer tongxin-backup-hour.timer
ok 'it is well' soon healthy
is "$(m dpkg-query -W -f '${Version}' tongxin)" "$(dpkg-deb -f "$machine/srv/new.deb" Version)" 'it is newer'
is "$(logins)" "$was" 'the accounts are there'
ok 'the journal is whole' whole
ok 'the key is the same' m cmp /etc/tongxin/key /srv/key
is "$(mode /var/backups/tongxin/from-0.0.9.bak)" '600 tongxin' 'a copy from before'
ok 'which opens' m tongxin restore --check --from /var/backups/tongxin/from-0.0.9.bak --key /etc/tongxin/key

# --- and back ---
m sh -ec 'systemctl stop tongxin; mv /var/lib/tongxin /srv/newer'
ok 'the older version in an empty place' apt install --no-install-recommends --allow-downgrades /srv/old.deb
ok 'it says how to restore' told 'tongxin-admin restore --from FILE'
ok 'nothing is made by itself' gone /var/lib/tongxin/county.db
ok 'what was before is restored' m tongxin-admin restore --from /var/backups/tongxin/from-0.0.9.bak
m systemctl start tongxin
ok 'it is well' soon healthy
is "$(m tongxin --version)" 'tongxin 0.0.9' 'it is the older one'
is "$(logins)" "$was" 'the accounts are there'
ok 'the newer version again' apt install --no-install-recommends /srv/new.deb
ok 'it is well' soon healthy
m rm -r /srv/newer

# --- removal ---
ok 'removed' apt remove tongxin
is "$(state tongxin)" inactive 'it is stopped'
is "$(state tongxin-backup-hour.timer)" inactive 'and so are its timers'
is "$(code https://127.0.0.1/)" 000 'there is no page'
ok 'the front runs on for others' active nginx
is "$(mode /var/lib/tongxin/county.db)" '600 tongxin' 'the data is there'
ok 'installed again' apt install --no-install-recommends /srv/new.deb
ok 'it goes on' soon healthy
is "$(logins)" "$was" 'with the same accounts'

# --- a purge keeps the data, unless somebody says otherwise ---
ok 'purged' apt purge tongxin
ok 'it says what is kept' told 'kept: the data in /var/lib/tongxin'
ok 'and the key' told '/etc/tongxin/key'
is "$(mode /etc/tongxin/key)" '600 root' 'the key is there'
ok 'the settings are gone' gone /etc/nginx/sites-available/tongxin.conf
ok 'the certificate is gone' gone /etc/ssl/tongxin
ok 'installed again without a question' apt install --no-install-recommends /srv/new.deb
ok 'it goes on' soon healthy
is "$(logins)" "$was" 'with the same accounts'
ok 'the journal is whole' whole

answer remove-data boolean true
ok 'purged with the data' apt purge tongxin
files >"$dir/after"
ok 'nothing is left behind' diff "$dir/before" "$dir/after"
is "$(m getent passwd tongxin)" '' 'nor its account'
ok 'all of the machine is well' all_green
plan
