-- the whole registry: transfers, census sweeps, children in difficulty, class teachers, forms handed in, verdicts.
ALTER TABLE school ADD COLUMN phone TEXT;
ALTER TABLE person ADD COLUMN health BLOB;
ALTER TABLE person ADD COLUMN care_ability TEXT;
ALTER TABLE tie ADD COLUMN carer BOOL;
ALTER TABLE crossing ADD COLUMN difficulty BOOL;
ALTER TABLE crossing ADD COLUMN orphan BOOL;
ALTER TABLE crossing ADD COLUMN unattended BOOL;
ALTER TABLE crossing ADD COLUMN disability BOOL;
ALTER TABLE crossing ADD COLUMN proposed INT;
CREATE TABLE transfer (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	name TEXT,
	birth_date INT,
	from_school BIG,
	to_school BIG NOT NULL,
	from_county INT,
	to_county INT,
	to_class BIG,
	grade INT,
	reason TEXT,
	start_on INT NOT NULL,
	note TEXT,
	side TEXT NOT NULL,
	state TEXT NOT NULL,
	due_on INT,
	asked_by BIG,
	asked_at BIG,
	decided_by BIG,
	decided_at BIG,
	answer TEXT
);
CREATE TABLE sweep (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	name TEXT NOT NULL,
	what TEXT NOT NULL,
	region TEXT NOT NULL,
	whom TEXT NOT NULL,
	listed_on INT,
	from_day INT NOT NULL,
	due INT NOT NULL,
	check_share INT,
	state TEXT,
	closed_on INT,
	account BIG
);
CREATE TABLE sweep_entry (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	sweep BIG NOT NULL,
	child BIG NOT NULL,
	village TEXT NOT NULL,
	state TEXT NOT NULL,
	visited_on INT,
	visited_by BIG,
	how TEXT,
	father TEXT,
	father_from INT,
	father_to INT,
	mother TEXT,
	mother_from INT,
	mother_to INT,
	carer BIG,
	note BLOB,
	checked_by BIG,
	checked_on INT,
	check_says TEXT,
	check_note BLOB
);
CREATE TABLE difficulty (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	category TEXT NOT NULL,
	from_day INT NOT NULL,
	to_day INT,
	evidence BLOB,
	certificate BLOB,
	disability_type BLOB,
	disability_level BLOB,
	decided_by TEXT
);
CREATE TABLE class_teacher (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	class BIG NOT NULL,
	staff BIG NOT NULL,
	from_day INT NOT NULL,
	to_day INT
);
CREATE TABLE hand_in (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	form TEXT NOT NULL,
	region TEXT NOT NULL,
	period INT NOT NULL,
	as_of INT NOT NULL,
	cells TEXT NOT NULL,
	account BIG,
	at BIG,
	note TEXT
);
CREATE TABLE verdict (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	what TEXT NOT NULL,
	one TEXT NOT NULL,
	other TEXT NOT NULL,
	says TEXT NOT NULL,
	batch BIG,
	account BIG,
	at BIG,
	score INT,
	note TEXT
);
ALTER TABLE rollup_left_behind ADD COLUMN difficulty BIG;
ALTER TABLE rollup_left_behind ADD COLUMN orphan BIG;
ALTER TABLE rollup_left_behind ADD COLUMN unattended BIG;
ALTER TABLE rollup_left_behind ADD COLUMN disability BIG;
ALTER TABLE rollup_left_behind ADD COLUMN cared_for BIG;
CREATE TABLE match_fact (
	id ID,
	county INT NOT NULL,
	what INT NOT NULL,
	stamp BIG NOT NULL,
	codes BLOB,
	near BLOB
);
CREATE TABLE match_key (
	county INT NOT NULL,
	code BIG NOT NULL,
	record BIG NOT NULL,
	PRIMARY KEY (county, code, record)
);
CREATE TABLE match_pair (
	one BIG NOT NULL,
	other BIG NOT NULL,
	county INT NOT NULL,
	what INT NOT NULL,
	doubt INT NOT NULL,
	signs INT NOT NULL,
	PRIMARY KEY (one, other)
);
CREATE TABLE name_key (
	county INT NOT NULL,
	initials TEXT NOT NULL,
	child BIG NOT NULL,
	PRIMARY KEY (county, initials, child)
);
CREATE TABLE hand_in_row (
	hand_in BIG NOT NULL,
	child BIG NOT NULL,
	in_columns BIG NOT NULL,
	PRIMARY KEY (hand_in, child)
);
DROP INDEX child_name;
CREATE INDEX transfer_child ON transfer (child, id);
CREATE INDEX transfer_from_school ON transfer (from_school, id);
CREATE INDEX transfer_to_school ON transfer (to_school, id);
CREATE INDEX transfer_from_county ON transfer (from_county, id);
CREATE INDEX transfer_to_county ON transfer (to_county, id);
CREATE INDEX transfer_due_on ON transfer (due_on, id);
CREATE INDEX sweep_region ON sweep (region, id);
CREATE INDEX sweep_entry_sweep ON sweep_entry (sweep, id);
CREATE INDEX sweep_entry_child ON sweep_entry (child, id);
CREATE INDEX sweep_entry_village ON sweep_entry (village, id);
CREATE INDEX difficulty_child ON difficulty (child, id);
CREATE INDEX class_teacher_class ON class_teacher (class, id);
CREATE INDEX class_teacher_staff ON class_teacher (staff, id);
CREATE INDEX hand_in_region ON hand_in (region, id);
CREATE INDEX verdict_one ON verdict (one, id);
CREATE INDEX verdict_other ON verdict (other, id);
CREATE INDEX rollup_left_behind_region ON rollup_left_behind (region, county, month);
CREATE INDEX crossing_difficulty ON crossing (child) WHERE difficulty = 1;
CREATE INDEX crossing_proposed ON crossing (child) WHERE proposed > 0;
CREATE INDEX match_pair_other ON match_pair (other);
CREATE INDEX match_pair_queue ON match_pair (county, what, doubt, one, other);
CREATE INDEX child_name_birth ON child (name, birth_date);
CREATE INDEX child_county ON child (county, id);
