// Reads a code that is held before the camera. What the camera sees stays on this page and is
// kept nowhere; it is off again as soon as a code was read, its picture is gone from the page, or
// the page from sight.

/** Milliseconds between two looks, and the longest side of what is looked at, in pixels. */
const [PAUSE, SIDE] = [120, 1280];

const picture = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** The text of a code in the picture; nothing where there is none. */
const decode = (video, read) => {
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const [width, height] = [video.videoWidth, video.videoHeight].map((it) => Math.round(it * scale));
  if (!width || !height) return undefined;
  Object.assign(picture.canvas, { width, height });
  picture.drawImage(video, 0, 0, width, height);
  return read(width, height, picture.getImageData(0, 0, width, height).data);
};

/** Shows the camera's picture in the element, and fires its event `card` with the text of the
 * first code: null where no camera can be used, false where nobody waited for one. */
export default async (video, glue, program) => {
  const control = new AbortController();
  const { signal } = control;
  const stop = () => control.abort();
  new MutationObserver((_, observer) => {
    if (signal.aborted) observer.disconnect();
    else if (!video.isConnected) stop();
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", stop, { signal });
  addEventListener("pagehide", stop, { signal });
  let text = false;
  try {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", ...size } });
    const off = () => stream.getTracks().forEach((it) => it.stop());
    if (signal.aborted) off();
    else signal.addEventListener("abort", off);
    const { default: start, read } = await import(glue);
    await start({ module_or_path: program });
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted && !text) {
      text = decode(video, read) ?? false;
      await new Promise((done) => setTimeout(done, text ? 0 : PAUSE));
    }
  } catch (error) {
    console.warn(`no camera: ${error}`);
    text = signal.aborted ? false : null;
  }
  stop();
  video.srcObject = null;
  picture.canvas.width = 0;
  if (video.isConnected) video.dispatchEvent(new CustomEvent("card", { detail: text }));
};
