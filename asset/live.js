/* Says that something new is here; the page it leads to says what.  A stream that was refused is tried again. */
(() => {
	const bar = document.querySelector('#live p');
	let stream, timer, wait = 60;
	const open = () => {
		stream?.close();
		stream = new EventSource('/events');
		stream.onopen = () => { wait = 60; };
		stream.addEventListener('notice', () => { bar.hidden = false; });
		stream.addEventListener('full', () => stream.close()); /* newer pages listen */
		stream.onerror = () => {
			if (stream.readyState !== EventSource.CLOSED)
				return; /* the browser comes back by itself */
			timer = setTimeout(() => { timer = 0; open(); }, wait * 1000);
			wait = Math.min(2 * wait, 960);
		};
	};
	if (!bar || !window.EventSource)
		return;
	addEventListener('pageshow', open);
	addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible' && stream?.readyState === EventSource.CLOSED && !timer)
			open();
	});
	addEventListener('pagehide', () => { clearTimeout(timer); timer = 0; stream?.close(); });
})();
