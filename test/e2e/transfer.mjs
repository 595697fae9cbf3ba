/* Changes of school, told by those who make them: the head of the new school asks with number and name, the head of the
 * old one answers; a child is given, and not taken; a request is taken back; a head is silent, and the officer answers.
 * The new head works on a phone. */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House, PASSWORD } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const program = process.env.TONGXIN ?? 'build/tongxin';
const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

/* A second school of the county, with a third and a fifth grade, and its head. */
async function second_school(house) {
	const school = await house.api('/schools', { method: 'POST', body: { code: '2144009994', name: '海东小学', region: '440804001001', kind: '211' } });
	for (const entry_year of [2022, 2024])
		await house.api('/classes', { method: 'POST', body: { school: school.id, number: 1, entry_year } });
	execFileSync(program, ['user', 'add', ...house.args, '--name', 'head2', '--role', 'head', '--full-name', '林校长',
		'--school', '2144009994', '--cleared', '2026-11-01'], { input: `${PASSWORD}\n` });
	return school;
}

/* Third-graders of Wuhe whose number is known. */
async function pupils(house) {
	const classes = (await house.all('classes', 'head')).filter(c => c.entry_year === 2024).map(c => c.id), found = [];
	for (const child of (await house.all('children', 'head')).filter(c => classes.includes(c.class) && c.id_number)) {
		const { id_number } = await house.api(`/children/${child.id}`, { role: 'head', headers: { 'x-purpose': 'transfer' } });
		found.push({ ...child, id_number });
	}
	return found;
}

async function ask(head2, { id_number, name }, more = {}) {
	await head2.go('/transfers/new');
	await head2.page.fill('[name=id_number]', id_number);
	await head2.page.fill('[name=name]', name);
	await head2.page.fill('[name=start_on]', more.start_on ?? '2026-11-21');
	await head2.page.selectOption('[name=reason]', 'moved');
	if (more.class)
		await head2.page.selectOption('[name=to_class]', { index: more.class });
	return head2.press('main .bar button');
}

async function accepted({ head, head2 }, child) {
	await head2.go('/children/new');
	await head2.page.fill('[name=name]', child.name);
	await head2.page.check(`[name=sex][value="${child.sex}"]`, { force: true });
	await head2.page.fill('[name=birth_date]', child.birth_date);
	await head2.page.fill('[name=id_number]', child.id_number);
	is(await head2.press('main .bar button'), 409, 'a child with a known number is not made twice');
	await head2.press('main a.btn[href="/transfers/new"]');
	is(pathname(head2), '/transfers/new', 'the way leads to the transfer');
	none(await axe(head2.page), 'asking: axe');

	is(await ask(head2, { ...child, name: `${child.name}一` }), 422, 'a wrong name finds nobody');
	is(await head2.page.inputValue('[name=id_number]'), child.id_number, 'nothing typed is lost');
	is(await ask(head2, child, { class: 1 }), 200, 'number and name together are asked with');
	const transfer = pathname(head2);
	ok(!(await head2.page.content()).includes(`/children/${child.id}`), 'no way to the file yet');
	is(await head2.go(`/children/${child.id}`), 404, 'nothing of the child is shown before the answer');
	is(await ask(head2, child), 409, 'asked twice');

	await head.go('/');
	ok(/waits for your answer/.test(await main(head)), 'the old head finds it on Today');
	await head.press('main a.btn[href="/transfers"]');
	none(await axe(head.page), 'the list: axe');
	await head.press(`a[href="${transfer}"]`);
	none(await axe(head.page), 'answering: axe');
	await head.press('form[action$="/accept"] button');
	ok(/agreed/.test(await main(head)), 'agreed');
	is(await head.go(`/children/${child.id}`), 404, 'the file has left the old school');
	is(await head.go(transfer), 200, 'the transfer stays to be read');
	ok((await main(head)).includes(child.name), 'with the name');
	is(await head2.go(`/children/${child.id}`), 200, 'the new school has the file');
	ok(/Change of school/.test(await main(head2)) && (await main(head2)).includes('五合小学'), 'and where the child was before');
}

async function refused({ head, head2 }, school, child) {
	await head.go(`/children/${child.id}`);
	await head.press(`a[href="/transfers/new?child=${child.id}"]`);
	none(await axe(head.page), 'giving: axe');
	await head.page.selectOption('[name=to_school]', school.id);
	await head.page.fill('[name=start_on]', '2026-12-01');
	await head.page.selectOption('[name=reason]', 'boarding');
	is(await head.press('main .bar button'), 200, 'a child is given');
	const transfer = pathname(head);
	await head2.go(transfer);
	await head2.page.locator('summary', { hasText: 'Not agree' }).click();
	is(await head2.press('form[action$="/reject"] button'), 422, 'a refusal says why');
	await head2.page.fill('[name=answer]', 'No bed is free.');
	is(await head2.press('form[action$="/reject"] button'), 200, 'refused');
	await head.go(transfer);
	ok((await main(head)).includes('No bed is free.'), 'the other side reads why');
	is(await head.go(`/children/${child.id}`), 200, 'the child stays');
}

async function withdrawn({ head, head2 }, child) {
	is(await ask(head2, child, { start_on: '2026-12-01' }), 200, 'asked');
	const transfer = pathname(head2);
	await head2.page.locator('summary', { hasText: 'Withdraw the request' }).click();
	is(await head2.press('form[action$="/withdraw"] button'), 200, 'taken back');
	await head.go(transfer);
	ok(/taken back/.test(await main(head)) && !/Not agree/.test(await main(head)), 'nothing is left to answer');
}

/* The same house three weeks later. */
async function later(house, undo) {
	const child = spawn(program, ['serve', ...house.args, '--listen', '127.0.0.1:0', '--clock', '2026-12-10T02:00:00Z'],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	undo.push(() => new Promise(resolve => {
		child.once('exit', resolve);
		child.kill('SIGTERM');
	}));
	for await (const line of createInterface({ input: child.stdout })) {
		const [, url] = line.match(/^listening on (http:\S+)/) ?? [];
		if (url)
			return url;
	}
	throw new Error('the server does not start');
}

async function silent(house, browser, undo, { officer, head2 }, child) {
	is(await ask(head2, child, { start_on: '2026-12-15' }), 200, 'asked, and nobody answers');
	const transfer = pathname(head2);
	await officer.go('/');
	ok(!/transfer waits/i.test(await main(officer)), 'within ten working days the officer is left alone');
	const then = Object.assign(Object.create(Object.getPrototypeOf(house)), house, { url: await later(house, undo) });
	const called = await (await Visitor.come(browser, then, { lang: 'en', size: DESK })).sign_in('officer');
	await called.go('/');
	ok(/transfer waits for your answer/i.test(await main(called)), 'then the officer is called');
	await called.go(transfer);
	ok(/was due by/.test(await main(called)), 'and sees since when');
	await called.press('form[action$="/accept"] button');
	ok(/agreed/.test(await main(called)), 'the officer answers in the place of the head');
	none(called.take_faults(), 'no page complains');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const school = await second_school(house), [first, second, third, fourth] = await pupils(house), people = {};
	for (const [login, more] of Object.entries({ head: { size: DESK }, head2: { size: PHONE }, officer: { size: DESK, script: false } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	await accepted(people, first);
	await refused(people, school, second);
	await withdrawn(people, third);
	await silent(house, browser, undo, people, fourth);
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
