#!/bin/sh
# usage: test/scenario/day.sh
# A day's work that a stop or a crash broke off is gone on with by the next start of the same day, and only then.
. "$(dirname "$0")/lib/house.sh"

ask() { # SQL
	case $db in
	*sqlite:*) sqlite3 "$dir/day.db" "$1" ;;
	*) psql -qtA -d "$(echo "$db" | sed 's/^--db //; s/ --key.*//')" -c "$1" ;;
	esac
}
begun() { ask "SELECT count(*) FROM meta WHERE name = 'day_begun'"; }

for engine in $(engines); do
	place "$engine" day
	furnish
	serve
	is "$(begun)" 0 "$engine: a day that is settled is not begun again"
	stop
	ask "INSERT INTO meta (name, value) VALUES ('day_begun', '1')"
	ask "DELETE FROM meta WHERE name IN ('contact_to', 'duties_to')"
	serve
	is "$(begun)" 0 "$engine: one that was broken off is done"
	is "$(ask "SELECT count(*) FROM meta WHERE name IN ('contact_to', 'duties_to') AND value LIKE '2026-11-21'")" 2 \
		"$engine: by every room"
	stop
	is "$status" 0 "$engine: and the server stops"
done
plan
