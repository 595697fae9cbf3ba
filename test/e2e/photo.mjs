/* Photos of a visit: the child director sends one from a phone, with and without script; what is no picture is told
 * beside the form and nothing typed is lost; the supervisor says what for and sees it; the class teacher cannot take it
 * away; the director does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* A picture of its own for each name, drawn by the browser. */
async function draw(visitor, colour) {
	const bytes = await visitor.page.evaluate(async colour => {
		const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 1200 }), c = canvas.getContext('2d');
		c.fillStyle = '#cde';
		c.fillRect(0, 0, 1600, 1200);
		c.fillStyle = colour;
		c.fillRect(300, 500, 700, 600);
		c.fillStyle = '#630';
		c.fillRect(1200, 200, 90, 900);
		const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9));
		return [...new Uint8Array(await blob.arrayBuffer())];
	}, colour);
	return Buffer.from(bytes);
}

const pictures = visitor => visitor.page.locator('#photos img');
/* All of them are there, and as wide as they say. */
async function widths(visitor) {
	await pictures(visitor).last().scrollIntoViewIfNeeded();
	await visitor.page.waitForFunction(() => [...document.querySelectorAll('#photos img')].every(i => i.complete));
	return pictures(visitor).evaluateAll(all => all.map(i => i.naturalWidth));
}

async function send(visitor, file, caption) {
	if (!await visitor.page.locator('#photos [type=file]').isVisible())
		await visitor.page.locator('#photos summary').click();
	await visitor.page.setInputFiles('[type=file]', file);
	await visitor.page.fill('[name=caption]', caption);
	return visitor.press('form[enctype] .bar button');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	const dir = mkdtempSync(join(tmpdir(), 'photos-'));
	undo.push(async () => rmSync(dir, { recursive: true }));
	for (const [login, more] of Object.entries({ director: { size: PHONE }, supervisor: { size: DESK }, teacher: { size: PHONE, script: false } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	const { director, supervisor, teacher } = people;
	/* One that nobody has photographed yet. */
	const taken = (await house.all('photos', 'director')).map(p => p.visit);
	const visit = (await house.all('visits', 'director')).find(v => !taken.includes(v.id)), where = `/visits/${visit.id}`;

	await director.go(where);
	const file = join(dir, 'IMG_0001.jpg');
	writeFileSync(file, await draw(director, '#a33'));
	is(await send(director, file, 'the stove'), 200, 'a photo is sent');
	is(new URL(director.page.url()).pathname, where, 'and leads back to the visit');
	is((await widths(director)).join(), '480', 'where it stands, small');
	none(await axe(director.page), 'the visit with it: axe');
	const width = await director.page.evaluate(() => document.documentElement.scrollWidth);
	ok(width <= PHONE.width, `no wider than the phone: ${width}`);
	const large = await pictures(director).first().evaluate(i => i.closest('a').href);
	const answer = await director.page.request.get(large);
	is(`${answer.status()} ${answer.headers()['content-type']} ${answer.headers()['cache-control']}`, '200 image/jpeg private, no-cache',
		'and large, kept by nobody else');

	writeFileSync(join(dir, 'list.jpg'), 'name,phone\n');
	is(await send(director, join(dir, 'list.jpg'), 'not lost'), 422, 'what is no picture is refused');
	ok(/not a picture that can be taken/.test(await director.text()), 'with a sentence');
	is(await director.page.inputValue('[name=caption]'), 'not lost', 'and what was typed stands there');
	none(await axe(director.page), 'the form with its problem: axe');
	writeFileSync(join(dir, 'two.jpg'), await draw(director, '#383'));
	await director.page.setInputFiles('[type=file]', join(dir, 'two.jpg'));
	is(await director.press('form[enctype] .bar button'), 200, 'then the right one');
	is((await widths(director)).length, 2, 'two photos');

	await supervisor.go(where);
	is(await pictures(supervisor).count(), 0, 'the supervisor says first what for');
	is((await supervisor.page.request.get(large)).status(), 403, 'an address that was passed on opens nothing');
	ok(/Photos: 2/.test(await supervisor.text('#photos')), 'but sees that there are some');
	await supervisor.page.locator('details:has([name=purpose]) summary').click();
	await supervisor.page.fill('[name=purpose]', 'the stove is to be mended');
	await supervisor.press(`form[action$="${where}/show"] button`);
	is((await widths(supervisor)).join(), '480,480', 'then they are there');
	ok(/the stove/.test(await supervisor.text('#photos')), 'with what they show');
	none(await axe(supervisor.page), 'opened: axe');

	/* The same file for another visit. */
	const other = (await house.all('visits', 'director')).find(v => v.id !== visit.id && !taken.includes(v.id));
	await director.go(`/visits/${other.id}`);
	is(await send(director, file, ''), 200, 'sent once more, for another visit');
	await supervisor.go(`/visits/${other.id}`);
	ok(/looks the same as a photo/.test(await supervisor.text('#photos')), 'the supervisor is told');

	await director.go(where);
	await director.press('#photos li a[href*="/edit"]');
	await director.page.fill('[name=caption]', 'the stove, from the door');
	none(await axe(director.page), 'changing: axe');
	is(await director.press('main .bar button'), 200, 'what it shows is written anew');
	is(new URL(director.page.url()).pathname, where, 'back on the visit');
	await director.press('#photos li a[href*="/edit"]');
	await director.page.locator('summary', { hasText: 'by mistake' }).click();
	await director.press('details form button');
	await director.go(where);
	is((await widths(director)).length, 1, 'taken back by who took it');
	is((await director.page.request.get(large)).status(), 404, 'and gone');

	if ([200, 404].includes(await teacher.go(where)) && /Photos/.test(await teacher.text()))
		ok(!(await teacher.page.content()).includes('/edit?back'), 'another one changes nothing of it');
	for (const [login, visitor] of Object.entries(people))
		none(visitor.take_faults().filter(f => !/^\/visits/.test(f) || !/422/.test(f)), `${login}: no page complains`);
});
