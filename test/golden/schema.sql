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
	region TEXT,
	person_id TEXT,
	child_id TEXT,
	disabled BOOL,
	password TEXT,
	password_changed_at BIG,
	must_change BOOL,
	totp BLOB,
	totp_at BIG
);
CREATE INDEX account_login ON account (login, id);
CREATE INDEX account_person_id ON account (person_id, id);
CREATE INDEX account_child_id ON account (child_id, id);
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
CREATE INDEX clearance_account ON clearance (account, id);
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
CREATE INDEX deputy_account ON deputy (account, id);
CREATE INDEX deputy_deputy ON deputy (deputy, id);
CREATE TABLE school (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	region TEXT NOT NULL,
	kind TEXT,
	closed_on INT,
	phone TEXT
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
	phone_tail TEXT,
	id_type TEXT,
	ethnicity TEXT,
	education TEXT,
	employer TEXT,
	occupation TEXT,
	household_region TEXT,
	address BLOB,
	health BLOB,
	care_ability TEXT
);
CREATE INDEX person_name ON person (name, id);
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
	to_day INT,
	note TEXT,
	carer BOOL
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
	basis TEXT,
	difficulty BOOL,
	orphan BOOL,
	unattended BOOL,
	disability BOOL,
	proposed INT
);
CREATE INDEX crossing_child ON crossing (child, id);
CREATE INDEX crossing_day ON crossing (day, id);
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
CREATE INDEX posting_account ON posting (account, id);
CREATE INDEX posting_school ON posting (school, id);
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
CREATE INDEX staff_id_number_digest ON staff (id_number_digest, id);
CREATE INDEX staff_phone_digest ON staff (phone_digest, id);
CREATE INDEX staff_phone_tail ON staff (phone_tail, id);
CREATE INDEX staff_school ON staff (school, id);
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
CREATE INDEX declaration_child ON declaration (child, id);
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
CREATE INDEX student_record_child ON student_record (child, id);
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
CREATE INDEX register_entry_child ON register_entry (child, id);
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
CREATE INDEX batch_undo_of ON batch (undo_of, id);
CREATE INDEX batch_account ON batch (account, id);
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
CREATE INDEX export_request_account ON export_request (account, id);
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
CREATE INDEX transfer_child ON transfer (child, id);
CREATE INDEX transfer_from_school ON transfer (from_school, id);
CREATE INDEX transfer_to_school ON transfer (to_school, id);
CREATE INDEX transfer_from_county ON transfer (from_county, id);
CREATE INDEX transfer_to_county ON transfer (to_county, id);
CREATE INDEX transfer_due_on ON transfer (due_on, id);
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
CREATE INDEX sweep_region ON sweep (region, id);
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
CREATE INDEX sweep_entry_sweep ON sweep_entry (sweep, id);
CREATE INDEX sweep_entry_child ON sweep_entry (child, id);
CREATE INDEX sweep_entry_village ON sweep_entry (village, id);
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
CREATE INDEX difficulty_child ON difficulty (child, id);
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
CREATE INDEX class_teacher_class ON class_teacher (class, id);
CREATE INDEX class_teacher_staff ON class_teacher (staff, id);
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
CREATE INDEX hand_in_region ON hand_in (region, id);
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
CREATE INDEX verdict_one ON verdict (one, id);
CREATE INDEX verdict_other ON verdict (other, id);
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
CREATE INDEX consent_text_purpose ON consent_text (purpose, id);
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
CREATE INDEX consent_child ON consent (child, id);
CREATE INDEX consent_person ON consent (person, id);
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
CREATE INDEX consent_refusal_child ON consent_refusal (child, id);
CREATE INDEX consent_refusal_person ON consent_refusal (person, id);
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
CREATE INDEX rights_request_child ON rights_request (child, id);
CREATE INDEX rights_request_person ON rights_request (person, id);
CREATE INDEX rights_request_due_on ON rights_request (due_on, id);
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
CREATE INDEX storage_lock_child ON storage_lock (child, id);
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
CREATE INDEX protection_order_child ON protection_order (child, id);
CREATE INDEX protection_order_person ON protection_order (person, id);
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
CREATE INDEX opening_child ON opening (child, id);
CREATE INDEX opening_record ON opening (record, id);
CREATE INDEX opening_asker ON opening (asker, id);
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
CREATE INDEX notice_to_account ON notice (to_account, id);
CREATE INDEX notice_to_role ON notice (to_role, id);
CREATE INDEX notice_child ON notice (child, id);
CREATE INDEX notice_record ON notice (record, id);
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
CREATE INDEX care_case_child ON care_case (child, id);
CREATE INDEX care_case_level ON care_case (level, id);
CREATE INDEX care_case_village ON care_case (village, id);
CREATE INDEX care_case_school ON care_case (school, id);
CREATE INDEX care_case_next_on ON care_case (next_on, id);
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
CREATE INDEX risk_level_child ON risk_level (child, id);
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
	answered_on INT,
	over_on INT
);
CREATE INDEX finding_child ON finding (child, id);
CREATE INDEX finding_evidence_id ON finding (evidence_id, id);
CREATE INDEX finding_state ON finding (state, id);
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
CREATE INDEX level_decision_child ON level_decision (child, id);
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
CREATE INDEX assessment_child ON assessment (child, id);
CREATE INDEX assessment_client ON assessment (client, id);
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
CREATE INDEX visit_child ON visit (child, id);
CREATE INDEX visit_on_day ON visit (on_day, id);
CREATE INDEX visit_corrects ON visit (corrects, id);
CREATE INDEX visit_mark ON visit (mark, id);
CREATE INDEX visit_like_visit ON visit (like_visit, id);
CREATE INDEX visit_client ON visit (client, id);
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
CREATE INDEX photo_child ON photo (child, id);
CREATE INDEX photo_visit ON photo (visit, id);
CREATE INDEX photo_blob ON photo (blob, id);
CREATE INDEX photo_mark ON photo (mark, id);
CREATE INDEX photo_like_photo ON photo (like_photo, id);
CREATE INDEX photo_client ON photo (client, id);
CREATE INDEX photo_by_account ON photo (by_account, id);
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
CREATE INDEX plan_child ON plan (child, id);
CREATE INDEX plan_next_on ON plan (next_on, id);
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
CREATE INDEX goal_child ON goal (child, id);
CREATE INDEX goal_plan ON goal (plan, id);
CREATE INDEX goal_account ON goal (account, id);
CREATE INDEX goal_due ON goal (due, id);
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
CREATE INDEX plan_review_child ON plan_review (child, id);
CREATE INDEX plan_review_plan ON plan_review (plan, id);
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
CREATE INDEX conference_child ON conference (child, id);
CREATE INDEX conference_on_day ON conference (on_day, id);
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
CREATE INDEX attendee_child ON attendee (child, id);
CREATE INDEX attendee_conference ON attendee (conference, id);
CREATE INDEX attendee_account ON attendee (account, id);
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
CREATE INDEX task_child ON task (child, id);
CREATE INDEX task_for_account ON task (for_account, id);
CREATE INDEX task_due ON task (due, id);
CREATE INDEX task_source_id ON task (source_id, id);
CREATE INDEX task_village ON task (village, id);
CREATE INDEX task_school ON task (school, id);
CREATE INDEX task_now_role ON task (now_role, id);
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
CREATE INDEX deferral_child ON deferral (child, id);
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
CREATE INDEX obligation_child ON obligation (child, id);
CREATE INDEX obligation_account ON obligation (account, id);
CREATE INDEX obligation_village ON obligation (village, id);
CREATE INDEX obligation_school ON obligation (school, id);
CREATE INDEX obligation_due ON obligation (due, id);
CREATE INDEX obligation_now_role ON obligation (now_role, id);
CREATE INDEX obligation_step_on ON obligation (step_on, id);
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
CREATE INDEX alert_child ON alert (child, id);
CREATE INDEX alert_region ON alert (region, id);
CREATE INDEX alert_school ON alert (school, id);
CREATE INDEX alert_client ON alert (client, id);
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
CREATE INDEX agency_member_agency ON agency_member (agency, id);
CREATE INDEX agency_member_account ON agency_member (account, id);
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
CREATE INDEX referral_child ON referral (child, id);
CREATE INDEX referral_to_agency ON referral (to_agency, id);
CREATE INDEX referral_state ON referral (state, id);
CREATE INDEX referral_client ON referral (client, id);
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
CREATE INDEX report_child_digest ON report (child_digest, id);
CREATE INDEX report_by_account ON report (by_account, id);
CREATE INDEX report_ask_code_digest ON report (ask_code_digest, id);
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
CREATE INDEX report_act_report ON report_act (report, id);
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
CREATE INDEX report_named_report ON report_named (report, id);
CREATE INDEX report_named_account ON report_named (account, id);
CREATE TABLE growth_note (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	on_day INT NOT NULL,
	title TEXT,
	words TEXT,
	award_rank TEXT,
	work BIG,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX growth_note_child ON growth_note (child, id);
CREATE INDEX growth_note_on_day ON growth_note (on_day, id);
CREATE INDEX growth_note_work ON growth_note (work, id);
CREATE INDEX growth_note_corrects ON growth_note (corrects, id);
CREATE INDEX growth_note_client ON growth_note (client, id);
CREATE TABLE talk (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	how TEXT NOT NULL,
	words BLOB NOT NULL,
	agreed BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX talk_child ON talk (child, id);
CREATE INDEX talk_on_day ON talk (on_day, id);
CREATE INDEX talk_corrects ON talk (corrects, id);
CREATE INDEX talk_client ON talk (client, id);
CREATE TABLE handover_note (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	strengths BLOB NOT NULL,
	needs BLOB,
	works_well BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX handover_note_child ON handover_note (child, id);
CREATE INDEX handover_note_on_day ON handover_note (on_day, id);
CREATE INDEX handover_note_corrects ON handover_note (corrects, id);
CREATE INDEX handover_note_client ON handover_note (client, id);
CREATE TABLE home_survey (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	answers BLOB NOT NULL,
	note BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX home_survey_child ON home_survey (child, id);
CREATE INDEX home_survey_on_day ON home_survey (on_day, id);
CREATE INDEX home_survey_corrects ON home_survey (corrects, id);
CREATE INDEX home_survey_client ON home_survey (client, id);
CREATE TABLE measurement (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	on_day INT NOT NULL,
	height BLOB,
	weight BLOB,
	left_eye BLOB,
	right_eye BLOB,
	note BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX measurement_child ON measurement (child, id);
CREATE INDEX measurement_on_day ON measurement (on_day, id);
CREATE INDEX measurement_corrects ON measurement (corrects, id);
CREATE INDEX measurement_client ON measurement (client, id);
CREATE TABLE health_note (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	on_day INT NOT NULL,
	until_day INT,
	words BLOB NOT NULL,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX health_note_child ON health_note (child, id);
CREATE INDEX health_note_on_day ON health_note (on_day, id);
CREATE INDEX health_note_corrects ON health_note (corrects, id);
CREATE INDEX health_note_client ON health_note (client, id);
CREATE TABLE child_word (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	on_day INT NOT NULL,
	words BLOB NOT NULL,
	share TEXT NOT NULL,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX child_word_child ON child_word (child, id);
CREATE INDEX child_word_on_day ON child_word (on_day, id);
CREATE INDEX child_word_client ON child_word (client, id);
CREATE TABLE letter (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	from_side TEXT NOT NULL,
	on_day INT NOT NULL,
	words BLOB NOT NULL,
	share TEXT NOT NULL,
	answers BIG,
	person BIG,
	read_at BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX letter_child ON letter (child, id);
CREATE INDEX letter_on_day ON letter (on_day, id);
CREATE INDEX letter_answers ON letter (answers, id);
CREATE INDEX letter_person ON letter (person, id);
CREATE INDEX letter_client ON letter (client, id);
CREATE TABLE recording (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	from_side TEXT NOT NULL,
	on_day INT NOT NULL,
	title BLOB,
	share TEXT NOT NULL,
	letter BIG,
	seconds INT,
	blob TEXT,
	bytes INT,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX recording_child ON recording (child, id);
CREATE INDEX recording_on_day ON recording (on_day, id);
CREATE INDEX recording_letter ON recording (letter, id);
CREATE INDEX recording_blob ON recording (blob, id);
CREATE INDEX recording_client ON recording (client, id);
CREATE TABLE work (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	on_day INT NOT NULL,
	title TEXT,
	words TEXT,
	faces BOOL,
	in_book BOOL,
	blob TEXT,
	bytes INT,
	width INT,
	height INT,
	mark TEXT,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG,
	together TEXT,
	several INT
);
CREATE INDEX work_child ON work (child, id);
CREATE INDEX work_on_day ON work (on_day, id);
CREATE INDEX work_blob ON work (blob, id);
CREATE INDEX work_mark ON work (mark, id);
CREATE INDEX work_client ON work (client, id);
CREATE INDEX work_together ON work (together, id);
CREATE TABLE pile_photo (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	school BIG,
	class BIG,
	on_day INT NOT NULL,
	blob TEXT,
	bytes INT,
	width INT,
	height INT,
	mark TEXT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX pile_photo_school ON pile_photo (school, id);
CREATE INDEX pile_photo_class ON pile_photo (class, id);
CREATE INDEX pile_photo_on_day ON pile_photo (on_day, id);
CREATE INDEX pile_photo_blob ON pile_photo (blob, id);
CREATE INDEX pile_photo_mark ON pile_photo (mark, id);
CREATE INDEX pile_photo_client ON pile_photo (client, id);
CREATE INDEX pile_photo_by_account ON pile_photo (by_account, id);
CREATE TABLE support (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT NOT NULL,
	on_day INT NOT NULL,
	giver TEXT NOT NULL,
	words BLOB,
	amount BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX support_child ON support (child, id);
CREATE INDEX support_on_day ON support (on_day, id);
CREATE INDEX support_corrects ON support (corrects, id);
CREATE INDEX support_client ON support (client, id);
CREATE TABLE correction (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	about TEXT NOT NULL,
	about_id TEXT NOT NULL,
	words BLOB NOT NULL,
	person BIG,
	state TEXT,
	due_on INT,
	answer BLOB,
	answered_by BIG,
	answered_on INT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX correction_child ON correction (child, id);
CREATE INDEX correction_about_id ON correction (about_id, id);
CREATE INDEX correction_person ON correction (person, id);
CREATE INDEX correction_state ON correction (state, id);
CREATE INDEX correction_client ON correction (client, id);
CREATE TABLE growth_book (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	what TEXT,
	on_day INT,
	pages INT,
	missing TEXT,
	faces BOOL,
	blob TEXT,
	bytes INT,
	by_account BIG,
	at_time BIG,
	work_ids TEXT
);
CREATE INDEX growth_book_child ON growth_book (child, id);
CREATE INDEX growth_book_blob ON growth_book (blob, id);
CREATE INDEX growth_book_by_account ON growth_book (by_account, id);
CREATE TABLE growth_file (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	sections INT,
	touched_on INT,
	village TEXT,
	school BIG,
	school_on INT
);
CREATE INDEX growth_file_child ON growth_file (child, id);
CREATE INDEX growth_file_touched_on ON growth_file (touched_on, id);
CREATE INDEX growth_file_village ON growth_file (village, id);
CREATE INDEX growth_file_school ON growth_file (school, id);
CREATE TABLE happy_home (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	name TEXT NOT NULL,
	region TEXT NOT NULL,
	school BIG,
	address TEXT,
	phone TEXT,
	home_level TEXT NOT NULL,
	area_m2 INT,
	opened_on INT NOT NULL,
	closed_on INT,
	recreation BOOL,
	family_phone BOOL,
	video_chat BOOL,
	reading BOOL,
	exits INT,
	first_aid BOOL,
	camera_free BOOL,
	model_home BOOL,
	note TEXT
);
CREATE INDEX happy_home_region ON happy_home (region, id);
CREATE INDEX happy_home_school ON happy_home (school, id);
CREATE TABLE home_room (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	name TEXT NOT NULL,
	what TEXT NOT NULL,
	seats INT
);
CREATE INDEX home_room_home ON home_room (home, id);
CREATE TABLE home_device (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	room BIG,
	name TEXT NOT NULL,
	what TEXT NOT NULL,
	number TEXT,
	works_from INT NOT NULL,
	gone_on INT,
	cost_fen INT
);
CREATE INDEX home_device_home ON home_device (home, id);
CREATE INDEX home_device_room ON home_device (room, id);
CREATE TABLE device_fault (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	device BIG NOT NULL,
	on_day INT NOT NULL,
	words TEXT NOT NULL,
	mended_on INT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX device_fault_device ON device_fault (device, id);
CREATE INDEX device_fault_client ON device_fault (client, id);
CREATE TABLE home_hours (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	weekday TEXT NOT NULL,
	from_minute INT NOT NULL,
	to_minute INT NOT NULL,
	first_on INT NOT NULL,
	last_on INT
);
CREATE INDEX home_hours_home ON home_hours (home, id);
CREATE TABLE home_closure (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	first_on INT NOT NULL,
	last_on INT NOT NULL,
	why TEXT NOT NULL
);
CREATE INDEX home_closure_home ON home_closure (home, id);
CREATE TABLE home_member (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	account BIG,
	name TEXT NOT NULL,
	what TEXT NOT NULL,
	first_on INT NOT NULL,
	last_on INT
);
CREATE INDEX home_member_home ON home_member (home, id);
CREATE INDEX home_member_account ON home_member (account, id);
CREATE TABLE home_shift (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	member BIG NOT NULL,
	on_day INT NOT NULL,
	from_minute INT NOT NULL,
	to_minute INT NOT NULL
);
CREATE INDEX home_shift_home ON home_shift (home, id);
CREATE INDEX home_shift_member ON home_shift (member, id);
CREATE INDEX home_shift_on_day ON home_shift (on_day, id);
CREATE TABLE home_opening (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	on_day INT,
	opened_at BIG,
	closed_at BIG,
	note TEXT,
	client TEXT,
	by_account BIG
);
CREATE INDEX home_opening_home ON home_opening (home, id);
CREATE INDEX home_opening_on_day ON home_opening (on_day, id);
CREATE INDEX home_opening_client ON home_opening (client, id);
CREATE TABLE home_activity (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	on_day INT NOT NULL,
	what TEXT NOT NULL,
	title TEXT NOT NULL,
	themed BOOL,
	children INT NOT NULL,
	member BIG,
	note TEXT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX home_activity_home ON home_activity (home, id);
CREATE INDEX home_activity_on_day ON home_activity (on_day, id);
CREATE INDEX home_activity_member ON home_activity (member, id);
CREATE INDEX home_activity_client ON home_activity (client, id);
CREATE TABLE home_attendance (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	home BIG NOT NULL,
	opening BIG NOT NULL,
	on_day INT,
	came_at BIG,
	left_at BIG,
	by_account BIG
);
CREATE INDEX home_attendance_child ON home_attendance (child, id);
CREATE INDEX home_attendance_home ON home_attendance (home, id);
CREATE INDEX home_attendance_opening ON home_attendance (opening, id);
CREATE INDEX home_attendance_on_day ON home_attendance (on_day, id);
CREATE TABLE home_check (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	on_day INT NOT NULL,
	answers TEXT NOT NULL,
	faults INT,
	note TEXT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX home_check_home ON home_check (home, id);
CREATE INDEX home_check_on_day ON home_check (on_day, id);
CREATE INDEX home_check_client ON home_check (client, id);
CREATE TABLE home_cost (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	in_month INT NOT NULL,
	what TEXT NOT NULL,
	amount_fen INT NOT NULL,
	note TEXT
);
CREATE INDEX home_cost_home ON home_cost (home, id);
CREATE INDEX home_cost_in_month ON home_cost (in_month, id);
CREATE TABLE home_grant (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	home BIG NOT NULL,
	in_year INT NOT NULL,
	source TEXT NOT NULL,
	amount_fen INT NOT NULL,
	reference TEXT
);
CREATE INDEX home_grant_home ON home_grant (home, id);
CREATE TABLE call (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	home BIG,
	device BIG,
	on_day INT NOT NULL,
	from_minute INT NOT NULL,
	minutes INT NOT NULL,
	channel TEXT NOT NULL,
	occasion TEXT NOT NULL,
	state TEXT,
	staff BIG,
	staff_at BIG,
	staff_seen BIG,
	second_account BIG,
	second_seen BIG,
	started_at BIG,
	ended_at BIG,
	seconds INT,
	mood TEXT,
	why TEXT,
	reminded_at BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX call_child ON call (child, id);
CREATE INDEX call_home ON call (home, id);
CREATE INDEX call_device ON call (device, id);
CREATE INDEX call_on_day ON call (on_day, id);
CREATE INDEX call_state ON call (state, id);
CREATE INDEX call_client ON call (client, id);
CREATE TABLE call_party (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	call BIG NOT NULL,
	person BIG,
	account BIG,
	part TEXT NOT NULL,
	answer TEXT,
	answered_at BIG,
	says TEXT,
	link TEXT,
	link_until BIG,
	link_used_at BIG,
	browser TEXT,
	seat TEXT,
	joined_at BIG,
	left_at BIG,
	removed_at BIG,
	bytes INT,
	rung TEXT
);
CREATE INDEX call_party_child ON call_party (child, id);
CREATE INDEX call_party_call ON call_party (call, id);
CREATE INDEX call_party_person ON call_party (person, id);
CREATE INDEX call_party_account ON call_party (account, id);
CREATE INDEX call_party_link ON call_party (link, id);
CREATE INDEX call_party_seat ON call_party (seat, id);
CREATE TABLE call_event (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	call BIG NOT NULL,
	party BIG,
	at_time BIG,
	what TEXT NOT NULL,
	words TEXT
);
CREATE INDEX call_event_child ON call_event (child, id);
CREATE INDEX call_event_call ON call_event (call, id);
CREATE TABLE call_wish (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	home BIG NOT NULL,
	person BIG,
	from_day INT NOT NULL,
	to_day INT NOT NULL,
	note TEXT,
	state TEXT,
	call BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX call_wish_child ON call_wish (child, id);
CREATE INDEX call_wish_home ON call_wish (home, id);
CREATE INDEX call_wish_person ON call_wish (person, id);
CREATE INDEX call_wish_state ON call_wish (state, id);
CREATE INDEX call_wish_client ON call_wish (client, id);
CREATE TABLE message (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	from_side TEXT NOT NULL,
	person BIG,
	call BIG,
	what TEXT NOT NULL,
	words BLOB,
	seconds INT,
	blob TEXT,
	bytes INT,
	heard_at BIG,
	until_day INT,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX message_child ON message (child, id);
CREATE INDEX message_person ON message (person, id);
CREATE INDEX message_call ON message (call, id);
CREATE INDEX message_blob ON message (blob, id);
CREATE INDEX message_until_day ON message (until_day, id);
CREATE INDEX message_client ON message (client, id);
CREATE TABLE contact (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	whom TEXT NOT NULL,
	local_day INT NOT NULL,
	minute_of_day INT,
	zone_minutes INT,
	when_at BIG,
	on_day INT,
	channel TEXT NOT NULL,
	outcome TEXT NOT NULL,
	source TEXT,
	call BIG,
	note BLOB,
	corrects BIG,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX contact_child ON contact (child, id);
CREATE INDEX contact_person ON contact (person, id);
CREATE INDEX contact_call ON contact (call, id);
CREATE INDEX contact_corrects ON contact (corrects, id);
CREATE INDEX contact_client ON contact (client, id);
CREATE TABLE contact_state (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	person BIG,
	from_day INT,
	entrusted BOOL,
	child_on INT,
	carer_on INT,
	quiet_since INT,
	child_since INT,
	carer_since INT,
	told_on INT,
	village TEXT,
	school BIG,
	next_on INT
);
CREATE INDEX contact_state_child ON contact_state (child, id);
CREATE INDEX contact_state_person ON contact_state (person, id);
CREATE INDEX contact_state_quiet_since ON contact_state (quiet_since, id);
CREATE INDEX contact_state_village ON contact_state (village, id);
CREATE INDEX contact_state_school ON contact_state (school, id);
CREATE INDEX contact_state_next_on ON contact_state (next_on, id);
CREATE TABLE deed (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	child BIG NOT NULL,
	state TEXT,
	number INT,
	replaces BIG,
	parent BIG NOT NULL,
	carer BIG NOT NULL,
	cause TEXT NOT NULL,
	cause_text BLOB,
	destination BLOB NOT NULL,
	employer BLOB,
	phone BLOB NOT NULL,
	from_day INT NOT NULL,
	to_day INT NOT NULL,
	considered BLOB,
	daily BLOB,
	schooling BLOB,
	medical BLOB,
	safety BLOB,
	money_fen INT,
	weekday INT,
	minute INT,
	channel TEXT,
	home_plan BLOB,
	harm BLOB,
	habits BLOB,
	refused BLOB,
	unfit BLOB,
	words BLOB,
	digest TEXT,
	signed_on INT,
	noted_on INT,
	ended_on INT,
	revoked_on INT,
	revoked_by BIG,
	revoke_why BLOB,
	care_now TEXT,
	next_on INT,
	client TEXT,
	by_account BIG,
	at_time BIG
);
CREATE INDEX deed_child ON deed (child, id);
CREATE INDEX deed_state ON deed (state, id);
CREATE INDEX deed_replaces ON deed (replaces, id);
CREATE INDEX deed_parent ON deed (parent, id);
CREATE INDEX deed_carer ON deed (carer, id);
CREATE INDEX deed_next_on ON deed (next_on, id);
CREATE INDEX deed_client ON deed (client, id);
CREATE TABLE deed_signature (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	deed BIG NOT NULL,
	child BIG NOT NULL,
	part TEXT NOT NULL,
	person BIG,
	name TEXT NOT NULL,
	how TEXT NOT NULL,
	words BLOB,
	digest TEXT,
	proof TEXT,
	client TEXT,
	by_account BIG,
	role TEXT,
	at_time BIG
);
CREATE INDEX deed_signature_deed ON deed_signature (deed, id);
CREATE INDEX deed_signature_child ON deed_signature (child, id);
CREATE INDEX deed_signature_person ON deed_signature (person, id);
CREATE INDEX deed_signature_client ON deed_signature (client, id);
CREATE TABLE deed_notice (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	deed BIG NOT NULL,
	child BIG NOT NULL,
	to_whom TEXT NOT NULL,
	school BIG,
	words BLOB,
	sent_at BIG,
	sent_by BIG,
	due_at BIG,
	ack_at BIG,
	ack_by BIG,
	ack_role TEXT,
	answer BLOB,
	plan_words BLOB,
	plan_due_at BIG,
	plan_at BIG
);
CREATE INDEX deed_notice_deed ON deed_notice (deed, id);
CREATE INDEX deed_notice_child ON deed_notice (child, id);
CREATE INDEX deed_notice_school ON deed_notice (school, id);
CREATE TABLE deed_link (
	id ID,
	version INT NOT NULL,
	county INT NOT NULL,
	created_at BIG NOT NULL,
	updated_at BIG NOT NULL,
	deed BIG NOT NULL,
	child BIG NOT NULL,
	link TEXT,
	link_until BIG,
	browser TEXT,
	by_account BIG
);
CREATE INDEX deed_link_deed ON deed_link (deed, id);
CREATE INDEX deed_link_child ON deed_link (child, id);
CREATE INDEX deed_link_link ON deed_link (link, id);
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
CREATE INDEX journal_batch ON journal (batch, seq) WHERE batch <> 0;
CREATE TABLE journal_body (
	county INT NOT NULL,
	node INT NOT NULL,
	seq BIG NOT NULL,
	part INT NOT NULL,
	salt BLOB NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (county, node, seq, part)
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
CREATE INDEX readlog_record ON readlog (record, seq);
CREATE INDEX readlog_actor ON readlog (actor, seq);
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
CREATE TABLE meta (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
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
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires);
CREATE TABLE token (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	name TEXT NOT NULL,
	created BIG NOT NULL,
	expires BIG,
	writes BOOL,
	kinds TEXT,
	seen BIG
);
CREATE INDEX token_account ON token (account);
CREATE TABLE failure (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	strikes INT NOT NULL,
	at BIG NOT NULL
);
CREATE INDEX failure_at ON failure (at);
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
CREATE INDEX password_past_account ON password_past (account, at);
CREATE TABLE card (
	digest BLOB NOT NULL PRIMARY KEY,
	county INT NOT NULL,
	account BIG NOT NULL,
	secret TEXT NOT NULL,
	made BIG NOT NULL,
	made_by BIG NOT NULL,
	wrong INT NOT NULL
);
CREATE INDEX card_account ON card (account);
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
CREATE TABLE outbox (
	id ID,
	county INT NOT NULL,
	channel INT NOT NULL,
	state INT NOT NULL,
	why INT NOT NULL,
	ref BIG NOT NULL,
	child BIG NOT NULL,
	person BIG NOT NULL,
	attempts INT NOT NULL,
	created_at BIG NOT NULL,
	not_before BIG NOT NULL,
	until_at BIG NOT NULL,
	ended_at BIG NOT NULL,
	mark TEXT NOT NULL,
	lease BIG NOT NULL,
	claim BIG NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, not_before, id);
CREATE INDEX outbox_channel ON outbox (channel, state);
CREATE INDEX outbox_ref ON outbox (ref, id);
CREATE INDEX outbox_child ON outbox (child);
CREATE INDEX outbox_person ON outbox (person);
CREATE INDEX outbox_mark ON outbox (mark);
CREATE TABLE outbox_text (
	message BIG NOT NULL,
	county INT NOT NULL,
	until_at BIG NOT NULL,
	sealed BLOB NOT NULL
);
CREATE INDEX outbox_text_message ON outbox_text (message);
CREATE INDEX outbox_text_until ON outbox_text (until_at);
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
	difficulty BIG,
	orphan BIG,
	unattended BIG,
	disability BIG,
	cared_for BIG,
	PRIMARY KEY (county, region, month)
);
CREATE INDEX rollup_left_behind_region ON rollup_left_behind (region, county, month);
CREATE INDEX crossing_difficulty ON crossing (child) WHERE difficulty = 1;
CREATE INDEX crossing_proposed ON crossing (child) WHERE proposed > 0;
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
CREATE INDEX match_pair_other ON match_pair (other);
CREATE INDEX match_pair_queue ON match_pair (county, what, doubt, one, other);
CREATE TABLE name_key (
	county INT NOT NULL,
	initials TEXT NOT NULL,
	child BIG NOT NULL,
	PRIMARY KEY (county, initials, child)
);
CREATE INDEX child_name_birth ON child (name, birth_date);
CREATE INDEX child_county ON child (county, id);
CREATE TABLE hand_in_row (
	hand_in BIG NOT NULL,
	child BIG NOT NULL,
	in_columns BIG NOT NULL,
	PRIMARY KEY (hand_in, child)
);
CREATE TABLE notice_read (
	notice BIG NOT NULL,
	account BIG NOT NULL,
	county INT NOT NULL,
	at BIG NOT NULL,
	PRIMARY KEY (notice, account)
);
CREATE INDEX care_case_register ON care_case (county, level, village, school, child);
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
CREATE INDEX rollup_duty_region ON rollup_duty (region, county, month);
CREATE INDEX obligation_turn ON obligation (county, now_role, id);
CREATE INDEX obligation_asked ON obligation (county, duty, due);
CREATE TABLE draft (
	account BIG NOT NULL,
	form TEXT NOT NULL,
	child BIG NOT NULL,
	saved_at BIG NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (account, form, child)
);
CREATE INDEX draft_saved ON draft (saved_at);
CREATE INDEX draft_child ON draft (child);
CREATE INDEX contact_state_county ON contact_state (county, quiet_since, village, school);
