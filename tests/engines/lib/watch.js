// Put into the pages of the app before anything else, since not every driver hears of what goes
// wrong in a page: tells the host of uncaught errors and of breaches of the policy.
window.reports = [];
{
  const report = (text) => {
    const sent = fetch('/errors', { method: 'POST', body: `${location.pathname}: ${text}`, keepalive: true });
    window.reports.push(sent.then(() => {}, () => {}));
  };
  addEventListener('error', ({ message, target }) => {
    report(message ? `uncaught: ${message}` : `not loaded: ${target.outerHTML}`);
  }, true);
  addEventListener('unhandledrejection', ({ reason }) => report(`unhandled: ${reason}`));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    report(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
  });
  const { error } = console;
  console.error = (...words) => {
    report(`console: ${words.join(' ')}`);
    error.apply(console, words);
  };
}
