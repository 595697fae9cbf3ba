/* Every page of every role works without script, and gives no error, no refusal of the content security policy and
 * no failed request with script on.  The pages are those of `tongxin dump routes`: a new one is tested by itself. */
import { launch, Visitor } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { House, page_routes, ROLES } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';
import { leads_on } from './lib/views.mjs';

/* Who may hold the route, but not by the rules of what it is about: opens without asking; neither asks nor is asked. */
const NOT_THEIRS = { '/:word/:id/ask': ['civil', 'teacher', 'director'], '/openings': ['teacher', 'director'], '/notices': ['child', 'police', 'hospital', 'finance', 'inspector', 'volunteer', 'org', 'donor', 'city'] };

/* Pages that are each role's own; of the others, one role's is enough to see what script does to them. */
const OWN = ['/', '/more', '/account', '/notices'];

/* Every GET route is somebody's page, each with a record to show. */
function all_routes(seen) {
	const shapes = page_routes().map(([route]) => route).filter(route => !route.startsWith('/:word') || route.endsWith('/ask'));
	none(shapes.filter(route => !seen.has(route)), `each of the ${shapes.length} routes is somebody's page`);
}

async function every_page(browser, house, role, script, skip = new Set()) {
	const visitor = await (await Visitor.come(browser, house, { script })).sign_in(role);
	const bad = [], how = script ? 'with script' : 'without script';
	const seen = new Set();
	for (const { route, path } of await house.addresses(role)) {
		if (skip.has(route) && !OWN.includes(route))
			continue;
		const status = await visitor.go(path);
		if (NOT_THEIRS[route]?.includes(role)) {
			if (status !== 404)
				bad.push(`${route}: ${status}, not theirs`);
			continue;
		}
		/* A director is led from a sweep to the list of the own village. */
		const there = leads_on(route) || route === '/sweeps/:id' && role === 'director' || new URL(visitor.page.url()).pathname === path.split('?')[0];
		if (status !== 200 || !there || !await visitor.page.locator('main h1').count())
			bad.push(`${route}: ${status} at ${visitor.page.url()}`);
		if (await visitor.page.locator('script:not([src]), [style], [onclick], style').count())
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
		const { visitor, seen } = await every_page(browser, house, role, false);
		seen.forEach(route => routes.add(route));
		await tabs(visitor, role);
		await links(visitor, role);
		await visitor.go('/more');
		await visitor.press('form[action="/sign-out"] button');
		is(new URL(visitor.page.url()).pathname, '/sign-in', `${role}: signed out without script`);
		await visitor.context.close();
		const scripted = await every_page(browser, house, role, true, with_script);
		scripted.seen.forEach(route => with_script.add(route));
		await scripted.visitor.context.close();
	}
	all_routes(routes);
	const guest = await Visitor.come(browser, house, { script: false });
	const bad = [];
	for (const { path, route } of await house.addresses('officer')) {
		if (route === '/language/:word' || route.startsWith('/sign-in'))
			continue;
		await guest.go(path);
		if (new URL(guest.page.url()).pathname !== '/sign-in' || /\d{15}/.test(await guest.page.content()))
			bad.push(`${path}: ${guest.page.url()}`);
	}
	none(bad, 'without a session every page is the door');
});
