/* A child stands in the register twice: the county's education office compares the two records, joins them and takes
 * that back; the head of the school says of two others that they are not the same, and nobody is asked again. */
import { launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { settled } from './lib/lists.mjs';
import { is, none, ok, run, skip } from './lib/tap.mjs';

async function looks_well(visitor, what) {
	none(await inspect(visitor.page), `${what}: both widths, both colours`);
	await visitor.page.setViewportSize(PHONE);
}

const shifted = (date, days) => new Date(Date.parse(date) + days * 864e5).toISOString().slice(0, 10);

/* The same child once more, with a slip in the birthday and without a number, tied to the same adults. */
async function twice(house, child) {
	const same = Object.fromEntries(['name', 'sex', 'school', 'class', 'entry_month', 'household_region', 'household_type', 'living_region']
		.map(key => [key, child[key]]));
	const made = await house.api('/children', { method: 'POST', body: { ...same, birth_date: shifted(child.birth_date, 1), no_id_reason: '2' } });
	is(made.status_, 201, 'a child is written down a second time');
	for (const tie of (await house.all('ties')).filter(t => t.child === child.id))
		await house.api('/ties', { method: 'POST', body: { child: made.id, person: tie.person, relation: tie.relation } });
	return made;
}

const pair_link = (older, newer) => `main a[href^="/duplicates/${older.id}?with=${newer.id}"]`;

async function join(visitor, house, older, newer) {
	await visitor.go('/');
	ok(await visitor.page.locator('main a[href="/duplicates"]').count() > 0, 'Today tells the officer of it');
	await visitor.go('/duplicates');
	ok((await visitor.text()).includes(older.name), 'the pair is in the queue');
	await looks_well(visitor, 'the queue');
	is(await visitor.press(pair_link(older, newer)), 200, 'the two stand side by side');
	await looks_well(visitor, 'side by side');
	await visitor.page.check('[name=take-birth_date][value=gone]', { force: true });
	is(await visitor.press('form#join button.main'), 422, 'a birthday that the id number contradicts is refused');
	ok((await visitor.text('main .oops')).length > 20, 'with a sentence');
	ok(await visitor.page.isChecked('[name=take-birth_date][value=gone]'), 'what was chosen stays chosen');
	await looks_well(visitor, 'the refusal');
	await visitor.page.check('[name=take-birth_date][value=keep]', { force: true });
	is(await visitor.press('form#join button.main'), 200, 'they are joined');
	const batch = new URL(visitor.page.url()).pathname;
	ok(/^\/batches\/\d+$/.test(batch), 'which is a batch of its own', batch);
	await looks_well(visitor, 'what was joined');
	is((await house.api(`/children/${newer.id}`)).status_, 404, 'the newer record is gone');
	is((await house.api(`/children/${older.id}`)).birth_date, older.birth_date, 'the chosen birthday stands in the one that stayed');
	await visitor.go(`/children/${newer.id}`);
	is(new URL(visitor.page.url()).pathname, `/children/${older.id}`, 'an old link leads to the one that stayed');
	await visitor.go(batch);
}

async function take_back(visitor, house, older, newer) {
	await visitor.press('main a[href$="/undo"]');
	await looks_well(visitor, 'the question');
	is(await visitor.press('main form[action$="/undo"] button.main'), 200, 'it is taken back');
	await settled(visitor);
	await looks_well(visitor, 'what was taken back');
	is(await visitor.page.locator('#left').count(), 0, 'all of it');
	is((await house.api(`/children/${newer.id}`)).birth_date, newer.birth_date, 'there are two again');
	is((await house.api(`/children/${older.id}`)).birth_date, older.birth_date, 'each with its own birthday');
	const ties = (await house.all('ties')).filter(t => t.child === newer.id).length;
	ok(ties > 0, 'and its own family', ties);
}

async function not_the_same(visitor, officer, older, newer) {
	await visitor.go('/duplicates');
	await visitor.press(pair_link(older, newer));
	await visitor.page.fill('[name=note]', '双胞胎');
	is(await visitor.press('form[action$="/part"] button'), 200, 'the head says that they are two');
	is(await visitor.page.locator(pair_link(older, newer)).count(), 0, 'the pair has left the queue');
	await officer.go('/duplicates');
	is(await officer.page.locator(pair_link(older, newer)).count(), 0, 'for the officer too');
}

async function whole(engine, browser, undo) {
	const house = await House.open(undo, engine);
	const children = (await house.all('children')).filter(c => c.class), older = children[10], newer = await twice(house, older);
	const officer = await (await Visitor.come(browser, house)).sign_in('officer');
	await join(officer, house, older, newer);
	await take_back(officer, house, older, newer);
	const head = await (await Visitor.come(browser, house)).sign_in('head');
	await not_the_same(head, officer, older, newer);
	const guardian = await (await Visitor.come(browser, house)).sign_in('parent');
	is(await guardian.go('/duplicates'), 404, 'a family has no such list');
	none(officer.take_faults(), 'no error on the way');
	none(head.take_faults(), 'nor for the head');
	for (const visitor of [officer, head, guardian])
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
