import { type BaseBlock, fromBER, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import {
  Certificate,
  ContentInfo,
  ExtKeyUsage,
  getCrypto,
  id_eContentType_TSTInfo,
  SignedData,
  TimeStampResp,
  TSTInfo,
} from "pkijs";

/** RFC 3161: when, and in whose name. */
export type Stamp = { at: Date; authority: string; nonce: string | null };

const timeStamping = "1.3.6.1.5.5.7.3.8";
const extendedKeyUsage = "2.5.29.37";
const ecdsa = "1.2.840.10045.4.";
const commonName = "2.5.4.3";
/** RFC 5816 and before it RFC 2634: which certificate the authority signs with, under its signature. */
const signingCertificates: Record<string, string> = {
  "1.2.840.113549.1.9.16.2.47": "SHA-256",
  "1.2.840.113549.1.9.16.2.12": "SHA-1",
};

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a: ArrayBuffer, b: ArrayBuffer) => hex(new Uint8Array(a)) === hex(new Uint8Array(b));
const garbled = () => new Error("the answer is not a time stamp");
const plain = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

/** DER: only sequences, sets and what is tagged for its context have parts. */
function isStrict({ idBlock, valueBlock }: BaseBlock): boolean {
  const hasParts = [16, 17].includes(idBlock.tagNumber);
  if (idBlock.tagClass === 1 && idBlock.isConstructed !== hasParts) return false;
  const parts = "value" in valueBlock && Array.isArray(valueBlock.value) ? valueBlock.value : [];
  return !idBlock.isConstructed || parts.every(isStrict);
}

/** The parser forgives wrong tags and lengths; whoever reads to the letter does not. */
function readStrictly(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(plain(bytes));
  const whole = offset === bytes.length && same(result.toBER(), plain(bytes));
  if (!whole || !isStrict(result)) throw garbled();
  return result;
}

/** Certificates in PEM, one after the other. */
function readPem(pem: string): Certificate[] {
  const blocks = pem.match(
    /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g,
  );
  return (blocks ?? []).map((block) => {
    const text = atob(block.replaceAll(/-----[A-Z ]+-----|\s/g, ""));
    return Certificate.fromBER(Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer);
  });
}

/** Is this the certificate that the signature names as its own? */
async function isNamed(signed: SignedData, certificate: Certificate): Promise<boolean> {
  for (const attribute of signed.signerInfos[0]?.signedAttrs?.attributes ?? []) {
    const usual = signingCertificates[attribute.type];
    const [outer] = attribute.values;
    if (!usual || !(outer instanceof Sequence)) continue;
    const [ids] = outer.valueBlock.value;
    const [own] = ids instanceof Sequence ? ids.valueBlock.value : [];
    if (!(own instanceof Sequence)) return false;
    const [first] = own.valueBlock.value;
    const [oid] = first instanceof Sequence ? first.valueBlock.value : [];
    const hash = own.valueBlock.value.find((part) => part instanceof OctetString);
    const named =
      oid instanceof ObjectIdentifier
        ? getCrypto(true).getAlgorithmByOID(oid.valueBlock.toString(), true).name
        : usual;
    const digest = await crypto.subtle.digest(named, certificate.toSchema().toBER());
    return hash !== undefined && hex(hash.valueBlock.valueHexView) === hex(new Uint8Array(digest));
  }
  return false;
}

function isForStamps(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === extendedKeyUsage);
  if (!usage?.critical || !(usage.parsedValue instanceof ExtKeyUsage)) return false;
  const { keyPurposes } = usage.parsedValue;
  return keyPurposes.length === 1 && keyPurposes[0] === timeStamping;
}

/**
 * Checks an authority's answer as `openssl ts -verify -data` does, at the stamp's own time: granted,
 * over the SHA-256 of these bytes, signed by a certificate for time stamps that leads to one of
 * `trusted` (PEM). Throws a sentence when it is not so. Runs in a browser too.
 */
export async function checkStamp(
  answer: Uint8Array,
  data: Uint8Array,
  trusted: string,
): Promise<Stamp> {
  const response = new TimeStampResp({ schema: readStrictly(answer) });
  if (response.status.status > 1 || !response.timeStampToken)
    throw new Error("the authority did not grant a stamp");
  const { contentType, content } = response.timeStampToken;
  if (contentType !== ContentInfo.SIGNED_DATA) throw garbled();
  const signed = new SignedData({ schema: content });
  const { eContentType, eContent: info } = signed.encapContentInfo;
  const digests = signed.digestAlgorithms.map(({ algorithmId }) => algorithmId);
  const [signer, ...others] = signed.signerInfos;
  if (
    !signer ||
    others.length > 0 ||
    eContentType !== id_eContentType_TSTInfo ||
    !info ||
    !digests.includes(signer.digestAlgorithm.algorithmId)
  )
    throw garbled();
  if (signer.signatureAlgorithm.algorithmId.startsWith(ecdsa))
    readStrictly(signer.signature.valueBlock.valueHexView);
  const stamp = TSTInfo.fromBER(info.getValue());
  const imprint = new Uint8Array(await crypto.subtle.digest("SHA-256", plain(data)));
  if (hex(stamp.messageImprint.hashedMessage.valueBlock.valueHexView) !== hex(imprint))
    throw new Error("the stamp is over something else");
  const { signatureVerified, signerCertificate } = await signed
    .verify({
      signer: 0,
      data: plain(data),
      trustedCerts: readPem(trusted),
      checkChain: true,
      extendedMode: true,
    })
    .catch(() => {
      throw new Error("the stamp's signature does not lead to an authority that is trusted here");
    });
  if (!signatureVerified || !signerCertificate)
    throw new Error("the stamp's signature is not right");
  if (!isForStamps(signerCertificate) || !(await isNamed(signed, signerCertificate)))
    throw new Error("the stamp was signed with a certificate that is not for time stamps");
  const name = signerCertificate.subject.typesAndValues.find(({ type }) => type === commonName);
  return {
    at: stamp.genTime,
    authority: String(name?.value.valueBlock.value ?? "an authority without a name"),
    nonce: stamp.nonce ? hex(stamp.nonce.valueBlock.valueHexView) : null,
  };
}
