-- secrets: accounts of all roles, the yearly query, consent, openings, readings, wrapped keys, anchors.
ALTER TABLE account ADD COLUMN region TEXT;
ALTER TABLE account ADD COLUMN person_id TEXT;
ALTER TABLE account ADD COLUMN child_id TEXT;
ALTER TABLE account ADD COLUMN must_change BOOL;
ALTER TABLE account ADD COLUMN totp BLOB;
ALTER TABLE account ADD COLUMN totp_at BIG;
CREATE TABLE clearance (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	account BIG NOT NULL,
	queried_on INT NOT NULL,
	result TEXT NOT NULL,
	reference TEXT NOT NULL
);
CREATE TABLE deputy (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	account BIG NOT NULL,
	deputy BIG NOT NULL,
	from_day INT NOT NULL,
	to_day INT NOT NULL,
	reason TEXT NOT NULL
);
CREATE TABLE posting (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	account BIG NOT NULL,
	school BIG NOT NULL,
	from_day INT NOT NULL,
	to_day INT
);
CREATE TABLE consent_text (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	purpose TEXT NOT NULL,
	edition INT NOT NULL,
	from_day INT NOT NULL,
	earlier_until INT,
	processor_zh TEXT NOT NULL,
	processor_en TEXT NOT NULL,
	contact_zh TEXT NOT NULL,
	contact_en TEXT NOT NULL,
	aim_zh TEXT NOT NULL,
	aim_en TEXT NOT NULL,
	method_zh TEXT NOT NULL,
	method_en TEXT NOT NULL,
	kinds_zh TEXT NOT NULL,
	kinds_en TEXT NOT NULL,
	retention_zh TEXT NOT NULL,
	retention_en TEXT NOT NULL,
	rights_zh TEXT NOT NULL,
	rights_en TEXT NOT NULL,
	necessity_zh TEXT NOT NULL,
	necessity_en TEXT NOT NULL,
	refusal_zh TEXT NOT NULL,
	refusal_en TEXT NOT NULL
);
CREATE TABLE consent (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	purpose TEXT NOT NULL,
	text_id BIG NOT NULL,
	how TEXT NOT NULL,
	child_agrees BOOL,
	from_day INT NOT NULL,
	to_day INT,
	ended TEXT,
	taken_by BIG
);
CREATE TABLE consent_refusal (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	purpose TEXT NOT NULL,
	text_id BIG NOT NULL,
	on_day INT NOT NULL,
	taken_by BIG
);
CREATE TABLE rights_request (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	what TEXT NOT NULL,
	words TEXT,
	asked_on INT,
	due_on INT,
	identity TEXT,
	state TEXT,
	decision TEXT,
	decided_on INT
);
CREATE TABLE storage_lock (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	since INT NOT NULL,
	until INT NOT NULL,
	law TEXT NOT NULL,
	lifted_on INT
);
CREATE TABLE audit_submission (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	of_year INT NOT NULL,
	submitted_on INT NOT NULL,
	to_whom TEXT NOT NULL,
	reference TEXT,
	sent_by BIG
);
CREATE TABLE protection_order (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	issued_by TEXT NOT NULL,
	document_no TEXT NOT NULL,
	from_day INT NOT NULL,
	to_day INT,
	grounds BLOB,
	in_force BOOL
);
CREATE TABLE opening (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	reason TEXT NOT NULL,
	danger BOOL,
	state TEXT,
	answer TEXT,
	asker BIG,
	for_account BIG,
	role TEXT,
	approver BIG,
	asked_at BIG,
	decided_at BIG,
	expires_at BIG
);
CREATE TABLE notice (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	to_account BIG,
	to_role TEXT,
	code TEXT NOT NULL,
	child BIG,
	about TEXT,
	record TEXT,
	at BIG,
	until_at BIG,
	done_at BIG
);
CREATE TABLE readlog (
	county INT NOT NULL,
	node INT NOT NULL,
	seq BIG NOT NULL,
	at BIG NOT NULL,
	actor BIG NOT NULL,
	for_account BIG NOT NULL,
	via INT NOT NULL,
	what TEXT NOT NULL,
	record BIG NOT NULL,
	n INT NOT NULL,
	ids BLOB NOT NULL,
	times INT NOT NULL,
	sealed_case BOOL NOT NULL,
	digest TEXT NOT NULL,
	hash BLOB NOT NULL,
	salt BLOB NOT NULL,
	purpose BLOB NOT NULL,
	PRIMARY KEY (county, node, seq)
);
CREATE TABLE readlog_child (
	child BIG NOT NULL,
	county INT NOT NULL,
	node INT NOT NULL,
	seq BIG NOT NULL,
	PRIMARY KEY (child, county, node, seq)
);
CREATE TABLE anchor (
	chain TEXT NOT NULL,
	county INT NOT NULL,
	node INT NOT NULL,
	sealed TEXT NOT NULL,
	PRIMARY KEY (chain, county, node)
);
CREATE TABLE sealing_key (
	county INT NOT NULL,
	class INT NOT NULL,
	number INT NOT NULL,
	wrapped BLOB,
	created BIG NOT NULL,
	retired BIG,
	PRIMARY KEY (county, class, number)
);
CREATE TABLE rotation (
	county INT NOT NULL,
	class INT NOT NULL,
	from_number INT NOT NULL,
	to_number INT NOT NULL,
	stage TEXT NOT NULL,
	position BIG NOT NULL,
	sealed BIG NOT NULL,
	unread BIG NOT NULL,
	started BIG NOT NULL,
	done BIG,
	PRIMARY KEY (county, class, to_number)
);
DROP TABLE session;
CREATE TABLE session (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	for_account BIG,
	stage INT NOT NULL,
	csrf BLOB NOT NULL,
	agent TEXT NOT NULL,
	idle BIG NOT NULL,
	created BIG NOT NULL,
	seen BIG NOT NULL,
	expires BIG NOT NULL
);
ALTER TABLE token ADD COLUMN writes BOOL;
ALTER TABLE token ADD COLUMN kinds TEXT;
ALTER TABLE token ADD COLUMN seen BIG;
CREATE TABLE account_use (
	account BIG NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	step BIG NOT NULL,
	signed_in BIG NOT NULL
);
CREATE TABLE password_past (
	account BIG NOT NULL,
	county INT NOT NULL,
	at BIG NOT NULL,
	kept TEXT NOT NULL
);
CREATE TABLE card (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	secret TEXT NOT NULL,
	made BIG NOT NULL,
	made_by BIG NOT NULL,
	wrong INT NOT NULL
);
CREATE TABLE notice_read (
	notice BIG NOT NULL,
	account BIG NOT NULL,
	county INT NOT NULL,
	at BIG NOT NULL,
	PRIMARY KEY (notice, account)
);
CREATE INDEX account_person_id ON account (person_id, id);
CREATE INDEX account_child_id ON account (child_id, id);
CREATE INDEX clearance_account ON clearance (account, id);
CREATE INDEX deputy_account ON deputy (account, id);
CREATE INDEX deputy_deputy ON deputy (deputy, id);
CREATE INDEX posting_account ON posting (account, id);
CREATE INDEX posting_school ON posting (school, id);
CREATE INDEX consent_text_purpose ON consent_text (purpose, id);
CREATE INDEX consent_child ON consent (child, id);
CREATE INDEX consent_person ON consent (person, id);
CREATE INDEX consent_refusal_child ON consent_refusal (child, id);
CREATE INDEX consent_refusal_person ON consent_refusal (person, id);
CREATE INDEX rights_request_child ON rights_request (child, id);
CREATE INDEX rights_request_person ON rights_request (person, id);
CREATE INDEX rights_request_due_on ON rights_request (due_on, id);
CREATE INDEX storage_lock_child ON storage_lock (child, id);
CREATE INDEX protection_order_child ON protection_order (child, id);
CREATE INDEX protection_order_person ON protection_order (person, id);
CREATE INDEX opening_child ON opening (child, id);
CREATE INDEX opening_record ON opening (record, id);
CREATE INDEX opening_asker ON opening (asker, id);
CREATE INDEX notice_to_account ON notice (to_account, id);
CREATE INDEX notice_to_role ON notice (to_role, id);
CREATE INDEX notice_child ON notice (child, id);
CREATE INDEX notice_record ON notice (record, id);
CREATE INDEX readlog_record ON readlog (record, seq);
CREATE INDEX readlog_actor ON readlog (actor, seq);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires);
CREATE INDEX password_past_account ON password_past (account, at);
CREATE INDEX card_account ON card (account);
UPDATE token SET writes = 1;
