import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const config = `[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = Stamps for tests
[ ext ]
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = one
[ one ]
dir = .
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
`;

/** A time-stamping authority made by openssl for one test: what it says of a note, and its root. */
export function makeStamper(): (note: string) => { token: Buffer; authority: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "stamps-"));
  const run = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  writeFileSync(join(folder, "tsa.cnf"), config);
  writeFileSync(join(folder, "serial"), "01\n");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const subject = ["-config", "tsa.cnf", "-days", "3650"];
  run("req", "-x509", ...key, ...subject, "-keyout", "ca.key", "-out", "ca.pem");
  run("req", "-new", ...key, "-config", "tsa.cnf", "-keyout", "tsa.key", "-out", "tsa.csr");
  const issue = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650"];
  const extended = ["-extfile", "tsa.cnf", "-extensions", "ext"];
  run("x509", "-req", "-in", "tsa.csr", ...issue, ...extended, "-out", "tsa.pem");
  return (note) => {
    writeFileSync(join(folder, "note"), note);
    run("ts", "-query", "-data", "note", "-sha256", "-cert", "-out", "query.tsq");
    const signer = ["-signer", "tsa.pem", "-inkey", "tsa.key", "-config", "tsa.cnf"];
    run("ts", "-reply", ...signer, "-section", "one", "-queryfile", "query.tsq", "-out", "answer");
    return {
      token: readFileSync(join(folder, "answer")),
      authority: readFileSync(join(folder, "ca.pem")),
    };
  };
}
