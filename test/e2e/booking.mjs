/* A call is booked, told by those who make it: a keeper on a desk, a parent far away behind a link on an old phone
 * without script, a guardian who sees it, a parent with an account who needs three taps. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { fits, shot } from './lib/fits.mjs';
import { House } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

/* A child of the keeper's of whom a relative has no account, and who has a call left. */
async function find(keeper, house, but) {
	for (const child of await house.all('children', 'keeper')) {
		if (child.id === but)
			continue;
		await keeper.go(`/children/${child.id}/calls/new`);
		if (await keeper.page.locator('.slots button').count() && /gets a link/.test(await main(keeper)) &&
			/ 0 of /.test(await main(keeper)))
			return child;
	}
	throw new Error('no child to book for');
}

async function booked(keeper, child) {
	await fits(keeper, DESK, 'the form');
	await shot(keeper, 'new-1280');
	await keeper.page.locator('[name=person]').evaluateAll(boxes => boxes.forEach(box => { box.checked = true; }));
	await keeper.page.locator('details', { hasText: 'another phone number' }).locator('summary').click();
	await keeper.page.fill('[name=phone]', '12345678901');
	is(await keeper.press('.slots button'), 422, 'eleven wrong digits are refused');
	ok(/no mobile number/.test(await main(keeper)), 'with a sentence');
	is(await keeper.page.inputValue('[name=phone]'), '12345678901', 'and nothing is lost');
	await shot(keeper, 'new-wrong-1280');
	await keeper.page.fill('[name=phone]', '');
	is(await keeper.press('.slots button'), 200, 'one tap on a time books it');
	const call = pathname(keeper);
	ok(/^\/calls\/\d+$/.test(call), 'and leads to the call');
	await fits(keeper, DESK, 'the call');
	await shot(keeper, 'call-1280');
	is(await keeper.press(keeper.page.locator('form[action$="/link"] button').first()), 200, 'a link and a card, once');
	await shot(keeper, 'card-1280');
	return { call, link: new URL((await keeper.text('#link')).trim()).pathname };
}

async function confirmed(old, other, link) {
	is(await old.go(link), 200, 'the link opens without script');
	await shot(old, 'link-360');
	is(await old.press('main button'), 200, 'and is this phone\'s from now on');
	ok(/Beijing time/.test(await main(old)), 'it says whose time it is');
	await shot(old, 'link-ours-360');
	is(await old.press('main button[value=yes]'), 200, 'a yes');
	ok(/will come/.test(await main(old)), 'which stands there');
	await old.page.locator('details summary').first().click();
	await old.page.selectOption('[name=zone]', '540');
	await old.press('main details button');
	ok(/UTC\+09:00/.test(await main(old)), 'the time where the parent is, by choice');
	is(await other.go(link), 410, 'forwarded, it opens nowhere else');
	await fits(other, PHONE, 'the refusal');
	await shot(other, 'link-others-360');
	is(await other.go(`/l/${'a'.repeat(29)}`), 404, 'one that was never made');
}

/* Who is the only one to come chooses another time, too. */
async function moved(keeper, house, child, far) {
	const next = await find(keeper, house, child.id);
	const link_only = keeper.page.locator('label', { hasText: 'gets a link' }).locator('[name=person]');
	await keeper.page.locator('[name=person]').evaluateAll(boxes => boxes.forEach(box => { box.checked = false; }));
	await link_only.first().evaluate(box => { box.checked = true; });
	is(await keeper.press('.slots button'), 200, `a call of another child with one relative (${next.name})`);
	is(await keeper.press(keeper.page.locator('form[action$="/link"] button').first()), 200, 'its link');
	const link = new URL((await keeper.text('#link')).trim()).pathname;
	await far.go(link);
	await far.press('main button');
	const was = await main(far);
	await far.page.locator('summary', { hasText: 'Move or cancel' }).click();
	await fits(far, PHONE, 'move or cancel', 'link-change-360');
	is(await far.press('main a[href$="/move"]'), 200, 'other times to choose from');
	await fits(far, PHONE, 'another time', 'link-move-360');
	is(await far.press('.slots button >> nth=2'), 200, 'one of them taken');
	ok(!(await main(far)).includes(was.match(/\d+ \w+, \d\d:\d\d/)[0]), 'and that is when the call is now');
	await fits(far, PHONE, 'moved', 'link-moved-360');
}

async function seen(guardian, keeper, parent, call, house) {
	await keeper.go(call);
	ok(/confirmed/.test(await main(keeper)), 'the keeper sees the answer');
	/* The guardian's own child, and the parent's: three taps from Today to a booked call. */
	const [own] = await house.all('children', 'guardian');
	await guardian.go(`/children/${own.id}/calls`);
	ok((await guardian.page.locator('.rows a').count()) > 0, 'the guardian sees the calls of the child');
	await fits(guardian, PHONE, 'the calls of a child');
	await shot(guardian, 'calls-360');
	await parent.go('/');
	await shot(parent, 'today-parent-360');
	await parent.press('a[href$="/calls/new"]');
	await fits(parent, PHONE, 'the parent\'s form');
	await shot(parent, 'new-360');
	for (let i = 0; i < 3 && !await parent.page.locator('.slots button').count(); i++)
		await parent.press(parent.page.getByRole('link', { name: 'The day after' }));
	await parent.page.locator('details', { hasText: 'A trial call' }).locator('summary').first().click();
	await parent.page.locator('[name=rehearsal]').check({ force: true });
	is(await parent.press('.slots button'), 200, 'a parent books in three taps');
	ok(/confirmed/.test(await main(parent)), 'and has said yes by that');
	await fits(parent, PHONE, 'the parent\'s call');
	await shot(parent, 'call-360');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), lang = 'en';
	const keeper = await (await Visitor.come(browser, house, { lang, size: DESK })).sign_in('keeper');
	const guardian = await (await Visitor.come(browser, house, { lang })).sign_in('guardian');
	const parent = await (await Visitor.come(browser, house, { lang, timezoneId: 'Europe/Rome' })).sign_in('parent');
	const old = await Visitor.come(browser, house, { lang, script: false }), other = await Visitor.come(browser, house, { lang });
	const child = await find(keeper, house);
	const { call, link } = await booked(keeper, child);
	await confirmed(old, other, link);
	await moved(keeper, house, child, await Visitor.come(browser, house, { lang }));
	await seen(guardian, keeper, parent, call, house);
	ok(/Where you are/.test(await main(parent)), 'a browser in Rome says its own time');
	for (const who of [keeper, guardian, parent, old, other])
		none(who.take_faults(), 'no page complains');
});
