"""Who works in the load, at what, and how often: the plan's roles, forms and people (load.c)."""
import datetime
import random
import sqlite3
import urllib.error

STAGE_OPEN = 4  # auth/session.h
CHILDREN = 60   # of each role, looked at in turn
BELLS = 30      # things to ask about

# Of a hundred who are there in the evening: a role, how many, and how many seconds they think.
PEOPLE = (("parent", 34, 9), ("guardian", 20, 12), ("teacher", 14, 8), ("director", 12, 10), ("keeper", 6, 8),
          ("supervisor", 5, 10), ("officer", 5, 8), ("federation", 2, 10), ("civil", 2, 10))


def rows(db, sql, *values):
    return [r[0] for r in db.execute(sql, values)]


def accounts(db):
    return {a["login"]: a for a in db.execute("SELECT * FROM account WHERE login IN (%s)" % ",".join("?" * len(PEOPLE)),
                                              [p[0] for p in PEOPLE])}


def there(db, users):
    """Of these people, how many of each role that the database has, and how many seconds they think."""
    known = accounts(db)
    some = [p for p in PEOPLE if p[0] in known]
    return [(role, max(1, users * share // sum(p[1] for p in some)), think) for role, share, think in some]


def complete(db, copies):
    """Whom a database lacks that has staff only, such as the nation's: a family of the teacher's class or its county, and
    who is near to it.  Homes and their keepers are not made.  Returns who may ask for corrections, and what makes an
    account its teacher's."""
    known = accounts(db)
    if "guardian" in known and asker(db) == "guardian":
        return "guardian", {}
    parent, carer, region, school, of = db.execute(
        "SELECT p.person, g.person, k.household_region, k.school, k.class FROM child k"
        " JOIN tie p ON p.child = k.id AND p.relation IN ('51', '52') JOIN tie g ON g.child = k.id AND g.person <> p.person"
        " WHERE k.county = ? AND k.class IS NOT NULL ORDER BY k.class = ? DESC, g.relation DESC, k.id LIMIT 1",
        (known["teacher"]["county"], int(known["teacher"]["class_id"]))).fetchone()
    for login, own in (("parent", {"person_id": str(parent)}), ("guardian", {"person_id": str(carer)}),
                       ("director", {"region": region[:12]}), ("supervisor", {"region": region[:9]}), ("federation", {})):
        copies.account("civil", login, role=login, **own)
    near = {"school_id": str(school), "class_id": str(of)}
    copies.account("teacher", "writer", **near)
    return "parent", near


class Plan:
    def __init__(self, db):
        self.db, self.lines, self.account = db, [], accounts(db)

    def see(self, kind, weight, *paths):
        for path in paths:
            self.lines.append("step\t%s\t%g\t%s" % (kind, weight / len(paths), path))

    def send(self, kind, weight, path, to, body):
        self.lines.append("form\t%s\t%g\t%s\t%s\tcsrf={csrf}&client={client}&%s" % (kind, weight, path, to, body))

    def kids(self, of):
        """Of these children, some, the same each time."""
        of = sorted(set(of))
        return random.Random(1).sample(of, min(len(of), CHILDREN))


def family_of(plan, login):
    return plan.kids(rows(plan.db, "SELECT child FROM tie WHERE person = ?", plan.account[login]["person_id"]))


def talked(plan, weight, children, person=None):
    today = datetime.date.today().isoformat()
    for kid in children:
        parent = person or rows(plan.db, "SELECT person FROM tie WHERE child = ? AND relation IN ('51', '52', '01', '02')"
                                " ORDER BY id LIMIT 1", kid) or rows(plan.db, "SELECT person FROM tie WHERE child = ?"
                                                                     " ORDER BY id LIMIT 1", kid)
        plan.send("contact", weight / len(children), "/children/%d/contacts" % kid, "/children/%d/contacts" % kid,
                  "person=%s&whom=child&channel=video&outcome=reached&zone=480&day=%s"
                  % (person or parent[0], today))


def parent(plan):
    kids = family_of(plan, "parent")
    plan.see("Today", 20, "/")
    plan.see("one's own child", 20, *["/my/children/%d" % k for k in kids])
    plan.see("messages", 10, *["/children/%d/messages" % k for k in kids])
    plan.see("growth file", 15, *["/children/%d/growth" % k for k in kids])
    plan.see("calls of a child", 15, *["/children/%d/calls" % k for k in kids])
    talked(plan, 10, kids[:1], plan.account["parent"]["person_id"])


def guardian(plan):
    kids = family_of(plan, "guardian")
    plan.see("Today", 25, "/")
    plan.see("one's own child", 20, *["/my/children/%d" % k for k in kids])
    plan.see("growth file", 15, *["/children/%d/growth" % k for k in kids])
    plan.see("happy homes", 10, "/homes")
    talked(plan, 8, kids[:1])


def teacher(plan):
    kids = plan.kids(rows(plan.db, "SELECT id FROM child WHERE class = ?", plan.account["teacher"]["class_id"]))
    plan.see("Today", 15, "/")
    plan.see("list of children", 10, "/children")
    plan.see("child's file", 25, *["/children/%d" % k for k in kids])
    plan.see("growth file", 10, *["/children/%d/growth" % k for k in kids])
    plan.see("class", 10, "/classes/%s" % plan.account["teacher"]["class_id"])
    plan.see("requests for corrections", 5, "/corrections")
    talked(plan, 10, kids)
    search(plan, 5)


def search(plan, weight):
    names = rows(plan.db, "SELECT name FROM child ORDER BY id LIMIT 50")
    typed = "".join("%%%02X" % c for c in random.Random(2).choice(names)[-2:].encode())
    plan.send("search", weight, "/children", "/children", "q=" + typed)


def director(plan):
    region = plan.account["director"]["region"]
    kids = plan.kids(rows(plan.db, "SELECT child FROM care_case WHERE village = ?", region) or
                     rows(plan.db, "SELECT id FROM child WHERE household_region = ?", region))
    plan.see("Today", 15, "/")
    plan.see("tasks", 10, "/tasks")
    plan.see("children under care", 10, "/care")
    plan.see("child's file", 20, *["/children/%d" % k for k in kids])
    plan.see("visits of a child", 10, *["/children/%d/visits" % k for k in kids])
    today = datetime.date.today().isoformat()
    for k in kids:
        plan.send("visit", 15 / len(kids), "/children/%d/visits/new" % k, "/children/%d/visits" % k,
                  "on=%s&how=home&met=child&met=grandmother&c-food=yes&seen=Grandma+cooks+well,+visit+{n}" % today)


def keeper(plan):
    homes = rows(plan.db, "SELECT m.home FROM home_member m WHERE m.account = ? ORDER BY m.id",
                 plan.account["keeper"]["id"])[:1]
    plan.see("Today", 15, "/")
    plan.see("happy home", 15, *["/homes/%d" % h for h in homes])
    plan.see("calls of a day", 15, *["/homes/%d/calls" % h for h in homes])
    for h in homes:
        kids = plan.kids(rows(plan.db, "SELECT DISTINCT child FROM home_attendance WHERE home = ?", h))
        for kid in kids:
            for to in ("", "/left"):
                plan.send("attendance", 10 / len(kids), "/homes/%d/children" % h, "/homes/%d/children%s" % (h, to),
                          "child=%d" % kid)


def supervisor(plan):
    plan.see("Today", 15, "/")
    plan.see("team", 10, "/team")
    plan.see("what the law asks", 10, "/duties")
    plan.see("tasks", 10, "/tasks")
    plan.see("deeds", 10, "/deeds")


def officer(plan):
    kids = plan.kids(rows(plan.db, "SELECT id FROM child WHERE county = ? ORDER BY id LIMIT 3000",
                          plan.account["officer"]["county"]))
    plan.see("Today, county", 10, "/")
    plan.see("list of children", 15, "/children")
    plan.see("child's file", 35, *["/children/%d" % k for k in kids])
    plan.see("list of schools", 5, "/schools")
    plan.see("what the law asks", 10, "/duties")
    plan.see("ledger of the county", 10, "/contacts")
    search(plan, 15)


def federation(plan):
    plan.see("Today, county", 10, "/")
    plan.see("homes of the county", 10, "/homes")
    plan.see("register of growth files", 10, "/growth")
    plan.see("list of children", 10, "/children")


def civil(plan):
    plan.see("Today, county", 10, "/")
    plan.see("children under care", 10, "/care")
    plan.see("referrals", 10, "/referrals")
    plan.see("tasks", 10, "/tasks")


ROLES = {f.__name__: f for f in (parent, guardian, teacher, director, keeper, supervisor, officer, federation, civil)}


def asker(db):
    return "parent" if rows(db, "SELECT id FROM account WHERE login = 'writer'") else "guardian"


def asked_about(db):
    """Entries about which the asker may ask, and has not yet."""
    return db.execute("SELECT n.id, n.child FROM growth_note n JOIN tie t ON t.child = n.child"
                      " JOIN account a ON t.person = CAST(a.person_id AS INTEGER) WHERE a.login = ?"
                      " AND NOT EXISTS (SELECT 1 FROM correction x WHERE x.about_id = n.id)"
                      " ORDER BY n.id DESC LIMIT ?", (asker(db), BELLS)).fetchall()


def bells(plan, cookie):
    """Somebody of the family asks for corrections, which is told the teacher of the class: here, all who listen."""
    for note, child in asked_about(plan.db):
        plan.lines.append("bell\t%s\t/children/%d/corrections/new?about=growth_note&entry=%d\t"
                          "/children/%d/corrections\tcsrf={csrf}&client={client}&about=growth_note&about_id=%d&"
                          "words=This+is+another+day+{n}" % (cookie, child, note, child, note))


def opened(database):
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    db.row_factory = sqlite3.Row
    return db


def plan(database, users, password, cookie):
    db = opened(database)
    made = Plan(db)
    for login, n, think in there(db, users):
        made.lines.append("role\t%s\t%d" % (login, think))
        ROLES[login](made)
        made.lines += ["user\t%s%d\t%s" % (login, i, password) for i in range(n)]
    bells(made, cookie)
    db.close()
    return made.lines


def prepare(load):
    """The happy home opens; where nothing was written about the family's child, its teacher writes something."""
    db = opened(load.file)
    homes = rows(db, "SELECT m.home FROM home_member m JOIN account a ON a.id = m.account"
                 " WHERE a.login = 'keeper' ORDER BY m.id LIMIT 1")
    more = BELLS - len(asked_about(db)) if asker(db) == "parent" else 0
    kids = rows(db, "SELECT t.child FROM tie t JOIN account a ON t.person = CAST(a.person_id AS INTEGER)"
                " JOIN child k ON k.id = t.child WHERE a.login = 'parent' AND k.class IS NOT NULL LIMIT 1")
    db.close()
    for home in homes:
        try:
            load.post("keeper", "/homes/%d/open" % home)
        except urllib.error.HTTPError as e:
            if e.code != 409:  # it is open
                raise
    today = datetime.date.today().isoformat()
    for i in range(more):
        load.post("writer", "/api/v1/growth_notes", child=str(kids[0]), what="duty", on=today, title="Flowers", text="Day %d" % i)
