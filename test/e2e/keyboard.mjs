/* By keyboard alone: sign in, find a child, open the file, mistype the phone, put it right.  Focus can always be
 * seen, the skip link skips. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House, PASSWORD } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* The ring: 3 px in the accent, and nothing on top of what has the focus. */
const ring = page => page.evaluate(() => {
	/* A tile wears the ring of its radio button; the small calendar of a date has one of the browser's own. */
	const e = document.activeElement, at = e.matches('.pick input') ? e.nextElementSibling : e, whole = e.closest('.pick') ?? e;
	const box = at.getBoundingClientRect(), style = getComputedStyle(at), own = e.type === 'date' && !e.matches(':focus-visible');
	const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 0), innerHeight - 1);
	const there = document.elementFromPoint(x, y);
	return {
		what: `${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 20)}`,
		ringed: own || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
		seen: box.bottom > 0 && box.top < innerHeight && (whole.contains(there) || there?.contains(whole) && !there.matches('.tabs, .bar, .top, nav')),
	};
});

async function tab_to(page, what, faults, limit = 60) {
	for (let i = 0; i < limit; i++) {
		await page.keyboard.press('Tab');
		const { what: name, ringed, seen } = await ring(page);
		if (!ringed || !seen)
			faults.push(`${new URL(page.url()).pathname}: ${name}: ${ringed ? 'hidden by something' : 'no ring'}`);
		if (await page.evaluate(w => document.activeElement.matches(w), what))
			return true;
	}
	throw new Error(`${limit} tabs do not reach ${what} on ${page.url()}`);
}

const enter = (page, key = 'Enter') => Promise.all([
	page.waitForEvent('load'), page.keyboard.press(key),
]);

/* Through a whole page and out again: each stop once, no trap. */
async function round(page, path, faults) {
	await page.goto(path);
	const stops = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
		.filter(e => e.checkVisibility({ visibilityProperty: true })).length);
	const seen = new Set();
	for (let i = 0; i < stops + 5; i++) {
		await page.keyboard.press('Tab');
		const { what, ringed, seen: shown } = await ring(page);
		if (what.startsWith('body'))
			return seen.size;
		if (!ringed || !shown)
			faults.push(`${path}: ${what}: ${ringed ? 'hidden by something' : 'no ring'}`);
		seen.add(await page.evaluate(() => { const all = [...document.querySelectorAll('*')]; return all.indexOf(document.activeElement); }));
	}
	if (seen.size < stops / 2)
		faults.push(`${path}: the focus is caught, ${seen.size} of ${stops}`);
	return seen.size;
}

async function journey(browser, house, size) {
	const visitor = await Visitor.come(browser, house, { lang: 'en', size }), { page } = visitor;
	const faults = [], at = `${size.width} px`, [child] = (await house.all('children')).filter(c => c.name === '徐远浩');
	await visitor.go('/sign-in');
	await tab_to(page, '#f-login', faults);
	await page.keyboard.type('officer');
	await tab_to(page, '#f-password', faults);
	await page.keyboard.type(PASSWORD);
	await enter(page);
	is(new URL(page.url()).pathname, '/', `${at}: signed in`);

	await page.keyboard.press('Tab');
	ok(await page.evaluate(() => document.activeElement.matches('a.skip')), `${at}: the first stop is the skip link`);
	const skip = await page.locator('a.skip').boundingBox();
	ok(skip.x >= 0 && skip.y >= 0 && skip.height >= 44, `${at}: which shows itself`, skip);
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	ok(await page.evaluate(() => document.querySelector('#main').contains(document.activeElement)), `${at}: it skips to the content`);

	await visitor.go('/');
	await tab_to(page, 'nav.tabs a[href="/children"]', faults);
	await enter(page);
	await tab_to(page, '[name=q]', faults);
	await page.keyboard.type('徐远浩');
	await enter(page);
	await tab_to(page, `a[href="/children/${child.id}"]`, faults);
	await enter(page);
	is(await page.textContent('h1'), '徐远浩', `${at}: found, and the file opened`);
	await tab_to(page, '#standing summary', faults);
	await page.keyboard.press('Space');
	ok(await page.locator('#standing').evaluate(d => d.open), `${at}: the statuses unfold`);

	await tab_to(page, `a[href="/children/${child.id}/edit"]`, faults);
	await enter(page);
	await tab_to(page, '#f-phone', faults);
	await page.keyboard.press('Control+A');
	await page.keyboard.type('1300000');
	await enter(page);
	is(await page.getAttribute('#f-phone', 'aria-invalid'), 'true', `${at}: the phone is refused`);
	await tab_to(page, '[role=alert] a[href="#f-phone"]', faults);
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.activeElement.id === 'f-phone' || location.hash === '#f-phone');
	if (await page.evaluate(() => document.activeElement.id !== 'f-phone'))
		await tab_to(page, '#f-phone', faults, 1);
	is(await page.inputValue('#f-phone'), '1300000', `${at}: the summary leads to it, what was typed is there`);
	await page.keyboard.press('Control+A');
	await page.keyboard.type('13000007777');
	await tab_to(page, '.bar button', faults);
	await enter(page, 'Space');
	is(new URL(page.url()).pathname, `/children/${child.id}`, `${at}: saved, back at the file`);
	ok((await visitor.text('#numbers')).includes('130****7777'), `${at}: with the new phone`);
	none(faults, `${at}: focus could be seen at every stop`);
	none(visitor.take_faults(), `${at}: no error`);
	return visitor;
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	for (const size of [PHONE, DESK]) {
		const visitor = await journey(browser, house, size), faults = [];
		let stops = 0;
		const routes = ['/', '/regions', '/schools', '/children/:id', '/parents/:id/edit', '/import', '/more'];
		for (const { route, path } of await house.addresses('officer'))
			if (routes.includes(route))
				stops += await round(visitor.page, path, faults);
		none(faults, `${size.width} px: through ${routes.length} pages, ${stops} stops, focus always to be seen, no trap`);
		await visitor.context.close();
	}
});
