// Reads a code with the camera. The picture stays in this page and is not stored; the camera is
// turned off when a code was read, the video element is removed, or the page is hidden.

/** Milliseconds between two frames, and the longest side of an analysed frame, in pixels. */
const [PAUSE, SIDE] = [120, 1280];

const picture = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** The text of a code in the picture; nothing if there is none. */
const decode = (video, read) => {
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const [width, height] = [video.videoWidth, video.videoHeight].map((it) => Math.round(it * scale));
  if (!width || !height) return undefined;
  Object.assign(picture.canvas, { width, height });
  picture.drawImage(video, 0, 0, width, height);
  return read(width, height, picture.getImageData(0, 0, width, height).data);
};

/** Shows the camera's picture in the element, and fires its event `card` with the text of the first
 * code: null if no camera can be used, false if the scan was cancelled. */
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
