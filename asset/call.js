/* The call in the browser: come in, hear and see the others, give up the picture before the sound (ladder.js decides,
 * once a second), come in again when the connection broke.  Says nothing of its own: its words stand in the page. */
(() => {
	const room = document.querySelector('#call');
	if (!room)
		return;
	const { at, csrf, party: mine, child, wait, open, beat } = room.dataset, limits = callLadder.limits;
	Object.assign(limits, JSON.parse(room.dataset.ladder));
	const find = id => document.querySelector(`#call-${id}`);
	const word = Object.fromEntries([...document.querySelectorAll('#call-words i')].map(i => [i.dataset.k, i.textContent]));
	const go = find('go'), leave = find('leave'), only = find('sound'), cost = find('cost');
	const LOOKS = ['video', 'small'], THRIFTY = ['audio60', 'voice'], SMALL = { maxBitrate: limits.small_kbit * 1e3, maxFramerate: 8, scaleResolutionDownBy: 2 };
	const LARGE = { maxBitrate: limits.large_kbit * 1e3, maxFramerate: 15, scaleResolutionDownBy: 1 };
	const say = text => { find('say').textContent = text; };
	const pause = ms => new Promise(done => setTimeout(done, ms));
	let seat, ice = [], base = 0, carried = 0, own, out, into, answer, ladder = callLadder.start(), soundOnly = false;
	let live = false, through = false, coming = false, over = false, thrifty = false, streams = new Map(), work = Promise.resolve(), clock, ticks = 0, lock, why = ''; /* why: there is no picture */
	const others = new Map(); /* party: { rung, frames, still, tries } */

	/* --- asking the server --- */

	class Refused extends Error {
		constructor(status, why) {
			super(why);
			this.status = status;
		}
	}

	const post = async (what, body = {}) => {
		const got = await fetch(at + what, {
			method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, accept: 'application/json' },
			body: JSON.stringify({ seat, ...body }), keepalive: what === 'leave',
		}).catch(() => { throw new Refused(0, word.silent); });
		const said = await got.json().catch(() => ({}));
		if (!got.ok)
			throw new Refused(got.status, said.why || word.gone);
		return said;
	};

	/* --- people --- */

	const tile = party => room.querySelector(`[data-party="${party}"]`);
	const note = (party, text) => {
		const small = tile(party)?.querySelector('small');
		if (small)
			small.textContent = text;
	};
	const person = party => {
		if (!others.has(party))
			others.set(party, { rung: 'audio', frames: 0, still: 0, tries: 0 });
		return others.get(party);
	};
	const player = (party, kind) => {
		let box = tile(party)?.querySelector(kind);
		if (!box && tile(party)) {
			box = document.createElement(kind);
			box.autoplay = box.playsInline = true;
			box.muted = party === mine;
			tile(party).prepend(box);
		}
		return box;
	};
	const show = (party, kind, track) => {
		const box = player(party, kind);
		if (!box)
			return;
		if (box.srcObject?.getTracks()[0] !== track)
			box.srcObject = new MediaStream([track]);
		box.play().catch(() => {});
	};
	const picture = (party, on) => tile(party)?.classList.toggle('seen', on);
	/* Who sends no longer is not here. */
	const sweep = list => {
		const here = new Set(list);
		for (const [mid, s] of streams)
			if (!here.has(s.party))
				streams.delete(mid);
		room.querySelectorAll('[data-party]').forEach(li => {
			const party = li.dataset.party;
			if (party === mine)
				return;
			if (!here.has(party)) {
				li.querySelectorAll('video,audio').forEach(box => box.remove());
				picture(party, false);
				others.delete(party);
				note(party, word.absent);
			} else if (!others.has(party)) {
				person(party);
				note(party, word.here);
			}
		});
		tell_how();
	};
	const tell_how = () => through && say(others.size ? why || word.on : word.wait);

	/* --- coming in --- */

	const capture = async () => {
		const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
		if (!navigator.mediaDevices || !window.RTCPeerConnection)
			throw new Error(isSecureContext ? /MicroMessenger/i.test(navigator.userAgent) ? word.wechat : word.old : word.https);
		say(word.ask);
		const ask = video => navigator.mediaDevices.getUserMedia({ audio: sound, video });
		try {
			return await (soundOnly ? ask(false) : ask({ width: 320, height: 240, frameRate: 15, facingMode: 'user' }).catch(() => ask(false)));
		} catch (e) {
			throw new Error(e.name === 'NotAllowedError' || e.name === 'SecurityError' ? word.refused : word.nomic);
		}
	};
	const connection = () => {
		const pc = new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' });
		let broke;
		pc.onconnectionstatechange = () => {
			clearTimeout(broke);
			if (pc.connectionState === 'failed')
				again(pc);
			else if (pc.connectionState === 'disconnected')
				broke = setTimeout(() => pc.connectionState === 'disconnected' && again(pc), 5000);
		};
		return pc;
	};
	/* Sound in long packets: what the other side asks for stands in its answer. */
	const packed = sdp => {
		const at = sdp.indexOf('m=audio'), end = sdp.indexOf('m=', at + 2) < 0 ? sdp.length : sdp.indexOf('m=', at + 2);
		const sound = sdp.slice(at, end).replace(/a=(max)?ptime:\d+\r\n/g, '') + (thrifty ? 'a=ptime:60\r\na=maxptime:60\r\n' : '');
		return sdp.slice(0, at) + sound + sdp.slice(end);
	};
	const publish = async () => {
		out?.close();
		out = connection();
		for (const track of own.getTracks())
			out.addTransceiver(track, { direction: 'sendonly', streams: [own],
				sendEncodings: [track.kind === 'video' ? { active: false, ...LARGE } : { maxBitrate: limits.sound_kbit * 1e3 }] });
		await out.setLocalDescription();
		({ sdp: answer } = await post('publish', { sdp: out.localDescription.sdp }));
		await out.setRemoteDescription({ type: 'answer', sdp: packed(answer) });
	};
	/* On a poor line even the first words would drown in pictures: they wait until they are wanted. */
	const hold = () => Promise.all([...streams].filter(([, s]) => s.video && s.on === undefined && !LOOKS.includes(ladder.rung))
		.map(([mid, s]) => {
			s.on = false;
			return post('configure', { mid, on: false });
		}));
	const listen = async fresh => {
		const said = await post('subscribe', { fresh: fresh || !into });
		if (said.streams) {
			const on = mid => streams.get(mid)?.on;
			streams = new Map(said.streams.map(s => [s.mid, { ...s, on: fresh ? undefined : on(s.mid) }]));
		}
		if (said.sdp) {
			if (fresh || !into) {
				into?.close();
				into = connection();
			}
			await into.setRemoteDescription({ type: 'offer', sdp: said.sdp });
			await into.setLocalDescription();
			await hold();
			await post('hear', { sdp: into.localDescription.sdp });
		}
		into?.getTransceivers().forEach(t => {
			const s = streams.get(t.mid);
			if (s && t.receiver.track)
				show(s.party, s.video ? 'video' : 'audio', t.receiver.track);
		});
		sweep(said.here);
	};
	/* One after the other. */
	const subscribe = fresh => work = work.then(() => live && listen(fresh)).catch(e => stumble(e));

	const close = () => {
		live = through = false;
		clearInterval(clock);
		out?.close();
		into?.close();
		out = into = null;
		streams.clear();
		others.clear();
		room.querySelectorAll('[data-party]').forEach(li => {
			li.querySelectorAll('video,audio').forEach(box => box.remove());
			li.classList.remove('seen');
		});
	};
	const release = () => {
		close();
		own?.getTracks().forEach(track => track.stop());
		own = null;
		lock?.release().catch(() => {});
	};
	/* It cannot go on by itself: say why, and offer the button unless it is over for good. */
	const rest = (text, last) => {
		release();
		over ||= !!last;
		say(text);
		leave.hidden = true;
		go.hidden = over;
		go.querySelector('span').textContent = word.again;
	};

	/* A server that answers is not yet a call: the relay may be away. */
	const carries = async () => {
		const open = pc => !pc || pc.connectionState === 'connected', both = () => open(out) && open(into);
		const failed = () => [out, into].some(pc => pc?.connectionState === 'failed');
		for (let i = 0; live && i < 150 && !both() && !failed(); i++)
			await pause(100);
		if (live && !both())
			throw new Refused(0, word.gone);
	};
	const enter = async () => {
		close();
		const said = await post('join', child ? { as_child: true } : {});
		({ seat, ice } = said);
		base = Math.max(base, said.bytes);
		if (said.sound)
			soundOnly = true;
		if (!own) {
			own = await capture();
			own.getTracks().forEach(track => { track.onended = () => rest(word.iphone); });
		}
		say(word.joining);
		ladder = callLadder.start();
		why = '';
		carried = 0;
		live = true;
		await publish();
		const first = work.then(() => listen(true));
		work = first.catch(() => {});
		await first;
		await carries();
		if (!live)
			return;
		through = true;
		tell_how();
		clearTimeout(close.timer);
		close.timer = setTimeout(() => rest(word.over, true), (said.left + 5) * 1000);
		clock = setInterval(tick, 1000);
		navigator.wakeLock?.request('screen').then(l => { lock = l; }, () => {});
	};
	const PAUSES = [0, 1, 2, 3, 5, 8, 8, 8, 15, 15];
	/* 0: no network; 410: the room was made anew; 503: no media server just now. */
	const come = async () => {
		if (coming)
			return;
		coming = true;
		go.hidden = true;
		leave.hidden = false;
		try {
			for (let i = 0; ; i++) {
				try {
					return await enter();
				} catch (e) {
					const passing = e instanceof Refused && [0, 410, 502, 503, 504].includes(e.status);
					if (!passing || i + 1 >= PAUSES.length || !own && e.status === 503)
						return rest(e.message, false);
					say(e.status === 503 ? e.message : word.lost);
					await pause(PAUSES[i + 1] * 1000);
					if (over || leave.hidden)
						return undefined;
				}
			}
		} finally {
			coming = false;
		}
	};
	const again = pc => {
		if (!live || coming || pc && pc !== out && pc !== into)
			return;
		base += carried;
		say(word.lost);
		come();
	};
	const stumble = e => {
		if (!live)
			return;
		if (e.status === 410 || e.status === 0)
			again();
		else if (e.status === 403 || e.status === 409)
			rest(e.message, e.status === 409);
	};

	/* --- the controller --- */

	const last = { concealed: 0, samples: 0, packets: 0, silent: 0, heard: 0, changed: 0 };
	const measure = async () => {
		const line = {}, sum = { concealed: 0, samples: 0, packets: 0, bytes: 0, frames: new Map() };
		for (const pc of [out, into])
			(await pc?.getStats())?.forEach(s => {
				if (s.type === 'transport')
					sum.bytes += s.bytesSent + s.bytesReceived;
				if (s.type === 'inbound-rtp' && s.kind === 'audio') {
					sum.concealed += s.concealedSamples ?? 0;
					sum.samples += s.totalSamplesReceived ?? 0;
					sum.packets += s.packetsReceived ?? 0;
				}
				if (s.type === 'inbound-rtp' && s.kind === 'video')
					sum.frames.set(s.mid, s.framesDecoded ?? 0);
				/* A report of before the last step says nothing of what came after it. */
				if (s.type === 'remote-inbound-rtp' && s.kind === 'audio' && s.timestamp > last.changed) {
					line.lost = s.fractionLost;
					line.delay = s.roundTripTime;
				}
			});
		const samples = sum.samples - last.samples;
		if (samples > 0)
			line.concealed = Math.max(0, sum.concealed - last.concealed) / samples;
		const sounds = [...streams.values()].some(s => !s.video);
		last.silent = sounds && sum.packets <= last.packets ? last.silent + 1 : 0;
		line.silent = last.silent;
		Object.assign(last, { concealed: sum.concealed, samples: sum.samples, packets: sum.packets });
		carried = sum.bytes;
		return { line, frames: sum.frames };
	};

	/* A picture that should move and does not. */
	const mend = frames => {
		for (const [mid, s] of streams) {
			if (!s.video)
				continue;
			const p = person(s.party), seen = frames.get(mid) ?? 0, due = LOOKS.includes(ladder.rung) && LOOKS.includes(p.rung);
			const moves = seen > p.frames;
			p.still = due && !moves ? p.still + 1 : 0;
			p.frames = seen;
			if (moves)
				p.tries = 0;
			if (moves || !due)
				picture(s.party, due && moves);
			if (p.still >= 5 * 2 ** p.tries) {
				p.still = 0;
				p.tries = Math.min(p.tries + 1, 4);
				note(s.party, word.frozen);
				picture(s.party, false);
				subscribe(true);
			}
		}
	};

	const send = async (active, small) => {
		const sender = out?.getSenders().find(s => s.track?.kind === 'video'), how = sender?.getParameters(), e = how?.encodings?.[0];
		if (!e || e.active === active && (e.maxFramerate === SMALL.maxFramerate) === small)
			return;
		Object.assign(e, { active }, small ? SMALL : LARGE);
		await sender.setParameters(how).catch(() => {});
		if (active)
			show(mine, 'video', sender.track);
		picture(mine, active);
	};
	/* Nobody sends a picture that nobody looks at, and sound comes in long packets where one needs it so. */
	const apply = async () => {
		const looks = LOOKS.includes(ladder.rung), rungs = [...others.values()].map(p => p.rung);
		const watched = rungs.filter(r => LOOKS.includes(r)), small = ladder.rung === 'small' || watched.includes('small');
		await send(looks && watched.length > 0, small);
		for (const [mid, s] of streams)
			if (s.video && (s.on ?? true) !== looks) {
				s.on = looks;
				post('configure', { mid, on: looks }).catch(stumble);
			}
		const thrift = [ladder.rung, ...rungs].some(r => THRIFTY.includes(r));
		if (thrift !== thrifty && out?.signalingState === 'stable') {
			thrifty = thrift;
			await out.setLocalDescription();
			await out.setRemoteDescription({ type: 'answer', sdp: packed(answer) });
		}
	};

	const WORDS = { audio: 'sound', audio60: 'thrift', voice: 'none' };
	const report = line => post('line', {
		rung: ladder.rung, bytes: base + carried, delay: Math.round((line.delay ?? -.001) * 1000),
		concealed: Math.round((line.concealed ?? -.001) * 1000), lost: Math.round((line.lost ?? -.001) * 1000),
	}).then(({ here }) => {
		const there = new Set([...streams.values()].map(s => s.party));
		missed = live && (here.length !== there.size || here.some(party => !there.has(party))) ? missed + 1 : 0;
		if (missed)
			subscribe(missed > 2);
	}).catch(stumble);
	let ticking = false, missed = 0;
	const tick = async () => {
		if (!live || ticking)
			return;
		ticking = true;
		try {
			const { line, frames } = await measure(), was = ladder.rung;
			ladder = callLadder.step(ladder, line, soundOnly || !own?.getVideoTracks().length && !others.size ? 'audio' : 'video');
			if (soundOnly && LOOKS.includes(ladder.rung))
				ladder = { ...ladder, rung: 'audio' };
			if (was !== ladder.rung) {
				last.changed = performance.timeOrigin + performance.now();
				why = LOOKS.includes(ladder.rung) || soundOnly && ladder.rung === 'audio' ? '' : word[WORDS[ladder.rung]];
				if (others.size)
					tell_how();
			}
			room.dataset.rung = ladder.rung;
			mend(frames);
			await apply();
			cost.textContent = word.mb.replace('{0}', ((base + carried) / 1e6).toFixed(1));
			if (was !== ladder.rung || ticks % (THRIFTY.includes(ladder.rung) ? 10 : 5) === 2)
				report(line);
			ticks++;
		} finally {
			ticking = false;
		}
	};

	/* --- what the server tells --- */

	const look_again = async () => {
		const got = await fetch(location.href).catch(() => null);
		const page = got?.ok && new DOMParser().parseFromString(await got.text(), 'text/html'), now = page && page.querySelector('.faces');
		if (now)
			room.querySelector('.faces').replaceWith(now);
	};
	/* Whoever did it themselves is on another page by then. */
	const later = () => setTimeout(() => location.reload(), 1000);
	let look;
	const heard = {
		people: () => {
			clearTimeout(look);
			look = setTimeout(() => live ? subscribe(false) : mine || look_again(), live ? 150 : 600);
		},
		line: e => {
			const s = JSON.parse(e.data);
			if (s.party === mine || mine && !others.has(s.party))
				return;
			person(s.party).rung = s.rung || 'audio';
			note(s.party, { good: word.good, weak: word.weak, bad: word.bad, gone: word.line }[s.line] ?? word.here);
		},
		soon: () => say(word.soon),
		over: () => { mine ? rest(word.over, true) : later(); },
		removed: () => rest(word.removed, true),
		alone: () => { mine ? rest(word.alone) : later(); },
		phone: () => { mine ? rest(word.phone, true) : later(); },
		ring: () => { mine || later(); },
		help: () => { mine ? rest(word.stopped) : later(); },
		again: () => again(),
		door: () => { live || later(); },
	};
	const tell = new EventSource(`${at}events${child ? '?as=child' : ''}`);
	for (const [what, run] of Object.entries(heard))
		tell.addEventListener(what, run);
	addEventListener('pagehide', () => {
		tell.close();
		if (live)
			post('leave').catch(() => {});
	});
	/* The grown-up's page says that it is still there, and keeps the screen on. */
	if (beat) {
		setInterval(() => post('present').catch(e => e.status === 409 && later()), beat * 1000);
		navigator.wakeLock?.request('screen').catch(() => {});
	}
	if (wait > 0)
		setTimeout(() => location.reload(), Math.min(wait * 1000 + 500, 2 ** 31 - 1));
	if (!open)
		return;

	/* --- buttons --- */

	go.hidden = only.hidden = false;
	go.addEventListener('click', come);
	leave.addEventListener('click', () => {
		const was = live;
		rest(word.left);
		if (was)
			post('leave').catch(() => {});
	});
	only.addEventListener('click', () => {
		soundOnly = !soundOnly;
		only.setAttribute('aria-pressed', soundOnly);
		only.querySelector('span').textContent = soundOnly ? word.picture : word.soundonly;
		if (live)
			tick();
	});
})();
