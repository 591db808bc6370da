using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Json;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary>A cmdlet that works with Azure as somebody who is signed in.</summary>
public abstract class AzureCmdlet : AzsCmdlet
{
    /// <summary>Nobody is signed in.</summary>
    private protected const string NotSignedIn = "AZR3001";

    /// <summary>The context to work in, as <c>Get-AzsContext</c>, <c>Get-AzContext</c> or <c>Get-AzureRmContext</c> return it.</summary>
    [Parameter]
    public object? AzureContext { get; set; }

    /// <summary>The Azure, by name; the context's, else the one in use, where left out.</summary>
    [Parameter]
    [Alias("EnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? AzureEnvironmentName { get; set; }

    /// <summary>The subscription by id or name; the context's, else the one in use, where left out.</summary>
    [Parameter]
    [Alias("AzureSubscriptionId")]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>
    /// Puts into a call which Azure and subscription are meant, and signs in where nobody is. Az's own tokens cannot be had (a stamp must be handed
    /// a refresh token, which Az hides), so its account is found among ours, or signs in once more.
    /// </summary>
    private protected VerbCall InAzure(VerbCall call)
    {
        var context = Wanted();
        var environment = AzureEnvironmentName ?? context?.Environment.Name;
        if (!IsSignedIn(environment, context)) SignIn(environment, context);
        return Name(call, context);
    }

    /// <summary>Puts into a call which Azure and subscription are meant, and signs nobody in.</summary>
    private protected VerbCall NamingAzure(VerbCall call) => Name(call, Wanted());

    /// <summary>What can be told wrong while nobody is signed in.</summary>
    private protected virtual void DemandBeforeSignIn(string? environment)
    {
    }

    private VerbCall Name(VerbCall call, AzsContext? context) => call
        .With("environment", AzureEnvironmentName ?? context?.Environment.Name)
        .With("subscription", SubscriptionId ?? context?.Subscription?.Id);

    private AzsContext? Wanted()
    {
        var given = AzureContext ?? (ChosenContext.IsOurs ? null : Shell.FindAzureContext());
        return given as AzsContext ?? (given is null ? null : AzsContext.FromOther(given, Shell.MemberOf));
    }

    private bool IsSignedIn(string? environment, AzsContext? context)
    {
        JsonValue current;
        try
        {
            current = CallForResult(new VerbCall("account show").With("environment", environment));
        }
        catch (AzsregFailure failure) when (failure.Code == NotSignedIn)
        {
            DemandBeforeSignIn(environment);
            return false;
        }

        if (context?.Account.Id is not { } wanted || Same(current.TextOf("account"), wanted)) return true;
        // Another account is in use here; the context's may be signed in beside it.
        return CallForResult(new VerbCall("account list").With("environment", environment).With("cached", true)).Items
            .Any(row => Same(row.TextOf("account"), wanted));
    }

    private void SignIn(string? environment, AzsContext? context)
    {
        if (!Shell.IsInteractive)
        {
            throw new AzsregFailure(
                NotSignedIn, "signInOrRights", "no account is signed in", $"Nobody is signed in{(environment is null ? "" : $" to {environment}")}, and PowerShell was started so that nobody can be asked.",
                "Run: azsreg login", []);
        }

        Shell.WriteHost(context?.Account.Id is { } account
            ? $"{account} is signed in with Azure PowerShell, whose tokens azsreg cannot use: sign in once more, as the same account."
            : "Nobody is signed in to Azure: sign in as the owner of the subscription.");
        Call(new VerbCall("login").With("environment", environment).With("tenant", context?.Tenant?.Id));
    }

    private protected static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
