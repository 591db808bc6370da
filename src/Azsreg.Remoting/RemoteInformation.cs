using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting;

/// <summary>An information record (MS-PSRP §2.2.2.26); <c>Write-Host</c> makes one tagged <c>PSHOST</c>.</summary>
/// <param name="Message">The data written, as text.</param>
/// <param name="Source">Who wrote it.</param>
public sealed record RemoteInformation(string Message, string Source)
{
    /// <summary>Words to filter by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was written, at the peer's clock.</summary>
    public DateTimeOffset TimeGenerated { get; init; }

    internal RemoteObject ToRemoteObject()
    {
        var bag = ProtocolObjects.Bag();
        bag["MessageData"] = Message;
        bag["Source"] = Source;
        bag["TimeGenerated"] = TimeGenerated;
        bag["Tags"] = new RemoteObject(["System.Collections.ArrayList", "System.Object"], Tags.Cast<object?>().ToList());
        bag["User"] = "";
        bag["Computer"] = "";
        bag["ProcessId"] = 0u;
        bag["NativeThreadId"] = 0u;
        bag["ManagedThreadId"] = 0u;
        return bag;
    }

    internal static RemoteInformation FromRemoteObject(object? value)
    {
        var bag = value as RemoteObject ?? ProtocolObjects.Bag();
        var data = bag["MessageData"];
        var text = data is RemoteObject message && message.Is("System.Management.Automation.HostInformationMessage")
            ? message.GetString("Message")
            : RemoteObject.TextOf(data);
        return new RemoteInformation(text ?? "", bag.GetString("Source") ?? "")
        {
            Tags = RemoteObject.Unwrap(bag["Tags"]) is IEnumerable<object?> tags ? [.. tags.Select(tag => RemoteObject.TextOf(tag) ?? "")] : [],
            TimeGenerated = bag["TimeGenerated"] switch
            {
                DateTimeOffset time => time,
                DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
                _ => default,
            },
        };
    }
}
