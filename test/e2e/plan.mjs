/* A care plan and a case conference, told by those who make them.  The village director makes the plan on a phone: the
 * child's own words are asked for, a goal becomes a task.  The township supervisor calls a
 * conference; whoever is invited is told when and where, and not whom it is about; its decisions are tasks.  Looking at
 * the plan again ends it, and the goals with it. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House, TODAY } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');
const open = (visitor, text) => visitor.page.locator('summary', { hasText: text }).first().click();

/* A child of the director's village, eight or older, without a plan. */
async function somebody(house) {
	const planned = (await house.all('plans', 'director')).map(p => p.child);
	return (await house.all('children', 'director')).find(c => c.birth_date < '2018-01-01' && !planned.includes(c.id));
}

async function planned(director, child) {
	const { page } = director;
	is(await director.go(`/children/${child.id}/plans`), 200, 'nothing has been planned');
	none(await axe(page), 'plans of a child: axe');
	await director.press(`a[href="/plans/new?child=${child.id}"]`);
	is(await page.inputValue('[name=from]'), TODAY, 'it begins today');
	none(await axe(page), 'a new plan: axe');
	await page.fill('[name=summary]', 'Nobody is at home in the evening.');
	is(await director.press('main .bar button'), 422, 'the child was not asked');
	is(await page.inputValue('[name=summary]'), 'Nobody is at home in the evening.', 'nothing typed is lost');
	ok(/says for itself what it wants/.test(await main(director)), 'and the page says why');
	none(await axe(page), 'put right: axe');
	await page.fill('[name=child_view]', 'I want somebody to read with me.');
	is(await director.press('main .bar button'), 200, 'saved');
	const plan = pathname(director);
	ok(/No goal yet/.test(await main(director)), 'a goal is what it needs first');

	await director.press('main a.btn.main');
	none(await axe(page), 'a goal: axe');
	await page.selectOption('[name=domain]', 'guardianship');
	await page.fill('[name=aim]', 'A grown-up is there every evening.');
	await page.fill('[name=service]', 'An aunt comes over.');
	is(await director.press('main .bar button'), 422, 'nobody sees to it');
	is(await page.inputValue('[name=aim]'), 'A grown-up is there every evening.', 'still there');
	await page.selectOption('[name=who]', 'director');
	await page.fill('[name=due]', '2026-12-15');
	is(await director.press('main .bar button'), 200, 'saved');
	is(pathname(director), plan, 'back at the plan');
	ok(!/grown-up is there/.test(await main(director)), 'what is written of the child stays covered');
	none(await axe(page), 'the plan: axe');

	await open(director, 'Show the covered values');
	await page.fill('[name=purpose]', 'Talking with the aunt');
	is(await director.press('form[action$="/show"] button'), 200, 'opened for a reason');
	ok(/grown-up is there/.test(await main(director)) && /read with me/.test(await main(director)), 'all of it can be read');
	await director.go(`${plan}/print`);
	await open(director, 'Show the covered values');
	await page.fill('[name=purpose]', 'To be signed');
	await director.press('form[action$="/print"] button');
	ok(/The family _+/.test(await main(director)), 'on paper the family signs');
	none(await axe(page), 'on paper: axe');
	is(await director.go(`/plans/new?child=${child.id}`), 200, 'a second plan');
	is(pathname(director), plan, 'is the first one');
	return plan;
}

async function called({ supervisor, director, police }, child) {
	const { page } = supervisor;
	await supervisor.go(`/children/${child.id}/plans`);
	await supervisor.press(`a[href="/conferences/new?child=${child.id}"]`);
	none(await axe(page), 'calling: axe');
	await page.fill('[name=time]', 'three');
	await page.fill('[name=reason]', 'Who stays overnight.');
	await page.locator('label.pick', { hasText: 'village child director' }).first().click();
	await page.locator('label.pick', { hasText: 'police' }).first().click();
	is(await supervisor.press('main .bar button'), 422, 'three is no hour');
	is(await page.inputValue('[name=reason]'), 'Who stays overnight.', 'nothing typed is lost');
	is(await page.locator('label.pick input:checked').count(), 2, 'nor who was ticked');
	await page.fill('[name=time]', '15:00');
	await page.fill('[name=place]', 'Township government');
	is(await supervisor.press('main .bar button'), 200, 'called');
	const conference = pathname(supervisor);
	none(await axe(page), 'the conference: axe');

	await police.go('/');
	ok(/invited to a case conference/.test(await main(police)), 'the police find it on Today');
	await police.press('a[href="/invitations"]');
	none(await axe(police.page), 'invitations: axe');
	await police.press('main .rows a');
	ok(/Township government/.test(await main(police)) && !(await police.page.content()).includes(child.name), 'with day and place, without the child');
	is(await police.go(conference), 404, 'the conference itself is not theirs');
	is(await director.go(conference), 200, 'the director reads it');
	ok(!/It was held/.test(await main(director)), 'and does not write its minutes');
	return conference;
}

async function held({ supervisor, director }, conference) {
	const { page } = supervisor;
	await supervisor.go(conference);
	await supervisor.press(`a[href="${conference}/hold"]`);
	none(await axe(page), 'minutes: axe');
	await page.fill('[name=minutes]', 'The aunt agrees.');
	await page.fill('[name="decision-1-title"]', 'Bring a second blanket');
	is(await supervisor.press('main .bar button'), 422, 'who came, who does it, by when');
	is(await page.inputValue('[name=minutes]'), 'The aunt agrees.', 'nothing typed is lost');
	none(await axe(page), 'put right: axe');
	await page.locator('label.pick', { hasText: 'village committee' }).first().click();
	await page.selectOption('[name="decision-1-who"]', 'role:director');
	await page.fill('[name="decision-1-due"]', '2026-11-28');
	is(await supervisor.press('main .bar button'), 200, 'held');
	ok(/Bring a second blanket/.test(await main(supervisor)) && /did not come/.test(await main(supervisor)), 'who came and what was decided stand there');
	none(await axe(page), 'after it: axe');
	await open(supervisor, 'One more decision');
	await page.fill('[name=title]', 'Ask the father for a date');
	await page.selectOption('[name=who]', 'role:supervisor');
	await page.fill('[name=due]', '2026-12-01');
	is(await supervisor.press('form[action$="/decide"] button'), 200, 'one more');
	is(await director.go('/tasks'), 200, 'tasks of the director');
	ok(/Bring a second blanket/.test(await main(director)), 'the decision is among them');
	await supervisor.go(`${conference}/print`);
	none(await axe(page), 'on paper: axe');
}

async function ended(director, plan) {
	const { page } = director;
	await director.go(plan);
	await director.press(`a[href="${plan}/review"]`);
	await page.locator('select[name^="goal-"]').selectOption('reached');
	await page.fill('[name=found]', 'She sleeps well.');
	is(await director.press('main .bar button'), 422, 'what follows has to be said');
	is(await page.inputValue('[name=found]'), 'She sleeps well.', 'nothing typed is lost');
	is(await page.locator('select[name^="goal-"]').inputValue(), 'reached', 'nor the goal');
	await page.locator('label.pick', { hasText: 'closed' }).click();
	is(await director.press('main .bar button'), 200, 'closed');
	ok(/goals reached/.test(await main(director)) && /Make a new plan/.test(await main(director)), 'with every goal reached');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	for (const [login, more] of Object.entries({ director: { size: PHONE }, supervisor: { size: PHONE }, police: { size: DESK } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	const child = await somebody(house);
	const plan = await planned(people.director, child), conference = await called(people, child);
	await held(people, conference);
	await people.director.go(`${plan}/review`);
	none(await axe(people.director.page), 'looking again: axe');
	people.plain = await (await Visitor.come(browser, house, { lang: 'en', script: false })).sign_in('director');
	await ended(people.plain, plan);
	await people.supervisor.go('/plans?of=closed');
	ok((await main(people.supervisor)).includes(child.name), 'the supervisor finds it among those closed');
	none(await axe(people.supervisor.page), 'the list: axe');
	await people.supervisor.go('/conferences?of=held');
	none(await axe(people.supervisor.page), 'conferences: axe');
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
