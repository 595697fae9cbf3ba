/* Every page of every role works without script, and gives no error, no refusal of the content security policy and
 * no failed request with script on.  The pages are those of `tongxin dump routes`: a new one is tested by itself. */
import { launch, Visitor } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { House, page_routes, ROLES } from './lib/house.mjs';
import { count_in, over_the_line } from './lib/line.mjs';
import { is, none, ok, run } from './lib/tap.mjs';
import { leads_on } from './lib/views.mjs';

/* Who may hold the route, but not by the rules of what it is about: opens without asking; neither asks nor is asked. */
const NOT_THEIRS = { '/:word/:id/ask': ['civil', 'teacher', 'director'], '/openings': ['teacher', 'director'], '/notices': ['child', 'finance', 'inspector', 'volunteer', 'org', 'donor', 'city'] };

/* Pages that are each role's own; of the others, one role's is enough to see what script does to them. */
const OWN = ['/', '/more', '/account', '/notices'];

/* Every GET route is somebody's page, each with a record to show. */
function all_routes(seen) {
	const shapes = page_routes().map(([route]) => route).filter(route => !route.startsWith('/:word') || route.endsWith('/ask'));
	none(shapes.filter(route => !seen.has(route)), `each of the ${shapes.length} routes is somebody's page`);
}

/* Within a page nothing may be that the policy refuses. */
const INLINE = 'script:not([src]), [style], [onclick], style';

/* The page in the browser; or over the line, where some role's was shown already and it fetches nothing that one did
 * not: then there is nothing in it that the browser could run or refuse but what is counted here. */
const shown = new Map();
async function arrive(visitor, route, path, script) {
	const at = script || OWN.includes(route) ? null : await over_the_line(visitor, path);
	if (at && shown.has(route) && at.parts.every(address => shown.get(route).includes(address))) {
		const [h1, inline] = await count_in(visitor.page, at.html, ['main h1', INLINE]);
		return { status: at.status, to: at.path, h1, inline };
	}
	if (at)
		shown.set(route, at.parts);
	const status = await visitor.go(path), url = new URL(visitor.page.url());
	return { status, to: url.pathname + url.search, h1: await visitor.page.locator('main h1').count(), inline: await visitor.page.locator(INLINE).count() };
}

async function every_page(browser, house, role, addresses, script, skip = new Set()) {
	const visitor = await (await Visitor.come(browser, house, { script })).sign_in(role);
	const bad = [], how = script ? 'with script' : 'without script';
	const seen = new Set();
	for (const { route, path } of addresses) {
		if (skip.has(route) && !OWN.includes(route))
			continue;
		const { status, to, h1, inline } = await arrive(visitor, route, path, script);
		if (NOT_THEIRS[route]?.includes(role)) {
			if (status !== 404)
				bad.push(`${route}: ${status}, not theirs`);
			continue;
		}
		/* A director is led from a sweep to the list of the own village, a child to its own page. */
		const there = leads_on(route) || route === '/sweeps/:id' && role === 'director' || route === '/' && to === '/me' || to.split('?')[0] === path.split('?')[0];
		if (status !== 200 || !there || !h1)
			bad.push(`${route}: ${status} at ${to}`);
		if (inline)
			bad.push(`${route}: script or style within the page`);
		seen.add(route);
	}
	none(bad, `${role}, ${how}: ${seen.size} pages`);
	none(visitor.take_faults(), `${role}, ${how}: no error, no refusal by the policy`);
	ok(seen.size > 2, `${role}, ${how}: there are pages`);
	return { visitor, seen };
}

/* Each tab leads to a page, which says that it is the one. */
async function tabs(visitor, role) {
	await visitor.go('/');
	const paths = await visitor.page.$$eval('nav.tabs a', all => all.map(a => a.pathname)), bad = [];
	for (const path of paths) {
		const status = await visitor.go(path);
		const current = await visitor.page.$$eval('nav.tabs [aria-current=page]', all => all.map(a => a.pathname));
		if (status !== 200 || current.join() !== path)
			bad.push(`${path}: ${status}, ${current.join()}`);
	}
	none(bad, `${role}: ${paths.length} tabs lead to pages`);
	ok(paths.length > 1 || /^(guardian|parent|child)$/.test(role), `${role}: there are tabs, but for families`);
}

/* What a role's pages link to answers as well; so does sign-out. */
async function links(visitor, role) {
	const seen = new Set(['/']), left = [['/', '']], bad = [];
	while (left.length && seen.size < 60) {
		const [path, from] = left.shift(), answer = await visitor.context.request.get(visitor.house.url + path);
		if (answer.status() !== 200)
			bad.push(`${path}: ${answer.status()}, from ${from}`);
		for (const [, href] of (await answer.text()).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
			const to = href.replaceAll('&amp;', '&');
			const shape = to.replace(/\d{6,}/g, 'N');
			if (!seen.has(shape) && !to.startsWith('/language'))
				seen.add(shape), left.push([to, path]);
		}
	}
	none(bad, `${role}: every link leads somewhere (${seen.size} kinds)`);
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const routes = new Set(), with_script = new Set();
	await furnish(house);
	for (const role of ROLES) {
		const addresses = await house.addresses(role);
		const { visitor, seen } = await every_page(browser, house, role, addresses, false);
		seen.forEach(route => routes.add(route));
		await tabs(visitor, role);
		await links(visitor, role);
		await visitor.go('/more');
		await visitor.press('form[action="/sign-out"] button');
		is(new URL(visitor.page.url()).pathname, '/sign-in', `${role}: signed out without script`);
		await visitor.context.close();
		const scripted = await every_page(browser, house, role, addresses, true, with_script);
		scripted.seen.forEach(route => with_script.add(route));
		await scripted.visitor.context.close();
	}
	all_routes(routes);
	const guest = await Visitor.come(browser, house, { script: false });
	const bad = [];
	for (const { path, route } of await house.addresses('officer')) {
		if (route === '/language/:word' || route.startsWith('/sign-in'))
			continue;
		const { path: to, html } = await over_the_line(guest, path);
		if (route === '/help-a-child') { /* for anybody: it says nothing of anyone */
			if (/\d{15}/.test(html))
				bad.push(`${path}: an id`);
			continue;
		}
		if (to.split('?')[0] !== '/sign-in' || /\d{15}/.test(html))
			bad.push(`${path}: ${to}`);
	}
	none(bad, 'without a session every page is the door');
});
