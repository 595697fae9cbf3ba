/* An officer imports a school's roster in the browser: looked through first, every fault with row and column, then
 * imported while a bar fills, and taken back; the counts are right on two dates, on the page and in the API; the same
 * list again changes nothing.  With script and without. */
import ExcelJS from 'exceljs';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { CONFIRM, look_at_list, settled, tally } from './lib/lists.mjs';
import { column, roster, spoiled } from './lib/roster.mjs';
import { is, none, ok, run, skip } from './lib/tap.mjs';

const DATES = ['2026-09-15', '2026-11-21'];

async function looks_well(visitor, what) {
	none(await inspect(visitor.page), `${what}: both widths, both colours`);
	await visitor.page.setViewportSize(PHONE);
}

async function faults(visitor) {
	const { rows, faults: want } = spoiled();
	is(await look_at_list(visitor, rows), 200, 'the list with faults is looked at');
	is(await tally(visitor), [4, 0, 0, 8], 'four rows are ready, eight are to be put right');
	const told = await visitor.page.$$eval('#problems table tbody tr', trs => trs.map(tr => [...tr.children].map(c => c.textContent.trim())));
	for (const [line, column, value] of want) {
		const row = told.find(([at, where]) => at.match(/\d+/)?.[0] === String(line) && where === column);
		ok(row && row[2] === value && row[3].length > 3, `row ${line}, ${column}: told with its value and why`, told);
	}
	is(told.length, want.length, 'no other fault is told');
	await looks_well(visitor, 'the list with faults');
}

/* The downloaded workbook: the refused rows under their own headings, and why. */
async function refused_list(visitor) {
	const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.click('main a[href$="/refused"]')]);
	const book = new ExcelJS.Workbook();
	await book.xlsx.readFile(await download.path());
	const rows = [];
	book.worksheets[0].eachRow(row => rows.push(row.values.slice(1).map(v => v === null ? '' : String(v?.richText?.map(t => t.text).join('') ?? v))));
	const head = rows.findIndex(row => row.some(cell => cell.includes('身份证号')));
	is(rows.length - head, 9, 'the download has a heading and the eight rows', rows);
	ok(rows[head].some(cell => /Why|为什么/.test(cell)) && rows.some(row => row.includes('男孩')), 'with a column that says why', rows);
}

async function counts(visitor, house, date, before) {
	await visitor.go(`/regions?as_of=${date}`);
	const page = await visitor.page.$$eval('main .tally li', items => items.slice(0, 7).map(i => Number(i.textContent.match(/\d+/)[0])));
	const api = await house.api(`/left-behind?region=440804&as_of=${date}`), roll = api.school_roll;
	is(page, [api.children, api.civil_affairs, api.civil_affairs_unknown, roll[0], roll[1], roll[2], roll.unknown],
		`${date}: the page shows what the API says`);
	const children = (await house.api(`/children?region=440804&as_of=${date}&limit=200`)).items.length;
	is(api.children, children, `${date}: as many as the list of children has`);
	return before && { children: api.children - before.children, one: roll[1] - before.school_roll[1], both: roll[2] - before.school_roll[2],
		civil: api.civil_affairs - before.civil_affairs };
}

const api_counts = house => Promise.all(DATES.map(date => house.api(`/left-behind?region=440804&as_of=${date}`)));

/* Nothing that was chosen is lost when the file is no good. */
async function wrong_file(visitor) {
	await visitor.go('/import');
	await visitor.page.fill('[name=form_day]', '2026-09-01');
	await visitor.page.check('[name=kind][value=children]', { force: true });
	await visitor.page.setInputFiles('[name=file]', { name: 'bild.xlsx', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') });
	is(await visitor.press('main form .bar button'), 422, 'a picture is refused where it was chosen');
	ok((await visitor.text('#e-file')).length > 8, 'with a sentence at the field');
	is([await visitor.page.inputValue('[name=form_day]'), await visitor.page.isChecked('[name=kind][value=children]')], ['2026-09-01', true], 'the rest of the form stays');
	await looks_well(visitor, 'the form with a fault');
}

async function undo(visitor, house, before) {
	await visitor.press('main a[href$="/undo"]');
	ok(/\d+/.test(await visitor.text()), 'what taking back would do is said first');
	await looks_well(visitor, 'the question');
	is(await visitor.press('main form[action$="/undo"] button.main'), 200, 'it is taken back');
	await settled(visitor);
	const [back, left] = await tally(visitor);
	ok(back > 20 && left === 0, 'all of it', [back, left]);
	is(await api_counts(house), before, 'and the counts are as before');
	await looks_well(visitor, 'what was taken back');
}

async function whole(engine, browser, undo_list) {
	const house = await House.open(undo_list, engine);
	const visitor = await (await Visitor.come(browser, house)).sign_in('officer');
	const before = await api_counts(house);

	await wrong_file(visitor);
	await faults(visitor);
	await refused_list(visitor);
	is(await api_counts(house), before, 'looking imports nothing');
	await visitor.press('main button[formaction$="/drop"]');
	ok(await visitor.page.locator('main a[href="/import"]').count() > 0, 'nothing of it is imported, another file may be chosen');

	is(await look_at_list(visitor, roster()), 200, 'the right list is looked at');
	is(await tally(visitor), [12, 0, 0, 0], 'twelve new children');
	is(await visitor.press(CONFIRM), 200, 'it is imported');
	await settled(visitor);
	is(await tally(visitor), [12, 0, 0, 0], 'and says so');
	await looks_well(visitor, 'the imported list');
	const page = visitor.page.url();

	/* The school roll counts a parent who has been away for more than 90 days, civil affairs both parents from their
	 * first day (domain.md 1.2, V-LBC). */
	is(await counts(visitor, house, DATES[0], before[0]), { children: 12, one: 3, both: 3, civil: 6 }, 'on 15 September: 3 with one, 3 with both away');
	is(await counts(visitor, house, DATES[1], before[1]), { children: 12, one: 3, both: 6, civil: 6 }, 'on 21 November: 3 with one, 6 with both away');

	is(await look_at_list(visitor, roster()), 200, 'the same list once more');
	is(await tally(visitor), [0, 0, 12, 0], 'every row as before');
	is(await visitor.page.locator(CONFIRM).count(), 0, 'nothing to confirm');
	const again = roster();
	again[1][column(again, '电话')] = '13000006666';
	await look_at_list(visitor, again);
	is(await tally(visitor), [0, 1, 11, 0], 'one phone put in: one row changed');

	await visitor.go('/batches');
	ok(await visitor.page.locator('main table tbody tr').count() >= 5, 'all of them are among the imports');
	await looks_well(visitor, 'the imports');
	await visitor.go(new URL(page).pathname);
	await undo(visitor, house, before);
	none(visitor.take_faults(), 'no error on the way');
	await visitor.context.close();
	return house;
}

/* The header loads the page again; keys alone lead through it. */
async function without_script(browser, house) {
	const visitor = await (await Visitor.come(browser, house, { script: false, size: DESK })).sign_in('head');
	await visitor.go('/import');
	await visitor.page.focus('[name=kind][value=""]');
	await visitor.page.keyboard.press('ArrowRight');
	ok(await visitor.page.isChecked('[name=kind][value=children]'), 'the arrow keys choose what is in the list');
	is(await look_at_list(visitor, roster()), 200, 'without script the list is looked through');
	is(await tally(visitor), [12, 0, 0, 0], 'and the page comes by itself to its end');
	await visitor.page.focus(CONFIRM);
	await Promise.all([visitor.page.waitForNavigation(), visitor.page.keyboard.press('Enter')]);
	await settled(visitor);
	is(await tally(visitor), [12, 0, 0, 0], 'imported without script, by the keyboard');
	none(visitor.take_faults(), 'no error without script');
	await visitor.context.close();
}

await run(async undo => {
	const browser = await launch(undo);
	await without_script(browser, await whole('sqlite', browser, undo));
	if (process.env.TX_PG_URL)
		await whole('postgres', browser, undo);
	else
		skip('TX_PG_URL is not set');
});
