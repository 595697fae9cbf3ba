#include "canary_growth.h"
#include "account.h"
#include "canary_record.h"
#include "growth.h"

/* The bytes of none of them lie anywhere. */
static int64_t canary_of_media(struct harness *h, const struct kind *k)
{
	harness_keep(h, "blob_name", STR("caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca06a"));
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	if (k == &pile_photo_kind)
		return canary_put(
			h, k, 0,
			"{'school':'{school}','class':'{class}','on':'2026-01-23','name':'b{blob_name}1',"
			"'bytes':660551,'width':1171,'height':857,'mark':'cafe6605cafe6605cafe6605cafe6605',"
			"'client':'CANARY-6605-AA','by':'{account}','at':'1763777777777701'}");
	if (k == &recording_kind) {
		canary_keep(h, "voice_letter",
			    canary_put(h, &letter_kind, 0,
				       "{'child':'{kid}','from':'child','on':'2026-02-01','text':'x','share':"
				       "'teacher'}"));
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','from':'family','on':'2026-01-29','title':'金丝雀录音','share':'"
			"teacher',"
			"'letter':'{voice_letter}','seconds':1717,'name':'b{blob_name}2','bytes':660552,"
			"'client':'CANARY-6606-AA','by':'{account}','role':'teacher','at':'1763777777777702'"
			"}");
	}
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','what':'craft','on':'2026-01-27','title':'金丝雀作品','text':'金丝雀作品话'"
		","
		"'faces':false,'in_book':true,'name':'b{blob_name}3','bytes':660553,'width':1181,'height':"
		"863,"
		"'mark':'cafe6607cafe6607cafe6607cafe6607','client':'CANARY-6607-AA','by':'{account}',"
		"'role':'teacher','at':'1763777777777703','together':'canarytogether6607','several':737}");
}

/* What is measured and seen of health and home; each puts one right. */
static int64_t canary_of_health(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	if (k == &measurement_kind) {
		canary_keep(h, "before",
			    canary_put(h, k, 0, "{'child':'{kid}','on':'2026-04-13','height':'140'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','on':'2026-04-14','height':'141.75','weight':'37.95',"
				  "'left':'4.3','right':'0.15','note':'金丝雀量时穿鞋','corrects':'{before}',"
				  "'client':'CANARY-8811-AA','by':'{account}','role':'keeper','at':'"
				  "1763799999999991'}");
	}
	if (k == &health_note_kind) {
		canary_keep(
			h, "before",
			canary_put(h, k, 0, "{'child':'{kid}','what':'other','on':'2026-04-15','text':'x'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','what':'injury','on':'2026-04-16','until':'2026-04-24',"
				  "'text':'金丝雀扭伤脚踝','corrects':'{before}','client':'CANARY-8812-AA',"
				  "'by':'{account}','role':'keeper','at':'1763799999999992'}");
	}
	canary_keep(h, "before",
		    canary_put(h, k, 0, "{'child':'{kid}','on':'2026-04-17','answers':'house=own'}"));
	return canary_put(h, k, 0,
			  "{'child':'{kid}','on':'2026-04-18','answers':'house=rented danger=poison+slope',"
			  "'note':'金丝雀家里的灯','corrects':'{before}','client':'CANARY-8813-AA',"
			  "'by':'{account}','role':'keeper','at':'1763799999999993'}");
}

/* What is written into a growth file; each puts one right. */
static int64_t canary_of_growth(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	if (k == &growth_note_kind) {
		canary_keep(h, "work",
			    canary_put(h, &work_kind, 0,
				       "{'child':'{kid}','what':'other','on':'2026-03-22',"
				       "'name':'"
				       "caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0e881'}"));
		canary_keep(
			h, "before",
			canary_put(h, k, 0, "{'child':'{kid}','what':'duty','on':'2026-03-22','text':'x'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','what':'award','on':'2026-03-23','title':'金丝雀奖状',"
				  "'text':'金丝雀评语','rank':'nation','work':'{work}','corrects':'{before}',"
				  "'client':'CANARY-8821-AA','by':'{account}','role':'keeper','at':'"
				  "1763788888888881'}");
	}
	if (k == &talk_kind) {
		canary_keep(
			h, "before",
			canary_put(h, k, 0, "{'child':'{kid}','on':'2026-03-24','how':'face','text':'x'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','on':'2026-03-25','how':'letter','text':'金丝雀谈话',"
				  "'agreed':'金丝雀约定','corrects':'{before}','client':'CANARY-8822-AA',"
				  "'by':'{account}','role':'keeper','at':'1763788888888882'}");
	}
	if (k == &support_kind) {
		canary_keep(h, "before",
			    canary_put(h, k, 0,
				       "{'child':'{kid}','what':'care','on':'2026-03-26','giver':'school','"
				       "text':'x'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','what':'medical','on':'2026-03-27','giver':'company',"
				  "'text':'金丝雀资助','amount':'7383.19','corrects':'{before}',"
				  "'client':'CANARY-8823-AA','by':'{account}','role':'keeper','at':'"
				  "1763788888888883'}");
	}
	canary_keep(h, "before", canary_put(h, k, 0, "{'child':'{kid}','on':'2026-03-28','strengths':'x'}"));
	return canary_put(h, k, 0,
			  "{'child':'{kid}','on':'2026-03-29','strengths':'金丝雀长处','needs':'金丝雀需要',"
			  "'works_well':'金丝雀办法','corrects':'{before}','client':'CANARY-8824-AA',"
			  "'by':'{account}','role':'keeper','at':'1763788888888884'}");
}

/* What a child says, a letter, and what its family wants put right; shared as far as it goes. */
static int64_t canary_of_words(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	if (k == &child_word_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','what':'thanks','on':'2026-03-11','text':'金丝雀谢谢你们',"
			"'share':'teacher','client':'CANARY-8831-AA','by':'{account}','role':'keeper',"
			"'at':'1763788888888871'}");
	if (k == &letter_kind) {
		canary_keep(h, "before",
			    canary_put(h, k, 0,
				       "{'child':'{kid}','from':'child','on':'2026-03-12','text':'x',"
				       "'share':'teacher'}"));
		return canary_put(h, k, 0,
				  "{'child':'{kid}','from':'family','on':'2026-03-13','text':'金丝雀家书',"
				  "'share':'teacher','answers':'{before}','person':'{father}',"
				  "'read_at':'1763788888888872','client':'CANARY-8832-AA','by':'{account}',"
				  "'role':'keeper','at':'1763788888888873'}");
	}
	canary_keep(h, "head_account", canary_account(h, AS_HEAD));
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','about':'growth_note','about_id':'7611761176117','words':'"
		"金丝雀更正请求','person':'{father}','state':'declined','due_on':'2026-03-14',"
		"'answer':'金丝雀不改的理由','answered_by':'{head_account}','answered_on':'2026-03-15',"
		"'client':'CANARY-8833-AA','by':'{account}','at':'1763788888888874'}");
}

/* Of the teacher, who alone is given it. */
static int64_t canary_of_book(struct harness *h)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	harness_keep(h, "blob_name", STR("caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0b00c"));
	return canary_put(
		h, &growth_book_kind, 0,
		"{'child':'{kid}','what':'wall','on':'2026-01-17','pages':883,'missing':'龘靐','faces':true,"
		"'name':'{blob_name}','bytes':660559,'by':'{account}','at':'1763777777777709',"
		"'works':'8837 8838'}");
}

int64_t canary_growth(struct harness *h, const struct kind *k)
{
	if (k == &growth_note_kind || k == &talk_kind || k == &support_kind || k == &handover_note_kind)
		return canary_of_growth(h, k);
	if (k == &child_word_kind || k == &letter_kind || k == &correction_kind)
		return canary_of_words(h, k);
	if (k == &measurement_kind || k == &health_note_kind || k == &home_survey_kind)
		return canary_of_health(h, k);
	if (k == &work_kind || k == &recording_kind || k == &pile_photo_kind)
		return canary_of_media(h, k);
	return k == &growth_book_kind ? canary_of_book(h) : 0;
}
