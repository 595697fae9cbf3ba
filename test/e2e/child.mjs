/* A child at the computer of its school: it comes in by its card and three pictures, finds what it is good at first,
 * has the page read to it, says what it wants to tell mum and dad, opens a letter from home and answers, and finds the
 * grown-up who helps.  With and without script; no number, no label. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

async function card_of(house, browser, child) {
	const teacher = await (await Visitor.come(browser, house, { script: false, size: DESK })).sign_in('teacher');
	await teacher.go(`/children/${child}/cards`);
	await teacher.press(`main form[action="/children/${child}/cards"] button`);
	const [number] = (await teacher.page.locator('.card .code').allInnerTexts()).map(t => t.replace(/\s/g, ''));
	const pictures = await teacher.page.$$eval('.card .pics use', all => all.map(u => u.getAttribute('href').split('#')[1]));
	await teacher.context.close();
	return { number, pictures };
}

async function come_in(kid, { number, pictures }) {
	await kid.go('/sign-in/child');
	await kid.page.fill('[name=number]', number);
	await kid.press('main button');
	for (const picture of pictures)
		await kid.press(kid.page.locator(`.pics button:has(use[href$="#${picture}"])`));
}

const listen = () => {
	window.spoken = [];
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	Object.defineProperty(window, 'speechSynthesis', { value: { speak: words => window.spoken.push(words.text), cancel() {} } });
};

async function home(kid, name) {
	is(pathname(kid), '/me', 'its own page');
	ok((await kid.text('main h1')).includes(name), 'by its name');
	const text = await main(kid);
	ok(text.indexOf('I am good at') > 0 && text.indexOf('I am good at') < text.indexOf('What I want to tell'), 'what it is good at comes first');
	ok(!/left behind|risk|level|kg|cm\b/i.test(text), 'no label, no measurement');
	ok(!/\d{4}/.test(text), 'no number');
	ok(await kid.page.locator('nav.big a').count() >= 6, 'big ways on');
}

async function aloud(kid) {
	await kid.page.locator('#aloud').click();
	const spoken = await kid.page.evaluate(() => window.spoken);
	ok(spoken.some(line => line.includes('What I want to tell mum and dad')), 'the page is read to it', spoken);
}

async function says(kid, child) {
	await kid.press(`a[href="/children/${child}/words/new?what=tell"]`);
	ok(/The family: /.test(await main(kid)), 'who will read it stands there before');
	is(await kid.press('main .bar button'), 422, 'nothing said, nothing kept');
	await kid.page.fill('[name=text]', 'I can swim now \u{1F600}');
	is(await kid.press('main .bar button'), 200, 'said');
	is(pathname(kid), '/me', 'back home');
	ok(/Whom you chose can read it now/.test(await main(kid)), 'with a word');
	await kid.press(`a[href="/children/${child}/words"]`);
	ok(/I can swim now \u{1F600}/u.test(await main(kid)), 'it stands there');
}

async function letters(kid, child) {
	await kid.go('/me');
	await kid.press('nav.big a[href^="/letters/"]');
	is(await kid.page.locator('.own').count(), 0, 'a letter from home is closed');
	await kid.press('form[action$="/read"] button');
	ok((await kid.page.locator('.own').first().innerText()).length > 10, 'and opens');
	await kid.press('a[href*="/letters/new?answers="]');
	await kid.page.fill('[name=text]', 'Dear dad,\nthe heron is back.');
	await Promise.all([kid.page.waitForURL(/\/letters\/\d+$/), kid.page.click('main .bar button.main')]);
	ok(/the heron is back/.test(await main(kid)), 'answered');
	await kid.go('/me');
	is(await kid.page.locator('nav.big a[href^="/letters/"]').count(), 0, 'nothing waits any more');
}

async function help(kid) {
	await kid.go('/me');
	await kid.press('nav.big a[href="/alerts/new"]');
	is(await kid.page.locator('a[href="tel:110"]').count(), 1, '110 is one tap');
	is(await kid.page.locator('input[name=child]').count(), 2, 'it may be about itself');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const [{ id: child, name }] = await house.all('children', 'child');
	const card = await card_of(house, browser, child);
	const kid = await Visitor.come(browser, house, { lang: 'en', size: PHONE });
	await kid.page.addInitScript(listen);
	await come_in(kid, card);
	await home(kid, name);
	await aloud(kid);
	await says(kid, child);
	await letters(kid, child);
	await help(kid);
	for (const path of ['/', `/children/${child}/words`, `/children/${child}/letters`, `/children/${child}/letters/new`, `/children/${child}/words/new?what=wish`]) {
		is(await kid.go(path), 200, path.replace(/\d{6,}/, 'N'));
		none(await inspect(kid.page, { schemes: ['light'] }), `${path.replace(/\d{6,}/, 'N')}: nothing wrong`);
	}
	none(kid.take_faults(), 'no error, no refusal by the policy');
	const plain = await Visitor.come(browser, house, { lang: 'en', size: DESK, script: false });
	await come_in(plain, card);
	await home(plain, name);
	is(await plain.page.locator('#aloud').isVisible(), false, 'without script nothing promises to read');
	await says(plain, child);
	await plain.go('/me');
	await plain.press('a[href="/more"]');
	ok(await plain.page.locator('form[action="/sign-out"]').count() === 1, 'and the way out');
});
