/* A card's QR code ends in # and its number: put it into the field, and out of the address. */
(() => {
	const number = location.hash.slice(1), field = document.querySelector('[name=number]');
	if (!field || !/^\d{8}$/.test(number))
		return;
	field.value = number;
	history.replaceState(null, '', location.pathname);
	document.querySelector('[name=pin]')?.focus();
})();
