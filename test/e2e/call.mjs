/* A call as people have it: the keeper checks in, the child, its father and, by a link and through the relay, its mother
 * see and hear each other; a stranger stays out; who was asked to leave does not come back; the media server dies and
 * everybody comes in again; the call ends with its slot; log, ledger and journal tell it right. */
import { Scene, cpu_of, in_own_network, pause, process_of, soon, stats } from './lib/calls.mjs';
import { media } from '../rtc/stage.mjs';
import { axe, layout } from './lib/inspect.mjs';
import { PHONE } from './lib/browser.mjs';
import { is, none, ok, run } from './lib/tap.mjs';
import { tongxin } from './lib/house.mjs';

in_own_network(import.meta.url);

/* Everybody else is seen and heard. */
const whole = (visitor, others) => soon(async () => {
	const s = await stats(visitor);
	return s.video.filter(v => v.frames >= 10).length === others && s.audio.filter(a => a.packets > 10).length === others && s;
}, 30e3);
const says = (visitor, text, ms) => soon(async () => text.test(await visitor.text('#call-say')), ms);

await run(async undo => {
	const scene = await Scene.open(undo), { house } = scene;
	const keeper = await scene.come('keeper'), child = await scene.come('child'), father = await scene.come('parent');
	const room = `/calls/${scene.call}/room`;

	/* --- nobody is there yet --- */
	await child.go(room);
	ok(/has not come yet/.test(await child.text('#call-say')), 'the child waits for the keeper');
	ok(!await child.page.locator('#call-go').isVisible(), 'and cannot come in');
	const mother = await scene.come_by_link(keeper, { relay: true });
	await father.go(room);
	await keeper.go(room);
	await keeper.press('form[action$="/check-in"] button');
	ok(await soon(() => child.page.locator('#call-go').isVisible()), 'the child\'s page opens by itself when the keeper is there');
	none(await axe(child.page), 'the child\'s page: axe');
	none(await layout(child.page, PHONE), 'the child\'s page: layout');
	none(await axe(keeper.page), 'the keeper\'s page: axe');
	none(await layout(keeper.page, PHONE), 'the keeper\'s page: layout');

	/* --- three in it --- */
	const cpu = () => ({ server: cpu_of(scene.server), janus: cpu_of(process_of('janus', scene.dir)) });
	await scene.join(child);
	ok(await says(child, /others are on their way/), 'the child is in');
	await scene.join(father);
	await scene.join(mother, mother.room);
	for (const [name, visitor] of [['child', child], ['father', father], ['mother', mother]]) {
		const s = await whole(visitor, 2);
		ok(s, `the ${name} decodes two pictures and two sounds`, await stats(visitor), await visitor.text('#call-say'));
		ok(s && s.pairs.every(p => (p === 'relay') === (visitor === mother)), `the ${name} comes ${visitor === mother ? 'by the relay' : 'directly'}`, s);
		console.log(`# ${name}: button to first sound ${Math.round(s?.heard)} ms, to first picture ${Math.round(s?.seen)} ms`);
	}
	none(await axe(father.page), 'in the call: axe');
	none(await layout(father.page, PHONE), 'in the call: layout');
	const before = cpu(), bytes = (await stats(father)).bytes;
	await pause(10e3);
	const after = cpu(), used = (await stats(father)).bytes - bytes;
	console.log(`# a call of three with pictures: server ${((after.server - before.server) * 10).toFixed(1)} %, janus ${((after.janus - before.janus) * 10).toFixed(1)} % of a core; ${Math.round(used * 6 / 1e3)} KB a minute for the father, both ways`);
	ok(/MB/.test(await child.text('#call-cost')), 'what it costs is shown');
	ok(await soon(async () => /good line|weak line|bad line/.test(await father.text(`[data-party="${scene.party.child}"] small`))), 'and how the line of each is, in words');
	is(scene.sql(`SELECT state FROM call WHERE id = ${scene.call}`), 'talking', 'the program knows that they talk');

	/* --- strangers --- */
	const stranger = await scene.come(null);
	is(await stranger.go(room), 200, 'a stranger');
	ok(stranger.page.url().endsWith('/sign-in'), 'is asked who they are');
	const link = mother.room.replace(/\/room$/, '');
	await stranger.go(mother.room);
	ok(stranger.page.url().endsWith(link), 'with the mother\'s link in another browser is sent to the link\'s page');
	const post = (visitor, path, body) => visitor.page.evaluate(async ([where, said]) => {
		const got = await fetch(where, { method: 'POST', headers: { 'content-type': 'application/json' }, body: said });
		return got.status;
	}, [path, JSON.stringify(body)]);
	is(await post(stranger, `${link}/join`, {}), 403, 'and does not come in');
	is(await post(stranger, `/calls/${scene.call}/join`, {}), 401, 'nor by the call\'s number');
	is(await post(stranger, `${link}/publish`, { seat: '0'.repeat(32), sdp: 'v=0' }), 403, 'nor with a seat that was never given');

	/* --- a second window takes the seat --- */
	const second = await father.context.newPage();
	await second.goto(room);
	await second.click('#call-go');
	ok(await says(father, /another window|broke/, 30e3), 'the first window is told that the call is open in another one');
	ok(await soon(async () => /You are talking/.test(await second.locator('#call-say').innerText()), 30e3), 'where it goes on');
	await second.close();
	await scene.join(father);
	ok(await whole(father, 2), 'the father is back in his first window');

	/* --- the media server dies --- */
	process.kill(process_of('janus', scene.dir), 'SIGKILL');
	scene.rtc = await media(undo, scene.dir);
	for (const [name, visitor] of [['child', child], ['father', father], ['mother', mother]])
		ok(await soon(async () => {
			const s = await stats(visitor);
			return s.video.filter(v => v.frames >= 5).length === 2 && s.audio.length === 2;
		}, 40e3), `after the media server died the ${name} is in again by itself`, await stats(visitor), await visitor.text('#call-say'));
	is(scene.sql(`SELECT count(*) FROM call_event WHERE call = ${scene.call} AND what = 'lost'`), '1', 'the log says so');
	is(scene.sql(`SELECT count(*) FROM call WHERE id = ${scene.call}`), '1', 'the booking is not lost');

	/* --- asked to leave --- */
	await keeper.go(room);
	await keeper.page.click('summary');
	await keeper.press(keeper.page.locator('form[action$="/remove"]').filter({ has: keeper.page.locator(`[value="${scene.party.mother}"]`) }).locator('button'));
	ok(await says(mother, /asked to leave/), 'the mother is told that she was asked to leave');
	ok(await soon(async () => (await stats(father)).video.filter(v => v.frames > 0).length >= 1 && (await father.page.locator(`[data-party="${scene.party.mother}"] video`).count()) === 0), 'the others do not see her any more');
	ok([403, 404, 409].includes(await post(mother, `${link}/join`, {})), 'she does not come in again');
	await mother.go(mother.room);
	ok(!await mother.page.locator('#call-go').isVisible(), 'her page has no button for it');

	/* --- it ends with the slot --- */
	await house.again({ serve: scene.serve, clock: '2026-11-25T10:15:15Z' });
	const late = await scene.come('child'), dad = await scene.come('parent'), evening = await scene.come('keeper');
	await late.go(room);
	ok(/has gone away/.test(await late.text('#call-say')) && !await late.page.locator('#call-go').isVisible(),
		'a quarter of an hour later the keeper has to be there still: the child does not come in alone');
	await evening.go(room);
	await evening.press('form[action$="/check-in"] button');
	await soon(async () => { await late.go(room); return late.page.locator('#call-go').isVisible(); });
	await late.page.click('#call-go');
	await scene.join(dad);
	ok(await whole(dad, 1), 'a minute before the end two are in it');
	ok(await says(late, /is over/, 90e3) && await says(dad, /is over/, 10e3), 'with the end of the slot both are told');
	ok(await soon(async () => (await stats(dad)).pairs.length === 0), 'and no connection is left');
	is(await dad.page.evaluate(async ([where, csrf]) => (await fetch(where, { method: 'POST', body: '{}',
		headers: { 'content-type': 'application/json', 'x-csrf-token': csrf } })).status,
	[`/calls/${scene.call}/join`, await dad.page.locator('#call').getAttribute('data-csrf')]), 409, 'nobody comes in any more');

	/* --- what is left of it --- */
	ok(await soon(() => scene.sql(`SELECT state FROM call WHERE id = ${scene.call}`) === 'done'), 'the call was held', scene.sql(`SELECT state, seconds, why FROM call WHERE id = ${scene.call}`));
	ok(Number(scene.sql(`SELECT seconds FROM call WHERE id = ${scene.call}`)) >= 60, 'for so long that it counts');
	const log = scene.sql(`SELECT what, count(*) FROM call_event WHERE call = ${scene.call} GROUP BY what ORDER BY what`);
	for (const what of ['booked', 'checked_in', 'joined', 'left', 'removed', 'lost', 'ended'])
		ok(log.includes(`${what}|`), `the log has ${what}`, log);
	ok(Number(scene.sql(`SELECT bytes FROM call_party WHERE id = ${scene.party.father}`)) > 100e3, 'and what it cost');
	await evening.go(room);
	await evening.page.check('[name=reached][value=yes]', { force: true });
	await evening.page.check('[name=mood][value=happy]', { force: true });
	await evening.press('form[action$="/outcome"] button');
	is(scene.sql(`SELECT mood FROM call WHERE id = ${scene.call}`), 'happy', 'the keeper writes down how the child was');
	/* The ledger: one talk for each relative who was there with the child, by the log of calls, written by nobody. */
	const owed = person => scene.sql(`SELECT child_on, told_on FROM contact_state WHERE child = ${scene.child} AND person = ${person}`);
	ok(owed(scene.father).startsWith('20261125|'), 'the father\'s clock begins anew', owed(scene.father));
	is(scene.sql(`SELECT count(*) FROM contact WHERE child = ${scene.child} AND on_day = 20261125`), '0', 'nobody had to write anything down');
	const contacts = await (await fetch(`${house.url}/children/${scene.child}/contacts`, { headers: { authorization: `Bearer ${house.token('teacher')}`, 'accept-language': 'en' } })).text();
	const row = contacts.match(/<(li|tr)[^>]*>(?:(?!<\/\1>)[^])*(?:25 Nov|11月25日)(?:(?!<\/\1>)[^])*<\/\1>/)?.[0] ?? '';
	ok(/log of calls|通话记录/.test(row), 'the page of the ledger names the log of calls', row || contacts.length);
	/* The journal: made by the keeper, changed by who acted, ended by the program; every entry of the chain holds. */
	const keeper_account = scene.sql('SELECT id FROM account WHERE login = \'keeper\'');
	const acts = scene.sql(`SELECT act, actor = ${keeper_account}, count(*) FROM journal WHERE kind = 'call' AND record = ${scene.call} GROUP BY 1, 2 ORDER BY 1, 2`);
	is(acts.split('\n').filter(l => l.startsWith('1|')).join(), '1|1|1', 'the journal says who booked it, once', acts);
	ok(/^2\|1\|[1-9]/m.test(acts), 'what the keeper did', acts);
	ok(/^2\|0\|[1-9]/m.test(acts), 'and what others and the program did', acts);
	is(scene.sql(`SELECT count(*) FROM journal WHERE kind = 'call_event' AND record IN (SELECT id FROM call_event WHERE call = ${scene.call})`),
		scene.sql(`SELECT count(*) FROM call_event WHERE call = ${scene.call}`), 'each line of the log stands in it');
	const verified = tongxin('journal', 'verify', ...house.args).trim().split('\n').at(-1);
	ok(!verified.includes('broken') && /\d/.test(verified), 'and it is whole', verified);
	for (const visitor of [child, father, mother, keeper, dad, late, evening])
		visitor.take_faults().filter(f => !/join|line|leave|ERR_|503|410|409|404|403|events/.test(f)).forEach(f => ok(false, `no page complains: ${f}`));
});
