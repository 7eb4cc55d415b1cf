// The first script of every page: reports uncaught errors and policy violations to the host, since
// not every driver reports them.
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
