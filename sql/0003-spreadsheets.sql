-- spreadsheets: imports and exports, staff, the rest of the two forms, declared statuses, durable jobs.
ALTER TABLE school ADD COLUMN closed_on INT;
ALTER TABLE person ADD COLUMN id_type TEXT;
ALTER TABLE person ADD COLUMN ethnicity TEXT;
ALTER TABLE person ADD COLUMN education TEXT;
ALTER TABLE person ADD COLUMN employer TEXT;
ALTER TABLE person ADD COLUMN occupation TEXT;
ALTER TABLE person ADD COLUMN household_region TEXT;
ALTER TABLE person ADD COLUMN address BLOB;
ALTER TABLE tie ADD COLUMN note TEXT;
CREATE TABLE staff (
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
	phone_tail TEXT,
	staff_number TEXT,
	school BIG NOT NULL,
	post TEXT NOT NULL,
	subject TEXT,
	education TEXT,
	title TEXT,
	from_day INT,
	to_day INT
);
CREATE TABLE declaration (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	status TEXT NOT NULL,
	day INT NOT NULL,
	source TEXT,
	batch BIG
);
CREATE TABLE student_record (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	former_name TEXT,
	birthplace TEXT,
	native_place TEXT,
	nationality TEXT,
	overseas TEXT,
	political_status TEXT,
	id_expiry INT,
	blood_type BLOB,
	talents TEXT,
	auxiliary_number TEXT,
	class_number TEXT,
	entry_mode TEXT,
	source TEXT,
	mailing_address BLOB,
	home_address BLOB,
	postcode TEXT,
	email BLOB,
	homepage TEXT,
	only_child BOOL,
	preschool BOOL,
	migrant_child BOOL,
	orphan BLOB,
	martyr BOOL,
	inclusive BLOB,
	disability_type BLOB,
	seat_bought BOOL,
	aid_wanted BOOL,
	subsidy BOOL,
	distance_km TEXT,
	transport TEXT,
	school_bus BOOL
);
CREATE TABLE register_entry (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	household_registered BOOL,
	disability_type BLOB,
	disability_level BLOB,
	disease BLOB,
	schooling TEXT,
	income_source TEXT,
	aid_items TEXT,
	care_mode TEXT,
	care_grade TEXT,
	deed BOOL,
	village_contact TEXT,
	filled_by TEXT,
	checked_by TEXT,
	in_charge TEXT,
	form_day INT
);
CREATE TABLE batch (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	what TEXT NOT NULL,
	form TEXT,
	file TEXT,
	list TEXT,
	school BIG,
	form_day INT,
	state TEXT NOT NULL,
	row_n INT,
	fresh INT,
	changed INT,
	same INT,
	refused INT,
	held INT,
	left_n INT,
	undo_of BIG,
	undone_by BIG,
	account BIG,
	at BIG
);
CREATE TABLE export_request (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	account BIG,
	list TEXT NOT NULL,
	form TEXT NOT NULL,
	format TEXT NOT NULL,
	filter_by TEXT,
	plain BOOL,
	purpose TEXT NOT NULL,
	row_n INT,
	state TEXT,
	approver BIG,
	decided_at BIG,
	at BIG,
	why TEXT
);
CREATE INDEX child_name ON child (name, id);
CREATE INDEX person_name ON person (name, id);
CREATE INDEX staff_id_number_digest ON staff (id_number_digest, id);
CREATE INDEX staff_phone_digest ON staff (phone_digest, id);
CREATE INDEX staff_phone_tail ON staff (phone_tail, id);
CREATE INDEX staff_school ON staff (school, id);
CREATE INDEX declaration_child ON declaration (child, id);
CREATE INDEX student_record_child ON student_record (child, id);
CREATE INDEX register_entry_child ON register_entry (child, id);
CREATE INDEX batch_undo_of ON batch (undo_of, id);
CREATE INDEX batch_account ON batch (account, id);
CREATE INDEX export_request_account ON export_request (account, id);
CREATE INDEX journal_batch ON journal (batch, seq) WHERE batch <> 0;
-- durable jobs (service/job.h)
CREATE TABLE job (
	id ID,
	county INT NOT NULL,
	account BIG NOT NULL,
	for_account BIG NOT NULL,
	kind TEXT NOT NULL,
	prio INT NOT NULL,
	state INT NOT NULL,
	lang INT NOT NULL,
	subject BIG NOT NULL,
	done BIG NOT NULL,
	total BIG NOT NULL,
	furthest BIG NOT NULL,
	attempts INT NOT NULL,
	not_before BIG NOT NULL,
	created_at BIG NOT NULL,
	started_at BIG NOT NULL,
	ended_at BIG NOT NULL,
	cancel BOOL NOT NULL,
	rc INT NOT NULL,
	why TEXT NOT NULL,
	lease BIG NOT NULL,
	claim BIG NOT NULL
);
CREATE INDEX job_state ON job (state, prio, created_at, id);
CREATE INDEX job_subject ON job (subject, id);
CREATE TABLE job_file (
	job BIG NOT NULL,
	part TEXT NOT NULL,
	piece INT NOT NULL,
	county INT NOT NULL,
	sealed BLOB NOT NULL
);
CREATE INDEX job_file_job ON job_file (job, part, piece);
