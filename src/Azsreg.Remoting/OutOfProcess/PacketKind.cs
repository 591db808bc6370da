namespace Azsreg.Remoting.OutOfProcess;

/// <summary>The elements of the out-of-process framing.</summary>
internal enum PacketKind
{
    Data,
    DataAck,
    Command,
    CommandAck,
    Close,
    CloseAck,
    Signal,
    SignalAck,
}
