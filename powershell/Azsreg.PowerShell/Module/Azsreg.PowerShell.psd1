@{
    RootModule             = 'Azsreg.PowerShell.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '5d0a8c0e-6a4b-4a53-9a0e-3b7f3f0c9e52'
    Author                 = 'The azsreg authors'
    CompanyName            = 'The azsreg authors'
    Copyright              = '(c) The azsreg authors. MIT license.'
    Description            = 'Registers Azure Stack with Azure: the cmdlets of the published procedure, carried out by azsreg.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('Azsreg.PowerShell.Format.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Connect-AzsAccount',
        'Disconnect-AzsAccount',
        'Get-AzsActivationKey',
        'Get-AzsContext',
        'Get-AzsRegistration',
        'Get-AzsRegistrationName',
        'Get-AzsRegistrationToken',
        'New-AzsActivationResource',
        'Register-AzsEnvironment',
        'Register-AzsResourceProvider',
        'Remove-AzsActivationResource',
        'Remove-AzsRegistration',
        'Set-AzsContext',
        'Set-AzsRegistration',
        'Test-AzsRegistration',
        'UnRegister-AzsEnvironment',
        'Update-AzsRegistrationModule'
    )
    # The module's script exports only those that neither Az nor AzureRM has here.
    AliasesToExport        = '*'
    PrivateData            = @{
        PSData = @{
            Tags       = @('AzureStack', 'AzureStackHub', 'Registration', 'PSEdition_Desktop', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
