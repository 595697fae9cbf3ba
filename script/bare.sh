#!/bin/sh
# usage: . script/bare.sh      (as root; needs debootstrap)
# bare_make ROOT [OPTION...] makes a bare Debian 12 in the directory ROOT, or takes the one that is there; bare_run ROOT
# COMMAND... runs something in it, in name spaces of its own, so that nothing stays mounted or running. Mirror, proxy,
# certificates, name service and npm settings are those of this machine at the time.

bare_sources() {
	apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
		'Created-By: Packages' 'Origin: Debian' | grep ' bookworm'
}

bare_settings() { # of apt: only how things are fetched, without the hooks of this machine's packages
	apt-config dump Acquire | grep -v '::IndexTargets\|^Acquire ""\|::cdrom'
	echo 'Acquire::https::CaInfo "/etc/certificates-of-the-host.crt";'
}

bare_copy() { # FILE TARGET, when there is one
	[ ! -e "$1" ] || cp -L "$1" "$root$2"
}

bare_make() {
	root=$1
	shift
	if ! [ -x "$root/usr/bin/apt-get" ]; then
		mirror=$(bare_sources | awk '$3 == "bookworm" { print $2; exit }')
		[ -n "$mirror" ] || { echo 'bare: no Debian 12 among the sources of apt; apt-get update first' >&2 && exit 1; }
		debootstrap --variant=minbase "$@" bookworm "$root" "$mirror"
	fi
	rm -f "$root/etc/apt/sources.list.d/"*
	bare_sources >"$root/etc/apt/sources.list"
	bare_settings >"$root/etc/apt/apt.conf.d/90host"
	bare_copy /etc/resolv.conf /etc/resolv.conf
	bare_copy /etc/ssl/certs/ca-certificates.crt /etc/certificates-of-the-host.crt
	bare_copy "$(npm config get userconfig 2>/dev/null || echo /nonexistent)" /etc/npmrc-of-the-host
	bare_copy "$(npm config get globalconfig 2>/dev/null || echo /nonexistent)" /etc/npmrc
}

bare_run() {
	proxies=$(env | grep -iE '^(https?|no|all)_proxy=' || :)
	bare=$1
	shift
	unshare --mount --pid --ipc --fork --kill-child --propagation private sh -ec '
		root=$1 proxies=$2 ca=/etc/certificates-of-the-host.crt
		shift 2
		mount -t proc proc "$root/proc"
		mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
		mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 pts "$root/dev/pts" || :
		exec env -i $proxies PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 CI=true \
			SSL_CERT_FILE=$ca NODE_EXTRA_CA_CERTS=$ca npm_config_cafile=$ca npm_config_userconfig=/etc/npmrc-of-the-host \
			chroot "$root" "$@" </dev/null
	' sh "$bare" "$proxies" "$@"
}
