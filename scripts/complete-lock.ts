// npm writes into the lock file only those optional packages (binaries of one platform each) that the registry served
// when it ran; with a mirror that has not all of them, `npm ci` refuses the lock file on every machine. This adds an
// entry for each one that is named and missing. Run by `npm run lock` after dependencies have changed.
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: { readonly [name: string]: string };
};
type Lock = { readonly packages: { [path: string]: object } };

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** `@swc/core-linux-arm-gnueabihf` -> os linux, cpu arm, as these packages declare it themselves. */
function platformOf(name: string): { readonly os?: string[]; readonly cpu?: string[] } {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}) };
}

const FILE = 'package-lock.json';
const lock = JSON.parse(readFileSync(FILE, 'utf8')) as Lock;
let added = 0;
for (const entry of Object.values(lock.packages) as Entry[]) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const { os, cpu } = platformOf(name);
    if (lock.packages[path] || !os || !cpu || !/^\d/.test(version)) continue;
    lock.packages[path] = { version, cpu, ...(entry.dev ? { dev: true } : {}), optional: true, os };
    added += 1;
  }
}
const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)),
);
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(`${added} platform packages added to ${FILE}`);
