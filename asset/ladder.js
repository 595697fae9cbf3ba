/* What a line carries, one step a second: pure, so that a table can test it.  Rungs from the best to the poorest;
 * `line` is what the last second was like: concealed and lost as parts of one, delay in seconds, each undefined where
 * nothing is known, silent: seconds without any sound.  Audio first: a picture comes once the line has been good. */
(() => {
	const rungs = ['video', 'small', 'audio', 'audio60', 'voice'];
	const BAD = { concealed: .05, lost: .08, delay: .6 }, WEAK = { concealed: .02, lost: .03, delay: .4 };
	const SETTLE = 5, MOST = 96, STEADY = 60;
	const beyond = (line, limit) => Object.keys(limit).some(what => line[what] > limit[what]);

	/* `wait`: good seconds before the next step up; `age`: seconds on this rung; `hush`: seconds in which a
	 * change may still disturb and nothing is believed. */
	const start = () => ({ rung: 'audio', age: 0, good: 0, bad: 0, weak: 0, wait: 2, hush: SETTLE });
	const to = (rung, wait, hush) => ({ rung, age: 0, good: 0, bad: 0, weak: 0, wait, hush });

	const down = was => {
		const later = Math.min(was.rung === 'audio' || was.rung === 'audio60' ? was.wait : Math.max(6, was.wait * 2), MOST);
		if (was.rung === 'video' || was.rung === 'small')
			return to('audio', later, 2);
		return to(was.rung === 'audio' ? 'audio60' : 'voice', Math.max(6, later), 3);
	};
	const up = was => to(rungs[rungs.indexOf(was.rung) - 1], was.wait, 1);

	/* How long it must have been bad: pictures go at once, sound is not given up for a cough. */
	const patience = { video: 1, small: 1, audio: 3, audio60: 10, voice: Infinity };
	const step = (was, line, top = 'video') => {
		const now = { ...was, age: was.age + 1, hush: Math.max(0, was.hush - 1) };
		if (was.hush > 0)
			return now;
		const bad = beyond(line, BAD) || line.silent > 5, weak = beyond(line, WEAK);
		now.bad = bad ? was.bad + 1 : 0;
		now.weak = weak ? was.weak + 1 : 0;
		now.good = bad || weak ? 0 : was.good + 1;
		if (now.bad >= patience[was.rung])
			return down(now);
		if (was.rung === 'video' && now.weak >= 4)
			return to('small', now.wait, 2);
		if (now.age > STEADY && was.rung === 'video')
			now.wait = Math.min(now.wait, 6);
		if (now.good >= now.wait && rungs.indexOf(was.rung) > rungs.indexOf(top))
			return up(now);
		return now;
	};
	globalThis.callLadder = { rungs, start, step };
})();
