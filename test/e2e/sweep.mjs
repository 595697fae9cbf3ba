/* A census sweep by the people who do it: the county starts one and its lists are drawn; the village's director answers
 * on a phone, without script and by keyboard alone, and an absence gets its first day; the township looks a second time;
 * the county sees how far it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const VILLAGE = '440804101209', NAME = '冬季摸排', SAVE = 'main form .bar button';

/* --- the county --- */

async function start(officer) {
	const { page } = officer;
	await officer.go('/more');
	await officer.press('main a[href="/sweeps"]');
	await officer.press('main a[href="/sweeps/new"]');
	is(await officer.press(SAVE), 422, 'a sweep without anything is refused');
	await page.fill('[name=name]', NAME);
	await page.check('[name=what][value=half_year]', { force: true });
	await page.fill('[name=region]', VILLAGE);
	await page.check('[name=whom][value=all]', { force: true });
	await page.fill('[name=from]', '2026-11-21');
	await page.fill('[name=due]', '2026-12-20');
	is(await officer.press(SAVE), 200, 'the sweep is started');
	return page.url().match(/\/sweeps\/(\d+)$/)[1];
}

/* The list is drawn by a job; the page asks to be loaded again until it is there. */
async function drawn(officer, sweep) {
	for (const end = Date.now() + 60e3; Date.now() < end; await sleep(500)) {
		await officer.go(`/sweeps/${sweep}`);
		if (/154 children/.test(await officer.text()) && !/Drawing/.test(await officer.text()))
			return true;
	}
	return false;
}

/* --- the village, by keyboard --- */

async function tab_to(page, what, limit = 90) {
	for (let i = 0; i < limit; i++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(w => document.activeElement.matches(w), what))
			return;
	}
	throw new Error(`${limit} tabs do not reach ${what} on ${page.url()}`);
}

const enter = (page, key = 'Enter') => Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);

const entry_of = page => page.url().match(/\/sweep_entries\/(\d+)/)?.[1];

/* One after the other: nothing has changed. */
async function answer_by_keyboard(director, sweep) {
	const { page } = director;
	await director.go(`/sweeps/${sweep}`);
	ok(page.url().endsWith(`/sweeps/${sweep}/villages/${VILLAGE}`), 'the director is led to the list of the village');
	ok(/0 of 154 children are visited/.test(await director.text()), 'nobody is visited yet');
	await tab_to(page, '.now a');
	await enter(page);
	const first = entry_of(page);
	await tab_to(page, SAVE);
	await enter(page);
	ok(/Choose what you found/.test(await director.text()), 'without an answer: said what is missing');
	await tab_to(page, '[name=state]');
	await page.keyboard.press('Space');
	await tab_to(page, SAVE);
	await enter(page);
	const second = entry_of(page);
	ok(second && second !== first, 'saved, and there is the next child');
	const entry = await director.house.api(`/sweep_entries/${first}`, { role: 'director' });
	is([entry.state, entry.visited_on, entry.how], ['same', '2026-11-21', 'home'], 'what is written');
	return first;
}

/* --- a declared absence gets its day --- */

async function date_it(director, house, sweep) {
	const { page } = director, entries = await house.all('sweep_entries', 'director');
	const parents = await house.all('parents'), open = entries.filter(e => e.sweep === sweep && e.state === 'open');
	const father = parents.find(p => p.relation === '51' && p.state !== 'dead' && open.some(e => e.child === p.child));
	const entry = open.find(e => e.child === father.child);
	for (const a of (await house.all('absences')).filter(a => a.person === father.person))
		await house.api(`/absences/${a.id}`, { method: 'DELETE', headers: { 'if-match': `"${a.version}"` } });
	const absence = await house.api('/absences', { method: 'POST', body: { person: father.person, known_by: '2026-09-01' } });
	await director.go(`/sweep_entries/${entry.id}`);
	ok(/Please ask since when/.test(await director.text()), 'the phone asks for the first day of what a form declared');
	await page.check('[name=state][value=same]', { force: true });
	await page.check('[name=father][value=away]', { force: true });
	await page.fill('[name=father_from]', '2025-03-05');
	await director.press(SAVE);
	const now = await house.api(`/absences/${absence.id}`);
	is([now.from, now.to], ['2025-03-05', null], 'declared turned into dated');
}

/* The rest of the village, as another phone would send it. */
async function answer_rest(house, sweep) {
	const open = (await house.all('sweep_entries', 'director')).filter(e => e.sweep === sweep && e.state === 'open');
	for (const e of open)
		await house.api(`/sweep_entries/${e.id}`, { role: 'director', method: 'PATCH', headers: { 'if-match': `"${e.version}"` }, body: { state: 'same' } });
	return open.length;
}

async function look_again(supervisor, sweep) {
	const { page } = supervisor;
	await supervisor.go(`/sweeps/${sweep}/villages/${VILLAGE}`);
	const links = page.locator('main section', { hasText: 'second time' }).locator('.rows a');
	is(await links.count(), 16, 'one in ten is drawn by lot');
	await supervisor.press(links.first());
	await page.check('[name=check][value=wrong]', { force: true });
	is(await supervisor.press('form[action$="/check"] .bar button'), 422, 'not so, but what');
	ok(/Say what is not so/.test(await supervisor.text()), 'is asked for');
	await page.check('[name=check][value=right]', { force: true });
	is(await supervisor.press('form[action$="/check"] .bar button'), 200, 'looked at');
	is(await links.count(), 15, 'fifteen are left');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), faults = [];
	const officer = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('officer');
	const sweep = await start(officer);
	ok(await drawn(officer, sweep), 'the list is drawn: 154 children');

	const director = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE, script: false })).sign_in('director');
	const first = await answer_by_keyboard(director, sweep);
	await date_it(director, house, sweep);
	ok(await answer_rest(house, sweep) > 100, 'the others are answered');
	await director.go(`/sweeps/${sweep}/villages/${VILLAGE}`);
	ok(/All are visited/.test(await director.text()), 'all are visited');
	is(await director.go(`/sweeps/${sweep}/villages/${VILLAGE}/print`), 200, 'the list for paper');

	const supervisor = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('supervisor');
	await look_again(supervisor, sweep);

	await officer.go(`/sweeps/${sweep}`);
	const said = await officer.text();
	ok(/154 of 154 children are visited/.test(said) && /1 of 16/.test(said), 'the county sees both', said);
	is(await officer.press('form[action$="/close"] button'), 200, 'closed');
	is((await house.api(`/sweeps/${sweep}`)).state, 'closed', 'is closed');
	await director.go(`/sweep_entries/${first}`);
	is(await director.page.locator('[name=state]').count(), 0, 'no more answers');

	/* Looked at: each of its pages, both widths, light and dark. */
	for (const [who, visitor, paths] of [['officer', officer, ['/sweeps', `/sweeps/${sweep}`, '/moves?month=202609&of=roll_in', '/together']],
		['supervisor', supervisor, [`/sweeps/${sweep}/villages/${VILLAGE}`, `/sweep_entries/${first}`]]]) {
		for (const path of paths) {
			await visitor.go(path);
			faults.push(...(await inspect(visitor.page)).map(f => `${who} ${path}: ${f}`));
		}
		none(visitor.take_faults(), `${who}: no error`);
	}
	none(faults, 'nothing sticks out, everything can be hit and read');
});
