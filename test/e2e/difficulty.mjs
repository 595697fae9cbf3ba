/* The civil-affairs officer certifies a child whom the facts propose as de facto unattended: from Today to the list,
 * to the form, to the child's file and the counts; a mistake in the form is told and nothing typed is lost; who is no
 * official sees nothing of it. */
import { launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const counts = house => house.api('/left-behind?region=440804');

async function looks_well(visitor, what) {
	none(await inspect(visitor.page), `${what}: both widths, both colours`);
	await visitor.page.setViewportSize(PHONE);
}

/* What the tally of the list says: to certify, to check, certified. */
const tally = visitor => visitor.page.$$eval('main .tally li', items => items.map(i => Number(i.textContent.match(/\d+/)[0])));

async function certify(visitor, house) {
	const before = await counts(house);
	is(await visitor.go('/'), 200, 'Today');
	is(await visitor.press('main a[href="/difficulties"]'), 200, 'leads to the list of those who wait');
	const [waiting, , certified] = await tally(visitor);
	is(await visitor.page.locator('main tbody tr').count(), waiting, 'the figure is as long as its list');
	const child = (await visitor.page.getAttribute('main tbody a[href^="/children/"]', 'href')).match(/\d+/)[0];
	await looks_well(visitor, 'the list');
	is(await visitor.press('main tbody a[href^="/difficulties/new"]'), 200, 'a way to certify it');
	await visitor.page.check('[name=category][value=unattended]', { force: true });
	await visitor.page.fill('[name=from]', '2001-01-01');
	await visitor.page.fill('[name=certificate]', 'ZJPT202600999');
	await visitor.page.fill('[name=decided_by]', '坡头区民政局');
	is(await visitor.press('main form .bar button'), 422, 'a day before birth is refused');
	ok((await visitor.text('#e-from')).length > 5, 'with a sentence at its field');
	is([await visitor.page.inputValue('[name=certificate]'), await visitor.page.isChecked('[name=category][value=unattended]')],
		['ZJPT202600999', true], 'the rest stays');
	await looks_well(visitor, 'the form with a fault');
	await visitor.page.fill('[name=from]', '2026-11-02');
	is(await visitor.press('main form .bar button'), 200, 'then it is written down');
	is(await tally(visitor), [waiting - 1, 1, certified + 1], 'back on the list: one waits no longer');
	const after = await counts(house);
	is([after.difficulty - before.difficulty, after.unattended - before.unattended, after.cared_for - before.cared_for], [1, 1, 1],
		'it counts once in each figure it belongs to');
	return child;
}

async function in_the_file(visitor, child) {
	is(await visitor.go(`/children/${child}`), 200, 'the file');
	const part = visitor.page.locator('#difficulty');
	ok(!(await part.getAttribute('open')), 'the part is folded');
	await part.locator('summary').click();
	const text = await part.innerText();
	ok(text.includes('坡头区民政局') && !text.includes('ZJPT202600999') && await part.locator('a[href*="/edit"]').count() === 1,
		'opened, it shows the certificate, its number covered', text);
	await looks_well(visitor, 'the file');
}

async function not_for(browser, house, login, child) {
	const visitor = await Visitor.come(browser, house, { size: PHONE });
	await visitor.sign_in(login);
	is(await visitor.go('/difficulties'), 404, `${login}: no list`);
	if (await visitor.go(`/children/${child}`) === 200)
		is(await visitor.page.locator('#difficulty').count(), 0, `${login}: nothing of it in the file`);
	await visitor.context.close();
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const visitor = await Visitor.come(browser, house, { size: PHONE });
	await visitor.sign_in('civil');
	const child = await certify(visitor, house);
	await in_the_file(visitor, child);
	none(visitor.take_faults(), 'nothing went wrong on the way');
	for (const login of ['teacher', 'head', 'federation'])
		await not_for(browser, house, login, child);
});
