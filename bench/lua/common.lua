-- What every script of wrk here shares: its slice of the people, a clock, and one line of JSON at the end.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long us; } moment; int gettimeofday(moment *at, void *zone); ]]
local moment = ffi.new("moment")

function clock()
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.s) + tonumber(moment.us) / 1e6
end

local all = {}
function setup(thread)
  thread:set("number", #all)
  table.insert(all, thread)
end

-- The people of this thread: lines of tab-separated fields, dealt out like cards.
function people()
  local mine, at, threads = {}, 0, tonumber(os.getenv("HOITHI_THREADS"))
  for line in io.lines(os.getenv("HOITHI_PEOPLE")) do
    if at % threads == number then
      local fields = {}
      for field in line:gmatch("[^\t]+") do fields[#fields + 1] = field end
      mine[#mine + 1] = fields
    end
    at = at + 1
  end
  return mine
end

-- As the start page's script: the entry ticket stands for the form's CSRF token.
function start(cookie, entry)
  return "POST " .. START .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
    "\r\nCookie: sessionid=" .. cookie .. "\r\nAuthorization: Entry " .. entry ..
    "\r\nContent-Type: application/json\r\nContent-Length: " .. #AGREED .. "\r\n\r\n" .. AGREED
end

function call(path, token, body)
  return "POST " .. path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
    "\r\nAuthorization: Attempt " .. token ..
    "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function page(path, cookie)
  return "GET " .. path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
    "\r\nCookie: sessionid=" .. cookie .. "\r\n\r\n"
end

START = os.getenv("HOITHI_START")
AGREED = os.getenv("HOITHI_AGREED")

function done(summary, latency, requests)
  local errors = summary.errors
  local whole, refused, spent, times = 0, 0, 0, {}
  for _, thread in ipairs(all) do
    whole = whole + (tonumber(thread:get("whole")) or 0)
    refused = refused + (tonumber(thread:get("refused")) or 0)
    spent = math.max(spent, tonumber(thread:get("spent")) or 0)
    for time in (thread:get("times") or ""):gmatch("[^,]+") do times[#times + 1] = time end
  end
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "max_ms": %f, "errors": %d, ' ..
    '"whole": %f, "refused": %d, "spent_s": %f, "times_s": [%s]}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    whole, refused, spent, table.concat(times, ",")))
end
