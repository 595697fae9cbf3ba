/* The ladder of a call by itself: seconds of a line in, rungs out. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { is, ok, run } from './lib/tap.mjs';

const world = {};
world.globalThis = world;
runInNewContext(readFileSync(new URL('../../asset/ladder.js', import.meta.url), 'utf8'), world);
const { limits, start, step } = world.callLadder;
for (const line of readFileSync(new URL('../../data/params/family.csv', import.meta.url), 'utf8').split('\n')) {
	const [, name, value] = line.match(/^family\.ladder_(\w+),(\d+),/) ?? [];
	if (name)
		limits[name] = Number(value);
}

const good = { concealed: 0, lost: 0, delay: .05, silent: 0 }, weak = { ...good, lost: .05 };
const bad = { ...good, concealed: .2 }, slow = { ...good, delay: .7 }, lossy = { ...good, lost: .09 }, mute = { ...good, silent: 6 };
const after = (from, ...lines) => lines.reduce((state, [line, n]) => {
	for (let i = 0; i < n; i++)
		state = step(state, line);
	return state;
}, from);
const at = rung => ({ ...start(), rung, hush: 0, wait: 6 });

/* From, seconds of what, and where it leads. */
const table = [
	['sound comes first', start(), [], 'audio'],
	['the first seconds say nothing', start(), [[bad, 5]], 'audio'],
	['two good ones later there is a small picture', start(), [[good, 7]], 'small'],
	['not one earlier', start(), [[good, 6]], 'audio'],
	['and then a large one', start(), [[good, 7], [good, 3]], 'video'],
	['a second of bad sound takes the picture', at('video'), [[bad, 1]], 'audio'],
	['so does what is lost on the way out', at('video'), [[lossy, 1]], 'audio'],
	['and half a second there and back', at('video'), [[slow, 1]], 'audio'],
	['a small one too', at('small'), [[bad, 1]], 'audio'],
	['a weak line makes it small', at('video'), [[weak, 4]], 'small'],
	['not at once', at('video'), [[weak, 3]], 'video'],
	['a cough does not matter to sound', at('audio'), [[bad, 2], [good, 1], [bad, 2]], 'audio'],
	['three bad seconds do', at('audio'), [[bad, 3]], 'audio60'],
	['no sound at all is bad', at('audio'), [[mute, 3]], 'audio60'],
	['thrifty sound is held long', at('audio60'), [[bad, 9]], 'audio60'],
	['before a message is better', at('audio60'), [[bad, 10]], 'voice'],
	['when the line comes back, so does the sound', at('voice'), [[good, 6]], 'audio60'],
	['and the picture', at('audio60'), [[good, 6], [good, 8]], 'small'],
	['what is not known is not bad', at('video'), [[{}, 30]], 'video'],
];

await run(async () => {
	for (const [what, from, lines, rung] of table)
		is(after(from, ...lines).rung, rung, what);

	/* Each picture that was too much waits twice as long for the next try: 12, 24, 48 .. */
	let state = at('video'), waits = [];
	for (let i = 0; i < 6; i++) {
		state = after(state, [bad, 2]);
		waits.push(state.wait);
		while (state.rung === 'audio')
			state = step(state, good);
	}
	is(waits.join(' '), '12 24 48 96 96 96', 'tries come ever more seldom');
	state = after(state, [good, 400]);
	is(state.rung, 'video', 'a line that stays good carries a picture');
	ok(state.wait <= 6, 'and is forgiven');
	is(step({ ...at('audio'), good: 99 }, good, 'audio').rung, 'audio', 'who wants sound only gets sound only');
});
