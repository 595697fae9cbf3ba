/* Weekly contact as its people meet it: the father notes a talk on his phone with one tap, grandma does without script
 * and puts a mistake right, the teacher reads the list of families to ring, the child's file shows the weeks, the county
 * reads its figures. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe, inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');

async function one_tap(father, child) {
	await father.go('/');
	await father.press(`a[href="/children/${child}/contacts"]`);
	ok(/We talked/.test(await main(father)), 'the father finds it from his first page');
	is(await father.page.locator('.weeks li').count(), 12, 'twelve weeks');
	none(await axe(father.page), 'the page: axe');
	is(await father.press('main form[action$="/contacts"] button'), 200, 'one tap');
	ok(/dad talked with both/.test(await main(father)), 'it stands there');
	ok(/with the child today/.test(await main(father)), 'and the clock begins anew');
}

async function mistaken(grandma, child) {
	await grandma.go(`/children/${child}/contacts`);
	await grandma.page.click('main details:has([name=day]) summary');
	await grandma.page.fill('[name=day]', '2026-12-24');
	await grandma.page.fill('[name=note]', 'He sang a song');
	await grandma.page.locator('[name=person]').first().check({ force: true });
	is(await grandma.press('main form[action$="/contacts"] button'), 422, 'a day to come is no talk');
	ok(/still to come/.test(await main(grandma)), 'that is said at the day');
	is(await grandma.page.inputValue('[name=note]'), 'He sang a song', 'nothing typed is lost');
	await grandma.page.fill('[name=day]', '2026-11-19');
	is(await grandma.press('main form[action$="/contacts"] button'), 200, 'the day before yesterday');
	ok(/He sang a song/.test(await main(grandma)), 'it stands there');
	await grandma.press('a[href*="fix="]');
	await grandma.page.selectOption('[name=outcome]', 'mistake');
	is(await grandma.press('main form[action$="/contacts"] button'), 200, 'it was another day');
	ok(!/He sang a song/.test(await main(grandma)), 'and it is gone');
}

async function look(people, child) {
	for (const [who, visitor, paths] of people)
		for (const path of paths.map(p => p.replace('#', child))) {
			is(await visitor.go(path), 200, `${who} ${path.replace(/\d{6,}/, 'N')}`);
			none(await inspect(visitor.page, { schemes: ['light'] }), `${who} ${path.replace(/\d{6,}/, 'N')}: nothing wrong`);
		}
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const come = async (role, more) => (await Visitor.come(browser, house, { lang: 'en', size: PHONE, ...more })).sign_in(role);
	const father = await come('parent'), grandma = await come('guardian', { script: false });
	const teacher = await come('teacher', { size: DESK }), officer = await come('officer', { size: DESK });
	const child = (await house.all('children', 'child'))[0].id;
	await one_tap(father, child);
	await mistaken(grandma, child);
	await teacher.go('/');
	is(await teacher.press('main a[href="/contacts"]'), 200, 'the teacher has a family to ring');
	is(await teacher.page.locator('main table tbody tr').count(), 1, 'one of the class');
	const kid = await come('child').catch(() => null);
	if (kid) {
		await kid.go('/me');
		is(await kid.page.locator('.weeks').count(), 0, 'the child sees nothing of it');
		is(await kid.go(`/children/${child}/contacts`), 404, 'nor by its address');
		kid.take_faults();
	}
	for (const visitor of [father, grandma, teacher])
		none(visitor.take_faults(), 'no error, no refusal by the policy');
	await look([
		['father', father, ['/children/#/contacts']],
		['teacher', teacher, ['/contacts?of=parent', '/children/#/contacts']],
		['officer', officer, ['/contacts', '/duties/contact_child', '/duties/contact_child?by=school', '/duties/contact_carer/rows?of=late']],
	], child);
});
