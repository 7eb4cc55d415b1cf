// The first script of the page, before anything is loaded: takes what a card's link holds
// out of the address and out of the tab's history, keeps it in memory alone, and gives it
// away once. Browsers too old for the page run it too, so it speaks their language.
(function () {
  var held = null;

  function take() {
    var text = location.hash.slice(1);
    // A link to a part of the page is no card.
    if (text === "" || document.getElementById(text)) return;
    history.replaceState(null, "", location.pathname + location.search);
    held = text;
  }

  take();
  window.addEventListener("hashchange", function () {
    take();
    if (held !== null) window.dispatchEvent(new Event("hallboard-card"));
  });
  window.hallboardCard = function () {
    var text = held;
    held = null;
    return text;
  };
})();
