#!/bin/sh
# usage: test/scenario/commands.sh
# The commands as a person meets them: help, wrong usage, what is refused and that it leaves nothing behind; starting,
# stopping.
. "$(dirname "$0")/lib/house.sh"

for command in '' serve init demo import export user token journal dump; do
	exits 0 "tongxin $command --help" "$tongxin" $command --help
	ok "tongxin $command --help says how, on stdout only" test -s "$dir/out" -a ! -s "$dir/err"
done

exits 2 'no command' "$tongxin"
exits 2 'a command there is not' "$tongxin" nonsense
for wrong in 'serve' 'serve --db' 'serve --nonsense' 'serve --db mysql:x' 'demo' "demo --db sqlite:$dir/no.db --as-of 2026-02-30" \
	"demo --db sqlite:$dir/no.db word" "init --db sqlite:$dir/no.db" "init --db sqlite:$dir/no.db --region 44 --admin root" \
	'import' "import --db sqlite:$dir/no.db ghosts x.csv" "import --db sqlite:$dir/no.db children" \
	"export --db sqlite:$dir/no.db children" "export --db sqlite:$dir/no.db children --to x.doc" \
	"user --db sqlite:$dir/no.db" "user dance --db sqlite:$dir/no.db" "token create --db sqlite:$dir/no.db" \
	"journal --db sqlite:$dir/no.db" 'dump' 'dump everything'; do
	exits 2 "tongxin $wrong" "$tongxin" $wrong
	ok 'says why on stderr, nothing on stdout' test -s "$dir/err" -a ! -s "$dir/out"
done
ok 'wrong usage makes no file' test ! -e "$dir/no.db"
exits 1 'a database that is not there' "$tongxin" user list --db "sqlite:$dir/no.db"
ok 'and none is made' test ! -e "$dir/no.db"
exits 1 'a county there is not' "$tongxin" init --db "sqlite:$dir/none.db" --region 449999 --admin root
exits 1 'a county there is not, only looked up' "$tongxin" init --check --region 449999
exits 0 'one there is' "$tongxin" init --check --region 440804
ok 'its name is told' grep -q 湛江市坡头区 "$dir/out"
ok 'and nothing is made' test ! -e "$dir/none.db"
exits 0 'then the right one' "$tongxin" init --db "sqlite:$dir/none.db" --region 440804 --admin root
is "$(cut -f 1 "$dir/out" | tr '\n' ' ')" 'root root-security root-auditor ' 'init prints the first passwords of three, and nothing else'
for what in schema api access routes kinds; do
	exits 0 "dump $what" "$tongxin" dump $what
	ok 'prints it' test -s "$dir/out"
done

for engine in $(engines); do
	place "$engine" first
	exits 0 "$engine: demo" "$tongxin" demo $db --size school --as-of $day
	exits 1 "$engine: demo on a database with content" "$tongxin" demo $db --size school
	exits 1 "$engine: init on a database with content" "$tongxin" init $db --region 440804 --admin root
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
	exits 0 "$engine: a token" "$tongxin" token create $db --user officer
	token=$(cat "$dir/out")
	ok "$engine: nothing else is printed" test "$(wc -l <"$dir/out")" = 1 -a ! -s "$dir/err"
	exits 1 "$engine: a token for nobody" "$tongxin" token create $db --user nobody

	from=$(date +%s%N)
	serve
	curl -sS --noproxy '*' -o "$dir/health" "$url/healthz"
	echo "# $engine: from start to first answer $((($(date +%s%N) - from) / 1000000)) ms (budget 200 on an idle machine)"
	is "$(cat "$dir/health")" '{"status":"ok"}' "$engine: it answers"
	is "$(api /schools | grep -o '"code":"[0-9]*"')" '"code":"2144804001"' "$engine: with what is there"
	# What has begun is finished: a slow body is under way when the end comes.
	curl -sS --noproxy '*' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' --limit-rate 1500 \
		-d "{\"code\":\"2144804777\",\"name\":\"$(head -c 4000 /dev/zero | tr '\0' x)\",\"region\":\"440804101209\"}" \
		-o "$dir/late" -w '%{http_code}' "$url/api/v1/schools" >"$dir/late.code" 2>/dev/null &
	slow=$!
	sleep 0.5
	from=$(date +%s%N)
	stop
	is "$status" 0 "$engine: a polite end is status 0"
	echo "# $engine: stopping took $((($(date +%s%N) - from) / 1000000)) ms"
	wait $slow
	ok "$engine: the request under way was answered or refused, not mangled" grep -qE '^(422|503|000|)$' "$dir/late.code"
	exits 0 "$engine: the journal is whole" "$tongxin" journal verify $db
	serve
	other=$(echo "$url" | sed 's,.*/,,')
	exits 1 "$engine: a port that is taken" "$tongxin" serve $db --listen "$other"
	stop INT
	is "$status" 0 "$engine: Ctrl-C as well"
done

# Keys. Without the right one nothing is opened, so that nothing is sealed with a wrong one either.
db="--db sqlite:$dir/first.db" key=$dir/first.db.key
is "$(stat -c %a "$key")" 600 'the key file is nobody else’s'
is "$(stat -c %a "$dir/first.db")" 600 'nor is the database'
chmod 644 "$key"
exits 1 'a key file that others can read' "$tongxin" serve $db --listen 127.0.0.1:0
chmod 600 "$key"
mv "$key" "$dir/key"
for command in 'serve' 'user list' 'journal verify' 'token create --user officer' "export children --to $dir/x.csv"; do
	exits 1 "$command without the key file" "$tongxin" $command $db
done
exits 0 'with --key' "$tongxin" user list $db --key "$dir/key"
head -c 79 /dev/urandom >"$dir/noise"
chmod 600 "$dir/noise"
exits 1 'a file that is no key' "$tongxin" user list $db --key "$dir/noise"
exits 1 'the key of another installation' "$tongxin" user list $db --key "$dir/none.db.key"
plan
