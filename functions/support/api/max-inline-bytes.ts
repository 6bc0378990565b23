/** Lambda takes 6 MB per request, a third of it lost to base64; larger workspaces are uploaded to S3 directly. */
export const MAX_INLINE_BYTES = 4_000_000;
