/* A child's level, told by those who set it.  The village director writes on a phone what she saw, and fills in the
 * form; the head says it is not so, the township supervisor answers, and steps a level down; the class teacher sees the
 * level in the child's own file only; the county asks whether levels are fair.  Without script the same pages do. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const level = async (house, child) => (await house.api(`/care_cases?child=${child}`, { role: 'supervisor' })).items[0]?.level;

/* Green, of the teacher's class, with nothing seen yet. */
async function quiet_child(house) {
	const seen = new Set((await house.all('findings', 'director')).map(f => f.child));
	const own = new Set((await house.all('children', 'teacher')).map(c => c.id));
	const green = (await house.all('care_cases', 'director')).filter(c => c.level === 1 && !seen.has(c.child));
	return (green.find(c => own.has(c.child)) ?? green[0]).child;
}

async function seen({ house, director }, child) {
	const { page } = director;
	await director.go(`/children/${child}`);
	ok((await director.text('#care')).includes('green: low'), 'the file says where the child stands');
	none(await axe(page), 'the file: axe');
	await director.press(`#care a[href="/children/${child}/findings/new"]`);
	none(await axe(page), 'what was seen: axe');
	await page.selectOption('[name=indicator]', 'labour');
	await page.fill('[name=on]', '2026-11-22');
	await page.fill('[name=note]', 'Digging potatoes on a school day.');
	is(await director.press('main .bar button'), 422, 'tomorrow is refused');
	ok((await main(director)).includes('still to come'), 'with a sentence');
	is(await page.inputValue('[name=note]'), 'Digging potatoes on a school day.', 'and nothing typed is lost');
	await page.fill('[name=on]', '2026-11-20');
	is(await director.press('main .bar button'), 200, 'saved');
	ok((await main(director)).includes('yellow: raised'), 'the level rises at once');
	ok((await main(director)).includes('work beyond help in the house'), 'and says why');
	none(await axe(page), 'level and reasons: axe');
	is(await level(house, child), 3, 'so do other programs see it');
}

async function contested({ house, head, supervisor }, child) {
	await head.go(`/children/${child}/risk`);
	await head.press('.rows a.btn, .rows a');
	const finding = pathname(head);
	none(await axe(head.page), 'one finding: axe');
	is(await head.press('form[action$="/contest"] button'), 422, 'a contest says why');
	await head.page.fill('[name=contest]', 'It was the holiday of the harvest.');
	is(await head.press('form[action$="/contest"] button'), 200, 'contested');
	is(await level(house, child), 3, 'until somebody answers it counts');
	ok(!await head.page.locator('form[action$="/answer"]').count(), 'who contests does not answer');

	await supervisor.go('/');
	ok(/somebody says is not so/.test(await main(supervisor)), 'the supervisor is told on Today');
	await supervisor.go('/findings');
	ok(!/yellow|work beyond/.test(await main(supervisor)), 'the list says neither level nor sign');
	await supervisor.go(finding);
	await supervisor.page.fill('[name=answer]', 'The school had given that day off.');
	is(await supervisor.press('button[name=withdraw][value="1"]'), 200, 'answered');
	ok((await main(supervisor)).includes('withdrawn'), 'taken back');
	is(await level(house, child), 1, 'it never counted');
}

async function filled_in({ house, director }, child) {
	const { page } = director;
	await director.go(`/children/${child}/assess`);
	none(await axe(page), 'the form: axe');
	await page.check('[name=hazards][value=drowning]', { force: true });
	await page.fill('[name=note]', 'A pond behind the house.');
	is(await director.press('main .bar button'), 422, 'every question is answered');
	ok(await page.isChecked('[name=hazards][value=drowning]'), 'what was ticked stays ticked');
	for (const [name, value] of [['body', 'healthy'], ['mind', 'steady'], ['income', 'below'], ['parents', 'both']])
		await page.check(`[name=${name}][value=${value}]`, { force: true });
	is(await director.press('main .bar button'), 200, 'saved');
	ok(/of 65/.test(await main(director)), 'with its points');
	await page.goBack();
	is(await director.press('main .bar button'), 200, 'sent a second time');
	is((await house.api(`/assessments?child=${child}`, { role: 'director' })).items.filter(a => a.on === '2026-11-21').length, 1, 'it is one');
	is(await level(house, child), 2, 'water nearby is blue, poverty is nothing');
}

async function stepped({ house, director, supervisor }, child) {
	await director.go(`/children/${child}/risk`);
	await director.page.locator('summary', { hasText: 'Put the level up' }).click();
	await director.page.check('[name=level][value="4"]', { force: true });
	await director.page.fill('[name=reason]', 'Grandmother is in hospital, nobody is at home.');
	is(await director.press('form[action$="/level"] button'), 200, 'up to red by the director');
	ok((await main(director)).includes('red: high') && !/Step the level down/.test(await main(director)), 'who does not step it down');
	await supervisor.go(`/children/${child}/risk`);
	await supervisor.page.locator('summary', { hasText: 'Step the level down' }).click();
	await supervisor.page.locator('form', { has: supervisor.page.locator('[name=what][value=down]') }).locator('[name=reason]')
		.fill('An aunt moved in.');
	is(await supervisor.press(supervisor.page.locator('form', { has: supervisor.page.locator('[name=what][value=down]') }).locator('button')),
		200, 'the supervisor does, one step');
	is(await level(house, child), 3, 'to yellow');
}

async function lists({ director, teacher, officer }, child, taught) {
	is(await director.go('/care'), 200, 'the director has the list of the village');
	ok(/red: high/.test(await main(director)), 'with levels');
	none(await axe(director.page), 'the list: axe');
	is(await teacher.go('/care'), 404, 'a teacher has no such list');
	if (taught) {
		await teacher.go(`/children/${child}`);
		ok((await teacher.text('#care')).includes('yellow: raised'), 'but sees it in the one file');
	}
	await teacher.go('/children');
	ok(!/yellow: raised|red: high/.test(await main(teacher)), 'and on no list of children');
	is(await officer.go('/care/fairness'), 200, 'the county asks whether it is fair');
	none(await axe(officer.page), 'fairness: axe');
	await officer.press('a[href="/care/fairness?by=sex"]');
	ok(/no difference can be said|more often|less often|too small|Too few/.test(await main(officer)), 'and says only what can be said');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const come = async (login, more) => (await Visitor.come(browser, house, { lang: 'en', size: DESK, ...more })).sign_in(login);
	const who = { house, director: await come('director', { size: PHONE }), head: await come('head'),
		supervisor: await come('supervisor', { script: false }), teacher: await come('teacher'), officer: await come('officer') };
	const child = await quiet_child(house);
	const taught = (await house.all('children', 'teacher')).some(c => c.id === child);
	await seen(who, child);
	await contested(who, child);
	await filled_in(who, child);
	await stepped(who, child);
	await lists(who, child, taught);
	for (const visitor of Object.values(who).slice(1))
		none(visitor.take_faults(), 'no page complains');
});
