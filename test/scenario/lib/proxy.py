#!/usr/bin/env python3
# usage: proxy.py SOCKET DIR
# A line to the Unix socket SOCKET, from a port of the loopback that stands in DIR/port. DIR/mode says what becomes of
# what is sent: pass, swallow (taken and never delivered, in both directions, and nobody is told), cut (the line is
# closed, and so is each new one).
import os, select, socket, sys, threading

target, dir = sys.argv[1:3]

def mode():
	with open(dir + '/mode') as f:
		return f.read().strip()

def carry(a):
	b = socket.socket(socket.AF_UNIX)
	try:
		if mode() == 'cut':
			return
		b.connect(target)
		while True:
			ready = select.select([a, b], [], [], 0.1)[0]
			if mode() == 'cut':
				return
			for one in ready:
				data = one.recv(65536)
				if not data:
					return
				if mode() == 'pass':
					(b if one is a else a).sendall(data)
	except OSError:
		pass
	finally:
		a.close()
		b.close()

door = socket.socket()
door.bind(('127.0.0.1', 0))
door.listen(64)
with open(dir + '/port.part', 'w') as f:
	f.write('%d\n' % door.getsockname()[1])
os.rename(dir + '/port.part', dir + '/port')
while True:
	threading.Thread(target=carry, args=(door.accept()[0],), daemon=True).start()
