// The first script of the page, before anything is loaded: takes what a card's link holds
// out of the address and gives it, in memory alone and once, to the page loaded anew. Only
// so does the tab forget it as well: a browser goes on keeping the address a page was
// first asked for, however often the page writes another over it.
//
// Browsers too old for the page run this too, so it speaks their language.
(function () {
  var MARK = "hallboard-card:";
  // No code is shorter, and no name of a part of the page longer.
  var SHORTEST = 12;
  /** The card of this visit, until its reader closes it, and whether the program has it. */
  var held = null;
  var given = false;

  if (window.name.slice(0, MARK.length) === MARK) {
    held = window.name.slice(MARK.length);
    window.name = "";
  }

  /** Gives a text to the page that this one is about to be loaded as. */
  function handOn(text) {
    window.name = MARK + text;
    window.hallboardLeaving = true;
  }

  /** Without what chat apps append to links. */
  function withoutAppended(text) {
    return text.replace(/(^|#)(wechat_redirect|rd)(?=#|$)/g, "").replace(/[?&][^#]*/g, "");
  }

  function takeFromAddress() {
    var text = location.hash.slice(1);
    // A link to a part of the page is no card.
    if (text === "" || document.getElementById(text)) return;
    var address = location.pathname + location.search;
    history.replaceState(null, "", address);
    // Too short for a card: a part of the page that is not there yet.
    if (withoutAppended(text).length < SHORTEST) return;
    handOn(text);
    location.replace(address);
  }

  takeFromAddress();
  window.addEventListener("hashchange", takeFromAddress);

  /** The card, given to the program once. */
  window.hallboardCard = function () {
    var text = given ? null : held;
    given = true;
    return text;
  };
  /** Its reader has closed it, or shown another. */
  window.hallboardForgetCard = function () {
    held = null;
  };
  /** The page is about to load itself again, since something did not arrive or ended. */
  window.hallboardHandOnCard = function () {
    if (held !== null) handOn(held);
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
