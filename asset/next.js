/* Forms with many small fields (a measuring day): Enter goes on to the next field and never sends half a form; when
 * there is no network, or nobody is signed in any more, the form stays as it is and says so. */
(() => {
	const form = document.querySelector('form[data-next]'), says = document.querySelector('#next');
	if (!form)
		return;
	form.addEventListener('keydown', event => {
		if (event.key !== 'Enter' || event.target.tagName !== 'INPUT' || event.isComposing)
			return;
		event.preventDefault();
		const all = [...form.querySelectorAll('input:not([type=hidden]),textarea,.bar .main')];
		all[all.indexOf(event.target) + 1]?.focus();
	});
	let sure = false;
	form.addEventListener('submit', async event => {
		if (sure)
			return;
		event.preventDefault();
		try {
			const answer = await fetch(form.action, { method: 'HEAD', redirect: 'manual', cache: 'no-store' });
			sure = answer.ok;
			says.textContent = sure ? '' : form.dataset.ended;
		} catch {
			says.textContent = form.dataset.offline;
		}
		if (sure)
			form.submit();
		else
			says.scrollIntoView({ block: 'center' });
	});
	addEventListener('pageshow', () => { sure = false; });
})();
