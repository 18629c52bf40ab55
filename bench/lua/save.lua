-- One changed answer after another, each of another attempt: code, token, epoch, questions.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
local mine, at, seq, letters = {}, 0, tonumber(os.getenv("HOITHI_SEQ")) or 1, { "A", "B", "C", "D" }

function init() mine = people() end

function request()
  at = at % #mine + 1
  if at == 1 then seq = seq + 1 end
  local one = mine[at]
  local body = '{"epoch":' .. one[3] .. ',"answers":[{"pos":' .. math.random(tonumber(one[4])) ..
    ',"seq":' .. seq .. ',"choice":["' .. letters[math.random(2)] .. '"]}]}'
  return call("/bai-thi/" .. one[1] .. "/luu/", one[2], body)
end
