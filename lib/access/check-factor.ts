import { randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const totp = (secret: string, label: string) =>
  new TOTP({ issuer: "Daybook", label, secret: Secret.fromBase32(secret), digits: 6, period: 30 });

/** The time step a code belongs to, one step either side allowed; null when it is no code of now. */
export function checkFactor(secret: string, code: string, at: Date): number | null {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  // validate() answers the distance in steps: 0 is a match, so only null is none.
  const delta = totp(secret, "").validate({ token, window: 1, timestamp: at.getTime() });
  return delta === null ? null : Math.floor(at.getTime() / 30_000) + delta;
}

export const newFactor = () => new Secret({ size: 20 }).base32;

/** The address an authenticator app reads from the QR code. */
export const factorAddress = (secret: string, email: string) => totp(secret, email).toString();

const letters = "23456789abcdefghjkmnpqrstuvwxyz";

/** Ten single-use codes of ten letters, for the day the telephone is lost. */
export const newRecoveryCodes = () =>
  Array.from({ length: 10 }, () =>
    Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join(""),
  );
