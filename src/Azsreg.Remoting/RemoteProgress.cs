using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting;

/// <summary>A progress record (MS-PSRP §2.2.2.25).</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">How it stands.</param>
public sealed record RemoteProgress(string Activity, string Status)
{
    /// <summary>Number of the activity; records of the same number replace each other.</summary>
    public int ActivityId { get; init; }

    /// <summary>Number of the activity this one is part of; −1 for none.</summary>
    public int ParentActivityId { get; init; } = -1;

    /// <summary>What is being done at the moment.</summary>
    public string? CurrentOperation { get; init; }

    /// <summary>0 to 100; −1 if it is not known.</summary>
    public int PercentComplete { get; init; } = -1;

    /// <summary>Seconds that remain; −1 if it is not known.</summary>
    public int SecondsRemaining { get; init; } = -1;

    /// <summary>True in the last record of an activity.</summary>
    public bool IsCompleted { get; init; }

    internal RemoteObject ToRemoteObject()
    {
        var bag = ProtocolObjects.Bag();
        bag["Activity"] = Activity;
        bag["ActivityId"] = ActivityId;
        bag["StatusDescription"] = Status;
        bag["CurrentOperation"] = CurrentOperation;
        bag["ParentActivityId"] = ParentActivityId;
        bag["PercentComplete"] = PercentComplete;
        bag["Type"] = ProtocolObjects.Choice(
            "System.Management.Automation.ProgressRecordType", IsCompleted ? "Completed" : "Processing", IsCompleted ? 1 : 0);
        bag["SecondsRemaining"] = SecondsRemaining;
        return bag;
    }

    internal static RemoteProgress FromRemoteObject(object? value)
    {
        if (value is RemoteProgress record) return record;
        var bag = value as RemoteObject ?? ProtocolObjects.Bag();
        return new RemoteProgress(bag.GetString("Activity") ?? "", bag.GetString("StatusDescription") ?? "")
        {
            ActivityId = bag["ActivityId"] as int? ?? 0,
            ParentActivityId = bag["ParentActivityId"] as int? ?? -1,
            CurrentOperation = bag.GetString("CurrentOperation"),
            PercentComplete = bag["PercentComplete"] as int? ?? -1,
            SecondsRemaining = bag["SecondsRemaining"] as int? ?? -1,
            IsCompleted = RemoteObject.Unwrap(bag["Type"]) is 1,
        };
    }
}
