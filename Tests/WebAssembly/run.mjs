// Runs the WebAssembly harness and prints its texts: node run.mjs wattline.wasm
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
const { memory, wattline_run_count, wattline_run_text } = instance.exports;

for (let index = 0; index < wattline_run_count(); index += 1) {
    const start = wattline_run_text(index) >>> 0;
    // After the call: growing the memory detaches earlier views of it.
    const bytes = new Uint8Array(memory.buffer);
    process.stdout.write(new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start))));
}
