@echo off
rem Runs azsreg from its sources: builds it on first use and whenever a source is newer than the last build.
setlocal
set "ROOT=%~dp0"
set "OUT=%ROOT%.build\azsreg-windows"
set "STAMP=%OUT%\built"

where dotnet >nul 2>nul
if errorlevel 1 (
  echo azsreg: The .NET SDK 10 is missing. Install it with: winget install Microsoft.DotNet.SDK.10 1>&2
  exit /b 1
)

set "FRESH="
if exist "%OUT%\azsreg.dll" if exist "%STAMP%" (
  for /f %%F in ('powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; $n=Get-ChildItem -LiteralPath ($env:ROOT+'src'),($env:ROOT+'eng') -Recurse -File ^| Where-Object { $_.FullName -notmatch '\\(bin^|obj)\\' -and $_.LastWriteTimeUtc -gt $t } ^| Select-Object -First 1; if ($n) {'stale'} else {'fresh'}"') do set "FRESH=%%F"
)
if "%FRESH%"=="fresh" goto run

echo azsreg: building (the first time takes a minute or two) ... 1>&2
if not exist "%OUT%" mkdir "%OUT%"
echo began> "%STAMP%.new"
dotnet build "%ROOT%src\Azsreg.Cli\Azsreg.Cli.csproj" --configuration Release --output "%OUT%" --nologo --verbosity quiet -clp:NoSummary -p:RunAnalyzers=false -p:GenerateDocumentationFile=false 1>&2
if errorlevel 1 (
  echo azsreg: the build failed 1>&2
  exit /b 1
)
move /y "%STAMP%.new" "%STAMP%" >nul

:run
dotnet "%OUT%\azsreg.dll" %*
exit /b %ERRORLEVEL%
