import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectApi } from '../../cli/api-client.js';
import { uploadWorkspace } from '../../cli/deploy/upload-workspace.js';

const NOBODY = connectApi({ api: 'http://localhost' });

test('a folder that the API would refuse is refused by its own name, before anything is sent', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
  mkdirSync(path.join(folder, 'copilot'));
  writeFileSync(path.join(folder, 'copilot', 'zeros.bin'), new Uint8Array(20_000_000));
  await expect(uploadWorkspace(NOBODY, folder)).rejects.toMatchObject({
    name: 'WorkspaceInvalid',
    message: `${folder} cannot be sent`,
    instructions: [
      expect.stringMatching(
        /^\S+\/autoland-\w+ {2}error {2}would inflate from .* the largest is copilot\/zeros\.bin\)$/,
      ),
    ],
  });
});

test('a file that is no zip is refused by its own name', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'autoland-')), 'my-shop.zip');
  writeFileSync(file, 'name: shop');
  await expect(uploadWorkspace(NOBODY, file)).rejects.toMatchObject({
    instructions: [
      `${file}  error  is not a zip file, or a broken one (zip the folder that holds copilot/)`,
    ],
  });
});
