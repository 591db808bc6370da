using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Offline;

/// <summary>What the steps of a workflow share that works on a stamp alone.</summary>
internal class OfflineStampContext(StampSide side, StampCommands commands, TimeProvider clock)
{
    private StampInformation? _information;

    public StampSide Side => side;

    public StampCommands Commands => commands;

    public TimeProvider Clock => clock;

    public StampInformation Information
    {
        get => _information ?? throw new InvalidOperationException("Read before step 'stamp' has looked.");
        set => _information = value;
    }

    /// <summary>What the stamp's admin ARM told; not read where nobody is signed in there.</summary>
    public StampReading Reading { get; set; } = StampReading.NotRead("not looked at");

    public async Task ReadAsync(CancellationToken cancellation) =>
        Reading = await StampReader.ReadAsync(side, clock, countProducts: false, cancellation);
}
