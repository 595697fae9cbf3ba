/* A child is harmed: told by those who see it.  A teacher reports on a phone; civil affairs accepts, tells
 * the supervisor, hands on to the police and answers; the grandmother who is named, and everybody else, sees no trace.
 * Somebody without an account writes on the page for everybody. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const code_on = async visitor => (await visitor.text('b.code')).replace(/\D/g, '');

async function step(civil, report, what, text = '') {
	await civil.go(`/reports/${report}`);
	await civil.page.selectOption('[name=what]', what);
	await civil.page.fill('[name=text]', text);
	return civil.press('form[action$="/act"] button');
}

async function by_a_teacher({ teacher, guardian }, child, name) {
	await guardian.go('/');
	const before = await main(guardian);
	const had = (await teacher.house.all('reports', 'teacher')).length; /* the demonstration has one */
	await teacher.go(`/reports/new?child=${child.id}`);
	none(await axe(teacher.page), 'the form: axe');
	ok(await teacher.page.locator('a[href="tel:110"]').count() > 0, '110 is one tap away');
	await teacher.page.fill('[name=what]', 'Bruises on both arms, three days in a row.');
	is(await teacher.press('main .bar button'), 422, 'a situation is needed');
	is(await teacher.page.inputValue('[name=what]'), 'Bruises on both arms, three days in a row.', 'nothing typed is lost');
	await teacher.page.check('[name=situation][value=mr4]', { force: true });
	await teacher.page.fill('[name=named]', name);
	await teacher.page.fill('[name=relation]', 'grandmother');
	is(await teacher.press('main .bar button'), 200, 'reported');
	const code = await code_on(teacher);
	is(code.length, 12, 'with a code for asking back');
	none(await axe(teacher.page), 'reported: axe');
	ok(!(await main(teacher)).includes('Bruises'), 'what was written is not shown again');
	await teacher.page.reload();
	is(await code_on(teacher), code, 'the same form sent again is the same report');
	await guardian.go('/');
	is(await main(guardian), before, 'the grandmother sees nothing of it');
	await teacher.go('/reports');
	is(await teacher.page.locator('main ul.rows li').count(), had + 1, 'one more report stands there');
	await teacher.press('main ul.rows li a');
	ok(/waits to be accepted/.test(await main(teacher)), 'and how far it is');
	return pathname(teacher).split('/').pop();
}

async function handled({ civil, supervisor, police, officer }, report, child) {
	await civil.go('/');
	ok(/andatory reports? under way/.test(await main(civil)), 'civil affairs finds it on Today');
	await civil.go('/reports');
	none(await axe(civil.page), 'the queue: axe');
	ok(!(await main(civil)).includes(child.name), 'the queue names no child');
	await civil.go(`/reports/${report}`);
	none(await axe(civil.page), 'a report: axe');
	ok(!(await main(civil)).includes('Bruises'), 'it is covered');
	is(await civil.press('form[action$="/show"] button'), 200, 'opened');
	ok((await main(civil)).includes('Bruises') && (await main(civil)).includes(child.name), 'with what was seen and the child');
	none(await axe(civil.page), 'opened: axe');
	is(await step(civil, report, 'accepted'), 200, 'accepted');
	is(await step(civil, report, 'told_supervisor'), 200, 'the supervisor is told');
	await supervisor.go('/');
	ok(/Civil affairs protects/.test(await main(supervisor)), 'that there is a case');
	is(await supervisor.go(`/reports/${report}`), 404, 'and no more');
	is(await police.go(`/reports/${report}`), 404, 'the police does not see it yet');
	is(await step(civil, report, 'handed_police', 'For the station.'), 200, 'handed to the police');
	await police.go('/reports');
	await police.press(`a[href="/reports/${report}"]`);
	is(await police.press('form[action$="/show"] button'), 200, 'the police opens it');
	ok((await main(police)).includes('Bruises') && !/Who reported/.test(await main(police)), 'and does not learn who reported');
	is(await officer.go(`/reports/${report}`), 404, 'education does not see it');
	is(await step(civil, report, 'feedback', 'We were there the same day. The child is safe.'), 200, 'answered');
	is(await step(civil, report, 'closed', 'Three visits, all is well.'), 200, 'closed');
}

async function nobody_else(house, { teacher, guardian, auditor }, report, child) {
	await teacher.go('/');
	ok(/There is an answer/.test(await main(teacher)), 'the teacher is told of the answer');
	await teacher.go(`/reports/${report}`);
	ok((await main(teacher)).includes('The child is safe'), 'and reads it');
	is(await guardian.go(`/reports/${report}`), 404, 'the report is not there for who is named');
	await guardian.go('/reports');
	ok(/Nothing is reported here/.test(await main(guardian)), 'nor in a list');
	await guardian.go(`/my/children/${child.id}/looked`);
	ok(!/report/i.test(await main(guardian)), 'nor among who looked');
	is((await house.api(`/reports/${report}`, { role: 'auditor' })).status_, 404, 'the auditor finds none');
	await auditor.go('/');
	ok(!/report that|mandatory/i.test(await main(auditor)), 'nor a word of it');
}

async function by_a_stranger({ stranger, civil }) {
	await stranger.go('/help-a-child');
	none(await axe(stranger.page), 'the page for everybody: axe');
	is(await stranger.press('main .bar button'), 422, 'something must be said');
	none(await axe(stranger.page), 'with its problems: axe');
	await stranger.page.check('[name=harm][value=true]', { force: true });
	await stranger.page.fill('[name=what]', 'A child cries every night.');
	await stranger.page.fill('[name=who]', 'Third house behind the market');
	is(await stranger.press('main .bar button'), 200, 'sent');
	const code = await code_on(stranger);
	await stranger.go('/help-a-child');
	await stranger.page.locator('summary').last().click();
	await stranger.page.fill('form[action$="/asked"] [name=code]', code);
	is(await stranger.press('form[action$="/asked"] button'), 200, 'asked back');
	ok(/or not yet/.test(await main(stranger)), 'no answer yet');
	await civil.go('/reports');
	const made = civil.page.locator('main ul.rows li', { hasText: 'waits to be accepted' });
	ok(await made.count() >= 1, 'civil affairs has it');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	const child = (await house.all('children', 'guardian'))[0], mine = (await house.all('children', 'teacher')).find(c => c.id === child?.id) ?? (await house.all('children', 'teacher'))[0];
	const account = (await house.all('accounts', 'security')).find(a => a.login === 'guardian');
	for (const [login, more] of Object.entries({ teacher: { size: PHONE }, guardian: { size: PHONE }, civil: { size: DESK },
		supervisor: { size: PHONE, script: false }, police: { size: DESK, script: false }, officer: { size: DESK }, auditor: { size: DESK } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	people.stranger = await Visitor.come(browser, house, { lang: 'en', size: PHONE });
	const report = await by_a_teacher(people, mine, account.name);
	await handled(people, report, mine);
	await nobody_else(house, people, report, child ?? mine);
	await by_a_stranger(people);
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
