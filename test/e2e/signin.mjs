/* Signing in without script, with a keyboard, at 360 px, in both languages: in a county of its own the security
 * administrator makes an account, its owner sets up the second factor and a password of their own; a child signs in
 * with a card and three pictures, a guardian with a card and a PIN. */
import { createHmac } from 'node:crypto';
import { launch, Visitor } from './lib/browser.mjs';
import { County, House } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* RFC 6238, written once more on purpose: SHA-1, 30 seconds, six digits. */
function totp(base32, ms) {
	const bits = [...base32.replace(/\s/g, '')].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2))), step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(ms / 30000)));
	const mac = createHmac('sha1', key).update(step).digest(), at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const where = v => new URL(v.page.url()).pathname;

/* What is on the page fits on the phone, and each thing to tap is large enough. */
async function fits(visitor, what) {
	const wrong = await visitor.page.evaluate(() => [
		...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} wide`] : []),
		...[...document.querySelectorAll('main button, main input:not([type=hidden])')]
			.filter(e => e.getBoundingClientRect().height < 44).map(e => `${e.name || e.textContent}: ${e.getBoundingClientRect().height} high`),
	]);
	none(wrong, `${what}: fits 360 px, targets of 44 px`);
}

async function login(visitor, name, password) {
	const { page } = visitor;
	await visitor.go('/sign-in');
	await page.fill('[name=login]', name);
	await page.fill('[name=password]', password);
	/* By keyboard alone. */
	const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
	return answer.status();
}

async function step(visitor, field, value) {
	await visitor.page.fill(`[name=${field}]`, value);
	const [answer] = await Promise.all([visitor.page.waitForNavigation(), visitor.page.keyboard.press('Enter')]);
	return answer.status();
}

/* From a first password to the first page. */
async function first_time(visitor, name, password, own) {
	is(await login(visitor, name, password), 200, `${name}: the first password`);
	is(where(visitor), '/sign-in/factor', 'leads to the second factor');
	await fits(visitor, '/sign-in/factor');
	ok(await visitor.page.locator('svg.qr').count() === 1, 'a QR code, without a request');
	const secret = await visitor.page.locator('.code').innerText();
	ok(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/.test(secret), 'and the letters in groups of four');
	is(await step(visitor, 'code', '000000'), 401, 'a wrong code is refused');
	is(await visitor.page.locator('.code').innerText(), secret, 'the letters are still the same');
	const code = totp(secret, Date.now());
	await step(visitor, 'code', code);
	is(where(visitor), '/sign-in/password', 'then to a password of one’s own');
	await fits(visitor, '/sign-in/password');
	is(await step(visitor, 'new_password', '12345678'), 422, 'not any will do');
	await step(visitor, 'new_password', own);
	is(where(visitor), '/', 'and in');
	return code;
}

async function county(browser, undo) {
	const house = await County.open(undo), password = name => house.first[name];
	const security = await Visitor.come(browser, house, { script: false });
	await first_time(security, 'root-security', password('root-security'), 'Sieben-Zwerge-7');
	await security.go('/accounts/new');
	await fits(security, '/accounts/new');
	await security.page.selectOption('[name=role]', 'officer');
	await security.page.fill('[name=name]', '何老师');
	await security.page.fill('[name=login]', 'he');
	is(await security.press('main .bar button'), 200, 'an account is made');
	const first = (await security.page.locator('.code').innerText()).trim();
	const officer = await Visitor.come(browser, house, { script: false, lang: 'en' });
	const code = await first_time(officer, 'he', first, 'A-quiet-river-3');
	await officer.go('/account');
	await fits(officer, '/account');
	ok((await officer.text()).includes('this one'), 'one’s own sessions are listed');
	const stolen = await officer.context.cookies();
	await officer.go('/more');
	await officer.press('main form[action="/sign-out"] button');
	const thief = await Visitor.come(browser, house, { script: false });
	await thief.context.addCookies(stolen.filter(c => c.name === 'tx'));
	await thief.go('/account');
	is(where(thief), '/sign-in', 'a stolen cookie is dead after sign-out');
	is(await login(officer, 'he', 'A-quiet-river-3'), 200, 'the second time');
	is(where(officer), '/sign-in/code', 'the code is asked');
	await fits(officer, '/sign-in/code');
	is(await step(officer, 'code', code), 401, 'one used already is refused');
	none([...security.take_faults(), ...officer.take_faults()], 'nothing went wrong on any page');
}

/* The text of a card as it is printed. */
const card_of = async teacher => {
	const [number, pin] = (await teacher.page.locator('.card .code').allInnerTexts()).map(t => t.replace(/\s/g, ''));
	const pictures = await teacher.page.$$eval('.card .pics use', all => all.map(u => u.getAttribute('href').split('#')[1]));
	return { number, pin, pictures };
};

async function cards(browser, undo) {
	const house = await House.open(undo), child = (await house.all('children', 'teacher'))[0];
	const teacher = await (await Visitor.come(browser, house, { script: false })).sign_in('teacher');
	await teacher.go(`/children/${child.id}/cards`);
	await fits(teacher, '/children/ID/cards');
	is(await teacher.press(`main form[action="/children/${child.id}/cards"] button`), 200, 'a card is made');
	await fits(teacher, 'the card');
	const card = await card_of(teacher);
	ok(/^\d{8}$/.test(card.number) && card.pictures.length === 3, 'it has a number and three pictures', card);
	for (const script of [false, true]) {
		const kid = await Visitor.come(browser, house, { script });
		await kid.go(`/sign-in/child#${card.number}`);
		await fits(kid, '/sign-in/child');
		if (script) {
			is(await kid.page.inputValue('[name=number]'), card.number, 'with script the QR code fills in the number');
			ok(!kid.page.url().includes(card.number), 'and takes it out of the address');
		} else {
			await kid.page.fill('[name=number]', card.number);
		}
		await kid.press('main button');
		for (const picture of card.pictures) {
			await fits(kid, 'the pictures');
			is(await kid.page.locator('.pics button').count(), 12, 'twelve pictures');
			await kid.press(kid.page.locator(`.pics button:has(use[href$="#${picture}"])`));
		}
		is(where(kid), '/me', `signed in ${script ? 'with' : 'without'} script`);
		none(kid.take_faults(), 'nothing went wrong');
	}
	const kid = await Visitor.come(browser, house, { script: false, lang: 'en' });
	await kid.go('/sign-in/child');
	await kid.page.fill('[name=number]', card.number);
	await kid.press('main button');
	let status = 0;
	for (const picture of [...card.pictures].reverse())
		status = await kid.press(kid.page.locator(`.pics button:has(use[href$="#${picture}"])`));
	is(status, 401, 'in another order they open nothing');
	ok((await kid.text()).includes('That was not it'), 'and it is said kindly');

	await teacher.go(`/children/${child.id}/cards`);
	is(await teacher.press('main form[action^="/ties/"] button'), 200, 'a card for who looks after the child');
	const other = await card_of(teacher);
	ok(/^\d{8}$/.test(other.number) && /^\d{6}$/.test(other.pin), 'it has a number and a PIN', other);
	const guardian = await Visitor.come(browser, house, { script: false });
	await guardian.go('/sign-in/card');
	await fits(guardian, '/sign-in/card');
	await guardian.page.fill('[name=number]', other.number);
	is(await step(guardian, 'pin', other.pin), 200, 'signed in');
	is(where(guardian), '/', 'with number and PIN');
	none([...teacher.take_faults(), ...guardian.take_faults()], 'nothing went wrong');
}

run(async undo => {
	const browser = await launch(undo);
	await county(browser, undo);
	await cards(browser, undo);
});
