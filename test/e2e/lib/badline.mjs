/* A village's line: UDP between browsers and the relay, both ways as slow, late and lossy as told.  A browser that may
 * come by the relay only (iceTransportPolicy 'relay') and is given this port instead of the relay's has no other way.
 * Needs nothing of the kernel. */
import { createSocket } from 'node:dgram';

const HEADERS = 28; /* IPv4 and UDP: a line carries them too */

/* One direction: what leaves, when.  `rate` bits a second (0: any), `queue` milliseconds of it that wait at most,
 * `delay` milliseconds, `loss` of all packets (0 to 1). */
class Way {
	constructor(how) {
		this.how = how;
		this.free = 0;
		this.passed = this.lost = this.bytes = 0;
	}

	send(n, go) {
		const now = performance.now(), { rate = 0, queue = 400, delay = 0, loss = 0 } = this.how;
		const starts = Math.max(now, this.free);
		if (Math.random() < loss || (rate && starts - now > queue)) {
			this.lost++;
			return;
		}
		this.free = rate ? starts + (n + HEADERS) * 8e3 / rate : now;
		this.passed++;
		this.bytes += n + HEADERS;
		const wait = this.free + delay - now;
		if (wait < 1)
			go();
		else
			setTimeout(go, wait);
	}
}

/* From `host`, a port of its own, to the relay at host:port.  .set({ rate, queue, delay, loss }) changes the line at once,
 * .url is for iceServers, .counts() says what passed and what was lost. */
export async function badline(undo, { host, port = 3478, ...how }) {
	const line = { ...how }, up = new Way(line), down = new Way(line), browsers = new Map();
	const door = createSocket('udp4');
	let closed = false;
	await new Promise(done => door.bind(0, host, done));
	door.on('error', () => {});
	door.on('message', (bytes, from) => {
		const key = `${from.address}:${from.port}`;
		let out = browsers.get(key);
		if (!out) {
			out = createSocket('udp4');
			out.on('error', () => {});
			out.on('message', back => down.send(back.length, () => closed || door.send(back, from.port, from.address, () => {})));
			browsers.set(key, out);
		}
		up.send(bytes.length, () => closed || out.send(bytes, port, host, () => {}));
	});
	const close = async () => {
		if (closed)
			return;
		closed = true;
		for (const one of [door, ...browsers.values()])
			one.close();
	};
	undo.push(close);
	return {
		url: `turn:${host}:${door.address().port}?transport=udp`, port: door.address().port, close,
		set: more => Object.assign(line, more),
		counts: () => ({ up: { ...up, how: undefined }, down: { ...down, how: undefined } }),
	};
}
