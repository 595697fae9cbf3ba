/* care.h - the room that looks after children: from what the law asks of somebody to a visit in the hills,
 * and back.  Duties and their clocks, tasks, alerts, risk levels with reasons, visits, plans, conferences,
 * referrals between agencies, mandatory reports. */
#pragma once
#include "registry.h"

extern const struct room care_room;

/* How a child's care stands today: one row for each child under care, computed. */
enum {
	CARE_CASE_CHILD,
	CARE_CASE_STATE,
	CARE_CASE_LEVEL,
	CARE_CASE_SINCE,
	CARE_CASE_FROM,
	CARE_CASE_LAST_VISIT,
	CARE_CASE_VISIT_DUE,
	CARE_CASE_ASSESSED_ON,
	CARE_CASE_REVIEW_DUE,
	CARE_CASE_VILLAGE,
	CARE_CASE_SCHOOL,
	CARE_CASE_NEXT_ON,
	CARE_CASE__N,
};
extern const struct kind care_case_kind;
extern const char care_case_ddl[];

/* From this day on a child stands at this level: computed, one row a change. */
enum {
	RISK_LEVEL_CHILD,
	RISK_LEVEL_FROM,
	RISK_LEVEL_LEVEL,
	RISK_LEVEL_REASONS,
	RISK_LEVEL__N,
};
extern const struct kind risk_level_kind;

/* Somebody saw that an indicator holds of a child: with evidence, for a while, open to contest. */
enum {
	FINDING_CHILD,
	FINDING_INDICATOR,
	FINDING_ON,
	FINDING_NOTE,
	FINDING_EVIDENCE,
	FINDING_EVIDENCE_ID,
	FINDING_BY,
	FINDING_AT,
	FINDING_STATE,
	FINDING_CONTEST,
	FINDING_CONTESTED_BY,
	FINDING_CONTESTED_ON,
	FINDING_ANSWER,
	FINDING_ANSWERED_BY,
	FINDING_ANSWERED_ON,
	FINDING_OVER_ON, /* from then on it is not so any more; what was before stays */
	FINDING__N,
};
extern const struct kind finding_kind;

/* A person sets a child's level: up by whoever has a duty, down one step by the supervisor. */
enum {
	LEVEL_DECISION_CHILD,
	LEVEL_DECISION_WHAT,
	LEVEL_DECISION_LEVEL,
	LEVEL_DECISION_ON,
	LEVEL_DECISION_REASON,
	LEVEL_DECISION_BY,
	LEVEL_DECISION_AT,
	LEVEL_DECISION__N,
};
extern const struct kind level_decision_kind;

/* An instrument filled in for a child: append-only. */
enum {
	ASSESSMENT_CHILD,
	ASSESSMENT_INSTRUMENT,
	ASSESSMENT_ON,
	ASSESSMENT_ANSWERS,
	ASSESSMENT_SCORE,
	ASSESSMENT_OUT_OF,
	ASSESSMENT_NOTE,
	ASSESSMENT_CLIENT,
	ASSESSMENT_BY,
	ASSESSMENT_AT,
	ASSESSMENT__N,
};
extern const struct kind assessment_kind;

/* Somebody went to see a child: append-only; a correction is a new one. */
enum {
	VISIT_CHILD,
	VISIT_ON,
	VISIT_HOW,
	VISIT_MET,
	VISIT_CHECKLIST,
	VISIT_SEEN,
	VISIT_WORDS,
	VISIT_HAZARDS,
	VISIT_NEXT_STEP,
	VISIT_NEXT_ON,
	VISIT_PLACE,
	VISIT_CORRECTS,
	VISIT_MARK,
	VISIT_LIKE,
	VISIT_CLIENT,
	VISIT_BY,
	VISIT_ROLE,
	VISIT_AT,
	VISIT__N,
};
extern const struct kind visit_kind;

/* A picture taken on a visit: its bytes lie sealed in the blob store. */
enum {
	PHOTO_CHILD,
	PHOTO_VISIT,
	PHOTO_NAME,
	PHOTO_BYTES,
	PHOTO_WIDTH,
	PHOTO_HEIGHT,
	PHOTO_MARK,
	PHOTO_LIKE,
	PHOTO_PLACE,
	PHOTO_CAPTION,
	PHOTO_CLIENT,
	PHOTO_BY,
	PHOTO_AT,
	PHOTO__N,
};
extern const struct kind photo_kind;

/* What is to become better for a child, and who does what. */
enum {
	PLAN_CHILD,
	PLAN_FROM,
	PLAN_NEXT_ON,
	PLAN_SUMMARY,
	PLAN_CHILD_VIEW,
	PLAN_FAMILY_VIEW,
	PLAN_BY,
	PLAN_CLOSED_ON,
	PLAN_OUTCOME,
	PLAN_NOTE,
	PLAN__N,
};
extern const struct kind plan_kind;

/* One goal of a plan: domain, service, who, by when. */
enum {
	GOAL_CHILD,
	GOAL_PLAN,
	GOAL_DOMAIN,
	GOAL_AIM,
	GOAL_SERVICE,
	GOAL_WHO,
	GOAL_ACCOUNT,
	GOAL_DUE,
	GOAL_STATE,
	GOAL_DONE_ON,
	GOAL_NOTE,
	GOAL__N,
};
extern const struct kind goal_kind;

/* A plan looked at again. */
enum {
	PLAN_REVIEW_CHILD,
	PLAN_REVIEW_PLAN,
	PLAN_REVIEW_ON,
	PLAN_REVIEW_FOUND,
	PLAN_REVIEW_DECISION,
	PLAN_REVIEW_NEXT_ON,
	PLAN_REVIEW_BY,
	PLAN_REVIEW_AT,
	PLAN_REVIEW__N,
};
extern const struct kind plan_review_kind;

/* Agencies sit together over one child; what they decide becomes tasks. */
enum {
	CONFERENCE_CHILD,
	CONFERENCE_ON,
	CONFERENCE_TIME,
	CONFERENCE_PLACE,
	CONFERENCE_REASON,
	CONFERENCE_STATE,
	CONFERENCE_MINUTES,
	CONFERENCE_BY,
	CONFERENCE_HELD_ON,
	CONFERENCE__N,
};
extern const struct kind conference_kind;

/* Who is to sit in a conference, and who came. */
enum {
	ATTENDEE_CHILD,
	ATTENDEE_CONFERENCE,
	ATTENDEE_AGENCY,
	ATTENDEE_NAME,
	ATTENDEE_ACCOUNT,
	ATTENDEE_CAME,
	ATTENDEE__N,
};
extern const struct kind attendee_kind;

/* Something somebody is to do by a day: raised by a person or a room. */
enum {
	TASK_CHILD,
	TASK_WHAT,
	TASK_TITLE,
	TASK_FOR_ROLE,
	TASK_FOR_ACCOUNT,
	TASK_DUE,
	TASK_STATE,
	TASK_RESULT,
	TASK_DONE_ON,
	TASK_DONE_BY,
	TASK_SNOOZED_TO,
	TASK_SNOOZE_WHY,
	TASK_SOURCE,
	TASK_SOURCE_ID,
	TASK_VILLAGE,
	TASK_SCHOOL,
	TASK_NOW_ROLE,
	TASK_STEP_ON,
	TASK_BY,
	TASK_AT,
	TASK__N,
};
extern const struct kind task_kind;

/* A duty towards a child is put off for a while, with a reason: it stays due. */
enum {
	DEFERRAL_CHILD,
	DEFERRAL_DUTY,
	DEFERRAL_FROM,
	DEFERRAL_UNTIL,
	DEFERRAL_REASON,
	DEFERRAL_BY,
	DEFERRAL_AT,
	DEFERRAL__N,
};
extern const struct kind deferral_kind;

/* One thing that a duty asks of somebody by a day: computed from facts. */
enum {
	OBLIGATION_CHILD,
	OBLIGATION_ACCOUNT,
	OBLIGATION_DUTY,
	OBLIGATION_ROLE,
	OBLIGATION_VILLAGE,
	OBLIGATION_SCHOOL,
	OBLIGATION_FROM,
	OBLIGATION_DUE,
	OBLIGATION_DONE_ON,
	OBLIGATION_ENDED_ON, /* from then on it was asked no longer, and had not been done */
	OBLIGATION_EVIDENCE,
	OBLIGATION_EVIDENCE_ID,
	OBLIGATION_DEFERRED_TO,
	OBLIGATION_NOW_ROLE,
	OBLIGATION_STEP_ON,
	OBLIGATION__N,
};
extern const struct kind obligation_kind;

/* Somebody is worried about a child: anyone signed in, or the public. */
enum {
	ALERT_CHILD,
	ALERT_WHAT,
	ALERT_TEXT,
	ALERT_WHO,
	ALERT_REGION,
	ALERT_SCHOOL,
	ALERT_BY,
	ALERT_CONTACT,
	ALERT_OPEN,
	ALERT_AT,
	ALERT_STATE,
	ALERT_TAKEN_BY,
	ALERT_TAKEN_AT,
	ALERT_CLOSED_ON,
	ALERT_OUTCOME,
	ALERT_CLIENT,
	ALERT__N,
};
extern const struct kind alert_kind;

/* Who helps beyond school and village: police, hospital, civil affairs, federation ... */
enum {
	AGENCY_NAME,
	AGENCY_SORT,
	AGENCY_REGION,
	AGENCY_PHONE,
	AGENCY_ADDRESS,
	AGENCY_CLOSED_ON,
	AGENCY__N,
};
extern const struct kind agency_kind;

/* Which account reads what is referred to an agency. */
enum {
	AGENCY_MEMBER_AGENCY,
	AGENCY_MEMBER_ACCOUNT,
	AGENCY_MEMBER_FROM,
	AGENCY_MEMBER_TO,
	AGENCY_MEMBER__N,
};
extern const struct kind agency_member_kind;

/* A child's need goes to another agency, with only the parts it needs. */
enum {
	REFERRAL_CHILD,
	REFERRAL_WHAT,
	REFERRAL_TO,
	REFERRAL_NAME,
	REFERRAL_BASIS,
	REFERRAL_LAW,
	REFERRAL_REASON,
	REFERRAL_PARTS,
	REFERRAL_SHARED,
	REFERRAL_URGENT,
	REFERRAL_QUIET,
	REFERRAL_STATE,
	REFERRAL_BY,
	REFERRAL_SENT_AT,
	REFERRAL_DUE_AT,
	REFERRAL_DECIDED_BY,
	REFERRAL_DECIDED_AT,
	REFERRAL_ANSWER,
	REFERRAL_DONE_AT,
	REFERRAL_OUTCOME,
	REFERRAL_CLIENT,
	REFERRAL__N,
};
extern const struct kind referral_kind;

/* That a child was harmed or is in danger (LPM 11): sealed from everybody who does not handle it. */
enum {
	REPORT_SITUATION,
	REPORT_DANGER,
	REPORT_KNOWN_AT,
	REPORT_WHAT,
	REPORT_CHILD,
	REPORT_CHILD_NAME,
	REPORT_CHILD_WHERE,
	REPORT_REGION,
	REPORT_STATE,
	REPORT_TO_POLICE,
	REPORT_TO_EDUCATION,
	REPORT_POLICE_NO,
	REPORT_BY,
	REPORT_BY_NAME,
	REPORT_BY_PHONE,
	REPORT_CODE,
	REPORT_RECORDED_AT,
	REPORT_POLICE_AT,
	REPORT_SUPERVISOR_AT,
	REPORT_ACCEPTED_BY,
	REPORT_ACCEPTED_AT,
	REPORT_FEEDBACK_AT,
	REPORT_FEEDBACK,
	REPORT_CLOSED_AT,
	REPORT_CLOSED_BY,
	REPORT__N,
};
extern const struct kind report_kind;

/* What was done about a report: append-only. */
enum {
	REPORT_ACT_REPORT,
	REPORT_ACT_WHAT,
	REPORT_ACT_TEXT,
	REPORT_ACT_BY,
	REPORT_ACT_AT,
	REPORT_ACT__N,
};
extern const struct kind report_act_kind;

/* Who is named in a report: never reads it, whatever the role. */
enum {
	REPORT_NAMED_REPORT,
	REPORT_NAMED_NAME,
	REPORT_NAMED_RELATION,
	REPORT_NAMED_ACCOUNT,
	REPORT_NAMED_BY,
	REPORT_NAMED_AT,
	REPORT_NAMED__N,
};
extern const struct kind report_named_kind;
