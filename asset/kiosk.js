/* On the computer of a happy home: when nobody touches it, the child is asked, then it ends. While a voice is being
 * recorded or heard nobody has to touch anything. */
(() => {
	const form = document.querySelector('#kiosk'), ask = form?.querySelector('p'), left = form?.querySelector('output');
	if (!form)
		return;
	const most = +form.dataset.seconds, warn = Math.min(20, most / 2);
	let since = Date.now(), gone = false;
	const busy = () => [...document.querySelectorAll('audio')].some(a => !a.paused && !a.ended)
		|| document.querySelector('#voice')?.dataset.on === '1';
	const touched = () => {
		since = Date.now();
		ask.hidden = true;
	};
	['pointerdown', 'keydown', 'input', 'scroll'].forEach(e => addEventListener(e, touched, { passive: true, capture: true }));
	const clock = setInterval(() => {
		if (busy())
			return touched();
		const rest = Math.ceil(most - (Date.now() - since) / 1000);
		if (rest <= 0 && !gone) {
			gone = true;
			clearInterval(clock);
			return form.requestSubmit();
		}
		if (rest <= warn) {
			ask.hidden = false;
			left.textContent = rest;
		}
	}, 500);
	/* What the way back would show of another child is never shown. */
	addEventListener('pageshow', e => e.persisted && location.reload());
})();
