import { crc32, deflateRawSync } from "node:zlib";

type File = {
  name: string;
  bytes: Buffer | string;
  /** A Unix mode: 0o120777 is a link. */
  mode?: number;
  /** The length it claims to have, when that is a lie. */
  says?: number;
  password?: boolean;
  wrongSum?: boolean;
};

/** A ZIP file written by hand, so that it can hold what no honest tool would write. */
export function makeZip(files: File[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const bytes = Buffer.from(file.bytes);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(file.name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800 | (file.password ? 1 : 0), 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE((crc32(bytes) ^ (file.wrongSum ? 1 : 0)) >>> 0, 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(file.says ?? bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from("PK\u0003\u0004"), shared, name]);
    const entry = Buffer.alloc(46);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(0x0314, 4);
    shared.copy(entry, 6);
    entry.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    bodies.push(head, packed);
    offset += head.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}
