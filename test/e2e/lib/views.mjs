/* All that can be seen: the pages of every GET route, and what only comes as an answer to a form.  Each view is
 * { name, open(visitor) }; open leaves the visitor on it. */
import { csv, roster, spoiled } from './roster.mjs';

const get = (name, path) => ({ name, open: visitor => visitor.go(path) });

/* The file of a list as a browser's file control takes it. */
export const upload = rows => ({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) });

export async function look_at_list(visitor, rows) {
	await visitor.go('/import');
	await visitor.page.setInputFiles('[name=file]', upload(rows));
	return visitor.press('main form button');
}

async function wrong_form(visitor, path, values) {
	await visitor.go(path);
	for (const [name, value] of Object.entries(values))
		await visitor.page.fill(`[name="${name}"]`, value);
	return visitor.press('main .bar button');
}

async function search(visitor, path, q) {
	await visitor.go(path);
	await visitor.page.fill('main [name=q]', q);
	return visitor.press('main [name=q] ~ button, main form:has([name=q]) button');
}

/* Somebody else changes the phone while the form is open. */
async function conflict(visitor, child) {
	await visitor.go(`/children/${child}/edit`);
	const { version } = await visitor.house.api(`/children/${child}`);
	const theirs = String(13000004000 + version);
	await visitor.house.api(`/children/${child}`, { method: 'PATCH', headers: { 'if-match': `"${version}"` }, body: { phone: theirs } });
	await visitor.page.fill('[name=phone]', '13000003333');
	return visitor.press('main .bar button');
}

async function shown(visitor, child) {
	await visitor.go(`/children/${child}`);
	await visitor.page.locator('[name=purpose]').evaluate(box => { box.closest('details').open = true; });
	await visitor.page.fill('[name=purpose]', '家访');
	return visitor.press('form[action$="/show"] button');
}

async function unfolded(visitor, path) {
	await visitor.go(path);
	await visitor.page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
}

/* Without a session: only these. */
export const door = [
	get('sign-in', '/sign-in'),
	{ name: 'sign-in-wrong', async open(visitor) {
		await visitor.go('/sign-in');
		await visitor.page.fill('[name=login]', 'officer');
		await visitor.page.fill('[name=password]', 'wrong');
		await visitor.press('main button');
	} },
];

const slug = route => route.replace(/[/:]+/g, '-').replace(/^-|-$/g, '') || 'today';

/* GET pages of a role; two addresses only lead elsewhere. */
export const pages = async (house, role) => (await house.addresses(role))
	.filter(({ route }) => !['/sign-in', '/language/:word'].includes(route))
	.map(({ route, path }) => get(slug(route), path));

export async function answers(house) {
	const ids = Object.fromEntries((await house.addresses('officer')).map(({ route, path }) => [route, path]));
	const file = ids['/children/:id'], child = file.split('/').pop();
	return [
		get('child-standing', `${file}?as_of=2026-11-21`),
		{ name: 'child-unfolded', open: visitor => unfolded(visitor, `${file}?as_of=2026-11-21`) },
		{ name: 'child-shown', open: visitor => shown(visitor, child) },
		{ name: 'child-conflict', open: visitor => conflict(visitor, child) },
		{ name: 'child-new-wrong', open: visitor => wrong_form(visitor, '/children/new',
			{ birth_date: '2030-01-01', id_number: '123', phone: '12', household_region: '没有这个地方', entry_month: '2024' }) },
		{ name: 'child-new-empty', open: visitor => wrong_form(visitor, '/children/new', {}) },
		{ name: 'parent-wrong', open: visitor => wrong_form(visitor, ids['/children/:id/parents/new'], { phone: '12', id_number: 'x' }) },
		{ name: 'absence-wrong', open: visitor => wrong_form(visitor, ids['/absences/new'],
			{ from: '2026-08-01', to: '2026-07-01', region: '99' }) },
		{ name: 'school-wrong', open: visitor => wrong_form(visitor, '/schools/new', {}) },
		{ name: 'children-found', open: visitor => search(visitor, '/children', '林') },
		{ name: 'children-none', open: visitor => search(visitor, '/children', '没有这个人') },
		{ name: 'regions-found', open: visitor => search(visitor, '/regions', '坡头') },
		{ name: 'regions-none', open: visitor => search(visitor, '/regions', '没有这个地方') },
		get('regions-past', '/regions?as_of=2026-08-31'),
		get('regions-midmonth', '/regions?as_of=2026-09-15'),
		get('regions-none-here', '/regions/440804/children?of=school_roll_unknown'),
		{ name: 'import-faults', open: visitor => look_at_list(visitor, spoiled().rows) },
		{ name: 'import-ready', open: visitor => look_at_list(visitor, roster()) },
		{ name: 'import-headings', open: visitor => look_at_list(visitor, [['姓名', '星座'], ['林小春', '白羊']]) },
		get('not-found', '/children/1'), get('no-such-page', '/nowhere'), get('bad-date', `${file}?as_of=2026-02-30`),
	];
}
