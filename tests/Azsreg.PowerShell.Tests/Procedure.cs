namespace Azsreg.PowerShell.Tests;

/// <summary>
/// The commands of the published procedure for registering Azure Stack with Azure (January 2018), line by line as printed, and what a person fills in
/// for its placeholders.
/// </summary>
internal static class Procedure
{
    /// <summary>A block of commands.</summary>
    /// <param name="Name">What it is for.</param>
    /// <param name="Printed">As printed.</param>
    /// <param name="Corrected">As it can run; null where that is as printed.</param>
    internal sealed record Block(string Name, string Printed, string? Corrected = null)
    {
        public string Runnable => Fill(Corrected ?? Printed);

        public override string ToString() => Name;
    }

    public static IReadOnlyList<Block> Blocks { get; } =
    [
        new("resource provider", """
            Login-AzureRmAccount -EnvironmentName "AzureCloud"
            Register-AzureRmResourceProvider -ProviderNamespace Microsoft.AzureStack
            """),
        new("module", """
            Import-Module .\RegisterWithAzure.psm1
            """),
        new("connected, pay as you use", """
            $AzureContext = Get-AzureRmContext
            $CloudAdminCred = Get-Credential -UserName <Azure subscription owner>  -Message "Enter the cloud domain credentials to access the privileged endpoint"
            Set-AzsRegistration `
                -CloudAdminCredential $CloudAdminCred `
                -PrivilegedEndpoint <PrivilegedEndPoint computer name> `
                -BillingModel PayAsYouUse
            """),
        new("connected, capacity", """
            $AzureContext = Get-AzureRmContext
            $CloudAdminCred = Get-Credential -UserName <Azure subscription owner>  -Message "Enter the cloud domain credentials to access the privileged endpoint"
            Set-AzsRegistration `
                -CloudAdminCredential $CloudAdminCred `
                -PrivilegedEndpoint <PrivilegedEndPoint computer name> `
                -AgreementNumber <EA agreement number> `
                -BillingModel Capacity
            """),
        // The third model of the procedure's table, which has no example of its own.
        new("connected, development", """
            $AzureContext = Get-AzureRmContext
            $CloudAdminCred = Get-Credential -UserName <Azure subscription owner>  -Message "Enter the cloud domain credentials to access the privileged endpoint"
            Set-AzsRegistration `
                -CloudAdminCredential $CloudAdminCred `
                -PrivilegedEndpoint <PrivilegedEndPoint computer name> `
                -BillingModel Development
            """),
        new(
            "disconnected, token",
            """
            $FilePathForRegistrationToken = $env:SystemDrive\RegistrationToken.txt
            $RegistrationToken = Get-AzsRegistrationToken -CloudAdminCredential $YourCloudAdminCredential -PrivilegedEndpoint $YourPrivilegedEndpoint -BillingModel Capacity -AgreementNumber '<your agreement number>' -TokenOutputFilePath $FilePathForRegistrationToken
            """,
            """
            $FilePathForRegistrationToken = "$HOME/RegistrationToken.txt"
            $RegistrationToken = Get-AzsRegistrationToken -CloudAdminCredential $YourCloudAdminCredential -PrivilegedEndpoint $YourPrivilegedEndpoint -BillingModel Capacity -AgreementNumber '<your agreement number>' -TokenOutputFilePath $FilePathForRegistrationToken
            """),
        new("disconnected, register by the token", """
            $registrationToken = "<Your Registration Token>"
            Register-AzsEnvironment -RegistrationToken $registrationToken
            """),
        new("disconnected, register by the token's file", """
            $registrationToken = Get-Content -Path 'C:\Temp\<Registration Token File>'
            Register-AzsEnvironment -RegistrationToken $registrationToken
            """),
        new("remove, by name", """
            UnRegister-AzsEnvironment -RegistrationName "*Name of the registration resource*"
            """),
        new("remove, by token", """
            $registrationToken = "*Your copied registration token*"
            UnRegister-AzsEnvironment -RegistrationToken $registrationToken
            """),
        new("change of subscription", """
            Remove-AzsRegistration -CloudAdminCredential $YourCloudAdminCredential -PrivilegedEndpoint $YourPrivilegedEndpoint
            Set-AzureRmContext -SubscriptionId $NewSubscriptionId
            Set-AzsRegistration -CloudAdminCredential $YourCloudAdminCredential -PrivilegedEndpoint $YourPrivilegedEndpoint -BillingModel PayAsYouUse
            """),
        new("change of model", """
            Set-AzsRegistration -CloudAdminCredential $YourCloudAdminCredential -PrivilegedEndpoint $YourPrivilegedEndpoint -BillingModel PayAsYouUse
            """),
    ];

    /// <summary>The verbs that carry them out, one list a block, with what a signed-in person's cmdlets ask first left out.</summary>
    public static IReadOnlyDictionary<string, string[]> Verbs { get; } = new Dictionary<string, string[]>
    {
        ["resource provider"] = ["login", "provider register"],
        ["connected, pay as you use"] = ["registration set"],
        ["connected, capacity"] = ["registration set"],
        ["connected, development"] = ["registration set"],
        ["disconnected, token"] = ["offline token"],
        ["disconnected, register by the token"] = ["offline register"],
        ["disconnected, register by the token's file"] = ["offline register"],
        ["remove, by name"] = ["offline unregister"],
        ["remove, by token"] = ["offline unregister"],
        ["change of subscription"] = ["registration remove", "account set", "registration set"],
        ["change of model"] = ["registration set"],
    };

    private static string Fill(string text) => text
        .Replace("<Azure subscription owner>", @"AZURESTACK\CloudAdmin", StringComparison.Ordinal)
        .Replace("<PrivilegedEndPoint computer name>", "AzS-ERCS01", StringComparison.Ordinal)
        .Replace("<EA agreement number>", "10004711", StringComparison.Ordinal)
        .Replace("<your agreement number>", "10004711", StringComparison.Ordinal)
        .Replace("<Your Registration Token>", "dG9rZW4=", StringComparison.Ordinal)
        .Replace(@"C:\Temp\<Registration Token File>", "RegistrationToken.txt", StringComparison.Ordinal)
        .Replace("*Name of the registration resource*", "AzureStack-c-1", StringComparison.Ordinal)
        .Replace("*Your copied registration token*", "dG9rZW4=", StringComparison.Ordinal);
}
