/* What the law asks, told by those who answer for it: the officer goes from the sentence of the law to the number and from
 * there to the rows, the supervisor and the director see their own places, a head the pupils, an inspector figures alone. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');
const links = (visitor, selector) => visitor.page.$$eval(selector, all => all.map(a => a.getAttribute('href')));

async function officer_looks(officer) {
	await officer.go('/more');
	await officer.press('main a[href="/duties"]');
	ok(/What the law asks/.test(await main(officer)), 'the way is on More');
	none(await axe(officer.page), 'all duties: axe');
	ok((await main(officer)).includes('Law on the Protection of Minors, art. 43'), 'each duty names its article');
	ok(!/Mandatory report|report_/.test(await main(officer)), 'sealed reports are in no figure');

	await officer.press('main a[href="/duties/visit"]');
	none(await axe(officer.page), 'one duty: axe');
	ok((await main(officer)).includes('Village committees visit regularly'), 'the sentence of the law stands beside the number');
	const tally = await officer.page.$$eval('main .tally li', items => items.map(i => Number(i.textContent.match(/\d+/)[0])));
	ok(tally.length === 4 && tally[0] > 0, 'in time, late, not done, running', tally.join());

	const late = await links(officer, 'main .tally a[href*="of=late"]');
	await officer.go(late[0]);
	none(await axe(officer.page), 'the cases: axe');
	let rows = 0;
	for (let more = true; more && rows < 2000;) {
		rows += await officer.page.locator('main tbody tr, main [role=row]:has([role=cell])').count();
		const next = await links(officer, 'main .pages a[href*="after="]');
		more = next.length > 0;
		if (more)
			await officer.go(next[0]);
	}
	is(rows, tally[1], 'a number opens to as many rows');
	await officer.go(late[0]);
	is(await officer.press('main table a[href^="/children/"]'), 200, 'a row opens the child');
}

async function by_place_and_person(officer) {
	await officer.go('/duties/visit?months=12');
	const township = (await links(officer, 'main table a[href*="region="]')).find(a => !a.includes('/rows'));
	is(await officer.go(township), 200, 'a township opens to its villages');
	none(await axe(officer.page), 'a township: axe');
	await officer.go('/duties/visit?by=person');
	none(await axe(officer.page), 'by person: axe');
	ok(/Whose place it is today/.test(await main(officer)), 'who holds the place');
	await officer.go('/duties/student_record?by=school');
	ok((await main(officer)).includes('小学'), 'schools by name');
	none(await axe(officer.page), 'by school: axe');
	await officer.go('/duties/clearance');
	ok(/art. 62/.test(await main(officer)), 'queries for convictions, by person');
	is(await officer.go('/duties/report_at_once'), 404, 'no page of reports');
	is(await officer.go('/duties/nothing'), 404, 'nor of what is no duty');
	is(await officer.go('/duties?months=7'), 422, 'nor of seven months');
}

async function others({ director, supervisor, head, inspector, guardian }) {
	await director.go('/duties');
	none(await axe(director.page), 'the director: axe');
	ok(!/clearance|convictions/.test(await main(director)), 'whose queries are missing is not the village\'s to see');
	const all = await director.page.$$eval('main tbody tr, main [role=row]', rows => rows.length);
	ok(all > 3, 'the village has its duties', all);
	is(await director.go('/duties/visit?region=440803'), 404, 'another place is not there');
	await supervisor.go('/duties/visit');
	ok(/By person/.test(await main(supervisor)), 'the supervisor sees the villages');
	await head.go('/duties');
	ok(!/Case conference/.test(await main(head)), 'a school learns nobody\'s level from a list');
	is(await head.go('/duties/conference'), 404, 'nor by the address');
	is(await head.go('/duties/visit/rows?of=late'), 200, 'whether pupils were visited is told');
	await inspector.go('/duties/visit');
	is((await links(inspector, 'main a[href*="/rows"]')).length, 0, 'the inspector has figures alone');
	is(await inspector.go('/duties/visit/rows?of=late'), 404, 'and no rows');
	is(await guardian.go('/duties'), 404, 'families have no such page');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	for (const [login, more] of Object.entries({ officer: { size: DESK }, director: { size: PHONE }, supervisor: { size: PHONE },
		head: { size: PHONE }, inspector: { size: DESK }, guardian: { size: PHONE } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	await officer_looks(people.officer);
	await by_place_and_person(people.officer);
	await others(people);
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
