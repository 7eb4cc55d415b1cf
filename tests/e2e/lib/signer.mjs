// Signs heads in minisign's format, many per second: with the bytes of a key file and Node's
// Ed25519.

import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const secondLine = (file) => Buffer.from(readFileSync(file, 'utf8').split('\n')[1], 'base64');
/** The PKCS #8 prefix of an Ed25519 seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Offsets of the key's number and of its seed, after algorithms, salt and limits. */
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
