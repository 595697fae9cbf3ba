-- The room growth: entries, measurements, words and letters, works, help, corrections, books.
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
CREATE INDEX growth_note_child ON growth_note (child, id);
CREATE INDEX growth_note_on_day ON growth_note (on_day, id);
CREATE INDEX growth_note_work ON growth_note (work, id);
CREATE INDEX growth_note_corrects ON growth_note (corrects, id);
CREATE INDEX growth_note_client ON growth_note (client, id);
CREATE INDEX talk_child ON talk (child, id);
CREATE INDEX talk_on_day ON talk (on_day, id);
CREATE INDEX talk_corrects ON talk (corrects, id);
CREATE INDEX talk_client ON talk (client, id);
CREATE INDEX handover_note_child ON handover_note (child, id);
CREATE INDEX handover_note_on_day ON handover_note (on_day, id);
CREATE INDEX handover_note_corrects ON handover_note (corrects, id);
CREATE INDEX handover_note_client ON handover_note (client, id);
CREATE INDEX home_survey_child ON home_survey (child, id);
CREATE INDEX home_survey_on_day ON home_survey (on_day, id);
CREATE INDEX home_survey_corrects ON home_survey (corrects, id);
CREATE INDEX home_survey_client ON home_survey (client, id);
CREATE INDEX measurement_child ON measurement (child, id);
CREATE INDEX measurement_on_day ON measurement (on_day, id);
CREATE INDEX measurement_corrects ON measurement (corrects, id);
CREATE INDEX measurement_client ON measurement (client, id);
CREATE INDEX health_note_child ON health_note (child, id);
CREATE INDEX health_note_on_day ON health_note (on_day, id);
CREATE INDEX health_note_corrects ON health_note (corrects, id);
CREATE INDEX health_note_client ON health_note (client, id);
CREATE INDEX child_word_child ON child_word (child, id);
CREATE INDEX child_word_on_day ON child_word (on_day, id);
CREATE INDEX child_word_client ON child_word (client, id);
CREATE INDEX letter_child ON letter (child, id);
CREATE INDEX letter_on_day ON letter (on_day, id);
CREATE INDEX letter_answers ON letter (answers, id);
CREATE INDEX letter_person ON letter (person, id);
CREATE INDEX letter_client ON letter (client, id);
CREATE INDEX recording_child ON recording (child, id);
CREATE INDEX recording_on_day ON recording (on_day, id);
CREATE INDEX recording_letter ON recording (letter, id);
CREATE INDEX recording_blob ON recording (blob, id);
CREATE INDEX recording_client ON recording (client, id);
CREATE INDEX work_child ON work (child, id);
CREATE INDEX work_on_day ON work (on_day, id);
CREATE INDEX work_blob ON work (blob, id);
CREATE INDEX work_mark ON work (mark, id);
CREATE INDEX work_client ON work (client, id);
CREATE INDEX work_together ON work (together, id);
CREATE INDEX pile_photo_school ON pile_photo (school, id);
CREATE INDEX pile_photo_class ON pile_photo (class, id);
CREATE INDEX pile_photo_on_day ON pile_photo (on_day, id);
CREATE INDEX pile_photo_blob ON pile_photo (blob, id);
CREATE INDEX pile_photo_mark ON pile_photo (mark, id);
CREATE INDEX pile_photo_client ON pile_photo (client, id);
CREATE INDEX pile_photo_by_account ON pile_photo (by_account, id);
CREATE INDEX support_child ON support (child, id);
CREATE INDEX support_on_day ON support (on_day, id);
CREATE INDEX support_corrects ON support (corrects, id);
CREATE INDEX support_client ON support (client, id);
CREATE INDEX correction_child ON correction (child, id);
CREATE INDEX correction_about_id ON correction (about_id, id);
CREATE INDEX correction_person ON correction (person, id);
CREATE INDEX correction_state ON correction (state, id);
CREATE INDEX correction_client ON correction (client, id);
CREATE INDEX growth_book_child ON growth_book (child, id);
CREATE INDEX growth_book_blob ON growth_book (blob, id);
CREATE INDEX growth_book_by_account ON growth_book (by_account, id);
CREATE INDEX growth_file_child ON growth_file (child, id);
CREATE INDEX growth_file_touched_on ON growth_file (touched_on, id);
CREATE INDEX growth_file_village ON growth_file (village, id);
CREATE INDEX growth_file_school ON growth_file (school, id);
CREATE INDEX care_case_register ON care_case (county, level, village, school, child);
