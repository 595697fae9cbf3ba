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

/* A form of the door, sent as it is filled in. */
async function door_form(visitor, path, values) {
	await visitor.go(path);
	for (const [name, value] of Object.entries(values))
		await visitor.page.fill(`[name=${name}]`, value);
	return visitor.press('main button');
}

async function taps(visitor, count) {
	await door_form(visitor, '/sign-in/child', { number: '12345678' });
	for (let i = 0; i < count; i++)
		await visitor.press('.pics button');
}

/* Without a session: only these. */
export const door = [
	get('sign-in', '/sign-in'),
	{ name: 'sign-in-wrong', open: visitor => door_form(visitor, '/sign-in', { login: 'officer', password: 'wrong' }) },
	get('sign-in-card', '/sign-in/card'),
	{ name: 'sign-in-card-wrong', open: visitor => door_form(visitor, '/sign-in/card', { number: '12345678', pin: '111111' }) },
	get('sign-in-child', '/sign-in/child'),
	{ name: 'sign-in-pictures', open: visitor => taps(visitor, 0) },
	{ name: 'sign-in-pictures-wrong', open: visitor => taps(visitor, 3) },
];

const slug = route => route.replace(/[/:]+/g, '-').replace(/^-|-$/g, '') || 'today';

/* Addresses that only lead elsewhere when somebody is signed in: the door and its steps, the choice of language. */
export const leads_on = route => /^\/(sign-in(\/(code|factor|password))?|language\/:word)$/.test(route);

/* GET pages of a role. */
export const pages = async (house, role) => (await house.addresses(role))
	.filter(({ route }) => !leads_on(route) && !route.startsWith('/sign-in'))
	.map(({ route, path }) => ({ route, ...get(slug(route), path) }));

/* A button of a page pressed. */
async function pressed(visitor, path, button, values = {}) {
	await unfolded(visitor, path);
	for (const [name, value] of Object.entries(values))
		await visitor.page.fill(`[name=${name}]`, value);
	return visitor.press(button);
}

/* What others than the officer get as an answer to a form. */
async function others(house, role) {
	const at = Object.fromEntries((await house.addresses(role)).map(({ route, path }) => [route, path]));
	const press = (name, route, button, values) => at[route] ? [{ name, open: visitor => pressed(visitor, at[route], button, values) }] : [];
	return {
		teacher: () => [...press('card-child', '/children/:id/cards', 'main form[action^="/children/"][action$="/cards"] button'),
			...press('card-guardian', '/children/:id/cards', 'main form[action^="/ties/"][action$="/cards"] button')],
		security: () => press('account-wrong', '/accounts/new', 'main .bar button', { login: 'a' }),
		civil: () => [...press('order-shown', '/protection_orders/:id', 'form[action$="/show"] button', { purpose: '家访' }),
			...press('order-wrong', '/protection_orders/new', 'main .bar button', { from: '2030-01-01' })],
		head: () => press('ask-wrong', '/:word/:id/ask', 'main .bar button', { reason: 'x' }),
		parent: () => [...press('file-shown', '/my/children/:id/file', 'form[action$="/file"] button', { purpose: '核对' }),
			...press('request-wrong', '/my/children/:id/requests', 'form[action$="/requests"] button'),
			...press('copy-shown', '/my/requests/:id', 'form[action$="/copy"] button')],
	}[role]?.() ?? [];
}

export async function answers(house, role = 'officer') {
	if (role !== 'officer')
		return others(house, role);
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
