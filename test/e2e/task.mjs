/* A week's work, told by those who do it: the director ticks off, puts off and hands on from the phone; the supervisor
 * asks for something and looks at the team, civil affairs do so without script; a grandmother says that she is worried, a child too; what
 * is harm goes on to a report with all that was typed. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

async function tidy(visitor, what) {
	none(await inspect(visitor.page), `${what}: axe, at both widths nothing sticks out or is too small`);
}

const row = (visitor, text) => visitor.page.locator('main ul.rows > li', { hasText: text }).first();

async function open_act(visitor, label) {
	await visitor.page.locator('details > summary', { hasText: label }).first().click();
}

/* The supervisor asks the director for something. */
async function asked({ supervisor, director }, child) {
	await supervisor.go(`/tasks/new?child=${child.id}`);
	ok((await main(supervisor)).includes(child.name), 'the form says for whom');
	is(await supervisor.press('main .bar button'), 422, 'nothing said is no task');
	await tidy(supervisor, 'asking');
	await supervisor.page.fill('[name=title]', '看看屋后的电线');
	await supervisor.page.selectOption('[name=what]', 'hazard');
	const people = await supervisor.page.locator('[name=to] option').allInnerTexts();
	const at = people.findIndex(text => /village child director/.test(text));
	ok(at > 0, 'the director of the village can be chosen', people);
	await supervisor.page.selectOption('[name=to]', { index: at });
	await supervisor.page.fill('[name=due]', '2026-11-23');
	is(await supervisor.press('main .bar button'), 200, 'asked');
	ok(/看看屋后的电线/.test(await main(supervisor)), 'there it stands');
	await supervisor.go('/tasks?of=waiting');
	ok(/看看屋后的电线/.test(await main(supervisor)), 'it is with others');

	await director.go('/');
	ok(/To be done now/.test(await main(director)), 'Today says how much there is');
	await tidy(director, 'Today');
	await director.press('a.btn[href="/tasks"]');
	ok(/看看屋后的电线/.test(await main(director)), 'the director finds it');
	await tidy(director, 'the list');
}

async function ticked({ director }) {
	const one = row(director, '看看屋后的电线');
	is(await one.count(), 1, 'one row');
	await one.locator('input[type=checkbox]').check();
	await open_act(director, 'Tick off as done');
	await director.page.fill('[name=result]', '线已换新');
	is(await director.press('button[value=done]'), 200, 'ticked off');
	is(pathname(director), '/tasks', 'and back on the list');
	ok(!/看看屋后的电线/.test(await main(director)), 'it is gone from there');
	await director.go('/tasks?of=done');
	ok(/看看屋后的电线/.test(await main(director)), 'and stands under what is done');
}

/* What the law asks is not ticked off; it is put off with a reason, and stays due. */
async function put_off({ director }) {
	await director.go('/tasks');
	const duty = director.page.locator('main ul.rows > li:has(input[value^="duty:"])').first();
	ok(await duty.count() === 1, 'there is a duty');
	const value = await duty.locator('input').getAttribute('value');
	await duty.locator('input').check();
	await open_act(director, 'Tick off as done');
	is(await director.press('button[value=done]'), 422, 'a duty is done by doing it');
	ok(/done by doing it/.test(await main(director)), 'the page says so');
	await tidy(director, 'what could not be done');
	await director.go('/tasks');
	await director.page.locator(`input[value="${value}"]`).check();
	await open_act(director, 'Put off');
	is(await director.press('button[value=later]'), 422, 'not without a reason');
	ok(await director.page.locator(`input[type=hidden][value="${value}"]`).count() === 1, 'what was ticked is kept');
	await director.page.fill('[name=until]', '2026-11-30');
	await director.page.fill('[name=reason]', '孩子随奶奶去县城复诊');
	is(await director.press('button[value=later]'), 200, 'put off with one');
	await director.go('/tasks?of=later');
	ok(await director.page.locator(`input[value="${value}"]`).count() === 1, 'it stands later');
	await tidy(director, 'later');
}

/* By keyboard alone: tick the first, open the act, leave the page as it was. */
async function keys({ director }) {
	await director.go('/tasks');
	await director.page.locator('main ul.rows input[type=checkbox]').first().focus();
	await director.page.keyboard.press('Space');
	ok(await director.page.locator('main ul.rows input[type=checkbox]').first().isChecked(), 'Space ticks');
	await director.page.locator('details > summary').first().focus();
	await director.page.keyboard.press('Enter');
	ok(await director.page.locator('[name=result]').isVisible(), 'Enter opens the act');
}

async function team({ supervisor, civil }) {
	is(await supervisor.go('/team'), 200, 'the team');
	await tidy(supervisor, 'the team');
	is(await supervisor.press('main a.btn[href^="/tasks?person="]'), 200, 'one of them');
	ok(/The list of/.test(await main(supervisor)), 'whose list it is');
	await tidy(supervisor, 'a list of another');
	is(await civil.go('/team'), 200, 'supervisors, for civil affairs');
	is(await civil.press('main a[href^="/team?place="]'), 200, 'and their directors');
	is(await civil.go('/tasks?person=1'), 404, 'of nobody there is no list');
}

async function worried({ guardian, director, child }) {
	await guardian.go('/');
	is(await guardian.press('a[href="/alerts/new"]'), 200, 'one button');
	await tidy(guardian, 'worried');
	await guardian.page.fill('textarea[name=text]', '这几天晚上总咳，没人带去看');
	is(await guardian.press('main .bar button'), 422, 'what about?');
	is(await guardian.page.inputValue('textarea[name=text]'), '这几天晚上总咳，没人带去看', 'nothing typed is lost');
	await guardian.page.check('[name=child] >> nth=0', { force: true });
	await guardian.page.check('[name=what][value=health]', { force: true });
	is(await guardian.press('main .bar button'), 200, 'told');
	ok(/Thank you/.test(await main(guardian)), 'thanked');
	ok(/Nobody has taken it yet/.test(await main(guardian)), 'and told how it stands');
	await tidy(guardian, 'told');

	await director.go('/alerts');
	await tidy(director, 'alerts');
	const own = row(director, 'ill or hurt or hungry');
	is(await director.press(own.locator('a.btn')), 200, 'the director opens it');
	ok(!/晚上总咳/.test(await main(director)), 'the words are covered');
	await director.page.locator('details > summary', { hasText: 'Show the covered values' }).click();
	await director.page.fill('[name=purpose]', '去看孩子');
	await director.press('form[action$="/show"] button');
	ok(/晚上总咳/.test(await main(director)), 'opened with what for');
	is(await director.press('form[action$="/take"] button'), 200, 'taken');
	await tidy(director, 'one alert');
	await guardian.go('/alerts');
	ok(/Somebody looks after it since/.test(await main(guardian)), 'the grandmother sees that');
	await open_act(director, 'Close it');
	is(await director.press('form[action$="/close"] button'), 422, 'closed with what came of it');
	await director.page.fill('[name=outcome]', '带去镇卫生院，开了药');
	is(await director.press('form[action$="/close"] button'), 200, 'closed');
	await guardian.go('/alerts');
	ok(/Somebody has looked into it/.test(await main(guardian)), 'the grandmother sees that too');
	ok(!/镇卫生院/.test(await main(guardian)), 'and not what');

	await child.go('/alerts/new');
	ok(/myself/.test(await main(child)), 'a child may mean itself');
	await tidy(child, 'a child is worried');
}

async function harm({ teacher }) {
	await teacher.go('/alerts/new');
	await teacher.page.fill('textarea[name=text]', '手臂上有好几处伤');
	await teacher.page.fill('[name=who]', '三年级，住村口');
	await teacher.page.check('[name=what][value=harm]', { force: true });
	is(await teacher.press('main .bar button'), 200, 'harm is reported');
	ok(/110/.test(await main(teacher)), 'with 110 first');
	await tidy(teacher, 'on to the report');
	is(await teacher.press('main .bar button'), 200, 'the report');
	ok((await teacher.page.content()).includes('手臂上有好几处伤'), 'with what was typed');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	for (const [login, more] of Object.entries({ director: { size: PHONE }, supervisor: { size: DESK }, civil: { size: DESK, script: false },
		teacher: { size: PHONE }, guardian: { size: PHONE }, child: { size: PHONE } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	const [child] = await house.all('children', 'director');
	await asked(people, child);
	await ticked(people);
	await put_off(people);
	await keys(people);
	await team(people);
	await worried(people);
	await harm(people);
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
