/* Civil affairs and the figures: Today says what waits, the month's summary is filled in already, every number opens
 * to its children, the files say what the screen says, it is handed in, and the next one tells who came and who went.
 * The officer goes down from the county to a village; the head sees the pupils' form without names. */
import ExcelJS from 'exceljs';
import { readFileSync } from 'node:fs';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const FORM = '/statutory/civil_monthly';

async function looks_well(visitor, what) {
	none(await inspect(visitor.page), `${what}: both widths, both colours`);
	await visitor.page.setViewportSize(PHONE);
}

/* The numbers of the table line by line. */
const lines = page => page.$$eval('#lines tbody tr', trs => trs.map(tr => [...tr.querySelectorAll('td')].map(td => Number(td.textContent))));

async function download(visitor, what) {
	const [file] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.click(what)]);
	return file.path();
}

async function same_in_files(visitor, name) {
	const screen = await lines(visitor.page);
	ok(screen.length > 1 && screen[0].length === 32, `${name}: 32 columns by township`, screen);
	const csv = readFileSync(await download(visitor, 'main a[href$="csv"]'), 'utf8').trim().split(/\r?\n/).slice(1)
		.map(line => line.replace(/^("[^"]*"|[^,]*),/, '').split(',').map(Number));
	is(csv, screen, `${name}: the CSV says the same`);
	const book = new ExcelJS.Workbook(), rows = [];
	await book.xlsx.readFile(await download(visitor, 'main a[href$="xlsx"]'));
	book.worksheets[0].eachRow((row, at) => at > 2 && rows.push(row.values.slice(2).map(Number)));
	is(rows, screen, `${name}: the Excel file says the same`);
	const sum = screen.at(-1), parts = screen.slice(0, -1);
	ok(sum.every((n, i) => n === parts.reduce((all, line) => all + line[i], 0)), `${name}: the last line is the sum`, screen);
	return sum;
}

/* Every number that is a link has as many children behind it. */
async function numbers_open(visitor, sum) {
	for (const column of [1, 5, 13]) {
		await visitor.go(`${FORM}/rows?of=${column}`);
		const told = await visitor.page.$$eval('main tbody tr', trs => trs.length);
		is(told, Math.min(48, sum[column - 1]), `column ${column} opens to its ${sum[column - 1]} children`);
	}
}

async function hand_in(visitor, note) {
	await visitor.go(FORM);
	await visitor.page.fill('[name=note]', note);
	await visitor.press('#hand-in button');
	return visitor.page.url();
}

async function moves(house, visitor) {
	/* Whoever is away of one child comes home for good: told by the officer through the API, as a program would. */
	await visitor.go(`${FORM}/rows?of=1`);
	const child = (await visitor.page.locator('main tbody th a').first().getAttribute('href')).split('/').pop();
	const parents = (await house.api(`/parents?child=${child}`)).items;
	for (const parent of parents)
		for (const absence of (await house.api(`/absences?person=${parent.person}`)).items)
			if (!absence.to && absence.from) {
				const done = await house.api(`/absences/${absence.id}`, { method: 'PATCH', body: { to: '2026-10-15' }, headers: { 'if-match': `"${absence.version}"` } });
				ok(done.status_ === 200, 'an absence ends', done);
			}
	return (await house.api(`/children/${child}`)).name;
}

async function civil(browser, house) {
	const visitor = await (await Visitor.come(browser, house)).sign_in('civil');
	await looks_well(visitor, 'Today of civil affairs');
	await visitor.go('/statutory');
	await visitor.press(`main a[href="${FORM}"]`);
	await looks_well(visitor, 'the month\'s summary');
	const sum = await same_in_files(visitor, 'the month\'s summary');
	ok(await visitor.page.locator('#check li').count() === 10, 'ten equations, each held or not');
	const broken = await visitor.page.locator('#check .bad').count();
	is(broken, 0, 'on the demo all of them hold');
	await numbers_open(visitor, sum);
	const frozen = await hand_in(visitor, '');
	ok(/\/hand_ins\/\d+$/.test(frozen), 'handed in', frozen);
	await looks_well(visitor, 'what was handed in');
	is((await lines(visitor.page)).at(-1), sum, 'as it stood');
	const name = await moves(house, visitor);
	await visitor.go(FORM);
	const now = (await lines(visitor.page)).at(-1);
	is(now[0], sum[0] - 1, 'one child less is left behind');
	await visitor.press('main tbody a[href*="/changes?"]');
	ok((await visitor.text()).includes(name), 'the child that went is told by name');
	await looks_well(visitor, 'who came and who went');
	await visitor.page.goto(frozen);
	is((await lines(visitor.page)).at(-1), sum, 'what was handed in does not change');
	none(visitor.take_faults(), 'nothing went wrong in the browser');
}

/* From the county to a village, and back up. */
async function places(browser, house) {
	const visitor = await (await Visitor.come(browser, house, { size: DESK, script: false })).sign_in('officer');
	await visitor.go('/regions');
	const tiles = await visitor.page.$$eval('.tiles a', all => all.map(a => Number(a.querySelector('b').textContent)));
	const ranked = await visitor.page.$$eval('main .tbl.cards tbody tr', trs => trs.map(tr => Number(tr.querySelector('td').textContent)));
	ok(ranked.length && ranked.every((n, i) => !i || n <= ranked[i - 1]), 'ranked, the most first', ranked);
	is(tiles.reduce((a, b) => a + b, 0), ranked.reduce((a, b) => a + b, 0), 'the tiles say the same');
	for (const depth of [9, 12]) {
		const most = visitor.page.locator('main .tbl.cards tbody th a').first();
		ok((await most.getAttribute('href')).match(/\d+$/)[0].length === depth, `a place of ${depth} digits`);
		await visitor.press(most);
	}
	const month = await visitor.page.$$eval('figure tbody tr', trs => trs.length);
	is(month, 13, 'the chart has its table');
	await visitor.press('.head a.btn');
	ok(/\/regions\/\d{9}$/.test(visitor.page.url()), 'back up');
}

async function head(browser, house) {
	const visitor = await (await Visitor.come(browser, house)).sign_in('head');
	await visitor.go('/statutory/roll_term');
	ok(await visitor.page.locator('#lines tbody tr').count() > 1, 'the pupils by grade');
	is(await visitor.page.locator('main a[href*="/rows"]').count(), 0, 'without the way to names');
	await looks_well(visitor, 'the pupils\' form');
	is(await visitor.go(FORM), 404, 'the other forms are not the head\'s');
	visitor.take_faults();
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	await civil(browser, house);
	await places(browser, house);
	await head(browser, house);
});
