/* A page as it comes over the line, without a browser: what a page that was already shown to one role need not be
 * rendered again for, when another role asks for it. */
import { get } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';

const CODINGS = { gzip: gunzipSync, deflate: inflateSync };
const PARTS = /<(?:link|script|use|img|image|source|audio|video|iframe|object|embed)\b[^>]*?\s(?:href|src|data|poster|srcset)="([^"#]*)/g;

function one(url, headers) {
	return new Promise((resolve, reject) => {
		get(url, { headers, agent: false }, answer => {
			const chunks = [];
			answer.on('data', chunk => chunks.push(chunk));
			answer.on('error', reject);
			answer.on('end', () => resolve({ answer, body: Buffer.concat(chunks) }));
		}).on('error', reject);
	});
}

/* With the visitor's cookies and language: { status, path (after redirections, with its query), bytes (head and body
 * of the last answer), html, parts (addresses of what a browser fetches for it) }. */
export async function over_the_line(visitor, path, lang = 'zh-CN') {
	let url = new URL(path, visitor.house.url);
	for (let hops = 0; hops < 8; hops++) {
		const cookie = (await visitor.context.cookies(url.href)).map(c => `${c.name}=${c.value}`).join('; ');
		const { answer, body } = await one(url, { accept: 'text/html', 'accept-encoding': 'gzip, deflate', 'accept-language': lang, cookie });
		if (answer.statusCode >= 300 && answer.statusCode < 400 && answer.headers.location) {
			url = new URL(answer.headers.location, url);
			continue;
		}
		const html = (CODINGS[answer.headers['content-encoding']] ?? (text => text))(body).toString('utf8');
		const head = answer.rawHeaders.reduce((sum, word) => sum + Buffer.byteLength(word) + 2, 0);
		return { status: answer.statusCode, path: url.pathname + url.search, bytes: head + body.length, html,
			parts: [...new Set([...html.matchAll(PARTS)].map(([, address]) => address).filter(Boolean))] };
	}
	throw new Error(`${path} leads on and on`);
}

/* How often the document of `html` has each of the selectors; read by `page`, where nothing of it is loaded or run. */
export const count_in = (page, html, selectors) => page.evaluate(([text, all]) => {
	const read = new DOMParser().parseFromString(text, 'text/html');
	return all.map(selector => read.querySelectorAll(selector).length);
}, [html, selectors]);

/* What the window's icon weighs, unless it is among the addresses that were fetched: a browser without a window leaves
 * it out. */
export async function icon_weight(visitor, fetched) {
	const icon = await visitor.page.evaluate(() => document.querySelector('link[rel~=icon]').href);
	return fetched.has(icon) ? 0 : (await over_the_line(visitor, icon)).bytes;
}
