// The first script of the page, before anything is loaded: takes what a card's link holds
// out of the address and gives it, in memory alone and once, to the page loaded anew. Only
// so does the tab forget it as well: a browser goes on keeping the address a page was
// first asked for, however often the page writes another over it.
//
// Browsers too old for the page run this too, so it speaks their language.
(function () {
  var MARK = "hallboard-card:";
  var held = null;

  if (window.name.slice(0, MARK.length) === MARK) {
    held = window.name.slice(MARK.length);
    window.name = "";
  }

  function take() {
    var text = location.hash.slice(1);
    // A link to a part of the page is no card.
    if (text === "" || document.getElementById(text)) return;
    var address = location.pathname + location.search;
    history.replaceState(null, "", address);
    // Too short for a card: a part of the page that is not there yet.
    if (text.length < 12) return;
    window.name = MARK + text;
    window.hallboardLeaving = true;
    location.replace(address);
  }

  take();
  window.addEventListener("hashchange", take);
  window.hallboardCard = function () {
    var text = held;
    held = null;
    return text;
  };
})();

// What browsers unpack by themselves, so that no program need bring along how. It is asked
// for only where `boot.js` found that the browser can.
window.hallboardUnpacked = function (packed) {
  var pair = new DecompressionStream("deflate");
  var writer = pair.writable.getWriter();
  // Whoever reads is told what is wrong with it.
  Promise.all([writer.write(packed), writer.close()]).catch(function () {});
  return pair.readable;
};
