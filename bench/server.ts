/**
 * The server that everything is measured against, in a process of its own: reads each body to its end and answers 204 at
 * once, as HubSpot answers custom events. Its first line says where it listens.
 */
const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`http://${hostname}:${port}`),
}, async (request) => {
  await request.arrayBuffer();
  return new Response(null, { status: 204 });
});
await server.finished;
