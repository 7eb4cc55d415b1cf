// How sealed letters are posted, for the page for letters and for the service worker, which posts
// on after that page is closed.

/** Milliseconds: how long an answer may take, the first and the longest wait. */
const [TIMEOUT, FIRST_WAIT, LONGEST_WAIT] = [30_000, 4_000, 300_000];

/** What an answer means: `delivered` if the hall has the letter, from this post or an earlier one,
 * `retry` if it is to be posted again, `refused` if the server rejects it as it is. */
export const outcomeOf = (status) => {
  if (status === 200) return "delivered";
  // Timeouts, rate limits and server errors are no fault of the letter's, and a letter box that is
  // not there may come back.
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

/** Milliseconds to wait after that many failures in a row: doubled each time, less up to half of
 * it at random, so that many devices do not come back at once. */
export const backoff = (failures) => {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return longest * (1 - Math.random() / 2);
};

/** Milliseconds of the longest wait. */
export const longestWait = () => LONGEST_WAIT;

/** Whether to wait until that moment, in milliseconds since 1970, `longest` being as long as any
 * wait is. A clock that was set back must not stop the post. */
export const isAhead = (moment, longest = LONGEST_WAIT) => moment > Date.now() && moment - Date.now() <= longest;
