using System.Text;
using System.Text.RegularExpressions;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>
/// Replays exchanges recorded from genuine Windows services. They are another project's data and not part of this one: the folder comes
/// from AZSREG_WSMAN_CAPTURES, and without it the tests report themselves as skipped.
/// </summary>
public sealed partial class WindowsRecordingTests
{
    [Fact]
    public void ReadAnswer_EveryRecordedResponse_IsUnderstood()
    {
        foreach (var (name, exchanges) in Recordings())
        {
            var reader = new FragmentReader(64 * 1024 * 1024);
            foreach (var (_, response) in exchanges.Where(exchange => exchange.Response is not null))
            {
                var answer = Parse(response!);
                if (WsManResponse.ReadFault(answer) is { } fault)
                {
                    fault.Code.ShouldBeGreaterThan(0, name);
                    fault.Message.ShouldNotBeEmpty(name);
                    continue;
                }
                switch (answer.Action)
                {
                    case WsManNames.ActionCreate + "Response": WsManResponse.ReadShellId(answer).ShouldNotBeEmpty(name); break;
                    case WsManNames.ActionCommand + "Response": WsManResponse.ReadCommandId(answer).ShouldNotBe(Guid.Empty, name); break;
                    case WsManNames.ActionReceive + "Response":
                        foreach (var chunk in WsManResponse.ReadStreams(answer).Chunks)
                            foreach (var message in reader.Read(chunk)) Should.NotThrow(() => ClixmlReader.Read(message.Body, new OpaqueCodec()), name);
                        break;
                }
            }
        }
    }

    [Fact]
    public async Task HandleAsync_EveryRecordedRequest_IsAnsweredOrRefusedProperly()
    {
        foreach (var (name, exchanges) in Recordings())
        {
            await using var service = new WsManService(new RemotingServerOptions
            {
                Endpoints = [new("Microsoft.PowerShell", []), new("JEARole", []), new("JEARoleSettings", [])],
                Authenticator = new CountingAuthenticator(),
                MaxOperationTimeout = TimeSpan.FromMilliseconds(20),
            });
            foreach (var (request, _) in exchanges)
            {
                try
                {
                    Parse(await service.HandleAsync(Parse(request), new RemoteIdentity("vagrant"), default)).Action.ShouldNotBeNull(name);
                }
                catch (WsManFault fault) when (fault.Message.Contains("session key", StringComparison.Ordinal))
                {
                    // A secret under the session key the recorded server made: ours cannot read it, and ends the session as it must.
                    break;
                }
                catch (WsManFault fault)
                {
                    fault.Code.ShouldBeOneOf([WsManCodes.TimedOut, WsManCodes.ActionNotSupported, WsManCodes.DisconnectNotSupported, WsManCodes.UnexpectedSelectors, WsManCodes.InvalidHeader], $"{name}: {fault.Message}");
                }
            }
        }
    }

    private static SoapDocument Parse(string envelope) => SoapDocument.Parse(new MemoryStream(Encoding.UTF8.GetBytes(envelope)));

    private static IEnumerable<(string Name, List<(string Request, string? Response)> Exchanges)> Recordings()
    {
        var folder = Environment.GetEnvironmentVariable("AZSREG_WSMAN_CAPTURES");
        if (string.IsNullOrEmpty(folder)) Assert.Skip("AZSREG_WSMAN_CAPTURES names no folder of recordings.");
        foreach (var file in Directory.EnumerateFiles(folder, "*.yml"))
        {
            // Each value is one envelope, folded over lines of deeper indentation.
            var text = Folded().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), " ");
            var exchanges = new List<(string, string?)>();
            foreach (Match match in Exchange().Matches(text))
            {
                var response = match.Groups["response"].Value;
                exchanges.Add((match.Groups["request"].Value, response.StartsWith('<') ? response : null));
            }
            exchanges.ShouldNotBeEmpty(file);
            yield return (Path.GetFileNameWithoutExtension(file), exchanges);
        }
    }

    [GeneratedRegex(@"\n {4,}(?=\S)")]
    private static partial Regex Folded();

    [GeneratedRegex(@"^- request: (?<request><.*)\n  response: (?<response>.*)$", RegexOptions.Multiline)]
    private static partial Regex Exchange();
}
