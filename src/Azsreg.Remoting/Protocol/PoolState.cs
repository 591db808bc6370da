namespace Azsreg.Remoting.Protocol;

/// <summary>States of a runspace pool (MS-PSRP §2.2.3.4).</summary>
internal enum PoolState
{
    BeforeOpen = 0,
    Opening = 1,
    Opened = 2,
    Closed = 3,
    Closing = 4,
    Broken = 5,
    NegotiationSent = 6,
    NegotiationSucceeded = 7,
    Connecting = 8,
    Disconnected = 9,
}
