/* Records a voice note, lets it be heard, and puts it into the form as if a file had been chosen. Without a microphone
 * or where it is refused, the choice of a file stays. */
(() => {
	const box = document.querySelector('#voice'), file = document.querySelector('#f-file'), kind = 'audio/webm;codecs=opus';
	if (!box || !file || !navigator.mediaDevices || !window.MediaRecorder || !MediaRecorder.isTypeSupported(kind))
		return;
	const button = box.querySelector('button'), label = button.querySelector('span'), time = box.querySelector('output');
	const player = box.querySelector('audio'), most = +box.dataset.seconds, choice = file.closest('.f');
	let recorder, clock;
	const clear = () => {
		clearInterval(clock);
		recorder = null;
		box.dataset.on = '';
		label.textContent = box.dataset.again;
	};
	const take = parts => {
		const list = new DataTransfer();
		list.items.add(new File(parts, 'voice.webm', { type: 'audio/webm' }));
		file.files = list.files;
		player.src = URL.createObjectURL(list.files[0]);
		player.hidden = false;
	};
	const start = async () => {
		const sound = await navigator.mediaDevices.getUserMedia({ audio: true }), parts = [], from = Date.now();
		recorder = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 24000 });
		recorder.ondataavailable = e => parts.push(e.data);
		recorder.onstop = () => {
			sound.getTracks().forEach(track => track.stop());
			clear();
			take(parts);
		};
		recorder.start();
		box.dataset.on = '1';
		player.hidden = true;
		label.textContent = box.dataset.stop;
		clock = setInterval(() => {
			const s = Math.round((Date.now() - from) / 1000);
			time.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
			if (s >= most)
				recorder?.stop();
		}, 250);
	};
	button.addEventListener('click', () => {
		if (recorder)
			return recorder.stop();
		start().catch(() => {
			time.textContent = box.dataset.none;
			choice.hidden = false;
		});
	});
	box.hidden = false;
	choice.hidden = true;
})();
