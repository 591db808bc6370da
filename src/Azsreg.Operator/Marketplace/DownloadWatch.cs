using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>
/// Looks at one download. A stamp may name an operation to ask (<c>Azure-AsyncOperation</c>), a place that answers 202 until the end
/// (<c>Location</c>), or nothing: then the product on the stamp tells its state.
/// </summary>
internal sealed class DownloadWatch(StampMarketplaceOperations operations, MarketplaceItem item, ArmOperation<ProductDownload>? begun)
{
    private ArmOperation<ProductDownload>? _last = begun;
    private Uri? _status = begun?.StatusUrl;
    private Uri? _location = begun?.Location;
    private string? _productState;
    private bool _mayAskAgain;

    public TimeSpan? RetryAfter => _last?.RetryAfter;

    /// <summary>Why the download ended without success; null where it did not.</summary>
    public ArmError? Ended { get; private set; }

    /// <summary>Looks once more.</summary>
    /// <returns>The state told.</returns>
    /// <exception cref="ArmException">The stamp refused to tell, or (404) does not list the product.</exception>
    public async Task<string> LookAsync(CancellationToken cancellationToken)
    {
        if ((_status ?? _location) is { } place)
        {
            try
            {
                _last = await operations.LookAsync(place, cancellationToken);
                _location = _last.Location ?? _location;
                return StateTold();
            }
            catch (ArmException forgotten) when (forgotten.StatusCode is 404 or 410)
            {
                // Operations are forgotten sooner than downloads, as by a restart.
                (_last, _status, _location, _mayAskAgain) = (null, null, null, true);
            }
        }

        _productState = (await operations.TryGetDownloadedAsync(item.Id, cancellationToken))?.Properties.ProvisioningState;
        if (_productState is not null)
        {
            _last = null;
            return StateTold();
        }

        if (!_mayAskAgain)
            throw new ArmException(404, "ResourceNotFound", $"The stamp took the download of {item.Id} on, and does not list it.");
        // Asked for again it goes on where it is, and the stamp says where to look.
        _mayAskAgain = false;
        _last = await operations.BeginDownloadAsync(item.Id, cancellationToken);
        (_status, _location) = (_last.StatusUrl, _last.Location);
        return StateTold();
    }

    /// <summary>What the last look told, added to what was known.</summary>
    public DownloadProgress Read(DownloadProgress known)
    {
        var told = _last?.Value;
        var figures = told?.Properties;
        var state = StateTold();
        var next = known with
        {
            Phase = Words(figures?.Phase),
            BytesDone = figures?.BytesDone ?? known.BytesDone,
            BytesTotal = figures?.BytesTotal ?? known.BytesTotal,
            BytesPerSecond = figures?.BytesPerSecond,
            Percent = told?.PercentComplete is { } percent ? Math.Clamp(percent, 0, 100) : known.Percent,
        };
        switch (state)
        {
            case "SUCCEEDED":
                return next with { Stage = DownloadStage.Downloaded, Percent = 100, BytesDone = next.BytesTotal, BytesPerSecond = null, Phase = null };
            case "FAILED" or "CANCELED" or "STOPPED":
                Ended = told?.Error ?? new ArmError(state == "CANCELED" ? "OperationCanceled" : "DownloadFailed", $"The download ended in the state {state}.");
                return next with { Stage = DownloadStage.Failed, BytesPerSecond = null };
            case "INPROGRESS" when figures is { Phase: "Waiting" }:
                return next with { Stage = DownloadStage.Waiting, Phase = null };
            default:
                return next with { Stage = DownloadStage.Downloading };
        }
    }

    private string StateTold()
    {
        if (_last is null)
            return _productState?.ToUpperInvariant() ?? "";
        if (_last.Value?.Status is { } status)
            return status.ToUpperInvariant();
        // 202 says "not yet" whatever the body; 200 without a state, at a place that answered 202 before, says "done".
        return _last.StatusCode == 202 ? "DOWNLOADING" : _last.Value?.Properties?.ProvisioningState?.ToUpperInvariant() ?? "SUCCEEDED";
    }

    /// <summary>A phase is told as one word of several: <c>WaitingForDependencies</c>.</summary>
    internal static string? Words(string? phase) => phase is null || phase.Length > 60 ? null
        : string.Concat(phase.Select((letter, index) => char.IsUpper(letter) ? (index == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));
}
