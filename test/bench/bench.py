#!/usr/bin/env python3
"""Usage: bench.py BUILD-DIR [--rounds N] [--json FILE] [PART]...

The budgets of the program against their yardsticks, at county size: pages, growth, latency, search, counts, memory,
import, writes (default: all).  Ratios of processor time in one run; times and sizes are reported, nothing is asserted
of them.  Exit status 1 when a ratio's budget is missed.
"""
import argparse
import json
import os
import resource
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the source tree stays as it is
import harness

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 2  # of load in each measurement
ROSTER = 10000
RECORDS = ["child", "person", "tie", "absence", "circumstance", "enrolment"]
TODAY = "2026-11-21"


class Bench:
    def __init__(self, build, rounds):
        self.build, self.rounds, self.rows = os.path.abspath(build), rounds, []
        self.folder = tempfile.mkdtemp(prefix="tongxin-bench-")
        self.program = os.path.join(self.build, "tongxin")
        self.env = {"TONGXIN_REGIONS": os.path.join(self.build, "regions.map")}

    def make_county(self):
        self.county = os.path.join(self.folder, "county.db")
        print("# making a county", file=sys.stderr)
        self.run([self.program, "demo", "--db", "sqlite:" + self.county, "--size", "county", "--as-of", TODAY])
        self.auth = self.sign("officer")
        db = sqlite3.connect("file:%s?mode=ro" % self.county, uri=True)
        # A family as they come: both parents, two absences between them.
        self.child, self.absence = db.execute(
            "SELECT t.child, max(a.id) FROM tie t JOIN absence a ON a.person = t.person"
            " GROUP BY t.child HAVING count(*) = 2 ORDER BY t.child").fetchone()
        self.name, self.area = db.execute("SELECT name, county FROM child WHERE id = ?", (self.child,)).fetchone()
        self.tail = db.execute("SELECT phone_tail FROM child WHERE phone_tail IS NOT NULL ORDER BY id").fetchone()[0]
        self.school = db.execute("SELECT code FROM school ORDER BY id").fetchone()[0]
        self.regions = [r[0] for r in db.execute(
            "SELECT DISTINCT household_region FROM child WHERE length(household_region) = 12 ORDER BY 1 LIMIT 40")]
        self.grown = db.execute("SELECT child FROM growth_note GROUP BY child"
                                " ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
        self.star, = db.execute("SELECT child_id FROM account WHERE login = 'child'").fetchone()
        self.klass, = db.execute("SELECT class_id FROM account WHERE login = 'teacher'").fetchone()
        db.close()

    def sign(self, user):
        """What a request of this user is sent with."""
        token = self.run([self.program, "token", "create", "--db", "sqlite:" + self.county, "--user", user])
        return {"Authorization": "Bearer " + token.strip()}

    def run(self, command, **how):
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, **self.env), **how).stdout

    def tool(self, name):
        return os.path.join(self.build, "test/bench", name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def copy(self, name):
        """The county again, to be written to."""
        to = self.path(name)
        for end in ("", ".key"):
            shutil.copy(self.county + end, to + end)
        return to

    def serve(self, database=None, env=None, more=()):
        port = harness.free_port()
        s = harness.Server([self.program, "serve", "--db", "sqlite:" + (database or self.county),
                            "--listen", "127.0.0.1:%d" % port, *more], port, env)
        s.first = s.wait()
        return s

    def report(self, what, budget, measured, yardstick="", ratio=None, limit=None, at_least=False):
        verdict = "-"
        if limit is not None:
            verdict = "ok" if (ratio >= limit if at_least else ratio <= limit) else "MISSED"
        self.rows.append({"what": what, "budget": budget, "measured": measured, "yardstick": yardstick,
                          "ratio": ratio and round(ratio, 3), "verdict": verdict})
        print("# %s: %s, %s" % (what, measured, verdict), file=sys.stderr)


# --- pages ---

def record_statements(b):
    """What a child's page asks of the database, and what it answers, for yard_epoll to do again."""
    trace = b.path("trace")
    s = b.serve(env={"LD_PRELOAD": b.tool("yard_trace.so"), "BENCH_TRACE": trace}, more=["--threads", "1"])
    page = "/children/%d" % b.child
    s.get(page, b.auth)
    time.sleep(3)  # what is written behind: who read, what the demonstration left to be done
    os.truncate(trace, 0)
    reply = s.raw(page, b.auth)
    size = os.path.getsize(trace)
    s.stop()
    os.truncate(trace, size)  # not who read it, which is written behind
    with open(b.path("reply"), "wb") as f:
        f.write(reply)
    return trace


def start_yard(b):
    trace = record_statements(b)
    p = subprocess.Popen([b.tool("yard_epoll"), b.county, trace, b.path("reply")], stdout=subprocess.PIPE, text=True)
    port, statements = p.stdout.readline().split()[:2]
    return harness.Server(None, int(port), process=p), int(statements)


def start_floor(b, server, name, path, headers):
    """The library alone, which answers with these very bytes."""
    with open(b.path(name + ".reply"), "wb") as f:
        f.write(server.raw(path, headers))
    p = subprocess.Popen([b.tool("yard_mhd"), b.path(name + ".reply"), str(max(4, os.cpu_count()))], stdout=subprocess.PIPE,
                         text=True)
    return harness.Server(None, int(p.stdout.readline()), process=p)


def put_file(b, name, body):
    os.makedirs(b.path("files"), exist_ok=True)
    with open(os.path.join(b.path("files"), name), "wb") as f:
        f.write(body)
    return "/" + name


def pages(b):
    server = b.serve()
    page, form = "/children/%d" % b.child, "/absences/%d/edit" % b.absence
    grown, note = "/children/%d/growth" % b.grown, "/children/%d/growth_notes/new" % b.grown
    page_head, page_body = server.get(page, b.auth)[1:]
    asset = page_body.split(b'rel="stylesheet" href="')[1].split(b'"')[0].decode()
    asset_head, asset_body = server.get(asset)[1:]
    page_file = put_file(b, "page.html", page_body)
    form_file = put_file(b, "form.html", server.get(form, b.auth)[2])
    grown_file = put_file(b, "grown.html", server.get(grown, b.auth)[2])
    note_file = put_file(b, "note.html", server.get(note, b.auth)[2])
    asset_file = put_file(b, "asset.css", asset_body)
    limit = harness.nginx(b.folder, b.path("files"))
    limit.wait("/page.html")
    kept = limit.get(asset_file)[1]["etag"]
    yard, statements = start_yard(b)
    fresh = dict(b.auth, **{"If-None-Match": page_head["etag"]})
    floors = [start_floor(b, server, name, path, head) for name, path, head in
              (("page", page, b.auth), ("form", form, b.auth), ("304", page, fresh))]
    targets = {
        "page": (server, page, b.auth), "yard": (yard, page, b.auth), "nginx page": (limit, page_file, {}),
        "form": (server, form, b.auth), "nginx form": (limit, form_file, {}),
        "grown": (server, grown, b.auth), "nginx grown": (limit, grown_file, {}),
        "note": (server, note, b.auth), "nginx note": (limit, note_file, {}),
        "asset": (server, asset, {}), "nginx asset": (limit, asset_file, {}),
        "page 304": (server, page, fresh),
        "library page": (floors[0], page, b.auth), "library form": (floors[1], form, b.auth),
        "library 304": (floors[2], page, fresh),
        "asset 304": (server, asset, {"If-None-Match": asset_head["etag"]}),
        "nginx 304": (limit, asset_file, {"If-None-Match": kept}),
    }
    taken = {name: [] for name in targets}
    for _ in range(b.rounds):
        for name, target in targets.items():
            taken[name].append(harness.microseconds(*target, SECONDS))
    for s in (server, limit, yard, *floors):
        s.stop()

    def compare(what, budget, one, other, most):
        ratio = statistics.median(x / y for x, y in zip(taken[one], taken[other]))
        b.report(what, budget, "%.1f us" % statistics.median(taken[one]),
                 "%s: %.1f us" % (other, statistics.median(taken[other])), ratio, most)

    compare("child's file, %d statements, %d bytes" % (statements, len(page_body)), "<= 1.5 x bare epoll loop",
            "page", "yard", 1.5)
    compare("child's file", "<= 6 x nginx static", "page", "nginx page", 6)
    compare("one-record page (form of an absence)", "<= 3 x nginx static", "form", "nginx form", 3)
    compare("growth file of ten years", "<= 6 x nginx static", "grown", "nginx grown", 6)
    compare("growth: form of an entry", "<= 3 x nginx static", "note", "nginx note", 3)
    compare("static asset, %d bytes" % len(asset_body), "<= 1.1 x nginx static", "asset", "nginx asset", 1.1)
    compare("304 of an asset", "<= 1.5 x nginx's 304", "asset 304", "nginx 304", 1.5)
    compare("304 of the child's file", "<= 1.5 x nginx static", "page 304", "nginx page", 1.5)
    for what in ("page", "form", "304"):
        compare("libmicrohttpd alone with the bytes of: " + what, "(reported)", "library " + what,
                "nginx 304" if what == "304" else "nginx " + what, None)


# --- times ---

def timed_pages(b, part, rows):
    server = b.serve()
    for what, user, url in rows:
        b.report(part + ": " + what, "< 20 ms", "%.2f ms" % harness.timed(server, url, b.sign(user), 30))
    server.stop()


def growth(b):
    timed_pages(b, "growth", (
        ("file of ten years", "officer", "/children/%d/growth" % b.grown),
        ("measurements with their curves", "parent", "/children/%s/measurements" % b.star),
        ("the child's own page", "child", "/me"),
        ("letters of the child", "child", "/children/%s/letters" % b.star),
        ("file, for the guardian", "guardian", "/children/%s/growth" % b.star),
        ("a class is measured", "teacher", "/classes/%s/measure" % b.klass),
        ("comments for a class", "teacher", "/classes/%s/comments" % b.klass),
        ("photos to sort", "teacher", "/piles"),
        ("requests for corrections", "teacher", "/corrections"),
        ("register of the county", "federation", "/growth"),
        ("its rows, untouched for a term", "officer", "/growth/rows?of=untouched"),
        ("list of a village", "director", "/village-list")))


def family(b):
    db = sqlite3.connect("file:%s?mode=ro" % b.county, uri=True)
    home, = db.execute("SELECT m.home FROM home_member m JOIN account a ON a.id = m.account"
                       " WHERE a.login = 'keeper' ORDER BY m.id LIMIT 1").fetchone()
    call, = db.execute("SELECT c.id FROM call c WHERE c.child = ? ORDER BY c.on_day DESC, c.id LIMIT 1",
                       (b.star,)).fetchone()
    deed, = db.execute("SELECT d.id FROM deed d WHERE d.child = ? ORDER BY d.id DESC LIMIT 1", (b.star,)).fetchone()
    db.close()
    timed_pages(b, "family", (
        ("homes of the county", "federation", "/homes"),
        ("a home, its keeper", "keeper", "/homes/%d" % home),
        ("calls of a home's day", "keeper", "/homes/%d/calls" % home),
        ("a call that is booked", "parent", "/calls/%d" % call),
        ("the room of a call", "keeper", "/calls/%d/room" % call),
        ("messages, the parent", "parent", "/children/%s/messages" % b.star),
        ("weeks in touch, the teacher", "teacher", "/children/%s/contacts" % b.star),
        ("the ledger of the county", "officer", "/contacts"),
        ("a deed, the parent", "parent", "/deeds/%d" % deed),
        ("deeds of a township", "supervisor", "/deeds"),
        ("what a parent sees first", "parent", "/"),
        ("Today of the keeper", "keeper", "/")))


def latency(b):
    server = b.serve()
    page = "/children/%d" % b.child
    lines = "".join("%s: %s\r\n" % h for h in b.auth.items())
    out = b.run([b.tool("pace"), str(server.port), "200", "20", lines, page, "/healthz"]).splitlines()
    server.stop()
    for line, what in zip(out, ("child's file", "/healthz beside it")):
        n, failed, p50, p90, p99, worst = (int(x) for x in line.split()[1:])
        b.report("%s at 200 requests/s" % what, "p99 < 20 ms on an idle machine",
                 "p50 %.2f, p90 %.2f, p99 %.2f, worst %.2f ms of %d, %d failed"
                 % (p50 / 1e3, p90 / 1e3, p99 / 1e3, worst / 1e3, n, failed))


def search(b):
    server = b.serve()
    number = json.loads(server.get("/api/v1/children/%d" % b.child,
                                   dict(b.auth, **{"X-Purpose": "bench"}))[2]).get("id_number")
    for what, q in (("part of a name", b.name[-2:]), ("id number", number), ("phone tail", b.tail)):
        url = "/api/v1/children?limit=50&q=" + "".join("%%%02X" % c for c in q.encode())
        b.report("search in the county by " + what, "< 10 ms", "%.2f ms" % harness.timed(server, url, b.auth, 50))
    server.stop()


def counts(b):
    server = b.serve()
    area = "%06d" % b.area
    for what, url in (("region page", "/regions/" + area), ("counts of the left behind", "/api/v1/left-behind?region=" + area)):
        b.report(what + " of the county", "< 50 ms", "%.2f ms" % harness.timed(server, url, b.auth, 30))
    told = json.loads(server.get("/api/v1/left-behind?region=" + area, b.auth)[2])
    counted = recount(b, server, area)
    server.stop()
    b.report("its counts are those of a recount over every child", "equal",
             "equal" if counted == {k: told[k] for k in counted} else "%s, but %s" % (told, counted),
             ratio=float(counted == {k: told[k] for k in counted}), limit=1, at_least=True)


def recount(b, server, area):
    total = {"children": 0, "civil_affairs": 0, "civil_affairs_unknown": 0,
             "school_roll": {"0": 0, "1": 0, "2": 0, "unknown": 0}}
    after = ""
    while after is not None:
        got = json.loads(server.get("/api/v1/children?limit=200&region=%s%s" % (area, after), b.auth)[2])
        after = got["next"] and "&after=" + got["next"]
        for item in got["items"]:
            child = json.loads(server.get("/api/v1/children/" + item["id"], b.auth)[2])
            state = child["left_behind"]
            day, born = state["as_of"].split("-"), child["birth_date"].split("-")
            if int(day[0]) - int(born[0]) - (day[1:] < born[1:]) >= 18:
                continue
            total["children"] += 1
            total["civil_affairs"] += state["civil_affairs"] is True
            total["civil_affairs_unknown"] += state["civil_affairs"] is None
            total["school_roll"]["unknown" if state["school_roll"] is None else str(state["school_roll"])] += 1
    return total


def memory(b):
    firsts = []
    for _ in range(5):
        server = b.serve()
        firsts.append(server.first)
        server.stop()
    b.report("start to first answer", "< 200 ms", "%.0f ms" % (statistics.median(firsts) * 1e3))
    server = b.serve()
    lines = "".join("%s: %s\r\n" % h for h in b.auth.items())
    request = ("GET /children/%d HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (b.child, lines)).encode()
    idle = []
    for _ in range(500):
        s = socket.create_connection(("127.0.0.1", server.port))
        s.sendall(request)
        s.recv(65536)
        idle.append(s)
    used = server.anonymous() / (1 << 20)
    for s in idle:
        s.close()
    server.stop()
    b.report("anonymous memory with 500 idle connections", "< 64 MB", "%.1f MB" % used, ratio=used / 64, limit=1)


# --- writing ---

def cpu_of(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_out(b, imported):
    """The records that an import made, as CSV for the shell; their number, the tables and the indexes."""
    before, after = sqlite3.connect(b.county), sqlite3.connect(imported)
    made, tables, indexes = 0, [], []
    for t in RECORDS:
        known = {r[0] for r in before.execute("SELECT id FROM %s" % t)}
        with open(b.path(t + ".csv"), "w", encoding="utf-8", newline="") as f:
            for row in after.execute("SELECT * FROM %s ORDER BY id" % t):
                if row[0] in known:
                    continue
                made += 1
                f.write(",".join("" if v is None else v.hex() if isinstance(v, bytes) else str(v) for v in row) + "\n")
        columns = [r[1] for r in after.execute("PRAGMA table_info(%s)" % t)]
        tables.append("CREATE TABLE %s (id INTEGER PRIMARY KEY, %s);" % (t, ", ".join(columns[1:])))
        indexes += [r[0] + ";" for r in after.execute(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (t,))]
    before.close()
    after.close()
    return made, tables, indexes


def shell_import(b, schema):
    yard = b.path("shell.db")
    for end in ("", "-wal", "-shm"):
        if os.path.exists(yard + end):
            os.unlink(yard + end)
    script = ["PRAGMA page_size=8192;", "PRAGMA journal_mode=WAL;", *schema, ".mode csv"]
    script += [".import %s %s" % (b.path(t + ".csv"), t) for t in RECORDS]
    return cpu_of(["sqlite3", yard], input="\n".join(script) + "\n", text=True)


def bring_in(b):
    roster = b.path("roster.csv")
    with open(roster, "w", encoding="utf-8") as f:
        f.write(b.run([sys.executable, os.path.join(HERE, "roster.py"), str(ROSTER), ",".join(b.regions)]))
    ours, with_indexes, bare, made = [], [], [], 0
    for _ in range(min(b.rounds, 3)):
        to = b.copy("import.db")
        for end in ("-wal", "-shm"):
            if os.path.exists(to + end):
                os.unlink(to + end)
        ours.append(cpu_of([b.program, "import", "--db", "sqlite:" + to, "children", roster, "--school", b.school]))
        made, tables, indexes = write_out(b, to)
        with_indexes.append(shell_import(b, tables + indexes))
        bare.append(shell_import(b, tables))
    what = "import of %d roster rows, %d records" % (ROSTER, made)
    ratio = statistics.median(y / x for x, y in zip(ours, with_indexes))
    b.report(what, ">= 0.25 x .import into the same tables and indexes", "%.2f s CPU" % statistics.median(ours),
             ".import: %.2f s CPU" % statistics.median(with_indexes), ratio, 0.25, at_least=True)
    ratio = statistics.median(y / x for x, y in zip(ours, bare))
    b.report("the same, beside tables without indexes", "(reported)", "%.2f s CPU" % statistics.median(ours),
             ".import: %.2f s CPU" % statistics.median(bare), ratio)


def writes(b):
    out = b.run([b.tool("yard_write"), "sqlite:" + b.copy("writes.db"), str(2 * b.rounds)]).split()
    with_journal, without = [float(x) for x in out[::2]], [float(x) for x in out[1::2]]
    ratio = statistics.median(y / x for x, y in zip(with_journal, without))
    b.report("journalled writes, batches of 200", ">= 0.4 x the same without journal",
             "%.1f us CPU a record" % statistics.median(with_journal),
             "without: %.1f us" % statistics.median(without), ratio, 0.4, at_least=True)


PARTS = {"pages": pages, "growth": growth, "family": family, "latency": latency, "search": search, "counts": counts, "memory": memory,
         "import": bring_in, "writes": writes}


def cells(rows):
    return [[r["what"], r["budget"], r["measured"], r["yardstick"],
             "" if r["ratio"] is None else "%.2f" % r["ratio"], r["verdict"]] for r in rows]


def put_table(rows):
    table = [["what", "budget", "measured", "yardstick", "ratio", "verdict"]] + cells(rows)
    width = [max(len(row[i]) for row in table) for i in range(6)]
    for row in table:
        print("  ".join(text.ljust(n) for text, n in zip(row, width)).rstrip())


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("build")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--json")
    p.add_argument("part", nargs="*", metavar="PART", help=", ".join(PARTS))
    given = p.parse_intermixed_args()
    unknown = [name for name in given.part if name not in PARTS]
    if unknown:
        p.error("no such part: " + unknown[0])
    b = Bench(given.build, given.rounds)
    try:
        b.make_county()
        for name in given.part or PARTS:
            PARTS[name](b)
    finally:
        harness.stop_all()
        shutil.rmtree(b.folder)
    put_table(b.rows)
    if given.json:
        with open(given.json, "w", encoding="utf-8") as f:
            json.dump(b.rows, f, indent=1, ensure_ascii=False)
            f.write("\n")
    return any(r["verdict"] == "MISSED" for r in b.rows)


sys.exit(main())
