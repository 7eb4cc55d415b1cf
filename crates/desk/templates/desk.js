// Checks the register again whenever it is saved.

for (const page of document.querySelectorAll('[data-saved-at]')) {
  const saved = new EventSource(page.dataset.savedAt);
  saved.addEventListener('saved', () => location.reload());
  // Whoever is leaving the page gets the page they asked for.
  addEventListener('beforeunload', () => saved.close());
}
