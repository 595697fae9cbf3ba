#!/usr/bin/env python3
"""Usage: load.py BUILD-DIR [--size county|city|nation | --database FILE] [--minutes N] [--phones N] [--streams N]
               [--users N] [--json FILE]

A county's evening on the loopback (load.c): phones that stay connected after one request, event streams of signed-in
sessions, and people of mixed roles who work, all at once, for --minutes (10).  Reports each kind of request beside
/healthz in the same seconds, memory, processor time and descriptors of each phase, and how long a notice takes to
reach every stream.  Exit status 1 when a request failed or a stream was not reached.

The database is made by `tongxin demo`, or copied from --database; the accounts of the streams and their sessions are
written into the copy beside the program.
"""
import argparse
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True  # the source tree stays as it is
import harness
import roles

PASSWORD = "tongxin-demo"
DAY = 86400 * 1000000
PHASES = {"empty": "nobody, /healthz alone", "phones-come": "phones connect", "phones": "phones stay",
          "streams-come": "streams begin", "streams": "streams and phones stay", "users-come": "people sign in",
          "users": "people work", "end": None}


def session(db, chance, county, account):
    secret, now = chance.randbytes(32), int(time.time() * 1e6)
    db.execute("INSERT INTO session (digest, county, account, stage, csrf, agent, idle, created, seen, expires)"
               " VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?)",
               (hashlib.new("sm3", secret).digest(), county, account, roles.STAGE_OPEN, chance.randbytes(32), DAY, now,
                now, now + DAY))
    return secret.hex()


class Copies:
    """Accounts like one that is there, with what makes them that: clearances and places in happy homes."""

    def __init__(self, db):
        self.db = db
        self.last = {t: db.execute("SELECT coalesce(max(id), 0) FROM %s" % t).fetchone()[0] + 1000
                     for t in ("account", "clearance", "home_member")}

    def put(self, table, row, **other):
        self.last[table] += 1
        new = dict(zip(row.keys(), row), id=self.last[table], **other)
        self.db.execute("INSERT INTO %s (%s) VALUES (%s)" % (table, ", ".join(new), ", ".join("?" * len(new))),
                        list(new.values()))
        return new["id"]

    def account(self, like, login):
        row = self.db.execute("SELECT * FROM account WHERE login = ?", (like,)).fetchone()
        account = self.put("account", row, login=login)
        for table in ("clearance", "home_member"):
            for own in self.db.execute("SELECT * FROM %s WHERE account = ?" % table, (row["id"],)).fetchall():
                self.put(table, own, account=account)
        return account, row["county"]


class Load:
    def __init__(self, given):
        self.given, self.build = given, os.path.abspath(given.build)
        self.program = os.path.join(self.build, "tongxin")
        self.folder = tempfile.mkdtemp(prefix="tongxin-load-")
        self.file = os.path.join(self.folder, "load.db")
        self.env = dict(os.environ, TONGXIN_REGIONS=os.path.join(self.build, "regions.map"))
        self.cookies, self.samples, self.out = [], [], {"phases": [], "kinds": [], "bells": [], "counts": {}}

    def make(self):
        if self.given.database:
            for end in ("", ".key"):
                shutil.copy(self.given.database + end, self.file + end)
            if os.path.isdir(self.given.database + ".blobs"):
                shutil.copytree(self.given.database + ".blobs", self.file + ".blobs")
        else:
            subprocess.run([self.program, "demo", "--db", "sqlite:" + self.file, "--size", self.given.size],
                           check=True, stdout=subprocess.DEVNULL, env=self.env)

    def serve(self):
        port = harness.free_port()
        self.server = harness.Server([self.program, "serve", "--db", "sqlite:" + self.file,
                                      "--listen", "127.0.0.1:%d" % port], port, self.env)
        return self.server.wait()

    def token(self, user):
        return subprocess.run([self.program, "token", "create", "--db", "sqlite:" + self.file, "--user", user],
                              check=True, stdout=subprocess.PIPE, text=True, env=self.env).stdout.strip()

    def post(self, user, path, **body):
        r = urllib.request.Request("http://127.0.0.1:%d%s" % (self.server.port, path),
                                   urllib.parse.urlencode(body).encode(),
                                   {"Authorization": "Bearer " + self.token(user)})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(r, timeout=60) as answer:
            return answer.status

    # --- sessions of the streams ---

    def people(self):
        """Accounts written beside the program, since the demo has one of each role: those of the streams are like its
        teacher's, with a session each; those who work sign in themselves."""
        db = sqlite3.connect(self.file)
        db.row_factory = sqlite3.Row
        copies, chance = Copies(db), random.Random(20261121)
        for i in range(self.given.streams):
            account, county = copies.account("teacher", "stream%d" % i)
            self.cookies.append(session(db, chance, county, account))
        for role, share, _ in roles.PEOPLE:
            for i in range(max(1, self.given.users * share // 100)):
                copies.account(role, "%s%d" % (role, i))
        guardian, county = copies.account("guardian", "asker")
        self.asker = session(db, chance, county, guardian)
        db.commit()
        db.close()

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
                             "cpu": self.server.cpu(), "requests": self.metric(), **self.server.memory()})

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
            self.out["phases"].append({"what": PHASES[a["phase"]], "seconds": took, "connections": b["connections"],
                                       "streams": b["streams"], "requests": asked, "core": used / took,
                                       "us": used / asked * 1e6 if asked else 0, "anonymous": b["anonymous"],
                                       "pss": b["pss"], "files": b["files"]})

    def say(self):
        print("\n| phase | connections, streams | requests/s | a core's share | processor time a request |"
              " anonymous; PSS | descriptors |\n|---|---|---|---|---|---|---|")
        for f in self.out["phases"]:
            print("| %s, %.0f s | %d, %d | %.1f | %.1f %% | %.0f us | %.0f; %.0f MB | %d |"
                  % (f["what"], f["seconds"], f["connections"], f["streams"], f["requests"] / f["seconds"],
                     f["core"] * 100, f["us"], f["anonymous"] / 1e6, f["pss"] / 1e6, f["files"]))
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
    args.add_argument("--minutes", type=float, default=10)
    args.add_argument("--phones", type=int, default=10000)
    args.add_argument("--streams", type=int, default=5000)
    args.add_argument("--users", type=int, default=500)
    args.add_argument("--json")
    given = args.parse_args()
    load = Load(given)
    try:
        load.make()
        load.people()
        load.serve()
        roles.prepare(load)
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
