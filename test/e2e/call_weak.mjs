/* A call over the line of a village: the picture goes, the sound stays.  The father's browser reaches the relay by 100,
 * then 40 kbit/s only; and what a minute costs on a rung of the ladder, over a good line (LONG=1: on each
 * of them, and for longer). */
import { badline } from './lib/badline.mjs';
import { ADDRESS, Scene, in_own_network, pause, soon, stats } from './lib/calls.mjs';
import { ok, run } from './lib/tap.mjs';

in_own_network(import.meta.url);

/* The share of made-up sound while `ms` pass, and whether all of that time was without a picture. */
async function heard(visitor, ms, rungs) {
	const sum = s => s.audio.reduce((all, a) => ({ samples: all.samples + a.samples, concealed: all.concealed + a.concealed }), { samples: 0, concealed: 0 });
	const first = sum(await stats(visitor)), end = Date.now() + ms;
	let held = true, last = first;
	while (Date.now() < end && held) {
		await pause(250);
		const s = await stats(visitor);
		held = rungs.includes(s.rung);
		if (held)
			last = sum(s);
	}
	const samples = last.samples - first.samples;
	return { held, seconds: samples / 48e3, concealed: samples ? (last.concealed - first.concealed) / samples : 1 };
}

const rung = (visitor, list, ms) => soon(async () => list.includes((await stats(visitor)).rung), ms);
const percent = part => `${(part * 100).toFixed(1)} %`;
const LONG = Boolean(process.env.LONG), SOUND = ['audio', 'audio60'];

/* Everybody on this rung, whatever the line is like. */
const force = (people, on) => Promise.all(people.map(v => v.page.evaluate(to => {
	window.callLadder.step = was => ({ ...was, rung: to });
}, on)));

await run(async undo => {
	const scene = await Scene.open(undo);
	const line = await badline(undo, { host: ADDRESS, rate: 0 });
	const keeper = await scene.come('keeper'), child = await scene.come('child'), father = await scene.come('parent', { relay: line.url });
	await keeper.go(`/calls/${scene.call}/room`);
	await keeper.press('form[action$="/check-in"] button');
	await scene.join(child);
	await scene.join(father);
	ok(await rung(father, ['video'], 40e3), 'over a good line there is a picture', await stats(father));
	ok(await soon(async () => (await stats(father)).video.some(v => v.frames > 5), 20e3), 'that moves');

	/* --- 100 kbit/s --- */
	line.set({ rate: 100e3 });
	const at = Date.now();
	ok(await rung(father, SOUND, 20e3), 'over 100 kbit/s the picture is given up');
	console.log(`# after ${((Date.now() - at) / 1000).toFixed(1)} s`);
	await pause(2500);
	const slow = await heard(father, 8e3, SOUND);
	console.log(`# 100 kbit/s: ${percent(slow.concealed)} of ${slow.seconds.toFixed(1)} s made up`);
	ok(slow.seconds > 3 && slow.concealed < .05, 'then less than 5 % of the sound is made up', slow);
	const other = await heard(child, 4e3, ['video', 'small', ...SOUND]);
	ok(other.concealed < .05, 'and the child hears the father as well', other);

	/* --- 40 kbit/s --- */
	line.set({ rate: 40e3 });
	ok(await soon(async () => {
		const s = await heard(father, 5e3, [...SOUND, 'voice']);
		console.log(`# 40 kbit/s: ${percent(s.concealed)} of ${s.seconds.toFixed(1)} s made up, ${(await stats(father)).rung}`);
		return s.seconds > 3 && s.concealed < .05;
	}, 60e3), 'over 40 kbit/s the sound holds');
	const rtt = await heard(father, 8e3, SOUND);
	ok(rtt.held && rtt.concealed < .05, 'and goes on holding', rtt);
	ok(/sound|half as much/.test(await father.text('#call-say')), 'the page says why there is no picture', await father.text('#call-say'));

	/* --- what a minute costs --- */
	line.set({ rate: 0 });
	for (const one of LONG ? ['video', 'small', 'audio', 'audio60'] : ['audio60']) {
		await force([child, father], one);
		await pause(6e3);
		const before = await stats(father), since = Date.now();
		await pause(LONG ? 8e3 : 4e3);
		const after = await stats(father), minutes = (Date.now() - since) / 60e3;
		const packets = s => s.sent.find(x => x.kind === 'audio').packets;
		console.log(`# ${one}: ${Math.round((after.bytes - before.bytes) / minutes / 1e3)} KB a minute both ways, ${((packets(after) - packets(before)) / minutes / 60).toFixed(0)} packets of sound a second`);
		if (one === 'audio60')
			ok((packets(after) - packets(before)) / minutes / 60 < 25, 'thrifty sound comes in long packets');
	}
});
