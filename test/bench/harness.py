"""Servers to measure, load to measure them with, and their processor time."""
import http.client
import os
import re
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def children_of(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as f:
        return [int(p) for p in f.read().split()]


def cpu_of(pid):
    """Seconds of processor time of this process so far."""
    with open("/proc/%d/stat" % pid, encoding="utf-8") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Server:
    """A process that listens on a port of 127.0.0.1."""

    running = []

    def __init__(self, command, port, env=None, process=None):
        self.port = port
        self.begun = time.monotonic()
        self.process = process or subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                                   env=dict(os.environ, **(env or {})))
        Server.running.append(self)

    def wait(self, path="/healthz", headers=None, patience=60):
        """Seconds from start to the first answer."""
        while True:
            try:
                self.get(path, headers)
                return time.monotonic() - self.begun
            except OSError:
                if self.process.poll() is not None or time.monotonic() > self.begun + patience:
                    raise RuntimeError("the server did not start") from None
                time.sleep(0.001)

    def get(self, path, headers=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            c.request("GET", path, headers=headers or {})
            r = c.getresponse()
            return r.status, dict((k.lower(), v) for k, v in r.getheaders()), r.read()
        finally:
            c.close()

    def raw(self, path, headers):
        """A reply as it comes, head and all."""
        lines = "".join("%s: %s\r\n" % h for h in headers.items())
        with socket.create_connection(("127.0.0.1", self.port)) as s:
            s.sendall(("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (path, lines)).encode())
            reply = b""
            while b"\r\n\r\n" not in reply:
                reply += s.recv(65536)
            length = int(re.search(rb"content-length: (\d+)", reply, re.I).group(1))
            while len(reply) < reply.index(b"\r\n\r\n") + 4 + length:
                reply += s.recv(65536)
            return reply

    def cpu(self):
        """Seconds of processor time so far, with those of its workers."""
        return sum(cpu_of(pid) for pid in [self.process.pid] + children_of(self.process.pid))

    def anonymous(self):
        """Bytes of anonymous memory that are resident, with those of its workers."""
        total = 0
        for pid in [self.process.pid] + children_of(self.process.pid):
            with open("/proc/%d/status" % pid, encoding="utf-8") as f:
                total += int(re.search(r"RssAnon:\s+(\d+) kB", f.read()).group(1)) * 1024
        return total

    def memory(self):
        """Bytes of anonymous and of proportional memory, with those of its workers, and open descriptors."""
        total = {"anonymous": self.anonymous(), "pss": 0, "files": 0}
        for pid in [self.process.pid] + children_of(self.process.pid):
            with open("/proc/%d/smaps_rollup" % pid, encoding="utf-8") as f:
                total["pss"] += int(re.search(r"^Pss:\s+(\d+) kB", f.read(), re.M).group(1)) * 1024
            total["files"] += len(os.listdir("/proc/%d/fd" % pid))
        return total

    def stop(self):
        self.process.terminate()
        self.process.wait()
        Server.running.remove(self)


def stop_all():
    for s in list(Server.running):
        s.stop()


def nginx(folder, root):
    """nginx serving the files of `root`, with nothing else to do."""
    port = free_port()
    conf = os.path.join(folder, "nginx.conf")
    places = "".join("%s_temp_path %s/%s; " % (what, folder, what)
                     for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(conf, "w", encoding="ascii") as f:
        f.write("%s daemon off; worker_processes 2; pid %s/nginx.pid; error_log %s/nginx.log;\n"
                "events { worker_connections 1024; }\n"
                "http { access_log off; sendfile on; keepalive_requests 100000000; %s\n"
                "server { listen 127.0.0.1:%d; root %s; } }\n"
                % ("user root;" if os.getuid() == 0 else "", folder, folder, places, port, root))
    command = "/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else "nginx"
    return Server([command, "-p", folder, "-c", conf], port)


def microseconds(server, path, headers, seconds):
    """Processor time of the server for one request, under load."""
    command = ["wrk", "-t1", "-c16", "-d%ds" % seconds]
    for header in headers.items():
        command += ["-H", "%s: %s" % header]
    before = server.cpu()
    out = subprocess.run(command + ["http://127.0.0.1:%d%s" % (server.port, path)],
                         capture_output=True, text=True, check=True).stdout
    used = server.cpu() - before
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError("%s was not answered as it should:\n%s" % (path, out))
    return used * 1e6 / int(re.search(r"(\d+) requests in", out).group(1))


def timed(server, path, headers, times):
    """Milliseconds a request takes on one connection: half of them take no longer."""
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        c.request("GET", path, headers=headers)
        r = c.getresponse()
        r.read()
        took.append((time.perf_counter() - begin) * 1e3)
        if r.status != 200:
            raise RuntimeError("%s: %d" % (path, r.status))
    c.close()
    return sorted(took)[len(took) // 2]
