#!/bin/sh
# usage: . script/steps.sh      (from script/test, with $log, $many and $quick set)
# How a step of the test run is taken and what of it is kept for script/tally.

# One step: what it prints is shown, its exit status kept for script/tally. Status 0 of a step that
# keeps no log of tests is no test passed; any other is one failed.
step() {
	name=$1
	shift
	echo "== $name"
	"$@"
	status=$?
	echo $status >"$log/$name.exit"
	return $status
}

meson_tests() { # DIRECTORY COMMAND...: run, and keep the log under the step's name
	rm -f "$1/meson-logs/testlog.json"
	json=$1/meson-logs/testlog.json
	shift
	TMPDIR=$quick "$@"
	result=$?
	cp "$json" "$log/$name.json" || result=1
	return $result
}

tap() { # COMMAND...: TAP on its output; a program without TAP is one test
	timeout -k 10 900 "$@" </dev/null >"$log/$name.tap"
	result=$?
	cat "$log/$name.tap"
	return $result
}

each() { # TIER COMMAND FILE...
	tier=$1 with=$2
	shift 2
	printf '%s\n' "$@" | xargs -P $many -I FILE sh -c '
		log=$3 name=$1-$(basename "$4")
		timeout -k 10 1300 $2 "$4" </dev/null >"$log/$name.tap" 2>"$log/$name.err"
		echo $? >"$log/$name.exit"
		{ echo "== $name" && cat "$log/$name.tap" "$log/$name.err"; }
	' sh "$tier" "$with" "$log" FILE
}
