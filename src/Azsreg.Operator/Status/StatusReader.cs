using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Status;

/// <summary>Reads both sides of a stamp without its privileged endpoint, so that looking needs no cloud administrator.</summary>
public sealed class StatusReader(OperatorContext context, RegistrationHistory history)
{
    /// <summary>Reads and compares. A side that cannot be read is told as such.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="environment">The Azure; null takes the one in use.</param>
    /// <param name="subscription">The subscription by id or name; null takes the one in use.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<StatusReport> ReadAsync(StampEntry stamp, string? environment, string? subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        var side = ReadStampAsync(stamp, cancellationToken);
        var azure = await ReadAzureAsync(stamp, side, environment, subscription, cancellationToken);
        return StatusComparison.Compare(stamp.Name, azure, await side, context.Clock.GetUtcNow());
    }

    /// <summary>The registration of a stamp on Azure; null where there is none, or where nothing here tells which it is.</summary>
    public async Task<Protocol.Registration?> FindRegistrationAsync(StampEntry stamp, AzureSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(session);
        return await FindAsync(RegistrationSides.Of(session), stamp, await ReadStampAsync(stamp, cancellationToken), cancellationToken);
    }

    private async Task<StampReading> ReadStampAsync(StampEntry stamp, CancellationToken cancellation)
    {
        using var admin = context.TryOpenStampAdmin(stamp);
        var side = new StampSide
        {
            Name = stamp.Name,
            OpenSession = _ => throw new InvalidOperationException("Looking does not open the privileged endpoint."),
            Admin = admin?.Arm,
            WhyNoAdmin = $"nobody is signed in at its admin endpoint (azsreg login --stamp {stamp.Name})",
        };
        return await StampReader.ReadAsync(side, context.Clock, countProducts: false, cancellation, withIdentity: true);
    }

    private async Task<AzureReading> ReadAzureAsync(
        StampEntry stamp, Task<StampReading> side, string? environment, string? subscription, CancellationToken cancellation)
    {
        try
        {
            using var session = context.OpenAzure(environment, subscription);
            var azure = RegistrationSides.Of(session);
            var reading = new AzureReading
            {
                WasRead = true,
                Environment = azure.Environment.Name,
                StandsFor = azure.Environment.StandsFor,
                SubscriptionId = azure.SubscriptionId,
                SubscriptionName = session.Subscription!.Name,
            };
            // What was last registered from here is most often what the stamp is activated with: it is asked for while the stamp is.
            var likely = Known(azure, stamp) is { Event: "registered" } last && ArmResourceId.TryParse(last.ResourceId, out var id) && IsIn(azure, id) ? id : null;
            var early = likely is null ? null : DescribeAsync(azure, azure.Arm.Registrations.TryGetAsync(likely, cancellation), reading, cancellation);
            var here = await side;
            var isLikely = ArmResourceId.TryParse(here.RegistrationId, out var activated) && activated.Equals(likely);
            try
            {
                if (early is not null && await early is var found && isLikely) return found;
            }
            catch (ArmException) when (!isLikely)
            {
                // Refused for a registration that is not the stamp's.
            }

            return await DescribeAsync(azure, FindAsync(azure, stamp, here, cancellation), reading, cancellation);
        }
        catch (Exception failure) when (failure is CataloguedException or ArmException)
        {
            var told = FailureTranslation.Translate(failure);
            return AzureReading.NotRead(
                $"{told.Entry.What}: {told.Detail.TrimEnd('.')}",
                told.NextCommands.Count > 0 ? told.NextCommands[0] : told.Entry.Kind == FailureKind.SignInOrRights ? "azsreg login" : "azsreg check");
        }
    }

    /// <summary>By the activation's own word, else by cloud id, else by what was registered from here under this stamp's name.</summary>
    private async Task<Protocol.Registration?> FindAsync(AzureSide azure, StampEntry stamp, StampReading side, CancellationToken cancellation)
    {
        var registrations = azure.Arm.Registrations;
        if (ArmResourceId.TryParse(side.RegistrationId, out var activated) && IsIn(azure, activated))
            return await registrations.TryGetAsync(activated, cancellation);
        var cloudId = side.CloudId ?? Known(azure, stamp)?.CloudId;
        if (cloudId is null) return null;
        try
        {
            await foreach (var one in registrations.ListAsync(azure.SubscriptionId, cancellation))
            {
                if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) return one;
            }
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration" || refused.StatusCode == 404)
        {
            // A subscription that does not know the provider has no registrations.
        }

        return null;
    }

    /// <summary>The last thing registered or removed from here under this stamp's name.</summary>
    private HistoryEntry? Known(AzureSide azure, StampEntry stamp) => history.Read().FirstOrDefault(entry =>
        string.Equals(entry.Stamp, stamp.Name, StringComparison.OrdinalIgnoreCase)
        && string.Equals(entry.Environment, azure.Environment.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsIn(AzureSide azure, ArmResourceId id) => string.Equals(id.SubscriptionId, azure.SubscriptionId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The reading with the registration in it; as it is where there is none.</summary>
    private static async Task<AzureReading> DescribeAsync(
        AzureSide azure, Task<Protocol.Registration?> finding, AzureReading reading, CancellationToken cancellation)
    {
        if (await finding is not { } registration) return reading;
        var id = ArmResourceId.Parse(registration.Id);
        var bridge = registration.Properties.ObjectId is { Length: > 0 } objectId ? objectId : null;
        // Four questions that do not depend on each other: a person waits for the slowest instead of for all.
        var key = TryAsync<ActivationKey?>(async () => ActivationKeyCodec.Inspect(await azure.Arm.Registrations.GetActivationKeyAsync(id, cancellation)).Key);
        var locked = TryAsync<bool?>(async () => await RegistrationLock.FindAsync(azure, id, cancellation) is not null);
        var hasRole = bridge is null ? null : TryAsync<bool?>(async () => await BridgeRole.IsAssignedAsync(azure, id, bridge, cancellation));
        var exists = bridge is null ? null : BridgePrincipal.ExistsAsync(azure, bridge, cancellation);
        var read = await key;
        var values = read is null ? null : RegistrationValues.From(read);
        return reading with
        {
            RegistrationId = registration.Id,
            CloudId = registration.Properties.CloudId,
            BillingModel = registration.Properties.BillingModel,
            MarketplaceSyndication = values?.MarketplaceSyndication,
            UsageReporting = values?.UsageReporting,
            AgreementNumber = values?.AgreementNumber,
            Nodes = read?.HardwareInfo.Count is > 0 and var count ? count : null,
            Expires = ExpiryOf(read),
            BridgeObjectId = bridge,
            Locked = await locked,
            BridgeHasRole = hasRole is null ? null : await hasRole,
            BridgeExists = exists is null ? null : await exists,
        };
    }

    private static DateTimeOffset? ExpiryOf(ActivationKey? key) => StatusComparison.EndOf(key?.Expires);

    /// <summary>A reader of a subscription may not see everything; what it may not see stays unknown.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception refused) when (refused is TokenFormatException or ArmException { StatusCode: 400 or 403 or 404 or 409 })
        {
            return default;
        }
    }
}
