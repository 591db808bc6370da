using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Client;

/// <summary>
/// There is no person at a program's end, so whatever the peer wants to ask is refused; what it only writes has nobody to read it
/// (MS-PSRP §2.2.3.17: calls that expect no answer carry the id −100).
/// </summary>
internal static class HostCallRefusal
{
    private const long NoAnswer = -100;

    /// <summary>The body of the answer to a host call of the pool or of a pipeline; null if none is expected.</summary>
    public static string? Write(object? body)
    {
        if (body is not RemoteObject call || call["ci"] is not long callId || callId == NoAnswer) return null;
        var answer = ProtocolObjects.Bag();
        answer["ci"] = callId;
        answer["mi"] = call["mi"];
        answer["me"] = new RemoteError("The client has no host that could answer.", "HostFunctionNotImplemented")
        {
            Category = RemoteErrorCategory.NotImplemented,
            Reason = "HostException",
            ExceptionTypeNames = ["System.Management.Automation.Host.HostException", .. RemoteError.RuntimeExceptionTypeNames],
        };
        try
        {
            return ClixmlWriter.Write(answer);
        }
        catch (ArgumentException e)
        {
            throw new RemotingProtocolException("A host call cannot be answered: " + e.Message, e);
        }
    }
}
