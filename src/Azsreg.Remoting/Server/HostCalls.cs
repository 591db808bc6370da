using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>Calls to the client's host that expect no answer (MS-PSRP §2.2.3.17, §3.2.5.4.15).</summary>
internal static class HostCalls
{
    private const long NoAnswer = -100;

    public static string WriteLine(string text)
    {
        var call = ProtocolObjects.Bag();
        call["ci"] = NoAnswer;
        call["mi"] = ProtocolObjects.Choice("System.Management.Automation.Remoting.RemoteHostMethodId", "WriteLine2", 16);
        call["mp"] = new RemoteObject(["System.Collections.ArrayList", "System.Object"], new List<object?> { text });
        return ClixmlWriter.Write(call);
    }
}
