#!/usr/bin/env python3
# usage: drill.py write URL STATE ROUND STOP
#        drill.py check URL STATE ROUND SURE NEVER
# The eight writers of writers.py, until the file STOP is there: what each sent, when it began and when it was
# acknowledged stands in STATE, how much so far in STATE.count. check, at a house that was restored: all that was
# acknowledged before the instant SURE is there, nothing that was begun after NEVER, and nothing else.
import http.client, json, os, sys, threading, time
from writers import GOOD, KINDS, Line, line_for, names, send, state, turn, url, verb

def write(stop):
	kids = [x['id'] for x in json.loads(Line('teacher').ask('GET', '/api/v1/children?limit=200')[1])['items']]
	at = {'child': kids[0], 'own': kids[1], 'day': os.environ['DAY']}
	orders, wrong, lock = [], [], threading.Lock()

	def go(n):
		kind, line, i = KINDS[n], line_for(KINDS[n]), 0
		while not os.path.exists(stop) and i < 20000:
			# A child takes so many pictures a day.
			if kind == 'work' and i == 4:
				kind, line = 'person', line_for('person')
			order = [kind, '%d-%d-%06d' % (turn, n, i), 0, '', time.time(), 0]
			order[2], order[3] = send(line, kind, order[1], at)
			order[5], i = time.time(), i + 1
			with lock:
				(orders if order[2] in GOOD[kind] else wrong).append(order)
				if len(orders) % 10 == 0:
					open(state + '.part', 'w').write(str(len(orders)))
					os.rename(state + '.part', state + '.count')

	threads = [threading.Thread(target=go, args=(n,), daemon=True) for n in range(8)]
	for t in threads:
		t.start()
	for t in threads:
		t.join(300)
	json.dump({'at': at, 'orders': orders}, open(state, 'w'))
	print(len(orders) if not wrong else wrong[:3])

def check(sure, never):
	kept = json.load(open(state))
	orders, wrong = kept['orders'], []
	before = lambda kind: [o for o in orders if o[0] == kind and o[5] < sure]
	later = lambda kind: [o for o in orders if o[0] == kind and o[4] > never]
	line = Line('officer')
	there = [n for n in names(line, '大人%d-' % turn) if n.split('-')[0] == '大人%d' % turn]
	need, mustnot = [{'大人' + o[1] for o in of('person')} for of in (before, later)]
	known = {'大人' + o[1] for o in orders}
	for what, n in (('persons are lost', need - set(there)), ('are from after that', mustnot & set(there)),
			('were never acknowledged', set(there) - known)):
		if n:
			wrong.append('%d %s, as %s' % (len(n), what, sorted(n)[0]))
	if len(there) != len(set(there)):
		wrong.append('some are there twice')
	teacher = Line('teacher')
	for of, want in ((before, 200), (later, 404)):
		for o in of('work'):
			got = teacher.ask('GET', '/api/v1/works/%s/file' % o[3])[0]
			if got != want:
				wrong.append('the picture %s: %d' % (o[1], got))
	# One writer changes that child, so its changes are in order.
	changes = sorted(o for o in orders if o[0] == 'change')
	first, end = len(before('change')), len(changes) - len(later('change'))
	name = json.loads(line.ask('GET', '/api/v1/children/' + kept['at']['own'])[1])['name']
	if first and name not in ['改' + o[1].replace('-', '') for o in changes[first - 1:end]]:
		wrong.append('the child is called %s, and should %s' % (name, changes[first - 1][1]))
	if not need or not mustnot:
		wrong.append('this shows nothing: %d before, %d after' % (len(need), len(mustnot)))
	print('\n'.join(wrong) or 'well')

if verb == 'write':
	write(sys.argv[5])
else:
	check(float(sys.argv[5]), float(sys.argv[6]))
