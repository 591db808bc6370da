using Azsreg.Cli.Rendering;
using Azsreg.Cloud.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Tells long work on a catalogue as a step's detail, not more often than a person can read.</summary>
internal sealed class CloudCatalogProgress(StepProgress.Step step, TimeProvider clock) : IProgress<CatalogueProgress>
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private long _told;

    public void Report(CatalogueProgress value)
    {
        if (_told != 0 && clock.GetElapsedTime(_told) < Pace)
        {
            return;
        }

        _told = clock.GetTimestamp();
        step.Update($"{value.What}, {ByteSize.Exact(value.BytesDone)} of {ByteSize.Exact(value.BytesTotal)}");
    }
}
