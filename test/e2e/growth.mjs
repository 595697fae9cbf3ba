/* The growth file, told by those who keep it.  A teacher writes an entry on a phone, is called away and finds it again,
 * hands it in, puts a mistake right; talks stay covered until somebody says what for.  The parent finds what is the
 * family's, and nothing else.  Without script the same pages do. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');
const pathname = visitor => new URL(visitor.page.url()).pathname;
const kept = visitor => visitor.page.waitForFunction(() => /Saved at/.test(document.querySelector('#saved').textContent));
const WORDS = 'She read the whole poem aloud and helped her neighbour 𠮷 with the hard signs.';

/* Whose file the parent of the demonstration reads. */
async function star(house) {
	return (await house.all('growth_notes', 'parent'))[0].child;
}

async function read(teacher, child) {
	is(await teacher.go(`/children/${child}`), 200, "the child's file");
	await teacher.press(`#growth a[href="/children/${child}/growth"]`);
	none(await axe(teacher.page), 'the growth file: axe');
	const all = await main(teacher);
	ok(/Comment of a term/.test(all) && /A talk, face to face/.test(all), 'entries of all sorts, newest first');
	ok(/known, not shown/.test(all), 'what is sensitive is covered');
	await teacher.press('nav.chips a[href*="section=GF05"]');
	ok(!/A talk/.test(await main(teacher)), 'one section');
	await teacher.press('nav.chips a[href*="year=2025"]');
	ok(/section=GF05/.test(teacher.page.url()) && /year=2025/.test(teacher.page.url()), 'of one school year');
}

async function opened(teacher, child) {
	const { page } = teacher;
	await teacher.go(`/children/${child}/growth?section=GF07`);
	await page.locator('summary', { hasText: 'covered' }).first().click();
	await page.fill('[name=purpose]', 'to prepare a talk with the family');
	await teacher.press('form[action*="/show"] button');
	ok(!/known, not shown/.test(await main(teacher)), 'talks, opened for a purpose');
	none(await axe(page), 'opened: axe');
}

async function written(teacher, child, house) {
	const { page } = teacher, before = (await house.all('growth_notes', 'teacher')).length;
	is(await teacher.go(`/children/${child}/growth_notes/new`), 200, 'the form');
	none(await axe(page), 'the form: axe');
	await page.selectOption('[name=what]', 'award');
	await page.fill('[name=text]', WORDS);
	await kept(teacher);
	await teacher.go('/');
	await teacher.go(`/children/${child}/growth_notes/new`);
	is(await page.inputValue('[name=text]'), WORDS, 'called away: what was typed is there');
	await Promise.all([page.waitForResponse(r => r.status() === 422), page.click('main .bar button.main')]);
	await page.waitForSelector('.err');
	ok(/what the award is called/.test(await main(teacher)), 'an award without a name is a sentence');
	is(await page.inputValue('[name=text]'), WORDS, 'and nothing is lost');
	teacher.take_faults(); /* the 422 */
	await page.fill('[name=title]', 'Poems, third');
	await Promise.all([page.waitForURL(/\/growth_notes\/\d+$/), page.click('main .bar button.main')]);
	ok((await main(teacher)).includes(WORDS), 'handed in');
	is((await house.all('growth_notes', 'teacher')).length, before + 1, 'once');
	return pathname(teacher);
}

async function righted(teacher) {
	const { page } = teacher;
	await teacher.press('a[href*="corrects="]');
	is(await page.inputValue('[name=title]'), 'Poems, third', 'a new version begins as the old one');
	await page.fill('[name=title]', 'Poems, second');
	await Promise.all([page.waitForURL(/\/growth_notes\/\d+$/), page.click('main .bar button.main')]);
	ok(/puts an earlier entry right/.test(await main(teacher)), 'it says what it is');
	none(await axe(page), 'an entry: axe');
}

/* A talk, without script, kept for later and handed in. */
async function plain(visitor, child) {
	const { page } = visitor;
	is(await visitor.go(`/children/${child}/talks/new`), 200, 'the form of a talk, without script');
	await page.fill('[name=text]', 'He wants to learn the flute.');
	is(await visitor.press('button[formaction]'), 200, 'saved for later');
	is(await page.inputValue('[name=text]'), 'He wants to learn the flute.', 'and there');
	await page.check('[name=how][value=face]', { force: true });
	is(await visitor.press('main .bar button.main'), 200, 'handed in');
	ok(!/flute/.test(await main(visitor)), 'covered from now on');
}

async function family(parent, child, entry) {
	is(await parent.go(`/children/${child}/growth`), 200, 'the parent reads');
	none(await axe(parent.page), "the family's page: axe");
	const all = await main(parent);
	ok(/Poems, second/.test(all) && all.includes('A newer version stands'), 'both versions, the older one folded');
	ok(!/A talk|Handover|Risk level|Write an entry/.test(all), 'nothing of what is not theirs');
	is(await parent.go(entry), 200, 'one entry');
	is(await parent.go(`/children/${child}/talks/new`), 404, 'no form of a talk');
	parent.take_faults();
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	people.teacher = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('teacher');
	people.plain = await (await Visitor.come(browser, house, { lang: 'en', script: false })).sign_in('director');
	people.parent = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('parent');
	const child = await star(house);
	await read(people.teacher, child);
	await opened(people.teacher, child);
	const entry = await written(people.teacher, child, house);
	await righted(people.teacher);
	await plain(people.plain, (await house.all('children', 'director'))[0].id);
	await family(people.parent, child, entry);
	for (const [who, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${who}: no page complains`);
});
