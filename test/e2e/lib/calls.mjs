/* A call with everything that is real about it: Janus and coturn, a server, and a browser for each who takes part, in a
 * network of their own.  The machine must let us make one, and have the programs: else the file is skipped, aloud. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { MEDIA_ARGS, media, place, soon } from '../../rtc/stage.mjs';
import { PHONE, Visitor } from './browser.mjs';
import { House } from './house.mjs';
import { skip } from './tap.mjs';

export { cpu_of, pause, soon } from '../../rtc/stage.mjs';
export const ADDRESS = '10.77.0.1';

const alone = fileURLToPath(new URL('../../rtc/alone', import.meta.url));

/* This file again, where no other network is; ends the program unless it is there already. */
export function in_own_network(url) {
	if (process.env.TX_ALONE)
		return;
	const lacking = ['/usr/bin/janus', '/usr/bin/turnserver'].find(program => !existsSync(program));
	const done = lacking ? null : spawnSync(alone, [process.execPath, fileURLToPath(url), ...process.argv.slice(2)],
		{ stdio: 'inherit', env: { ...process.env, TX_ALONE: '1' } });
	if (done && done.status !== 77)
		process.exit(done.status ?? 1);
	skip(lacking ? `${lacking} is not installed` : 'no network of its own can be made here');
	process.stdout.write('1..1\n');
	process.exit(0);
}

/* Which process of ours runs `program` from this directory. */
export function process_of(program, dir) {
	return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).find(pid => {
		try {
			const [first, ...rest] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
			return first.endsWith(program) && rest.some(word => word.includes(dir));
		} catch {
			return false;
		}
	});
}

/* A Wednesday evening in the happy home of the village: a call of the child with its father, who has an account, and its
 * mother, who has a link. */
export class Scene {
	static async open(undo, { clock = '2026-11-25T09:59:00Z', from = '18:00' } = {}) {
		const dir = await place(undo, ADDRESS);
		const scene = Object.assign(new Scene(), { dir, undo, serve: ['--rtc', `${dir}/rtc.conf`], rtc: await media(undo, dir) });
		scene.house = await House.open(undo, 'sqlite', 'school', { serve: scene.serve, clock });
		scene.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: MEDIA_ARGS });
		undo.push(() => scene.browser.close());
		const up = await soon(async () => (await (await fetch(`${scene.house.url}/metrics`)).text()).match(/^tongxin_rtc_up 1$/m) ?? true);
		if (!up)
			throw new Error('the server does not find the media server');
		await scene.book(from);
		return scene;
	}

	async book(from) {
		const { house } = this;
		this.child = (await house.all('children', 'child'))[0].id;
		const ties = (await house.all('parents')).filter(t => t.child === this.child);
		this.father = ties.find(t => t.relation === '51').person;
		this.mother = ties.find(t => t.relation === '52').person;
		this.home = (await house.all('happy_homes', 'keeper'))[0].id;
		const made = await house.api('/calls', { role: 'keeper', method: 'POST', body: {
			child: this.child, home: this.home, on: '2026-11-25', from, person: [this.father, this.mother] } });
		if (made.status_ !== 201)
			throw new Error(`no call: ${JSON.stringify(made)}`);
		this.call = made.id;
		this.parties = (await house.all(`call-parties`, 'keeper')).filter(p => p.call === this.call);
		this.party = { child: this.parties.find(p => p.part === 'child').id, father: this.parties.find(p => p.person === this.father).id,
			mother: this.parties.find(p => p.person === this.mother).id };
	}

	async come(login, { relay = false, lang = 'en', size = PHONE } = {}) {
		const visitor = await Visitor.come(this.browser, this.house, { lang, size });
		if (relay)
			await by_relay(visitor.context, relay);
		await watch(visitor.context);
		if (login)
			await visitor.sign_in(login);
		return visitor;
	}

	/* The mother's link, made by the keeper, opened in a browser of her own. */
	async come_by_link(keeper, how) {
		await keeper.go(`/calls/${this.call}`);
		const form = keeper.page.locator('form[action$="/link"]').filter({ has: keeper.page.locator(`[value="${this.party.mother}"]`) }).first();
		await keeper.press(form.locator('button'));
		const link = (await keeper.page.locator('#link').innerText()).match(/\/l\/[a-z]+/)[0];
		const mother = await this.come(null, how);
		await mother.go(link);
		await mother.press('main button');
		mother.room = `${link}/room`;
		return mother;
	}

	/* In the page of the room: press the button, and be in. */
	async join(visitor, path = `/calls/${this.call}/room`) {
		await visitor.go(path);
		await visitor.page.click('#call-go');
	}

	sql(text) {
		return execFileSync('sqlite3', [`${this.house.dir}/e2e.db`, text], { encoding: 'utf8' }).trim();
	}

	/* What this program counted of its own processor time, in seconds. */
	get server() {
		return this.house.child.pid;
	}
}

/* Only by the relay; `server`: another address for it (a bad line before it). */
function by_relay(context, server) {
	return context.addInitScript(url => {
		const Real = window.RTCPeerConnection;
		window.RTCPeerConnection = class extends Real {
			constructor(how) {
				const iceServers = (how.iceServers ?? []).filter(s => s.urls.includes('udp') || !s.urls.includes('transport'))
					.map(s => url === true ? s : { ...s, urls: url });
				super({ ...how, iceServers, iceTransportPolicy: 'relay' });
			}
		};
	}, server);
}

/* Keeps the connections of a page for us to ask, and when the first picture of somebody else came. */
function watch(context) {
	return context.addInitScript(() => {
		const Real = window.RTCPeerConnection, all = window.connections = [];
		window.RTCPeerConnection = class extends Real {
			constructor(how) {
				super(how);
				all.push(this);
				this.addEventListener('track', e => {
					if (e.track.kind === 'audio')
						window.heard_at ??= performance.now();
				});
			}
		};
		document.addEventListener('click', () => { window.pressed_at ??= performance.now(); }, true);
		document.addEventListener('playing', e => {
			if (e.target.tagName === 'VIDEO' && !e.target.muted)
				window.seen_at ??= performance.now();
		}, true);
	});
}

/* What a page receives and sends. */
export const stats = visitor => visitor.page.evaluate(async () => {
	const found = { video: [], audio: [], pairs: [], bytes: 0, sent: [], rung: document.querySelector('#call')?.dataset.rung,
		seen: window.seen_at - window.pressed_at, heard: window.heard_at - window.pressed_at };
	for (const pc of window.connections.filter(c => c.connectionState === 'connected')) {
		const all = await pc.getStats();
		all.forEach(s => {
			if (s.type === 'inbound-rtp')
				found[s.kind].push({ mid: s.mid, frames: s.framesDecoded ?? 0, samples: s.totalSamplesReceived ?? 0,
					concealed: s.concealedSamples ?? 0, packets: s.packetsReceived, bytes: s.bytesReceived });
			if (s.type === 'outbound-rtp')
				found.sent.push({ kind: s.kind, packets: s.packetsSent, bytes: s.bytesSent, active: s.active });
			if (s.type === 'transport' && s.selectedCandidatePairId) {
				const pair = all.get(s.selectedCandidatePairId), local = all.get(pair.localCandidateId);
				found.pairs.push(local.candidateType);
				found.bytes += s.bytesSent + s.bytesReceived;
			}
		});
	}
	return found;
});
