// Starts the app: the browser's part first, which fetches what the app says, then the module. Whatever goes wrong, the service worker
// is registered, so that a broken version can be replaced by the next one.

import '{{shim}}';

const shim = globalThis.ropesShim;
shim.sealAt('{{seal}}', '{{seal_wasm}}');

// The module's name holds a hash of what is in it.
shim.version = () => '{{wasm}}';

try {
  const { default: start } = await import('{{script}}');
  await start({ module_or_path: '{{wasm}}' });
} catch (error) {
  const isTooOld = typeof WebAssembly !== 'object' || error instanceof WebAssembly.CompileError;
  (isTooOld ? shim.showTooOld : shim.showCrash)(String(error));
} finally {
  shim.startWorker();
}
