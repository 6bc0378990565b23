// Set before any module of ours loads: SDK clients are module-level constants and read the region when made.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.AWS_REGION = 'us-east-1';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// CI and a terminal ask for colours (CI, FORCE_COLOR); the tests read plain text.
process.env.NO_COLOR = '1';
delete process.env.FORCE_COLOR;
