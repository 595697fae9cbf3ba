/* usage: BUILD=DIR test/rtc/alone node test/rtc/measure.mjs [ADDRESS]
 * Prints what a call costs: from the button to the first picture, KB a minute on each rung (on the wire, headers and all,
 * both ways of one guest), and the processor time of the media server.  No test: it judges nothing. */
import { run, ok } from '../e2e/lib/tap.mjs';
import { badline } from '../e2e/lib/badline.mjs';
import { Guest, cpu_of, empty_page, launch, media, pause, place, soon, stage } from './stage.mjs';
import { readdirSync, readFileSync } from 'node:fs';

const HEADERS = 28, SECONDS = 10;
const say = line => console.log(`# ${line}`);

/* The media server among this script's own. */
function janus_of(dir) {
	return readdirSync('/proc').find(pid => /^\d+$/.test(pid) && (() => {
		try {
			const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
			return line.startsWith('janus\0') && line.includes(dir);
		} catch {
			return false;
		}
	})());
}

const RUNGS = {
	'picture 320x240, 15/s, 128 kbit/s': { width: 320, height: 240, rate: 15, bits: 128e3 },
	'small picture 160x120, 8/s, 60 kbit/s': { width: 160, height: 120, rate: 8, bits: 60e3 },
	'sound, 20 ms': { video: false },
	'sound, 60 ms': { video: false, packets: 60 },
};

async function wire(guest) {
	return guest.page.evaluate(async headers => {
		let bytes = 0;
		for (const pc of [window.me.out, window.me.in])
			(await pc.getStats()).forEach(s => {
				if (s.type === 'transport')
					bytes += s.bytesSent + s.bytesReceived + headers * (s.packetsSent + s.packetsReceived);
			});
		return bytes;
	}, HEADERS);
}

await run(async undo => {
	const address = process.argv[2] ?? '10.77.0.1', dir = await place(undo, address);
	await media(undo, dir);
	const s = stage(undo, `${dir}/rtc.conf`), janus = janus_of(dir);
	ok(await s.up(), 'the media server is found');
	const browser = await launch(undo), url = await empty_page(undo);
	let room = 0;

	const call = async (n, how = {}, relay = () => undefined) => {
		room++;
		await s.ask({ do: 'open', room, bitrate: how.bits });
		const guests = [];
		for (let i = 1; i <= n; i++) {
			await s.ask({ do: 'allow', room, guest: i });
			guests.push(await Guest.come(browser, s, url, room, i, { ...how, relay: relay(i) }));
		}
		for (const guest of guests) {
			await guest.publish({ packets: how.packets });
			await s.event('came', room, guest.guest);
		}
		const starts = guests.map(() => Date.now());
		for (const guest of guests)
			await guest.subscribe();
		const end = () => Promise.all([s.ask({ do: 'close', room: guests[0].room }), ...guests.map(g => g.page.context().close())]);
		return { guests, starts, end };
	};
	const load = async seconds => {
		const from = cpu_of(janus);
		await pause(seconds * 1e3);
		return (cpu_of(janus) - from) / seconds * 100;
	};

	/* Somebody waits already; another presses the button. */
	for (const [name, relay] of [['directly', undefined], ['by the relay, UDP', 'udp'], ['by the relay, TCP', 'transport=tcp']]) {
		const times = [];
		for (let i = 0; i < 5; i++) {
			const one = await call(1, RUNGS['small picture 160x120, 8/s, 60 kbit/s']);
			await s.ask({ do: 'allow', room, guest: 2 });
			const other = await Guest.come(browser, s, url, room, 2, { relay, ...RUNGS['small picture 160x120, 8/s, 60 kbit/s'] });
			const from = Date.now();
			await other.publish();
			await other.subscribe();
			await soon(async () => (await other.stats()).video.some(v => v.frames > 0));
			times.push(Date.now() - from);
			await other.page.context().close();
			await one.end();
		}
		say(`button to first picture, ${name}: ${times.sort((a, b) => a - b)[2]} ms (${times.join(' ')})`);
	}

	say(`media server with nobody: ${(await load(SECONDS)).toFixed(1)} % of a core`);
	for (const n of [2, 3])
		for (const [name, how] of Object.entries(RUNGS)) {
			const c = await call(n, how);
			await soon(async () => (await Promise.all(c.guests.map(g => g.stats()))).every(st => st.audio.length === n - 1 && st.audio.every(a => a.bytes > 0)));
			await pause(6e3);
			const from = await wire(c.guests[0]), used = await load(SECONDS), to = await wire(c.guests[0]);
			say(`${n} in a call, ${name}: ${Math.round((to - from) / 1e3 * 60 / SECONDS)} KB a minute, media server ${used.toFixed(1)} % of a core`);
			await c.end();
		}

	/* A village's line: what pausing the picture does. */
	for (const [rate, quiet] of [[100e3, false], [100e3, true], [40e3, true]]) {
		const line = await badline(undo, { host: address, rate, delay: 60 });
		const c = await call(1, RUNGS['picture 320x240, 15/s, 128 kbit/s']);
		await s.ask({ do: 'allow', room, guest: 2 });
		const far = await Guest.come(browser, s, url, room, 2, { video: !quiet, width: 320, height: 240, rate: 15, bits: 128e3 });
		far.relay = async () => {
			const r = await far.order('relay', { seconds: 600 });
			return { urls: [line.url], username: r.user, credential: r.password };
		};
		await far.publish({ packets: quiet ? 60 : 0 });
		await s.event('came', room, 2);
		await far.subscribe(false, quiet);
		await c.guests[0].subscribe();
		const sound = async () => (await far.stats()).audio[0] ?? { concealed: 0, samples: 0 };
		await soon(async () => (await sound()).samples > 0);
		await pause(6e3);
		const a = await sound();
		await pause(SECONDS * 1e3);
		const b = await sound(), made_up = (b.concealed - a.concealed) / Math.max(1, b.samples - a.samples) * 100;
		say(`line of ${rate / 1e3} kbit/s, ${quiet ? 'sound alone' : 'with pictures'}: ${made_up.toFixed(1)} % of the sound made up`);
		await c.end();
		await far.page.context().close();
		await line.close();
	}
});
