#!/usr/bin/env python3
"""Usage: load.py BUILD-DIR [--size county|city|nation] [--database FILE [--in-place]] [--postgres URL] [--minutes N]
               [--phones N] [--streams N] [--users N] [--folder DIR] [--json FILE]

A county's evening on the loopback (load.c): phones that stay connected after one request, event streams of signed-in
sessions, and people of mixed roles who work, all at once, for --minutes (10).  Reports each kind of request beside
/healthz in the same seconds, memory, processor time and descriptors of each phase, and how long a notice takes to
reach every stream.  Exit status 1 when a request failed or a stream was not reached.

The database is made by `tongxin demo --size`, or copied from --database, or with --in-place that file itself, which then
keeps who was added.  --postgres: what was made goes there, into an empty database, by backup and restore.  The accounts of
the streams and their sessions are written beside the program, like those of roles which the database has nobody of.
"""
import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True  # the source tree stays as it is
import harness
import roles

PASSWORD = "tongxin-demo"
DAY = 86400 * 1000000
DAYS_WORK = 3600    # seconds in which a server must have done what was waiting for it
QUIET = 0.1         # seconds of processor time in five
PHASES = {"empty": "nobody, /healthz alone", "phones-come": "phones connect", "phones": "phones stay",
          "streams-come": "streams begin", "streams": "streams and phones stay", "users-come": "people sign in",
          "users": "people work", "end": None}


def literal(value):
    """As PostgreSQL reads it."""
    if isinstance(value, bytes):
        return "'\\x%s'" % value.hex()
    if isinstance(value, str):
        return "'%s'" % value.replace("'", "''")
    return "NULL" if value is None else str(value)


class Copies:
    """Accounts like one that is there, with what makes them that: clearances and places in happy homes.  Who has been
    added before is taken as they are.  Every statement is kept, for another database."""

    def __init__(self, db):
        self.db, self.last, self.script = db, {}, []

    def insert(self, table, row):
        self.db.execute("INSERT INTO %s (%s) VALUES (%s)" % (table, ", ".join(row), ", ".join("?" * len(row))),
                        list(row.values()))
        self.script.append("INSERT INTO %s (%s) VALUES (%s);\n"
                           % (table, ", ".join(row), ", ".join(literal(v) for v in row.values())))

    def put(self, table, row, **other):
        """Far above the ids that the program gives out in this county."""
        if table not in self.last:
            self.last[table] = self.db.execute("SELECT max(id) FROM %s WHERE county = ?" % table,
                                               (row["county"],)).fetchone()[0] + (1 << 32)
        self.last[table] += 1
        self.insert(table, dict(zip(row.keys(), row), id=self.last[table], **other))
        return self.last[table]

    def account(self, like, login, **other):
        there = self.db.execute("SELECT id, county FROM account WHERE login = ?", (login,)).fetchone()
        if there:
            return tuple(there)
        row = self.db.execute("SELECT * FROM account WHERE login = ?", (like,)).fetchone()
        account = self.put("account", row, login=login, **other)
        for table in ("clearance", "home_member"):
            for own in self.db.execute("SELECT * FROM %s WHERE account = ?" % table, (row["id"],)).fetchall():
                self.put(table, own, account=account)
        return account, row["county"]

    def session(self, account, county):
        """What the cookie of a new session holds."""
        secret, now = os.urandom(32), int(time.time() * 1e6)
        self.insert("session", {"digest": hashlib.new("sm3", secret).digest(), "county": county, "account": account,
                                "stage": roles.STAGE_OPEN, "csrf": os.urandom(32), "agent": "", "idle": DAY,
                                "created": now, "seen": now, "expires": now + DAY})
        return secret.hex()


class Postgres:
    """The server behind the program, and what it takes of the processors."""

    def __init__(self, url):
        self.url = url
        one = int(self.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer';"))
        with open("/proc/%d/stat" % one, encoding="utf-8") as f:
            self.first = int(f.read().rsplit(")", 1)[1].split()[1])

    def ask(self, script):
        return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url], input=script,
                              check=True, stdout=subprocess.PIPE, text=True).stdout

    def cpu(self):
        return sum(harness.cpu_of(pid) for pid in harness.children_of(self.first))


class Load:
    def __init__(self, given):
        self.given, self.build = given, os.path.abspath(given.build)
        self.program = os.path.join(self.build, "tongxin")
        self.folder = tempfile.mkdtemp(prefix="tongxin-load-", dir=given.folder)
        self.file = given.database if given.in_place else os.path.join(self.folder, "load.db")
        self.env = dict(os.environ, TONGXIN_REGIONS=os.path.join(self.build, "regions.map"))
        self.options = ["--db", "sqlite:" + self.file, "--key", self.file + ".key"]
        self.postgres = None
        self.cookies, self.samples, self.out = [], [], {"phases": [], "kinds": [], "bells": [], "counts": {}}

    def run_program(self, *command):
        return subprocess.run([self.program, *command], check=True, stdout=subprocess.PIPE, text=True,
                              env=self.env).stdout.strip()

    def make(self):
        if self.given.in_place:
            return
        if self.given.database:
            for end in ("", "-wal", ".key", ".blobs"):
                if os.path.exists(self.given.database + end):
                    subprocess.run(["cp", "-a", "--reflink=auto", self.given.database + end, self.file + end], check=True)
        else:
            self.run_program("demo", "--db", "sqlite:" + self.file, "--size", self.given.size)

    def move(self):
        """To PostgreSQL, before anybody is added: a backup is verified by its journal, which does not know them."""
        kept = os.path.join(self.folder, "backup")
        self.run_program("backup", *self.options, "--to", kept)
        self.options = ["--db", self.given.postgres, "--key", self.file + ".key"]
        self.run_program("restore", "--from", kept, *self.options, "--blobs", self.file + ".blobs2")
        os.unlink(kept)
        self.postgres = Postgres(self.given.postgres)
        self.postgres.ask("ANALYZE;")

    def serve(self):
        port = harness.free_port()
        blobs = self.file + (".blobs2" if self.postgres else ".blobs")
        self.server = harness.Server([self.program, "serve", *self.options, "--blobs", blobs,
                                      "--listen", "127.0.0.1:%d" % port], port, self.env)
        took = self.server.wait(patience=DAYS_WORK)
        print("# listens after %.0f s, %.0f s of processor time" % (took, self.server.cpu()), file=sys.stderr)

    def is_day_begun(self):
        """The day's work goes on (ADR 0042)."""
        asked = "SELECT count(*) FROM meta WHERE name = 'day_begun'"
        if self.postgres:
            return int(self.postgres.ask(asked + ";")) > 0
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % self.file, uri=True)) as db:
            return db.execute(asked).fetchone()[0] > 0

    def rest(self):
        """Until what was waiting for a server is done: nobody else may write meanwhile, not even a token."""
        until, used = time.monotonic() + DAYS_WORK, QUIET + 1
        while time.monotonic() < until and (used > QUIET or self.is_day_begun()):
            before = self.server.cpu()
            time.sleep(5)
            used = self.server.cpu() - before

    def post(self, user, path, **body):
        api = path.startswith("/api/")
        token = self.run_program("token", "create", *self.options, "--user", user)
        r = urllib.request.Request("http://127.0.0.1:%d%s" % (self.server.port, path),
                                   (json.dumps(body) if api else urllib.parse.urlencode(body)).encode(),
                                   {"Authorization": "Bearer " + token,
                                    "Content-Type": "application/json" if api else "application/x-www-form-urlencoded"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(r, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as e:
            print("# %s: %d %s" % (path, e.code, e.read().decode()), file=sys.stderr)
            raise

    # --- who is there ---

    def people(self):
        """Accounts written beside the program, since the demo has one of each role: those of the streams are like its
        teacher's, with a session each; those who work sign in themselves."""
        db = sqlite3.connect(self.file)
        db.row_factory = sqlite3.Row
        copies = Copies(db)
        asks, near = roles.complete(db, copies)
        for i in range(self.given.streams):
            self.cookies.append(copies.session(*copies.account("teacher", "stream%d" % i, **near)))
        for role, n, _ in roles.there(db, self.given.users):
            for i in range(n):
                copies.account(role, "%s%d" % (role, i))
        self.asker = copies.session(*copies.account(asks, "asker"))
        db.commit()
        db.close()
        if self.postgres:
            self.postgres.ask("BEGIN;\n%sCOMMIT;" % "".join(copies.script))

    # --- the run ---

    def write_plan(self):
        lines = ["phone\t/sign-in"] * self.given.phones
        lines += ["stream\t" + c for c in self.cookies]
        lines += roles.plan(self.file, self.given.users, PASSWORD, self.asker)
        path = os.path.join(self.folder, "plan")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in lines))
        return path

    def sample(self, name, of_open, of_streams):
        self.samples.append({"phase": name, "connections": of_open, "streams": of_streams, "at": time.monotonic(),
                             "cpu": self.server.cpu(), "requests": self.metric(), **self.server.memory(),
                             "postgres": self.postgres.cpu() if self.postgres else 0})

    def metric(self):
        """Requests answered so far, by the program's own count."""
        text = self.server.get("/metrics")[2].decode()
        return float(re.search(r"^tongxin_requests_total (\S+)", text, re.M).group(1))

    def run(self):
        tool = os.path.join(self.build, "test/bench/load")
        command = [tool, str(self.server.port), str(int(self.given.minutes * 60)), self.write_plan()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as p:
            for line in p.stdout:
                part = line.rstrip("\n").split("\t")
                if line.startswith("phase "):
                    name, of_open, of_streams = line.split()[1:]
                    print("# %s: %s connections, %s streams" % (name, of_open, of_streams), file=sys.stderr)
                    self.sample(name, int(of_open), int(of_streams))
                elif part[0] == "kind":
                    self.out["kinds"].append(dict(zip(("what", "n", "failed", "p50", "p90", "p99", "max", "bytes",
                                                       "status"), [part[1]] + [int(x) for x in part[2:]])))
                elif part[0] == "bell":
                    self.out["bells"].append(dict(zip(("reached", "answered", "first", "p50", "p99", "last"),
                                                      [int(x) for x in part[1:]])))
                elif part[0] == "count":
                    self.out["counts"][part[1]] = int(part[2])
            if p.wait():
                raise RuntimeError("the load did not come to its end")

    # --- what is said ---

    def phases(self):
        for a, b in zip(self.samples, self.samples[1:]):
            took, used, asked = b["at"] - a["at"], b["cpu"] - a["cpu"], b["requests"] - a["requests"]
            theirs = b["postgres"] - a["postgres"]
            self.out["phases"].append({"what": PHASES[a["phase"]], "seconds": took, "connections": b["connections"],
                                       "streams": b["streams"], "requests": asked, "core": used / took,
                                       "us": used / asked * 1e6 if asked else 0,
                                       "postgres_us": theirs / asked * 1e6 if asked else 0, "anonymous": b["anonymous"],
                                       "pss": b["pss"], "files": b["files"]})

    def say(self):
        print("\n| phase | connections, streams | requests/s | a core's share | processor time a request |"
              " anonymous; PSS | descriptors |\n|---|---|---|---|---|---|---|")
        for f in self.out["phases"]:
            theirs = ", PostgreSQL's %.0f" % f["postgres_us"] if self.postgres else ""
            print("| %s, %.0f s | %d, %d | %.1f | %.1f %% | %.0f us%s | %.0f; %.0f MB | %d |"
                  % (f["what"], f["seconds"], f["connections"], f["streams"], f["requests"] / f["seconds"],
                     f["core"] * 100, f["us"], theirs, f["anonymous"] / 1e6, f["pss"] / 1e6, f["files"]))
        print("\n| request | how many | failed | p50 | p90 | p99 | most | KB |\n|---|---|---|---|---|---|---|---|")
        for k in self.out["kinds"]:
            print("| %s | %d | %s | %.1f ms | %.1f | %.1f | %.1f | %.1f |"
                  % (k["what"], k["n"], "%d (%d)" % (k["failed"], k["status"]) if k["failed"] else "0", k["p50"] / 1e3,
                     k["p90"] / 1e3, k["p99"] / 1e3, k["max"] / 1e3, k["bytes"] / 1e3 / max(1, k["n"])))
        print("\n| a notice for all | streams reached | answered | first | p50 | p99 | last |\n|---|---|---|---|---|---|---|")
        for i, b in enumerate(self.out["bells"]):
            print("| %d | %d | %.0f ms | %.0f | %.0f | %.0f | %.0f |"
                  % ((i + 1, b["reached"]) + tuple(b[x] / 1e3 for x in ("answered", "first", "p50", "p99", "last"))))
        print("\n" + ", ".join("%s: %d" % c for c in self.out["counts"].items()))

    def is_sound(self):
        failed = sum(k["failed"] for k in self.out["kinds"])
        unheard = [b for b in self.out["bells"] if b["reached"] < self.given.streams]
        if failed or unheard or self.out["counts"].get("streams ended"):
            print("# MISSED: %d requests failed, %d notices did not reach every stream" % (failed, len(unheard)))
            return False
        return True


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    args.add_argument("build")
    args.add_argument("--size", choices=("school", "county", "city", "nation"), default="county")
    args.add_argument("--database")
    args.add_argument("--in-place", action="store_true")
    args.add_argument("--postgres")
    args.add_argument("--folder", help="where what is made for the run lies; else the place for temporary files")
    args.add_argument("--minutes", type=float, default=10)
    args.add_argument("--phones", type=int, default=10000)
    args.add_argument("--streams", type=int, default=5000)
    args.add_argument("--users", type=int, default=500)
    args.add_argument("--json")
    given = args.parse_args()
    if given.in_place and not given.database:
        args.error("--in-place wants a --database")
    load = Load(given)
    try:
        load.make()
        if given.postgres:
            load.move()
        load.people()
        load.serve()
        load.rest()
        roles.prepare(load)
        load.rest()
        load.run()
        load.phases()
        load.say()
        if given.json:
            with open(given.json, "w", encoding="ascii") as f:
                json.dump(load.out, f, indent="\t")
        return 0 if load.is_sound() else 1
    finally:
        harness.stop_all()
        shutil.rmtree(load.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
