namespace Azsreg.Remoting.Protocol;

/// <summary>The protocol versions spoken here. 2.4 drops the session key; 2.3 is what Windows PowerShell 5.1 and real stamps speak.</summary>
internal static class ProtocolVersions
{
    public static Version Lowest { get; } = new(2, 0);

    public static Version WithSessionKey { get; } = new(2, 3);

    public static Version Highest { get; } = new(2, 4);

    public static Version Serialization { get; } = new(1, 1, 0, 1);

    public static Version PowerShell { get; } = new(2, 0);

    /// <summary>What a server answers a client: the client's version if it is spoken here, the highest one to a newer client of the same major.</summary>
    public static Version? Negotiate(Version asked) =>
        asked.Major != Lowest.Major ? null : asked > Highest ? Highest : asked;
}
