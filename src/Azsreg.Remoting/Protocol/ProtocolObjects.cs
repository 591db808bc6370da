using Azsreg.Remoting.Clixml;

namespace Azsreg.Remoting.Protocol;

/// <summary>Objects that several messages are made of.</summary>
internal static class ProtocolObjects
{
    /// <summary>A property bag without type names, as every message body is.</summary>
    public static RemoteObject Bag() => new([]);

    public static RemoteObject Choice(string typeName, string text, int value) =>
        new([typeName, "System.Enum", "System.ValueType", "System.Object"], value) { Text = text };

    public static RemoteObject PrimitiveDictionary(OrderedDictionary<object, object?> entries) =>
        new(["System.Management.Automation.PSPrimitiveDictionary", "System.Collections.Hashtable", "System.Object"], entries);

    public static RemoteObject List(IReadOnlyList<object?> items) => new(
        ["System.Collections.Generic.List`1[[System.Management.Automation.PSObject, System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35]]", "System.Object"],
        items);

    /// <summary>The host of a client that has none: no call comes back.</summary>
    public static RemoteObject NullHost(bool useRunspaceHost)
    {
        var host = Bag();
        host["_isHostNull"] = true;
        host["_isHostUINull"] = true;
        host["_isHostRawUINull"] = true;
        host["_useRunspaceHost"] = useRunspaceHost;
        return host;
    }

    public static string SessionCapability(Version protocol)
    {
        var bag = Bag();
        bag["protocolversion"] = protocol;
        bag["PSVersion"] = ProtocolVersions.PowerShell;
        bag["SerializationVersion"] = ProtocolVersions.Serialization;
        return ClixmlWriter.Write(bag);
    }

    /// <summary>Version and what goes with it, of the peer's session capability.</summary>
    /// <exception cref="RemotingProtocolException">The message does not name a version.</exception>
    public static Version ReadSessionCapability(object? body) =>
        (body as RemoteObject)?["protocolversion"] switch
        {
            Version version => version,
            string text when Version.TryParse(text, out var version) => version,
            _ => throw new RemotingProtocolException("The session capability names no protocol version."),
        };

    /// <summary>A state that the peer names by its number.</summary>
    /// <exception cref="RemotingProtocolException">It is none of the known ones.</exception>
    public static T ReadState<T>(object? body, string name) where T : struct, Enum =>
        ReadInt(body, name) is var number && Enum.IsDefined((T)(object)number)
            ? (T)(object)number
            : throw new RemotingProtocolException($"A message has the unknown {name} {number}.");

    public static int ReadInt(object? body, string name) =>
        (body as RemoteObject)?[name] is int value ? value : throw new RemotingProtocolException($"A message has no '{name}'.");
}
