// Starts the app whose files the page names; says so plainly where it cannot run.
const named = (selector) => {
  const link = document.querySelector(selector);
  if (!link) throw new Error(`the page names no ${selector}`);
  return link;
};

try {
  const glue = named("link[rel=modulepreload]");
  const wasm = named('link[rel=preload][type="application/wasm"]');
  const app = await import(glue.href);
  const integrity = wasm.integrity;
  await app.default({ module_or_path: fetch(wasm.href, { integrity }) });
} catch (error) {
  console.error(error);
  document.getElementById("waiting")?.remove();
  document.getElementById("broken")?.removeAttribute("hidden");
}
