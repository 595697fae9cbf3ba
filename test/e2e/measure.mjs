/* A measuring day, told by those who make it.  The class teacher types a whole class into one form on a phone: Enter goes
 * on, a slip comes back at its row while the others are saved, without network nothing typed is lost; a spreadsheet is
 * looked through before it is saved.  The grandmother sees the curve of her child at once; the village director writes
 * down how a child lives. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { shot } from './lib/fits.mjs';
import { House } from './lib/house.mjs';
import { axe, stretch } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const main = visitor => visitor.text('main');
const inputs = visitor => visitor.page.locator('table.fill input[name^="height-"]');

async function typed(teacher, klass) {
	const { page } = teacher;
	await teacher.go(`/classes/${klass}`);
	await teacher.press(`a[href="/classes/${klass}/measure"]`);
	await page.fill('[name=on]', '2026-11-20');
	await stretch(page, PHONE); /* its button then covers no row */
	none(await axe(page), 'the form: axe');
	await page.setViewportSize(PHONE);
	await shot(teacher, 'measure-form');
	const first = await inputs(teacher).first().getAttribute('name');
	await page.focus(`[name="${first}"]`);
	await page.keyboard.type('137.5');
	await page.keyboard.press('Enter');
	await page.keyboard.type('31.2');
	await page.keyboard.press('Enter');
	is(await page.evaluate(() => document.activeElement.name), first.replace('height', 'left'), 'Enter goes on to the next field');
	is(new URL(page.url()).pathname, `/classes/${klass}/measure`, 'and sends nothing');
	return first;
}

/* No network when the button is pressed: the form stays, with all that was typed. */
async function offline(teacher, first) {
	const { page } = teacher;
	await teacher.context.setOffline(true);
	await page.click('main .bar button.main');
	await page.waitForFunction(() => /No signal/.test(document.querySelector('#next').textContent));
	is(await page.inputValue(`[name="${first}"]`), '137.5', 'what was typed is there');
	await teacher.context.setOffline(false);
	teacher.take_faults();
}

async function slip(teacher, house, first) {
	const { page } = teacher, before = (await house.all('measurements', 'teacher')).length;
	const second = await inputs(teacher).nth(1).getAttribute('name');
	await page.fill(`[name="${second}"]`, '1200');
	await Promise.all([page.waitForNavigation(), page.click('main .bar button.main')]);
	ok(/Children saved: 1\. Not saved yet: 1/.test(await main(teacher)), 'what is right is saved');
	ok(/No child of this age is 1200 cm tall/.test(await main(teacher)), 'twelve metres are a sentence');
	is(await page.inputValue(`[name="${second}"]`), '1200', 'at its row, as it was typed');
	is(await page.locator(`[name="${first}"]`).count(), 0, 'who is saved is not asked again');
	is((await house.all('measurements', 'teacher')).length, before + 1, 'one record');
	await shot(teacher, 'measure-slip');
	teacher.take_faults(); /* 422 */
	await page.fill(`[name="${second}"]`, '138');
	const why = page.locator(`[name="${second.replace('height', 'note')}"]`);
	if (await why.count())
		await why.fill('measured twice');
	await Promise.all([page.waitForNavigation(), page.click('main .bar button.main')]);
	ok(/Children saved: 1/.test(await main(teacher)), 'put right');
	is((await house.all('measurements', 'teacher')).length, before + 2, 'two records in all');
}

async function sheet(teacher, klass) {
	const { page } = teacher;
	is(await teacher.go(`/classes/${klass}/measurements/import`), 200, 'the way in of a spreadsheet');
	none(await axe(page), 'by spreadsheet: axe');
	await shot(teacher, 'measure-import');
	const names = (await page.evaluate(async path => (await fetch(path)).status, `/classes/${klass}/measurements.xlsx`));
	is(names, 200, 'a sheet with the names of the class');
	await page.setInputFiles('[name=file]', { name: 'day.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名,日期,身高\n没有这个人,2026-11-19,140\n') });
	await teacher.press('main .bar button.main');
	ok(/Line 2: of this class there is no one child called 没有这个人/.test(await main(teacher)), 'a stranger is named with the line');
	ok(/nothing is saved yet/.test(await main(teacher)), 'and nothing is saved');
}

async function comments(teacher, klass, house) {
	const { page } = teacher, before = (await house.all('growth_notes', 'teacher')).length;
	is(await teacher.go(`/classes/${klass}/comments`), 200, 'comments of a term');
	none(await axe(page), 'comments: axe');
	await shot(teacher, 'measure-comments');
	await page.locator('main textarea').first().fill('你读课文的声音越来越响亮。');
	await Promise.all([page.waitForNavigation(), page.click('main .bar button.main')]);
	ok(/Children saved: 1/.test(await main(teacher)), 'one is saved');
	is((await house.all('growth_notes', 'teacher')).length, before + 1, 'as one entry');
}

async function curve(guardian, child) {
	is(await guardian.go(`/children/${child}/measurements`), 200, 'the grandmother looks');
	none(await axe(guardian.page), 'the curve: axe');
	ok(await guardian.page.locator('main svg[role=img]').count() > 0, 'and sees a curve');
	ok(!/obes|overweight|\bthin\b|stunt/i.test(await main(guardian)), 'without a label');
	await shot(guardian, 'measure-curve');
}

async function covered(teacher, child) {
	await teacher.go(`/children/${child}/measurements`);
	none(await axe(teacher.page), 'covered: axe');
	is(await teacher.page.locator('main svg[role=img]').count(), 0, 'the teacher sees no number unasked');
	await teacher.page.locator('summary', { hasText: 'covered' }).first().click();
	await teacher.page.fill('[name=purpose]', 'to speak with the doctor');
	await teacher.press('form[action$="/show"] button');
	ok(await teacher.page.locator('main svg[role=img]').count() > 0, 'opened for a purpose');
	await shot(teacher, 'measure-open');
}

async function home(director, child) {
	const { page } = director;
	is(await director.go(`/children/${child}/home_surveys/new`), 200, 'the survey');
	none(await axe(page), 'the survey: axe');
	await shot(director, 'measure-survey');
	await page.check('[name=c-house][value=own]', { force: true });
	await page.check('[name=c-danger][value=water]', { force: true });
	await director.press('main .bar button.main');
	ok(/Home survey/.test(await main(director)), 'saved');
	await shot(director, 'measure-surveys');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	people.teacher = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('teacher');
	people.desk = await (await Visitor.come(browser, house, { lang: 'en', size: DESK })).sign_in('teacher');
	people.guardian = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('guardian');
	people.director = await (await Visitor.come(browser, house, { lang: 'en', size: PHONE })).sign_in('director');
	const klass = (await house.all('children', 'teacher'))[0].class;
	const first = await typed(people.teacher, klass);
	await offline(people.teacher, first);
	await slip(people.teacher, house, first);
	await sheet(people.teacher, klass);
	await comments(people.teacher, klass, house);
	const own = (await house.all('children', 'guardian'))[0].id;
	await curve(people.guardian, own);
	await covered(people.desk, (await house.all('measurements', 'teacher'))[0].child);
	await home(people.director, (await house.all('children', 'director'))[0].id);
	for (const [who, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${who}: no page complains`);
});
