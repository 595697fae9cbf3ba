/* A grandmother on a small phone, with the card that the class teacher printed for her: she finds her four buttons and
 * the school's phone, has the page read to her, says what is wrong, sees who looked and takes back what was agreed to.
 * Parents read the same pages in ordinary type. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { icon_weight } from './lib/line.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const KB = 1024;
const path_of = visitor => new URL(visitor.page.url()).pathname;
const root_size = visitor => visitor.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));

/* The teacher makes a card: its number and PIN. */
async function card(house, browser, child, tie) {
	const teacher = await (await Visitor.come(browser, house, { size: DESK })).sign_in('teacher');
	await teacher.go(`/children/${child}/cards`);
	await teacher.press(`form[action="/ties/${tie}/cards"] button`);
	const [number, pin] = (await teacher.page.locator('.card .code').allInnerTexts()).map(text => text.replace(/\D/g, ''));
	ok(/^\d{8}$/.test(number) && /^\d{6}$/.test(pin), 'the card has a number and a PIN');
	is(await teacher.page.locator('.card svg.qr').count(), 1, 'and a QR code');
	ok((await teacher.text('.card')).includes('0759-'), 'and the phone of the school');
	ok((await teacher.text('.card')).includes('/sign-in/card'), 'and where to type it, for a phone without a camera');
	await teacher.page.emulateMedia({ media: 'print' });
	is(await teacher.page.locator('main .note').isVisible(), false, 'on paper there is the card alone');
	const { width, height } = await teacher.page.locator('.card').boundingBox();
	ok(Math.abs(width - 105 * 96 / 25.4) < 2 && Math.abs(height - 148 * 96 / 25.4) < 2, 'as large as a postcard', { width, height });
	const inside = await teacher.page.locator('.card').evaluate(e => e.scrollHeight <= e.clientHeight + 1);
	ok(inside, 'nothing of it runs over its edge');
	none(teacher.take_faults(), 'teacher: no error, no refusal by the policy');
	await teacher.context.close();
	return { number, pin };
}

async function come_in(visitor, { number, pin }) {
	await visitor.go('/sign-in/card');
	await visitor.page.fill('[name=number]', number);
	await visitor.page.fill('[name=pin]', pin);
	return visitor.press('main button');
}

/* What would be spoken, written down instead. */
const listen = () => {
	window.spoken = [];
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	Object.defineProperty(window, 'speechSynthesis', { value: { speak: words => window.spoken.push(words.text), cancel() { window.stopped = true; } } });
};

async function aloud(grandma) {
	const button = grandma.page.locator('#aloud'), label = await button.innerText();
	await button.click();
	const spoken = await grandma.page.evaluate(() => window.spoken);
	ok(spoken.length > 5, 'the page is read aloud', spoken);
	for (const way of await grandma.page.locator('nav.big b').allInnerTexts())
		ok(spoken.includes(way), `with the button ${way}`);
	ok(spoken.some(line => line.includes('0759-')), 'and the phone of the school');
	ok(!spoken.includes(label.trim()), 'but not its own button');
	ok((await button.innerText()) !== label, 'the button says how to stop');
	await button.click();
	ok(await grandma.page.evaluate(() => window.stopped), 'and stops');
}

/* A tap on what is wrong is enough; twice is once. */
async function wrong(house, grandma, child) {
	const form = `/my/children/${child}/wrong`, send = 'main form button.main';
	await grandma.go('/');
	await grandma.press(`nav.big a[href="${form}"]`);
	is(await grandma.press(send), 422, 'nothing tapped: a sentence, nothing sent');
	ok(await grandma.page.locator('main form .err, main .oops').count() > 0, 'at the question');
	await grandma.page.check('input[name=about][value=school]', { force: true });
	await grandma.page.fill('[name=text]', '她这学期转到三（2）班了');
	await grandma.press(send);
	const first = path_of(grandma);
	ok(/^\/my\/requests\/\d+$/.test(first), 'she sees what she asked for', first);
	ok((await grandma.text()).includes('她这学期转到三（2）班了'), 'in her own words');
	await grandma.go(form);
	await grandma.page.check('input[name=about][value=school]', { force: true });
	await grandma.page.fill('[name=text]', '她这学期转到三（2）班了');
	await grandma.press(send);
	is(path_of(grandma), first, 'the same again is the same request');
	await grandma.go(`${form}?about=home`);
	is(await grandma.page.isChecked('input[name=about][value=home]'), true, 'a link from the page says what it is about');
	await grandma.press(send);
	const asked = (await house.all('rights_requests')).filter(r => r.what === 'correction' && r.child === child);
	ok(asked.some(r => r.text.includes('三（2）班')), 'the county has it');
	is(asked.filter(r => r.text.includes('三（2）班')).length, 1, 'once');
}

async function looked(grandma, child, teacher) {
	await grandma.go('/');
	await grandma.press(`nav.big a[href="/my/children/${child}/looked"]`);
	const text = await grandma.text();
	ok(text.includes(teacher), 'who looked stands there by name', text.slice(0, 300));
	ok((await grandma.page.locator('main p.sheet').first().innerText()).includes(teacher), 'and in the first sentence');
}

async function withdraw(grandma, child) {
	const list = `/my/children/${child}/consents`;
	await grandma.go('/');
	await grandma.press(`nav.big a[href="${list}"]`);
	await grandma.press(`a[href="${list}/provision"]`);
	await grandma.press('button[value=back]');
	is(path_of(grandma), list, 'one tap takes it back');
	await grandma.go(`${list}/provision`);
	is(await grandma.page.locator('button[value=back]').count(), 0, 'it is taken back');
	is(await grandma.page.locator('button[value=yes]').count(), 1, 'and may be given again');
}

/* Bytes over the line, heads and bodies, with nothing kept from before. */
async function weight(visitor, path) {
	const line = await visitor.context.newCDPSession(visitor.page);
	const fetched = new Set();
	let bytes = 0;
	await line.send('Network.enable');
	await line.send('Network.clearBrowserCache');
	line.on('Network.requestWillBeSent', e => fetched.add(e.request.url));
	line.on('Network.loadingFinished', e => { bytes += e.encodedDataLength; });
	await visitor.go(path);
	await visitor.page.waitForTimeout(400);
	await line.detach();
	return bytes + await icon_weight(visitor, fetched);
}

async function look(visitor, paths, who) {
	for (const lang of ['zh', 'en']) {
		await visitor.speak(lang);
		for (const path of paths) {
			is(await visitor.go(path), 200, `${who} ${lang} ${path.replace(/\d{6,}/, 'N')}`);
			none(await inspect(visitor.page), `${who} ${lang} ${path.replace(/\d{6,}/, 'N')}: nothing wrong`);
		}
	}
	await visitor.speak('zh');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const [own] = await house.all('children', 'guardian'), child = own.id;
	const tie = (await house.all('ties', 'guardian')).find(t => t.child === child).id;
	const accounts = await house.all('accounts', 'security'), teacher = accounts.find(a => a.login === 'teacher').name;
	const key = await card(house, browser, child, tie);

	const grandma = await Visitor.come(browser, house, { size: PHONE });
	await grandma.context.addInitScript(listen);
	is(await come_in(grandma, key), 200, 'the card lets her in');
	is(await root_size(grandma), 22, 'the type is large');
	is(await grandma.page.locator('nav.big').last().locator('a').count(), 4, 'four buttons');
	const boxes = await Promise.all((await grandma.page.locator('nav.big a').all()).map(a => a.boundingBox()));
	ok(boxes.every(b => b.height >= 80 && b.width >= 300), 'each as large as a thumb', boxes);
	ok(/^tel:0759-\d+$/.test(await grandma.page.locator('a.dial').getAttribute('href')), 'one tap rings the school');
	ok((await grandma.text()).includes(own.name), 'it is about her child');
	const bytes = await weight(grandma, '/');
	ok(bytes <= 14 * KB, `the first view weighs ${(bytes / KB).toFixed(1)} KB`);
	await aloud(grandma);
	await wrong(house, grandma, child);
	await looked(grandma, child, teacher);
	await withdraw(grandma, child);
	const pages = ['', '/known', '/wrong', '/looked', '/consents', '/consents/psychology', '/requests', '/file'].map(tail => `/my/children/${child}${tail}`);
	await look(grandma, ['/', ...pages], 'guardian');
	none(grandma.take_faults(), 'guardian: no error, no refusal by the policy');

	const plain = await Visitor.come(browser, house, { script: false });
	await plain.sign_in('guardian');
	is(await plain.page.locator('#aloud').isVisible(), false, 'without script nothing promises to read aloud');
	is(await plain.page.locator('nav.big').last().locator('a').count(), 4, 'and all else is there');

	const parent = await (await Visitor.come(browser, house)).sign_in('parent');
	is(await root_size(parent), 16, 'a parent reads ordinary type');
	is(await parent.page.locator('nav.big a').count() >= 1, true, 'on the same page');
	await look(parent, ['/', `/my/children/${child}/known`, `/my/children/${child}/wrong`], 'parent');
	const kid = await (await Visitor.come(browser, house)).sign_in('child');
	is(await root_size(kid), 22, 'a child has large type too');
	await look(kid, ['/'], 'child');
});
