/* Works, photos of a class, voice notes, by the people who do it: the teacher sends a drawing and is told what is no
 * picture; three photos of the class go off one by one, with one that is none among them, and are given to children; a
 * picture with faces is covered until the family agrees, and gone when it takes that back; the parent speaks into the
 * telephone (a made-up microphone), listens, sends; the child hears it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* A picture of its own for each colour, drawn by the browser. */
async function draw(visitor, colour) {
	const bytes = await visitor.page.evaluate(async colour => {
		const canvas = Object.assign(document.createElement('canvas'), { width: 1800, height: 1200 }), c = canvas.getContext('2d');
		c.fillStyle = '#def';
		c.fillRect(0, 0, 1800, 1200);
		c.fillStyle = colour;
		c.fillRect(300, 500, 700, 600);
		const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9));
		return [...new Uint8Array(await blob.arrayBuffer())];
	}, colour);
	return Buffer.from(bytes);
}

const wide = async visitor => {
	const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
	return width <= visitor.page.viewportSize().width ? '' : `${width} wide`;
};
const status = async (visitor, url) => (await visitor.page.request.get(url)).status();

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	const dir = mkdtempSync(join(tmpdir(), 'works-'));
	undo.push(async () => rmSync(dir, { recursive: true }));
	const come = async (login, more, from = browser) => {
		people[login] = await (await Visitor.come(from, house, { lang: 'en', ...more })).sign_in(login);
		return people[login];
	};
	const teacher = await come('teacher', { size: PHONE });
	const child = (await house.all('recordings', 'parent'))[0].child, works = `/children/${child}/works`;

	/* --- a work --- */
	writeFileSync(join(dir, 'dog.jpg'), await draw(teacher, '#a33'));
	writeFileSync(join(dir, 'list.jpg'), 'name,phone\n');
	await teacher.go(`${works}/new`);
	none(await axe(teacher.page), 'the form: axe');
	is(await wide(teacher), '', 'no wider than the phone');
	await teacher.page.setInputFiles('[type=file]', join(dir, 'list.jpg'));
	await teacher.page.fill('[name=title]', 'my dog');
	await teacher.page.locator('[name=faces][value="1"]').check({ force: true });
	await teacher.page.locator('[name=what]').selectOption('drawing').catch(() => {});
	is(await teacher.press('form[enctype] .bar button'), 422, 'what is no picture is refused');
	ok(/not a picture that can be taken/.test(await teacher.text()), 'with a sentence');
	is(await teacher.page.inputValue('[name=title]'), 'my dog', 'and what was typed stands there');
	await teacher.page.setInputFiles('[type=file]', join(dir, 'dog.jpg'));
	is(await teacher.press('form[enctype] .bar button'), 200, 'then the right one');
	is(new URL(teacher.page.url()).pathname, works, 'on the page of the works');
	none(await axe(teacher.page), 'the works: axe');
	is(await wide(teacher), '', 'no wider than the phone');
	const work = await teacher.page.locator('.photos a', { hasText: 'my dog' }).getAttribute('href');

	/* --- its face --- */
	const parent = await come('parent', { size: PHONE });
	const answer = async say => {
		await parent.go(`/my/children/${child}/consents/portrait`);
		if (await parent.page.locator(`button[value="${say}"]`).count())
			await parent.press(`button[value="${say}"]`);
	};
	await answer('back');
	is(await status(teacher, `${work}/large`), 404, 'without agreement there is no picture');
	await teacher.go(work);
	ok(/the family does not agree/.test(await teacher.text()), 'and the teacher is told why');
	none(await axe(teacher.page), 'covered: axe');
	await answer('yes');
	is(await status(teacher, `${work}/large`), 200, 'the family agrees: there it is');
	await teacher.go(work);
	none(await axe(teacher.page), 'shown: axe');
	is(await wide(teacher), '', 'no wider than the phone');

	/* --- a pile --- */
	for (const [name, colour] of [['a.jpg', '#383'], ['b.jpg', '#338']])
		writeFileSync(join(dir, name), await draw(teacher, colour));
	await teacher.go('/piles');
	none(await axe(teacher.page), 'the pile: axe');
	const waiting = async () => +((await teacher.text()).match(/To be sorted: (\d+)/)?.[1] ?? 0), before = await waiting();
	await teacher.page.setInputFiles('#pile [type=file]', ['a.jpg', 'list.jpg', 'b.jpg'].map(name => join(dir, name)));
	await teacher.page.click('#pile .bar button');
	await teacher.page.waitForFunction(() => /list\.jpg/.test(document.querySelector('#sent').textContent));
	ok(/list\.jpg: This is not a picture/.test(await teacher.text('#sent')), 'one is refused by its name');
	await teacher.go('/piles');
	is(await waiting(), before + 2, 'the other two have arrived');
	await teacher.page.setInputFiles('#pile [type=file]', [join(dir, 'a.jpg')]);
	await Promise.all([teacher.page.waitForNavigation(), teacher.page.click('#pile .bar button')]);
	is(await waiting(), before + 2, 'chosen again it is known');
	is(await wide(teacher), '', 'no wider than the phone');
	await teacher.press('a.btn.main[href^="/pile_photos/"]');
	none(await axe(teacher.page), 'whose photo is it: axe');
	is(await wide(teacher), '', 'no wider than the phone');
	await teacher.page.locator(`[name=child][value="${child}"]`).check({ force: true });
	await teacher.page.locator('[name=faces][value="0"]').check({ force: true });
	await teacher.page.fill('[name=title]', 'paper cutting');
	is(await teacher.press('form[action$="/give"] .bar button'), 200, 'given to a child');
	await teacher.go(works);
	ok(/paper cutting/.test(await teacher.text()), 'it stands among the works');

	/* --- a voice --- */
	const spoken = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(file => existsSync(file)),
		args: ['--headless', '--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] });
	undo.push(() => spoken.close());
	const voice = await (await Visitor.come(spoken, house, { lang: 'en', size: PHONE, permissions: ['microphone'] })).sign_in('guardian');
	await voice.go(`/children/${child}/recordings/new`);
	none(await axe(voice.page), 'the form to speak: axe');
	is(await wide(voice), '', 'no wider than the phone');
	await voice.page.click('#voice button');
	await voice.page.waitForFunction(() => /0:0[2-9]/.test(document.querySelector('#voice output').textContent));
	await voice.page.click('#voice button');
	await voice.page.waitForFunction(() => document.querySelector('#f-file').files.length === 1);
	ok(await voice.page.locator('#voice audio').isVisible(), 'it can be heard before it is sent');
	await voice.page.fill('[name=title]', 'good night');
	is(await voice.press('form[enctype] .bar button'), 200, 'the voice note is sent');
	none(await axe(voice.page), 'the voice notes: axe');
	ok(/good night/.test(await voice.text()), 'and stands there');
	const length = await voice.page.locator('audio').first().evaluate(audio => new Promise(done => {
		audio.addEventListener('loadedmetadata', () => done(audio.duration));
		audio.addEventListener('error', () => done(`error ${audio.error?.code}`));
		audio.preload = 'auto';
		audio.load();
	}));
	ok(length > 1 && length < 6, `a player reads it: ${length} seconds`);

	/* --- taken back --- */
	await answer('back');
	is(await status(teacher, `${work}/large`), 404, 'taken back: the picture is gone');
	is(await status(teacher, `${work}/small`), 404, 'the small one too');
	for (const [login, visitor] of [...Object.entries(people), ['guardian', voice]])
		none(visitor.take_faults().filter(f => !/422|404/.test(f)), `${login}: no page complains`);
});
