/* The first view of a page on a phone, everything included, is at most 14 KB compressed and 6 requests (DESIGN 8);
 * on a line of 2G it is there all the same. */
import { launch, Visitor } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { House, ROLES } from './lib/house.mjs';
import { icon_weight, over_the_line } from './lib/line.mjs';
import { is, none, ok, run } from './lib/tap.mjs';
import { door, pages } from './lib/views.mjs';

/* What somebody drew or photographed comes after the page, small and one by one (ADR 0035). */
const PICTURE = /\/\d+\/(small|large|sound)$/;
const KB = 1024, MOST = 14 * KB, REQUESTS = 6;
/* What carries a call brings its script along, and is asked for only by who talks. */
const MOST_OF = { 'calls-id-room': 30 * KB };

/* Bytes over the line, heads and bodies, with nothing kept from before. */
async function weigh(visitor, view) {
	const line = await visitor.context.newCDPSession(visitor.page), got = [];
	const open = new Set(), own = new Set(); /* not what the page before left behind */
	const fetched = new Set();
	let last = 0;
	const end = e => { open.delete(e.requestId); last = Date.now(); };
	const begin = e => {
		/* The stream stays open; the browser draws its own buttons of a player from data: addresses. */
		if (e.type === 'EventSource' || e.request.url.startsWith('data:'))
			return;
		open.add(e.requestId);
		if (PICTURE.test(new URL(e.request.url).pathname))
			return;
		own.add(e.requestId);
		fetched.add(e.request.url);
	};
	await line.send('Network.enable');
	await line.send('Network.clearBrowserCache');
	line.on('Network.requestWillBeSent', begin);
	line.on('Network.loadingFailed', end);
	line.on('Network.loadingFinished', e => { if (own.has(e.requestId)) got.push(e); end(e); });
	await view.open(visitor);
	while (open.size || Date.now() - last < 150) /* the window's icon comes after the page */
		await visitor.page.waitForTimeout(30);
	await line.detach();
	const more = await icon_weight(visitor, fetched);
	return { bytes: got.reduce((sum, e) => sum + e.encodedDataLength, more), requests: got.length + (more ? 1 : 0) };
}

/* A browser weighs each route once; for another role it is that, and by how much the page itself is heavier or lighter,
 * unless it fetches anything that the first one did not. */
const weighed = new Map();
async function weigh_once(visitor, view) {
	const page = view.path && await over_the_line(visitor, view.path), before = weighed.get(view.route);
	if (page && before && page.parts.every(address => before.parts.includes(address)))
		return { bytes: before.bytes + page.bytes - before.page, requests: before.requests };
	const found = await weigh(visitor, view);
	if (page && !before)
		weighed.set(view.route, { ...found, page: page.bytes, parts: page.parts });
	return found;
}

async function all_of(browser, house, role) {
	const visitor = await Visitor.come(browser, house), faults = [];
	let heaviest = { bytes: 0 };
	if (role !== 'door')
		await visitor.sign_in(role);
	/* What goes to paper holds its whole list. */
	const views = role === 'door' ? door.filter(({ name }) => !/wrong|pictures/.test(name))
		: (await pages(house, role)).filter(({ name }) => !name.endsWith('-print'));
	for (const view of views) {
		const { bytes, requests } = await weigh_once(visitor, view);
		if (bytes > (MOST_OF[view.name] ?? MOST) || requests > REQUESTS)
			faults.push(`${view.name}: ${(bytes / KB).toFixed(1)} KB in ${requests} requests`);
		if (bytes > heaviest.bytes)
			heaviest = { bytes, requests, name: view.name };
	}
	none(faults, `${role}: ${views.length} pages, the heaviest ${heaviest.name} with ${(heaviest.bytes / KB).toFixed(1)} KB, ${heaviest.requests} requests`);
	return visitor;
}

/* EDGE on a bad day: 30 kbit/s and 600 ms. */
async function slow(visitor) {
	const line = await visitor.context.newCDPSession(visitor.page);
	await line.send('Network.enable');
	await line.send('Network.clearBrowserCache');
	await line.send('Network.emulateNetworkConditions', { offline: false, latency: 600, downloadThroughput: 30e3 / 8, uploadThroughput: 30e3 / 8 });
	is(await visitor.go('/'), 200, 'on a 2G line the first page comes');
	ok(await visitor.page.locator('h1').isVisible(), 'and can be read');
	is(await visitor.go('/children'), 200, 'then the list');
	ok(await visitor.page.locator('table tbody tr').count() > 10, 'with its rows');
}

/* A page that was read before is asked for again, but not sent again. */
async function kept(visitor) {
	const path = (await visitor.house.addresses('officer')).find(a => a.route === '/children/:id').path;
	await visitor.go(path);
	const line = await visitor.context.newCDPSession(visitor.page), got = [];
	await line.send('Network.enable');
	line.on('Network.responseReceivedExtraInfo', e => got.push(e.statusCode));
	await visitor.go('/more');
	got.length = 0;
	await visitor.go(path);
	ok(got.includes(304), 'a file that did not change is not sent again', got);
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	await furnish(house);
	await all_of(browser, house, 'door');
	const visitors = [];
	for (const role of ROLES)
		visitors.push(await all_of(browser, house, role));
	await kept(visitors[0]);
	await slow(visitors[ROLES.indexOf('teacher')]);
});
