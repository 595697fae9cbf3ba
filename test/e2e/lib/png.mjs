/* A screenshot made small: at most 256 colours, those that cover most, each other one as the nearest of them. */
import { deflateSync, inflateSync } from 'node:zlib';

const DEEP = 9;

function chunks(file) {
	const found = [];
	for (let at = 8; at < file.length;) {
		const n = file.readUInt32BE(at);
		found.push([file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + n)]);
		at += n + 12;
	}
	return found;
}

/* PNG specification 9.4, filter type 4. */
function paeth(a, b, c) {
	const pa = Math.abs(b - c), pb = Math.abs(a - c), pc = Math.abs(a + b - c - c);
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

const expected = [() => 0, a => a, (a, b) => b, (a, b) => (a + b) >> 1, paeth];

function samples(raw, width, height, step) {
	const line = width * step, out = Buffer.alloc(line * height);
	for (let y = 0; y < height; y++) {
		const guess = expected[raw[y * (line + 1)]];
		for (let x = 0; x < line; x++) {
			const at = y * line + x, up = y > 0, left = x >= step;
			out[at] = raw[y * (line + 1) + 1 + x] + guess(left ? out[at - step] : 0, up ? out[at - line] : 0, up && left ? out[at - line - step] : 0);
		}
	}
	return out;
}

function nearest(palette, colour) {
	let best = 0, least = Infinity;
	for (let i = 0; i < palette.length; i++) {
		const d = [16, 8, 0].reduce((sum, s) => sum + ((palette[i] >> s & 255) - (colour >> s & 255)) ** 2, 0);
		if (d < least)
			[best, least] = [i, d];
	}
	return best;
}

/* PNG specification, annex D. */
function crc32(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
	}
	return ~crc >>> 0;
}

function chunk(name, data) {
	const out = Buffer.alloc(data.length + 12);
	out.writeUInt32BE(data.length, 0);
	out.write(name, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
	return out;
}

/* `file`: as a browser makes it, 8 bits, RGB or RGBA, not interlaced. */
export function shrink(file) {
	const parts = chunks(file), head = Buffer.from(parts[0][1]), width = head.readUInt32BE(0), height = head.readUInt32BE(4);
	const step = head[9] === 6 ? 4 : 3, raw = inflateSync(Buffer.concat(parts.filter(([name]) => name === 'IDAT').map(([, data]) => data)));
	const rgb = samples(raw, width, height, step), count = new Map(), lines = Buffer.alloc((width + 1) * height);
	const colour = at => rgb[at] << 16 | rgb[at + 1] << 8 | rgb[at + 2];
	for (let at = 0; at < rgb.length; at += step)
		count.set(colour(at), (count.get(colour(at)) ?? 0) + 1);
	const palette = [...count].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([c]) => c), known = new Map(palette.map((c, i) => [c, i]));
	for (let i = 0; i < width * height; i++) {
		const c = colour(i * step);
		if (!known.has(c))
			known.set(c, nearest(palette, c));
		lines[i + 1 + Math.floor(i / width)] = known.get(c);
	}
	head[9] = 3;
	return Buffer.concat([file.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', Buffer.from(palette.flatMap(c => [c >> 16, c >> 8 & 255, c & 255]))),
		chunk('IDAT', deflateSync(lines, { level: DEEP })), chunk('IEND', Buffer.alloc(0))]);
}
