using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>Calls to the client's host that expect no answer (MS-PSRP §2.2.3.17, §3.2.5.4.15).</summary>
internal static class HostCalls
{
    private const long NoAnswer = -100;

    public static string WriteLine(string text) => Call("WriteLine2", 16, text);

    public static string WriteErrorLine(string text) => Call("WriteErrorLine", 18, text);

    /// <summary>Ends the interactive session at the client: what <c>Exit-PSSession</c> does in a genuine one.</summary>
    public static string PopRunspace() => Call("PopRunspace", 53);

    private static string Call(string method, int number, params object?[] arguments)
    {
        var call = ProtocolObjects.Bag();
        call["ci"] = NoAnswer;
        call["mi"] = ProtocolObjects.Choice("System.Management.Automation.Remoting.RemoteHostMethodId", method, number);
        call["mp"] = new RemoteObject(["System.Collections.ArrayList", "System.Object"], arguments.ToList());
        return ClixmlWriter.Write(call);
    }
}
