// Heads signed as minisign signs, many a second: a key file's bytes and Node's Ed25519.

import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const secondLine = (file) => Buffer.from(readFileSync(file, 'utf8').split('\n')[1], 'base64');
/** What stands before a seed in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Algorithms, salt and limits stand before the key's number and its seed. */
const [NUMBER, SEED] = [54, 62];

/** Signs texts with a key that has no passphrase. */
export function signer(file) {
  const bytes = secondLine(file);
  const number = bytes.subarray(NUMBER, NUMBER + 8);
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, bytes.subarray(SEED, SEED + 32)]), format: 'der', type: 'pkcs8',
  });
  return (text, comment) => {
    const signature = sign(null, createHash('blake2b512').update(text).digest(), key);
    const both = sign(null, Buffer.concat([signature, Buffer.from(comment)]), key);
    const line = Buffer.concat([Buffer.from('ED'), number, signature]).toString('base64');
    return `untrusted comment: signature\n${line}\ntrusted comment: ${comment}\n${both.toString('base64')}\n`;
  };
}
