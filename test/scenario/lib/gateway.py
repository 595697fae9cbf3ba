#!/usr/bin/env python3
# usage: gateway.py DIR [--tls CERT KEY]
# A gateway for text messages and a mail server on this machine. DIR/mode says what they do: take, trouble, silent,
# garbage, late (takes it, and lets the answer wait). DIR/asked gets a line KEY TO for each request, DIR/taken for each
# message that was taken, DIR/mails the mails; DIR/ports names the ports: http smtp.
import base64, json, os, socketserver, ssl, sys, threading, time

dir = sys.argv[1]
lock = threading.Lock()

def mode():
	with open(dir + '/mode') as f:
		return f.read().strip()

def note(name, text):
	with lock, open(dir + '/' + name, 'a') as f:
		f.write(text + '\n')

def wait_for_end(connection):
	connection.settimeout(120)
	try:
		while connection.recv(4096):
			pass
	except OSError:
		pass

class Sms(socketserver.StreamRequestHandler):
	def handle(self):
		head = {}
		line = self.rfile.readline()
		while line.strip():
			name, _, value = line.decode('latin-1').partition(':')
			head[name.lower()] = value.strip()
			line = self.rfile.readline()
		body = json.loads(self.rfile.read(int(head.get('content-length', 0))))
		what = mode()
		entry = head['idempotency-key'] + ' ' + body['to']
		note('asked', entry)
		if head.get('authorization') != 'Bearer open-sesame':
			return self.answer('401 No', '')
		if what == 'silent':
			return wait_for_end(self.connection)
		if what == 'garbage':
			return self.wfile.write(b'\x00\x01 what a fine day\n\n')
		if what == 'trouble':
			return self.answer('500 No', 'sorry')
		note('taken', entry)
		if what == 'late':
			time.sleep(1000)
		self.answer('200 OK', '{"code":"0"}')

	def answer(self, status, body):
		self.wfile.write(('HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s' % (status, len(body), body)).encode())

class Mail(socketserver.StreamRequestHandler):
	def say(self, text):
		self.wfile.write((text + '\r\n').encode())

	def handle(self):
		self.say('220 here')
		for line in self.rfile:
			word = line.decode('latin-1').strip().upper()
			if word.startswith('DATA'):
				self.say('354 go')
				text = b''
				for part in self.rfile:
					if part == b'.\r\n':
						break
					text += part
				if mode() == 'trouble':
					self.say('451 later')
					continue
				note('mails', text.split(b'\r\n\r\n')[0].decode('latin-1'))
				note('mails', base64.b64decode(text.split(b'\r\n\r\n')[1]).decode())
				self.say('250 taken')
			elif word.startswith('QUIT'):
				return self.say('221 bye')
			else:
				self.say('250 well')

class Server(socketserver.ThreadingTCPServer):
	allow_reuse_address = True
	daemon_threads = True

sms, mail = Server(('127.0.0.1', 0), Sms), Server(('127.0.0.1', 0), Mail)
if '--tls' in sys.argv:
	at = sys.argv.index('--tls')
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(sys.argv[at + 1], sys.argv[at + 2])
	sms.socket = context.wrap_socket(sms.socket, server_side=True)
threading.Thread(target=mail.serve_forever, daemon=True).start()
with open(dir + '/ports.part', 'w') as f:
	f.write('%d %d\n' % (sms.server_address[1], mail.server_address[1]))
os.rename(dir + '/ports.part', dir + '/ports')
sms.serve_forever()
