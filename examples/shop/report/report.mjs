const { RECIPIENT, LOOK_BACK, COPILOT_ENVIRONMENT_NAME } = process.env;
console.log(JSON.stringify({ level: 'info', message: 'report sent', to: RECIPIENT, lookBack: LOOK_BACK, environment: COPILOT_ENVIRONMENT_NAME }));
