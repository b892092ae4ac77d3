# Restores the tools and runs Cake: ./build.ps1 --target=Report --experiment=quickstart
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine("build.ps1: the .NET SDK was not found, expected 'dotnet' of version 10 on PATH. Install it from https://dotnet.microsoft.com/download and try again.")
    exit 2
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

# Programs that end within seconds gain nothing by the runtime's profiles of them.
$env:DOTNET_TieredPGO = '0'

if (-not (Test-Path artifacts/cake)) {
    [Console]::Error.WriteLine('build.ps1: restoring the tools and compiling the build script; the first time takes a minute.')
}

$restored = dotnet tool restore 2>&1
if ($LASTEXITCODE -ne 0) {
    $restored | ForEach-Object { [Console]::Error.WriteLine($_) }
    [Console]::Error.WriteLine("build.ps1: the tools of .config/dotnet-tools.json could not be restored. Check the network and the NuGet sources ('dotnet nuget list source').")
    exit 2
}

# For the programs that Cake starts; Cake itself is kept from colours by build/console.cake.
if ([Console]::IsOutputRedirected) {
    $env:NO_COLOR = '1'
}

# PowerShell makes an array of what has commas, such as --experiments=a,b,c; Cake takes it in one piece.
$arguments = @($args | ForEach-Object { $_ -join ',' })
dotnet cake @arguments
exit $LASTEXITCODE
