import { Hono } from 'hono';
import { listReleases } from '../rollbacks/list-releases.js';

/** How an environment stands. Mounted on `/v1/applications`. */
export const environmentRoutes = new Hono();

environmentRoutes.get('/:app/environments/:env/releases', async (context) => {
  const key = { application: context.req.param('app'), environment: context.req.param('env') };
  return context.json({ ...key, releases: await listReleases(key) });
});
