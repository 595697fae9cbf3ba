/* The register of growth files by the people who answer for them: the county opens a number down to its children and
 * takes the figures along, the federation counts all and names those who agree, the teacher finds on Today whom nobody
 * wrote about, writes, and the number falls.  A class list tells of nobody who is visited. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');
const figure = async (visitor, at) => parseInt(await visitor.page.locator('.tally li').nth(at).innerText(), 10);
const children = async visitor => Number((await main(visitor)).match(/(\d+) children/)[1]);

async function county({ officer }) {
	const { page } = officer;
	await officer.go('/more');
	await officer.press('main a[href="/growth"]');
	none(await axe(page), 'the register: axe');
	const all = await figure(officer, 0);
	ok(all > 0, 'children under care are counted');
	ok(/Assessment and plan/.test(await main(officer)), 'section by section');
	await officer.press('.tally a[href*="of=all"]');
	none(await axe(page), 'the children behind a number: axe');
	is(await page.locator('main tbody tr').count(), Math.min(all, 50), 'as many children as the number says');
	ok((await main(officer)).includes(`${all} children`), 'and it is said again');
	await officer.press('main a[href^="/growth/print"]');
	is(await page.locator('main tbody tr').count(), all, 'on paper all of them');

	await officer.go('/growth');
	const csv = await (await page.request.get(new URL('/growth/file?format=csv', page.url()).href)).text();
	is(csv.trim().split('\n').at(-1).replace(/[^\d,]/g, '').split(',')[1], String(all), 'the file has the same number');
	await officer.go('/growth/rows?of=all');
	await page.click('details summary');
	is(await officer.press('details .bar button'), 422, 'names as a file: what for?');
	ok((await main(officer)).includes('Say what the file is for'), 'it is asked');
}

async function federation({ officer, federation }) {
	await officer.go('/growth');
	await federation.go('/growth');
	is(await figure(federation, 0), await figure(officer, 0), 'the federation counts whom the county counts');
	await federation.go('/growth/rows?of=all');
	const named = await federation.page.locator('main tbody tr').count();
	ok(named < await children(federation), 'but is told names only where families agree');
	none(await axe(federation.page), 'axe');
}

async function head({ head }) {
	await head.go('/growth');
	none(await axe(head.page), 'the school by class: axe');
	const text = await main(head);
	ok(!/Visits|Help received|Assessment and plan|under care|left behind/.test(text), 'nothing that tells who is under care');
	const untouched = await figure(head, 1);
	ok(untouched > 0, 'somebody waits for a word');
	await head.go('/');
	ok((await main(head)).includes(String(untouched)), 'Today says how many');
	await head.go('/growth/rows?of=untouched');
	ok((await main(head)).includes(`${untouched} children`), 'and shows whose');
	is(await head.go('/growth/rows?of=holds&section=9'), 422, 'visits are no section of a class');
}

/* Another class's child: a word by the head, and one fewer waits. */
async function written({ head }) {
	const { page } = head;
	await head.go('/growth');
	const before = await figure(head, 1);
	await head.go('/growth/rows?of=untouched');
	const child = (await page.locator('main tbody a[href^="/children/"]').first().getAttribute('href')).split('/')[2];
	await head.go(`/children/${child}/growth_notes/new`);
	await page.selectOption('[name=what]', 'conduct').catch(() => page.check('[name=what][value=conduct]', { force: true }));
	await page.fill('[name=on]', '2026-11-20');
	await page.fill('[name=text]', 'Shares the umbrella with the small ones.');
	is(await head.press('main .bar button'), 200, 'a good word is written');
	await page.waitForURL(/\/growth_notes\/\d+$/); /* the answer is there a moment before its page */
	await head.go('/growth');
	is(await figure(head, 1), before - 1, 'one fewer waits');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const come = async (role, size) => {
		const visitor = await Visitor.come(browser, house, { size, lang: 'en' });
		await visitor.sign_in(role);
		return visitor;
	};
	const all = { house, officer: await come('officer', DESK), federation: await come('federation', DESK), head: await come('head', PHONE) };
	await county(all);
	await federation(all);
	await head(all);
	await written(all);
	for (const visitor of [all.officer, all.federation, all.head])
		none(visitor.take_faults().filter(fault => !/422/.test(fault)), 'no page complains');
});
