/* All that can be seen: the pages of every GET route, and what only comes as an answer to a form.  Each view is
 * { name, open(visitor) }; open leaves the visitor on it. */
import { CONFIRM, look_at_list, settled, take_list, undo_list } from './lists.mjs';
import { id_number, roster, spoiled } from './roster.mjs';

const get = (name, path) => ({ name, open: visitor => visitor.go(path) });

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
	.map(({ route, path }) => ({ route, path, ...get(slug(route), path) }));

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

/* A list of three nobody has seen before, nor anybody like them. */
let lists = 0;
function strangers() {
	const n = ++lists, given = [...'安柏春冬恩芳刚海佳凯兰明南鹏琴荣思婷文欣'];
	return [['姓名', '性别', '出生日期', '身份证号', '户籍地', '班级', '入学年月'], ...['赵', '钱', '孙'].map((surname, i) => {
		const born = `${2013 + n % 6}-0${1 + i * 3}-${10 + n % 18}`, girl = (n + i) % 2;
		return [surname + given[(n * 7 + i) % 20] + given[(n * 3 + i * 5) % 20], girl ? '女' : '男', born, id_number(born, 300 + n * 10 + i * 2 + (girl ? 0 : 1)), '440804101209', '三（1）班', '202409'];
	})];
}

/* A row that resembles a child who is known. */
async function twin(house) {
	const child = (await house.all('children')).find(c => c.class);
	const head = ['姓名', '性别', '出生日期', '户籍地', 'no_id_reason'];
	return [head, [child.name, child.sex === '2' ? '女' : '男', child.birth_date, child.household_region ?? '440804101209', '1']];
}

/* An import taken back, one child of which was edited meanwhile. */
async function undone(visitor, house, partly) {
	const before = new Set((await house.all('children')).map(c => c.id));
	const id = await take_list(house, 'officer', strangers(), 'done');
	if (partly) {
		const child = (await house.all('children')).find(c => !before.has(c.id));
		await house.api(`/children/${child.id}`, { method: 'PATCH', headers: { 'if-match': `"${child.version}"` }, body: { phone: '13000007777' } });
	}
	return visitor.go(`/batches/${await undo_list(house, 'officer', id, partly ? 'partial' : 'done')}`);
}

async function imported(visitor) {
	await look_at_list(visitor, strangers());
	const status = await visitor.press(CONFIRM);
	await settled(visitor);
	return status;
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
		{ name: 'import-headings', open: visitor => look_at_list(visitor, [['星座', '血压'], ['白羊', '高']]) },
		{ name: 'import-likely', open: async visitor => look_at_list(visitor, await twin(house)) },
		{ name: 'import-wrong', open: async visitor => { await visitor.go('/import'); return visitor.press('main form .bar button'); } },
		{ name: 'import-done', open: imported },
		{ name: 'import-undone', open: visitor => undone(visitor, house, false) },
		{ name: 'import-undone-partly', open: visitor => undone(visitor, house, true) },
		get('not-found', '/children/1'), get('no-such-page', '/nowhere'), get('bad-date', `${file}?as_of=2026-02-30`),
	];
}
