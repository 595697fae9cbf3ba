/* Wrong input: every problem at its field and in the summary, in the reader's language, nothing typed lost.  Two
 * officers change the same field: both values are there to choose from; different fields: both are kept. */
import { DESK, launch, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const SAVE = 'main .bar button';

const WRONG = {
	name: '林<b>小&"\'</b>春'.repeat(8), birth_date: '2030-02-03', id_number: '44080420190416947A', student_number: 'G12', household_region: '没有这个地方',
	living_region: '990000000000', phone: '123', entry_month: '202499', address: '东一巷'.repeat(60),
};

/* What the fields say is wrong, by name; each with its message under it and a line in the summary. */
async function problems(page) {
	return page.evaluate(() => {
		const said = [...document.querySelectorAll('[role=alert] a[href^="#"]')].map(a => a.hash);
		return Object.fromEntries([...document.querySelectorAll('.f')].flatMap(f => {
			const control = f.matches('fieldset') ? f : f.querySelector('input, select, textarea');
			const error = f.querySelector('.err, [id^="e-"]');
			if (!error && control?.getAttribute('aria-invalid') !== 'true')
				return [];
			const name = (f.querySelector('[name]') ?? control).name;
			const described = (control.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ');
			return [[name, { text: error?.textContent.trim() ?? '', told: described.includes(error?.textContent.trim() ?? '-'),
				marked: control.getAttribute('aria-invalid') === 'true' || !!f.querySelector('[aria-invalid=true]'), listed: said.some(h => h === `#${control.id}`) }]];
		}));
	});
}

async function wrong(visitor, lang) {
	const { page } = visitor;
	await visitor.go('/children/new');
	for (const [name, value] of Object.entries(WRONG))
		await page.fill(`[name="${name}"]`, value);
	is(await visitor.press(SAVE), 422, `${lang}: refused`);
	const found = await problems(page);
	for (const name of ['sex', ...Object.keys(WRONG)]) {
		const p = found[name] ?? {};
		ok(p.text?.length > 3 && p.told && p.listed && (p.marked || name === 'sex'), `${lang}: ${name}: said at the field and in the summary`, p);
	}
	const kept = Object.fromEntries(await Promise.all(Object.keys(WRONG).map(async n => [n, await page.inputValue(`[name="${n}"]`)])));
	is(kept, WRONG, `${lang}: all that was typed is there`);
	const summary = await page.$$eval('[role=alert] a', links => links.map(a => a.hash));
	is(summary, await page.evaluate(list => [...document.querySelectorAll('form [id]')].map(e => `#${e.id}`).filter(id => list.includes(id)), summary),
		`${lang}: the summary is in the order of the form`);
	const words = Object.values(found).map(p => p.text).join(' ');
	ok(lang === 'zh' ? !/[A-Za-z]{5,}/.test(words) : !/[\u4e00-\u9fff]/.test(words.replace(/没有这个地方/g, '')), `${lang}: in the reader's language`, words);
	is((await visitor.house.all('children')).length, 154, `${lang}: nothing is written`);
}

/* No form of the program loses what was typed. */
async function every_form(visitor) {
	const { page, house } = visitor, faults = [];
	for (const { route, path } of await house.addresses('officer')) {
		if (!/\/(new|edit)$/.test(route))
			continue;
		await visitor.go(path);
		await page.evaluate(() => document.querySelectorAll('main details').forEach(d => { d.open = true; }));
		const typed = {};
		for (const box of await page.$$('main form:first-of-type input[type=text]')) {
			const name = await box.getAttribute('name');
			typed[name] = `错<${name}>&"`.repeat(30); /* longer than any field, where any text is right */
			await box.fill(typed[name]);
		}
		if (!Object.keys(typed).length) /* only choices and days: nothing wrong can be typed */
			continue;
		const status = await visitor.press(SAVE);
		if (status !== 422 || !await page.locator('[role=alert]').count())
			faults.push(`${route}: ${status}`);
		for (const [name, value] of Object.entries(typed)) {
			const now = await page.locator(`[name="${name}"]`).first().inputValue().catch(() => null);
			if (now !== value)
				faults.push(`${route}: ${name}: ${now}`);
		}
	}
	none(faults, 'every form says what is wrong and keeps what was typed');
}

async function conflict(browser, house) {
	const size = DESK, child = (await house.all('children')).find(c => c.phone && c.ethnicity === '01');
	const one = await (await Visitor.come(browser, house, { size })).sign_in('officer');
	const two = await (await Visitor.come(browser, house, { size, lang: 'en' })).sign_in('officer');
	const edit = `/children/${child.id}/edit`;
	const read = async () => house.api(`/children/${child.id}`, { headers: { 'x-purpose': 'test' } });

	/* Different fields: both stay. */
	await one.go(edit);
	await two.go(edit);
	await one.page.fill('[name=entry_month]', '202409');
	await one.press(SAVE);
	await two.page.selectOption('[name=ethnicity]', '08');
	await two.press(SAVE);
	const both = await read();
	is([both.entry_month, both.ethnicity], ['202409', '08'], 'two officers, two fields: both are kept');

	/* The same open field: both values stand there. */
	await one.go(edit);
	await two.go(edit);
	await one.page.fill('[name=name]', '施甲');
	await one.press(SAVE);
	await two.page.fill('[name=name]', '施乙');
	is(await two.press(SAVE), 412, 'the second officer at the same field is told');
	const tiles = await two.page.$$eval('[name=name]', radios => radios.map(r => r.value));
	is(tiles.sort(), ['施乙', '施甲'].sort(), 'with both values to choose from');
	is((await read()).name, '施甲', 'and nothing is written over');
	await two.page.locator('label.pick', { hasText: '施乙' }).click();
	await two.press(SAVE);
	is((await read()).name, '施乙', 'the chosen one is written');

	/* The same covered field. */
	await one.go(edit);
	await two.go(edit);
	await one.page.fill('[name=phone]', '13000001111');
	await one.press(SAVE);
	await two.page.fill('[name=phone]', '13000002222');
	is(await two.press(SAVE), 412, 'a covered field: told as well');
	is((await read()).phone, '13000001111', 'and nothing is written over');
	const text = await two.text('main form');
	ok(text.includes('130****1111') && (await two.page.content()).includes('13000002222'), 'what was typed and what is there now can both be seen', text.slice(0, 600));
	ok(await two.page.locator('[role=alert] a[href="#f-phone"], [role=alert]:has-text("Phone")').count(), 'and the page says which field it is');
	await two.press(SAVE);
	ok(['13000001111', '13000002222'].includes((await read()).phone), 'choosing ends it');
	for (const visitor of [one, two]) {
		none(visitor.take_faults(), 'no error');
		await visitor.context.close();
	}
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	for (const lang of ['zh', 'en']) {
		const visitor = await (await Visitor.come(browser, house, { lang })).sign_in('officer');
		await wrong(visitor, lang);
		if (lang === 'zh')
			await every_form(visitor);
		none(visitor.take_faults(), `${lang}: no error`);
		await visitor.context.close();
	}
	await conflict(browser, house);

	/* Without script the same. */
	const plain = await (await Visitor.come(browser, house, { script: false })).sign_in('head');
	await plain.go('/children/new');
	await plain.page.fill('[name=phone]', '12');
	is(await plain.press(SAVE), 422, 'without script: refused');
	is(await plain.page.inputValue('[name=phone]'), '12', 'and kept');

	/* The door does not say which of the two was wrong, nor give the password back. */
	const guest = await Visitor.come(browser, house);
	for (const login of ['officer', 'nobody']) {
		await guest.go('/sign-in');
		await guest.page.fill('[name=login]', login);
		await guest.page.fill('[name=password]', 'not-this-one');
		is(await guest.press('main button'), 401, `${login}: not let in`);
		is([await guest.page.inputValue('[name=login]'), await guest.page.inputValue('[name=password]')], [login, ''], `${login}: the name is kept, the password not`);
	}
});
