-- The room family: happy homes, calls, messages, the ledger of contact, deeds of entrusted care; and the outbox.
ALTER TABLE finding ADD COLUMN over_on INT;
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
CREATE TABLE outbox_text (
	message BIG NOT NULL,
	county INT NOT NULL,
	until_at BIG NOT NULL,
	sealed BLOB NOT NULL
);
CREATE INDEX happy_home_region ON happy_home (region, id);
CREATE INDEX happy_home_school ON happy_home (school, id);
CREATE INDEX home_room_home ON home_room (home, id);
CREATE INDEX home_device_home ON home_device (home, id);
CREATE INDEX home_device_room ON home_device (room, id);
CREATE INDEX device_fault_device ON device_fault (device, id);
CREATE INDEX device_fault_client ON device_fault (client, id);
CREATE INDEX home_hours_home ON home_hours (home, id);
CREATE INDEX home_closure_home ON home_closure (home, id);
CREATE INDEX home_member_home ON home_member (home, id);
CREATE INDEX home_member_account ON home_member (account, id);
CREATE INDEX home_shift_home ON home_shift (home, id);
CREATE INDEX home_shift_member ON home_shift (member, id);
CREATE INDEX home_shift_on_day ON home_shift (on_day, id);
CREATE INDEX home_opening_home ON home_opening (home, id);
CREATE INDEX home_opening_on_day ON home_opening (on_day, id);
CREATE INDEX home_opening_client ON home_opening (client, id);
CREATE INDEX home_activity_home ON home_activity (home, id);
CREATE INDEX home_activity_on_day ON home_activity (on_day, id);
CREATE INDEX home_activity_member ON home_activity (member, id);
CREATE INDEX home_activity_client ON home_activity (client, id);
CREATE INDEX home_attendance_child ON home_attendance (child, id);
CREATE INDEX home_attendance_home ON home_attendance (home, id);
CREATE INDEX home_attendance_opening ON home_attendance (opening, id);
CREATE INDEX home_attendance_on_day ON home_attendance (on_day, id);
CREATE INDEX home_check_home ON home_check (home, id);
CREATE INDEX home_check_on_day ON home_check (on_day, id);
CREATE INDEX home_check_client ON home_check (client, id);
CREATE INDEX home_cost_home ON home_cost (home, id);
CREATE INDEX home_cost_in_month ON home_cost (in_month, id);
CREATE INDEX home_grant_home ON home_grant (home, id);
CREATE INDEX call_child ON call (child, id);
CREATE INDEX call_home ON call (home, id);
CREATE INDEX call_device ON call (device, id);
CREATE INDEX call_on_day ON call (on_day, id);
CREATE INDEX call_state ON call (state, id);
CREATE INDEX call_client ON call (client, id);
CREATE INDEX call_party_child ON call_party (child, id);
CREATE INDEX call_party_call ON call_party (call, id);
CREATE INDEX call_party_person ON call_party (person, id);
CREATE INDEX call_party_account ON call_party (account, id);
CREATE INDEX call_party_link ON call_party (link, id);
CREATE INDEX call_party_seat ON call_party (seat, id);
CREATE INDEX call_event_child ON call_event (child, id);
CREATE INDEX call_event_call ON call_event (call, id);
CREATE INDEX call_wish_child ON call_wish (child, id);
CREATE INDEX call_wish_home ON call_wish (home, id);
CREATE INDEX call_wish_person ON call_wish (person, id);
CREATE INDEX call_wish_state ON call_wish (state, id);
CREATE INDEX call_wish_client ON call_wish (client, id);
CREATE INDEX message_child ON message (child, id);
CREATE INDEX message_person ON message (person, id);
CREATE INDEX message_call ON message (call, id);
CREATE INDEX message_blob ON message (blob, id);
CREATE INDEX message_until_day ON message (until_day, id);
CREATE INDEX message_client ON message (client, id);
CREATE INDEX contact_child ON contact (child, id);
CREATE INDEX contact_person ON contact (person, id);
CREATE INDEX contact_call ON contact (call, id);
CREATE INDEX contact_corrects ON contact (corrects, id);
CREATE INDEX contact_client ON contact (client, id);
CREATE INDEX contact_state_child ON contact_state (child, id);
CREATE INDEX contact_state_person ON contact_state (person, id);
CREATE INDEX contact_state_quiet_since ON contact_state (quiet_since, id);
CREATE INDEX contact_state_village ON contact_state (village, id);
CREATE INDEX contact_state_school ON contact_state (school, id);
CREATE INDEX contact_state_next_on ON contact_state (next_on, id);
CREATE INDEX deed_child ON deed (child, id);
CREATE INDEX deed_state ON deed (state, id);
CREATE INDEX deed_replaces ON deed (replaces, id);
CREATE INDEX deed_parent ON deed (parent, id);
CREATE INDEX deed_carer ON deed (carer, id);
CREATE INDEX deed_next_on ON deed (next_on, id);
CREATE INDEX deed_client ON deed (client, id);
CREATE INDEX deed_signature_deed ON deed_signature (deed, id);
CREATE INDEX deed_signature_child ON deed_signature (child, id);
CREATE INDEX deed_signature_person ON deed_signature (person, id);
CREATE INDEX deed_signature_client ON deed_signature (client, id);
CREATE INDEX deed_notice_deed ON deed_notice (deed, id);
CREATE INDEX deed_notice_child ON deed_notice (child, id);
CREATE INDEX deed_notice_school ON deed_notice (school, id);
CREATE INDEX deed_link_deed ON deed_link (deed, id);
CREATE INDEX deed_link_child ON deed_link (child, id);
CREATE INDEX deed_link_link ON deed_link (link, id);
CREATE INDEX outbox_state ON outbox (state, not_before, id);
CREATE INDEX outbox_channel ON outbox (channel, state);
CREATE INDEX outbox_ref ON outbox (ref, id);
CREATE INDEX outbox_child ON outbox (child);
CREATE INDEX outbox_person ON outbox (person);
CREATE INDEX outbox_mark ON outbox (mark);
CREATE INDEX outbox_text_message ON outbox_text (message);
CREATE INDEX outbox_text_until ON outbox_text (until_at);
CREATE INDEX contact_state_county ON contact_state (county, quiet_since, village, school);
