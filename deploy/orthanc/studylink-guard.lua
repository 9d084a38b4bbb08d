--[[
StudyLink's guard inside Orthanc: what guests may not do, whatever the authorization plugin says.

Add it to Orthanc's configuration: "LuaScripts": ["/etc/orthanc/studylink-guard.lua"]. Orthanc shows it the method, path and
headers of every request from outside, but not the arguments. Only nginx (deploy/nginx) can judge a token in `?token=`, so
here a request without a token header may only read. Nor has anybody checked what the headers say: if one is made up, the
plugin still takes a guest's token from the arguments. So nobody may GET an archive of studies of their choice, unless Orthanc
itself knows them; people who are signed in lose nothing else (`POST /tools/create-archive` is still allowed). Without our
nginx in front, a made-up header still reveals the ids of the patient's other studies, but not their content.

A clinician's token is a JWT whose header names an asymmetric algorithm. Everything else is a guest's: StudyLink's
`slv_…` (view) and `sld_…` (view and download), the Python service's HS256, opaque values, nothing at all.
]]

local BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

local function decodeBase64Url(text)
  local bits, count, bytes = 0, 0, {}
  for index = 1, #text do
    local value = BASE64URL:find(text:sub(index, index), 1, true)
    if value == nil then return nil end
    bits = bits * 64 + value - 1
    count = count + 6
    if count >= 8 then
      count = count - 8
      local byte = math.floor(bits / 2 ^ count)
      bytes[#bytes + 1] = string.char(byte)
      bits = bits - byte * 2 ^ count
    end
  end
  return table.concat(bytes)
end

-- RS, PS, ES and EdDSA of RFC 7518 and RFC 8037. Not “none” and not HS: a guest can have or make those.
local function isAsymmetricJwt(token)
  local header = token:match('^(eyJ[%w_-]+)%.[%w_-]+%.[%w_-]+$')
  local json = header and #header < 4096 and decodeBase64Url(header)
  if not json then return false end
  local algorithm, more = nil, 0
  for value in json:gmatch('"alg"%s*:%s*"([^"]*)"') do
    algorithm, more = value, more + 1
  end
  return more == 1 and (algorithm:match('^[RPE]S%d+K?$') ~= nil or algorithm == 'EdDSA' or algorithm == 'Ed25519')
end

local TOKEN_HEADERS = { ['authorization'] = true, ['token'] = true }

-- Orthanc itself has checked name and password, if it is configured to.
local function isKnownToOrthanc(username)
  local configuration = GetOrthancConfiguration()
  return username ~= nil and username ~= '' and configuration ~= nil and configuration['AuthenticationEnabled'] == true
end

-- The caller is a 'clinician' only if something says so and nothing says “guest”. Third value: does Orthanc itself know them?
local function callerOf(headers, username)
  local caller, viewOnly, isKnown = 'nobody', false, false
  local function isGuest() caller = 'guest' end
  local function isClinician()
    if caller ~= 'guest' then caller = 'clinician' end
  end
  for name, value in pairs(headers) do
    name = name:lower()
    if value:find('slv_', 1, true) then viewOnly = true end
    if value:find('slv_', 1, true) or value:find('sld_', 1, true) then
      isGuest()
    elseif TOKEN_HEADERS[name] and value ~= '' then
      if isAsymmetricJwt((value:gsub('^[Bb]earer +', ''))) then
        isClinician()
      elseif name == 'authorization' and value:match('^[Bb]asic ') and isKnownToOrthanc(username) then
        isKnown = true
        isClinician()
      else
        isGuest()
      end
    elseif name == 'api-key' and value ~= '' then
      -- A guest's token sent in this header does not become a program's key.
      if value:match('^eyJ') or value:match('[ .,]') then isGuest() else isClinician() end
    end
  end
  return caller, viewOnly, isKnown
end

-- As Orthanc may read it: decoded once, repeated slashes merged, none at the end.
local function plainPath(uri)
  local path = uri:gsub('%?.*$', ''):gsub('%%(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end)
  path = path:gsub('/+', '/'):gsub('/$', ''):lower()
  return path
end

local function reachesOtherStudies(path)
  return path:match('^/tools/create%-') ~= nil
    or path:match('^/studies/[^/]+/patient') ~= nil
    or path:match('^/series/[^/]+/patient') ~= nil
    or path:match('^/instances/[^/]+/patient') ~= nil
end

local FILES = {
  '^/%a+/[^/]+/archive', '^/%a+/[^/]+/media', '^/%a+/[^/]+/attachments', '^/%a+/[^/]+/numpy',
  '^/instances/[^/]+/file', '^/instances/[^/]+/pdf',
  '^/instances/[^/]+/frames/[^/]+/raw', '^/instances/[^/]+/frames/[^/]+/numpy',
  '^/wado',
  '^/dicom%-web/studies/[^/]+$', '^/dicom%-web/studies/[^/]+/series/[^/]+$',
  '^/dicom%-web/studies/[^/]+/series/[^/]+/instances/[^/]+$',
}

local function givesFiles(path)
  for _, pattern in ipairs(FILES) do
    if path:match(pattern) then return true end
  end
  return false
end

function IncomingHttpRequestFilter(method, uri, ip, username, httpHeaders)
  local caller, viewOnly, isKnown = callerOf(httpHeaders, username)
  local path = plainPath(uri)
  if caller == 'clinician' then
    return isKnown or method ~= 'GET' or path:match('^/tools/create%-') == nil
  end
  if path:find('/../', 1, true) or path:find('/./', 1, true) or path:match('/%.%.?$') then return false end
  if method ~= 'GET' then
    -- Asks what a token opens; changes nothing.
    return method == 'POST' and path == '/auth/tokens/decode'
  end
  return not reachesOtherStudies(path) and not (viewOnly and givesFiles(path))
end
