# Loads the cmdlets, and gives them the names of the published procedure where neither Az nor AzureRM has them.
Set-StrictMode -Version Latest

# Into this module, so that the manifest exports what is in it.
Import-Module -Name (Join-Path $PSScriptRoot 'Azsreg.PowerShell.dll')

# A test reads this table: one name a line.
$names = @{
    'Add-AzureRmAccount' = 'Connect-AzsAccount'
    'Connect-AzAccount' = 'Connect-AzsAccount'
    'Connect-AzureRmAccount' = 'Connect-AzsAccount'
    'Login-AzAccount' = 'Connect-AzsAccount'
    'Login-AzureRmAccount' = 'Connect-AzsAccount'
    'Disconnect-AzAccount' = 'Disconnect-AzsAccount'
    'Disconnect-AzureRmAccount' = 'Disconnect-AzsAccount'
    'Get-AzContext' = 'Get-AzsContext'
    'Get-AzureRmContext' = 'Get-AzsContext'
    'Select-AzSubscription' = 'Set-AzsContext'
    'Select-AzureRmSubscription' = 'Set-AzsContext'
    'Set-AzContext' = 'Set-AzsContext'
    'Set-AzureRmContext' = 'Set-AzsContext'
    'Register-AzResourceProvider' = 'Register-AzsResourceProvider'
    'Register-AzureRmResourceProvider' = 'Register-AzsResourceProvider'
}

# Theirs are left alone, loaded or only installed: a person who has them gets what they know, and our cmdlets use their context. That is asked
# for the module and not for each name, so that not half of a family is theirs and half ours.
function Test-AnyModule([string[]] $Name) {
    [bool] (Get-Module -Name $Name) -or [bool] (Get-Module -Name $Name -ListAvailable -ErrorAction Ignore)
}

$hasAz = Test-AnyModule 'Az.Accounts'
$hasAzureRm = Test-AnyModule 'AzureRM.Profile', 'AzureRM.Profile.NetCore'
$exported = @(foreach ($name in $names.Keys) {
    # AzureRM's names also go to Az itself, by its Enable-AzureRmAlias.
    $taken = if ($name -like '*-AzureRm*') { $hasAzureRm -or [bool] (Get-Alias -Name $name -ErrorAction Ignore) } else { $hasAz }
    if (-not $taken) {
        Set-Alias -Name $name -Value $names[$name]
        $name
    }
})

Export-ModuleMember -Cmdlet '*' -Alias $exported
