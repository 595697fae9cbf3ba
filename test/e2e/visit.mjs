/* Visits, told by those who make them.  The village director writes on a phone: what is typed is kept, a session that
 * ends in between loses nothing, the same form twice is one visit, the device says where it is only when asked.  Without
 * script the same pages do.  The township supervisor is shown two visits that read the same. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House, PASSWORD } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const SEEN = 'Grandma was picking beans; the child read to her from the school book.';

/* Wait until the page says that what was typed is kept. */
const kept = visitor => visitor.page.waitForFunction(() => /Saved at/.test(document.querySelector('#saved').textContent));

async function sign_in_beside(visitor, login) {
	const beside = await visitor.context.newPage();
	await beside.goto('/sign-in');
	await beside.fill('[name=login]', login);
	await beside.fill('[name=password]', PASSWORD);
	await Promise.all([beside.waitForNavigation(), beside.click('main button')]);
	await beside.close();
}

async function typed(director, child) {
	const { page } = director;
	is(await director.go(`/children/${child}/visits/new`), 200, 'the form');
	none(await axe(page), 'the form: axe');
	await page.check('[name=met][value=child]', { force: true });
	await page.check('[name=c-food][value=yes]', { force: true });
	await page.fill('[name=seen]', SEEN);
	await kept(director);
	is(await director.go('/'), 200, 'the visitor is called away');
	ok(/visit you began to write/i.test(await main(director)), 'Today knows of it');
	await director.press('a[href="/visits"]');
	await director.press(`a[href="/children/${child}/visits/new"]`);
	is(await page.inputValue('[name=seen]'), SEEN, 'what was typed is there');
	ok(await page.isChecked('[name=met][value=child]') && await page.isChecked('[name=c-food][value=yes]'), 'ticks, too');
}

/* The session ends while somebody types: nothing goes away, and after signing in again it is sent. */
async function ended(director, child) {
	const { page } = director, cookies = (await director.context.cookies()).filter(c => c.name !== 'lang');
	await director.context.clearCookies({ name: cookies[0].name });
	await page.fill('[name=words]', 'I can read the long words now.');
	await page.click('main .bar button.main');
	await page.waitForFunction(() => /no longer signed in/.test(document.querySelector('#saved').textContent));
	is(pathname(director), `/children/${child}/visits/new`, 'the page stays');
	is(await page.inputValue('[name=words]'), 'I can read the long words now.', 'with what was typed');
	director.take_faults(); /* the refusals */
	await sign_in_beside(director, 'director');
	await page.bringToFront();
	await page.evaluate(() => dispatchEvent(new Event('focus')));
	await kept(director);
	director.take_faults();
}

async function placed(director) {
	const { page } = director;
	ok(await page.isVisible('#f-place'), 'the device can be asked where it is');
	ok(!(await page.isChecked('[name=place]')), 'and is not, unless somebody ticks it');
	await page.click('#f-place label');
	await page.waitForFunction(() => document.querySelector('[name=place]').checked);
	is(await page.inputValue('[name=place]'), '21.2707,110.4567', 'to ten metres');
}

async function saved(director, house, child) {
	const { page } = director;
	const before = (await house.all(`visits`, 'director')).length;
	await page.fill('[name=next_step]', 'Bring the reading lamp.');
	await page.fill('[name=next_on]', '2026-11-28');
	await page.check('[name=hazards][value=drowning]', { force: true });
	const twice = await page.evaluate(() => [...new FormData(document.querySelector('form[data-draft]'))].map(([k, v]) => [k, String(v)]));
	/* First it is kept, then handed in. */
	await Promise.all([page.waitForURL(/\/visits\/\d+$/), page.click('main .bar button.main')]);
	const where = pathname(director);
	ok(where, 'saved');
	none(await axe(page), 'the visit: axe');
	ok(!(await main(director)).includes(SEEN), 'what was seen is covered');
	await page.locator('summary', { hasText: 'covered' }).first().click();
	await page.fill('[name=purpose]', 'to prepare the next visit');
	await director.press('form[action$="/show"] button');
	ok((await main(director)).includes(SEEN) && /drowning/.test(await main(director)), 'opened for a purpose');
	const again = await page.evaluate(async ([path, fields]) => {
		const answer = await fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
		return new URL(answer.url).pathname;
	}, [`/children/${child}/visits`, twice]);
	is(again, where, 'the same form sent twice is one visit');
	is((await house.all('visits', 'director')).length, before + 1, 'and one record');
	await director.go(`/children/${child}/visits/new`);
	is(await page.inputValue('[name=seen]'), '', 'no draft is left');
	return where;
}

/* The same without script: a button keeps it, what is wrong is said, nothing is lost. */
async function plain(visitor, child) {
	const { page } = visitor;
	is(await visitor.go(`/children/${child}/visits/new`), 200, 'the form without script');
	ok(!(await page.isVisible('#f-place')), 'no place is asked for');
	await page.fill('[name=seen]', 'The roof is new.');
	is(await visitor.press('button[formaction]'), 200, 'saved for later');
	ok(/Saved on/.test(await main(visitor)), 'it says when');
	is(await page.inputValue('[name=seen]'), 'The roof is new.', 'and has it');
	await page.fill('[name=on]', '2026-11-22');
	is(await visitor.press('main .bar button.main'), 422, 'a visit of tomorrow');
	ok(/still to come/.test(await main(visitor)), 'is refused in a sentence');
	is(await page.inputValue('[name=seen]'), 'The roof is new.', 'nothing is lost');
	await page.fill('[name=on]', '2026-11-21');
	is(await visitor.press('main .bar button.main'), 200, 'put right');
	await visitor.press('a[href*="corrects="]');
	ok(/puts right the visit/.test(await main(visitor)), 'a visit is put right by another');
	await page.fill('[name=seen]', 'The roof of the kitchen is new.');
	is(await visitor.press('main .bar button.main'), 200, 'written');
	ok(/puts an earlier visit right/.test(await main(visitor)), 'and says so');
	is(await visitor.go(`/children/${child}/visits`), 200, "the child's visits");
}

async function looked(supervisor) {
	await supervisor.go('/');
	ok(/reads the same/.test(await main(supervisor)), 'Today shows that two visits read the same');
	is(await supervisor.go('/visits'), 200, 'the list of visits');
	none(await axe(supervisor.page), 'the list: axe');
	await supervisor.press('a[href="/visits/alike"]');
	none(await axe(supervisor.page), 'the same words: axe');
	ok(/another child/.test(await main(supervisor)), 'two children, one text');
	await supervisor.press(supervisor.page.locator('main ul.rows li', { hasText: 'the same text' }).locator('a').first());
	ok(/reads the same as a visit to another child/.test(await main(supervisor)), 'the visit says so');
	is(await supervisor.go('/visits/print'), 200, 'a month on paper');
	none(await axe(supervisor.page), 'on paper: axe');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	const how = { lang: 'en', permissions: ['geolocation'], geolocation: { latitude: 21.27069, longitude: 110.45672 } };
	people.director = await (await Visitor.come(browser, house, { ...how, size: PHONE })).sign_in('director');
	people.plain = await (await Visitor.come(browser, house, { lang: 'en', script: false })).sign_in('director');
	people.supervisor = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('supervisor');
	const [one, two] = (await house.all('children', 'director')).map(c => c.id);
	await typed(people.director, one);
	await ended(people.director, one);
	await placed(people.director);
	await saved(people.director, house, one);
	await plain(people.plain, two);
	await looked(people.supervisor);
	for (const [who, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${who}: no page complains`);
});
