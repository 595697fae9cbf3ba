"""usage: drain.py HOST PORT PID TOKEN STREAM|- OUTPUT
Sends requests, then SIGTERM to the server, and reads what became of them: on fresh connections, on used ones, with
bodies of which half comes after the signal, and an event stream. One line a kind on stdout, the answers' ids in OUTPUT."""
import json
import os
import signal
import socket
import sys
import time

host, port, pid, token, stream, output = sys.argv[1:]
FRESH, USED, LATE = 200, 40, 8


def dial():
    s = socket.create_connection((host, int(port)), timeout=15)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s


def head(method, path, more=''):
    return (f'{method} {path} HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer {token}\r\n{more}\r\n').encode()


def order(i):
    body = json.dumps({'name': f'大人{i}', 'sex': '1', 'birth_date': '1980-01-01'}).encode()
    return head('POST', '/api/v1/persons', f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\n'), body


def reply(s):
    """Status and body of one reply with a length; 0 when the connection ends before it is whole."""
    text = b''
    try:
        while b'\r\n\r\n' not in text:
            more = s.recv(65536)
            if not more:
                return 0, b''
            text += more
        top, body = text.split(b'\r\n\r\n', 1)
        length = next(int(line[15:]) for line in top.split(b'\r\n') if line.lower().startswith(b'content-length:'))
        while len(body) < length:
            more = s.recv(65536)
            if not more:
                return 0, b''
            body += more
        return int(top.split()[1]), body
    except OSError:
        return 0, b''


used = [dial() for _ in range(USED)]
for s in used:
    s.sendall(head('GET', '/api/v1/schools'))
    assert reply(s)[0] == 200
flow = dial() if stream != '-' else None
if flow:
    flow.sendall(head('GET', stream))
    assert b' 200 ' in flow.recv(65536)
late = [dial() for _ in range(LATE)]
for i, s in enumerate(late):
    top, body = order(1000 + i)
    s.sendall(top + body[:10])
time.sleep(0.3)

fresh = [dial() for _ in range(FRESH)]
for i, s in enumerate(fresh):
    s.sendall(b''.join(order(i)))
for s in used:
    s.sendall(head('GET', '/api/v1/schools'))
begun = time.monotonic()
os.kill(int(pid), signal.SIGTERM)
time.sleep(0.3)
for i, s in enumerate(late):
    s.sendall(order(1000 + i)[1][10:])

answers = [reply(s) for s in fresh], [reply(s) for s in used], [reply(s) for s in late]
print('fresh', sum(a[0] == 201 for a in answers[0]), 'of', FRESH)
print('used', sum(a[0] == 200 for a in answers[1]), 'of', USED)
print('late', sum(a[0] == 201 for a in answers[2]), 'of', LATE)
if flow:
    rest = b''
    while more := flow.recv(65536):
        rest += more
    print('stream', 'ended' if rest.endswith(b'0\r\n\r\n') else 'broken')
while os.path.exists(f'/proc/{pid}/fd') and time.monotonic() < begun + 20:
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8') as f:
            if f.read().rsplit(')', 1)[1].split()[0] == 'Z':
                break
    except OSError:
        break
    time.sleep(0.05)
print('within', 'ten' if time.monotonic() - begun < 11 else 'more', 'seconds')
try:
    dial()
    print('door open')
except OSError:
    print('door shut')
with open(output, 'w', encoding='utf-8') as f:
    for status, body in answers[0] + answers[2]:
        if status == 201:
            print(json.loads(body)['id'], file=f)
