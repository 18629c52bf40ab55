-- Whole attempts, one connection a thread: press start, get the paper, ten single saves, hand in everything.
-- What was under way at the end counts by its share of the calls.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
local SAVES = 10
local CALLS = SAVES + 3
local mine, at, step, began, first = {}, 0, 0, 0, nil
local path, token, epoch, seq, questions = "", "", "1", 0, 0
whole, refused, spent, times = 0, 0, 0, ""

function init() mine = people() end

local function answer(pos, number)
  return '{"pos":' .. pos .. ',"seq":' .. number .. ',"choice":["A"]}'
end

function request()
  if step == 0 then
    at = at + 1
    if at > #mine then return page("/healthz", "-") end
    began = clock()
    first = first or began
    seq = 0
    return form(START, mine[at][1], AGREED)
  end
  if step == 1 then return page(path, mine[at][1]) end
  seq = seq + 1
  if step <= 1 + SAVES then
    return call(path .. "luu/", token, '{"epoch":' .. epoch .. ',"answers":[' .. answer(seq, seq) .. "]}")
  end
  local answers = {}
  for pos = 1, questions do answers[pos] = answer(pos, pos <= SAVES and pos or 0) end
  return call(path .. "nop/", token,
    '{"epoch":' .. epoch .. ',"prediction":100,"answers":[' .. table.concat(answers, ",") .. "]}")
end

local function failed()
  refused, whole = refused + 1, whole - 1 / CALLS
  step = 0
end

function response(status, headers, body)
  if at > #mine then wrk.thread:stop() return end
  whole, spent = whole + 1 / CALLS, clock() - first
  if step == 0 then
    path = headers["Location"] or headers["location"] or ""
    if status ~= 302 or not path:find("/bai-thi/", 1, true) then return failed() end
    step = 1
  elseif step == 1 then
    token, epoch = body:match('data%-token="([^"]+)"'), body:match('data%-epoch="(%d+)"')
    if status ~= 200 or not token then return failed() end
    questions = select(2, body:gsub('data%-pos="', ""))
    step = 2
  elseif step <= 1 + SAVES then
    if status ~= 200 or not body:find('"saved"', 1, true) then return failed() end
    step = step + 1
  else
    if status ~= 200 or not body:find('"receipt"', 1, true) then return failed() end
    local now = clock()
    step = 0
    times = times .. string.format("%.6f,", now - began)
  end
end
