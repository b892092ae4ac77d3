// Runs every case of a folder in ONNX Runtime: node run.mjs FOLDER MODULES
// FOLDER/cases.json lists models and inputs (raw little-endian files); outputs go beside it, outcomes to FOLDER/results.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, modules] = process.argv.slice(2);
const ort = createRequire(join(modules, 'package.json'))('onnxruntime-node');
const arrays = { float32: Float32Array, int64: BigInt64Array };

function read({ type, dims, file }) {
  const bytes = readFileSync(join(folder, file));
  return new ort.Tensor(type, new arrays[type](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)), dims);
}

const results = {};
for (const { name, model, inputs } of JSON.parse(readFileSync(join(folder, 'cases.json')))) {
  try {
    const session = await ort.InferenceSession.create(join(folder, model));
    const outputs = await session.run(Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, read(input)])));
    results[name] = {};
    for (const [key, tensor] of Object.entries(outputs)) {
      const file = `${name}.${key}.bin`;
      writeFileSync(join(folder, file), Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
      results[name][key] = { type: tensor.type, dims: tensor.dims, file };
    }
    await session.release();
  } catch (error) {
    results[name] = { error: String(error.message ?? error) };
  }
}
writeFileSync(join(folder, 'results.json'), JSON.stringify(results));
