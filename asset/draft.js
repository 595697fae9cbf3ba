/* Keeps what is typed in a long form: a few seconds after the last key, and on leaving.  Where the session has ended
 * or there is no signal, nothing is sent away and nothing is lost: the page says so and goes on later. */
(() => {
	const form = document.querySelector('form[data-draft]'), saved = document.querySelector('#saved');
	if (!form || !saved || !window.fetch)
		return;
	const wait = 3000, later = form.querySelector('button[formaction]');
	let timer, dirty = false, done = false, busy = Promise.resolve(true);

	const say = text => { saved.textContent = text; };
	const ask_sign_in = () => {
		const link = document.createElement('a');
		link.href = '/sign-in';
		link.target = '_blank';
		link.textContent = saved.dataset.signIn;
		say(saved.dataset.ended + ' ');
		saved.append(link);
	};
	const post = leaving => fetch(form.dataset.draft, {
		method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { accept: 'application/json' },
		redirect: 'manual', keepalive: leaving
	});
	/* Whoever signed in again has another session: the form takes over its proof. */
	const renew = async () => {
		const page = await fetch(`${form.action}/new`, { redirect: 'manual' });
		if (!page.ok)
			return false;
		const other = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('form[data-draft] [name=csrf]');
		if (other)
			form.elements.csrf.value = other.value;
		return !!other;
	};
	const send = async () => {
		dirty = false;
		try {
			let answer = await post(false);
			if ((answer.status === 401 || answer.status === 403) && await renew())
				answer = await post(false);
			if (answer.ok) {
				say(saved.dataset.kept.replace('{0}', (await answer.json()).at));
				return true;
			}
			if (answer.status === 401 || answer.status === 403 || answer.type === 'opaqueredirect')
				ask_sign_in();
			else
				say(saved.dataset.offline);
		} catch {
			say(saved.dataset.offline);
		}
		dirty = true;
		return false;
	};
	const keep = () => {
		clearTimeout(timer);
		busy = busy.then(send, send);
		return busy;
	};
	form.addEventListener('input', () => {
		dirty = true;
		clearTimeout(timer);
		timer = setTimeout(keep, wait);
	});
	addEventListener('online', () => dirty && keep());
	addEventListener('focus', () => dirty && keep()); /* back from signing in elsewhere */
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'hidden' && dirty && !done)
			post(true).catch(() => {});
	});
	/* First kept, then handed in: what cannot be handed in stays on the page. */
	form.addEventListener('submit', async event => {
		event.preventDefault();
		if (done)
			return;
		done = await keep();
		if (!done)
			saved.scrollIntoView({ block: 'center' });
		else if (event.submitter === later)
			location.assign(form.dataset.back);
		else
			form.submit();
	});
	/* Back on this page by the browser's own way: it can be sent again. */
	addEventListener('pageshow', () => { done = false; });

	/* Where the device is: asked for by the visitor's tick, four decimals (ten metres). */
	const place = form.elements.place, box = document.querySelector('#f-place');
	if (!place || !navigator.geolocation)
		return;
	box.hidden = false;
	place.addEventListener('change', () => {
		if (!place.checked || place.value)
			return;
		place.checked = false;
		navigator.geolocation.getCurrentPosition(({ coords }) => {
			place.value = `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`;
			place.checked = true;
			form.dispatchEvent(new Event('input'));
		}, () => say(saved.dataset.nowhere), { timeout: 20000 });
	});
})();
