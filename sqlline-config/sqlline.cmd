@echo off
rem Licensed under the Apache License, Version 2.0 (the "License");
rem you may not use this file except in compliance with the License.
rem You may obtain a copy of the License at
rem
rem     http://www.apache.org/licenses/LICENSE-2.0
rem
rem Unless required by applicable law or agreed to in writing, software
rem distributed under the License is distributed on an "AS IS" BASIS,
rem WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
rem See the License for the specific language governing permissions and
rem limitations under the License.
rem
rem SQL on OData services; sqlline --help tells the options.

setlocal DisableDelayedExpansion
set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"
for %%I in ("%HOME_DIR%\..") do set "ROOT_DIR=%%~fI"
set "LIB_DIR=%HOME_DIR%\target\lib"
set "STAMP=%HOME_DIR%\target\launcher.stamp"

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo sqlline: no Java found: install a JDK 17 or later, or set JAVA_HOME 1>&2
  exit /b 3
)

set "MAJOR=0"
for /f "tokens=3" %%V in ('""%JAVA%" -version 2^>^&1 ^| findstr /i version"') do for /f "delims=.-+" %%M in ("%%~V") do set "MAJOR=%%M"
if %MAJOR% LSS 17 (
  echo sqlline: a JDK 17 or later is needed, %JAVA% is older 1>&2
  exit /b 3
)

if not exist "%STAMP%" goto build
if not exist "%LIB_DIR%" goto build
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; $r=$env:ROOT_DIR; $p=@(\"$r\pom.xml\",\"$r\calcite-odata-adapter\pom.xml\",\"$r\sqlline-config\pom.xml\",\"$r\sqlline-config\demo-service\pom.xml\",\"$r\calcite-odata-adapter\src\main\",\"$r\sqlline-config\src\main\",\"$r\sqlline-config\demo-service\src\main\"); $c=$p | ForEach-Object { Get-Item -LiteralPath $_; if (Test-Path -LiteralPath $_ -PathType Container) { Get-ChildItem -LiteralPath $_ -Recurse } } | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($c) { exit 1 }"
if errorlevel 1 goto build
goto run

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo sqlline: Maven is needed once to build, and was not found 1>&2
  exit /b 3
)
echo sqlline: building, once ... 1>&2
if not exist "%HOME_DIR%\target" mkdir "%HOME_DIR%\target"
type nul > "%STAMP%.new"
if exist "%LIB_DIR%" rmdir /s /q "%LIB_DIR%"
call mvn -q -B -ntp -f "%ROOT_DIR%\pom.xml" -pl sqlline-config -am -Dmaven.test.skip=true -Dmaven.source.skip=true -Dall.jar.skip=true -Dspotless.check.skip=true package > "%HOME_DIR%\target\launcher.log" 2>&1
if errorlevel 1 (
  type "%HOME_DIR%\target\launcher.log" 1>&2
  echo sqlline: the build failed, see above 1>&2
  exit /b 3
)
copy /y "%HOME_DIR%\target\sqlline-config-*.jar" "%LIB_DIR%\" >nul
move /y "%STAMP%.new" "%STAMP%" >nul

:run
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Djdk.console=java.base %SQLLINE_JAVA_OPTS% -cp "%LIB_DIR%\*" io.github.calciteodata.sqlline.Launcher %*
exit /b %ERRORLEVEL%
