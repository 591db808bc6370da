using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Stamp;

namespace Azsreg.Portal.Activity;

/// <summary>The audit in words.</summary>
internal static class ActivityWords
{
    private static readonly Dictionary<string, string> Deeds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.AzureBridge.Admin/activations/write"] = "Activate",
        ["Microsoft.AzureBridge.Admin/activations/delete"] = "Remove the activation",
        ["Microsoft.AzureBridge.Admin/activations/read"] = "Read the activation",
        ["Microsoft.AzureBridge.Admin/activations/products/read"] = "List marketplace items",
        ["Microsoft.AzureBridge.Admin/activations/products/download/action"] = "Download a marketplace item",
        ["Microsoft.AzureBridge.Admin/activations/downloadedProducts/read"] = "List downloaded items",
        ["Microsoft.AzureBridge.Admin/activations/downloadedProducts/write"] = "Import a marketplace item",
        ["Microsoft.AzureBridge.Admin/activations/downloadedProducts/delete"] = "Delete a marketplace item",
        ["Microsoft.AzureBridge.Admin/activations/downloadedProducts/cancel/action"] = "Cancel a download",
        ["Microsoft.AzureBridge.Admin/activations/downloadedProducts/cleanup/action"] = "Clean up old items",
        ["Microsoft.AzureBridge.Admin/uploads/write"] = "Upload content",
        ["Microsoft.AzureBridge.Admin/registrationToken/action"] = "Make a registration token",
        ["Microsoft.AzureBridge.Admin/bridgeIdentity/action"] = "Set up the bridge's identity",
        ["Microsoft.AzureBridge.Admin/registrationKeyPair/action"] = "Make a new registration key",
        ["Microsoft.InfrastructureInsights.Admin/regionHealths/alerts/write"] = "Close an alert",
        ["Microsoft.Fabric.Admin/stampInformation/read"] = "Read stamp information",
        ["Microsoft.Fabric.Admin/logs/read"] = "Collect logs",
        ["Microsoft.Fabric.Admin/privilegedEndpoint/close/action"] = "Hand out transcripts",
        ["Microsoft.Fabric.Admin/privilegedEndpointSessions/transcript/read"] = "Read a transcript",
        ["Microsoft.Fabric.Admin/tests/action"] = "Test the stamp",
        ["Microsoft.Commerce.Admin/usageReports/write"] = "Report usage",
        ["Microsoft.Commerce.Admin/usageFiles/action"] = "Carry usage by file",
        ["Microsoft.Commerce.Admin/sampleWorkloads/write"] = "Run the sample workload",
        ["PrivilegedEndpoint/signIn"] = "Sign in at the privileged endpoint",
        ["SignIn/password"] = "Sign in with a password",
        ["SignIn/authorization_code"] = "Sign in with a browser",
        ["SignIn/device_code"] = "Sign in with a device code",
        ["SignIn/refresh_token"] = "Renew a sign-in",
        ["SignIn/client_credentials"] = "Sign in as an application",
        ["SignIn/page"] = "Sign in with a browser",
    };

    /// <summary>What was done, in words; the action itself where there are none.</summary>
    public static string Deed(StampAuditRecord record) => Deeds.GetValueOrDefault(record.Action) ?? record.Action;

    public static string Door(StampAuditRecord record) => record.Channel switch
    {
        "PrivilegedEndpoint" => "Privileged endpoint",
        "User" => "Admin ARM, portal",
        "SignIn" => "Sign-in",
        "Stamp" => "The stamp itself",
        var other => other,
    };

    public static (StateKind Kind, string Text) Outcome(StampAuditRecord record) => record.Outcome switch
    {
        "Succeeded" => (StateKind.Good, "Succeeded"),
        "Accepted" => (StateKind.Working, "Accepted"),
        "Refused" => (StateKind.Bad, "Refused"),
        "Failed" => (StateKind.Bad, "Failed"),
        var other => (StateKind.Warning, other),
    };

    /// <summary>The last part of what it was done to: an ARM id is read from its end.</summary>
    public static string Target(StampAuditRecord record)
    {
        var target = record.Target.TrimEnd('/');
        if (!target.StartsWith('/'))
            return target;
        if (target.EndsWith("/activations/default", StringComparison.OrdinalIgnoreCase))
            return "the activation";
        var name = target[(target.LastIndexOf('/') + 1)..];
        return target.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && target.Count(character => character == '/') == 2 ? "the stamp" : name;
    }

    /// <summary>What more is known, with the portal called by its name.</summary>
    public static string Detail(StampAuditRecord record) => record.Detail.Replace($"client {PortalRegistration.ClientId}", "by the portal", StringComparison.OrdinalIgnoreCase);

    public static (StateKind Kind, string Text) Session(StampEndpointSession session) => session.State switch
    {
        "Open" => (StateKind.Working, "Open"),
        "Closed" => (StateKind.Good, "Closed"),
        "Interrupted" => (StateKind.Warning, "Interrupted"),
        var other => (StateKind.Off, other),
    };

    public static (string Icon, string Text) Line(StampTranscriptLine line) => line.Kind switch
    {
        "SessionOpened" => ("plug_connected", "Opened"),
        "SessionClosed" => ("plug_disconnected", "Closed"),
        "Command" => ("chevron_right", "Command"),
        "Output" => ("document", "Output"),
        "Error" => ("error_circle", "Error"),
        "CommandEnded" => ("checkmark", "Ended"),
        _ => ("info", ""),
    };
}
