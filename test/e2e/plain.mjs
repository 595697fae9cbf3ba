/* Every page of every role works without script, and gives no error, no refusal of the content security policy and
 * no failed request with script on.  The pages are those of `tongxin dump routes`: a new one is tested by itself. */
import { launch, Visitor } from './lib/browser.mjs';
import { House, ROLES } from './lib/house.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

/* None of these may go missing. */
const PAGES = ['/', '/more', '/regions', '/regions/:code', '/regions/:code/children', '/schools', '/schools/new', '/schools/:id', '/schools/:id/edit',
	'/schools/:id/journal', '/classes/new', '/classes/:id', '/classes/:id/edit', '/classes/:id/journal', '/children', '/children/new', '/children/:id',
	'/children/:id/edit', '/children/:id/journal', '/children/:id/parents/new', '/parents/:id/edit', '/persons/:id/journal', '/absences/new',
	'/absences/:id/edit', '/absences/:id/journal', '/import'];

/* Pages that lead elsewhere: the door for who is in already, and the choice of language. */
const leads_on = route => ['/sign-in', '/language/:word'].includes(route);

async function every_page(browser, house, role, script) {
	const visitor = await (await Visitor.come(browser, house, { script })).sign_in(role);
	const bad = [], how = script ? 'with script' : 'without script';
	let seen = 0;
	for (const { route, path } of await house.addresses(role)) {
		const status = await visitor.go(path);
		const there = leads_on(route) || new URL(visitor.page.url()).pathname === path.split('?')[0];
		if (status !== 200 || !there || !await visitor.page.locator('main h1').count())
			bad.push(`${route}: ${status} at ${visitor.page.url()}`);
		if (await visitor.page.locator('script, [style], [onclick], style').count())
			bad.push(`${route}: script or style within the page`);
		seen++;
	}
	none(bad, `${role}, ${how}: ${seen} pages`);
	none(visitor.take_faults(), `${role}, ${how}: no error, no refusal by the policy`);
	ok(seen > 3, `${role}, ${how}: there are pages`);
	return visitor;
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
	const known = (await house.addresses('officer')).map(({ route }) => route);
	none(PAGES.filter(route => !known.includes(route)), 'the officer has every page that the program should have');
	for (const role of ROLES) {
		const plain = await every_page(browser, house, role, false);
		await links(plain, role);
		await plain.go('/more');
		await plain.press('form[action="/sign-out"] button');
		is(new URL(plain.page.url()).pathname, '/sign-in', `${role}: signed out without script`);
		await plain.context.close();
		await (await every_page(browser, house, role, true)).context.close();
	}
	const guest = await Visitor.come(browser, house, { script: false });
	const bad = [];
	for (const { path, route } of await house.addresses('officer')) {
		if (route === '/language/:word')
			continue;
		await guest.go(path);
		if (new URL(guest.page.url()).pathname !== '/sign-in' || /\d{15}/.test(await guest.page.content()))
			bad.push(`${path}: ${guest.page.url()}`);
	}
	none(bad, 'without a session every page is the door');
});
