// Posting of sealed letters, for the page for letters and for the service worker, which continues
// after that page is closed.

/** Milliseconds: timeout of a request, first and longest delay. */
const [TIMEOUT, FIRST_WAIT, LONGEST_WAIT] = [30_000, 4_000, 300_000];

/** The outcome of a response: `delivered` if the hall has the letter, from this post or an earlier
 * one, `retry` if it is to be posted again, `refused` if the server rejects the letter. */
export const outcomeOf = (status) => {
  if (status === 200) return "delivered";
  // Timeouts, rate limits and server errors are not caused by the letter, and a missing endpoint
  // may return.
  return status >= 500 || [404, 408, 425, 429].includes(status) ? "retry" : "refused";
};

/** Posts a letter, without cookies or referrer. */
export const post = async (url, body) => {
  const options = {
    method: "POST", headers: { "Content-Type": "application/octet-stream" }, body, cache: "no-store",
    credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(TIMEOUT),
  };
  return fetch(url, options).then((response) => outcomeOf(response.status), () => "retry");
};

/** Milliseconds to wait after that many failures in a row: doubled each time, less up to half of it
 * at random, so that many devices do not retry at once. */
export const backoff = (failures) => {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return longest * (1 - Math.random() / 2);
};

/** The longest delay in milliseconds. */
export const longestWait = () => LONGEST_WAIT;

/** Whether to wait until that moment, in milliseconds since 1970; no delay exceeds `longest`. A
 * clock that was set back must not stop posting. */
export const isAhead = (moment, longest = LONGEST_WAIT) => moment > Date.now() && moment - Date.now() <= longest;
