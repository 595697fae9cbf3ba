/* A referral, told by three who make it: a village's child director on a phone, who sends; a hospital, which takes on
 * and says what came of it; the police, who send back.  Then silence, of which the supervisor hears; and an agency that
 * closes while somebody is typing. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe, layout } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const program = process.env.TONGXIN ?? 'build/tongxin';
const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const fold = (visitor, text) => visitor.page.locator('main details:not([open]) > summary', { hasText: text }).first().click();

/* Children of the director's village whom nobody has referred yet. */
async function children(house) {
	const taken = new Set((await house.all('referrals', 'officer')).map(r => r.child));
	return (await house.all('children', 'director')).filter(c => !taken.has(c.id));
}

async function fill(director, { to, reason, parts = ['contact'], law = 'LPM 11' }) {
	await director.page.selectOption('[name=to]', to);
	await director.page.fill('[name=reason]', reason);
	await director.page.locator('[name=basis][value=statutory]').check({ force: true });
	await director.page.fill('[name=law]', law);
	for (const part of parts)
		await director.page.locator(`[name=parts][value=${part}]`).check({ force: true });
}

async function send(director, child, what) {
	await director.go(`/children/${child.id}/referrals/new`);
	await fill(director, what);
	is(await director.press('main .bar button'), 200, 'a look at what is handed over');
	const shown = await main(director);
	is(await director.press('main .bar button'), 200, 'sent');
	return { path: pathname(director), shown };
}

/* The values that are covered until somebody says what for. */
async function open(visitor, purpose) {
	await fold(visitor, 'Show the covered values');
	await visitor.page.fill('[name=purpose]', purpose);
	return visitor.press('main details[open] form button');
}

async function accepted({ director, hospital, guardian }, agencies, child) {
	await director.go(`/children/${child.id}`);
	await director.press(`a[href="/children/${child.id}/referrals/new"]`);
	none(await axe(director.page), 'the form: axe');
	none(await layout(director.page, PHONE), 'the form: fits a phone');
	is(await director.press('main .bar button'), 422, 'nothing said is refused');
	ok(/To put right/.test(await main(director)), 'with what is missing');
	await fill(director, { to: agencies.hospital, reason: 'A cough for two weeks', parts: ['contact', 'health'] });
	is(await director.press('main .bar button'), 200, 'a look before it is sent');
	none(await axe(director.page), 'the look: axe');
	none(await layout(director.page, PHONE), 'the look: fits a phone');
	ok((await main(director)).includes(child.name), 'shows who it is about');
	await director.press(director.page.locator('button', { hasText: 'Change something' }));
	is(await director.page.inputValue('[name=reason]'), 'A cough for two weeks', 'back at the form nothing is lost');
	ok(await director.page.locator('[name=parts][value=health]').isChecked(), 'nor what was ticked');
	await director.press('main .bar button');
	/* An impatient finger: the same form twice. */
	const [first, second] = await Promise.all([0, 1].map(() => director.page.evaluate(async () => {
		const form = document.querySelector('main form:has(.bar)');
		const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
		return answer.url;
	})));
	is(first, second, 'sent twice is sent once');
	const path = new URL(first).pathname;

	await hospital.go('/');
	ok(/referral[s]? (that )?wait/i.test(await main(hospital)), 'the hospital finds it on Today');
	ok(!(await main(hospital)).includes(child.name), 'without a name');
	await hospital.press('a[href="/referrals?of=us"]');
	none(await axe(hospital.page), 'the list: axe');
	await hospital.press(`a[href="${path}"]`);
	none(await axe(hospital.page), 'the referral: axe');
	ok(!/A cough for two weeks/.test(await main(hospital)), 'what is sensitive is covered');
	is(await open(hospital, 'outpatients'), 200, 'opened for a purpose');
	ok(/A cough for two weeks/.test(await main(hospital)), 'it stands open');
	none(await axe(hospital.page), 'what was handed over: axe');
	is(await hospital.go(`/children/${child.id}`), 404, 'the file itself is not there');
	await hospital.go(path);
	await hospital.page.fill('[name=word]', 'Come on Monday.');
	await hospital.press('form[action$="/accept"] button');
	ok(/accepted/.test(await main(hospital)), 'taken on');
	await hospital.press('form[action$="/finish"] button');
	ok(/Say what came of it/.test(await main(hospital)), 'done says what came of it');
	await hospital.page.fill('[name=outcome]', 'Bronchitis, well again.');
	is(await hospital.press('form[action$="/finish"] button'), 200, 'done');

	await director.go('/');
	ok(/A referral of yours is done/.test(await main(director)), 'the director is told');
	await director.go(path);
	await open(director, 'care');
	ok(/Bronchitis, well again/.test(await main(director)), 'and reads what came of it');
	is(await guardian.go(`/my/children/${child.id}/shared`), 404, 'another family sees nothing of it');
}

async function rejected({ director, police }, agencies, child) {
	const { path } = await send(director, child, { to: agencies.police, reason: 'Papers for the household' });
	await police.go('/referrals');
	await police.press(`a[href="${path}"]`);
	await fold(police, 'Send it back');
	is(await police.press('form[action$="/reject"] button'), 422, 'sent back says why');
	await police.page.fill('[name=answer]', 'Ask the office in the town.');
	is(await police.press('form[action$="/reject"] button'), 200, 'sent back');
	await director.go('/');
	ok(/came back/.test(await main(director)), 'the director is told');
	await director.go(path);
	await open(director, 'care');
	ok(/Ask the office in the town/.test(await main(director)), 'and reads why');
}

/* Nothing typed is lost when an agency closes under somebody's hands. */
async function closed({ director }, house, agencies, child) {
	await director.go(`/children/${child.id}/referrals/new`);
	await fill(director, { to: agencies.social_work, reason: 'Company after school' });
	await director.press('main .bar button');
	const { version } = await house.api(`/agencies/${agencies.social_work}`, { role: 'civil' });
	is((await house.api(`/agencies/${agencies.social_work}`, { role: 'civil', method: 'PATCH', headers: { 'if-match': `"${version}"` }, body: { closed_on: '2026-11-21' } })).status_, 200, 'civil affairs closes an agency');
	is(await director.press('main .bar button'), 422, 'then nothing goes there');
	ok(/was closed on/.test(await main(director)), 'and the form says so');
	is(await director.page.inputValue('[name=reason]'), 'Company after school', 'what was typed is there');
	await director.page.selectOption('[name=to]', agencies.police);
	is(await director.press('main .bar button'), 200, 'another agency is chosen');
	is(await director.press('main .bar button'), 200, 'and it is sent');
	const path = pathname(director);
	await fold(director, 'Take it back');
	await director.press('form[action$="/withdraw"] button');
	ok(/withdrawn/.test(await main(director)), 'and taken back');
}

/* The same house days later. */
async function later(house, undo) {
	const child = spawn(program, ['serve', ...house.args, '--listen', '127.0.0.1:0', '--clock', '2026-11-26T02:00:00Z'],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	undo.push(() => new Promise(resolve => {
		child.once('exit', resolve);
		child.kill('SIGTERM');
	}));
	for await (const line of createInterface({ input: child.stdout })) {
		const [, url] = line.match(/^listening on (http:\S+)/) ?? [];
		if (url)
			return Object.assign(Object.create(Object.getPrototypeOf(house)), house, { url });
	}
	throw new Error('the server does not start');
}

async function silent({ director }, house, browser, undo, agencies, child) {
	const { path } = await send(director, child, { to: agencies.hospital, reason: 'Teeth' });
	const then = await later(house, undo);
	for (const login of ['supervisor', 'civil', 'director']) {
		const called = await (await Visitor.come(browser, then, { lang: 'en', size: DESK })).sign_in(login);
		await called.go('/');
		ok(/without an answer in time|no answer in time/.test(await main(called)), `after three days the ${login} is called`);
		await called.go('/referrals?of=sent');
		ok(await called.page.locator(`a[href="${path}"]`).count(), `the ${login} finds it`);
		await called.go(path);
		ok(/no answer; it was due by/.test(await main(called)), `and since when (${login})`);
		none(called.take_faults(), `${login}: no page complains`);
	}
	const hospital = await (await Visitor.come(browser, then, { lang: 'en', size: DESK })).sign_in('hospital');
	await hospital.go(path);
	await hospital.press('form[action$="/accept"] button');
	ok(/accepted/.test(await main(hospital)), 'it is never too late to answer');
}

async function family({ guardian }) {
	await guardian.go('/');
	await guardian.press('a[href$="/shared"]');
	ok(/坡头区人民医院/.test(await main(guardian)), 'the family sees to whom');
	ok(/They were shown: basics, phone and address, schooling/.test(await main(guardian)), 'and which parts');
	none(await axe(guardian.page), 'what was passed on: axe');
	none(await layout(guardian.page, PHONE), 'what was passed on: fits a phone');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	const agencies = Object.fromEntries((await house.all('agencies')).filter(a => !a.closed_on).map(a => [a.sort, a.id]));
	const [first, second, third, fourth] = await children(house);
	for (const [login, more] of Object.entries({ director: { size: PHONE }, hospital: { size: DESK }, police: { size: PHONE, script: false }, guardian: { size: PHONE } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	await accepted(people, agencies, first);
	await rejected(people, agencies, second);
	await closed(people, house, agencies, third);
	await family(people);
	await silent(people, house, browser, undo, agencies, fourth);
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
