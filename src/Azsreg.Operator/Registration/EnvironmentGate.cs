using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Which stamps can register in which Azure.</summary>
internal static class EnvironmentGate
{
    /// <summary>The name by which stamps and the published client know this Azure: one of the built-in ones, or <c>CustomCloud</c>.</summary>
    /// <remarks>An environment a person entered by hand with a sovereign cloud's own address is still that cloud.</remarks>
    public static string KnownName(AzureEnvironment environment) => AzureEnvironment.BuiltIn.FirstOrDefault(known =>
        known.Name.Equals(environment.Name, StringComparison.OrdinalIgnoreCase)
        || known.ResourceManagerUrl.Host.Equals(environment.ResourceManagerUrl.Host, StringComparison.OrdinalIgnoreCase))?.Name ?? "CustomCloud";

    /// <summary>Refuses an Azure this stamp cannot register in.</summary>
    /// <exception cref="CataloguedException">AZR2114.</exception>
    public static void Demand(AzureEnvironment environment, Version stamp)
    {
        var cloud = KnownName(environment);
        if (cloud == AzureEnvironment.AzureGermanCloud.Name)
        {
            throw new CataloguedException(
                ErrorCatalogue.EnvironmentNotSupported, $"{cloud} never took registrations; no version of a stamp changes that.");
        }

        if (cloud is "AzureChinaCloud" or "AzureUSGovernment" && stamp < StampVersions.SovereignClouds)
        {
            throw new CataloguedException(
                ErrorCatalogue.EnvironmentNotSupported,
                $"{cloud} takes registrations of stamps from {StampVersions.SovereignClouds} on; this stamp is {stamp}.");
        }
    }
}
