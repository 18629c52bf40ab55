-- Whole attempts, one connection a thread: start, ten single saves, hand in everything: cookie, entry ticket.
-- What was under way at the end counts by its share of the calls.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
local SAVES = 10
local CALLS = SAVES + 2
local mine, at, step, began, first = {}, 0, 0, 0, nil
local path, token, epoch, questions = "", "", "1", 0
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
    return start(mine[at][1], mine[at][2])
  end
  if step <= SAVES then
    return call(path .. "luu/", token, '{"epoch":' .. epoch .. ',"answers":[' .. answer(step, step) .. "]}")
  end
  local answers = {}
  for pos = 1, questions do answers[pos] = answer(pos, pos <= SAVES and pos or 0) end
  return call(path .. "nop/", token,
    '{"epoch":' .. epoch .. ',"prediction":100,"answers":[' .. table.concat(answers, ",") .. "]}")
end

local function right(status, body)
  if status ~= 200 then return false end
  if step == 0 then
    path, token = body:match('"url": *"([^"]+)"'), body:match('"token": *"([^"]+)"')
    epoch, questions = body:match('"epoch": *(%d+)'), tonumber(body:match('"questions": *(%d+)'))
    return path and token and epoch and questions
  end
  return body:find(step <= SAVES and '"saved"' or '"receipt"', 1, true)
end

function response(status, headers, body)
  if at > #mine then wrk.thread:stop() return end
  if not right(status, body) then
    refused, step = refused + 1, 0
    return
  end
  local now = clock()
  whole, spent, step = whole + 1 / CALLS, now - first, step + 1
  if step == CALLS then
    step = 0
    times = times .. string.format("%.6f,", now - began)
  end
end
