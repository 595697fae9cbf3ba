/* Head and teacher see their own children and nobody else's, the administrator none; what is out of reach looks like
 * what is not there.  Class screens say nothing that labels a child. */
import { launch, Visitor } from './lib/browser.mjs';
import { House, page_routes } from './lib/house.mjs';
import { id_number } from './lib/roster.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const LABELS = /留守|困境|贫困|低保|孤儿|单亲|特困|事实无人抚养|民政口径|学籍口径|left.?behind|in difficulty|poverty|poor|orphan|school.?roll(?! and)|civil.?affairs(?! offices)|standing|at.?risk/i;

/* A second school with a child of its own. */
async function elsewhere(house) {
	const post = async (where, body) => {
		const made = await house.api(where, { method: 'POST', body });
		if (made.status_ !== 201)
			throw new Error(`${where}: ${JSON.stringify(made)}`);
		return made;
	};
	const school = await post('/schools', { code: '2144804999', name: '别处小学', region: '440804101209', kind: '211' });
	const a_class = await post('/classes', { school: school.id, number: 1, name: '一（1）班', entry_year: 2026 });
	const child = await post('/children', { name: '别处孩子', sex: '1', birth_date: '2019-05-05', id_number: id_number('2019-05-05', 901),
		school: school.id, class: a_class.id, entry_month: '202609' });
	const parent = await post('/parents', { child: child.id, relation: '51', name: '别处爸爸' });
	const absence = await post('/absences', { person: parent.person, from: '2026-01-01', reason: 'work' });
	return { schools: school.id, classes: a_class.id, children: child.id, parents: parent.id, persons: parent.person, absences: absence.id };
}

async function walled(visitor, role, foreign, routes) {
	const faults = [], bodies = new Set();
	await visitor.go('/children/1');
	const nothing = await visitor.page.content();
	for (const { route } of routes) {
		const [, plural] = route.match(/^\/(\w+)\/:id/) ?? [];
		if (!plural)
			continue;
		const path = route.replace(':id', foreign[plural]), status = await visitor.go(path), html = await visitor.page.content();
		if (status !== 404 || /别处/.test(html))
			faults.push(`${path}: ${status}`);
		bodies.add(html.replace(/ \d+:\d+[^<]*</, '<'));
	}
	none(faults, `${role}: nothing of the other school`);
	is(bodies.size, 1, `${role}: what is out of reach looks all the same`);
	ok(bodies.has(nothing.replace(/ \d+:\d+[^<]*</, '<')), `${role}: and like what is not there`);
	await visitor.go('/children');
	await visitor.page.fill('main [name=q]', '别处');
	await visitor.press('main form:has([name=q]) button');
	ok(!(await visitor.text()).includes('别处孩子'), `${role}: the search does not find it`);
}

async function own_children(visitor, role, want) {
	const names = new Set();
	await visitor.go('/children');
	for (let more = true; more;) {
		for (const href of await visitor.page.$$eval('main table a[href^="/children/"]', links => links.map(a => a.pathname)))
			names.add(href);
		const next = visitor.page.locator('main a[href*="after="]');
		more = await next.count() > 0;
		if (more)
			await visitor.press(next.last());
	}
	is(names.size, want.length, `${role}: the list has the ${want.length} of their own`);
	ok(want.every(c => names.has(`/children/${c.id}`)), `${role}: those and no others`);
}

/* What the form of the school asks a family is their own answer in their own file, not a label. */
const asked = html => html.replaceAll(/<(dt|label|legend)[^>]*>(是否孤儿|Orphan)<\/\1>/g, '');

async function no_labels(visitor, role, paths) {
	const faults = [];
	for (const lang of ['zh', 'en']) {
		await visitor.speak(lang);
		for (const path of paths) {
			await visitor.go(path);
			const html = asked(await visitor.page.content()), found = html.match(LABELS);
			if (found)
				faults.push(`${path} ${lang}: ${html.slice(Math.max(0, found.index - 60), found.index + 40)}`);
		}
	}
	await visitor.speak('zh');
	none(faults, `${role}: no screen of several children, and none of a family, labels one (${paths.length} pages, both languages)`);
}

/* Neither by a word nor by order, colour or mark: every row of a class looks the same but for name, sex and dates. */
async function no_marks(visitor, role, path) {
	await visitor.go(path);
	const shapes = await visitor.page.$$eval('main table tbody tr', rows => [...new Set(rows.map(tr =>
		tr.outerHTML.replace(/>[^<]+</g, '><').replace(/\d{6,}/g, 'N').replace(/datetime="[^"]*"/g, '')))]);
	is(shapes.length, 1, `${role}: the rows of a class differ in nothing but their words`);
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const before = { head: await house.all('children', 'head'), teacher: await house.all('children', 'teacher') };
	const [own_class] = await house.all('classes', 'teacher'), [own_school] = await house.all('schools', 'head');
	is(before.head.length, 154, 'the head has the whole school');
	ok(before.teacher.length > 10 && before.teacher.every(c => c.class === own_class.id), 'the teacher one class');
	const routes = { head: await house.addresses('head'), teacher: await house.addresses('teacher') };
	const foreign = await elsewhere(house);

	for (const role of ['head', 'teacher']) {
		const visitor = await (await Visitor.come(browser, house)).sign_in(role);
		await own_children(visitor, role, before[role]);
		await walled(visitor, role, foreign, routes[role]);
		const screens = ['/', '/children', `/classes/${own_class.id}`, `/schools/${own_school.id}`, '/schools'];
		await no_labels(visitor, role, role === 'teacher' ? screens.filter(s => s !== '/schools') : screens);
		await no_marks(visitor, role, `/classes/${own_class.id}`);
		await visitor.context.close();
	}

	const teacher = await (await Visitor.come(browser, house)).sign_in('teacher');
	const other = before.head.find(c => c.class !== own_class.id), mates = (await house.all('classes', 'officer')).find(c => c.id !== own_class.id && c.school === own_school.id);
	is(await teacher.go(`/children/${other.id}`), 404, 'the teacher does not open a child of another class');
	is(await teacher.go(`/classes/${mates.id}`), 404, 'nor another class');
	is(await teacher.go('/regions'), 404, 'nor the counts of regions');
	is(await teacher.go('/import'), 404, 'nor the import');
	is(await teacher.go('/children/new'), 404, 'nor registers one');

	const officer = await (await Visitor.come(browser, house)).sign_in('officer');
	await no_labels(officer, 'officer', ['/children', `/classes/${own_class.id}`, `/schools/${own_school.id}`, '/schools']);

	for (const role of ['guardian', 'parent', 'child']) {
		const family = await (await Visitor.come(browser, house)).sign_in(role);
		await no_labels(family, role, (await house.addresses(role)).map(({ path }) => path).filter(path => !/^\/(sign-in|language)/.test(path)));
		await family.context.close();
	}

	const admin = await (await Visitor.come(browser, house)).sign_in('admin'), faults = [];
	const open = page_routes().filter(([, roles]) => roles.some(r => ['admin', 'anyone'].includes(r))).map(([route]) => route);
	for (const { route, path } of await house.addresses('officer'))
		if (!open.includes(route) && await admin.go(path) !== 404)
			faults.push(path);
	none(faults, 'the administrator reads no child');
	is((await house.api('/children', { role: 'admin' })).status_, 404, 'nor by the API');
});
