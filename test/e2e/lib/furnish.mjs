/* What the demonstration does not make and pages are about: a family that agreed that the women's federation knows of
 * its child, that asks for a copy, a child whose file is only stored, a deputy; lists that were imported. */

import { TODAY } from './house.mjs';
import { take_list } from './lists.mjs';
import { roster } from './roster.mjs';

async function made(house, where, role, body) {
	const answer = await house.api(where, { role, method: 'POST', body });
	if (answer.status_ !== 201)
		throw new Error(`${where} as ${role}: ${JSON.stringify(answer)}`);
	return answer;
}

export async function furnish(house) {
	const [own] = await house.all('children', 'parent'), [tie] = (await house.all('ties', 'parent')).filter(t => t.child === own.id);
	const text = (await house.all('consent_texts', 'officer')).find(t => t.purpose === 'provision');
	await made(house, '/consents', 'parent', { child: own.id, person: tie.person, purpose: 'provision', text: text.id, how: 'page', from: TODAY });
	await made(house, '/rights_requests', 'parent', { child: own.id, person: tie.person, what: 'copy', text: '想要一份孩子的资料。', asked_on: TODAY });
	const other = (await house.all('children', 'officer')).findLast(c => c.id !== own.id);
	await made(house, '/storage_locks', 'officer', { child: other.id, since: '2026-11-01', until: '2032-11-01', law: '《儿童个人信息网络保护规定》第二十条' });
	const accounts = await house.all('accounts', 'security'), id = login => accounts.find(a => a.login === login).id;
	await made(house, '/deputies', 'officer', { account: id('teacher'), deputy: id('counsellor'), from: '2026-11-20', to: '2026-11-30', reason: '产假' });
	/* A second school, to which a child goes. */
	const school = await made(house, '/schools', 'officer', { code: '2144009994', name: '海东小学', region: '440804001001', kind: '211' });
	const goes = (await house.all('children', 'head')).find(c => c.id !== own.id && c.id !== other.id);
	await made(house, '/transfers', 'head', { side: 'giving', child: goes.id, to_school: school.id, start_on: '2026-12-01', reason: 'moved' });
	await take_list(house, 'head', roster().slice(0, 6));
	await take_list(house, 'officer', roster().slice(0, 3), 'done');
}
