namespace Azsreg.Stamp.Access;

/// <summary>On whose behalf a service of the stamp acts. Every service takes one, so that no door leads past the rights.</summary>
/// <param name="Kind">Which door they came through.</param>
/// <param name="Id">Object id of a user of the stamp's directory; the account name of a cloud administrator.</param>
/// <param name="Name">Name for messages, audit and transcripts.</param>
internal sealed record StampCaller(CallerKind Kind, string Id, string Name)
{
    /// <summary>The stamp itself: start-up, heartbeat, the bridge.</summary>
    public static StampCaller Stamp { get; } = new(CallerKind.Stamp, "stamp", "stamp");

    /// <summary>The cloud administrator in a session of the privileged endpoint.</summary>
    public static StampCaller CloudAdministrator(string name) => new(CallerKind.CloudAdministrator, name, name);

    /// <summary>A user of the stamp's directory, at admin ARM or in the portal.</summary>
    public static StampCaller User(string objectId, string name) => new(CallerKind.User, objectId, name);
}
