/* An afternoon at a happy home.  The keeper, on a phone and by keyboard alone: opens it with one key, taps in who came,
 * says what is broken, does the month's safety check, closes.  The officer's table at a desk: every number opens its
 * rows.  The sheet for the wall is one page of A4 and has nothing of any child. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { shot } from './lib/fits.mjs';
import { House } from './lib/house.mjs';
import { axe, stretch } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');

async function tab_to(page, what, limit = 90) {
	for (let i = 0; i < limit; i++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(w => document.activeElement.matches(w), what))
			return;
	}
	throw new Error(`${limit} tabs do not reach ${what} on ${page.url()}`);
}

const enter = page => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);

async function opens(keeper) {
	const { page } = keeper;
	await keeper.go('/');
	await tab_to(page, 'a[href^="/homes/"]');
	await enter(page);
	ok(/The home is closed now/.test(await main(keeper)), 'from Today to the home in one step');
	none(await axe(page), 'the home: axe');
	await stretch(page, PHONE);
	await page.setViewportSize(PHONE);
	await shot(keeper, 'homes-closed');
	await tab_to(page, 'form[action$="/open"] button');
	await enter(page);
	ok(/Open since 10:00/.test(await main(keeper)), 'and one key opens it');
	await page.reload();
	ok(/Open since 10:00/.test(await main(keeper)), 'it stays open');
	return new URL(page.url()).pathname;
}

async function taps(keeper, home) {
	const { page } = keeper;
	await keeper.go(`${home}/children`);
	none(await axe(page), 'who came: axe');
	await tab_to(page, 'input[name=child]');
	const name = await page.evaluate(() => document.activeElement.closest('.pick').innerText.trim());
	await page.keyboard.press('Space');
	await tab_to(page, 'form[action$="/children"] button');
	await shot(keeper, 'homes-children');
	await enter(page);
	ok(/Here now: 1/.test(await main(keeper)), 'a child is tapped in');
	await keeper.go(home);
	ok((await main(keeper)).includes(name), 'and stands on the first screen');
}

async function breaks(keeper, home) {
	const { page } = keeper;
	await keeper.go(`${home}/devices`);
	none(await axe(page), 'devices: axe');
	await page.locator('summary').first().focus();
	await page.keyboard.press('Enter');
	await tab_to(page, 'form[action$="/faults"] button');
	await enter(page);
	ok(/err/.test(await page.content()), 'nothing said is a sentence');
	keeper.take_faults(); /* 422 */
	await page.fill('details[open] [name=text]', 'the screen stays black');
	await keeper.press('details[open] form[action$="/faults"] button');
	ok(/the screen stays black/.test(await main(keeper)), 'said');
	await shot(keeper, 'homes-devices');
	await keeper.press('form[action$="/mended"] button');
}

async function checks(keeper, home) {
	const { page } = keeper;
	await keeper.go(`${home}/check`);
	none(await axe(page), 'the check: axe');
	await stretch(page, PHONE);
	await page.setViewportSize(PHONE);
	await page.fill('[name=note]', 'a lamp');
	await tab_to(page, '.bar button');
	await enter(page);
	is(await page.locator('fieldset .err').count(), 10, 'ten points without an answer, each at its place');
	is(await page.inputValue('[name=note]'), 'a lamp', 'nothing typed is lost');
	keeper.take_faults(); /* 422 */
	for (const input of await page.locator('input[type=radio][value=yes]').all())
		await input.check({ force: true });
	await keeper.press('.bar button');
	ok(/all in order/.test(await main(keeper)), 'then it is kept');
	await shot(keeper, 'homes-check');
}

async function closes(keeper, home) {
	await keeper.go(home);
	await keeper.press('form[action$="/close"] button');
	ok(/The home is closed now/.test(await main(keeper)), 'closed');
	await keeper.go(`${home}/openings`);
	ok(/10:00–10:0/.test(await main(keeper)), 'in the log');
	await keeper.go(`${home}/roster`);
	none(await axe(keeper.page), 'the roster: axe');
	await stretch(keeper.page, PHONE);
	await keeper.page.setViewportSize(PHONE);
}

/* Every number of the table opens a page, and the figures above it narrow it. */
async function counts(officer) {
	const { page } = officer;
	await officer.go('/homes');
	none(await axe(page), 'the table: axe');
	await shot(officer, 'homes-county');
	const rows = () => page.locator('table.tbl').first().locator('tbody tr').count();
	const all = await rows();
	for (const tile of await page.locator('.tally a').evaluateAll(list => list.map(a => [a.querySelector('b').innerText, a.getAttribute('href')]))) {
		await officer.go(tile[1]);
		is(await rows(), Number(tile[0]), `${tile[1]} shows as many homes as it says`);
	}
	await officer.go('/homes');
	ok(all >= 2, 'there are homes');
	const links = await page.locator('table.tbl').first().locator('a').evaluateAll(list => [...new Set(list.map(a => a.getAttribute('href').split('#')[0]))]);
	const closed = [];
	for (const link of links)
		if (await officer.go(link) !== 200)
			closed.push(link);
	none(closed, 'each number of the table opens its rows');
}

async function wall(keeper, home) {
	const { page } = keeper;
	await keeper.go(`${home}/sheet`);
	await shot(keeper, 'homes-sheet');
	const names = (await keeper.house.all('children', 'keeper')).map(child => child.name);
	const text = await main(keeper);
	none(names.filter(name => text.includes(name)), 'no child on the wall');
	const pdf = (await page.pdf({ format: 'A4', printBackground: true })).toString('latin1');
	is(pdf.match(/\/Type\s*\/Page\b/g).length, 1, 'the sheet is one page');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const keeper = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('keeper');
	const officer = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('officer');
	const home = await opens(keeper);
	await taps(keeper, home);
	await breaks(keeper, home);
	await checks(keeper, home);
	await closes(keeper, home);
	await counts(officer);
	await wall(keeper, home);
	none(keeper.take_faults(), 'keeper: no page complains');
	none(officer.take_faults(), 'officer: no page complains');
});
