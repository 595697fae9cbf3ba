/* What is sealed, told by three people in browsers of their own: civil affairs writes an order down, the head asks why,
 * civil affairs agrees, the head reads and closes; then danger to life, which waits for nobody (there without
 * script). */
import { launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const GROUNDS = '邻居报警三次，伤情见派出所记录；法院裁定不得接近。';
const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

async function come(browser, house, login, more) {
	return (await Visitor.come(browser, house, { lang: 'en', size: PHONE, ...more })).sign_in(login);
}

/* A child of the teacher's class, so of the head's school too, and somebody around it who is none of the demo's accounts. */
async function family(house) {
	const parents = await house.all('parents', 'teacher');
	return parents.find(p => parents.filter(q => q.child === p.child).length > 1) ?? parents[0];
}

async function write_order(civil, { child, person }) {
	await civil.go(`/children/${child}`);
	await civil.press(`a[href="/protection_orders/new?child=${child}"]`);
	await civil.page.selectOption('[name=person]', person);
	await civil.page.check('[name=issued_by][value=court]', { force: true });
	await civil.page.fill('[name=document_no]', '民保令7号');
	await civil.page.fill('[name=from]', '2026-11-01');
	await civil.page.fill('[name=grounds]', GROUNDS);
	is(await civil.press('main .bar button'), 200, 'the order is written down');
	is(pathname(civil), `/children/${child}`, 'back in the file');
	const panel = await civil.text('#sealed');
	ok(/Somebody is kept away/.test(panel) && !panel.includes('邻居'), 'the file says that there is one, not why', panel);
	return civil.page.locator('#sealed .seal a').first().getAttribute('href');
}

/* Every word of a page that is opened once more as it stands. */
async function hides(visitor, path, name) {
	await visitor.go(path);
	ok(!(await visitor.page.content()).includes('邻居'), name);
}

async function read(visitor, name) {
	const shown = visitor.page.waitForResponse(r => r.url().endsWith('/show'));
	await visitor.press('form[action$="/show"] button');
	is((await shown).headers()['cache-control'], 'no-store', `${name}: it is kept nowhere`);
	ok((await main(visitor)).includes(GROUNDS), `${name}: it is read`);
	ok(/Opened by .+, for: /.test(await visitor.text('#why .note')), `${name}: with who, when and what for`);
}

async function two_people(house, browser, { head, civil, teacher }, order) {
	await head.go(order);
	await head.press('a.btn[href$="/ask"]');
	ok(/civil affairs officer/.test(await main(head)), 'who may agree is said before asking');
	none(await axe(head.page), 'asking: axe');
	await head.page.fill('[name=reason]', 'short');
	is(await head.press('main .bar button'), 422, 'a reason is needed');
	ok(await head.page.inputValue('[name=reason]') === 'short', 'nothing typed is lost');
	await head.page.fill('[name=reason]', 'He stood at the school gate again this morning.');
	is(await head.press('main .bar button'), 200, 'asked');
	const status = pathname(head);
	ok(/minutes left/.test(await main(head)), 'how long there is to answer');
	none(await axe(head.page), 'how it stands: axe');
	await hides(head, order, 'asking is not having');

	await civil.go('/');
	ok(/Somebody asks to open/.test(await main(civil)), 'civil affairs finds it on Today');
	await civil.press('#notices form button');
	is(pathname(civil), status, 'and is led there');
	ok((await main(civil)).includes('school gate'), 'the reason is there to read');
	none(await axe(civil.page), 'answering: axe');
	is(await civil.press('form[action$="/agree"] button'), 200, 'agreed');

	await head.go('/');
	ok(/What you asked for is open/.test(await main(head)), 'the head is told');
	await head.press('#notices form button');
	await read(head, 'agreed');
	await hides(head, order, 'covered again when looked at anew');
	is(await teacher.go(order), 200, 'the teacher knows that there is an order');
	ok(!/\/ask|\/show/.test(await teacher.page.content()), 'and has nothing to open');
	is(await teacher.go(status), 404, 'nor sees who asked');
	await head.go(status);
	is(await head.press('form[action$="/close"] button'), 200, 'closed early');
	ok(/It was closed/.test(await main(head)), 'it says so');
}

async function danger(house, browser, { counsellor, civil, officer }, order) {
	await counsellor.go(order);
	await counsellor.press('a.btn[href$="/ask"]');
	await counsellor.page.fill('[name=reason]', 'The child wrote that he will come tonight with a knife.');
	await counsellor.page.check('[name=danger]', { force: true });
	is(await counsellor.press('main .bar button'), 200, 'danger: opened');
	ok(/danger to life/.test(await main(counsellor)), 'danger: it says why');
	await read(counsellor, 'danger');
	for (const [who, name] of [[civil, 'civil affairs'], [officer, 'the officer']]) {
		await who.go('/');
		ok(/Danger to life/.test(await main(who)), `danger: ${name} is told`);
		await who.press('#notices form button');
		ok((await main(who)).includes('with a knife'), `danger: ${name} reads why`);
		await who.go('/');
		ok(!/Danger to life/.test(await main(who)), `danger: ${name} has looked`);
	}
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const tie = await family(house), people = {};
	for (const login of ['civil', 'head', 'teacher', 'counsellor', 'officer'])
		people[login] = await come(browser, house, login, { script: !['counsellor', 'officer'].includes(login) });
	const order = await write_order(people.civil, tie);
	await two_people(house, browser, people, order);
	await danger(house, browser, people, order);
	const barred = (await house.all('ties', 'officer')).filter(t => t.child === tie.child && t.person === tie.person);
	ok(barred.length > 0 && barred.every(t => t.barred), 'the tie is barred');
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults(), `${login}: no page complains`);
});
