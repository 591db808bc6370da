using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Reads registrations on Azure.</summary>
public static class RegistrationReader
{
    /// <summary>All registrations of the subscription in use, or of one of its groups; empty where the provider is not registered.</summary>
    public static async Task<IReadOnlyList<Protocol.Registration>> ListAsync(AzureSession session, string? resourceGroup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var subscription = session.Subscription!.Id;
        var all = resourceGroup is null
            ? session.Arm.Registrations.ListAsync(subscription, cancellationToken)
            : session.Arm.Registrations.ListAsync(subscription, resourceGroup, cancellationToken);
        var found = new List<Protocol.Registration>();
        try
        {
            await foreach (var one in all) found.Add(one);
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration")
        {
            return found;
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }

        return found;
    }

    /// <summary>One registration by name; the only one where none is named.</summary>
    /// <exception cref="CataloguedException">AZR2108 where there is none, AZR1001 where several could be meant.</exception>
    public static async Task<Protocol.Registration> GetAsync(AzureSession session, string? resourceGroup, string? name, CancellationToken cancellationToken)
    {
        var all = await ListAsync(session, resourceGroup, cancellationToken);
        var meant = all.Where(one => name is null || string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return meant switch
        {
            [var one] => one,
            [] => throw new CataloguedException(
                ErrorCatalogue.RegistrationNotFound,
                $"{(name is null ? "There is no registration" : $"There is no registration '{name}'")} in {session.Subscription!.Name}{(resourceGroup is null ? "" : $", resource group {resourceGroup}")}.",
                ["azsreg registration list"]),
            _ => throw new CataloguedException(
                ErrorCatalogue.InvalidOption,
                $"There are {meant.Count} registrations{(name is null ? "" : $" named '{name}'")}; say which.",
                [.. meant.Take(10).Select(one => $"azsreg registration show --registration-name {one.Name} --resource-group {ArmResourceId.Parse(one.Id).ResourceGroupName}")]),
        };
    }

    /// <summary>What the registration says beyond what Azure tells of it, read from its activation key; null where that may not be read.</summary>
    public static async Task<RegistrationDetails?> DescribeAsync(AzureSession session, Protocol.Registration registration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(registration);
        try
        {
            var text = await session.Arm.Registrations.GetActivationKeyAsync(ArmResourceId.Parse(registration.Id), cancellationToken);
            var key = ActivationKeyCodec.Inspect(text).Key;
            return new RegistrationDetails(key.MarketplaceSyndicationEnabled, key.UsageReportingEnabled, key.AgreementNumber, key.MsAssetTag, key.Expires, key.HardwareInfo.Count);
        }
        catch (Exception refused) when (refused is TokenFormatException or ArmException { StatusCode: 400 or 403 or 404 or 409 })
        {
            return null;
        }
    }

    /// <summary>The marketplace items a registration may have, as Azure lists them.</summary>
    public static async Task<IReadOnlyList<Product>> ListProductsAsync(AzureSession session, Protocol.Registration registration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(registration);
        var found = new List<Product>();
        try
        {
            await foreach (var product in session.Arm.Registrations.ListProductsAsync(ArmResourceId.Parse(registration.Id), cancellationToken)) found.Add(product);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }

        return found;
    }
}
