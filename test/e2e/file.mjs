/* A child's file in Chinese and English: both statuses explained in sentences, for the day that is chosen. */
import { DESK, launch, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* A boy whose father left on 2026-08-20 and whose mother is at home: V-LBC says school roll 1 from 2026-11-19 on,
 * civil affairs no. */
const AWAY = '2026-08-20';

const SAID = {
	zh: { left: /8月20日|2026-08-20/, roll: { 0: /学籍口径：0/, 1: /学籍口径：1，父母一方/, 2: /学籍口径：2，父母双方/ },
		civil: { false: /民政口径：不算/, true: /民政口径：算|民政口径：是/ }, family: /家里人/, other: /Family|School roll/ },
	en: { left: /20 Aug(ust)? 2026|2026-08-20/, roll: { 0: /School roll: 0/, 1: /School roll: 1, one parent/, 2: /School roll: 2, both parents/ },
		civil: { false: /does not count as left behind/, true: /counts as left behind/ }, family: /Family/, other: /家里人|口径|登记信息/ },
};

async function child_away(house) {
	const absence = (await house.all('absences')).find(a => a.from === AWAY && !a.to);
	const parents = await house.all('parents');
	return parents.find(p => p.person === absence.person).child;
}

async function on_day(visitor, house, child, lang, date) {
	await visitor.page.locator('#standing').evaluate(d => { d.open = true; });
	await visitor.page.fill('#standing [name=as_of]', date);
	is(await visitor.press('#standing form button'), 200, `${lang}: the file on ${date}`);
	const told = (await house.api(`/children/${child}?as_of=${date}`)).left_behind;
	const text = await visitor.text('#standing');
	ok(SAID[lang].roll[told.school_roll].test(text), `${lang}, ${date}: school roll ${told.school_roll} in words`, text);
	ok(SAID[lang].civil[told.civil_affairs].test(text), `${lang}, ${date}: civil affairs ${told.civil_affairs} in words`, text);
	const reasons = await visitor.page.$$eval('#standing ul', lists => lists.map(l => l.children.length));
	ok(reasons.length === 2 && reasons.every(n => n > 0), `${lang}, ${date}: each with its reasons`, reasons);
	ok(await visitor.page.locator('#standing').evaluate(d => d.open), `${lang}, ${date}: unfolded`);
	return told;
}

async function read(browser, house, lang) {
	const child = await child_away(house);
	const visitor = await (await Visitor.come(browser, house, { lang, size: DESK })).sign_in('officer');
	await visitor.go(`/children/${child}`);
	is(await visitor.page.getAttribute('html', 'lang'), lang === 'zh' ? 'zh-CN' : 'en', `${lang}: the page says its language`);
	ok(!await visitor.page.locator('#standing').evaluate(d => d.open), `${lang}: the statuses are folded at first`);
	ok(SAID[lang].family.test(await visitor.text()), `${lang}: in its own words`);
	ok(!SAID[lang].other.test(await visitor.text()), `${lang}: none of the other language`, await visitor.text());

	const early = await on_day(visitor, house, child, lang, '2026-09-01');
	const late = await on_day(visitor, house, child, lang, '2026-11-21');
	is([early.school_roll, early.civil_affairs, late.school_roll, late.civil_affairs], [0, false, 1, false], `${lang}: crossed in between`);
	ok(SAID[lang].left.test(await visitor.text('#standing')), `${lang}: with the day the father left`, await visitor.text('#standing'));
	ok(!/2026-\d\d-\d\d/.test(await visitor.text()), `${lang}: days are written as people write them`,
		(await visitor.text()).match(/.*2026-\d\d-\d\d.*/)?.[0] ?? '');

	const bars = visitor.page.locator('svg.bars');
	ok((await bars.getAttribute('aria-label')).length > 10, `${lang}: the picture says what it shows`);
	ok(await visitor.page.locator('#home table tbody tr').count() >= 2, `${lang}: and has its table`);
	await visitor.go(`/children/${child}/journal`);
	ok(await visitor.page.locator('ol.thread > li').count() > 0, `${lang}: the journal of the record`);
	none(visitor.take_faults(), `${lang}: no error`);
	await visitor.context.close();
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	await read(browser, house, 'zh');
	await read(browser, house, 'en');

	const child = await child_away(house);
	const switched = await (await Visitor.come(browser, house, { lang: 'zh' })).sign_in('officer');
	await switched.go('/more');
	await switched.press('a[hreflang=en]');
	is(await switched.page.getAttribute('html', 'lang'), 'en', 'the language switch changes the language');
	await switched.go(`/children/${child}`);
	is(await switched.page.getAttribute('html', 'lang'), 'en', 'and it stays');
});
