namespace Azsreg.Remoting.Protocol;

/// <summary>Whom a message is for (MS-PSRP §2.2.1).</summary>
internal enum MessageDestination : uint
{
    Client = 1,
    Server = 2,
}
