using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Portal.Dashboard;

/// <summary>What a card shows: what was read, why it could not be, or that it is not there yet.</summary>
/// <param name="Value">What was read.</param>
/// <param name="Fault">Why it could not be.</param>
public sealed record Reading<T>(T? Value, CataloguedException? Fault)
    where T : class
{
    /// <summary>It takes longer than the page waits: the card fetches it itself.</summary>
    public bool IsLate => Value is null && Fault is null;

    /// <summary>Reads for so long as a page may wait; what comes later is not waited for, and what fails is told in its card.</summary>
    internal static async Task<Reading<T>> OfAsync(
        Func<CancellationToken, Task<T>> read, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return new(await read(either.Token), null);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, null);
        }
        catch (Exception failure) when (failure is ArmException or (CataloguedException and not SignInException) or HttpRequestException or IOException)
        {
            return new(null, failure is ArmException refused
                ? new CataloguedException(ErrorCatalogue.PortalFailed, $"The stamp answered {refused.Error.Code}: {refused.Error.Message}", inner: refused)
                : FailureTranslation.Translate(failure));
        }
    }
}
