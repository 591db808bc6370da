using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting;

/// <summary>The WS-Management service answered with a fault (MS-WSMV §2.2.4.43).</summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its code says nothing.")]
public sealed class WsManFaultException : RemotingException
{
    /// <summary>Creates the exception from the fault's parts.</summary>
    public WsManFaultException(long code, string subcode, string message) : base(message)
    {
        Code = code;
        Subcode = subcode;
    }

    /// <summary>The <c>WSManFault</c> code, for example 2150858793; 0 where the fault has none.</summary>
    public long Code { get; }

    /// <summary>The SOAP subcode without its prefix, for example <c>TimedOut</c>.</summary>
    public string Subcode { get; }
}
