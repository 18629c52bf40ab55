-- A page anybody may see, again and again.
dofile(os.getenv("HOITHI_LUA") .. "/common.lua")
