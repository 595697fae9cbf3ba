-- The room care: duties, tasks, alerts, risk, visits, plans, referrals, reports.
CREATE TABLE care_case (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	state TEXT,
	level INT,
	since INT,
	from_day INT,
	last_visit INT,
	visit_due INT,
	assessed_on INT,
	review_due INT,
	village TEXT,
	school BIG,
	next_on INT
);
CREATE TABLE risk_level (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	from_day INT,
	level INT,
	reasons TEXT
);
CREATE TABLE finding (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	indicator TEXT NOT NULL,
	on_day INT NOT NULL,
	note BLOB,
	evidence TEXT,
	evidence_id TEXT,
	by_account BIG,
	at_time BIG,
	state TEXT,
	contest BLOB,
	contested_by BIG,
	contested_on INT,
	answer BLOB,
	answered_by BIG,
	answered_on INT
);
CREATE TABLE level_decision (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	level INT NOT NULL,
	on_day INT NOT NULL,
	reason BLOB NOT NULL,
	by_account BIG,
	at_time BIG
);
CREATE TABLE assessment (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	instrument TEXT NOT NULL,
	on_day INT NOT NULL,
	answers BLOB NOT NULL,
	score INT,
	out_of INT,
	note BLOB,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE TABLE visit (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	how TEXT NOT NULL,
	met TEXT,
	checklist BLOB,
	seen BLOB NOT NULL,
	words BLOB,
	hazards BLOB,
	next_step BLOB,
	next_on INT,
	place BLOB,
	corrects BIG,
	mark TEXT,
	like_visit BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE TABLE photo (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	visit BIG,
	blob TEXT,
	bytes INT,
	width INT,
	height INT,
	mark TEXT,
	like_photo BIG,
	place BLOB,
	caption BLOB,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE TABLE plan (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	from_day INT NOT NULL,
	next_on INT,
	summary BLOB NOT NULL,
	child_view BLOB,
	family_view BLOB,
	by_account BIG,
	closed_on INT,
	outcome TEXT,
	note BLOB
);
CREATE TABLE goal (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	plan BIG NOT NULL,
	domain TEXT NOT NULL,
	aim BLOB NOT NULL,
	service TEXT NOT NULL,
	who TEXT,
	account BIG,
	due INT,
	state TEXT,
	done_on INT,
	note BLOB
);
CREATE TABLE plan_review (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	plan BIG NOT NULL,
	on_day INT NOT NULL,
	found BLOB NOT NULL,
	decision TEXT NOT NULL,
	next_on INT,
	by_account BIG,
	at_time BIG
);
CREATE TABLE conference (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	at_hour TEXT,
	place TEXT,
	reason BLOB NOT NULL,
	state TEXT,
	minutes BLOB,
	by_account BIG,
	held_on INT
);
CREATE TABLE attendee (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	conference BIG NOT NULL,
	agency TEXT NOT NULL,
	name TEXT,
	account BIG,
	came BOOL
);
CREATE TABLE task (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG,
	what TEXT NOT NULL,
	title TEXT NOT NULL,
	for_role TEXT NOT NULL,
	for_account BIG,
	due INT NOT NULL,
	state TEXT,
	result BLOB,
	done_on INT,
	done_by BIG,
	snoozed_to INT,
	snooze_why BLOB,
	source TEXT,
	source_id TEXT,
	village TEXT,
	school BIG,
	now_role TEXT,
	step_on INT,
	by_account BIG,
	at_time BIG
);
CREATE TABLE deferral (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	duty TEXT NOT NULL,
	from_day INT NOT NULL,
	until_day INT NOT NULL,
	reason BLOB NOT NULL,
	by_account BIG,
	at_time BIG
);
CREATE TABLE obligation (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG,
	account BIG,
	duty TEXT NOT NULL,
	role TEXT,
	village TEXT,
	school BIG,
	from_day INT,
	due INT,
	done_on INT,
	ended_on INT,
	evidence TEXT,
	evidence_id TEXT,
	deferred_to INT,
	now_role TEXT,
	step_on INT
);
CREATE TABLE alert (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG,
	what TEXT NOT NULL,
	words BLOB NOT NULL,
	who BLOB,
	region TEXT,
	school BIG,
	by_account BIG,
	contact BLOB,
	from_public BOOL,
	at_time BIG,
	state TEXT,
	taken_by BIG,
	taken_at BIG,
	closed_on INT,
	outcome BLOB,
	client TEXT
);
CREATE TABLE agency (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	name TEXT NOT NULL,
	agency_sort TEXT NOT NULL,
	region TEXT NOT NULL,
	phone TEXT,
	address TEXT,
	closed_on INT
);
CREATE TABLE agency_member (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	agency BIG NOT NULL,
	account BIG NOT NULL,
	from_day INT NOT NULL,
	to_day INT
);
CREATE TABLE referral (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	to_agency BIG NOT NULL,
	name TEXT,
	basis TEXT NOT NULL,
	law TEXT,
	reason BLOB NOT NULL,
	parts TEXT NOT NULL,
	shared BLOB,
	urgent BOOL,
	quiet BOOL,
	state TEXT,
	by_account BIG,
	sent_at BIG,
	due_at BIG,
	decided_by BIG,
	decided_at BIG,
	answer BLOB,
	done_at BIG,
	outcome BLOB,
	client TEXT
);
CREATE TABLE report (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	situation BLOB NOT NULL,
	danger BOOL,
	known_at BIG,
	what BLOB NOT NULL,
	child BLOB,
	child_digest BLOB,
	child_name BLOB,
	child_where BLOB,
	region TEXT NOT NULL,
	state TEXT,
	to_police BOOL,
	to_education BOOL,
	police_no BLOB,
	by_account BIG,
	by_name BLOB,
	by_phone BLOB,
	ask_code BLOB,
	ask_code_digest BLOB,
	recorded_at BIG,
	police_at BIG,
	supervisor_at BIG,
	accepted_by BIG,
	accepted_at BIG,
	feedback_at BIG,
	feedback BLOB,
	closed_at BIG,
	closed_by BIG
);
CREATE TABLE report_act (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	report BIG NOT NULL,
	what TEXT NOT NULL,
	words BLOB,
	by_account BIG,
	at_time BIG
);
CREATE TABLE report_named (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	report BIG NOT NULL,
	name BLOB,
	relation BLOB,
	account BIG,
	by_account BIG,
	at_time BIG
);
CREATE TABLE blob (
	name TEXT NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	bytes BIG NOT NULL,
	created_at BIG NOT NULL,
	sealed BLOB NOT NULL
);
CREATE TABLE blob_gone (
	name TEXT NOT NULL PRIMARY KEY,
	at BIG NOT NULL
);
CREATE TABLE rollup_duty (
	county INT NOT NULL,
	region TEXT NOT NULL,
	duty TEXT NOT NULL,
	month INT NOT NULL,
	asked BIG NOT NULL,
	in_time BIG NOT NULL,
	late BIG NOT NULL,
	missed BIG NOT NULL,
	PRIMARY KEY (county, region, duty, month)
);
CREATE TABLE draft (
	account BIG NOT NULL,
	form TEXT NOT NULL,
	child BIG NOT NULL,
	saved_at BIG NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (account, form, child)
);
CREATE INDEX care_case_child ON care_case (child, id);
CREATE INDEX care_case_level ON care_case (level, id);
CREATE INDEX care_case_village ON care_case (village, id);
CREATE INDEX care_case_school ON care_case (school, id);
CREATE INDEX care_case_next_on ON care_case (next_on, id);
CREATE INDEX risk_level_child ON risk_level (child, id);
CREATE INDEX finding_child ON finding (child, id);
CREATE INDEX finding_evidence_id ON finding (evidence_id, id);
CREATE INDEX finding_state ON finding (state, id);
CREATE INDEX level_decision_child ON level_decision (child, id);
CREATE INDEX assessment_child ON assessment (child, id);
CREATE INDEX assessment_client ON assessment (client, id);
CREATE INDEX visit_child ON visit (child, id);
CREATE INDEX visit_on_day ON visit (on_day, id);
CREATE INDEX visit_corrects ON visit (corrects, id);
CREATE INDEX visit_mark ON visit (mark, id);
CREATE INDEX visit_like_visit ON visit (like_visit, id);
CREATE INDEX visit_client ON visit (client, id);
CREATE INDEX photo_child ON photo (child, id);
CREATE INDEX photo_visit ON photo (visit, id);
CREATE INDEX photo_blob ON photo (blob, id);
CREATE INDEX photo_mark ON photo (mark, id);
CREATE INDEX photo_like_photo ON photo (like_photo, id);
CREATE INDEX photo_client ON photo (client, id);
CREATE INDEX photo_by_account ON photo (by_account, id);
CREATE INDEX plan_child ON plan (child, id);
CREATE INDEX plan_next_on ON plan (next_on, id);
CREATE INDEX goal_child ON goal (child, id);
CREATE INDEX goal_plan ON goal (plan, id);
CREATE INDEX goal_account ON goal (account, id);
CREATE INDEX goal_due ON goal (due, id);
CREATE INDEX plan_review_child ON plan_review (child, id);
CREATE INDEX plan_review_plan ON plan_review (plan, id);
CREATE INDEX conference_child ON conference (child, id);
CREATE INDEX conference_on_day ON conference (on_day, id);
CREATE INDEX attendee_child ON attendee (child, id);
CREATE INDEX attendee_conference ON attendee (conference, id);
CREATE INDEX attendee_account ON attendee (account, id);
CREATE INDEX task_child ON task (child, id);
CREATE INDEX task_for_account ON task (for_account, id);
CREATE INDEX task_due ON task (due, id);
CREATE INDEX task_source_id ON task (source_id, id);
CREATE INDEX task_village ON task (village, id);
CREATE INDEX task_school ON task (school, id);
CREATE INDEX task_now_role ON task (now_role, id);
CREATE INDEX deferral_child ON deferral (child, id);
CREATE INDEX obligation_child ON obligation (child, id);
CREATE INDEX obligation_account ON obligation (account, id);
CREATE INDEX obligation_village ON obligation (village, id);
CREATE INDEX obligation_school ON obligation (school, id);
CREATE INDEX obligation_due ON obligation (due, id);
CREATE INDEX obligation_now_role ON obligation (now_role, id);
CREATE INDEX obligation_step_on ON obligation (step_on, id);
CREATE INDEX alert_child ON alert (child, id);
CREATE INDEX alert_region ON alert (region, id);
CREATE INDEX alert_school ON alert (school, id);
CREATE INDEX alert_client ON alert (client, id);
CREATE INDEX agency_member_agency ON agency_member (agency, id);
CREATE INDEX agency_member_account ON agency_member (account, id);
CREATE INDEX referral_child ON referral (child, id);
CREATE INDEX referral_to_agency ON referral (to_agency, id);
CREATE INDEX referral_state ON referral (state, id);
CREATE INDEX referral_client ON referral (client, id);
CREATE INDEX report_child_digest ON report (child_digest, id);
CREATE INDEX report_by_account ON report (by_account, id);
CREATE INDEX report_ask_code_digest ON report (ask_code_digest, id);
CREATE INDEX report_act_report ON report_act (report, id);
CREATE INDEX report_named_report ON report_named (report, id);
CREATE INDEX report_named_account ON report_named (account, id);
CREATE INDEX rollup_duty_region ON rollup_duty (region, county, month);
CREATE INDEX obligation_turn ON obligation (county, now_role, id);
CREATE INDEX obligation_asked ON obligation (county, duty, due);
CREATE INDEX draft_saved ON draft (saved_at);
CREATE INDEX draft_child ON draft (child);
