-- Posts a file again and again. Usage: wrk ... URL -- FILE [BYTES OF JSON BEFORE THE TENSORS]
-- Prints: requests, microseconds of all, microseconds of the median, of the 99th percentile, failures.
function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  wrk.headers["Content-Type"] = "application/octet-stream"
  wrk.headers["Inference-Header-Content-Length"] = arguments[2]
  file:close()
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("LOAD %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
