#!/usr/bin/env node
// Plain JavaScript, so that an old Node can still say what it needs. In a checkout the sources run as they are
// (Node 24 strips the types); where the system's Node is older, the pinned `node` dev dependency takes over.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

/** The Node of the `node` package, wherever npm put it. */
function pinnedNode() {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    return module.createRequire(import.meta.url).resolve(`node/bin/${program}`);
  } catch {
    return '';
  }
}

/** Lets the sources load each library that npm bundled after the install (scripts/bundle.ts) from its one file, which is faster. */
function useBundledLibraries() {
  const vendor = new URL('../vendor/', import.meta.url);
  const sources = new URL('../src/', import.meta.url).href;
  if (!existsSync(new URL('libraries.json', vendor))) return;
  const files = new Map(Object.entries(JSON.parse(readFileSync(new URL('libraries.json', vendor), 'utf8'))));
  module.registerHooks({
    resolve(specifier, context, next) {
      const file = context.parentURL?.startsWith(sources) ? files.get(specifier) : undefined;
      return file === undefined
        ? next(specifier, context)
        : { url: new URL(file, vendor).href, format: 'module', shortCircuit: true };
    },
  });
}

const major = Number(process.versions.node.split('.')[0]);
const pinned = pinnedNode();

if (major >= 24) {
  // The processes that compile and parse load from the cache too.
  const { directory } = module.enableCompileCache();
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE = directory;
  const program = new URL('../src/cli/main.ts', import.meta.url);
  if (existsSync(program)) {
    useBundledLibraries();
    await import(program.href);
  } else await import('../build/cli/main.js');
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A service manager signals this process only. At a terminal, Ctrl-C reaches the child by itself; a second signal would end it hard.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal);
    });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (os.constants.signals[signal] ?? 0);
  });
} else {
  console.error(`hebdo needs Node 24 or later; this is Node ${process.versions.node}. Get it from https://nodejs.org`);
  process.exitCode = 2;
}
