#!/usr/bin/env python3
"""Usage: size.py BUILD-DIR DATABASE [--rounds N]

What a database of any size costs to use: start-up, memory, the pages and lists of each level, searches.  DATABASE is
an SQLite file made by `tongxin demo --size county|city|nation`; nothing in it is changed but the log of readings.
Times are the median of several requests, one at a time, after one that is not counted; "processor" is the server's own
time.  Nothing is asserted: the budgets stand beside (doc/performance.md).
"""
import argparse
import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse

sys.dont_write_bytecode = True  # the source tree stays as it is
import harness

BUDGET_PAGE, BUDGET_COUNTY, BUDGET_NATION = "< 20 ms", "< 10 ms", "< 50 ms"


class Size:
    def __init__(self, build, database, rounds):
        self.program, self.database, self.rounds = os.path.join(build, "tongxin"), database, rounds
        self.env = {"TONGXIN_REGIONS": os.path.join(build, "regions.map")}
        self.token = {}

    def serve(self):
        port = harness.free_port()
        self.server = harness.Server([self.program, "serve", "--db", "sqlite:" + self.database,
                                      "--listen", "127.0.0.1:%d" % port], port, self.env)
        return self.server.wait()

    def auth(self, user):
        if user not in self.token:
            self.token[user] = subprocess.run(
                [self.program, "token", "create", "--db", "sqlite:" + self.database, "--user", user],
                check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ, **self.env)).stdout.strip()
        return {"Authorization": "Bearer " + self.token[user]}

    def ask(self, user, path, body=None):
        """Status and length of one answer."""
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        head = self.auth(user)
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(body)
        try:
            c.request("GET" if body is None else "POST", path, body, head)
            r = c.getresponse()
            return r.status, len(r.read())
        finally:
            c.close()

    def measure(self, what, budget, user, path, body=None):
        status, length = self.ask(user, path, body)
        before, took = self.server.cpu(), []
        for _ in range(self.rounds):
            begun = time.monotonic()
            self.ask(user, path, body)
            took.append((time.monotonic() - begun) * 1000)
        used = (self.server.cpu() - before) * 1000 / self.rounds
        print("| %s | %s | %.1f ms | %.1f ms | %d, %d bytes |"
              % (what, budget, statistics.median(took), used, status, length), flush=True)


def some(database):
    """A child with a class where there is one, and what it is found by."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    db.execute("PRAGMA mmap_size=0")
    child, name, born, school, region, of = db.execute(
        "SELECT id, name, birth_date, school, household_region, county FROM child"
        " WHERE county = 440804 AND school IS NOT NULL ORDER BY county, id LIMIT 1 OFFSET 40").fetchone()
    tail = db.execute("SELECT p.phone_tail FROM person p JOIN tie t ON t.person = p.id JOIN child c ON c.id = t.child"
                      " WHERE c.county = 440804 AND p.phone_tail IS NOT NULL LIMIT 1").fetchone()[0]
    logins = {row[0] for row in db.execute("SELECT login FROM account")}
    cared = db.execute("SELECT child FROM care_case WHERE county = 440804 ORDER BY level DESC, id LIMIT 1").fetchone()
    grown = db.execute("SELECT child FROM growth_note WHERE county = 440804 GROUP BY child"
                       " ORDER BY count(*) DESC LIMIT 1").fetchone()
    village = db.execute("SELECT village FROM care_case WHERE county = 440804 AND village IS NOT NULL GROUP BY village"
                         " ORDER BY count(*) DESC LIMIT 1").fetchone()
    work = db.execute("SELECT id FROM work WHERE county = 440804 LIMIT 1").fetchone()
    home = db.execute("SELECT m.home FROM home_member m JOIN account a ON a.id = m.account WHERE a.login = 'keeper'"
                      " ORDER BY m.id LIMIT 1").fetchone()
    own = dict(db.execute("SELECT login, coalesce(child_id, class_id) FROM account WHERE login IN ('child', 'teacher')"))
    db.close()
    return {"home": home[0] if home else 0, "village": village[0] if village else region, "work": work[0] if work else 0,
            "grown": grown[0] if grown else child, "star": own.get("child") or child, "class": own.get("teacher") or 0,
            "child": child, "name": name, "born": born, "school": school, "region": region, "tail": tail,
            "cared": cared[0] if cared else child, "logins": logins, "county": "%06d" % of}


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    args.add_argument("build")
    args.add_argument("database")
    args.add_argument("--rounds", type=int, default=9)
    given = args.parse_args()
    s = Size(given.build, given.database, given.rounds)
    it = some(given.database)
    print("| what | budget | median | processor | answer |\n|---|---|---|---|---|")
    starts = []
    for _ in range(3):
        starts.append(s.serve() * 1000)
        if len(starts) < 3:
            s.server.stop()
    print("| start to first answer | < 200 ms | %s | | |" % ", ".join("%.0f ms" % t for t in starts))
    print("| anonymous memory, nothing asked yet | < 64 MB | %.1f MB | | |" % (s.server.anonymous() / 1e6))
    number = json.loads(s.server.get("/api/v1/children/%d" % it["child"],
                                     dict(s.auth("officer"), **{"X-Purpose": "bench"}))[2]).get("id_number")
    quote = urllib.parse.quote
    rows = [
        ("child's file", BUDGET_PAGE, "officer", "/children/%d" % it["child"]),
        ("Today of the county's officer", BUDGET_PAGE, "officer", "/"),
        ("list of the county's children", BUDGET_PAGE, "officer", "/children"),
        ("the same by the API", BUDGET_PAGE, "officer", "/api/v1/children?limit=50"),
        ("list of the county's schools", BUDGET_PAGE, "officer", "/schools"),
        ("one school", BUDGET_PAGE, "officer", "/schools/%d" % it["school"]),
        ("persons of the county by the API", BUDGET_PAGE, "officer", "/api/v1/persons?limit=50"),
        ("likely doubles", BUDGET_PAGE, "officer", "/duplicates"),
        ("transfers", BUDGET_PAGE, "officer", "/transfers"),
        ("sweeps", BUDGET_PAGE, "officer", "/sweeps"),
        ("children in difficulty, proposed and certified", "recount", "officer", "/difficulties"),
        ("days together with a parent, county", "recount", "officer", "/together"),
        ("who came and went", "recount", "officer", "/moves"),
        ("care: Today of the director", BUDGET_PAGE, "director", "/"),
        ("care: the director's tasks", BUDGET_PAGE, "director", "/tasks"),
        ("care: children under care, village", BUDGET_PAGE, "director", "/care"),
        ("care: children under care, county", BUDGET_PAGE, "civil", "/care"),
        ("care: tasks of civil affairs", BUDGET_PAGE, "civil", "/tasks"),
        ("care: the supervisor's team", BUDGET_PAGE, "supervisor", "/team"),
        ("care: what the law asks, township", BUDGET_PAGE, "supervisor", "/duties"),
        ("care: what the law asks, county", BUDGET_PAGE, "officer", "/duties"),
        ("care: one duty by village, county", BUDGET_PAGE, "officer", "/duties/visit"),
        ("care: its open rows, county", BUDGET_PAGE, "officer", "/duties/visit/rows?of=not_done"),
        ("care: what the law asks, city", BUDGET_NATION, "city", "/duties"),
        ("care: visits of the county", BUDGET_PAGE, "officer", "/visits"),
        ("care: visits that are alike", BUDGET_PAGE, "supervisor", "/visits/alike"),
        ("care: plans", BUDGET_PAGE, "civil", "/plans"),
        ("care: referrals", BUDGET_PAGE, "civil", "/referrals"),
        ("care: reports", BUDGET_PAGE, "civil", "/reports"),
        ("care: alerts", BUDGET_PAGE, "civil", "/alerts"),
        ("care: are levels fair", "recount", "civil", "/care/fairness"),
        ("care: a child's level and reasons", BUDGET_PAGE, "officer", "/children/%d/risk" % it["cared"]),
        ("care: a visit's form", BUDGET_PAGE, "officer", "/children/%d/visits/new" % it["cared"]),
        ("care: the child's visits", BUDGET_PAGE, "officer", "/children/%d/visits" % it["cared"]),
        ("growth: the file with most entries", BUDGET_PAGE, "officer", "/children/%d/growth" % it["grown"]),
        ("growth: one section of it", BUDGET_PAGE, "officer", "/children/%d/growth?section=GF05" % it["grown"]),
        ("growth: its measurements, closed", BUDGET_PAGE, "officer", "/children/%d/measurements" % it["grown"]),
        ("growth: its works", BUDGET_PAGE, "officer", "/children/%d/works" % it["grown"]),
        ("growth: an entry's form", BUDGET_PAGE, "officer", "/children/%d/growth_notes/new" % it["grown"]),
        ("growth: the child's own page", BUDGET_PAGE, "child", "/me"),
        ("growth: letters, the child", BUDGET_PAGE, "child", "/children/%s/letters" % it["star"]),
        ("growth: the file, the guardian", BUDGET_PAGE, "guardian", "/children/%s/growth" % it["star"]),
        ("growth: measurements, the parent", BUDGET_PAGE, "parent", "/children/%s/measurements" % it["star"]),
        ("growth: a class is measured", BUDGET_PAGE, "teacher", "/classes/%s/measure" % it["class"]),
        ("growth: comments for a class", BUDGET_PAGE, "teacher", "/classes/%s/comments" % it["class"]),
        ("growth: photos to sort", BUDGET_PAGE, "teacher", "/piles"),
        ("growth: register of the county", BUDGET_PAGE, "federation", "/growth"),
        ("growth: its rows, untouched for a term", BUDGET_PAGE, "officer", "/growth/rows?of=untouched"),
        ("growth: register of a school", BUDGET_PAGE, "head", "/growth"),
        ("growth: village lists", BUDGET_PAGE, "officer", "/village-list"),
        ("growth: the list of one village", BUDGET_PAGE, "officer", "/village-list?region=%s" % it["village"]),
        ("growth: the register on paper", BUDGET_PAGE, "officer", "/growth/print"),
        ("growth: words of the child, the teacher", BUDGET_PAGE, "teacher", "/children/%s/words" % it["star"]),
        ("growth: recordings, the guardian", BUDGET_PAGE, "guardian", "/children/%s/recordings" % it["star"]),
        ("growth: works, the parent", BUDGET_PAGE, "parent", "/children/%s/works" % it["star"]),
        ("growth: a small picture", BUDGET_PAGE, "officer", "/works/%d/small" % it["work"]),
        ("growth: home surveys", BUDGET_PAGE, "officer", "/children/%d/home_surveys" % it["grown"]),
        ("growth: the file with most entries, by the API", BUDGET_PAGE, "officer",
         "/api/v1/growth_notes?child=%d&limit=50" % it["grown"]),
        ("growth: requests for corrections", BUDGET_PAGE, "teacher", "/corrections"),
        ("family: homes of the county", BUDGET_PAGE, "federation", "/homes"),
        ("family: a home, its keeper", BUDGET_PAGE, "keeper", "/homes/%d" % it["home"]),
        ("family: who is there, the keeper", BUDGET_PAGE, "keeper", "/homes/%d/children" % it["home"]),
        ("family: calls of a home's day", BUDGET_PAGE, "keeper", "/homes/%d/calls" % it["home"]),
        ("family: a call is booked, the parent", BUDGET_PAGE, "parent", "/children/%s/calls/new" % it["star"]),
        ("family: calls of a child, the parent", BUDGET_PAGE, "parent", "/children/%s/calls" % it["star"]),
        ("family: messages, the parent", BUDGET_PAGE, "parent", "/children/%s/messages" % it["star"]),
        ("family: weeks in touch, the parent", BUDGET_PAGE, "parent", "/children/%s/contacts" % it["star"]),
        ("family: weeks in touch, the teacher", BUDGET_PAGE, "teacher", "/children/%s/contacts" % it["star"]),
        ("family: the ledger of the county", BUDGET_PAGE, "officer", "/contacts"),
        ("family: the ledger of a township", BUDGET_PAGE, "supervisor", "/contacts"),
        ("family: deeds of a township", BUDGET_PAGE, "supervisor", "/deeds"),
        ("family: deeds of the county", BUDGET_PAGE, "civil", "/deeds"),
        ("family: deeds of a child, the parent", BUDGET_PAGE, "parent", "/children/%s/deeds" % it["star"]),
        ("family: what a parent sees first", BUDGET_PAGE, "parent", "/"),
        ("family: one's own child", BUDGET_PAGE, "parent", "/my/children/%s" % it["star"]),
        ("family: what an old phone shows", BUDGET_PAGE, "parent", "/simple"),
        ("family: the kiosk of a home", BUDGET_PAGE, "keeper", "/kiosk/%d" % it["home"]),
        ("family: Today of the keeper", BUDGET_PAGE, "keeper", "/"),
        ("family: what goes out", BUDGET_PAGE, "admin", "/admin/outbox"),
        ("search: two signs of a name", BUDGET_COUNTY, "officer", "/api/v1/children?limit=20&q=" + quote(it["name"][-2:])),
        ("search: first letters", BUDGET_COUNTY, "officer", "/api/v1/children?limit=20&q=lxm"),
        ("search: id number", BUDGET_COUNTY, "officer", "/api/v1/children?q=" + (number or "")),
        ("search: last four of a phone", BUDGET_COUNTY, "officer", "/api/v1/children?q=" + it["tail"]),
        ("region page, village", BUDGET_NATION, "officer", "/regions/" + it["region"]),
        ("region page, county", BUDGET_NATION, "officer", "/regions/" + it["county"]),
        ("region page, city", BUDGET_NATION, "city", "/regions/" + it["county"][:4]),
        ("region page, province", BUDGET_NATION, "province", "/regions/" + it["county"][:2]),
        ("region page, nation", BUDGET_NATION, "ministry", "/regions"),
        ("region page, another province, for the ministry", BUDGET_NATION, "ministry", "/regions/51"),
        ("Today of the ministry", BUDGET_PAGE, "ministry", "/"),
    ]
    for what, budget, user, path in rows:
        if user in it["logins"]:
            s.measure(what, budget, user, path)
    for user in ("city", "ministry"):
        if user in it["logins"]:
            wide = {"purpose": "bench", "number": number or ""}
            s.measure("search by id number, %s" % user, BUDGET_NATION, user, "/search", wide)
            wide = {"purpose": "bench", "name": it["name"], "year": str(it["born"])[:4]}
            s.measure("search by name and year of birth, %s" % user, BUDGET_NATION, user, "/search", wide)
    print("| anonymous memory after all that | < 64 MB | %.1f MB | | |" % (s.server.anonymous() / 1e6))
    s.server.stop()


if __name__ == "__main__":
    try:
        main()
    finally:
        harness.stop_all()
