/* A deed of entrusted care, told by those who sign it.  A parent writes it on a phone in three steps, and stops on the
 * way; the child says on its own page what it thinks; the carer and the child director sign; the notice is sent, the
 * teacher and the director acknowledge it; it is in force, and on paper.  Without script the same pages do. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { fits } from './lib/fits.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const deed_of = async visitor => pathname(visitor).match(/^\/deeds\/(\d+)$/)?.[1];
const submit = (visitor, form) => visitor.press(`main form[action$="${form}"] button`);

/* The demonstration's own next version is taken back: here everything is written anew. */
async function taken_back(parent, house, child) {
	const old = (await house.all('deeds', 'parent')).filter(d => d.child === child && d.state === 'draft');
	for (const { id } of old) {
		is(await parent.go(`/deeds/${id}`), 200, 'a version that waits to be signed');
		await parent.page.locator('summary', { hasText: 'End the deed' }).click();
		await parent.page.fill('[name=why]', 'The dates were wrong.');
		await parent.page.check('[name=care_now][value=carer]', { force: true });
		is(await submit(parent, '/revoke'), 200, 'taken back');
	}
	return (await house.all('deeds', 'parent')).find(d => d.child === child && d.state === 'renew_due').id;
}

async function written(parent, child, after) {
	const { page } = parent;
	is(await parent.go(`/deeds/${after}`), 200, 'the deed that ends soon');
	none(await axe(page), 'a deed: axe');
	await parent.press(`main a[href*="/deed/new"]`);
	none(await axe(page), 'the first step: axe');
	ok(/Step 1 of 3/.test(await main(parent)), 'the first step');
	await page.fill('[name=phone]', '');
	is(await submit(parent, '/deed/new'), 422, 'without a phone');
	ok(await page.isVisible('#e-phone'), 'it is said at the field');
	parent.take_faults();
	await page.fill('[name=phone]', '13800000017');
	await submit(parent, '/deed/new');
	ok(/Step 2 of 3/.test(await main(parent)), 'the second step');
	none(await axe(page), 'the second step: axe');
	await page.fill('[name=daily]', 'Three meals; to bed at nine.');
	await page.waitForFunction(() => /Saved at/.test(document.querySelector('#saved').textContent));
	is(await parent.go('/'), 200, 'the shift begins');
	await parent.go(`/children/${child}/deed/new?step=2&after=${after}`);
	is(await page.inputValue('[name=daily]'), 'Three meals; to bed at nine.', 'what was typed is there');
	await submit(parent, '/deed/new');
	ok(/Step 3 of 3/.test(await main(parent)), 'the third step');
	none(await axe(page), 'the third step: axe');
	for (const ground of ['harm', 'habits', 'refused', 'unfit'])
		await page.check(`[name=${ground}][value="0"]`, { force: true });
	await submit(parent, '/deed/new');
	const deed = await deed_of(parent);
	ok(deed, 'the deed is there');
	ok(/to bed at nine/.test(await main(parent)) && /13800000017/.test(await main(parent)), 'with its words');
	is(await submit(parent, '/sign'), 200, 'the parent signs');
	ok(/Unchanged since it was signed/.test(await main(parent)), 'and the signature fits');
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
	ok(!wide, 'nothing sticks out at 360 px');
	return deed;
}

async function heard(child, deed) {
	is(await child.go('/me'), 200, 'the page of the child');
	await child.press(`a[href="/deeds/${deed}/say"]`);
	none(await axe(child.page), 'who looks after me: axe');
	await child.page.fill('[name=words]', 'Grandma is good to me. Call on Sundays.');
	await submit(child, '/say');
	is(pathname(child), '/me', 'the child said it');
}

async function opened(director, deed) {
	is(await director.go(`/deeds/${deed}`), 200, 'the director');
	ok(/covered/.test(await main(director)), 'its words are covered');
	await director.page.locator('summary', { hasText: 'covered' }).first().click();
	await director.page.fill('[name=purpose]', 'witness');
	await director.press(`main form[action="/deeds/${deed}"] button`);
}

async function signed(carer, director, deed) {
	await carer.go('/');
	await carer.press(`a[href="/deeds/${deed}"]`);
	is(await submit(carer, '/sign'), 200, 'the carer signs, without script');
	await director.go(`/deeds/${deed}`);
	ok(!/to bed at nine/.test(await main(director)), 'nothing of it is seen before');
	await opened(director, deed);
	ok(/Call on Sundays/.test(await main(director)), 'what the child said');
	none(await axe(director.page), 'a deed to be witnessed: axe');
	is(await submit(director, '/sign'), 200, 'the witness signs');
}

async function told(parent, teacher, director, deed) {
	await parent.go(`/deeds/${deed}`);
	is(await submit(parent, '/tell'), 200, 'the notices are sent');
	await teacher.go('/');
	await teacher.press('a[href="/deeds"]');
	none(await axe(teacher.page), 'the list: axe');
	await teacher.press(`main a[href="/deeds/${deed}"]`);
	await teacher.page.fill('form[action$="/acknowledge"] [name=words]', 'We know.');
	is(await submit(teacher, '/acknowledge'), 200, 'the school acknowledges');
	await director.go(`/deeds/${deed}`);
	is(await submit(director, '/acknowledge'), 200, 'the village acknowledges');
	await parent.go(`/deeds/${deed}`);
	ok(/Everything is done/.test(await main(parent)) && /We know/.test(await main(parent)), 'everything is done');
}

async function on_paper(parent, deed) {
	is(await parent.go(`/deeds/${deed}/print`), 200, 'on paper');
	none(await axe(parent.page), 'on paper: axe');
	await parent.page.emulateMedia({ media: 'print' });
	ok(/SM3/.test(await main(parent)) && /Signed by hand/.test(await main(parent)), 'with proofs and room to sign');
	await parent.page.emulateMedia({ media: 'screen' });
}

/* A parent far away, on another phone: the director makes the link of the demonstration's draft that waits for it. */
async function by_link(house, director, old, zh, other) {
	for (const { id } of (await house.all('deeds', 'director')).filter(deed => deed.state === 'draft')) {
		await opened(director, id);
		if (await director.page.locator('summary', { hasText: 'far away' }).count())
			break;
	}
	await director.page.locator('summary', { hasText: 'far away' }).click();
	is(await submit(director, '/link'), 200, 'a link for the parent far away');
	const link = new URL((await director.text('#link')).trim()).pathname;
	is(await old.go(link), 200, 'it opens');
	ok(!/Three meals|to bed/.test(await main(old)), 'and shows nothing yet');
	await fits(old, PHONE, 'a deed by link', 'deed-link');
	is(await old.press('main button'), 200, 'this phone it is');
	await fits(old, PHONE, 'a deed by link, words', 'deed-link-words');
	await zh.page.context().addCookies(await old.page.context().cookies());
	is(await zh.go(link), 200, 'in Chinese');
	await fits(zh, PHONE, 'a deed by link, words, zh', 'deed-link-words-zh');
	is(await old.press('main form[action$="/sign"] button'), 200, 'signed');
	ok(/You signed this on/.test(await main(old)), 'which stands there');
	await fits(old, PHONE, 'a deed by link, signed', 'deed-link-signed');
	is(await other.go(link), 410, 'forwarded, it opens nowhere else');
	await fits(other, PHONE, 'a deed by link, other', 'deed-link-other');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	for (const [login, how] of Object.entries({ parent: {}, guardian: { script: false }, child: {}, director: { size: DESK }, teacher: { size: DESK } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE, ...how })).sign_in(login);
	const child = (await house.all('children', 'parent'))[0].id;
	const after = await taken_back(people.parent, house, child);
	const deed = await written(people.parent, child, after);
	await heard(people.child, deed);
	await signed(people.guardian, people.director, deed);
	await told(people.parent, people.teacher, people.director, deed);
	await on_paper(people.parent, deed);
	const phone = () => Visitor.come(browser, house, { lang: 'en', size: PHONE });
	people.old = await phone();
	people.other = await phone();
	people.zh = await Visitor.come(browser, house, { lang: 'zh', size: PHONE });
	await by_link(house, people.director, people.old, people.zh, people.other);
	for (const [who, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${who}: no page complains`);
});
