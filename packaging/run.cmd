@echo off
rem Opens cableview from this checkout on Windows, on the sample unless told otherwise; sets up what it needs the first time.
setlocal
set "root=%~dp0.."
set "venv=%root%\.venv"
set "stamp=%venv%\cableview-run.stamp"

"%venv%\Scripts\python.exe" -c "import sys, pip; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 goto install
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 (
    echo cableview: Python 3.11 or newer is needed, with its launcher "py". Get it from python.org. 1>&2
    exit /b 2
)
echo cableview: making an environment in %venv% 1>&2
py -3 -m venv --clear "%venv%" || exit /b 2

:install
fc /b "%root%\pyproject.toml" "%stamp%" >nul 2>nul
if not errorlevel 1 goto open
echo cableview: installing what it needs into %venv%, once 1>&2
"%venv%\Scripts\python.exe" -m pip install -q --disable-pip-version-check --editable "%root%" || exit /b 2
copy /y "%root%\pyproject.toml" "%stamp%" >nul

:open
if "%~1"=="" (
    "%venv%\Scripts\cableview.exe" demo
) else (
    "%venv%\Scripts\cableview.exe" %*
)
exit /b %errorlevel%
