/* Sends the photos of a pile one by one, made smaller first, each in a request of its own: what has arrived stays.
 * Without signal it waits and goes on; each has a number made of the file, so that none is kept twice. */
(() => {
	const form = document.querySelector('#pile'), sent = document.querySelector('#sent');
	if (!form || !window.fetch || !window.createImageBitmap)
		return;
	const bar = form.querySelector('progress'), send = form.querySelector('.bar button');
	const small = 4e5, side = +form.dataset.side;
	const fill = (text, n, all) => text.replace('{0}', n).replace('{1}', all);
	const number = file => {
		let h = 2166136261;
		for (const c of file.name)
			h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0;
		return [h, file.size, file.lastModified].map(n => n.toString(16).padStart(8, '0')).join('-');
	};
	const shrink = async file => {
		try {
			if (file.size < small)
				return file;
			const picture = await createImageBitmap(file), by = Math.min(1, side / Math.max(picture.width, picture.height));
			const canvas = Object.assign(document.createElement('canvas'), { width: picture.width * by, height: picture.height * by });
			canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
			return await new Promise(done => canvas.toBlob(b => done(b || file), 'image/jpeg', 0.85));
		} catch {
			return file; /* the server says what it is */
		}
	};
	const post = async file => {
		const body = new FormData(form);
		body.delete('file');
		body.append('client', number(file));
		body.append('file', await shrink(file), file.name);
		const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
		if (answer.status >= 500)
			throw answer.status;
		return (await answer.json().catch(() => ({ why: answer.status }))).why;
	};
	form.addEventListener('submit', async event => {
		const files = [...form.elements.file.files], refused = [];
		if (!files.length)
			return;
		event.preventDefault();
		send.disabled = true;
		bar.hidden = false;
		bar.max = files.length;
		for (let i = 0; i < files.length;) {
			try {
				const why = await post(files[i]);
				if (why)
					refused.push(why);
				bar.value = ++i;
				sent.textContent = fill(form.dataset.going, i, files.length);
			} catch {
				sent.textContent = fill(form.dataset.offline, i, files.length);
				await new Promise(done => setTimeout(done, 5000));
			}
		}
		if (!refused.length)
			return location.assign(form.action);
		send.disabled = false;
		form.reset();
		sent.textContent = refused.join(' ');
	});
})();
