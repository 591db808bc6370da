# The published procedure says: Import-Module .\RegisterWithAzure.psm1. This file loads the module that carries it out, for the whole session.
Set-StrictMode -Version Latest

$own = $PSCommandPath
$others = @(Get-Module -Name 'RegisterWithAzure' -All) + @(Get-Module -Name 'RegisterWithAzure' -ListAvailable -ErrorAction Ignore) |
    Where-Object { $_.Path -and $_.Path -ne $own } |
    Select-Object -ExpandProperty Path -Unique
foreach ($other in $others) {
    Write-Warning "Another module RegisterWithAzure is here: $other. Its cmdlets have the same names; which one runs depends on what was imported last. Remove it (Remove-Module RegisterWithAzure, and its folder), as the procedure asks."
}

Import-Module -Name (Join-Path (Split-Path -Path $PSScriptRoot -Parent) 'Azsreg.PowerShell.psd1') -Global -DisableNameChecking
