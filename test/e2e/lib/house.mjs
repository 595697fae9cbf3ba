/* A server of one's own on a free port of the loopback, with a demonstration of its own (a school of 154 pupils unless
 * asked for a county, true on 2026-11-21) on SQLite or PostgreSQL.  TONGXIN names the program, else it is build/tongxin;
 * TX_DEMO a directory with such a school as e2e.db, which is copied then instead of made. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = process.env.TONGXIN ?? path.join(root, 'build/tongxin');

export const PASSWORD = 'tongxin-demo';
export const TODAY = '2026-11-21';
/* The logins of the demonstration, one a role. */
export const ROLES = ['officer', 'civil', 'head', 'teacher', 'counsellor', 'director', 'supervisor', 'federation', 'keeper',
	'guardian', 'parent', 'child', 'police', 'hospital', 'finance', 'inspector', 'admin', 'security', 'auditor',
	'volunteer', 'org', 'donor', 'city'];

export const tongxin = (...args) => execFileSync(program, args, { encoding: 'utf8' });

/* What the program says of itself, asked once. */
const dumped = {};
const dump = what => dumped[what] ??= tongxin('dump', what);

/* What a GET gives that is no page of its own: programs' addresses, files, streams, ways on; and what is open only with a
 * secret word or on a computer that a keeper unlocked (booking.mjs, kiosk.mjs). */
const NO_PAGE = [
	/^\/(api|events|healthz|metrics)/, /^\/(batches|exports|hand_ins)\/:id\/(refused|file)$/, /^\/statutory\/:word\/file$/,
	/^\/(growth|homes)\/file$/, /^\/photos\/:id(\/small)?$/, /^\/(works|pile_photos)\/:id\/(large|small)$/,
	/^\/(recordings|messages)\/:id\/sound$/, /^\/classes\/:id\/measurements\.xlsx$/, /^\/calls\/:id\/events$/,
	/^\/simple\/(on|off)$/, /^\/contact_wish\/:id$/, /^\/[dl]\/:word/, /^\/kiosk\/:id/,
];

/* GET routes of pages, as [path, roles]. */
export function page_routes() {
	return dump('routes').split('\n').map(line => line.split(/\s+/))
		.filter(([method, where]) => method === 'GET' && !NO_PAGE.some(shape => shape.test(where)))
		.map(([, where, ...roles]) => [where, roles.includes('anyone') ? ['anyone'] : roles]);
}

function place(dir, engine) {
	if (engine === 'sqlite')
		return { args: ['--db', `sqlite:${dir}/e2e.db`], drop() {} };
	const shared = process.env.TX_PG_URL, name = `tx_e2e_${process.pid}`;
	const sql = text => execFileSync('psql', ['-q', '-d', shared, '-c', text], { stdio: ['ignore', 'ignore', 'inherit'] });
	sql(`CREATE DATABASE ${name} TEMPLATE template0`);
	const url = shared.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${name}`);
	return { args: ['--db', url, '--key', `${dir}/e2e.key`], drop: () => sql(`DROP DATABASE ${name}`) };
}

async function listen(args, clock = ['--clock', `${TODAY}T02:00:00Z`]) {
	const child = spawn(program, ['serve', ...args, '--listen', '127.0.0.1:0', ...clock],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	const gone = new Promise(resolve => child.once('exit', (code, signal) => resolve(code ?? signal)));
	for await (const line of createInterface({ input: child.stdout })) {
		const [, url] = line.match(/^listening on (http:\S+)/) ?? [];
		if (url)
			return { child, gone, url };
	}
	throw new Error(`the server does not start: ${await gone}`);
}

export class House {
	static async open(undo, engine = 'sqlite', size = 'school', { serve = [], clock } = {}) {
		const dir = mkdtempSync(path.join(tmpdir(), 'tx-e2e-'));
		undo.push(async () => rmSync(dir, { recursive: true }));
		const { args, drop } = place(dir, engine);
		undo.push(async () => drop());
		if (process.env.TX_DEMO && engine === 'sqlite' && size === 'school')
			cpSync(process.env.TX_DEMO, dir, { recursive: true });
		else
			tongxin('demo', ...args, '--size', size, '--as-of', TODAY);
		const house = Object.assign(new House(), { dir, args, tokens: {} }, await listen([...args, ...serve], clock && ['--clock', clock]));
		undo.push(() => house.stop());
		return house;
	}

	async stop() {
		this.child.kill('SIGTERM');
		const status = await this.gone;
		if (status !== 0)
			throw new Error(`the server ended with ${status}`);
	}

	/* The same house at another time. */
	async again({ serve = [], clock }) {
		await this.stop();
		return Object.assign(this, await listen([...this.args, ...serve], ['--clock', clock]));
	}

	token(role) {
		return this.tokens[role] ??= tongxin('token', 'create', ...this.args, '--user', role).trim();
	}

	/* The JSON API as `role`: what it answers, status in .status_. */
	async api(where, { role = 'officer', method = 'GET', body, headers } = {}) {
		const answer = await fetch(`${this.url}/api/v1${where}`, {
			method, body: body && JSON.stringify(body),
			headers: {
				authorization: `Bearer ${this.token(role)}`, ...(body && { 'content-type': 'application/json' }), ...headers,
			},
		});
		const text = await answer.text();
		return { ...(text ? JSON.parse(text) : {}), status_: answer.status };
	}

	async all(plural, role = 'officer') {
		const items = [];
		for (let next = ''; next !== null;) {
			const page = await this.api(`/${plural}?limit=200${next && `&after=${next}`}`, { role });
			if (page.status_ !== 200)
				return [];
			items.push(...page.items);
			({ next } = page);
		}
		return items;
	}

	/* Ids of one record of each kind within a role's reach: a child with a parent who is away, or what there is. */
	async records(role) {
		/* Of requests the officer's is one that waits, the family's one that was answered; of imports the last. */
		const first = async plural => (await this.all(plural, role)).at(plural === 'batches' || plural === 'rights_requests' && role === 'officer' ? -1 : 0)?.id;
		const absences = await this.all('absences', role), parents = await this.all('parents', role);
		const parent = parents.find(p => p.person === absences[0]?.person);
		/* The auditor sees who looked at a child, not the child. */
		const child = parent?.child ?? await first('children') ?? (role === 'auditor' ? (await this.all('children'))[0].id : undefined);
		return { children: child, parents: parent?.id, persons: parent?.person, absences: absences[0]?.id,
			duplicates: ['officer', 'civil', 'head'].includes(role) ? await this.alike(role) : undefined, exports: await first('export_requests'), ties: parent?.id,
			hand_ins: (await this.all('hand_ins', role)).find(h => h.form === 'civil_monthly')?.id, ...await this.plans(role), ...await this.homes(role), ...Object.fromEntries(await Promise.all(['schools', 'classes', 'protection_orders', 'openings', 'rights_requests', 'accounts', 'batches', 'sweeps', 'sweep_entries', 'transfers', 'deeds',
				'growth_notes', 'growth_books', 'child_words', 'letters', 'corrections',
				'measurements', 'health_notes', 'visits', 'agencies', 'referrals', 'findings', 'assessments', 'reports', 'tasks', 'alerts']
				.map(async plural => [plural, await first(plural)]))) };
	}

	/* A happy home (the keeper's own), and a call that is still to be held. */
	async homes(role) {
		const account = (await this.api('/accounts?limit=200', { role: 'security' })).items?.find(a => a.login === role)?.id;
		const own = (await this.all('home_members', role)).find(m => m.account === account)?.home;
		return { homes: own ?? (await this.all('happy_homes', role))[0]?.id,
			calls: (await this.all('calls', role)).find(c => ['booked', 'confirmed'].includes(c.state) && c.on > TODAY)?.id };
	}

	/* A plan that runs, a goal of it, a conference still to be held, and what the role is invited to. */
	async plans(role) {
		const plan = (await this.all('plans', role)).find(p => !p.closed_on)?.id;
		const account = (await this.api('/accounts?limit=200', { role: 'security' })).items?.find(a => a.login === role)?.id;
		return {
			plans: plan, goals: (await this.all('goals', role)).find(g => g.plan === plan)?.id,
			conferences: (await this.all('conferences', role)).find(c => c.state === 'called')?.id,
			invitations: (await this.all('attendees')).find(a => a.account === account)?.conference,
		};
	}

	/* One of a pair that may be one: in a demonstration of a school those are adults. */
	async alike(role) {
		for (const of of ['children', 'adults']) {
			const { items } = await this.api(`/duplicates?of=${of}`, { role });
			if (items?.length)
				return items[0].one;
		}
		return undefined;
	}

	/* Every page a role can get, as {route, path}: the routes with ids of records within its reach.  A route whose
	 * record nobody made is left out: plain.mjs asks that each is somebody's. */
	async addresses(role) {
		const ids = await this.records(role);
		const form = role === 'head' ? 'roll_term' : 'civil_monthly';
		const fill = route => route.replace('/statutory/:word/rows', `/statutory/${form}/rows?of=1`)
			.replace('/statutory/:word/changes', `/statutory/${form}/changes?since=${ids.hand_ins}&of=1`)
			.replace('/statutory/:word', `/statutory/${form}`).replace('/hand_ins/sum', '/hand_ins/sum?form=civil_monthly&period=202610')
			.replace('/regions/:code/children', '/regions/440804/children?of=school_roll_2')
			.replace('/regions/:code', '/regions/440804101').replace('/language/:word', '/language/zh')
			.replace('/duties/:word/rows', '/duties/visit/rows?of=not_done').replace('/duties/:word', '/duties/visit').replace(/^\/(plans|conferences)\/new$/, `/$1/new?child=${ids.children}`)
			.replace('/corrections/new', `/corrections/new?about=growth_note&entry=${ids.growth_notes}`).replace('/books/:id', `/books/${ids.growth_books}`).replace('/goals/new', `/goals/new?plan=${ids.plans}`).replace('/villages/:code', '/villages/440804101209').replace('/consents/:word', '/consents/provision').replace('/:word/:id/ask', `/protection_orders/${ids.protection_orders}/ask`)
			.replace('/my/requests/:id', `/my/requests/${ids.rights_requests}`)
			.replace(/^((?:\/my)?\/(\w+))\/:id/, (_, start, plural) => `${start}/${ids[plural]}`);
		const own = page_routes().filter(([route, roles]) => (!route.startsWith('/:word') || route === '/:word/:id/ask') &&
			(roles.includes(role) || roles.includes('anyone'))).map(([route]) => ({ route, path: fill(route) }))
			.filter(({ path }) => !path.includes('undefined'));
		return [...own, ...await this.kind_pages(own, ids, role)];
	}

	/* The pages that follow from a kind (/:word and so on), of those kinds that have any for this role. */
	async kind_pages(own, records, role) {
		const about = { absences: `?person=${records.persons}`, classes: `?school=${records.schools}`, protection_orders: `?child=${records.children}` }, found = [];
		const shapes = page_routes().map(([r]) => r).filter(r => r.startsWith('/:word') && !r.endsWith('/ask'));
		for (const [, plural] of dump('kinds').matchAll(/^\w+ \/(\w+)/gm)) {
			const id = records[plural] ?? (await this.all(plural, role))[0]?.id;
			for (const shape of shapes) {
				const route = shape.replace(':word', plural), path = route.replace(':id', id) + (route.endsWith('/new') ? about[plural] ?? '' : '');
				/* What stands at a photograph's address is the picture, for who has a ticket. */
				if (own.some(o => o.route === route) || route.includes(':id') && !id || route === '/photos/:id')
					continue;
				const answer = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.token(role)}` }, redirect: 'manual' });
				if (answer.status !== 404)
					found.push({ route, path });
			}
		}
		return found;
	}
}

/* No demonstration: a county as `init` makes it, on the machine's own clock; .first has the first passwords. */
export class County extends House {
	static async open(undo) {
		const dir = mkdtempSync(path.join(tmpdir(), 'tx-e2e-'));
		undo.push(async () => rmSync(dir, { recursive: true }));
		const { args } = place(dir, 'sqlite');
		const said = tongxin('init', ...args, '--region', '440804', '--admin', 'root');
		const first = Object.fromEntries(said.trim().split('\n').map(line => line.split('\t')));
		const house = Object.assign(new County(), { dir, args, tokens: {}, first }, await listen(args, []));
		undo.push(() => house.stop());
		return house;
	}
}
