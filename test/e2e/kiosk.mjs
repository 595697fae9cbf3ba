/* The computer of a happy home: the keeper opens the home and unlocks the browser, a child comes in by its pictures, finds
 * its call, wishes for another one, leaves a message, and the computer ends itself; nothing of it is left for the next
 * child.  By touch on 360 pixels, by keyboard alone on 1280.  Beside it the weights of the three first pages. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { icon_weight } from './lib/line.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const KB = 1024;
const path_of = visitor => new URL(visitor.page.url()).pathname;

/* Nothing wrong at both widths; the window is then as it was. */
async function look(visitor, what) {
	const size = visitor.page.viewportSize();
	none(await inspect(visitor.page), what);
	await visitor.page.setViewportSize(size);
}

/* --- by finger or by keys --- */

async function focus(visitor, target) {
	const handle = await target.elementHandle();
	for (let i = 0; i < 80; i++) {
		if (await handle.evaluate(e => e === document.activeElement))
			return true;
		await visitor.page.keyboard.press('Tab');
	}
	return false;
}

/* What leads to another page; true when it could be reached. */
async function use(visitor, what) {
	const target = typeof what === 'string' ? visitor.page.locator(what).first() : what;
	if (visitor.by === 'touch') {
		const box = await target.boundingBox();
		ok(box && box.width >= 44 && box.height >= 44, `${path_of(visitor)}: large enough for a finger`, box);
		await Promise.all([visitor.page.waitForEvent('load'), target.tap()]);
		return;
	}
	ok(await focus(visitor, target), `${path_of(visitor)}: reached by the tab key`);
	await Promise.all([visitor.page.waitForEvent('load'), visitor.page.keyboard.press('Enter')]);
}

/* --- who prepares it --- */

async function card_of(house, browser, child) {
	const teacher = await (await Visitor.come(browser, house, { size: DESK })).sign_in('teacher');
	await teacher.go(`/children/${child}/cards`);
	await teacher.press(`form[action="/children/${child}/cards"] button`);
	const number = (await teacher.page.locator('.card .code').first().innerText()).replace(/\D/g, '');
	const pictures = await teacher.page.locator('.card .pics use').evaluateAll(all => all.map(use => use.getAttribute('href').split('#')[1]));
	ok(/^\d{8}$/.test(number) && pictures.length === 3, 'the teacher prints a card: a number, three pictures', { number, pictures });
	await teacher.context.close();
	return { number, pictures };
}

async function book(house, browser, child) {
	const keeper = await (await Visitor.come(browser, house, { size: DESK })).sign_in('keeper');
	await keeper.go(`/children/${child}/calls/new?on=2026-11-21`);
	await keeper.page.locator('[name=person]').first().check();
	await keeper.page.locator('[name=channel][value=video]').check();
	await keeper.page.locator('[name=rehearsal]').evaluate(box => { box.checked = true; }); /* beside the week's own call */
	const home = await keeper.page.locator('[name=home]').first().evaluate(e => e.value || [...e.options].map(o => o.value).find(Boolean));
	await keeper.press('button[name=from][value="10:15"]');
	ok(/\/calls\/\d+/.test(path_of(keeper)), 'the keeper books a call', path_of(keeper));
	await keeper.context.close();
	return home;
}

/* The keeper's browser becomes the children's. */
async function unlock(house, browser, home, { size, by }) {
	const visitor = await Visitor.come(browser, house, { size, hasTouch: by === 'touch', permissions: ['microphone'] });
	visitor.by = by;
	await visitor.sign_in('keeper');
	await visitor.go(`/kiosk/${home}`);
	if (!await visitor.page.locator(`form[action="/kiosk/${home}/unlock"]`).count()) {
		await visitor.go(`/homes/${home}`);
		await visitor.press(`form[action="/homes/${home}/open"] button`);
		await visitor.go(`/kiosk/${home}`);
	}
	await look(visitor, `unlocking ${size.width}`);
	await visitor.press(`form[action="/kiosk/${home}/unlock"] button`);
	is(path_of(visitor), `/kiosk/${home}`, 'unlocked');
	ok(await visitor.page.locator('[name=number]').count() === 1, 'the keeper is signed out, the door of the children stands there');
	is(await visitor.go('/account'), 200, 'and nobody gets into the account of the keeper');
	is(path_of(visitor), '/sign-in', 'but is asked who it is');
	return visitor;
}

/* --- a child --- */

async function come_in(visitor, home, { number, pictures }) {
	await visitor.go(`/kiosk/${home}`);
	if (visitor.by === 'keys') {
		ok(await focus(visitor, visitor.page.locator('[name=number]')), 'the number is reached by the tab key');
		await visitor.page.keyboard.type(number);
		await Promise.all([visitor.page.waitForEvent('load'), visitor.page.keyboard.press('Enter')]);
	} else {
		await visitor.page.fill('[name=number]', number);
		await use(visitor, 'main form button.main');
	}
	for (const [i, picture] of pictures.entries()) {
		if (!i)
			await look(visitor, `pictures ${visitor.page.viewportSize().width}`);
		await use(visitor, visitor.page.locator('.pics button').filter({ has: visitor.page.locator(`use[href$="#${picture}"]`) }));
	}
	is(path_of(visitor), `/kiosk/${home}`, 'in by three pictures');
}

async function first_page(visitor, home, name) {
	const text = await visitor.text();
	ok(text.includes(name), 'the child is greeted by its name');
	ok(text.includes('10:15'), 'and finds when its call is', text);
	ok(await visitor.page.locator('#aloud').count() === 1, 'the page can be read aloud');
	await look(visitor, `computer ${visitor.page.viewportSize().width}`);
	await use(visitor, `a[href="/kiosk/${home}/wish"]`);
	await look(visitor, `wish ${visitor.page.viewportSize().width}`);
	await use(visitor, 'button[name=person]');
	ok((await visitor.text('[role=status]')).length > 5, 'the wish is written down');
}

async function leave_message(visitor, home, child, words) {
	await use(visitor, `a[href^="/children/${child}/messages/new"]`);
	await look(visitor, `message ${visitor.page.viewportSize().width}`);
	const field = visitor.page.locator('textarea[name=text]');
	if (visitor.by === 'keys')
		await focus(visitor, field);
	else
		await field.tap();
	await visitor.page.keyboard.type(`${words} 13800138000`);
	await use(visitor, '.bar button, button.main');
	ok(await visitor.page.locator('[name=sure]').count() === 1, 'a number is asked about before it leaves');
	is(await field.inputValue(), `${words} 13800138000`, 'and nothing typed is lost');
	await visitor.page.locator('textarea[name=text]').fill(words);
	await use(visitor, '.bar button, button.main');
	is(path_of(visitor), `/kiosk/${home}`, 'the message is left, the way leads back');
}

async function ends_itself(visitor, home) {
	await visitor.go(`/kiosk/${home}`);
	await visitor.page.clock.install();
	await visitor.page.reload();
	await visitor.page.clock.runFor(75e3);
	ok(await visitor.page.locator('#kiosk p').isVisible(), 'after a while it asks: are you still there?');
	await visitor.page.keyboard.press('Shift');
	ok(await visitor.page.locator('#kiosk p').isHidden(), 'a touch, and it goes on');
	await Promise.all([visitor.page.waitForEvent('load'), visitor.page.clock.runFor(95e3)]);
	await visitor.page.waitForSelector('[name=number]');
	is(path_of(visitor), `/kiosk/${home}`, 'nobody touches it: it ends itself');
	await visitor.page.goBack();
	await visitor.page.waitForLoadState('load');
	ok(!(await visitor.text()).includes('10:15'), 'the way back shows nothing of the child');
	is((await visitor.context.cookies()).filter(({ name, value }) => name === 'tx' && value).length, 0, 'its session is gone from the browser');
}

async function round(house, browser, way, facts) {
	const { home, child, name, card } = facts, words = `妈妈，我在亲情小屋 ${way.size.width}`;
	const visitor = await unlock(house, browser, home, way);
	await come_in(visitor, home, card);
	await first_page(visitor, home, name);
	await leave_message(visitor, home, child, words);
	await ends_itself(visitor, home);
	none(visitor.take_faults(), `${way.by} at ${way.size.width}: no error, no refusal by the policy`);
	const parent = await (await Visitor.come(browser, house)).sign_in('parent');
	await parent.go(`/children/${child}/messages`);
	await parent.press('form[action$="/open"] button');
	ok((await parent.text()).includes(words), 'the parent opens it');
	await parent.context.close();
	return visitor;
}

/* The time of the call, and after it. */
async function around_the_call(house, browser, visitor, { home, card }) {
	await house.again({ clock: '2026-11-21T02:08:00Z' });
	await visitor.context.close();
	const again = await unlock_anew(house, browser, home);
	await come_in(again, home, card);
	ok(await again.page.locator('a[href^="/calls/"][href$="/room"]').count() === 1, 'at its time the call is one touch away', await again.text());
	await again.context.close();
	await house.again({ clock: '2026-11-21T03:40:00Z' }); /* the demonstration's call of eleven is over, too */
	const late = await unlock_anew(house, browser, home);
	await come_in(late, home, card);
	is(await late.page.locator('a[href$="/room"]').count(), 0, 'after it there is none');
	ok((await late.text()).includes('没通上话'), 'nobody answered: leave a message', await late.text());
	await late.context.close();
}

const unlock_anew = (house, browser, home) => unlock(house, browser, home, { size: PHONE, by: 'touch' });

/* Without script: everything by links and buttons, and the browser ends it by itself. */
async function without_script(house, browser, { home, card }) {
	const keeper = await Visitor.come(browser, house, { script: false });
	const go = path => keeper.page.goto(path);
	await go('/sign-in');
	await keeper.page.fill('[name=login]', 'keeper');
	await keeper.page.fill('[name=password]', 'tongxin-demo');
	await keeper.page.click('main button');
	await go(`/kiosk/${home}`);
	await keeper.page.click(`form[action="/kiosk/${home}/unlock"] button`);
	await keeper.page.fill('[name=number]', card.number);
	await keeper.page.click('main form button.main');
	for (const picture of card.pictures)
		await keeper.page.locator('.pics button').filter({ has: keeper.page.locator(`use[href$="#${picture}"]`) }).click();
	const answer = await go(`/kiosk/${home}`);
	ok((answer.headers().refresh ?? '').includes(`/kiosk/${home}/rest`), 'without script the browser goes to its end by itself', answer.headers().refresh);
	is(answer.headers()['cache-control'], 'no-store', 'and keeps nothing');
	await go(`/kiosk/${home}/rest`);
	ok(await keeper.page.locator('[name=number]').count() === 1, 'there nobody is signed in');
	await keeper.context.close();
}

/* --- weights: as sent, with gzip, everything included --- */

async function weigh(visitor, where) {
	const line = await visitor.context.newCDPSession(visitor.page), got = [], urls = new Set(), own = new Set();
	await line.send('Network.enable');
	await line.send('Network.clearBrowserCache');
	line.on('Network.requestWillBeSent', e => {
		if (e.type !== 'EventSource' && !e.request.url.startsWith('data:')) {
			own.add(e.requestId);
			urls.add(e.request.url);
		}
	});
	line.on('Network.loadingFinished', e => own.has(e.requestId) && got.push(e.encodedDataLength));
	await visitor.go(where);
	for (let before = -1; before !== got.length;) {
		before = got.length;
		await visitor.page.waitForTimeout(200);
	}
	await line.detach();
	return got.reduce((sum, n) => sum + n, await icon_weight(visitor, urls)) / KB;
}

async function weights(house, browser) {
	for (const [login, where, most] of [['parent', '/', 14], ['guardian', '/', 14], ['parent', '/simple', 6], ['guardian', '/simple', 6]]) {
		const visitor = await (await Visitor.come(browser, house)).sign_in(login);
		const kb = await weigh(visitor, where);
		ok(kb <= most, `${login} ${where}: ${kb.toFixed(1)} KB of ${most}`);
		if (where === '/simple')
			is(await visitor.page.locator('script').count(), 0, 'the simple page has no script');
		await visitor.context.close();
	}
}

/* Whoever chose the simple page comes to it by itself. */
async function simple_choice(house, browser) {
	const parent = await (await Visitor.come(browser, house)).sign_in('parent');
	await parent.press('a[href="/simple/on"]');
	is(path_of(parent), '/simple', 'the simple page, by choice');
	await parent.go('/');
	is(path_of(parent), '/simple', 'remembered by this browser');
	await look(parent, 'simple');
	await parent.page.locator('[name=text]').first().fill('早点睡');
	await parent.press('form[action$="/messages"] button');
	ok((await parent.text('body')).includes('早点睡'), 'a message is left from it');
	await parent.press('a[href="/simple/off"]');
	is(path_of(parent), '/', 'and back to the full page');
	none(parent.take_faults(), 'no error on the simple page');
	await parent.context.close();
}

run(async undo => {
	const browser = await launch(undo), house = await House.open(undo);
	const child = (await house.all('children', 'parent'))[0], card = await card_of(house, browser, child.id);
	const home = await book(house, browser, child.id), facts = { home, child: child.id, name: child.name, card };
	await weights(house, browser);
	await simple_choice(house, browser);
	await (await round(house, browser, { size: DESK, by: 'keys' }, facts)).context.close();
	const visitor = await round(house, browser, { size: PHONE, by: 'touch' }, facts);
	await without_script(house, browser, facts);
	await around_the_call(house, browser, visitor, facts);
});
