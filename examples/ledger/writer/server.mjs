const queues = JSON.parse(process.env.COPILOT_TOPIC_QUEUE_URIS ?? '{}');
console.log(JSON.stringify({ level: 'info', message: 'writer started', queues }));
setInterval(() => {}, 60_000);
