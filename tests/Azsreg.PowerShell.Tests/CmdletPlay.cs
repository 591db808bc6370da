using System.Text.Json;
using Azsreg.PowerShell.Cmdlets;

namespace Azsreg.PowerShell.Tests;

/// <summary>A cmdlet against a program that plays azsreg's part, with nobody having chosen a context before.</summary>
public abstract class CmdletPlay : IDisposable
{
    private protected const string Stamp = """ "privileged-endpoint":["AzS-ERCS01"],"cloud-admin":"AZURESTACK\\CloudAdmin" """;
    private protected const string Secret = """{"cloud-admin-password":"cloud-admin-passw0rd"}""";
    private protected const string Registered = """
        {"applied":true,"changed":true,"environment":"Local","standsFor":"AzureCloud","account":"owner@contoso.onmicrosoft.com","subscriptionId":"s-1","subscriptionName":"Contoso Stamps","stamp":"AzS-ERCS01","privilegedEndpointUrl":"https://localhost:20011/wsman","stampCloudId":"c-1","stampVersion":"1.2311.1.22","registrationId":"/subscriptions/s-1/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-c-1","registrationName":"AzureStack-c-1","billingModel":"PayAsYouUse","marketplaceSyndication":true,"usageReporting":true,"activationState":"Active","marketplaceItems":176,"billing":"Registering costs nothing."}
        """;

    private protected CmdletPlay() => ChosenContext.IsOurs = false;

    public void Dispose()
    {
        ChosenContext.IsOurs = false;
        GC.SuppressFinalize(this);
    }

    private protected static FakeAzsreg Play(params IEnumerable<string>[] parts) => new([FakeAzsreg.Ready, .. parts.SelectMany(part => part)]);

    /// <summary>The request as the contract has it, whatever the order of its members.</summary>
    private protected static void ShouldBeRequest(string heard, string verb, string options, string secrets = "{}", string arguments = "[]", string? input = null)
    {
        var request = JsonDocument.Parse(heard).RootElement;
        request.GetProperty("type").GetString().ShouldBe("request");
        request.GetProperty("verb").GetString().ShouldBe(verb);
        JsonElement.DeepEquals(request.GetProperty("options"), JsonDocument.Parse($"{{{options}}}").RootElement).ShouldBeTrue($"options: {request.GetProperty("options")}");
        JsonElement.DeepEquals(request.GetProperty("secrets"), JsonDocument.Parse(secrets).RootElement).ShouldBeTrue();
        JsonElement.DeepEquals(request.GetProperty("arguments"), JsonDocument.Parse(arguments).RootElement).ShouldBeTrue();
        (request.TryGetProperty("input", out var given) ? given.GetString() : null).ShouldBe(input);
    }
}
