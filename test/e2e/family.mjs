/* A parent away for work, on a phone, without script: what is kept about the child, who looked, what was agreed to,
 * asking for something.  And the officer's and the auditors' side of it. */
import { launch, PHONE, Visitor } from './lib/browser.mjs';
import { House, PASSWORD } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const path_of = visitor => new URL(visitor.page.url()).pathname;

async function sees(house, browser, child) {
	const keeper = await (await Visitor.come(browser, house, { script: false })).sign_in('federation');
	const status = await keeper.go(`/children/${child}`);
	await keeper.context.close();
	return status === 200;
}

/* Agree, be seen, take it back, be gone; say no and be left alone. */
async function consent(house, browser, parent, child) {
	const list = `/my/children/${child}/consents`;
	/* The demonstration's family has agreed. */
	await parent.go(`${list}/provision`);
	await parent.press('button[value=back]');
	ok(!await sees(house, browser, child), 'the federation does not see the child unless somebody agreed');
	await parent.go(list);
	is(await parent.page.locator(`a[href="${list}/provision"]`).count(), 1, 'what is asked stands there');
	await parent.press(`a[href="${list}/provision"]`);
	const yes = parent.page.locator('button[value=yes]'), no = parent.page.locator('button[value=no]');
	const [a, b] = [await yes.boundingBox(), await no.boundingBox()];
	ok(Math.abs(a.height - b.height) < 2, 'yes and no are equally large');
	is(await yes.getAttribute('class'), await no.getAttribute('class'), 'and look alike');
	await parent.press(yes);
	is(path_of(parent), list, 'one tap, and back at the list');
	ok(await sees(house, browser, child), 'the federation sees the child');
	await parent.go(`${list}/provision`);
	await parent.press('button[value=back]');
	ok(!await sees(house, browser, child), 'one tap takes it back, at once');
	await parent.go(`${list}/location`);
	await parent.press('button[value=no]');
	ok((await parent.text()).includes('Nobody asks again'), 'no is remembered');
	await parent.go(`${list}/register`);
	is(await parent.page.locator('main form').count(), 0, 'what the law demands is shown, not asked');
}

async function rights(parent, child) {
	await parent.go(`/my/children/${child}/requests`);
	await parent.page.check('input[name=what][value=copy]', { force: true });
	await parent.page.fill('[name=again]', 'wrong');
	is(await parent.press('form button.main'), 422, 'a wrong password is told');
	ok(await parent.page.locator('.oops').count() > 0, 'on the page');
	await parent.page.check('input[name=what][value=copy]', { force: true });
	await parent.page.fill('[name=again]', PASSWORD);
	await parent.press('form button.main');
	await parent.press('form[action$="/copy"] button');
	const copy = await parent.text();
	ok(/\d{17}[\dX]/.test(copy), 'the copy has the id number in full');
	await parent.go(`/my/children/${child}/looked`);
	ok((await parent.text()).includes('federation officer'), 'the federation stands among those who looked');
}

async function look(visitor, paths, who) {
	for (const lang of ['zh', 'en']) {
		await visitor.speak(lang);
		for (const path of paths) {
			is(await visitor.go(path), 200, `${who} ${lang} ${path.replace(/\d{6,}/, 'N')}`);
			none(await inspect(visitor.page, { schemes: ['light'] }), `${who} ${lang} ${path.replace(/\d{6,}/, 'N')}: nothing wrong`);
		}
	}
	await visitor.speak('zh');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const parent = await (await Visitor.come(browser, house, { script: false, size: PHONE, lang: 'en' })).sign_in('parent');
	const [{ id: child }] = await house.all('children', 'parent');
	is(await parent.page.locator('html.elder').count(), 0, 'parents read ordinary type');
	await parent.go(`/my/children/${child}`);
	is(await parent.page.locator('nav.big').last().locator('a').count(), 4, 'four things to do');
	await consent(house, browser, parent, child);
	await rights(parent, child);
	const script = await (await Visitor.come(browser, house)).sign_in('parent');
	const own = ['', '/known', '/wrong', '/file', '/looked', '/consents', '/consents/provision', '/requests'].map(tail => `/my/children/${child}${tail}`);
	await look(script, ['/', ...own], 'parent');
	none(script.take_faults(), 'parent: no error, no refusal by the policy');
	const officer = await (await Visitor.come(browser, house)).sign_in('officer');
	const [request] = await house.all('rights_requests');
	await look(officer, ['/', '/rights_requests', `/rights_requests/${request.id}`, '/storage_locks', '/admin/retention', '/admin/audit-report',
		...['/consents', '/consents/provision', '/looked', '/requests', '/erase'].map(tail => `/children/${child}${tail}`)], 'officer');
	none(officer.take_faults(), 'officer: no error, no refusal by the policy');
	const admin = await (await Visitor.come(browser, house)).sign_in('admin');
	await look(admin, ['/', '/admin/self-audit'], 'admin');
	const auditor = await (await Visitor.come(browser, house)).sign_in('auditor');
	await look(auditor, ['/', '/admin/audit-report', `/children/${child}/looked`], 'auditor');
	ok(!/\d{17}[\dX]/.test(await auditor.text()), 'the auditor reads no number of a child');
});
