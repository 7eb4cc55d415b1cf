// The first script of the page, before anything is loaded: removes the content of a card's link
// from the URL and passes it once, only in memory, to the reloaded page. The reload is necessary
// because a browser keeps the URL with which a page was first requested, even after the page has
// replaced it.
//
// Browsers too old for the page run this too, so it uses old syntax.
(function () {
  var MARK = "hallboard-card:";
  // No code is shorter, and no name of a part of the page longer.
  var SHORTEST = 12;
  /** The card of this visit, until it is closed, and whether the program has received it. */
  var held = null;
  var given = false;

  if (window.name.slice(0, MARK.length) === MARK) {
    held = window.name.slice(MARK.length);
    window.name = "";
  }

  /** Passes a text to the page after the reload. */
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

  /** Returns the card to the program, once. */
  window.hallboardCard = function () {
    var text = given ? null : held;
    given = true;
    return text;
  };
  /** The card was closed, or another one was shown. */
  window.hallboardForgetCard = function () {
    held = null;
  };
  /** The page is about to reload after a failed request or a crash. */
  window.hallboardHandOnCard = function () {
    if (held !== null) handOn(held);
  };
})();

// Decompression by the browser, so that the program needs no decompressor. Used only after
// `boot.js` has found that the browser supports it.
window.hallboardUnpacked = function (packed) {
  var pair = new DecompressionStream("deflate");
  var writer = pair.writable.getWriter();
  // The reader of the stream gets the error.
  Promise.all([writer.write(packed), writer.close()]).catch(function () {});
  return pair.readable;
};
