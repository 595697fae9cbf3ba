# Sourced after house.sh: the import's pages as a browser without script sees them, and rosters to send. $rows says how
# many children roster() makes.

# A roster of so many children with numbers that are right.
roster() {
	python3 - "$rows" <<-'END'
		import sys
		print("姓名,性别,出生日期,身份证号,民族,户籍地,户口性质,班级,入学年月")
		given = "一二三四五六七八九十东南西北春夏秋冬山水云雨花草林木金石"
		for n in range(int(sys.argv[1])):
		    born = "2017%02d%02d" % (n % 12 + 1, n // 12 % 28 + 1)
		    first = "440804" + born + "%03d" % (n // 336 * 2 + 101)
		    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
		    check = "10X98765432"[sum(int(a) * b for a, b in zip(first, weights)) % 11]
		    name = "林" + given[n % 28] + given[n // 28 % 28] + given[n // 784]
		    print("%s,男,%s-%s-%s,%s,汉族,440804101209,农业户口,三（1）班,202409" %
		          (name, born[:4], born[4:6], born[6:], first + check))
	END
}

page() { # PATH [OPTION]...: as who has signed in
	where=$1
	shift
	curl -sS --noproxy '*' -c "$dir/jar" -b "$dir/jar" -H 'Accept-Language: en' "$@" "$url$where"
}

send() { # PATH [OPTION]...: a form of the page in $dir/page; sets $went
	proof=$(sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -n 1)
	to=$1
	shift
	went=$(page "$to" -o "$dir/answer" -w '%{http_code} %{redirect_url}' "$@" -F "csrf=$proof")
}

sign_in() { # [LOGIN]
	rm -f "$dir/jar"
	page /sign-in -o "$dir/answer" --data-urlencode "login=${1:-officer}" --data-urlencode password=tongxin-demo
}

bar() { sed -n 's/.*<progress max="[0-9]*" value="\([0-9]*\)".*/\1/p' "$dir/page" | head -n 1; }

# Looks at the batch until the bar stands at $1 or beyond; false: it ended before.
under_way() {
	while page "/batches/$batch" -o "$dir/page" && grep -q '<progress' "$dir/page"; do
		now=$(bar)
		[ "${now:-0}" -lt "$1" ] || return 0
	done
	return 1
}

# Until no bar is left; two minutes at most.
over() {
	tries=0
	while page "/batches/$batch" -o "$dir/page" && grep -q '<progress' "$dir/page"; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || return 1
		sleep 0.2
	done
}
