/* Words and letters between a child, its family and its school, by those who write them: the class teacher writes
 * down what a small child says, the father away for work writes the month's letter on his phone and has it kept while
 * he types, grandma reads it out without script, says that an entry is wrong, and the teacher answers. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe, inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
/* The covered texts are asked for behind a line that unfolds. */
async function open(visitor, action, purpose) {
	await visitor.page.click(`main details:has(form[action$="${action}"]) summary`);
	await visitor.page.fill('[name=purpose]', purpose);
	return visitor.press(`form[action$="${action}"] button`);
}
const choose = (visitor, name, value) => visitor.page.check(`[name=${name}][value=${value}]`, { force: true });

async function scribe(teacher, child) {
	is(await teacher.go(`/children/${child}/words/new`), 200, 'the teacher writes down what the child says');
	none(await axe(teacher.page), 'the form: axe');
	await choose(teacher, 'what', 'strength');
	await choose(teacher, 'share', 'teacher');
	await teacher.page.fill('[name=text]', 'I can whistle like a bird. Ring 138 0013 8000!');
	is(await teacher.press('main .bar button'), 422, 'a phone number does not go to all teachers');
	ok(/phone number/.test(await main(teacher)), 'that is said');
	is(await teacher.page.inputValue('[name=text]'), 'I can whistle like a bird. Ring 138 0013 8000!', 'nothing typed is lost');
	await teacher.page.fill('[name=text]', 'I can whistle like a bird.');
	is(await teacher.press('main .bar button'), 200, 'without it');
	is(pathname(teacher), `/children/${child}/words`, 'back at what the child says');
	ok(!/whistle/.test(await main(teacher)), 'covered, for whoever looks over the shoulder');
	is(await open(teacher, '/words/show', 'talk with the child'), 200, 'asked what for');
	ok(/whistle like a bird/.test(await main(teacher)), 'opened for a purpose');
}

const TEXT = 'My dear, I saw a heron at the harbour today and thought of you. I call on Sunday at seven.';

async function written(father, child) {
	await father.go('/');
	await father.press(`a[href="/children/${child}/letters"]`);
	ok(/Open the letter/.test(await main(father)), 'a letter of the child waits');
	await father.press('form[action$="/read"] button');
	ok(/^\/letters\/\d+$/.test(pathname(father)), 'it opens');
	ok((await father.page.locator('.own').first().innerText()).length > 10, 'and can be read');
	await father.press('a[href*="/letters/new?answers="]');
	await father.page.fill('[name=text]', TEXT);
	await father.page.waitForFunction(() => /Saved at/.test(document.querySelector('#saved').textContent));
	await father.go(`/children/${child}/letters`);
	await father.page.goBack();
	await father.page.reload();
	is(await father.page.inputValue('[name=text]'), TEXT, 'what was typed is there again');
	none(await axe(father.page), 'the form: axe');
	await choose(father, 'share', 'family');
	await Promise.all([father.page.waitForURL(/\/letters\/\d+$/), father.page.click('main .bar button.main')]);
	ok((await main(father)).includes(TEXT), 'sent');
	ok(/not opened yet/.test(await main(father)), 'and not opened yet');
	return pathname(father);
}

/* Grandma, without script: she reads it out to the child. */
async function read_out(grandma, letter) {
	is(await grandma.go(letter), 200, 'grandma finds it');
	ok(!(await main(grandma)).includes(TEXT), 'closed');
	await grandma.press('form[action$="/read"] button');
	ok((await main(grandma)).includes(TEXT), 'she reads it out');
	is(await grandma.go('/'), 200, 'at home');
	is(await grandma.page.locator('nav.big').last().locator('a').count(), 4, 'four things to do');
}

/* An entry is wrong: said once, answered with a new version. */
async function put_right(house, grandma, teacher, child) {
	const note = await house.api('/growth_notes', { role: 'teacher', method: 'POST',
		body: { child, what: 'award', on: '2026-11-19', title: 'Long jump, third place', rank: 'school' } });
	is(note.status_, 201, 'an award is written down');
	await grandma.go(`/children/${child}/corrections/new?about=growth_note&entry=${note.id}`);
	ok(/Long jump, third place/.test(await main(grandma)), 'the entry stands above the form');
	is(await grandma.press('main .bar button'), 422, 'nothing said, nothing sent');
	await grandma.page.fill('[name=words]', 'It was second place, the certificate says so.');
	is(await grandma.press('main .bar button'), 200, 'sent');
	const request = pathname(grandma);
	ok(/waiting for an answer/.test(await main(grandma)), 'it waits');
	await teacher.go('/');
	await teacher.press('main a[href="/corrections"]');
	ok(!/second place/.test(await main(teacher)), 'the list tells nothing of it');
	await teacher.press(`a[href="${request}"]`);
	await open(teacher, '/show', 'to answer');
	ok(/certificate says so/.test(await main(teacher)), 'read for a purpose');
	await teacher.press('a[href*="corrects="]');
	is(await teacher.page.inputValue('[name=title]'), 'Long jump, third place', 'the new version begins with the old one');
	await teacher.page.fill('[name=title]', 'Long jump, second place');
	await Promise.all([teacher.page.waitForURL(url => !/\/new/.test(url.pathname + url.search)), teacher.page.click('main .bar button.main')]);
	await grandma.go(request);
	ok(/put right/.test(await main(grandma)), 'with the new version it is answered');
	is((await house.api(`/growth_notes?child=${child}`, { role: 'teacher' })).items.filter(n => n.corrects === note.id).length, 1, 'one new version');
}

async function look(people, child, letter, request) {
	for (const [who, visitor] of Object.entries(people))
		for (const path of ['/words', '/letters', '/letters/new', '/words/new', '/corrections'].map(p => `/children/${child}${p}`).concat(who === 'teacher' ? [] : letter, request)) {
			is(await visitor.go(path), 200, `${who} ${path.replace(/\d{6,}/, 'N')}`);
			none(await inspect(visitor.page, { schemes: ['light'] }), `${who} ${path.replace(/\d{6,}/, 'N')}: nothing wrong`);
		}
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const teacher = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('teacher');
	const father = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('parent');
	const grandma = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE, script: false })).sign_in('guardian');
	const child = (await house.all('children', 'child'))[0].id;
	await scribe(teacher, child);
	const letter = await written(father, child);
	await read_out(grandma, letter);
	await put_right(house, grandma, teacher, child);
	for (const visitor of [teacher, father, grandma])
		none(visitor.take_faults(), 'no error, no refusal by the policy');
	const { items: [request] } = await house.api('/corrections', { role: 'teacher' });
	await teacher.page.setViewportSize(PHONE);
	const script = await (await Visitor.come(browser, house, { size: PHONE })).sign_in('guardian');
	await look({ teacher, father, grandma: script }, child, letter, `/corrections/${request.id}`);
});
