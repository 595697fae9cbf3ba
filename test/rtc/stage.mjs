/* What a call is made of: a media server, a relay, rtc_stage between them and browsers with a person each.  Everything
 * runs in the network this is started in (test/rtc/alone gives one of its own). */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const ROOT = new URL('../..', import.meta.url).pathname;
export const BUILD = process.env.BUILD ?? join(ROOT, 'build');
const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/* Made-up sound and picture, given without asking, and played without a touch. */
export const MEDIA_ARGS = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
	'--autoplay-policy=no-user-gesture-required', '--mute-audio', '--headless', '--no-sandbox', '--disable-gpu',
	'--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const pause = ms => new Promise(done => setTimeout(done, ms));

/* True as soon as `look` gives something. */
export async function soon(look, ms = 15e3) {
	for (const end = Date.now() + ms; Date.now() < end; await pause(50)) {
		const found = await look();
		if (found)
			return found;
	}
	return null;
}

function command(undo, program, args, options) {
	const child = spawn(program, args, options);
	undo.push(() => new Promise(done => {
		if (child.exitCode !== null || child.signalCode !== null)
			return done();
		child.once('exit', done);
		child.kill('SIGTERM');
	}));
	return child;
}

export async function once(program, args) {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', bytes => { said += bytes; });
	const status = await new Promise(done => child.once('exit', done));
	return { status, said };
}

/* Janus and coturn by script/rtc; .stop() ends them. */
export async function media(undo, dir) {
	const child = command(undo, 'setpriv', ['--pdeathsig', 'TERM', join(ROOT, 'script/rtc'), dir], { stdio: ['ignore', 'pipe', 'inherit'] });
	const ready = new Promise((done, fail) => {
		createInterface({ input: child.stdout }).on('line', line => line === 'ready' && done());
		child.once('exit', status => fail(new Error(`script/rtc ended with ${status}`)));
	});
	await ready;
	return { child, stop: () => new Promise(done => { child.once('exit', done); child.kill('SIGTERM'); }) };
}

export async function place(undo, address, ...more) {
	const dir = mkdtempSync(join(tmpdir(), 'rtc-'));
	undo.push(async () => rmSync(dir, { recursive: true }));
	const { status } = await once(process.env.TONGXIN ?? join(BUILD, 'tongxin'), ['rtc', 'config', dir, '--address', address, ...more]);
	if (status !== 0)
		throw new Error('tongxin rtc config');
	return dir;
}

/* Orders, answers and events of rtc_stage. */
export function stage(undo, conf) {
	const child = command(undo, join(BUILD, 'test/rtc_stage'), [conf], { stdio: ['pipe', 'pipe', 'pipe'] });
	const waiting = new Map(), events = [], log = [];
	let last = 0;
	createInterface({ input: child.stderr }).on('line', line => log.push(line));
	createInterface({ input: child.stdout }).on('line', line => {
		const said = JSON.parse(line);
		if (said.event)
			return events.push(said);
		waiting.get(said.id)?.(said);
		waiting.delete(said.id);
	});
	const ask = order => new Promise(done => {
		waiting.set(++last, done);
		child.stdin.write(`${JSON.stringify({ ...order, id: last })}\n`);
	});
	return {
		ask, events, log,
		event: (what, room, guest) => soon(() => events.find(e => e.event === what && (!room || e.room === room) &&
			(!guest || e.guest === guest))),
		up: () => soon(async () => (await ask({ do: 'look', room: 1 })).state === 2),
	};
}

/* Nobody may use a camera but on a page of this machine or one with https. */
export async function empty_page(undo) {
	const server = createServer((request, answer) => answer.end('<!doctype html><title>call</title>'));
	await new Promise(done => server.listen(0, '127.0.0.1', done));
	undo.push(async () => server.close());
	return `http://127.0.0.1:${server.address().port}/`;
}

export async function launch(undo) {
	const browser = await chromium.launch({ executablePath: PROGRAM, args: MEDIA_ARGS });
	undo.push(() => browser.close());
	return browser;
}

/* In the page: what a browser does in a call. */
function in_page() {
	const me = window.me = { streams: [] };
	me.settings = relay => ({ iceServers: relay ? [relay] : [], iceTransportPolicy: relay ? 'relay' : 'all',
		bundlePolicy: 'max-bundle' });
	me.offer = async ({ relay, video, width = 160, height = 120, rate = 10, bits = 60000 }) => {
		me.out?.close();
		me.own ??= await navigator.mediaDevices.getUserMedia({ audio: true,
			video: video && { width, height, frameRate: rate } });
		me.out = new RTCPeerConnection(me.settings(relay));
		for (const track of me.own.getTracks()) {
			const sender = me.out.addTransceiver(track, { direction: 'sendonly',
				sendEncodings: [track.kind === 'video' ? { maxBitrate: bits, maxFramerate: rate } : { maxBitrate: 16000 }] });
			sender.sender.track.contentHint = track.kind === 'video' ? 'motion' : 'speech';
		}
		await me.out.setLocalDescription();
		return me.out.localDescription.sdp;
	};
	me.take_answer = sdp => me.out.setRemoteDescription({ type: 'answer', sdp });
	me.take_offer = async (sdp, fresh, relay) => {
		if (fresh) {
			me.in?.close();
			me.in = null;
		}
		if (!me.in) {
			me.in = new RTCPeerConnection(me.settings(relay));
			me.started = performance.now();
			me.in.ontrack = event => {
				const box = document.createElement(event.track.kind);
				box.srcObject = new MediaStream([event.track]);
				box.muted = event.track.kind === 'video';
				box.autoplay = true;
				document.body.append(box);
				box.play().catch(() => {});
				if (event.track.kind === 'video')
					box.requestVideoFrameCallback?.(() => { me.first ??= performance.now() - me.started; });
			};
		}
		await me.in.setRemoteDescription({ type: 'offer', sdp });
		await me.in.setLocalDescription();
		return me.in.localDescription.sdp;
	};
	me.stats = async () => {
		const found = { video: [], audio: [], pairs: [], sent: 0, got: 0 };
		for (const [name, pc] of [['out', me.out], ['in', me.in]]) {
			if (!pc)
				continue;
			const all = await pc.getStats();
			all.forEach(s => {
				if (s.type === 'inbound-rtp')
					found[s.kind].push({ mid: s.mid, frames: s.framesDecoded ?? 0, bytes: s.bytesReceived, wide: s.frameWidth,
						lost: s.packetsLost, samples: s.totalSamplesReceived ?? 0, concealed: s.concealedSamples ?? 0 });
				if (s.type === 'transport' && s.selectedCandidatePairId) {
					const pair = all.get(s.selectedCandidatePairId), local = all.get(pair.localCandidateId);
					found.pairs.push(`${name}:${local.candidateType}/${local.relayProtocol ?? local.protocol}`);
					found.sent += s.bytesSent;
					found.got += s.bytesReceived;
				}
			});
		}
		found.states = [me.out?.connectionState, me.in?.connectionState];
		found.first = me.first;
		return found;
	};
}

/* Somebody in a room. */
export class Guest {
	static async come(browser, s, url, room, guest, how = {}) {
		const page = await (await browser.newContext()).newPage();
		page.on('pageerror', error => console.log(`# ${guest}: ${error.message}`));
		await page.goto(url);
		await page.evaluate(in_page);
		return Object.assign(new Guest(), { page, s, room, guest, how });
	}

	order(what, more = {}) {
		return this.s.ask({ do: what, room: this.room, guest: this.guest, ...more });
	}

	async relay() {
		if (!this.how.relay)
			return null;
		const r = await this.order('relay', { seconds: 600 });
		return { urls: r.urls.filter(url => url.includes(this.how.relay)), username: r.user, credential: r.password };
	}

	/* Come in and send; the number of what came of it, 0 = in. */
	async publish(more = {}) {
		const sdp = await this.page.evaluate(how => window.me.offer(how),
			{ video: true, ...this.how, relay: await this.relay() });
		const got = await this.order('publish', { sdp, ...more });
		this.why = got.why;
		if (got.rc === 0)
			await this.page.evaluate(answer => window.me.take_answer(answer), got.sdp);
		return got.rc;
	}

	/* `quiet`: without pictures from the beginning, for a line that could not take them. */
	async subscribe(fresh = false, quiet = false) {
		const got = await this.order('subscribe', { fresh });
		if (got.rc !== 0 || !got.sdp)
			return got;
		this.streams = got.streams;
		const sdp = await this.page.evaluate(([offer, anew, relay]) => window.me.take_offer(offer, anew, relay),
			[got.sdp, fresh, await this.relay()]);
		for (const one of quiet ? got.streams.filter(x => x.video) : [])
			await this.order('receive', { mid: one.mid, on: 0 });
		const taken = await this.order('answer', { sdp });
		return { ...got, rc: taken.rc, why: taken.why };
	}

	stats() {
		return this.page.evaluate(() => window.me.stats());
	}
}

/* CPU seconds a process has used. */
export function cpu_of(pid) {
	const field = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(field[11]) + Number(field[12])) / 100;
}
