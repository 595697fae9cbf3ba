/* An officer imports a school's roster in the browser: every fault with row and column first, then the list; the
 * counts are right on two dates, on the page and in the API; the same list again changes nothing. */
import { readFileSync } from 'node:fs';
import { launch, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { roster, spoiled } from './lib/roster.mjs';
import { is, none, ok, run, skip } from './lib/tap.mjs';
import { look_at_list } from './lib/views.mjs';

const tally = visitor => visitor.page.$$eval('main .tally li', items => items.map(i => Number(i.textContent.match(/\d+/)[0])));
const CONFIRM = 'form[action="/import/run"] button.main';

async function faults(visitor) {
	const { rows, faults: want } = spoiled();
	is(await look_at_list(visitor, rows), 200, 'the list with faults is looked at');
	is(await tally(visitor), [4, 0, 0, 8], 'four rows are ready, eight are to be put right');
	const told = await visitor.page.$$eval('main table tbody tr', trs => trs.map(tr => [...tr.children].map(c => c.textContent.trim())));
	for (const [line, column, value] of want) {
		const row = told.find(([at, where]) => at.match(/\d+/)?.[0] === String(line) && where === column);
		ok(row && row[2] === value && row[3].length > 3, `row ${line}, ${column}: told with its value and why`, told);
	}
	is(told.length, want.length, 'no other fault is told');
}

async function refused_list(visitor) {
	const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.click('[name=refused]')]);
	const text = readFileSync(await download.path(), 'utf8');
	is(text.trim().split(/\r?\n/).length, 9, 'the download has a heading and the eight rows');
	ok(text.includes('男孩') && /^\uFEFF?[^\n]*(Why|为什么)/.test(text), 'with a column that says why', text.slice(0, 400));
}

async function counts(visitor, house, date, before) {
	await visitor.go(`/regions?as_of=${date}`);
	const page = await visitor.page.$$eval('main .tally li', items => items.map(i => Number(i.textContent.match(/\d+/)[0])));
	const api = await house.api(`/left-behind?region=440804&as_of=${date}`), roll = api.school_roll;
	is(page, [api.children, api.civil_affairs, api.civil_affairs_unknown, roll[0], roll[1], roll[2], roll.unknown],
		`${date}: the page shows what the API says`);
	const children = (await house.api(`/children?region=440804&as_of=${date}&limit=200`)).items.length;
	is(api.children, children, `${date}: as many as the list of children has`);
	return before && { children: api.children - before.children, one: roll[1] - before.school_roll[1], both: roll[2] - before.school_roll[2],
		civil: api.civil_affairs - before.civil_affairs };
}

async function whole(engine, browser, undo) {
	const house = await House.open(undo, engine);
	const visitor = await (await Visitor.come(browser, house)).sign_in('officer');
	const dates = ['2026-09-15', '2026-11-21'], before = {};
	for (const date of dates)
		before[date] = await house.api(`/left-behind?region=440804&as_of=${date}`);

	await faults(visitor);
	await refused_list(visitor);
	is((await house.api(`/left-behind?region=440804&as_of=${dates[1]}`)).children, before[dates[1]].children, 'looking imports nothing');

	is(await look_at_list(visitor, roster()), 200, 'the right list is looked at');
	is(await tally(visitor), [12, 0, 0, 0], 'twelve new children');
	is(await visitor.press(CONFIRM), 200, 'it is imported');
	is(await tally(visitor), [12, 0, 0, 0], 'and says so');

	/* The school roll counts a parent who has been away for more than 90 days, civil affairs both parents from their
	 * first day (domain.md 1.2, V-LBC). */
	is(await counts(visitor, house, dates[0], before[dates[0]]), { children: 12, one: 3, both: 3, civil: 6 }, 'on 15 September: 3 with one, 3 with both away');
	is(await counts(visitor, house, dates[1], before[dates[1]]), { children: 12, one: 3, both: 6, civil: 6 }, 'on 21 November: 3 with one, 6 with both away');

	is(await look_at_list(visitor, roster()), 200, 'the same list once more');
	is(await tally(visitor), [0, 0, 12, 0], 'every row as before');
	is(await visitor.page.locator(CONFIRM).count(), 0, 'nothing to confirm');
	const again = roster();
	again[1][again[0].indexOf('电话')] = '13000006666';
	await look_at_list(visitor, again);
	is(await tally(visitor), [0, 1, 11, 0], 'one phone put in: one row changed');
	none(visitor.take_faults(), 'no error on the way');
	await visitor.context.close();
}

await run(async undo => {
	const browser = await launch(undo);
	await whole('sqlite', browser, undo);
	if (process.env.TX_PG_URL)
		await whole('postgres', browser, undo);
	else
		skip('TX_PG_URL is not set');
});
