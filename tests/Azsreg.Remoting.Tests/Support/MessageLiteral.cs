using System.Text;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>A message byte by byte (TestData/messages.txt).</summary>
/// <param name="Name">Its name in MS-PSRP §2.2.1.</param>
/// <param name="Header">The forty bytes before the body.</param>
/// <param name="Body">The body with its byte order mark; empty where there is none.</param>
internal sealed record MessageLiteral(string Name, byte[] Header, byte[] Body)
{
    public static IReadOnlyList<MessageLiteral> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "messages.txt")).Select(line => line.Split(' ', 4)).Select(parts =>
            new MessageLiteral(parts[0], Convert.FromHexString(parts[2]), parts.Length < 4 ? [] : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(parts[3])])),
    ];

    public byte[] Bytes => [.. Header, .. Body];

    public MessageType Type => (MessageType)BitConverter.ToUInt32(Header, 4);

    public bool IsForClient => Header[0] == 1;

    public string Text => Body.Length == 0 ? "" : Encoding.UTF8.GetString(Body.AsSpan(3));

    /// <summary>The message for another session.</summary>
    public RemotingMessage For(Guid pool, Guid pipeline) =>
        new((MessageDestination)Header[0], Type, pool, (uint)Type >= 0x00041000 || Type is MessageType.CreatePipeline or MessageType.GetCommandMetadata ? pipeline : Guid.Empty, Body);
}
