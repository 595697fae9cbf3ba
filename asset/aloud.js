/* Reads the page aloud, line by line; the button is covered where nothing can. */
(() => {
	const button = document.querySelector('#aloud'), voice = window.speechSynthesis;
	if (!button || !voice || !window.SpeechSynthesisUtterance)
		return;
	const label = button.querySelector('span'), read = label.textContent, lang = document.documentElement.lang;
	let on = false;
	const stop = text => {
		on = false;
		voice.cancel();
		label.textContent = text;
	};
	/* Long texts fall silent half-way in some browsers: a line at a time. */
	const lines = () => document.querySelector('main').innerText.split('\n')
		.map(line => line.trim()).filter(line => line && line !== read && line !== label.textContent);
	const say = (line, last) => {
		const words = new SpeechSynthesisUtterance(line);
		words.lang = lang;
		words.rate = 0.85;
		words.onerror = e => on && !/interrupted|canceled/.test(e.error) && stop(button.dataset.none);
		if (last)
			words.onend = () => stop(read);
		voice.speak(words);
	};
	button.addEventListener('click', () => {
		if (on)
			return stop(read);
		const all = lines();
		on = true;
		label.textContent = button.dataset.stop;
		all.forEach((line, i) => say(line, i === all.length - 1));
	});
	addEventListener('pagehide', () => on && stop(read));
	button.hidden = false;
})();
