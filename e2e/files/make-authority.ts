import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const config = `
[ tsa ]
default_tsa = here
[ here ]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ req ]
distinguished_name = name
[ name ]
[ root ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[ stamps ]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ other ]
basicConstraints = CA:false
`;

/** A time-stamping authority of our own on this machine, with `openssl ts`. Not an independent one. */
export async function makeAuthority(name = "Test Stamps") {
  const dir = mkdtempSync(join(tmpdir(), "daybook-tsa-"));
  const run = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });
  writeFileSync(join(dir, "ts.cnf"), config);
  writeFileSync(join(dir, "serial"), "01\n");
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  run(
    "req",
    "-x509",
    ...ec,
    "-keyout",
    "root.key",
    "-out",
    "root.pem",
    "-days",
    "3650",
    "-subj",
    `/CN=${name} Root`,
    "-config",
    "ts.cnf",
    "-extensions",
    "root",
  );
  for (const kind of ["stamps", "other"]) {
    run(
      "req",
      ...ec,
      "-keyout",
      `${kind}.key`,
      "-out",
      `${kind}.csr`,
      "-subj",
      `/CN=${name}`,
      "-config",
      "ts.cnf",
    );
    run(
      "x509",
      "-req",
      "-in",
      `${kind}.csr`,
      "-CA",
      "root.pem",
      "-CAkey",
      "root.key",
      "-CAcreateserial",
      "-out",
      `${kind}.pem`,
      "-days",
      "3650",
      "-extfile",
      "ts.cnf",
      "-extensions",
      kind,
    );
  }
  const stamp = (question: Uint8Array): Buffer => {
    writeFileSync(join(dir, "q.tsq"), question);
    run(
      "ts",
      "-reply",
      "-config",
      "ts.cnf",
      "-section",
      "here",
      "-queryfile",
      "q.tsq",
      "-signer",
      "stamps.pem",
      "-inkey",
      "stamps.key",
      "-out",
      "a.tsr",
    );
    return readFileSync(join(dir, "a.tsr"));
  };
  /** What `openssl ts -verify` says of an answer. */
  const verify = (answer: Uint8Array, data: string): boolean => {
    writeFileSync(join(dir, "v.tsr"), answer);
    writeFileSync(join(dir, "v.data"), data);
    try {
      run("ts", "-verify", "-data", "v.data", "-in", "v.tsr", "-CAfile", "root.pem");
      return true;
    } catch {
      return false;
    }
  };
  /** Stamps these bytes, as openssl itself asks for it. */
  const stampData = (data: string | Uint8Array): Buffer => {
    writeFileSync(join(dir, "d"), data);
    run("ts", "-query", "-data", "d", "-sha256", "-cert", "-out", "d.tsq");
    return stamp(readFileSync(join(dir, "d.tsq")));
  };
  const servers: Server[] = [];
  /** Its address; another answer than a stamp when one is given. */
  const serve = async (answer?: RequestListener): Promise<string> => {
    const server = createServer((request, response) => {
      if (answer) return answer(request, response);
      const parts: Buffer[] = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () =>
        response
          .writeHead(200, { "content-type": "application/timestamp-reply" })
          .end(stamp(Buffer.concat(parts))),
      );
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  return {
    trusted: readFileSync(join(dir, "root.pem"), "utf8"),
    stamp,
    stampData,
    verify,
    serve,
    end: () => {
      for (const server of servers) server.closeAllConnections();
      for (const server of servers) server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
