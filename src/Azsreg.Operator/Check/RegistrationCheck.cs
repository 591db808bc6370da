using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Check;

/// <summary>
/// Tries everything a registration needs and changes nothing. Checks that do not stand on each other run at once; one whose ground is missing
/// says so instead of failing a second time.
/// </summary>
public sealed class RegistrationCheck(OperatorContext operation)
{
    /// <summary>Runs all checks.</summary>
    /// <param name="request">What is to be checked for.</param>
    /// <param name="observe">Told each row as it is known, with how many are known and how many there will be; never called twice at once.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <exception cref="Protocol.CataloguedException">The environment named is not known (AZR3022).</exception>
    public async Task<CheckReport> RunAsync(CheckRequest request, Action<CheckRow, int, int> observe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var context = new CheckContext(operation, request, cancellationToken);
        var checks = Checks(context, cancellationToken).ToList();
        var telling = new Lock();
        var done = 0;
        var rows = await Task.WhenAll(checks.Select(async check =>
        {
            var row = await TryAsync(check.Name, check.Run);
            lock (telling) observe(row, ++done, checks.Count);
            return row;
        }));
        return new CheckReport(context.Stamp?.Name ?? request.Endpoints.Select(endpoint => endpoint.Name).FirstOrDefault(), context.Environment.Name, rows);
    }

    /// <summary>In the order a registration needs them, so that the first failure is the one the later ones follow from.</summary>
    private static IEnumerable<(string Name, Func<Task<CheckRow>> Run)> Checks(CheckContext context, CancellationToken cancellation)
    {
        foreach (var host in context.AzureHosts().Concat(context.StampHosts()).GroupBy(host => host.Place, StringComparer.OrdinalIgnoreCase))
        {
            var name = $"host {host.Key}";
            yield return (name, () => NetworkChecks.HostAsync(context, [.. host], name));
        }

        yield return ("clock", () => NetworkChecks.ClockAsync(context));
        yield return ("sign-in", () => AccountChecks.SignInAsync(context, cancellation));
        yield return ("subscription", () => AccountChecks.SubscriptionAsync(context));
        yield return ("rights", () => AccountChecks.RightsAsync(context, cancellation));
        yield return ("applications", () => AccountChecks.ApplicationsAsync(context, cancellation));
        yield return ("provider", () => AzureChecks.ProviderAsync(context));
        yield return ("resource group", () => AzureChecks.GroupAsync(context));
        yield return ("privileged endpoint", () => StampChecks.PrivilegedEndpointAsync(context));
        yield return ("stamp version", () => StampChecks.VersionAsync(context));
        yield return ("stamp's hosts", () => StampChecks.HardwareAsync(context));
        yield return ("running actions", () => StampChecks.ActionsAsync(context, cancellation));
        yield return ("stamp's side", () => StampChecks.AdministratorAsync(context));
        yield return ("billing rules", () => AzureChecks.BillingAsync(context));
        yield return ("names", () => AzureChecks.NamesAsync(context, cancellation));
        yield return ("locks", () => AzureChecks.LocksAsync(context, cancellation));
        yield return ("bridge principal", () => AzureChecks.BridgeAsync(context, cancellation));
    }

    private static async Task<CheckRow> TryAsync(string name, Func<Task<CheckRow>> run)
    {
        try
        {
            return await run();
        }
        catch (CheckSkippedException skipped)
        {
            return CheckRow.NotChecked(name, skipped.Message, skipped.Fix);
        }
#pragma warning disable CA1031 // A check that fails is a row; the others go on.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return CheckRow.Failed(name, FailureTranslation.Translate(failure));
        }
    }
}
