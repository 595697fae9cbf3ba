# Sourced by the tests of the package: TAP, and a machine of their own (script/machine) that $1 names.
. "$(dirname "$0")/../scenario/lib/house.sh"
root=$here/../.. machine=$1

m() { "$root/script/machine" run "$machine" "$@"; }
in_net() { nsenter -t "$(cat "$machine.pid")" -n "$@"; }
web() { in_net curl -sk --noproxy '*' --max-time 20 "$@"; }
code() { web -o /dev/null -w '%{http_code}' "$@"; }

answer() { echo "tongxin tongxin/$1 $2 $3" | m debconf-set-selections; } # QUESTION TYPE ANSWER
apt() { m env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@" >"$dir/apt" 2>&1; }
again() { m dpkg-reconfigure -f noninteractive tongxin >"$dir/apt" 2>&1; }
told() { grep -q "$1" "$dir/apt"; }
active() { [ "$(m systemctl is-active "$@" | sort -u)" = active ]; }
state() { m systemctl is-active "$1" || :; }
mode() { m stat -c '%a %U' "$1"; }
gone() { ! m test -e "$1"; }
healthy() { [ "$(web https://127.0.0.1/healthz)" = '{"status":"ok"}' ]; }
figure() { web https://127.0.0.1/metrics | sed -n "s/^$1 //p"; }
all_green() { [ "$(m systemctl is-system-running)" = running ]; }
whole() { m tongxin-admin journal verify | grep -q whole; }
logins() { m tongxin-admin user list | cut -f 1 | sort | tr '\n' ' '; }

soon() { # COMMAND...: within half a minute
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}

# How open systemd finds a unit's sandbox: at most this, by its own figures.
sandbox() { # UNIT MOST
	figure=$(m systemd-analyze security --no-pager "$1" | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
	ok "the sandbox of $1: exposure ${figure:-unknown}, at most $2" awk -v got="${figure:-10}" -v most="$2" 'BEGIN { exit got > most }'
}
