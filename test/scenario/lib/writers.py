#!/usr/bin/env python3
# usage: writers.py load|check|children URL STATE ROUND [PID]
# Eight writers on lasting connections, each of its own kind of work, while a list is imported: what they sent and what
# was acknowledged stands in STATE afterwards. load kills the server (kill -9 PID) at a moment of chance; check, at the
# next server, looks whether all that was acknowledged is there, sends everything once more with its key, waits for the
# list and the messages to be done, and says in one line what it found.
import http.client, json, os, random, re, signal, struct, sys, threading, time, urllib.parse, zlib

verb, url, state, turn = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
host = url.split('//')[1]
tokens = json.load(open(state + '.tokens'))
ROWS, MOST = 120, 200
chance = random.Random(int(os.environ.get('SEED', '0')) * 1000 + turn)

class Line:
	"""One connection that is kept, of a token or of a browser that has signed in."""
	def __init__(self, login, browser=False):
		self.http = http.client.HTTPConnection(host, timeout=60)
		self.login, self.browser, self.cookies, self.proof = login, browser, {}, ''
		if browser:
			self.ask('POST', '/sign-in', form={'login': login, 'password': 'tongxin-demo'})

	def ask(self, method, path, body=None, form=None, parts=None, head=()):
		headers = dict(head)
		headers['Accept-Language'] = 'en'
		if self.browser:
			headers['Cookie'] = '; '.join(k + '=' + v for k, v in self.cookies.items())
		else:
			headers['Authorization'] = 'Bearer ' + tokens[self.login]
		if form is not None:
			headers['Content-Type'] = 'application/x-www-form-urlencoded'
			body = urllib.parse.urlencode(form)
		elif parts is not None:
			headers['Content-Type'] = 'multipart/form-data; boundary=xyzzy'
			body = b''.join(b'--xyzzy\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
				k.encode(), b'; filename="a"' if isinstance(v, bytes) else b'',
				v if isinstance(v, bytes) else v.encode()) for k, v in parts.items()) + b'--xyzzy--\r\n'
		elif body is not None:
			headers['Content-Type'] = 'application/json'
			body = json.dumps(body)
		self.http.request(method, path, body=body, headers=headers)
		answer = self.http.getresponse()
		text = answer.read()
		for name, value in answer.getheaders():
			if name.lower() == 'set-cookie':
				cookie = value.split(';')[0].split('=', 1)
				self.cookies[cookie[0]] = cookie[1]
		return answer.status, text, answer.getheader('Location') or ''

	def page(self, path):
		text = self.ask('GET', path)[1].decode()
		found = re.search(r'name="csrf" value="([0-9a-f]*)"', text)
		self.proof = found.group(1) if found else self.proof
		return text

def picture(seed):
	r = random.Random(seed)
	row = lambda: b'\0' + bytes(r.randrange(256) for _ in range(3)) * 64
	chunk = lambda t, d: struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
	return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 64, 48, 8, 2, 0, 0, 0)) + chunk(
		b'IDAT', zlib.compress(b''.join(row() for _ in range(48)))) + chunk(b'IEND', b'')

def roster():
	given = '一二三四五六七八九十东南西北春夏秋冬山水云雨花草林木金石'
	rows = ['姓名,性别,出生日期,身份证号,民族,户籍地,户口性质,班级,入学年月']
	for n in range(turn * ROWS, (turn + 1) * ROWS):
		first = '4408042017%02d%02d%03d' % (n % 12 + 1, n // 12 % 28 + 1, n // 336 * 2 + 101)
		weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
		check = '10X98765432'[sum(int(a) * b for a, b in zip(first, weights)) % 11]
		name = '林' + given[n % 28] + given[n // 28 % 28] + given[n // 784 % 28]
		rows.append('%s,男,2017-%s-%s,%s,汉族,440804101209,农业户口,三（1）班,202409' % (
			name, first[10:12], first[12:14], first + check))
	return '\n'.join(rows).encode()

# An order is [kind, key, status, id]; sending one again has to come to the same.
def send(line, kind, key, at):
	if kind == 'person':
		status, text, _ = line.ask('POST', '/api/v1/persons', {'name': '大人' + key, 'sex': '1', 'birth_date':
			'1980-01-01'}, head=[('Idempotency-Key', key)])
	elif kind == 'work':
		status, text, _ = line.ask('POST', '/api/v1/children/%s/works' % at['child'], parts={'file':
			picture(key), 'what': 'drawing', 'faces': '0', 'on': at['day'], 'client': key})
	elif kind == 'post':
		status, text, _ = line.ask('POST', '/admin/outbox/trial', form={'client': zlib.crc32(key.encode()).to_bytes(
			4, 'big').hex() * 4, 'to': '139' + key.replace('-', '')[-8:].rjust(8, '0'), 'csrf': line.proof})
	else: # a change: the name is the key, so that it can be seen whether it is there
		version = json.loads(line.ask('GET', '/api/v1/children/' + at['own'])[1])['version']
		status, text, _ = line.ask('PATCH', '/api/v1/children/' + at['own'], {'name': '改' + key.replace('-', '')},
			head=[('If-Match', '"%s"' % version)])

	found = json.loads(text).get('id', '') if status in (200, 201) else ''
	return status, found

GOOD = {'person': (201,), 'work': (200, 201), 'post': (303,), 'change': (200,)}
KINDS = ['person'] * 5 + ['work', 'post', 'change']
WHO = {'person': 'officer', 'work': 'teacher', 'post': 'admin', 'change': 'officer'}

def line_for(kind):
	line = Line(WHO[kind], browser=kind == 'post')
	if kind == 'post':
		line.page('/admin/outbox')
	return line

def begin_list(line, at):
	school = re.search(r'<option value="([0-9]+)"', line.page('/import')).group(1)
	status, text, where = line.ask('POST', '/import', parts={'kind': 'children', 'school': school, 'file': roster(),
		'csrf': line.proof})
	if status != 303:
		raise SystemExit('the list is not taken: %d %s' % (status, re.sub(r'<[^>]*>|\s+', ' ', text.decode())))
	batch = where.rsplit('/', 1)[1]
	ready(line, batch)
	line.ask('POST', '/batches/%s/run' % batch, form={'csrf': line.proof})
	return batch

def ready(line, batch):
	for _ in range(3000):
		text = line.page('/batches/' + batch)
		if '<progress' not in text:
			return text
		time.sleep(0.02)
	raise SystemExit('the list %s is not done' % batch)

def load(pid):
	signal.alarm(120)
	kids = [x['id'] for x in json.loads(Line('teacher').ask('GET', '/api/v1/children?limit=200')[1])['items']]
	at = {'child': kids[turn % len(kids)], 'own': kids[0], 'day': os.environ['DAY']}
	orders, done, lock = [], threading.Semaphore(0), threading.Lock()
	lines = [line_for(kind) for kind in KINDS]
	batch = begin_list(Line('officer', browser=True), at) if turn % 2 else ''

	def write(n):
		kind = KINDS[n]
		for i in range(MOST):
			# A child takes so many pictures a day.
			if kind == 'work' and i == 4:
				kind, lines[n] = 'person', line_for('person')
			order = [kind, '%d-%d-%06d' % (turn, n, i), 0, '']
			with lock:
				orders.append(order)
			try:
				order[2], order[3] = send(lines[n], kind, order[1], at)
			except (OSError, http.client.HTTPException, ValueError):
				return
			done.release()

	threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
	for t in threads:
		t.start()
	for _ in range(chance.randrange(5, 400)):
		done.acquire()
	time.sleep(chance.random() / 100)
	os.kill(pid, signal.SIGKILL)
	for t in threads:
		t.join()
	json.dump({'at': at, 'orders': orders, 'batch': batch}, open(state, 'w'))
	print(sum(o[2] in GOOD[o[0]] for o in orders), len(orders))

def figures(line, name):
	text = line.ask('GET', '/metrics')[1].decode()
	return {m.group(1): int(m.group(2)) for m in re.finditer(r'^%s\{(.*)\} (\d+)$' % name, text, re.M)}

def at_rest(line):
	for _ in range(1500):
		jobs, post = figures(line, 'tongxin_jobs'), figures(line, 'tongxin_outbox')
		if not sum(n for k, n in jobs.items() if 'waiting' in k or 'running' in k) and not sum(
				n for k, n in post.items() if 'waiting' in k or 'under_way' in k):
			return True
		time.sleep(0.04)
	return False

def names(line, word):
	found, after = [], ''
	while True:
		page = json.loads(line.ask('GET', '/api/v1/persons?limit=200&q=%s%s' % (urllib.parse.quote(word), after))[1])
		found += [x['name'] for x in page['items']]
		if not page['next']:
			return found
		after = '&after=' + page['next']

def check():
	signal.alarm(240)
	kept = json.load(open(state))
	at, orders, wrong = kept['at'], kept['orders'], []
	lines = {kind: line_for(kind) for kind in WHO}
	for kind, key, status, found in orders:
		good = status in GOOD[kind]
		if status and not good:
			wrong.append('%s %s was answered %d' % (kind, key, status))
		if good and kind == 'person' and lines[kind].ask('GET', '/api/v1/persons/' + found)[0] != 200:
			wrong.append('person %s is not there' % key)
		if good and kind == 'work' and lines[kind].ask('GET', '/api/v1/works/%s/file' % found)[0] != 200:
			wrong.append('work %s is not there' % key)
		if kind == 'change':
			continue
		again, same = send(lines[kind], kind, key, at)
		if again not in GOOD[kind] or (good and same != found):
			wrong.append('%s %s came to %d %s, before %d %s' % (kind, key, again, same, status, found))
	changes = [o for o in orders if o[0] == 'change']
	last = max([i for i, o in enumerate(changes) if o[2] == 200], default=-1)
	name = json.loads(lines['change'].ask('GET', '/api/v1/children/' + at['own'])[1])['name']
	if last >= 0 and name not in ['改' + o[1].replace('-', '') for o in changes[last:]]:
		wrong.append('the name is %s after %s' % (name, changes[last][1]))
	persons = {'大人' + o[1] for o in orders if o[0] == 'person'}
	there = [n for n in names(lines['person'], '大人%d-' % turn) if n.split('-')[0] == '大人%d' % turn]
	if sorted(there) != sorted(persons):
		wrong.append('%d persons of %d, %d of them twice' % (len(set(there)), len(persons), len(there) - len(set(there))))
	if not at_rest(lines['person']):
		wrong.append('jobs or messages do not come to rest')
	if kept['batch'] and 'The list is imported' not in ready(Line('officer', browser=True), kept['batch']):
		wrong.append('the list was not imported to its end')
	print('\n'.join(wrong[:10]) or 'well')

# At the very end: every child of the lists once.
def children():
	found, after, line = [], '', Line('officer')
	while True:
		page = json.loads(line.ask('GET', '/api/v1/children?limit=200' + after)[1])
		found += [x['name'] for x in page['items'] if x['name'].startswith('林') and len(x['name']) == 4]
		if not page['next']:
			break
		after = '&after=' + page['next']
	print(len(found), len(set(found)))

if __name__ == '__main__':
	{'load': lambda: load(int(sys.argv[5])), 'check': check, 'children': children}[verb]()
