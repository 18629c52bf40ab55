-- The paper of one person after another: code, cookie. Every delivery raises the attempt's epoch.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
local mine, at = {}, 0

function init() mine = people() end

function request()
  at = at % #mine + 1
  return page("/bai-thi/" .. mine[at][1] .. "/", mine[at][2])
end
