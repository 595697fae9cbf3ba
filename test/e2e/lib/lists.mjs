/* Lists on their way in: sent as the browser's form does, and waited for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { csv } from './roster.mjs';

/* The file of a list as a browser's file control takes it. */
export const upload = rows => ({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) });

/* What the page shows when it is there as a whole; between two of its lives it is neither. */
const bar_of = page => page.evaluate(() => {
	const bar = document.querySelector('main progress');
	return document.readyState !== 'complete' || !document.querySelector('main h1') ? null : { value: bar?.getAttribute('value'), at_work: Boolean(bar) };
}).catch(() => null);

/* The page loads itself again while the work goes on; .bars: how often a bar was seen on the way, .done: how full. */
export async function settled(visitor, seconds = 120) {
	const end = Date.now() + seconds * 1000, seen = { bars: 0, done: [] };
	for (;;) {
		const now = await bar_of(visitor.page);
		if (now && !now.at_work)
			return seen;
		if (now) {
			seen.bars++;
			seen.done.push(now.value ?? null);
		}
		if (Date.now() > end)
			throw new Error(`still at work after ${seconds} s: ${await visitor.text()}`);
		await sleep(300);
	}
}

/* The one that takes children. */
const open_school = async house => (await house.all('schools')).find(s => !s.closed_on).id;

/* Choose the file and send it; the status of the page it leads to. */
export async function send_list(visitor, file, kind = 'children') {
	await visitor.go('/import');
	await visitor.page.check(`[name=kind][value="${kind}"]`, { force: true });
	await visitor.page.selectOption('[name=school]', await open_school(visitor.house));
	await visitor.page.setInputFiles('[name=file]', file);
	return visitor.press('main form .bar button');
}

/* Until it is looked through. */
export async function look_at_list(visitor, rows) {
	const status = await send_list(visitor, upload(rows));
	await settled(visitor);
	return status;
}

export const tally = visitor => visitor.page.$$eval('main .tally li', items => items.map(i => Number(i.textContent.match(/\d+/)[0])));
export const CONFIRM = 'form#go button.main';

/* The same without a browser, by the API's token: the batch, when it is in that state. */
export async function take_list(house, role, rows, state) {
	const headers = { authorization: `Bearer ${house.token(role)}` }, body = new FormData();
	body.set('kind', 'children');
	body.set('school', await open_school(house));
	body.set('file', new Blob([csv(rows)]), 'roster.csv');
	const answer = await fetch(`${house.url}/import`, { method: 'POST', headers, body, redirect: 'manual' });
	const id = answer.headers.get('location')?.match(/^\/batches\/(\d+)$/)?.[1];
	if (!id)
		throw new Error(`the list was not taken: ${answer.status} ${(await answer.text()).match(/class="err"[^]*?<\/span>/)?.[0] ?? ''}`);
	await reached(house, role, id, 'looked');
	if (state === 'done') {
		await fetch(`${house.url}/batches/${id}/run`, { method: 'POST', headers, body: new URLSearchParams({ go: '1' }), redirect: 'manual' });
		await reached(house, role, id, 'done');
	}
	return id;
}

export async function reached(house, role, id, state, seconds = 60) {
	for (const end = Date.now() + seconds * 1000; ; await sleep(200)) {
		const batch = await house.api(`/batches/${id}`, { role });
		if (batch.state === state)
			return batch;
		if (Date.now() > end || batch.state === 'failed')
			throw new Error(`batch ${id} is ${JSON.stringify(batch)}, not ${state}`);
	}
}

/* Take it back; the batch that did. */
export async function undo_list(house, role, id, state = 'done') {
	const headers = { authorization: `Bearer ${house.token(role)}` };
	const answer = await fetch(`${house.url}/batches/${id}/undo`, { method: 'POST', headers, body: new URLSearchParams({ go: '1' }), redirect: 'manual' });
	const by = answer.headers.get('location')?.match(/^\/batches\/(\d+)$/)?.[1];
	return (await reached(house, role, by, state)).id;
}
