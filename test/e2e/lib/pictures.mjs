/* The few pictures of README and the guides, of a demonstration county: in Chinese, light, each as small as it can be. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DESK, PHONE, Visitor } from './browser.mjs';
import { look_at_list } from './lists.mjs';
import { shrink } from './png.mjs';
import { spoiled } from './roster.mjs';

const TALL = { width: 1280, height: 1060 }, LONG = { width: 360, height: 900 }, LOW = { width: 1280, height: 860 };
const VILLAGE = '440804101209', DAY = '2026-11-21';

/* Whose grandmother has a login. */
async function child(house) {
	const [own] = await house.all('children', 'guardian');
	return `/children/${own.id}`;
}

async function village(house) {
	const [sweep] = await house.all('sweeps', 'director');
	return `/sweeps/${sweep.id}/villages/${VILLAGE}`;
}

async function first_visit(visitor, house) {
	await visitor.go(await village(house));
	await visitor.press(visitor.page.locator('main section', { hasText: '要走访的' }).locator('.rows a').first());
}

async function answer(visitor, house) {
	const asked = (await house.all('transfers', 'head')).find(t => t.side === 'giving' && t.state === 'asked');
	await visitor.go(`/transfers/${asked.id}`);
}

async function pair(visitor, house) {
	const { items } = await house.api('/duplicates?of=children');
	const { one, other } = items.find(p => p.signs.includes('birth_date_near')) ?? items[0];
	await visitor.go(`/duplicates/${one}?with=${other}`);
}

async function card(visitor, house) {
	const [tie] = await house.all('ties', 'guardian');
	await visitor.go(`${await child(house)}/cards`);
	await visitor.press(`main form[action="/ties/${tie.id}/cards"] button`);
}

async function below(visitor, where, what) {
	await visitor.go(where);
	await visitor.page.locator(what).first().evaluate(e => window.scrollTo(0, e.getBoundingClientRect().top - 16));
}

/* A child of the director's village that is under care, with a plan under way and something seen of it if there is one. */
async function cared(house) {
	const cases = await house.all('care_cases', 'director'), seen = new Set((await house.all('findings', 'director')).map(f => f.child));
	const planned = (await house.all('plans', 'director')).filter(p => !p.closed_on).map(p => p.child);
	const level = child => cases.find(c => c.child === child)?.level ?? 0;
	return planned.sort((a, b) => seen.has(b) - seen.has(a) || level(b) - level(a))[0];
}

/* The plan as it is read: with what it was opened for. */
async function plan(visitor, house) {
	const child = await cared(house), all = await house.all('plans', 'director');
	await visitor.go(`/plans/${all.find(p => p.child === child && !p.closed_on).id}`);
	await visitor.page.locator('details:has(form[action$="/show"]) summary').first().click();
	await visitor.page.fill('[name=purpose]', '去家里商量计划');
	await visitor.press('form[action$="/show"] button');
}

/* One that stands so, or else any. */
async function of_state(house, kinds, who, state) {
	const all = await house.all(kinds, who);
	return all.find(one => one.state === state) ?? all[0];
}

/* [file, who (null: nobody signed in), size, open(visitor, house), the part that is shown] */
const go = where => visitor => visitor.go(where);
const pictures = [
	['today-1280', 'officer', DESK, go('/')],
	['regions-1280', 'officer', TALL, go('/regions')],
	['child-1280', 'officer', TALL, async (v, h) => v.go(`${await child(h)}?as_of=${DAY}`)],
	['child-360', 'teacher', PHONE, async (v, h) => v.go(await child(h))],
	['children-360', 'teacher', PHONE, go('/children')],
	['import-1280', 'officer', DESK, v => look_at_list(v, spoiled().rows)],
	['duplicates-1280', 'officer', TALL, pair],
	['statutory-1280', 'civil', TALL, go('/statutory/civil_monthly')],
	['difficulty-1280', 'civil', DESK, go('/difficulties')],
	['transfer-1280', 'head', LOW, answer],
	['village-360', 'director', PHONE, async (v, h) => v.go(await village(h))],
	['visit-360', 'director', PHONE, first_visit],
	['elder-360', 'guardian', LONG, go('/')],
	['looked-360', 'guardian', PHONE, async (v, h) => below(v, `/my${await child(h)}/looked`, 'h1')],
	['care-today-360', 'director', LONG, go('/')],
	['care-tasks-360', 'director', LONG, go('/tasks')],
	['care-child-360', 'director', LONG, async (v, h) => below(v, `/children/${await cared(h)}`, '#care')],
	['care-visit-360', 'director', LONG, async (v, h) => v.go(`/children/${await cared(h)}/visits/new`)],
	['care-plan-1280', 'director', TALL, plan],
	['care-duties-1280', 'civil', LOW, go('/duties')],
	['care-help-360', null, LONG, go('/help-a-child')],
	['family-home-1280', 'keeper', TALL, async (v, h) => v.go(`/homes/${(await h.all('happy_homes', 'keeper'))[0].id}`)],
	['family-call-360', 'keeper', LONG, async (v, h) => v.go(`/calls/${(await of_state(h, 'calls', 'keeper', 'booked')).id}`)],
	['family-deed-360', 'parent', LONG, async (v, h) => v.go(`/deeds/${(await of_state(h, 'deeds', 'parent', 'active')).id}`)],
	['card', 'teacher', DESK, card, '.card'],
];

export async function take_pictures(browser, house, dir, pattern) {
	for (const [file, who, size, open, part] of pictures.filter(([name]) => name.includes(pattern))) {
		const visitor = await Visitor.come(browser, house, { size });
		if (who)
			await visitor.sign_in(who);
		await open(visitor, house);
		const taken = await (part ? visitor.page.locator(part) : visitor.page).screenshot({ animations: 'disabled' });
		writeFileSync(path.join(dir, `${file}.png`), shrink(taken));
		await visitor.context.close();
	}
}
