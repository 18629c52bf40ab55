-- Everybody presses "Bắt đầu làm bài" once: cookie, entry ticket. Ends when all have.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
local mine, at, began = {}, 0, nil
whole, refused, spent = 0, 0, 0

function init() mine = people() end

function request()
  began = began or clock()
  at = at + 1
  if at > #mine then return page("/healthz", "-") end -- others of this thread still wait for their answer
  return start(mine[at][1], mine[at][2])
end

function response(status, headers, body)
  if status == 200 and body:find('"deadline"', 1, true) then
    whole = whole + 1
    spent = clock() - began
  elseif at <= #mine or status ~= 200 then
    refused = refused + 1
  end
  if whole + refused >= #mine then wrk.thread:stop() end
end
