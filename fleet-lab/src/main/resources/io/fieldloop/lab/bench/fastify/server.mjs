// A model behind fastify, as somebody would write it by hand: bytes of floats in, bytes of floats out.
// Usage: node server.mjs MODEL SHAPE, such as 1,25,96
import Fastify from 'fastify'
import ort from 'onnxruntime-node'

const [, , model, shape] = process.argv
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 })
const dimensions = shape.split(',').map(Number)
const binary = 'application/octet-stream'

const server = Fastify({ bodyLimit: 16 << 20 })
server.addContentTypeParser(binary, { parseAs: 'buffer' }, (request, body, done) => done(null, body))
server.post('/', async (request, reply) => {
  const { buffer, byteOffset, byteLength } = request.body
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength))
  const answers = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', values, dimensions) })
  const answer = answers[session.outputNames[0]].data
  return reply.type(binary).send(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength))
})
await server.listen({ port: 0, host: '127.0.0.1' })
console.log(`listens on 127.0.0.1:${server.server.address().port}`)
