CREATE TABLE account (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	login TEXT NOT NULL,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	school_id TEXT,
	class_id TEXT,
	disabled BOOL,
	password TEXT,
	password_changed_at BIG
);
CREATE INDEX account_login ON account (login, id);
CREATE TABLE school (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	region TEXT NOT NULL,
	kind TEXT
);
CREATE INDEX school_code ON school (code, id);
CREATE INDEX school_region ON school (region, id);
CREATE TABLE class (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	school BIG NOT NULL,
	number INT NOT NULL,
	name TEXT,
	entry_year INT NOT NULL
);
CREATE INDEX class_school ON class (school, id);
CREATE TABLE child (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	file_version INT NOT NULL,
	next_on INT,
	name TEXT NOT NULL,
	sex TEXT NOT NULL,
	birth_date INT NOT NULL,
	id_type TEXT,
	id_number BLOB,
	id_number_digest BLOB,
	no_id_reason TEXT,
	student_number BLOB,
	student_number_digest BLOB,
	ethnicity TEXT,
	household_region TEXT,
	household_type TEXT,
	living_region TEXT,
	address BLOB,
	phone BLOB,
	phone_digest BLOB,
	phone_tail TEXT,
	health BLOB,
	school BIG,
	class BIG,
	entry_month INT,
	attendance_mode TEXT
);
CREATE INDEX child_birth_date ON child (birth_date, id);
CREATE INDEX child_id_number_digest ON child (id_number_digest, id);
CREATE INDEX child_student_number_digest ON child (student_number_digest, id);
CREATE INDEX child_household_region ON child (household_region, id);
CREATE INDEX child_living_region ON child (living_region, id);
CREATE INDEX child_phone_digest ON child (phone_digest, id);
CREATE INDEX child_phone_tail ON child (phone_tail, id);
CREATE INDEX child_school ON child (school, id);
CREATE INDEX child_class ON child (class, id);
CREATE INDEX child_next_on ON child (next_on, id);
CREATE TABLE person (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	name TEXT NOT NULL,
	sex TEXT,
	birth_date INT,
	id_number BLOB,
	id_number_digest BLOB,
	phone BLOB,
	phone_digest BLOB,
	phone_tail TEXT
);
CREATE INDEX person_id_number_digest ON person (id_number_digest, id);
CREATE INDEX person_phone_digest ON person (phone_digest, id);
CREATE INDEX person_phone_tail ON person (phone_tail, id);
CREATE TABLE tie (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	relation TEXT NOT NULL,
	guardian BOOL,
	lives_with BOOL,
	barred BOOL,
	from_day INT,
	to_day INT
);
CREATE INDEX tie_child ON tie (child, id);
CREATE INDEX tie_person ON tie (person, id);
CREATE TABLE absence (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	person BIG NOT NULL,
	from_day INT,
	to_day INT,
	region TEXT,
	reason TEXT,
	child_along BOOL,
	known_by INT
);
CREATE INDEX absence_person ON absence (person, id);
CREATE TABLE circumstance (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG,
	person BIG,
	topic TEXT NOT NULL,
	value TEXT NOT NULL,
	from_day INT,
	to_day INT,
	evidence TEXT
);
CREATE INDEX circumstance_child ON circumstance (child, id);
CREATE INDEX circumstance_person ON circumstance (person, id);
CREATE TABLE enrolment (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	school BIG NOT NULL,
	class BIG,
	stage TEXT,
	entry_month INT,
	attendance_mode TEXT,
	from_day INT NOT NULL,
	to_day INT,
	end_reason TEXT
);
CREATE INDEX enrolment_child ON enrolment (child, id);
CREATE INDEX enrolment_school ON enrolment (school, id);
CREATE INDEX enrolment_class ON enrolment (class, id);
CREATE TABLE crossing (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	day INT NOT NULL,
	counted BOOL,
	region TEXT,
	civil_affairs BOOL,
	school_roll INT,
	basis TEXT
);
CREATE INDEX crossing_child ON crossing (child, id);
CREATE INDEX crossing_day ON crossing (day, id);
CREATE TABLE counter (
	county INT NOT NULL,
	node INT NOT NULL,
	next BIG NOT NULL,
	PRIMARY KEY (county, node)
);
CREATE TABLE journal (
	county INT NOT NULL,
	node INT NOT NULL,
	seq BIG NOT NULL,
	at BIG NOT NULL,
	actor BIG NOT NULL,
	via INT NOT NULL,
	act INT NOT NULL,
	kind TEXT NOT NULL,
	record BIG NOT NULL,
	batch BIG NOT NULL,
	reason TEXT NOT NULL,
	digest TEXT NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (county, node, seq)
);
CREATE INDEX journal_record ON journal (record, seq);
CREATE TABLE journal_body (
	county INT NOT NULL,
	node INT NOT NULL,
	seq BIG NOT NULL,
	part INT NOT NULL,
	salt BLOB NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (county, node, seq, part)
);
CREATE TABLE meta (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE session (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	csrf BLOB NOT NULL,
	created BIG NOT NULL,
	seen BIG NOT NULL,
	expires BIG NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires);
CREATE TABLE token (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	name TEXT NOT NULL,
	created BIG NOT NULL,
	expires BIG
);
CREATE INDEX token_account ON token (account);
CREATE TABLE failure (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	strikes INT NOT NULL,
	at BIG NOT NULL
);
CREATE INDEX failure_at ON failure (at);
CREATE TABLE idempotency (
	account BIG NOT NULL,
	name TEXT NOT NULL,
	digest BLOB NOT NULL,
	at BIG NOT NULL,
	location TEXT NOT NULL,
	etag TEXT NOT NULL,
	answer BLOB NOT NULL,
	PRIMARY KEY (account, name)
);
CREATE TABLE rollup_left_behind (
	county INT NOT NULL,
	region TEXT NOT NULL,
	month INT NOT NULL,
	children BIG NOT NULL,
	civil BIG NOT NULL,
	civil_unknown BIG NOT NULL,
	roll_0 BIG NOT NULL,
	roll_1 BIG NOT NULL,
	roll_2 BIG NOT NULL,
	roll_unknown BIG NOT NULL,
	PRIMARY KEY (county, region, month)
);
