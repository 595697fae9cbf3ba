/* usage: BUILD=DIR test/rtc/alone node test/rtc/talk.mjs [ADDRESS]
 * rtc with a real media server, relay and browsers: three in a call, one of them by the relay; strangers and the removed
 * stay out; the end of the time, and the end of the media server. */
import { is, ok, run } from '../e2e/lib/tap.mjs';
import { Guest, cpu_of, empty_page, launch, media, pause, place, soon, stage } from './stage.mjs';

const CHILD = 11, MUM = 12, DAD = 13, STRANGER = 99;
const OK = 0, NOT_FOUND = 1, DENIED = 3, INVALID = 4, BUSY = 11;

await run(async undo => {
	const dir = await place(undo, process.argv[2] ?? '10.77.0.1');
	let server = await media(undo, dir);
	const s = stage(undo, `${dir}/rtc.conf`);
	ok(await s.up(), 'the media server is found');
	const room = (what, more) => s.ask({ do: what, room: 7, ...more });

	is((await room('allow', { guest: CHILD })).rc, NOT_FOUND, 'nobody is let into a room that is not there');
	is((await room('open', { bitrate: 60000 })).rc, OK, 'a room');
	is((await room('open')).rc, OK, 'it is there already');
	for (const guest of [CHILD, MUM, DAD])
		is((await room('allow', { guest })).rc, OK, `${guest} may come in`);
	const browser = await launch(undo), url = await empty_page(undo);
	const child = await Guest.come(browser, s, url, 7, CHILD);
	const mum = await Guest.come(browser, s, url, 7, MUM, { relay: 'udp' });
	const dad = await Guest.come(browser, s, url, 7, DAD);
	const all = [child, mum, dad];

	is((await child.order('subscribe')).rc, DENIED, 'nobody listens who has not come in');
	is((await child.order('publish', { sdp: 'v=0\r\n' })).rc, INVALID, 'nonsense is refused');
	is(await child.publish(), OK, 'the child sends');
	ok(await s.event('came', 7, CHILD), 'and is heard of');
	is((await child.subscribe()).rc, NOT_FOUND, 'nobody else is there yet');
	is(await mum.publish(), OK, 'mum sends, by the relay');
	ok(await s.event('came', 7, MUM), 'and is heard of');
	is((await child.subscribe()).rc, OK, 'the child takes mum in');
	is((await mum.subscribe()).rc, OK, 'mum takes the child in');
	is(await dad.publish(), OK, 'dad sends');
	ok(await s.event('came', 7, DAD), 'and is heard of');
	is((await dad.subscribe()).rc, OK, 'dad takes both in');
	is(dad.streams.map(x => `${x.guest}${x.video ? 'v' : 'a'}`).sort(), ['11a', '11v', '12a', '12v'], 'and knows which is whom');
	for (const one of [child, mum])
		is((await one.subscribe()).rc, OK, `${one.guest} takes dad in too`);
	is((await child.subscribe()).sdp, '', 'nothing has changed since');
	for (const one of all) {
		const seen = await soon(async () => {
			const st = await one.stats();
			return st.video.filter(v => v.frames >= 10).length === 2 && st.audio.filter(a => a.bytes > 0).length === 2 && st;
		}, 25e3);
		ok(seen, `${one.guest} sees and hears both others`, await one.stats());
		ok(seen && seen.pairs.length === 2 && seen.pairs.every(p => p.includes('relay') === (one === mum)),
			`${one.guest} comes ${one === mum ? 'by the relay' : 'directly'}`, seen);
		ok(await s.event('hears', 7, one.guest), `${one.guest} is known to hear`);
	}
	is((await room('look')).seats.map(x => [x.guest, x.sends, x.hears]), [[11, 1, 1], [12, 1, 1], [13, 1, 1]], 'who is there');

	/* A picture is paused and goes on. */
	const frames = async (one, mid) => (await one.stats()).video.find(v => v.mid === mid).frames;
	const still = async (one, mid) => {
		const before = await frames(one, mid);
		await pause(1000);
		return await frames(one, mid) === before;
	};
	const mums = child.streams.find(x => x.guest === MUM && x.video).mid;
	is((await child.order('receive', { mid: mums, on: 0 })).rc, OK, 'the child pauses mum\'s picture');
	ok(await soon(() => still(child, mums)), 'it stands still');
	is((await child.order('receive', { mid: mums, on: 1 })).rc, OK, 'and lets it go on');
	ok(await soon(async () => !await still(child, mums)), 'it moves');
	is((await mum.order('picture', { on: 0 })).rc, OK, 'the server takes mum\'s picture away');
	ok(await soon(() => still(child, mums)), 'nobody sees it');
	is((await mum.order('picture', { on: 1 })).rc, OK, 'and gives it back');
	ok(await soon(async () => !await still(child, mums)), 'it moves again');
	is((await mum.order('limit', { bitrate: 32000 })).rc, OK, 'a smaller picture for all');
	const counted = await child.order('bytes');
	ok(counted.rc === OK && counted.from > 10000 && counted.to > 10000, 'the media server counts bytes', counted);

	/* Who comes anew is seen again. */
	s.events.length = 0;
	is(await dad.publish(), OK, 'dad comes anew');
	ok(await s.event('came', 7, DAD), 'and is heard of');
	is((await dad.subscribe(true)).rc, OK, 'hears anew');
	is((await child.subscribe()).rc, OK, 'the child takes him in again');
	const dads = child.streams.filter(x => x.guest === DAD && x.video).map(x => x.mid);
	ok(await soon(async () => dads.length === 1 && !await still(child, dads[0])), 'and sees him', child.streams);

	/* Strangers, and who was removed. */
	const stranger = await Guest.come(browser, s, url, 7, STRANGER);
	is(await stranger.publish(), DENIED, 'a stranger is refused');
	s.events.length = 0;
	is((await room('remove', { guest: DAD })).rc, OK, 'dad is removed');
	ok(await soon(async () => ['disconnected', 'failed', 'closed'].includes((await dad.stats()).states[0])), 'and is cut off');
	is(await dad.publish(), DENIED, 'he cannot come back');
	is((await room('look')).seats.map(x => x.guest), [11, 12], 'two are left');
	is((await child.subscribe()).rc, OK, 'the child lets go of him');

	/* Another server begins while the room lasts: the same rooms, the same guests. */
	const other = stage(undo, `${dir}/rtc.conf`);
	ok(await other.up(), 'another server beside it');
	is((await other.ask({ do: 'open', room: 7 })).rc, OK, 'finds the room');
	is((await other.ask({ do: 'allow', room: 7, guest: CHILD })).rc, OK, 'lets the child in');
	child.s = other;
	is(await child.publish(), OK, 'who comes in though its name is taken');
	ok(await other.event('came', 7, CHILD), 'and is heard of there');
	child.s = s;

	/* The time of a room. */
	is((await s.ask({ do: 'open', room: 8, warn_ms: 300, until_ms: 900 })).rc, OK, 'a room for a moment');
	ok(await s.event('warned', 8), 'there is a warning');
	ok(await s.event('ended', 8), 'and an end');
	is((await s.ask({ do: 'allow', room: 8, guest: CHILD })).rc, NOT_FOUND, 'after which it is not there');

	/* The media server dies. */
	await server.stop();
	ok(await s.event('lost', 7), 'the room is lost');
	const look = await room('look');
	ok(look.state === 1 && look.open === 0 && look.why.length > 20, 'and there is a reason for people', look);
	is((await room('open')).rc, BUSY, 'nothing can be opened');
	s.events.length = 0;
	server = await media(undo, dir);
	ok(await s.event('back'), 'it comes back');
	is((await room('open', { bitrate: 60000 })).rc, OK, 'the room is made anew');
	for (const one of [child, mum]) {
		is((await one.order('allow')).rc, OK, `${one.guest} may come in again`);
		is(await one.publish(), OK, `${one.guest} sends again`);
		ok(await s.event('came', 7, one.guest), 'and is heard of');
	}
	is((await mum.subscribe(true)).rc, OK, 'mum hears again');
	ok(await soon(async () => (await mum.stats()).video.some(v => v.frames >= 10)), 'and sees');
	is((await room('close')).rc, OK, 'the room is closed');
	ok(await soon(async () => ['disconnected', 'failed', 'closed'].includes((await mum.stats()).states[0])), 'and all are cut off');
	ok(s.log.some(line => line.includes('is lost')) && s.log.some(line => line.includes('calls are open')), 'the log says both', s.log);
	void cpu_of;
});
