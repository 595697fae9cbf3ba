/* Where the browser's clock is not Beijing's, the time there is added beside each time of a call. */
(function () {
	"use strict";
	var list = document.querySelectorAll("time[data-zone]"), i, at, lang = document.documentElement.lang;

	for (i = 0; i < list.length; i++) {
		at = new Date(list[i].getAttribute("datetime"));
		if (isNaN(at) || at.getTimezoneOffset() === -480)
			continue;
		var b = document.createElement("b");
		b.className = "zone";
		b.textContent = (lang === "en" ? "Where you are: " : "您那里：") + at.toLocaleString(lang,
			{ weekday: "short", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
		list[i].parentNode.insertBefore(b, list[i].nextSibling);
		list[i].parentNode.insertBefore(document.createElement("br"), b);
	}
})();
